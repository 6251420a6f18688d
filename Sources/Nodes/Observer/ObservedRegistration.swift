import MobilityWire

/// What one peer holds for one home address, as far as the wire told: its part of a binding cache.
public struct ObservedRegistration: Hashable, Sendable {
    /// The home address.
    public let homeAddress: IPv6Address
    /// Who holds the bindings.
    public let peer: IPv6Address
    /// What the peer is to the node; nil: not seen yet.
    public internal(set) var role: Role?
    /// The layout of the Binding Identifier options that pass.
    public internal(set) var profile: WireProfile?
    /// The peer answered Binding Identifiers without any: it knows ordinary bindings only.
    public internal(set) var isLegacy = false
    /// The node is a mobile router (R flag, RFC 3963).
    public internal(set) var isMobileRouter = false
    /// The prefixes behind it, as its Binding Updates named them.
    public internal(set) var prefixes: [IPv6Prefix] = []
    /// The bindings: the ordinary one first, then by BID, then those whose BID is not known.
    public internal(set) var bindings: [ObservedBinding] = []
    /// Binding Updates that no answer was seen to yet, oldest first.
    public internal(set) var unanswered: [ObservedUpdate] = []
    /// Answers to what was not seen yet, the latest last.
    var early: [EarlyAnswer] = []
    /// The BIDs that the peer is revoking (RFC 5846); empty: all; nil: none.
    public internal(set) var revoking: [UInt16]?
    var revokingSequence: UInt16?
    /// When it is looked at again because a binding ends, or ended before it was refreshed; nil: not by itself.
    var due: Instant?
    /// The number of the Binding Update that was answered last, seen or not: who sends the same answer twice grants
    /// nothing twice.
    var answeredSequence: UInt16?
    /// The last status that the peer sent.
    public internal(set) var lastStatus: UInt8?
    /// When a message about it last passed.
    public internal(set) var lastSeen: Instant

    /// What a peer is to the mobile node.
    public enum Role: String, Hashable, Sendable, Codable {
        /// Its home agent.
        case homeAgent = "home-agent"
        /// A correspondent node.
        case correspondent
    }

    init(homeAddress: IPv6Address, peer: IPv6Address, lastSeen: Instant) {
        self.homeAddress = homeAddress
        self.peer = peer
        self.lastSeen = lastSeen
    }
}

extension ObservedRegistration {
    /// When to look at it again, where that is earlier than was said before.
    mutating func becomesDue() -> Instant? {
        var earliest = due ?? .distantFuture
        for binding in bindings {
            if let end = binding.ends, end < earliest { earliest = end }
        }
        guard earliest < due ?? .distantFuture else { return nil }
        due = earliest
        return earliest
    }
}

/// A Binding Update that passed.
public struct ObservedUpdate: Hashable, Sendable {
    /// Its number.
    public var sequence: UInt16
    /// When it passed.
    public var time: Instant
    /// What it asks for, in units of 4 seconds.
    public var lifetime: UInt16
    /// O, in the header or in an option.
    public var overwrites: Bool
    /// An answer is asked for, or comes anyway (home registration).
    public var expectsAnswer: Bool
    /// What its source stands for: the care-of address of what names none.
    public var source: CareOfAddress
    /// Whether the IPv4 address that it came from is another than the node believes to have: a NAT made it; nil: it came
    /// over IPv6, or says nothing of that.
    public var isTranslated: Bool?
    /// F: the node wants UDP, NAT or not (RFC 5555 §3.1.2).
    var forcesEncapsulation = false
    /// Its Binding Identifiers in order, but for those that were answered.
    public var identifiers: [BindingIdentifier]
    /// Without Binding Identifiers, the BIDs that a later one decided about.
    var exceptions: [UInt16] = []
    /// An answer to something later was seen, but none to this: either it was lost on its way, or its answer was missed.
    public internal(set) var isPassedOver = false

    /// Whether it is about the binding of a BID (nil: the ordinary one). Without BID and with lifetime 0 it is about all
    ///
    func concerns(_ bid: UInt16?) -> Bool {
        guard identifiers.isEmpty else { return identifiers.contains { $0.bid == bid } }
        return lifetime == 0 ? !(bid.map(exceptions.contains) ?? false) : bid == nil
    }
}
