import MobilityWire

/// A mobile node or mobile router with one home address: registers its care-of addresses with a home agent, and with
/// correspondents (RFC 6275 §11; RFC 5648 §5; RFC 3963; RFC 5555; RFC 5846).
///
/// It is a value. Things happen to it (`handle`, `deadlinePassed`), and it answers with actions. Every call ends the
/// same way: with `settle`, which compares what is wanted with what the peers were told, and tells them what is due.
/// So no event needs to know what another one began.
public struct MobileNode: ProtocolNode {
    /// What it was told before it began, and since by commands.
    public internal(set) var configuration: Configuration
    /// Computes authenticators.
    let cryptography: any MobilityCryptography
    /// The interfaces, ascending by number.
    var interfaces: [AttachedInterface] = []
    /// The care-of addresses with their BIDs, ascending by BID.
    var assignments: [CareOfAddressAssignment] = []
    /// What peers were told and answered.
    var list = BindingUpdateList()
    /// The home agent in use.
    public internal(set) var homeAgent: IPv6Address?
    /// The search for home agents.
    var discovery: HomeAgentDiscovery
    /// The prefixes of the home link.
    var prefixDiscovery = PrefixDiscovery()
    /// The agent in use refused for a reason of its own.
    var anotherAgentWanted = false
    /// A change of home agent that was asked for and is not due yet.
    var switchOver: SwitchOver?
    /// The IPv4 home address, where one was granted (RFC 5555 §3.2.1).
    public internal(set) var ipv4HomeAddress: IPv4Address?
    /// Where the node stands towards its home link.
    var home: HomeLinkState
    /// Timestamps of RFC 4285.
    var replay: TimestampClock
    /// The limit of Binding Errors.
    var errorRate = RateLimit()
    /// The limit of Binding Revocation Acknowledgements.
    var revocationRate = RateLimit()
    /// The care-of address of the key exchange (IPsec).
    var keyExchange = KeyExchange()
    /// Whether the world was told to forward the prefixes of the mobile network.
    var routesPrefixes = false
    /// The tunnels the world was told to have, ascending by BID.
    var tunnels: [Action.Tunnel] = []
    /// The binding the world was told to use by default.
    var defaultBid: DefaultBinding?
    /// When to call again.
    public private(set) var nextDeadline: Instant?

    /// A node that knows nothing of the world yet.
    ///
    /// - Throws: `ConfigurationError` where the configuration cannot work.
    public init(
        _ configuration: Configuration, cryptography: any MobilityCryptography
    ) throws(ConfigurationError) {
        try configuration.validate()
        self.configuration = configuration
        self.cryptography = cryptography
        homeAgent = configuration.homeAgents.first
        discovery = HomeAgentDiscovery(candidates: configuration.homeAgents)
        home = HomeLinkState(mode: configuration.returnHome)
        replay = TimestampClock(configuration.security)
    }

    /// Something happened.
    public mutating func handle(
        _ input: Input, at now: Instant, random: inout some RandomNumberGenerator,
        into actions: inout [Action]
    ) {
        var turn = Turn(now: now, random: random)
        switch input {
        case .started: start(&turn)
        case .datagram(let datagram): receive(datagram, &turn)
        case .interface(let interface, let fact): learn(fact, about: interface, &turn)
        case .path(let careOfAddress, let isSilent): learnPath(careOfAddress, isSilent, &turn)
        case .command(let command): obey(command, &turn)
        }
        settle(&turn)
        random = turn.random
        actions.append(contentsOf: turn.actions)
    }

    /// Does what is due.
    public mutating func deadlinePassed(
        at now: Instant, random: inout some RandomNumberGenerator, into actions: inout [Action]
    ) {
        var turn = Turn(now: now, random: random)
        settle(&turn)
        random = turn.random
        actions.append(contentsOf: turn.actions)
    }

    /// Compares what is with what should be, and does what is due.
    ///
    /// A change of home agent in it asks for another look, of which there are no more than agents are likely.
    mutating func settle(_ turn: inout Turn<some RandomNumberGenerator>) {
        for _ in 0..<4 {
            let agent = homeAgent
            settleOnce(&turn)
            if agent == homeAgent { break }
        }
        nextDeadline = earliestDeadline(after: turn.now)
    }

    private mutating func settleOnce(_ turn: inout Turn<some RandomNumberGenerator>) {
        expireBindings(&turn)
        switchWhenDue(&turn)
        pursueDiscovery(&turn)
        settleHomeLink(&turn)
        enterAssignments(&turn)
        pursueKeyExchange(&turn)
        dropWhatCannotBe(&turn)
        if configuration.registration == .automatic { pursueRegistrations(&turn) }
        sendDueUpdates(&turn)
        pursueCorrespondents(&turn)
        forgetFormerHomeAgents(at: turn.now)
        forgetWhatIsOver()
        updateTunnels(&turn)
        updatePrefixRoutes(&turn)
    }

    /// The world begins: the home address has no home link until one is seen.
    private mutating func start(_ turn: inout Turn<some RandomNumberGenerator>) {
        placeHomeAddress(.away(configuration.homeAddress), Rule(0, "RFC 6275 §11.1"), &turn)
    }

    /// An entry for the journal about this node.
    func note(
        _ event: Note.Event, _ rule: Rule, peer: IPv6Address? = nil, bid: UInt16? = nil,
        careOfAddress: CareOfAddress? = nil, number: Int64? = nil, from: String? = nil, to: String? = nil
    ) -> Note {
        // BID 0 stands for the ordinary binding, which has none.
        Note(
            event, rule, homeAddress: configuration.homeAddress, peer: peer, bid: bid == 0 ? nil : bid,
            careOfAddress: careOfAddress, number: number, from: from, to: to)
    }
}
