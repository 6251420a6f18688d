public import Nodes

/// A message that the gate holds.
public struct HeldMessage: Hashable, Sendable, Codable {
    /// The entry of its departure, by which commands name it.
    public var number: Int
    /// Whether it has arrived, and waits before the node that it is for; else it waits to leave.
    public var isIncoming: Bool
    /// Who sent it, or whom it waits for.
    public var party: PartyIdentifier?
    /// The message from the outermost IP header on, as it would go on.
    public var octets: [UInt8]
    /// Whether somebody changed it.
    public var isEdited: Bool
    /// Since when it waits, in the run's time.
    public var since: Instant
    /// When it goes on by itself; nil: not before somebody says so.
    public var goesAt: Instant?
    /// What happens while it waits, the soonest first.
    public var costs: [HoldingCost]

    /// A held message.
    public init(
        number: Int, isIncoming: Bool, party: PartyIdentifier?, octets: [UInt8], isEdited: Bool = false,
        since: Instant = .zero, goesAt: Instant? = nil, costs: [HoldingCost] = []
    ) {
        self.number = number
        self.isIncoming = isIncoming
        self.party = party
        self.octets = octets
        self.isEdited = isEdited
        self.since = since
        self.goesAt = goesAt
        self.costs = costs
    }
}

/// What it costs that a message waits: something that a node does because it has not come.
public struct HoldingCost: Hashable, Sendable, Codable {
    /// Who does what: `the node resends`.
    public var words: String
    /// When.
    public var at: Instant

    /// A cost.
    public init(_ words: String, at instant: Instant) {
        self.words = words
        at = instant
    }
}
