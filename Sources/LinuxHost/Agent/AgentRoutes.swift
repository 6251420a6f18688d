import MobilityWire

/// The routes that lead into an agent's tunnels.
///
/// Each address of a mobile node has one in the main table, by its preferred binding, and one in the table of each BID
/// that a flow rule names, as long as that BID is bound. Rules of the kernel send flows to these tables; where one has
/// no route the next rule has its say, the main table last. A home address without one is reached on the home link.
final class AgentRoutes {
    /// One way to a mobile node.
    struct Way {
        /// What leads there.
        var prefixes: [IPv6Prefix]
        var table: UInt32
        var device: String
        var careOfAddress: IPv6Address
        /// The largest packet.
        var mtu: Int?
    }

    private let machine: Machine
    /// Our end, where one device of the kernel serves all and routes name the ends; nil: the device knows the way.
    private let local: IPv6Address?
    private var routes: [IPv6Address: [KernelChange]] = [:]

    init(on machine: Machine, local: IPv6Address?) {
        self.machine = machine
        self.local = local
    }

    /// Brings the routes to a mobile node's addresses up to date. One with the same prefix changes at one stroke.
    func update(_ homeAddress: IPv6Address, _ ways: [Way]) {
        let old = routes[homeAddress] ?? []
        let new = ways.flatMap { way in way.prefixes.map { route($0, way) } }
        routes[homeAddress] = new.isEmpty ? nil : new
        for route in new where !old.contains(route) {
            let former = old.first { $0.isInPlace(of: route) }
            machine.attempt { () throws(KernelError) in try machine.ledger.replace(former, with: route) }
        }
        for route in old where !new.contains(where: { $0.isInPlace(of: route) }) {
            machine.attempt { () throws(KernelError) in try machine.ledger.revert(route) }
        }
    }

    private func route(_ prefix: IPv6Prefix, _ way: Way) -> KernelChange {
        .route(
            .init(
                prefix: prefix, table: way.table, device: way.device, mtu: way.mtu,
                encapsulation: way.careOfAddress.isIPv4End
                    ? nil : local.map { TunnelEnds(local: $0, remote: way.careOfAddress) }))
    }
}

extension KernelChange {
    /// Whether both are routes for the same prefix in the same table.
    fileprivate func isInPlace(of other: KernelChange) -> Bool {
        guard case .route(let one) = self, case .route(let other) = other else { return false }
        return one.prefix == other.prefix && one.table == other.table
    }
}
