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
    /// How many columns there are for all of them.
    private(set) var room = 0
    /// Who has no lane of their own.
    private var unplaced: [Party] = []

    struct Lane: Hashable {
        var name: String
        var party: PartyIdentifier
        /// The interface; nil: all of the party.
        var interface: InterfaceIdentifier?
        var column: Int
        var role: Role
        /// Whether it is that of all who have none of their own.
        var isShared = false
    }

    /// What a lane needs at least, so that its arrows can be read.
    private static let narrow = 10
    /// And where one of them is shared by many.
    private static let shared = 18

    /// The lanes between two columns. Where there are more parties than lanes can be told apart, those furthest from
    /// the node that is looked at share the last one; each of their messages says whose it is.
    ///
    /// - Parameter folds: whether each party has one lane, whatever the room.
    init(
        _ parties: [Party], bids: [InterfaceIdentifier: UInt16], columns: Range<Int>, folds: Bool
    ) {
        self.room = columns.count
        var taking = parties.filter { $0.kind != .other }
        // The node stands at the left, at an agent too, which comes first among the parties of its machine.
        if !taking.contains(where: { $0.kind == .mobileNode && $0.address != nil }),
            let node = taking.firstIndex(where: { $0.kind == .mobileNode })
        {
            taking.insert(taking.remove(at: node), at: 0)
        }
        guard !taking.isEmpty, columns.count > 10 else { return }
        let room = columns.count - 8
        let isMany = taking.count > room / LaneMap.narrow + 1 || taking.contains(where: \.isFolded)
        // Names stand before the messages of the lane that is shared: it takes more room to read them.
        let limit = isMany ? max(4, room / LaneMap.shared + 1) : taking.count
        let (shown, rest) = LaneMap.divided(taking, atMost: limit)
        unplaced = rest
        let first = shown.first { $0.kind == .mobileNode }
        let last = LaneMap.lane(of: rest)
        let unfolded =
            shown.flatMap { LaneMap.lanes(of: $0, taking, bids, isOpen: $0.id == first?.id) } + last
        lanes = unfolded
        if folds || unfolded.count > 1 && room * 4 / max(1, weight(unfolded)) < LaneMap.narrow {
            lanes = shown.flatMap { LaneMap.lanes(of: $0, taking, bids, isOpen: false) } + last
            isFolded = true
        }
        place(columns)
    }

    /// Those that get lanes, and those that share one. One of each kind goes first, then the nearest.
    private static func divided(_ parties: [Party], atMost limit: Int) -> (shown: [Party], rest: [Party]) {
        var shown: [PartyIdentifier] = []
        let isTooMany = parties.count > limit || parties.contains(where: \.isFolded)
        // The lane that is shared takes the place of one.
        let room = isTooMany ? limit - 1 : limit
        for kind in [Party.Kind.mobileNode, .homeAgent, .correspondent] {
            if let party = parties.first(where: { $0.kind == kind && !$0.isFolded }), shown.count < room {
                shown.append(party.id)
            }
        }
        for party in parties where !party.isFolded && !shown.contains(party.id) && shown.count < room {
            shown.append(party.id)
        }
        return (
            parties.filter { shown.contains($0.id) }, parties.filter { !shown.contains($0.id) }
        )
    }

    /// The lane of all that have none of their own.
    private static func lane(of rest: [Party]) -> [Lane] {
        guard let first = rest.first else { return [] }
        let name = rest.count == 1 ? first.name : "\(first.name)+\(rest.count - 1)"
        return [Lane(name: name, party: first.id, interface: nil, column: 0, role: .lane, isShared: true)]
    }

    /// The lane of a party's interface.
    func lane(_ party: PartyIdentifier?, _ interface: InterfaceIdentifier?) -> Lane? {
        guard let party else { return nil }
        let own = lanes.filter { $0.party == party && !$0.isShared }
        return own.first { $0.interface == interface && interface != nil } ?? own.first
            ?? (sharedName(of: party) == nil ? nil : lanes.last { $0.isShared })
    }

    /// The name of a party that has no lane of its own; nil: it has one, or no part.
    func sharedName(of party: PartyIdentifier?) -> String? { unplaced.first { $0.id == party }?.name }

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
