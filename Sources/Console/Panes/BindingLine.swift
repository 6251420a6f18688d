import MobilityWire
import Nodes
import Runtime

/// A line of the pane of bindings.
enum BindingLine: Hashable, Sendable {
    /// The peer whose bindings follow; left out for the first one, which stands in the title.
    case peer(MobileNode.PeerRow, way: String)
    /// A binding.
    case binding(MobileNode.BindingRow)
    /// A care-of address with a BID that was never registered at the home agent.
    case candidate(InterfaceView, bid: UInt16)

    /// Which binding it is; nil: none.
    var key: Console.BindingKey? {
        switch self {
        case .peer: nil
        case .binding(let row): Console.BindingKey(peer: row.peer, bid: row.bid)
        case .candidate(_, let bid): Console.BindingKey(peer: nil, bid: bid)
        }
    }

    /// The BID; nil: no binding, or an ordinary one.
    var bid: UInt16? { key?.bid }

    /// How many bindings are looked at: more than a person ever has.
    private static let limit = 4096

    /// All lines: the bindings at the home agent, then those at each correspondent.
    static func lines(of run: some Run, interfaces: [InterfaceView]? = nil) -> [BindingLine] {
        let rows = run.bindings(0..<limit).rows
        let peers = run.peers()
        let agentRows = rows.filter { $0.role != "correspondent" }
        var lines: [BindingLine] = []
        let known = agentRows.compactMap(\.bid)
        let isOrdinary = agentRows.contains { $0.bid == nil }
        lines += agentRows.map { .binding($0) }
        if !isOrdinary {
            for interface in interfaces ?? run.interfaces() {
                guard let bid = interface.bid, !known.contains(bid) else { continue }
                lines.append(.candidate(interface, bid: bid))
            }
        }
        lines.sort { ($0.bid ?? 0) < ($1.bid ?? 0) }
        for peer in peers where peer.role == "correspondent" {
            let own = rows.filter { $0.peer == peer.address }
            guard !own.isEmpty else { continue }
            lines.append(.peer(peer, way: run.dataWay(to: peer.address)))
            lines += own.map { .binding($0) }
        }
        return lines
    }
}

extension MobileNode.BindingRow {
    /// Whether the peer has it, so far as the node knows.
    var isBound: Bool {
        switch state {
        case .bound, .refreshing: true
        default: false
        }
    }

    /// Whether it ends within a tenth of its lifetime, or in 5 seconds.
    var isExpiring: Bool {
        guard isBound, let remaining else { return false }
        let tenth = Interval.seconds(Int64(grantedLifetime ?? 0)).nanoseconds / 10
        return remaining.nanoseconds <= max(tenth, 5_000_000_000)
    }

    /// Its state in a word.
    var word: String {
        if isExpiring, state == .bound { return "expiring" }
        if state == .failed, let lastStatus { return "refused \(lastStatus)" }
        return state.rawValue
    }
}
