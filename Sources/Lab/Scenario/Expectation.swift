import MobilityWire
import Nodes

/// Something that must be true at an instant of a scenario.
public struct Expectation: Sendable {
    /// When it is looked at.
    public var time: Instant
    /// The line of the file it stands in.
    public var line: Int
    /// What must be true.
    public var claim: Claim

    /// What can be claimed.
    public enum Claim: Sendable {
        /// A row of the node's binding update list.
        case binding(BindingClaim)
        /// All that a home agent's or correspondent's binding cache has for the node, and nothing else.
        case cache(holder: String, rows: [CacheRow])
        /// Messages that were sent since an instant.
        case message(MessageClaim)
        /// What became of a test packet.
        case path(probe: String, via: [String], arrives: Bool)
        /// Who on the home link would answer a neighbour solicitation for the home address.
        case answers(by: [String])
        /// Where the home address stands, as the node's machine was told.
        case homeAddress(place: String)
        /// What the node thinks of a peer.
        case peer(name: String, multiple: String?, bulk: String?, simultaneous: String?)
        /// The home agent that the node uses.
        case homeAgent(name: String)
        /// Whether an agent routes the prefix behind the mobile router to it.
        case prefixRoute(active: Bool)
        /// Something that a node noted.
        case note(event: Note.Event, word: String?, station: String?)
        /// Whether an interface is shut by its node.
        case shut(interface: String, Bool)
    }

    /// What a row of the binding update list must look like.
    public struct BindingClaim: Sendable {
        var bid: UInt16?
        var peer: String
        var exists = true
        var state: [BindingState] = []
        var careOf: String?
        var status: UInt8?
        var remaining: Interval?
    }

    /// What a row of a binding cache must look like.
    public struct CacheRow: Sendable {
        var bid: UInt16?
        var careOf: String
        var remaining: Interval?
        var hasNoEnd = false
    }

    /// What messages must look like, and how many of them there must be.
    public struct MessageClaim: Sendable {
        var name: String
        var since: Instant
        var sender: String?
        var interface: String?
        var count: ClosedRange<Int>
        var bids: [UInt16]?
        var flags: String?
        var lifetime: Int?
        var status: UInt8?
        var bidStatus: [UInt8]?
        var careOfAddresses: Int?
        var hasHomeFlag: Bool?
        var overwrites: Bool?
        var options: [String] = []
        var absentOptions: [String] = []
        var wrapping: String?
    }
}

/// What came of an expectation.
public struct Verdict: Sendable {
    /// Which one.
    public var expectation: Expectation
    /// Whether it is true.
    public var holds: Bool
    /// What was claimed, in words.
    public var claim: String
    /// What was found instead; empty where it holds.
    public var found: String
}
