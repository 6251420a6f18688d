import MobilityWire

extension MobileNode {
    /// What a mobile node is told before it begins. `validate()` says what is wrong with it.
    public struct Configuration: Sendable {
        /// The home address, the one name of the node.
        public var homeAddress: IPv6Address
        /// The prefix of the home link; seeing it advertised means being at home (RFC 6275 §11.5.2).
        public var homePrefix: IPv6Prefix
        /// Home agents, tried in this order; none: discovered (RFC 6275 §11.4.1).
        public var homeAgents: [IPv6Address]
        /// The lifetime asked for; on the wire in units of 4 seconds, rounded up.
        public var lifetime: Interval
        /// The choices where texts are open or differ, and the wire format.
        public var policies: Policies
        /// Whether bindings follow what the interfaces offer, or a person's hand alone.
        public var registration: RegistrationMode = .automatic
        /// What to do on the home link.
        public var returnHome: ReturnHomeMode = .both
        /// Which interfaces to use, with BIDs and priorities; the first rule whose name matches counts. None: all
        /// interfaces, BIDs automatic.
        public var interfaces: [InterfaceRule] = []
        /// Whether several care-of addresses are registered; otherwise the node is one of RFC 6275.
        public var multipleCareOfAddresses = true
        /// Whether several bindings may share one Binding Update.
        public var bulkRegistration = true
        /// How signalling with the home agent is protected.
        public var security: Security = .none
        /// Octets of the largest packet that surely passes; where no one knows, the 1280 of IPv6 (policy A15).
        public var pathMTU = 1280
        /// How long the node waits for more care-of addresses when one appears by itself, so that those which come
        /// together leave together. Commands never wait.
        public var gathering = Interval.milliseconds(10)
        /// How often a first registration is sent to a home agent before the next one is tried, where there are several.
        public var transmissionsPerHomeAgent = 5
        /// What a home agent's refusal of simultaneous use (169) leaves.
        public var withoutSimultaneousUse: ReturnHomeMode = .homeOnly
        /// The flow table: the first rule that matches names the binding, while it is registered.
        public var flowRules: [FlowRule] = []
        /// A mobile router's prefixes (RFC 3963); nil: a mobile host.
        public var mobileRouter: MobileRouter?
        /// IPv4 (RFC 5555); nil: IPv4 addresses are not used.
        public var dualStack: DualStack?

        /// A configuration with the defaults of a profile.
        public init(
            homeAddress: IPv6Address, homePrefix: IPv6Prefix, homeAgents: [IPv6Address], lifetime: Interval,
            policies: Policies = .rfc5648
        ) {
            self.homeAddress = homeAddress
            self.homePrefix = homePrefix
            self.homeAgents = homeAgents
            self.lifetime = lifetime
            self.policies = policies
        }

        /// The lifetime as it stands in a Binding Update, in units of 4 seconds.
        var lifetimeUnits: UInt16 { max(1, (lifetime + .seconds(3)).wholeLifetimeUnits) }
    }

    /// Who decides what is registered.
    public enum RegistrationMode: String, CaseIterable, Hashable, Sendable, Codable {
        /// What the interfaces offer is registered, kept alive, and followed.
        case automatic
        /// Nothing begins but by a command. What was begun is finished: retransmission, the reaction to a refusal.
        case manual
    }

    /// The three ways of being at home (R-014, RFC 5648 §5.5, §5.6).
    public enum ReturnHomeMode: String, CaseIterable, Hashable, Sendable, Codable {
        /// Only the interface on the home link: all bindings go.
        case homeOnly = "home-only"
        /// Only the interfaces on visited links: that on the home link is shut.
        case visitedOnly = "visited-only"
        /// All of them at once, by the H flag.
        case both
    }

    /// What is done with the interfaces of a name.
    public struct InterfaceRule: Hashable, Sendable {
        /// The name; `*` stands for any characters, `?` for one.
        public var name: String
        /// The BID of the first care-of address there; nil: automatic.
        public var bid: UInt16?
        /// The priority of its bindings, 1…127, lower is preferred (BID-PRI of RFC 6089); nil: none given.
        public var priority: UInt8?
        /// Whether the interface is used at all.
        public var used: Bool

        /// A rule.
        public init(name: String, bid: UInt16? = nil, priority: UInt8? = nil, used: Bool = true) {
            self.name = name
            self.bid = bid
            self.priority = priority
            self.used = used
        }
    }

    /// How signalling with the home agent is protected (R-154…R-161).
    public enum Security: Sendable {
        /// Not at all.
        case none
        /// IPsec, made and kept by the world; with `keyMobility` the IKE association can move (K bit, R-156).
        case ipsec(keyMobility: Bool)
        /// The authentication option of RFC 4285.
        case authentication(SecurityAssociation)
    }

    /// A security association of RFC 4285 between node and home agent.
    public struct SecurityAssociation: Sendable {
        /// 256 or more; those below are reserved (RFC 4285 §5.1).
        public var spi: UInt32
        /// The shared key.
        public var key: SecretKey
        /// Whether Message Identification options protect against replay (RFC 4285 §6).
        public var replayProtection: Bool
        /// The seconds since 1900 (NTP) at `Instant.zero`, which is how the node knows the date.
        public var epoch: UInt32
        /// Who the node is, as a Network Access Identifier (RFC 4283); nil: the home address says it.
        public var identifier: String?

        /// An association.
        public init(
            spi: UInt32, key: SecretKey, replayProtection: Bool = true, epoch: UInt32 = 0,
            identifier: String? = nil
        ) {
            self.spi = spi
            self.key = key
            self.replayProtection = replayProtection
            self.epoch = epoch
            self.identifier = identifier
        }
    }

    /// A mobile router (RFC 3963).
    public struct MobileRouter: Hashable, Sendable {
        /// The prefixes behind it.
        public var prefixes: [IPv6Prefix]
        /// Whether the prefixes stand in the Binding Update, or the home agent knows them (RFC 3963 §5.2).
        public var explicit: Bool

        /// A router of these prefixes.
        public init(prefixes: [IPv6Prefix], explicit: Bool = true) {
            self.prefixes = prefixes
            self.explicit = explicit
        }
    }

    /// IPv4 care-of and home addresses (RFC 5555).
    public struct DualStack: Hashable, Sendable {
        /// The home agent's IPv4 address, to which Binding Updates from IPv4-only networks go.
        public var homeAgent: IPv4Address
        /// The IPv4 home address to ask for; `0.0.0.0` asks for any; nil: none wanted.
        public var homeAddress: IPv4Address?
        /// The UDP port of this node.
        public var port: UInt16
        /// Whether UDP is asked for even without a NAT (F flag).
        public var forceEncapsulation: Bool

        /// Use of IPv4.
        public init(
            homeAgent: IPv4Address, homeAddress: IPv4Address? = nil, port: UInt16 = 4191,
            forceEncapsulation: Bool = false
        ) {
            self.homeAgent = homeAgent
            self.homeAddress = homeAddress
            self.port = port
            self.forceEncapsulation = forceEncapsulation
        }
    }
}
