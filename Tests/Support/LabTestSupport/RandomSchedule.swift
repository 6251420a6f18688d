import Lab
import MobilityWire
import Nodes

/// A few minutes of a node's bad life: faults of every kind at random instants, then quiet, then judgement.
///
/// All of it follows from the seed.
public struct RandomSchedule: Sendable {
    /// From which all follows.
    public let seed: UInt64
    /// Which text the nodes follow.
    public let profile: WireProfile
    /// What the home agent knows; nil: everything.
    public let legacy: HomeAgent.Legacy?

    var lab: Lab
    var random: SeededRandom
    let node: StationReference
    let agent: StationReference
    let ports: [PortReference]
    let links: [LinkReference]
    private let administration: HomeAgent.Administration
    /// Whether each stretch of time is played, taken back to a copy of the world, and played again.
    public var rewinds = false

    static let homePrefix = IPv6Prefix(IPv6Address(high: 0x2001_0db8_0001_0000, low: 0), length: 64)
    static let homeAddress = IPv6Address(high: 0x2001_0db8_0001_0000, low: 0x100)
    static let agentAddress = IPv6Address(high: 0x2001_0db8_0001_0000, low: 1)

    /// How long faults happen, at most, in seconds.
    private static let unrest: Int64 = 180
    /// How long it takes at most until node and agent agree: two maximum backoffs (RFC 6275 §11.8).
    static let settling = ProtocolConstants.maximumBindingAcknowledgementTimeout * 2

    /// How long a message is under way at most: a Binding Revocation Indication, sent twice and held up by a fault.
    private static let underWay = Interval.seconds(15)

    /// A schedule of this seed, nothing of which has happened yet.
    ///
    /// - Throws: what a node has against its configuration, which is a fault of the schedule.
    public init(seed: UInt64, cryptography: any MobilityCryptography) throws {
        self.seed = seed
        var random = SeededRandom(seed: seed)
        let profile = random.chance(50) ? WireProfile.rfc5648 : .draft06
        let legacy = random.chance(20) ? HomeAgent.Legacy.allCases.randomElement(using: &random) : nil
        var lab = Lab(seed: random.next(), cryptography: cryptography, journalCapacity: 256 << 10)
        let home = lab.addLink(Link(name: "home", prefix: Self.homePrefix))
        let visited = (0..<3).map { number in
            let high = 0x2001_0db8_000a_0000 + UInt64(number) << 16
            return lab.addLink(
                Link(
                    name: ["a", "b", "c"][number],
                    prefix: IPv6Prefix(IPv6Address(high: high, low: 0), length: 64)))
        }
        var agentConfiguration = HomeAgent.Configuration(
            address: Self.agentAddress, homePrefix: Self.homePrefix, policies: Policies(profile: profile))
        agentConfiguration.onlyRouter = random.chance(50)
        agentConfiguration.administration.legacy = legacy
        agentConfiguration.administration.bulkRegistration = !random.chance(15)
        agentConfiguration.administration.duplicateAddressDetection = !random.chance(30)
        agentConfiguration.homeProbeInterval = .seconds(10)
        if random.chance(20) { agentConfiguration.administration.refreshAdvice = 60 }
        administration = agentConfiguration.administration
        agent = try lab.addHomeAgent(named: "ha1", agentConfiguration, on: home)
        let names = Array(["eth0", "wlan0", "wwan0", "sat0"].prefix(Int.random(in: 1...4, using: &random)))
        node = try lab.addMobileNode(
            named: "mn1", Self.nodeConfiguration(names, profile, &random), interfaces: names)
        ports = lab.network.ports(of: node)
        links = [home] + visited
        for (number, port) in ports.enumerated() where random.chance(85) {
            lab.settle(port, on: visited[number % visited.count])
        }
        self.profile = profile
        self.legacy = legacy
        self.lab = lab
        self.random = random
    }

    private static func nodeConfiguration(
        _ names: [String], _ profile: WireProfile, _ random: inout SeededRandom
    ) -> MobileNode.Configuration {
        var configuration = MobileNode.Configuration(
            homeAddress: homeAddress, homePrefix: homePrefix, homeAgents: [agentAddress],
            // Short enough that a refresh falls into the time within which they must agree.
            lifetime: .seconds(Int64.random(in: 3...15, using: &random) * 4),
            policies: Policies(profile: profile))
        configuration.returnHome = MobileNode.ReturnHomeMode.allCases.randomElement(using: &random) ?? .both
        configuration.bulkRegistration = !random.chance(10)
        if random.chance(50) {
            configuration.interfaces = names.enumerated().map { index, name in
                MobileNode.InterfaceRule(
                    name: name, bid: UInt16(index * 10 + 1), priority: UInt8(10 * (index + 1)))
            }
        }
        return configuration
    }

    /// What the schedule is like, in a line.
    public var setting: String {
        let agentKind = legacy.map { "legacy \($0.rawValue)" } ?? "modern"
        let node = lab.mobileNode(node)
        return "\(profile.rawValue), agent \(agentKind), \(ports.count) interfaces, "
            + "lifetime \(node?.configuration.lifetime.wholeSeconds ?? 0) s, "
            + "home \(node?.configuration.returnHome.rawValue ?? "")"
    }

    // MARK: Playing

    /// Plays it to its end.
    ///
    /// - Returns: what was wrong; nothing where all is well.
    public mutating func play() -> [String] {
        var watch = RateWatch(node)
        var faults = Int.random(in: 3...25, using: &random)
        var end = Instant.zero
        while faults > 0 {
            faults -= 1
            let pause = Int64.random(in: 0...(2 * Self.unrest / 25 * 1000), using: &random)
            end = end + .milliseconds(random.chance(30) ? pause / 20 : pause)
            run(until: end, &watch)
            doHarm()
        }
        run(until: end + .milliseconds(Int64.random(in: 0...20_000, using: &random)), &watch)
        calm()
        // What is under way arrives: a refusal, or a revocation, which takes away what is registered again only when a
        // person says so (RFC 5846 §7.1, §11.1).
        run(until: lab.now + Self.underWay, &watch)
        lab.command(MobileNode.Command.forgetPeer(Self.agentAddress), to: node)
        lab.command(MobileNode.Command.setRegistration(.automatic), to: node)
        let limit = lab.now + Self.settling
        run(until: limit, &watch)
        // What is under way at this very instant is let through.
        for _ in 0..<20 where !isAgreed { run(until: lab.now + .milliseconds(200), &watch) }
        return disagreements + watch.problems + lab.defects
    }

    private mutating func run(until limit: Instant, _ watch: inout RateWatch) {
        if rewinds {
            let before = lab
            lab.run(until: limit)
            lab = before
        }
        while lab.step(until: limit) { watch.look(at: lab) }
        watch.look(at: lab)
    }

    /// Everything is well again, and stays so.
    private mutating func calm() {
        for link in links {
            lab.impair(link) { $0 = Impairment() }
            lab.setPartitioned(link, false)
            lab.setSilent(link, false)
        }
        lab.clearTraps()
        let wanted = administration
        lab.administer(agent) { $0 = wanted }
    }
}

extension SeededRandom {
    /// Whether something happens that does in so many of a hundred cases.
    mutating func chance(_ percent: UInt64) -> Bool { next() % 100 < percent }
}
