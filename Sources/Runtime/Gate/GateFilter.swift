/// Which messages the gate holds.
public struct GateFilter: Hashable, Sendable, Codable {
    /// What nodes send, before it reaches the world.
    public var holdsOutgoing: Bool
    /// What arrives, before a node sees it.
    public var holdsIncoming: Bool
    /// The short names of the messages, `BU`; none: all of signalling.
    public var messages: [String]

    /// A filter.
    public init(outgoing: Bool, incoming: Bool, messages: [String] = []) {
        holdsOutgoing = outgoing
        holdsIncoming = incoming
        self.messages = messages
    }

    /// Nothing is held.
    public static let open = GateFilter(outgoing: false, incoming: false)

    /// Whether nothing is held.
    public var isOpen: Bool { !holdsOutgoing && !holdsIncoming }

    /// The words for its directions, as `step-mode` takes them.
    public static let directions = ["both", "out", "in", "off"]

    /// Its direction in a word of `directions`.
    public var direction: String {
        switch (holdsOutgoing, holdsIncoming) {
        case (true, true): "both"
        case (true, false): "out"
        case (false, true): "in"
        case (false, false): "off"
        }
    }
}

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

    /// A held message.
    public init(
        number: Int, isIncoming: Bool, party: PartyIdentifier?, octets: [UInt8], isEdited: Bool = false
    ) {
        self.number = number
        self.isIncoming = isIncoming
        self.party = party
        self.octets = octets
        self.isEdited = isEdited
    }
}
