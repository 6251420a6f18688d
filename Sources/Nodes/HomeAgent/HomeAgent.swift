import MobilityWire

/// A home agent: keeps the bindings of mobile nodes, intercepts packets to their home addresses and sends them to
/// where the nodes are (RFC 6275 §10; RFC 5648 §6; RFC 3963 §6; RFC 5555 §4; RFC 5846 §7).
///
/// It is a value. Things happen to it (`handle`, `deadlinePassed`), and it answers with actions. What arrives for a home
/// address goes three steps: it is judged by the table of RFC 5648 §6.2 without changing anything (`+update`), then the
/// node's bindings are changed (`+registration`, `+deregistration`), and then `settle` compares what the world was told
/// because of these bindings with what it should know now.
///
/// Copying an agent copies nothing: all tables share their pages until one of them changes (`OrderedPages`).
public struct HomeAgent: ProtocolNode {
    /// What it was told before it began, and since by commands. The list of nodes is kept apart.
    public internal(set) var configuration: Configuration
    /// Computes authenticators.
    let cryptography: any MobilityCryptography
    /// The nodes it knows by name.
    var entries = OrderedPages<IPv6Address, NodeEntry>()
    /// The bindings.
    var cache = BindingCache()
    /// First registrations that wait for duplicate address detection.
    var awaiting = OrderedPages<IPv6Address, AwaitingRegistration>()
    /// The addresses that are being tested.
    var tested = OrderedPages<IPv6Address, TestedAddress>()
    /// When to stop waiting for the outcomes.
    var detectionTimers = Schedule()
    /// The networks behind mobile routers.
    var networks = MobileNetworks()
    /// Whose the IPv4 home addresses are.
    var ipv4Owners = OrderedPages<IPv4Address, IPv4Owner>()
    /// The other agents of the home link.
    var knownAgents = OrderedPages<IPv6Address, KnownHomeAgent>()
    /// Revocations without an answer.
    var revocations = OrderedPages<IPv6Address, PendingRevocation>()
    /// When to send them again, or to give up.
    var revocationTimers = Schedule()
    /// The number of the last Binding Revocation Indication.
    var revocationSequence: UInt16 = 0
    /// The date, and which timestamps were seen.
    var clock: TimestampWindow
    /// How many error messages may leave.
    var errorRate = ErrorRate()

    /// An agent without bindings.
    ///
    /// - Throws: `ConfigurationError` where the configuration cannot work.
    public init(
        _ configuration: Configuration, cryptography: any MobilityCryptography
    ) throws(ConfigurationError) {
        try configuration.validate()
        self.configuration = configuration
        self.configuration.nodes = []
        self.cryptography = cryptography
        clock = TimestampWindow(epoch: configuration.epoch)
        for node in configuration.nodes { entries.set(node.homeAddress, to: node) }
    }

    /// The choices where the texts are open.
    var policies: Policies { configuration.policies }
    /// What the administrator allows.
    var administration: Administration { configuration.administration }

    /// Something happened.
    public mutating func handle(
        _ input: Input, at now: Instant, random: inout some RandomNumberGenerator,
        into actions: inout [Action]
    ) {
        switch input {
        case .datagram(let datagram):
            receive(datagram, at: now, into: &actions)
        case .duplicateDetection(let address, let isDuplicate):
            finishDetection(of: address, isDuplicate: isDuplicate, at: now, into: &actions)
        case .neighbourProbe(let address, let isReachable):
            finishProbe(of: address, isReachable: isReachable, at: now, into: &actions)
        case .homeAgentHeard(let address, let preference, let lifetime):
            hear(address, preference: preference, lifetime: lifetime, at: now)
        case .command(let command):
            obey(command, at: now, into: &actions)
        }
    }

    /// When something is due.
    public var nextDeadline: Instant? {
        let deadlines = [cache.nextDeadline, detectionTimers.next, revocationTimers.next]
        return deadlines.compactMap(\.self).min()
    }

    /// Does what is due, a bounded piece of it: where more remains, `nextDeadline` stays in the past.
    public mutating func deadlinePassed(
        at now: Instant, random: inout some RandomNumberGenerator, into actions: inout [Action]
    ) {
        serveTimers(at: now, into: &actions)
        serveBindings(at: now, into: &actions)
    }
}

extension HomeAgent.NodeEntry: PagedValue {}
