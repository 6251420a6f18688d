import Lab
import MobilityWire
import Nodes

// Whether node and agent agree when all is quiet.

extension RandomSchedule {
    /// A binding as one side has it.
    struct Held: Hashable, CustomStringConvertible {
        var bid: UInt16?
        var careOfAddress: CareOfAddress?
        var remaining: Interval?

        var description: String {
            "\(bid.map(String.init) ?? "-")=\(careOfAddress.map { "\($0)" } ?? "?")"
                + (remaining.map { " \($0.nanoseconds / 1_000_000) ms" } ?? " endless")
        }
    }

    var isAgreed: Bool { disagreements.isEmpty }

    /// What the node's list holds that was granted.
    var listed: [Held] {
        (lab.mobileNode(node)?.bindings(at: lab.now) ?? [])
            .filter { $0.grantedLifetime != nil || $0.confirmedCareOfAddress != nil }
            .map { Held(bid: $0.bid, careOfAddress: $0.confirmedCareOfAddress, remaining: $0.remaining) }
    }

    /// What the agent's cache holds.
    var cached: [Held] {
        (lab.homeAgent(agent)?.cacheRows(of: Self.homeAddress, at: lab.now) ?? [])
            .map { Held(bid: $0.bid, careOfAddress: $0.careOfAddress, remaining: $0.remaining) }
    }

    /// In what they differ: BIDs, care-of addresses, lifetimes beyond a unit of 4 seconds and a round trip; and what is
    /// missing that should be there.
    var disagreements: [String] {
        let (listed, cached) = (listed, cached)
        var wrong: [String] = []
        if listed.count != cached.count
            || zip(listed, cached).contains(where: {
                $0.bid != $1.bid || $0.careOfAddress != $1.careOfAddress
            })
        {
            wrong.append("list \(listed) against cache \(cached)")
        } else {
            for (one, other) in zip(listed, cached) where !isNear(one.remaining, other.remaining) {
                wrong.append("lifetimes of \(one) against \(other)")
            }
        }
        return wrong + absences(cached)
    }

    private func isNear(_ one: Interval?, _ other: Interval?) -> Bool {
        guard let one, let other else { return one == nil && other == nil }
        let off = one - other
        return off <= .milliseconds(4_100) && off >= .milliseconds(-4_100)
    }

    /// What ought to be there when nothing stands in the way.
    private func absences(_ cached: [Held]) -> [String] {
        guard let node = lab.mobileNode(node) else { return [] }
        let usable = usableLinks
        let place = node.summary.place
        if legacy != nil {
            if cached.contains(where: { $0.bid != nil }) { return ["a legacy agent holds BIDs: \(cached)"] }
            if cached.count > 1 { return ["a legacy agent holds several bindings: \(cached)"] }
            if !node.summary.ordinaryOnly, !cached.isEmpty {
                return ["the node does not know that its agent is a legacy one"]
            }
        }
        if place.hasPrefix("home"), node.summary.returnHome == .homeOnly {
            return cached.isEmpty ? [] : ["at home alone, but the cache holds \(cached)"]
        }
        guard place == "away" || place == "unused" else { return [] }
        if usable > 0, cached.isEmpty { return ["\(usable) usable links, but no binding"] }
        if usable == 0, !cached.isEmpty { return ["no usable link, but the cache holds \(cached)"] }
        return []
    }

    /// How many interfaces have a care-of address on a visited link.
    private var usableLinks: Int {
        ports.count { port in
            lab.network[port].isUp
                && lab.network[port].addresses.contains {
                    $0.state != .tentative && $0.address != Self.homeAddress
                }
        }
    }

    /// The end of the exchange as a ladder, for a person who looks for the reason.
    public var tail: [String] {
        Array(Ladder(lab, format: WireFormat(profile)).lines.suffix(60))
    }
}
