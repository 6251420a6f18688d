import MobilityWire

/// A binding: one care-of address of a home address (RFC 6275 §9.1, with the BID of RFC 5648 §4.1).
struct CachedBinding: Hashable, Sendable {
    /// The BID; 0 stands for an ordinary binding, which has none (R-028 keeps 0 free).
    var bid: UInt16
    /// The last sequence number accepted for it.
    var sequence: UInt16
    /// The lifetime granted, in units of 4 seconds.
    var lifetime: UInt16
    /// The node's UDP port where the tunnel goes through UDP (RFC 5555 §4.1), else 0.
    var remotePort: UInt16 = 0
    /// BID-PRI (RFC 6089 §4.1): 1…127, lower is preferred; 0: none given.
    var priority: UInt8
    /// What else is known of it.
    var marks: Marks
    /// Where packets go; the home address itself for a binding of the home link.
    var careOfAddress: CareOfAddress
    /// When it was entered.
    var since: Instant
    /// When the node last named it.
    var verified: Instant
    /// When it ends; a removed one is forgotten then.
    var expiry: Instant

    /// What is known of a binding beside its numbers.
    struct Marks: OptionSet, Hashable, Sendable {
        let rawValue: UInt8

        /// Of the home link: packets are delivered there without a tunnel (R-124, RFC 5648 §5.6.3).
        static let home = Marks(rawValue: 1)
        /// Removed by the node; remembered so that the answer can be repeated (RFC 6275 §10.3.2).
        static let removed = Marks(rawValue: 2)
        /// Came in a bulk registration (policy A11).
        static let bulk = Marks(rawValue: 4)
        /// The world has the tunnel as this binding says.
        static let tunnelled = Marks(rawValue: 8)
        /// A NAT stands before the IPv4 care-of address (RFC 5555 §4.3.1).
        static let behindNAT = Marks(rawValue: 16)
        /// A Binding Refresh Request went out since it was last named.
        static let refreshRequested = Marks(rawValue: 32)
        /// Has no lifetime: the draft's state of a node at home, kept while the node can be reached (review item 1).
        static let hard = Marks(rawValue: 64)
    }

    /// Whether it is in force at `now`.
    func isLive(at now: Instant) -> Bool { !marks.contains(.removed) && now < expiry }
    /// Whether it is of the home link.
    var isHome: Bool { marks.contains(.home) }
}
