import MobilityWire
import Nodes

// Data to correspondents: straight where the kernel knows Mobile IPv6, else by way of the home agent.

extension NodeHost {
    /// Brings the kernel up to date with the bindings at correspondents.
    func updateCorrespondents() {
        guard machine.optimisesRoutes else { return }
        let rows = node.bindings(at: machine.now).filter { $0.role == "correspondent" }
        guard !rows.isEmpty || !optimised.isEmpty else { return }
        var peers: [IPv6Address] = optimised.map(\.peer)
        for row in rows where !peers.contains(row.peer) { peers.append(row.peer) }
        for peer in peers {
            let own = rows.filter { $0.peer == peer }
            let isBound = own.contains { $0.confirmedCareOfAddress != nil && $0.remaining != .zero }
            let route = RouteOptimisation(
                homeAddress: homeAddress, correspondent: peer, careOfAddress: straightAddress(own, to: peer))
            let wanted = isBound ? route.changesOnNode : []
            let index = optimised.firstIndex { $0.peer == peer }
            let former = index.map { optimised[$0].changes } ?? []
            guard wanted != former else { continue }
            machine.ledger.exchange(former, for: wanted, machine.attempt)
            if let index { optimised.remove(at: index) }
            if !wanted.isEmpty { optimised.append((peer, wanted)) }
        }
    }

    /// Whether packets go straight to a correspondent.
    func goesStraight(to peer: IPv6Address) -> Bool {
        optimised.contains { $0.peer == peer && $0.changes.contains(where: \.isOutboundTransform) }
    }

    /// The care-of address from which packets go straight to a correspondent: as the node would have it, of a binding
    /// that the correspondent confirmed for it. While it moves, packets go by way of the home agent, where none is lost.
    private func straightAddress(_ rows: [MobileNode.BindingRow], to peer: IPv6Address) -> IPv6Address? {
        let flow = FlowKey(source: homeAddress, destination: peer)
        guard
            case .routeOptimised(let bid, .ipv6(let careOfAddress), _) = node.path(for: flow, at: machine.now),
            let row = rows.first(where: { $0.bid == bid }), !row.isSilent, row.state != .deleting,
            row.careOfAddress == .ipv6(careOfAddress), machine.kernel.owns(careOfAddress)
        else { return nil }
        return careOfAddress
    }
}

extension KernelChange {
    fileprivate var isOutboundTransform: Bool {
        if case .transformPolicy(let policy) = self { policy.isOutbound } else { false }
    }
}
