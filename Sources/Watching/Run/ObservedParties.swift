import MobilityWire
import Nodes
import Runtime

/// Who takes part in what was observed: a place for each address that had a part, in the order in which they appeared.
///
/// Mobile nodes go by their home addresses; a care-of address belongs to the node that used it last. Bounded: beyond
/// `limit` nobody new gets a place.
struct ObservedParties: Sendable {
    /// How many places there are at most.
    static let limit = 8192
    /// How many care-of addresses of a node have lanes.
    static let accessLimit = 8
    /// How many lanes each kind has beside the node that is looked at.
    private static let lanes: [Party.Kind: Int] = [.mobileNode: 2, .homeAgent: 3, .correspondent: 3]

    private(set) var all: [Party] = []
    private var places: [IPv6Address: Int] = [:]
    private var latest: (address: IPv6Address, place: Int)?
    private var second: (address: IPv6Address, place: Int)?
    private var owners: [CareOfAddress: IPv6Address] = [:]
    private var counts: [Party.Kind: Int] = [:]
    /// What each access of the nodes sent and received; in step with the interfaces of `all`.
    private(set) var traffic: [[(sent: InterfaceView.Traffic, received: InterfaceView.Traffic)]] = []

    /// The home address of the first mobile node that showed itself.
    private(set) var firstNode: IPv6Address?
    /// How many mobile nodes showed themselves.
    private(set) var nodes = 0
    /// How many accesses there are in all.
    private(set) var accesses = 0
    /// The home address of the node, where there is one only.
    var onlyNode: IPv6Address? { nodes == 1 ? firstNode : nil }

    /// The party of an address; nil: it has none.
    subscript(address: IPv6Address) -> Party? { places[address].map { all[$0] } }

    /// The place of an address; the two latest are found at once, as messages go to and fro between two.
    private mutating func place(of address: IPv6Address) -> Int? {
        if let latest, latest.address == address { return latest.place }
        swap(&latest, &second)
        if let latest, latest.address == address { return latest.place }
        guard let place = places[address] else { return nil }
        latest = (address, place)
        return place
    }

    /// What an address was seen to be; nil: it was not.
    mutating func kind(of address: IPv6Address) -> Party.Kind? { place(of: address).map { all[$0].kind } }

    /// The node that used a care-of address last.
    func owner(of careOfAddress: CareOfAddress) -> IPv6Address? { owners[careOfAddress] }

    /// An address showed itself as something; what it is known to be stays, unless that was nothing.
    mutating func see(_ address: IPv6Address, _ kind: Party.Kind) -> PartyIdentifier? {
        guard !address.isUnspecified, !address.isMulticast else { return nil }
        if let place = place(of: address) {
            if all[place].kind != kind, all[place].kind == .other || kind == .homeAgent {
                all[place].kind = kind
                all[place].name = name(kind)
                count(address, kind)
            }
            return all[place].id
        }
        guard all.count < ObservedParties.limit else { return nil }
        let id = PartyIdentifier(all.count)
        places[address] = all.count
        all.append(Party(id: id, name: name(kind), kind: kind, address: address))
        traffic.append([])
        count(address, kind)
        return id
    }

    private mutating func count(_ address: IPv6Address, _ kind: Party.Kind) {
        guard kind == .mobileNode else { return }
        nodes += 1
        if firstNode == nil { firstNode = address }
    }

    private mutating func name(_ kind: Party.Kind) -> String {
        counts[kind, default: 0] += 1
        return kind.prefix + String(counts[kind] ?? 0)
    }

    /// A node sent from, or was reached at, a care-of address; the interface that stands for it.
    mutating func access(
        of homeAddress: IPv6Address, _ careOfAddress: CareOfAddress, octets: Int, isSent: Bool
    ) -> InterfaceIdentifier? {
        guard let place = place(of: homeAddress), careOfAddress != .ipv6(homeAddress) else { return nil }
        var index = all[place].interfaces.firstIndex { $0.address == careOfAddress }
        if index == nil {
            if owners.count < 4 * ObservedParties.limit || owners[careOfAddress] != nil {
                owners[careOfAddress] = homeAddress
            }
            if all[place].interfaces.count < ObservedParties.accessLimit {
                index = all[place].interfaces.count
                let number = all[place].interfaces.count + 1
                all[place].interfaces.append(
                    Party.Interface(
                        id: InterfaceIdentifier(UInt32(number)), name: "CoA\(number)", address: careOfAddress)
                )
                accesses += 1
                traffic[place].append((InterfaceView.Traffic(), InterfaceView.Traffic()))
            }
        }
        guard let index else { return nil }
        if isSent {
            traffic[place][index].sent.count(octets)
        } else {
            traffic[place][index].received.count(octets)
        }
        return all[place].interfaces[index].id
    }

    /// Counts what went through a tunnel.
    mutating func count(_ record: TunnelLog.Record) {
        for _ in 0..<record.packets {
            _ = access(of: record.homeAddress, record.careOfAddress, octets: 0, isSent: record.isSent)
        }
    }

    /// They with what their accesses had carried when only others had shown themselves: nobody comes or goes by that.
    func carrying(trafficOf earlier: ObservedParties) -> ObservedParties {
        var parties = self
        for place in all.indices {
            let before = all[place].address.flatMap { earlier.places[$0] }
            for index in all[place].interfaces.indices {
                let address = all[place].interfaces[index].address
                parties.traffic[place][index] =
                    before.flatMap { before in
                        earlier.all[before].interfaces.firstIndex { $0.address == address }
                            .map { earlier.traffic[before][$0] }
                    } ?? (InterfaceView.Traffic(), InterfaceView.Traffic())
            }
        }
        return parties
    }

    /// The parties in the order of their lanes: the node that is looked at, those that it speaks with, then others as
    /// they showed themselves. Beyond what a screen has room for they share a lane.
    func shown(first node: IPv6Address?, with peers: [IPv6Address] = []) -> [Party] {
        let rank: [Party.Kind: Int] = [.mobileNode: 0, .homeAgent: 1, .correspondent: 2, .other: 3]
        var left = ObservedParties.lanes
        var parties = all
        var nearness = [Int](repeating: 2, count: parties.count)
        for place in peers.compactMap({ places[$0] }) { nearness[place] = 1 }
        if let chosen = node.flatMap({ places[$0] }) { nearness[chosen] = 0 }
        let order = parties.indices.sorted { first, second in
            (rank[parties[first].kind] ?? 3, nearness[first], first)
                < (rank[parties[second].kind] ?? 3, nearness[second], second)
        }
        for index in order where nearness[index] > 0 && parties[index].kind != .other {
            if let room = left[parties[index].kind], room > 0 {
                left[parties[index].kind] = room - 1
            } else {
                parties[index].isFolded = true
            }
        }
        return order.map { parties[$0] }
    }
}

extension Party.Kind {
    /// What names begin with.
    fileprivate var prefix: String {
        switch self {
        case .mobileNode: "mn"
        case .homeAgent: "ha"
        case .correspondent: "cn"
        case .other: "host"
        }
    }
}
