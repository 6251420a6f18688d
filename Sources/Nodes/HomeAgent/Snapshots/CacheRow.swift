import MobilityWire

extension HomeAgent {
    /// A binding as a view shows it.
    public struct CacheRow: Hashable, Sendable, Codable {
        /// The home address.
        public var homeAddress: IPv6Address
        /// The BID; nil: an ordinary binding.
        public var bid: UInt16?
        /// Where packets go; the home address itself for a binding of the home link; nil: who only watched did not see it.
        public var careOfAddress: CareOfAddress?
        /// Whether it is of the home link (H).
        public var home: Bool
        /// Whether packets go by it that no flow rule names.
        public var preferred: Bool
        /// BID-PRI, 1…127, lower is preferred; 0: none given.
        public var priority: UInt8
        /// The last sequence number accepted for it.
        public var sequence: UInt16
        /// The lifetime granted, in seconds; nil: none, it stands until the node is gone (review item 1).
        public var grantedLifetime: Int?
        /// What is left of it.
        public var remaining: Interval?
        /// When it was entered.
        public var since: Instant
        /// When the node last named it.
        public var verified: Instant
        /// Whether it came in a bulk registration.
        public var bulk: Bool
        /// Whether a NAT stands before the care-of address.
        public var behindNAT: Bool
        /// The node's UDP port, where the tunnel goes through UDP.
        public var remotePort: UInt16?
        /// Whether a refresh was asked for since.
        public var refreshRequested: Bool
        /// Whether a revocation of it is under way.
        public var revoking: Bool
        /// What was never seen of it, in words, where somebody only watched.
        public var gaps: [String] = []

        /// Where packets go, in words.
        public var destination: String { careOfAddress.map { "\($0)" } ?? "no address" }
    }

    /// By what rows of the cache are sorted.
    public enum CacheOrder: String, CaseIterable, Hashable, Sendable, Codable {
        /// By home address, then BID.
        case homeAddress = "home-address"
        /// By what is left of the lifetime, the shortest first; equal ones by home address and BID.
        case lifetime
    }

    /// Some rows of the binding cache, and what stands around them.
    public struct CacheWindow: Hashable, Sendable, Codable {
        /// How many rows there are in all.
        public var total: Int
        /// The number of the first row here.
        public var first: Int
        /// The rows.
        public var rows: [CacheRow]

        /// Rows from a cache.
        public init(total: Int, first: Int, rows: [CacheRow]) {
            self.total = total
            self.first = first
            self.rows = rows
        }
    }

    /// What an agent is and holds, in numbers.
    public struct Overview: Hashable, Sendable, Codable {
        /// Its address.
        public var address: IPv6Address
        /// The wire profile.
        public var profile: WireProfile
        /// How many bindings there are.
        public var bindings: Int
        /// How many home addresses have some.
        public var nodes: Int
        /// How many home addresses wait for duplicate address detection.
        public var awaitingDetection: Int
        /// How many revocations wait for an answer.
        public var revocations: Int
        /// How many prefixes are routed to mobile routers.
        public var mobileNetworks: Int
        /// How many other home agents are known on the home link.
        public var otherAgents: Int
        /// What the administrator allows.
        public var administration: Administration
    }
}
