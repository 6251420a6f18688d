import Crypto
import MobilityWire
import Testing

@testable import Nodes

/// A mobile node and a home agent with a path between them that delays, loses, doubles and reorders (virtual time).
struct NodeAgentPair {
    var node: MobileNode
    var agent: HomeAgent
    var random: SeededRandom
    /// For the path alone, so that its dice do not shift those of the nodes.
    var dice: SeededRandom
    private(set) var now = Instant.zero
    private var flights: [Flight] = []
    /// Out of a hundred datagrams, so many are lost, and so many come twice.
    var lossPercent = 0
    var doublePercent = 0
    /// Up to so much more delay than 20 ms.
    var jitter = Interval.zero
    /// Binding Updates by their departures.
    private(set) var updates: [Instant] = []
    /// What each sent, lost or not.
    private(set) var sentByNode: [Datagram] = []
    private(set) var sentByAgent: [Datagram] = []

    private struct Flight {
        var at: Instant
        var toAgent: Bool
        var datagram: Datagram
    }

    init(
        _ profile: WireProfile, seed: UInt64, node edit: (inout MobileNode.Configuration) -> Void = { _ in },
        agent change: (inout HomeAgent.Configuration) -> Void = { _ in }
    ) throws {
        var configuration = HomeAgent.Configuration(
            address: .agent, homePrefix: .home, policies: Policies(profile: profile))
        change(&configuration)
        agent = try HomeAgent(configuration, cryptography: OpenSSLCryptography())
        node = try MobileNode(.test(profile, edit: edit), cryptography: OpenSSLCryptography())
        random = SeededRandom(seed: seed)
        dice = SeededRandom(seed: seed ^ 0xffff)
    }

    mutating func give(_ input: MobileNode.Input) {
        var actions: [Action] = []
        node.handle(input, at: now, random: &random, into: &actions)
        carry(actions, fromAgent: false)
    }

    mutating func fact(_ interface: UInt32, _ fact: InterfaceFact) {
        give(.interface(InterfaceIdentifier(interface), fact))
    }

    mutating func attach(_ interface: UInt32, _ address: String) {
        fact(interface, .present(name: "if\(interface)", up: true, linkLayerAddress: .test(interface)))
        fact(interface, .address(IPv6Address(text: address), state: .preferred))
    }

    mutating func command(_ input: HomeAgent.Input) {
        var actions: [Action] = []
        agent.handle(input, at: now, random: &random, into: &actions)
        carry(actions, fromAgent: true)
    }

    /// Both machines and the path until then.
    mutating func advance(by interval: Interval) {
        let end = now + interval
        var steps = 0
        while steps < 200_000 {
            steps += 1
            let arrival = flights.map(\.at).min()
            let next = [arrival, node.nextDeadline, agent.nextDeadline].compactMap { $0 }.min()
            guard let next, next <= end else { break }
            now = max(now, next)
            if let index = flights.indices.filter({ flights[$0].at <= now }).min(by: {
                flights[$0].at < flights[$1].at
            }) {
                arrive(flights.remove(at: index))
                continue
            }
            var actions: [Action] = []
            if let deadline = node.nextDeadline, deadline <= now {
                node.deadlinePassed(at: now, random: &random, into: &actions)
                carry(actions, fromAgent: false)
                actions = []
            }
            if let deadline = agent.nextDeadline, deadline <= now {
                agent.deadlinePassed(at: now, random: &random, into: &actions)
                carry(actions, fromAgent: true)
            }
        }
        #expect(steps < 200_000, "time does not pass")
        now = end
    }

    private mutating func arrive(_ flight: Flight) {
        var actions: [Action] = []
        if flight.toAgent {
            agent.handle(.datagram(flight.datagram), at: now, random: &random, into: &actions)
        } else {
            node.handle(.datagram(flight.datagram), at: now, random: &random, into: &actions)
        }
        carry(actions, fromAgent: flight.toAgent)
    }

    private mutating func carry(_ actions: [Action], fromAgent: Bool) {
        for action in actions {
            switch action {
            case .send(let datagram, _): fly(datagram, toAgent: !fromAgent)
            case .detectDuplicates(let address, _):
                command(.duplicateDetection(of: address, isDuplicate: false))
            case .probeNeighbour(let address, _, _):
                command(.neighbourProbe(address, isReachable: node.summary.homeInterface != nil))
            default: break
            }
        }
    }

    private mutating func fly(_ datagram: Datagram, toAgent: Bool) {
        if toAgent {
            updates.append(now)
            sentByNode.append(datagram)
        } else {
            sentByAgent.append(datagram)
        }
        guard Int.random(in: 0..<100, using: &dice) >= lossPercent else { return }
        let copies = Int.random(in: 0..<100, using: &dice) < doublePercent ? 2 : 1
        for _ in 0..<copies {
            let extra = jitter > .zero ? Int64.random(in: 0...jitter.nanoseconds, using: &dice) : 0
            flights.append(
                Flight(
                    at: now + .milliseconds(20) + Interval(nanoseconds: extra), toAgent: toAgent,
                    datagram: datagram))
        }
    }

    // MARK: Who holds what

    /// What one side holds: BID (0: ordinary), care-of address, seconds left (nil: for ever).
    struct Holding: Equatable, CustomStringConvertible {
        var bid: UInt16
        var careOfAddress: CareOfAddress
        var left: Int64?
        var description: String { "\(bid)@\(careOfAddress) \(left.map(String.init) ?? "for ever")" }
    }

    var heldByNode: [Holding] {
        node.bindings(at: now).filter { $0.role == "home-agent" && $0.grantedLifetime != nil }.compactMap {
            row in
            guard let careOfAddress = row.confirmedCareOfAddress else { return nil }
            return Holding(bid: row.bid ?? 0, careOfAddress: careOfAddress, left: row.remaining?.wholeSeconds)
        }
    }

    var heldByAgent: [Holding] {
        guard let cached = agent.cache[.homeAddress] else { return [] }
        return cached.bindings.filter { !$0.marks.contains(.removed) && $0.expiry > now }.map { binding in
            Holding(
                bid: binding.bid, careOfAddress: binding.careOfAddress,
                left: binding.marks.contains(.hard) ? nil : (binding.expiry - now).wholeSeconds)
        }.sorted { $0.bid < $1.bid }
    }

    /// Both hold the same, lifetimes within a unit of 4 seconds and a round trip.
    func expectAgreement(_ comment: Comment, sourceLocation: SourceLocation = #_sourceLocation) {
        let (one, other) = (heldByNode, heldByAgent)
        let agree =
            one.count == other.count
            && zip(one, other).allSatisfy { mine, theirs in
                mine.bid == theirs.bid && mine.careOfAddress == theirs.careOfAddress
                    && (mine.left == nil) == (theirs.left == nil)
                    && abs((mine.left ?? 0) - (theirs.left ?? 0)) <= 5
            }
        #expect(
            agree, "\(comment): node \(one), agent \(other), \(node.summary)", sourceLocation: sourceLocation)
    }
}
