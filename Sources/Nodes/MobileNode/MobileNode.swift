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
    /// Where the node stands towards its home link.
    var home: HomeLinkState
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
        home = HomeLinkState(mode: configuration.returnHome)
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
    mutating func settle(_ turn: inout Turn<some RandomNumberGenerator>) {
        expireBindings(&turn)
        settleHomeLink(&turn)
        enterAssignments(&turn)
        if configuration.registration == .automatic { pursueRegistrations(&turn) }
        sendDueUpdates(&turn)
        forgetWhatIsOver()
        updateTunnels(&turn)
        nextDeadline = earliestDeadline(after: turn.now)
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
