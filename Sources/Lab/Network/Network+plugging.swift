import MobilityWire
import Nodes

/// A step of configuring an interface that was plugged in.
enum ConfigurationStep: Hashable, Sendable {
    /// The routers of the link advertise themselves.
    case advertisement
    /// Duplicate address detection is over, and nobody else had the address.
    case preferred(IPv6Address)
    /// An IPv4 address is handed out.
    case lease
}

extension Network {
    /// Plugs an interface into a link; out of another one first.
    ///
    /// What its node learns about it comes out of `next`: with `settled` all at once, as for a machine that was there
    /// before time began; else after the delays that advertisement, duplicate address detection and lease take.
    public mutating func plug(_ port: PortReference, into link: LinkReference, settled: Bool = false) {
        if self[port].link != nil { unplug(port) }
        self[port].link = link
        links[link.index].members.append(port)
        if !self[port].isShut { bringUp(port, settled: settled) }
    }

    /// Pulls the cable.
    public mutating func unplug(_ port: PortReference) {
        guard let link = self[port].link else { return }
        let wasUp = self[port].isUp
        links[link.index].members.removeAll { $0 == port }
        self[port].link = nil
        if wasUp { bringDown(port) }
    }

    /// Shuts an interface, or opens it again.
    public mutating func setShut(_ port: PortReference, _ shut: Bool) {
        guard has(port), self[port].isShut != shut else { return }
        self[port].isShut = shut
        guard self[port].link != nil else { return }
        if shut { bringDown(port) } else { bringUp(port, settled: false) }
    }

    /// The router of a link falls silent, or speaks again.
    public mutating func setSilent(_ link: LinkReference, _ silent: Bool) {
        guard self[link].routerIsSilent != silent else { return }
        self[link].routerIsSilent = silent
        guard !silent else { return }
        for port in self[link].members where self[port].isUp {
            schedule(
                .configure(port, generation: self[port].generation, .advertisement), in: advertisementDelay)
        }
    }

    /// Tells a node that lost its memory what its interfaces are: what a start finds on a machine.
    public mutating func tellAgain(_ station: StationReference) {
        for port in ports(of: station) {
            self[port].generation &+= 1
            guard self[port].isUp else {
                say(.fact(port, present(port)))
                continue
            }
            let prefix = self[port].link.flatMap { self[$0].prefix }
            self[port].addresses.removeAll { prefix?.contains($0.address) == true }
            self[port].ipv4 = nil
            bringUp(port, settled: false)
        }
    }

    private func present(_ port: PortReference) -> InterfaceFact {
        .present(
            name: self[port].name, up: self[port].isUp, linkLayerAddress: self[port].linkLayerAddress)
    }

    private mutating func bringUp(_ port: PortReference, settled: Bool) {
        guard let link = self[port].link else { return }
        self[port].generation &+= 1
        say(.fact(port, present(port)))
        if self[link].mtu != 1500 { say(.fact(port, .mtu(self[link].mtu))) }
        if settled {
            configure(port, .advertisement)
            for address in self[port].addresses where address.state == .tentative {
                configure(port, .preferred(address.address))
            }
            configure(port, .lease)
        } else {
            let generation = self[port].generation
            schedule(.configure(port, generation: generation, .advertisement), in: advertisementDelay)
            schedule(.configure(port, generation: generation, .lease), in: leaseDelay)
        }
    }

    private mutating func bringDown(_ port: PortReference) {
        self[port].generation &+= 1
        let gone = self[port].addresses
        self[port].addresses = []
        for address in gone { say(.fact(port, .addressGone(address.address))) }
        if let ipv4 = self[port].ipv4 {
            self[port].ipv4 = nil
            say(.fact(port, .ipv4AddressGone(ipv4)))
        }
        say(.fact(port, .routersGone))
        say(.fact(port, present(port)))
    }

    mutating func configure(_ port: PortReference, _ step: ConfigurationStep) {
        guard let link = self[port].link, self[port].isUp, self[port.station].configuresItself,
            self[link].gateway != .station(port)
        else { return }
        switch step {
        case .advertisement:
            guard !self[link].routerIsSilent, let prefix = self[link].prefix else { return }
            for router in routers(of: link) {
                say(
                    .fact(
                        port,
                        .router(
                            address: router.address, linkLayerAddress: router.linkLayerAddress,
                            prefixes: [prefix])))
            }
            makeAddress(in: prefix, on: link, for: port)
        case .preferred(let address):
            guard
                let index = self[port].addresses.firstIndex(where: {
                    $0.address == address && $0.state == .tentative
                })
            else { return }
            self[port].addresses[index] = PortAddress(
                address: address, state: .preferred, answers: true, accepts: true)
            say(.fact(port, .address(address, state: .preferred)))
        case .lease:
            guard let network = self[link].ipv4, self[port].ipv4 == nil else { return }
            let address = freeAddress(in: network, on: link)
            self[port].ipv4 = address
            say(.fact(port, .ipv4Address(address)))
        }
    }

    /// Stateless address configuration (RFC 4862 §5.5.3): the station's identifier, or the next that is free here.
    private mutating func makeAddress(in prefix: IPv6Prefix, on link: LinkReference, for port: PortReference)
    {
        let station = self[port.station]
        guard station.ownPrefix != prefix,
            !self[port].addresses.contains(where: { prefix.contains($0.address) })
        else { return }
        var address = IPv6Address(high: prefix.address.high, low: station.interfaceIdentifier)
        while self[link].members.contains(where: { member in
            self[member].addresses.contains { $0.address == address }
        }) {
            address = IPv6Address(high: address.high, low: address.low &+ 1)
        }
        self[port].addresses.append(
            PortAddress(address: address, state: .tentative, answers: false, accepts: false))
        say(.fact(port, .address(address, state: .tentative)))
        schedule(
            .configure(port, generation: self[port].generation, .preferred(address)),
            in: duplicateDetectionTime)
    }

    private func freeAddress(in network: IPv4Network, on link: LinkReference) -> IPv4Address {
        var address = IPv4Address(network.address.value &+ 10)
        while self[link].members.contains(where: { self[$0].ipv4 == address }) {
            address = IPv4Address(address.value &+ 1)
        }
        return address
    }

    /// The state of an address changes without anything being plugged: a router deprecates its prefix.
    public mutating func deprecate(_ port: PortReference) {
        for index in self[port].addresses.indices where self[port].addresses[index].state == .preferred {
            self[port].addresses[index].state = .deprecated
            say(.fact(port, .address(self[port].addresses[index].address, state: .deprecated)))
        }
    }

    /// The routers that advertise themselves on a link, its gateway first.
    func routers(of link: LinkReference) -> [Link.Router] {
        switch self[link].gateway {
        case .router(let router): return [router] + self[link].otherRouters
        case .station(let port):
            let own = Link.Router(
                address: self[port].addresses.first?.address ?? .unspecified,
                linkLayerAddress: self[port].linkLayerAddress)
            return [own] + self[link].otherRouters
        }
    }
}
