import MobilityWire
import Nodes

/// What a node was told of one interface, so that it is told only what changes.
struct ToldInterface {
    /// The interface.
    let identifier: InterfaceIdentifier
    private var presence: InterfaceFact?
    private var mtu: Int?
    private var addresses: [KernelState.Address] = []
    private var router: InterfaceFact?

    /// An interface of which nothing was told.
    init(identifier: InterfaceIdentifier) {
        self.identifier = identifier
    }

    /// What the node does not know yet; from here on it does.
    ///
    /// - Parameter onlyLosses: what went, without what came.
    mutating func facts(
        of link: KernelState.Link, in kernel: KernelState, homeAddress: IPv6Address, homeAgent: IPv6Address?,
        onlyLosses: Bool
    ) -> [InterfaceFact] {
        var facts: [InterfaceFact] = []
        let present = InterfaceFact.present(
            name: link.name, up: link.isUp, linkLayerAddress: link.linkLayerAddress)
        if present != presence, !link.isUp || !onlyLosses {
            facts.append(present)
            presence = present
        }
        let router = ToldInterface.router(of: link, in: kernel, homeAgent)
        if router != self.router, router == nil || !onlyLosses {
            facts.append(router ?? .routersGone)
            self.router = router
        }
        // The home address is the node's to place; an address that another node has is nobody's.
        let current = link.addresses.filter { $0.state != nil && $0.address != .ipv6(homeAddress) }
        for former in addresses where !current.contains(where: { $0.address == former.address }) {
            switch former.address {
            case .ipv6(let address): facts.append(.addressGone(address))
            case .ipv4(let address): facts.append(.ipv4AddressGone(address))
            }
        }
        addresses.removeAll { former in !current.contains { $0.address == former.address } }
        guard !onlyLosses else { return facts }
        if mtu != link.mtu {
            facts.append(.mtu(link.mtu))
            mtu = link.mtu
        }
        for address in current {
            let known = addresses.firstIndex { $0.address == address.address }
            if let known, addresses[known].state == address.state { continue }
            switch (address.address, address.state) {
            case (.ipv6(let value), let state?): facts.append(.address(value, state: state))
            case (.ipv4(let value), _): facts.append(.ipv4Address(value))
            case (.ipv6, nil): continue
            }
            if let known { addresses[known] = address } else { addresses.append(address) }
        }
        return facts
    }

    /// The router of a link and its prefixes, as the kernel learned them from advertisements or was told by hand
    /// (RFC 6275 §11.5.2). A link without a default router whose prefixes are known has the home agent for one where
    /// that is on it.
    private static func router(
        of link: KernelState.Link, in kernel: KernelState, _ homeAgent: IPv6Address?
    ) -> InterfaceFact? {
        guard link.isUp else { return nil }
        let prefixes = kernel.prefixes(of: link.identifier)
        let agent = homeAgent.flatMap { agent in prefixes.contains { $0.contains(agent) } ? agent : nil }
        guard let address = agent ?? kernel.gateway(of: link.identifier), !prefixes.isEmpty else {
            return nil
        }
        return .router(
            address: address,
            linkLayerAddress: kernel.linkLayerAddress(of: address, on: link.identifier), prefixes: prefixes)
    }
}
