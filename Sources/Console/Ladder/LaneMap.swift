import Grid
import Nodes
import Runtime
import Themes

/// Where the lanes of the exchange stand: one for each interface of the node, then the agents and correspondents; with
/// little room one for each party.
struct LaneMap {
    private(set) var lanes: [Lane] = []
    /// Whether each party has one lane only.
    private(set) var isFolded = false

    struct Lane: Hashable {
        var name: String
        var party: PartyIdentifier
        /// The interface; nil: all of the party.
        var interface: InterfaceIdentifier?
        var column: Int
        var role: Role
    }

    /// What a lane needs at least, so that its arrows can be read.
    private static let narrow = 10

    /// The lanes between two columns.
    ///
    /// - Parameter folds: whether each party has one lane, whatever the room.
    init(
        _ parties: [Party], bids: [InterfaceIdentifier: UInt16], columns: Range<Int>, folds: Bool
    ) {
        let shown = parties.filter { $0.kind != .other }
        guard !shown.isEmpty, columns.count > 10 else { return }
        let first = shown.first { $0.kind == .mobileNode }
        let unfolded = shown.flatMap { LaneMap.lanes(of: $0, shown, bids, isOpen: $0.id == first?.id) }
        let room = columns.count - 8
        lanes = unfolded
        if folds || unfolded.count > 1 && room * 4 / max(1, weight(unfolded)) < LaneMap.narrow {
            lanes = shown.flatMap { LaneMap.lanes(of: $0, shown, bids, isOpen: false) }
            isFolded = true
        }
        place(columns)
    }

    /// The lane of a party's interface.
    func lane(_ party: PartyIdentifier?, _ interface: InterfaceIdentifier?) -> Lane? {
        let own = lanes.filter { $0.party == party }
        return own.first { $0.interface == interface && interface != nil } ?? own.first
    }

    private static func lanes(
        of party: Party, _ parties: [Party], _ bids: [InterfaceIdentifier: UInt16], isOpen: Bool
    ) -> [Lane] {
        if isOpen, !party.interfaces.isEmpty {
            return party.interfaces.enumerated().map { index, interface in
                let bid = bids[interface.id].map { "·\($0)" } ?? ""
                return Lane(
                    name: interface.name + bid, party: party.id, interface: interface.id, column: 0,
                    role: .lane(ofAccess: index))
            }
        }
        let isOnly = parties.count { $0.kind == party.kind } == 1
        let role: Role
        let short: String
        switch party.kind {
        case .mobileNode: (role, short) = (.lane, "MN")
        case .homeAgent: (role, short) = (.laneAgent, "HA")
        case .correspondent: (role, short) = (.laneCorrespondent, "CN")
        case .other: (role, short) = (.lane, party.name)
        }
        return [
            Lane(name: isOnly ? short : party.name, party: party.id, interface: nil, column: 0, role: role)
        ]
    }

    /// The gaps, in quarters of the narrowest.
    private func weight(_ lanes: [Lane]) -> Int {
        zip(lanes, lanes.dropFirst()).reduce(0) { $0 + gap($1.0, $1.1) }
    }

    /// Between two interfaces of a node arrows only pass; from the last one to the agent they have to be read, and with
    /// one lane a party most of all there.
    private func gap(_ left: Lane, _ right: Lane) -> Int {
        if left.party == right.party { return 4 }
        return isFolded ? (left == lanes.first ? 7 : 4) : 6
    }

    private mutating func place(_ columns: Range<Int>) {
        guard lanes.count > 1 else {
            if !lanes.isEmpty { lanes[0].column = columns.lowerBound + columns.count / 2 }
            return
        }
        let total = weight(lanes)
        let start = columns.lowerBound + min(4, DisplayWidth.of(lanes[0].name) / 2)
        let end = columns.upperBound - 2 - DisplayWidth.of(lanes[lanes.count - 1].name) / 2
        var passed = 0
        for index in lanes.indices {
            if index > 0 { passed += gap(lanes[index - 1], lanes[index]) }
            lanes[index].column = start + (end - start) * passed / max(1, total)
        }
    }
}
