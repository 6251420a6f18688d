import MobilityWire

/// An entry for the journal: what happened in a node, about whom, and because of which rule.
///
/// The values are kept, not a sentence: sentences are made in one place, where they are shown.
public struct Note: Hashable, Sendable {
    /// What happened.
    public var event: Event
    /// What made it happen.
    public var rule: Rule
    /// The home address concerned.
    public var homeAddress: IPv6Address?
    /// The peer concerned.
    public var peer: IPv6Address?
    /// The binding concerned.
    public var bid: UInt16?
    /// The care-of address concerned.
    public var careOfAddress: CareOfAddress?
    /// A status, a sequence number, seconds: what the event's meaning says.
    public var number: Int64?
    /// The state before, where the event is a change of state.
    public var from: String?
    /// The state after, or a word that the event's meaning asks for.
    public var to: String?

    /// An entry.
    public init(
        _ event: Event, _ rule: Rule, homeAddress: IPv6Address? = nil, peer: IPv6Address? = nil,
        bid: UInt16? = nil,
        careOfAddress: CareOfAddress? = nil, number: Int64? = nil, from: String? = nil, to: String? = nil
    ) {
        self.event = event
        self.rule = rule
        self.homeAddress = homeAddress
        self.peer = peer
        self.bid = bid
        self.careOfAddress = careOfAddress
        self.number = number
        self.from = from
        self.to = to
    }

    /// What can happen in a node.
    public enum Event: String, CaseIterable, Hashable, Sendable, Codable {
        /// A binding went from one state to another (`from`, `to`).
        case bindingState = "binding-state"
        /// A binding was entered into a cache, changed, or removed (`to`: created, updated, moved, removed, expired).
        case bindingCache = "binding-cache"
        /// A status came back for a binding (`number`).
        case statusReceived = "status-received"
        /// A datagram was dropped (`to`: why).
        case dropped
        /// Something about a peer was learned (`to`: what).
        case peerLearned = "peer-learned"
        /// A care-of address became usable, or was lost (`to`).
        case careOfAddress = "care-of-address"
        /// The node came to its home link, or left it (`to`).
        case homeLink = "home-link"
        /// A command was refused (`to`: why).
        case commandRefused = "command-refused"
        /// A limit was reached (`to`: which).
        case limit
        /// A policy decided where the texts are open (`to`: which way).
        case policy
        /// Anything else worth a line (`to`).
        case remark
    }
}
