import Crypto
import MobilityWire
import Nodes

/// Measures, prints each figure beside its bound, and says whether all bounds are kept.
func measureAgent() throws -> Bool {
    // The large one comes first, so that its memory is all new.
    var large = try Population(nodes: 250_000)
    var small = try Population(nodes: 2_500)
    // Side by side in rounds; of each the quickest round counts: what else the machine does only makes rounds slower.
    var largeRounds: [Double] = []
    var smallRounds: [Double] = []
    for _ in 0..<10 {
        smallRounds.append(try small.refresh(count: 100_000))
        largeRounds.append(try large.refresh(count: 100_000))
    }
    let smallRefresh = smallRounds.min() ?? .infinity
    let largeRefresh = largeRounds.min() ?? .infinity
    let checkpoint = try large.checkpoint()
    let windows = large.windows()
    // The same again: a pause of the code comes again at the same step, one that the machine made does not.
    var twin = try Population(nodes: 250_000)
    let growth = min(large.registration.longestMilliseconds, twin.registration.longestMilliseconds)
    let single = min(try large.singleRefreshes(count: 100_000), try twin.singleRefreshes(count: 100_000))
    let expiry = min(large.expire(), twin.expire())
    var report = Report()
    report.fact("refresh at 10,000 bindings", smallRounds.sorted().spread, "µs")
    report.fact("refresh at 1,000,000 bindings", largeRounds.sorted().spread, "µs")
    report.judge("refreshes a second at 1,000,000", 1e6 / largeRefresh, atLeast: 300_000, "")
    report.judge("refresh, 1,000,000 to 10,000", largeRefresh / smallRefresh, atMost: 2, "times")
    report.judge("resident memory", Double(large.octetsPerBinding), atMost: 400, "octets a binding")
    report.judge(
        "longest first registration, growth", growth, atMost: 5, "ms")
    report.judge("longest refresh", single, atMost: 5, "ms")
    report.judge("longest step of expiry", expiry, atMost: 5, "ms")
    report.judge("checkpoint and the change after it", checkpoint.milliseconds, atMost: 5, "ms")
    report.judge("copied by these two", checkpoint.share * 100, atMost: 1, "% of the cache")
    report.fact("40 rows by home address", "\(rounded(windows.byAddress))", "ms")
    report.fact("40 rows by lifetime", "\(rounded(windows.byLifetime))", "ms")
    return report.holds
}

/// Figures as they come, and whether all so far kept their bounds.
struct Report {
    private(set) var holds = true

    func fact(_ name: String, _ value: String, _ unit: String) { print("     \(name): \(value) \(unit)") }

    mutating func judge(_ name: String, _ value: Double, atMost bound: Double, _ unit: String) {
        judge(name, value, value <= bound, "at most \(Int(bound)) \(unit)")
    }

    mutating func judge(_ name: String, _ value: Double, atLeast bound: Double, _ unit: String) {
        judge(name, value, value >= bound, "at least \(Int(bound)) \(unit)")
    }

    private mutating func judge(_ name: String, _ value: Double, _ isKept: Bool, _ bound: String) {
        print("\(isKept ? "ok  " : "MISS") \(name): \(rounded(value)), \(bound)")
        if !isKept { holds = false }
    }
}

extension [Double] {
    /// The quickest, the middle and the slowest of sorted figures.
    fileprivate var spread: String {
        "\(rounded(first ?? 0)), middle \(rounded(isEmpty ? 0 : self[count / 2])), slowest \(rounded(last ?? 0))"
    }
}

private func rounded(_ number: Double) -> Double { (number * 1000).rounded() / 1000 }

/// The benchmark itself went wrong.
struct Failure: Error, CustomStringConvertible {
    var description: String
}

/// An agent with so many nodes, four bindings each.
struct Population {
    private(set) var agent: HomeAgent
    private let nodes: Int
    private(set) var now = Instant.zero
    private var random = SeededRandom(seed: 1)
    private var actions: [Action] = []
    /// The last sequence number of each node.
    private var sequences: [UInt16]
    /// How long registrations took.
    private(set) var registration = Pauses()
    /// Resident memory that a binding cost.
    private(set) var octetsPerBinding = 0

    init(nodes: Int) throws {
        self.nodes = nodes
        sequences = [UInt16](repeating: 1, count: nodes)
        var configuration = HomeAgent.Configuration(
            address: UpdateTemplate.agent, homePrefix: IPv6Prefix(UpdateTemplate.agent, length: 64))
        configuration.administration.duplicateAddressDetection = false
        agent = try HomeAgent(configuration, cryptography: OpenSSLCryptography())
        let template = try UpdateTemplate(bids: [1, 2, 3, 4], withAddress: true)
        let before = residentOctets()
        for node in 0..<nodes {
            let datagram = Datagram(octets: template.packet(node: UInt32(node), sequence: 1))
            registration.measure {
                agent.handle(.datagram(datagram), at: now, random: &random, into: &actions)
            }
            actions.removeAll(keepingCapacity: true)
            // Registrations come over a while, so that not all end at once.
            now = now + Interval(nanoseconds: 1_000_000)
        }
        octetsPerBinding = (residentOctets() - before) / (4 * nodes)
        guard agent.overview.bindings == 4 * nodes else {
            throw Failure(description: "\(agent.overview.bindings) bindings of \(4 * nodes)")
        }
    }

    /// Microseconds of a refresh of one BID, nodes in random order. Packets are made in batches outside the measurement.
    mutating func refresh(count: Int) throws -> Double {
        let templates = try (1...4).map { try UpdateTemplate(bids: [$0], withAddress: false) }
        var time: Int64 = 0
        var answers = 0
        let batch = 1000
        for _ in 0..<(count / batch) {
            let datagrams = (0..<batch).map { index in
                let node = Int.random(in: 0..<nodes, using: &random)
                sequences[node] &+= 1
                return HomeAgent.Input.datagram(
                    Datagram(
                        octets: templates[index % 4].packet(node: UInt32(node), sequence: sequences[node])))
            }
            let start = nanoseconds()
            for datagram in datagrams {
                agent.handle(datagram, at: now, random: &random, into: &actions)
                answers += actions.count
                actions.removeAll(keepingCapacity: true)
            }
            time += nanoseconds() - start
            now = now + .milliseconds(1)
        }
        guard answers >= count else { throw Failure(description: "\(answers) answers to \(count) refreshes") }
        return Double(time) / Double(count) / 1e3
    }

    /// Milliseconds of the longest refresh, timed one by one.
    mutating func singleRefreshes(count: Int) throws -> Double {
        let template = try UpdateTemplate(bids: [2], withAddress: true)
        var pauses = Pauses()
        for _ in 0..<count {
            let node = Int.random(in: 0..<nodes, using: &random)
            sequences[node] &+= 1
            let datagram = Datagram(octets: template.packet(node: UInt32(node), sequence: sequences[node]))
            pauses.measure { agent.handle(.datagram(datagram), at: now, random: &random, into: &actions) }
            actions.removeAll(keepingCapacity: true)
        }
        return pauses.longestMilliseconds
    }

    /// Milliseconds of a copy and the first change after it, and what share of the cache's memory they took.
    mutating func checkpoint() throws -> (milliseconds: Double, share: Double) {
        let template = try UpdateTemplate(bids: [1], withAddress: true)
        sequences[77] &+= 1
        let datagram = Datagram(octets: template.packet(node: 77, sequence: sequences[77]))
        var pause = Pauses()
        var copy = agent
        let before = residentOctets()
        pause.measure {
            copy = agent
            agent.handle(.datagram(datagram), at: now, random: &random, into: &actions)
        }
        let taken = residentOctets() - before
        guard actions.contains(where: { if case .send = $0 { true } else { false } }),
            copy.overview.bindings == agent.overview.bindings
        else { throw Failure(description: "no change after the checkpoint") }
        actions.removeAll(keepingCapacity: true)
        return (pause.longestMilliseconds, Double(taken) / Double(octetsPerBinding * 4 * nodes))
    }

    /// Milliseconds of a window of 40 rows in the middle.
    func windows() -> (byAddress: Double, byLifetime: Double) {
        let middle = agent.overview.bindings / 2
        var byAddress = Pauses()
        var byLifetime = Pauses()
        var rows = 0
        rows += byAddress.measure { agent.cacheWindow(middle..<(middle + 40), at: now) }.rows.count
        rows +=
            byLifetime.measure { agent.cacheWindow(middle..<(middle + 40), order: .lifetime, at: now) }.rows
            .count
        return (byAddress.longestMilliseconds, byLifetime.longestMilliseconds)
    }

    /// Lets everything end at once; milliseconds of the longest step.
    mutating func expire() -> Double {
        var pauses = Pauses()
        now = now + .seconds(10_000)
        while let deadline = agent.nextDeadline, deadline <= now {
            pauses.measure { agent.deadlinePassed(at: now, random: &random, into: &actions) }
            actions.removeAll(keepingCapacity: true)
        }
        return pauses.longestMilliseconds
    }
}
