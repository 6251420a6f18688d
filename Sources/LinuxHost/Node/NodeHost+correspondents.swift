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
                homeAddress: homeAddress, correspondent: peer, careOfAddress: straightAddress(own))
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

    /// The care-of address from which packets go straight to a correspondent: of the binding that it acknowledged last,
    /// because that is the one it uses as well. While it may or may not know of a change, packets go by way of
    /// the home agent, where none is lost.
    private func straightAddress(_ rows: [MobileNode.BindingRow]) -> IPv6Address? {
        let bound = rows.filter { $0.confirmedCareOfAddress != nil }
        guard !rows.contains(where: { $0.state == .waiting || $0.state == .deleting }),
            let last = bound.max(by: { isOlder($0.sequenceAcknowledged, $1.sequenceAcknowledged) }),
            !last.isSilent, case .ipv6(let careOfAddress)? = last.confirmedCareOfAddress,
            last.careOfAddress == last.confirmedCareOfAddress, machine.kernel.owns(careOfAddress)
        else { return nil }
        return careOfAddress
    }

    /// Sequence numbers go round (RFC 6275 §9.5.1).
    private func isOlder(_ one: UInt16?, _ other: UInt16?) -> Bool {
        guard let one, let other else { return one == nil && other != nil }
        return one != other && other &- one < 0x8000
    }
}

extension KernelChange {
    fileprivate var isOutboundTransform: Bool {
        if case .transformPolicy(let policy) = self { policy.isOutbound } else { false }
    }
}
