import MobilityWire

/// The one kernel tunnel device of an agent: routes say where each packet goes, a filter says which may come in.
///
/// A device for each binding would cost much memory where there are thousands (one in external mode costs a route and
/// a filter). Its filters go with the device; its routes and the device itself stand in the ledger.
final class SharedTunnel {
    private let machine: Machine
    private let local: IPv6Address
    private let device: String
    /// The device of tunnels in IPv4; nil: there are none.
    var ipv4Device: String?
    /// Nil in a dry run.
    private let filter: TunnelFilter?
    /// What was put in for a home address, by home address.
    private var nodes: [IPv6Address: Node] = [:]

    private struct Node {
        /// Mobile networks, besides the home address.
        var networks: [IPv6Prefix] = []
        var routes: [KernelChange] = []
        var filters: [TunnelFilter.Entry] = []
    }

    /// Makes the device.
    init(device: String, local: IPv6Address, mtu: Int, on machine: Machine) throws(KernelError) {
        self.machine = machine
        self.local = local
        self.device = device
        let tunnel = KernelChange.tunnel(.init(device: device, ends: nil, link: nil))
        try machine.ledger.apply(tunnel)
        guard !machine.isDryRun else {
            filter = nil
            return
        }
        do {
            filter = try TunnelFilter(device: device, machine.changer)
            try machine.changer.start(device, mtu: mtu)
        } catch {
            try? machine.ledger.revert(tunnel)
            throw error
        }
    }

    /// Routes a mobile network to a home address, or no longer.
    func set(_ prefix: IPv6Prefix, of homeAddress: IPv6Address, active: Bool, tunnels: TunnelTable.Node?) {
        nodes[homeAddress, default: Node()].networks.removeAll { $0 == prefix }
        if active { nodes[homeAddress, default: Node()].networks.append(prefix) }
        update(homeAddress, tunnels)
    }

    /// Brings the kernel up to date with the tunnels of a home address; nil: there are none.
    func update(_ homeAddress: IPv6Address, _ tunnels: TunnelTable.Node?) {
        var node = nodes[homeAddress] ?? Node()
        let prefixes = [IPv6Prefix(homeAddress, length: 128)] + node.networks
        var routes: [KernelChange] = []
        if let preferred = tunnels?.preferred, !preferred.isIPv4End {
            routes = prefixes.map {
                .route(
                    .init(
                        prefix: $0, table: 254, device: device,
                        encapsulation: TunnelEnds(local: local, remote: preferred)))
            }
        } else if tunnels?.preferred != nil, let ipv4Device {
            routes = prefixes.map { .route(.init(prefix: $0, table: 254, device: ipv4Device)) }
        }
        let entries = prefixes.flatMap { prefix in
            (tunnels?.careOfAddresses ?? []).filter { !$0.isIPv4End }.map {
                TunnelFilter.Entry(source: prefix, careOfAddress: $0)
            }
        }
        // What may come in comes first, then what goes out: no answer is lost.
        for entry in entries where !node.filters.contains(entry) {
            machine.attempt { () throws(KernelError) in try filter?.admit(entry) }
        }
        exchange(node.routes, for: routes)
        for entry in node.filters where !entries.contains(entry) {
            machine.attempt { () throws(KernelError) in try filter?.refuse(entry) }
        }
        node.routes = routes
        node.filters = entries
        nodes[homeAddress] = tunnels == nil && node.networks.isEmpty ? nil : node
    }

    /// Puts routes in the place of others; one with the same prefix changes at one stroke.
    private func exchange(_ old: [KernelChange], for new: [KernelChange]) {
        for (index, route) in new.enumerated() where index >= old.count || old[index] != route {
            let former = old.first { $0.prefix == route.prefix }
            machine.attempt { () throws(KernelError) in try machine.ledger.replace(former, with: route) }
        }
        for route in old where !new.contains(where: { $0.prefix == route.prefix }) {
            machine.attempt { () throws(KernelError) in try machine.ledger.revert(route) }
        }
    }
}

extension KernelChange {
    fileprivate var prefix: IPv6Prefix? {
        if case .route(let route) = self { route.prefix } else { nil }
    }
}
