import MobilityWire

extension MobileNode {
    /// A binding as a view shows it.
    public struct BindingRow: Hashable, Sendable, Codable {
        /// The peer.
        public var peer: IPv6Address
        /// What the peer is: `home-agent` or `correspondent`.
        public var role: String
        /// The BID; nil: an ordinary binding.
        public var bid: UInt16?
        /// The care-of address of the BID now; nil: lost.
        public var careOfAddress: CareOfAddress?
        /// The care-of address the peer confirmed, where it grants one.
        public var confirmedCareOfAddress: CareOfAddress?
        /// Whether probes of its path go unanswered, so that packets take another binding.
        public var isSilent = false
        /// Whether a NAT stands before its IPv4 care-of address; nil: it is of IPv6, or nobody knows yet.
        public var isTranslated: Bool?
        /// The interface.
        public var interface: InterfaceIdentifier?
        /// Its name.
        public var interfaceName: String
        /// BID-PRI, 1…127, lower is preferred; 0: none.
        public var priority: UInt8
        /// Whether it is the binding of the home link (H).
        public var home: Bool
        /// The state; its raw value is the word for it.
        public var state: BindingState
        /// Since when.
        public var since: Instant
        /// Because of what.
        public var because: Rule
        /// The status heard last.
        public var lastStatus: UInt8?
        /// The lifetime asked for, in seconds.
        public var askedLifetime: Int?
        /// The lifetime granted, in seconds.
        public var grantedLifetime: Int?
        /// What is left of it; nil: nothing granted, or hard state.
        public var remaining: Interval?
        /// When it will be refreshed, from now; nil: not by itself.
        public var nextRefresh: Interval?
        /// How often the Binding Update that is out was sent again.
        public var retransmissions: Int
        /// When it is sent again, from now; nil: none is out.
        public var nextTransmission: Interval?
        /// Sequence number of the last Binding Update.
        public var sequenceSent: UInt16?
        /// Sequence number of the last one that was acknowledged.
        public var sequenceAcknowledged: UInt16?
        /// Whether somebody sent the peer a Binding Update by hand since: what it holds is not known until it answers the
        /// node's next one.
        public var isDoubtful = false
        /// What was never seen of it, in words, where somebody only watched.
        public var gaps: [String] = []
    }

    /// A peer as a view shows it.
    public struct PeerRow: Hashable, Sendable, Codable {
        /// Its address.
        public var address: IPv6Address
        /// What it is: `home-agent` or `correspondent`.
        public var role: String
        /// How many rows of bindings it has.
        public var bindings: Int
        /// Whether it registers several care-of addresses: `unknown`, `yes`, `no` (legacy), `refused`.
        public var multiple: String
        /// Whether it takes a bulk.
        public var bulk: String
        /// Whether it allows home and visited links at once.
        public var simultaneous: String
        /// Whether the next Binding Update carries O.
        public var overwritesNext: Bool
        /// The Binding Updates that are out.
        public var outstanding: Int
    }

    /// The node as a whole.
    public struct Summary: Hashable, Sendable, Codable {
        /// The home address.
        public var homeAddress: IPv6Address
        /// The home agent in use.
        public var homeAgent: IPv6Address?
        /// The wire profile.
        public var profile: WireProfile
        /// Automatic or manual.
        public var registration: RegistrationMode
        /// How to be at home.
        public var returnHome: ReturnHomeMode
        /// Where the node stands: `away`, `arriving`, `home`, `home-without-nd`, `leaving-unused`, `unused`.
        public var place: String
        /// The interface on the home link.
        public var homeInterface: InterfaceIdentifier?
        /// Whether only an ordinary binding can be made at the home agent.
        public var ordinaryOnly: Bool
        /// Whether the next Binding Update carries O.
        public var overwritesNext: Bool
        /// The lifetime asked for, in seconds.
        public var lifetime: Int
        /// The default binding; nil: none, or an ordinary one.
        public var defaultBid: UInt16?
        /// How many rows `bindings` has.
        public var bindings: Int
    }
}
