import MobilityWire

/// A binding as someone who watches the wire can know it.
public struct ObservedBinding: Hashable, Sendable {
    /// The binding identifier; nil: an ordinary binding, or (see `missing`) one whose BID was never seen.
    public internal(set) var bid: UInt16?
    /// Where the home address is bound to; nil: never seen.
    public internal(set) var careOfAddress: CareOfAddress?
    /// Whether a NAT stands before its IPv4 care-of address; nil: it is of IPv6, or nobody knows yet (RFC 5555 §3.2.2).
    public internal(set) var isTranslated: Bool?
    /// The node is at its home link, by this binding.
    public internal(set) var isHome = false
    /// How far it can be trusted.
    public internal(set) var evidence: Evidence
    /// What was never seen of it.
    public internal(set) var missing: Missing
    /// What the node asked for last; nil: not seen.
    public internal(set) var requested: Interval?
    /// What the peer granted last; nil: not seen, or a state without an end (review item 1 on returning home).
    public internal(set) var granted: Interval?
    /// When it ends unless it is refreshed; nil: not known, or never.
    public internal(set) var ends: Instant?
    /// When it was seen first.
    public internal(set) var since: Instant
    /// When something last confirmed it.
    public internal(set) var confirmed: Instant
    /// The sequence number of the last Binding Update or Acknowledgement about it.
    public internal(set) var sequence: UInt16?
    /// The status with which the peer refused what was asked of it last, to remove it or to refresh it: it is held as it
    /// was; nil: nothing was refused since it was granted.
    public internal(set) var refusal: UInt8?
    /// Status 5: the node must not defend its home address.
    public internal(set) var withoutNeighbourDiscovery = false

    /// What is left of its lifetime; nil: not known, or without an end.
    public func remaining(at now: Instant) -> Interval? {
        ends.map { max($0 - now, .zero) }
    }

    /// Whether it has ended.
    func isOver(at now: Instant) -> Bool { ends.map { $0 <= now } ?? false }

    /// Where the knowledge of a binding comes from, the weakest first.
    public enum Evidence: String, CaseIterable, Comparable, Hashable, Sendable, Codable {
        /// Packets went through a tunnel that only a binding explains.
        case traffic
        /// A Binding Update asked for it; no answer was seen.
        case update
        /// A Binding Acknowledgement granted it; what it answered was not seen.
        case acknowledgement
        /// Binding Update and Acknowledgement were both seen.
        case both

        /// Weaker is less.
        public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .traffic: 0
            case .update: 1
            case .acknowledgement: 2
            case .both: 3
            }
        }
    }

    /// What was never seen of a binding.
    public struct Missing: OptionSet, Hashable, Sendable, Codable {
        /// The bits.
        public let rawValue: UInt8

        /// A set from its bits.
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// Which BID it has, or that it has none.
        public static let bid = Missing(rawValue: 1)
        /// Its care-of address.
        public static let careOfAddress = Missing(rawValue: 2)
        /// How long it lasts.
        public static let lifetime = Missing(rawValue: 4)
        /// The Binding Update behind it.
        public static let update = Missing(rawValue: 8)
        /// The answer to its Binding Update.
        public static let acknowledgement = Missing(rawValue: 16)
        /// Whether its care-of address is the one that was seen: a Binding Update that was not seen may have changed it.
        public static let presentCareOfAddress = Missing(rawValue: 32)
    }
}
