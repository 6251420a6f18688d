import MobilityWire

extension MobileNode {
    /// What a person can ask of a mobile node. Each is done at once, or refused with a `CommandRefusal`.
    public enum Command: Hashable, Sendable {
        /// Register or refresh these BIDs in one Binding Update; none named: all that have a care-of address.
        case registerBulk([UInt16])
        /// Register or refresh one BID alone.
        case register(UInt16)
        /// Remove these BIDs.
        case deregister([UInt16])
        /// Remove all bindings by a Binding Update without BID.
        case deregisterAll
        /// O in the next Binding Update: yes, no, or (nil) as bootstrapping needs it.
        case setOverwrite(Bool?)
        /// Be at home in this way; from now on also when the node comes home by itself.
        case returnHome(ReturnHomeMode)
        /// Use the visited links again as if there were no home link.
        case leaveHome
        /// Give the care-of address of one BID another BID (R-032, review item 2).
        case changeBid(from: UInt16, to: UInt16)
        /// Register a BID at a correspondent, with return routability first where it is needed.
        case registerAtCorrespondent(UInt16, peer: IPv6Address)
        /// Remove a BID at a correspondent.
        case deregisterAtCorrespondent(UInt16, peer: IPv6Address)
        /// Forget what is known of a peer: that it is a legacy node, that it refuses bulk, and so on. What it refused
        /// is asked again.
        case forgetPeer(IPv6Address)
        /// Follow the interfaces, what was removed or revoked included, or wait for a person.
        case setRegistration(RegistrationMode)
        /// Another priority for a BID, 1…127, lower is preferred; 0: none.
        case setPriority(UInt16, UInt8)
        /// Another flow table.
        case setFlowRules([FlowRule])
        /// Other choices where the texts are open; also another wire format.
        case setPolicies(Policies)
        /// Another lifetime to ask for.
        case setLifetime(Interval)
        /// Use this home agent from now on; the bindings at the former one are removed.
        case useHomeAgent(IPv6Address)
        /// Look for home agents (RFC 6275 §11.4.1).
        case discoverHomeAgents
        /// Ask for the prefixes of the home link (RFC 6275 §11.4.2).
        case solicitPrefixes
        /// Use the care-of address of this BID for IKE.
        case moveKeyExchange(UInt16)
        /// A Binding Update to the home agent was made by hand and took this sequence number: the next one has a later one.
        case useSequence(UInt16)
    }

    /// Why a command was refused.
    public enum CommandRefusal: Error, Hashable, Sendable {
        /// No home agent is known.
        case noHomeAgent
        /// No care-of address that could be registered, or used to send from.
        case noCareOfAddress
        /// BID 0 is reserved.
        case reservedBid
        /// There is no such BID.
        case unknownBid(UInt16)
        /// The BID has no care-of address at present.
        case careOfAddressLost(UInt16)
        /// The BID is taken.
        case bidInUse(UInt16)
        /// It is not registered there.
        case notRegistered(UInt16)
        /// Nothing is registered there.
        case nothingRegistered
        /// The peer takes one binding in a Binding Update only (168).
        case bulkRefused
        /// The peer knows ordinary bindings only, or wants no others (166).
        case ordinaryOnly
        /// The first Binding Update of an IPv4 care-of address stands alone, as do all behind a NAT.
        case ipv4Alone(UInt16)
        /// No interface is on the home link.
        case notOnHomeLink
        /// At home with no binding on a visited link.
        case atHome
        /// There is no visited link to use instead.
        case noVisitedLink
        /// A correspondent cannot have an IPv4 care-of address (RFC 5555 §2.2, no route optimisation).
        case ipv4AtCorrespondent(UInt16)
        /// The correspondent does no route optimisation.
        case noRouteOptimisation
        /// The address is not one of a correspondent or agent.
        case invalidPeer(IPv6Address)
        /// Nothing is known of this peer.
        case unknownPeer(IPv6Address)
        /// A value outside its range.
        case invalidValue
        /// The node has no IPsec.
        case noKeyExchange

        /// A word for the journal.
        public var word: String {
            switch self {
            case .noHomeAgent: "no-home-agent"
            case .noCareOfAddress: "no-care-of-address"
            case .reservedBid: "reserved-bid"
            case .unknownBid: "unknown-bid"
            case .careOfAddressLost: "care-of-address-lost"
            case .bidInUse: "bid-in-use"
            case .notRegistered: "not-registered"
            case .nothingRegistered: "nothing-registered"
            case .bulkRefused: "bulk-refused"
            case .ordinaryOnly: "ordinary-only"
            case .ipv4Alone: "ipv4-alone"
            case .notOnHomeLink: "not-on-home-link"
            case .atHome: "at-home"
            case .noVisitedLink: "no-visited-link"
            case .ipv4AtCorrespondent: "ipv4-at-correspondent"
            case .noRouteOptimisation: "no-route-optimisation"
            case .invalidPeer: "invalid-peer"
            case .unknownPeer: "unknown-peer"
            case .invalidValue: "invalid-value"
            case .noKeyExchange: "no-key-exchange"
            }
        }

        /// The BID it is about, where it is about one.
        public var bid: UInt16? {
            switch self {
            case .unknownBid(let bid), .careOfAddressLost(let bid), .bidInUse(let bid),
                .notRegistered(let bid),
                .ipv4Alone(let bid), .ipv4AtCorrespondent(let bid):
                bid
            default: nil
            }
        }
    }
}
