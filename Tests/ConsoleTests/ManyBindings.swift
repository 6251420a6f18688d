import Console
import Lab
import MobilityWire
import Runtime

@testable import Nodes

/// An agent with as many bindings as somebody wants, three of each node, that counts what it is asked for.
struct ManyBindings: Run {
    /// How many rows were handed out, and in how many answers.
    final class Counter {
        var rows = 0
        var answers = 0
        /// How often a message was opened.
        var opened = 0
    }

    var lab: LabRun
    /// How many bindings there are.
    var count: Int
    let asked = Counter()
    var told: [RunCommand] = []
    var changes: UInt64 = 0
    var late = Interval.zero

    /// The binding of a row.
    func row(_ index: Int) -> HomeAgent.CacheRow {
        let bid = index % 3 + 1
        let node = index / 3
        // Lifetimes and ages that are in no order by address.
        let mixed = (index &* 7919) % 100_003
        return HomeAgent.CacheRow(
            homeAddress: Self.home(node), bid: UInt16(bid),
            careOfAddress: .ipv6(
                IPv6Address(high: 0x2001_0db8_0000_0000 | UInt64(9 + bid) << 16, low: UInt64(node))),
            home: false, preferred: bid == 1, priority: UInt8(10 * bid),
            sequence: UInt16(truncatingIfNeeded: node),
            grantedLifetime: 600, remaining: .milliseconds(Int64(mixed) + 1), since: .zero,
            verified: Instant.zero + Interval(nanoseconds: -1_000_000 * Int64(mixed)), bulk: bid < 3,
            behindNAT: index % 1000 == 7,
            refreshRequested: false, revoking: false)
    }

    static func home(_ node: Int) -> IPv6Address {
        IPv6Address(high: 0x2001_0db8_0001_0000, low: 0x1_0000 + UInt64(node))
    }

    func caches() -> [CacheHolder] {
        [CacheHolder(party: PartyIdentifier(0), name: "HA", kind: .homeAgent, bindings: count)]
    }

    func cache(
        _ holder: PartyIdentifier, _ window: Range<Int>, order: HomeAgent.CacheOrder
    ) -> HomeAgent.CacheWindow {
        let range = window.clamped(to: 0..<count)
        asked.rows += range.count
        asked.answers += 1
        return HomeAgent.CacheWindow(total: count, first: range.lowerBound, rows: range.map { row($0) })
    }

    func cacheDetails(_ holder: PartyIdentifier, of homeAddress: IPv6Address) -> CacheDetails {
        var details = CacheDetails()
        details.prefixes = ["2001:db8:f::/48"]
        details.flows = [FlowView(name: "ssh", matches: "tcp port 22", bid: 2, usedBid: 2, way: "BID 2")]
        return details
    }

    var now: Instant { lab.now + late }
    var version: UInt64 { lab.version + changes }
    var headline: Headline {
        var headline = lab.headline
        headline.kind = .agent
        headline.title = "agent.toml"
        return headline
    }
    var journal: Journal { lab.journal }
    var parties: [Party] { lab.parties }
    var format: WireFormat { lab.format }
    func interfaces() -> [InterfaceView] { lab.interfaces() }
    func bindings(_ window: Range<Int>) -> Window<MobileNode.BindingRow> { lab.bindings(0..<0) }
    func peers() -> [MobileNode.PeerRow] { [] }
    func flows() -> [FlowView] { [] }
    func why(_ subject: Subject) -> Explanation { lab.why(subject) }
    func opened(_ target: EditTarget, trying edit: MessageEdit?, known: OpenedMessage?) -> OpenedMessage? {
        asked.opened += 1
        return lab.opened(target, trying: edit, known: known)
    }
    func preview(_ command: RunCommand) -> Preview { lab.preview(command) }
    func settings() -> [Setting] { [] }
    func vocabulary() -> Vocabulary { lab.vocabulary() }
    mutating func perform(_ command: RunCommand) -> Outcome {
        told.append(command)
        return .done(entry: 0, "")
    }
    mutating func advance(to instant: Instant) {}
    var nextTime: Instant? { nil }
}
