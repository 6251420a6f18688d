import MobilityWire

extension HomeAgent {
    /// What a home agent is told before it begins. `validate()` says what is wrong with it.
    public struct Configuration: Sendable {
        /// Its address on the home link; mobile nodes send Binding Updates there.
        public var address: IPv6Address
        /// Its IPv4 address (RFC 5555 §4.1); nil: mobile nodes in IPv4-only networks cannot reach it.
        public var ipv4Address: IPv4Address?
        /// The prefixes of the home link; a home address outside them is refused with 132.
        public var homePrefixes: [HomePrefix]
        /// The interface on the home link.
        public var homeInterface: InterfaceIdentifier?
        /// Whether it is the only router on the home link.
        public var onlyRouter = false
        /// Whether the only router lets a node at home defend its address; the choice is free (RFC 5648 §6.3).
        public var permitsNeighbourDiscovery = true
        /// The choices where texts are open or differ, and the wire format.
        public var policies: Policies
        /// What an administrator allows; can be changed at run time.
        public var administration = Administration()
        /// How nodes that are not listed are to protect their signalling.
        public var security = Security.none
        /// The mobile nodes it knows by name.
        public var nodes: [NodeEntry] = []
        /// Addresses that may be given to mobile nodes as IPv4 home addresses (RFC 5555 §4.3); 0: none.
        public var ipv4HomePool: IPv4Pool?
        /// Its preference among home agents, higher is preferred (RFC 6275 §8.4).
        public var preference: Int16 = 0
        /// The flow table of each packet's choice: the first rule that matches names the binding.
        public var flowRules: [FlowRule] = []
        /// Which binding a packet goes by that no rule names.
        public var pathChoice = PathChoice.lastVerified
        /// How often a node without a lifetime on the home link is probed (review item 1).
        public var homeProbeInterval = Interval.seconds(30)
        /// The seconds since 1900 (NTP) at `Instant.zero`, which is how the agent knows the date (RFC 4285 §6).
        public var epoch: UInt32 = 0

        /// A configuration with the defaults of a profile.
        public init(address: IPv6Address, homePrefix: IPv6Prefix, policies: Policies = .rfc5648) {
            self.address = address
            homePrefixes = [HomePrefix(homePrefix)]
            self.policies = policies
        }
    }

    /// A prefix of the home link.
    public struct HomePrefix: Hashable, Sendable {
        /// The prefix.
        public var prefix: IPv6Prefix
        /// When it stops being valid; bindings end by then (RFC 6275 §10.3.1).
        public var validUntil: Instant
        /// When it stops being preferred; status 1 is given from then on (RFC 6275 §10.3.1).
        public var preferredUntil: Instant

        /// A prefix; for ever unless told otherwise.
        public init(
            _ prefix: IPv6Prefix, validUntil: Instant = .distantFuture,
            preferredUntil: Instant = .distantFuture
        ) {
            self.prefix = prefix
            self.validUntil = validUntil
            self.preferredUntil = preferredUntil
        }
    }

    /// How signalling with a mobile node is protected (R-154…R-161).
    public enum Security: Equatable, Sendable {
        /// Not at all: whoever asks is believed.
        case none
        /// IPsec, made and kept by the world; with `keyMobility` the IKE association can move (K bit, R-156).
        case ipsec(keyMobility: Bool)
        /// The authentication option of RFC 4285.
        case authentication(SecurityAssociation)
    }

    /// A security association of RFC 4285 with a mobile node.
    public struct SecurityAssociation: Equatable, Sendable {
        /// 256 or more; those below are reserved (RFC 4285 §5.1).
        public var spi: UInt32
        /// The shared key.
        public var key: SecretKey
        /// Whether a Message Identification option is demanded (145 without one, RFC 4285 §6).
        public var replayProtection: Bool

        /// An association.
        public init(spi: UInt32, key: SecretKey, replayProtection: Bool = true) {
            self.spi = spi
            self.key = key
            self.replayProtection = replayProtection
        }
    }

    /// A mobile node that the agent knows by name.
    public struct NodeEntry: Sendable {
        /// Its home address.
        public var homeAddress: IPv6Address
        /// How its signalling is protected; nil: as for the others.
        public var security: Security?
        /// The prefixes it may have routed to it as a mobile router (RFC 3963); those of the implicit mode.
        public var prefixes: [IPv6Prefix]
        /// The IPv4 home address that is its own (RFC 5555 §4.3).
        public var ipv4HomeAddress: IPv4Address?
        /// Whether it is served at all; else 129.
        public var isAllowed: Bool

        /// A node.
        public init(
            homeAddress: IPv6Address, security: Security? = nil, prefixes: [IPv6Prefix] = [],
            ipv4HomeAddress: IPv4Address? = nil, isAllowed: Bool = true
        ) {
            self.homeAddress = homeAddress
            self.security = security
            self.prefixes = prefixes
            self.ipv4HomeAddress = ipv4HomeAddress
            self.isAllowed = isAllowed
        }
    }

    /// IPv4 addresses in a row.
    public struct IPv4Pool: Hashable, Sendable {
        /// The first address.
        public var first: IPv4Address
        /// How many there are.
        public var count: UInt32

        /// `count` addresses from `first` on.
        public init(first: IPv4Address, count: UInt32) {
            self.first = first
            self.count = count
        }

        /// Whether the address is one of them.
        func contains(_ address: IPv4Address) -> Bool {
            address.value >= first.value && address.value - first.value < count
        }
    }

    /// Which binding a packet goes by that no flow rule names.
    public enum PathChoice: String, CaseIterable, Hashable, Sendable, Codable {
        /// The one the mobile node named last (RFC 5648 §6.1); among those named together the lowest BID-PRI, then BID.
        case lastVerified = "last-verified"
        /// The one with the lowest BID-PRI (RFC 6089 §4.1), then the lowest BID.
        case priority
    }
}
