import Crypto
import MobilityWire
import Nodes

/// What a figure must keep.
struct Missed: Error, CustomStringConvertible {
    var description: String
}

/// Measures, prints, and throws where a bound is missed.
func measureAgent() throws {
    let small = try Population(nodes: 2_500)
    let smallRefresh = try small.refresh(count: 400_000)
    var large = try Population(nodes: 250_000)
    let largeRefresh = try large.refresh(count: 1_000_000)
    let ratio = largeRefresh / smallRefresh
    let perSecond = 1e6 / largeRefresh
    print("refresh at 10,000 bindings: \(rounded(smallRefresh)) µs")
    print(
        "refresh at 1,000,000 bindings: \(rounded(largeRefresh)) µs, \(Int(perSecond)) a second, ratio \(rounded(ratio))"
    )
    print("memory: \(large.octetsPerBinding) octets a binding")
    print("registration: longest \(rounded(large.registration.longestMilliseconds)) ms")
    let checkpoint = try large.checkpoint()
    print("checkpoint and the change after it: \(rounded(checkpoint)) ms")
    let windows = large.windows()
    print(
        "40 rows by home address: \(rounded(windows.byAddress)) ms, by lifetime: \(rounded(windows.byLifetime)) ms"
    )
    let expiry = large.expire()
    print("expiry: longest \(rounded(expiry.longestMilliseconds)) ms of \(expiry.count) calls")
    try check(perSecond >= 300_000, "300,000 refreshes a second")
    try check(large.octetsPerBinding <= 400, "400 octets a binding")
    try check(ratio <= 2, "twice the time of 10,000 bindings")
    try check(large.registration.longestMilliseconds <= 5, "5 ms for a registration")
    try check(expiry.longestMilliseconds <= 5, "5 ms for a step of expiry")
    try check(checkpoint <= 5, "5 ms for a checkpoint and the change after it")
}

private func check(_ holds: Bool, _ bound: String) throws {
    if !holds { throw Missed(description: bound) }
}

private func rounded(_ number: Double) -> Double { (number * 1000).rounded() / 1000 }

/// An agent with so many nodes, four bindings each.
struct Population {
    private var agent: HomeAgent
    private let nodes: Int
    private var now = Instant.zero
    private var random = SeededRandom(seed: 1)
    private var actions: [Action] = []
    /// How long registrations took.
    private(set) var registration = Pauses()
    /// Resident memory that a binding cost.
    private(set) var octetsPerBinding = 0

    init(nodes: Int) throws {
        self.nodes = nodes
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
            throw Missed(description: "\(agent.overview.bindings) bindings of \(4 * nodes)")
        }
    }

    /// Microseconds of a refresh of one BID, nodes in random order. Packets are made in batches outside the measurement.
    func refresh(count: Int) throws -> Double {
        var copy = self
        return try copy.refreshing(count: count)
    }

    private mutating func refreshing(count: Int) throws -> Double {
        let templates = try (1...4).map { try UpdateTemplate(bids: [$0], withAddress: false) }
        var sequences = [UInt16](repeating: 1, count: nodes)
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
        guard answers >= count else { throw Missed(description: "\(answers) answers to \(count) refreshes") }
        return Double(time) / Double(count) / 1e3
    }

    /// Milliseconds of a copy and the first change after it.
    mutating func checkpoint() throws -> Double {
        let template = try UpdateTemplate(bids: [1], withAddress: true)
        let datagram = Datagram(octets: template.packet(node: 77, sequence: 30_000))
        var pause = Pauses()
        var copy = agent
        pause.measure {
            copy = agent
            agent.handle(.datagram(datagram), at: now, random: &random, into: &actions)
        }
        actions.removeAll(keepingCapacity: true)
        guard copy.overview.bindings == agent.overview.bindings else { throw Missed(description: "copy") }
        return pause.longestMilliseconds
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

    /// Lets everything end at once.
    mutating func expire() -> Pauses {
        var pauses = Pauses()
        now = now + .seconds(10_000)
        while let deadline = agent.nextDeadline, deadline <= now {
            pauses.measure { agent.deadlinePassed(at: now, random: &random, into: &actions) }
            actions.removeAll(keepingCapacity: true)
        }
        return pauses
    }
}
