/// A whole IP packet of Mobile IPv6 as a value: the headers around it, and what it carries.
///
/// Reading makes one from octets (`init(reading:)`), writing gives the octets with all lengths and checksums
/// (`encoded()`). The Mobility Header checksum follows RFC 6275 §6.1.1: the home address stands for the source where a
/// Home Address option is present, for the destination where a type 2 routing header is.
public struct SignallingPacket: Hashable, Sendable {
    /// The headers outside the innermost IPv6 header, outermost first: a tunnel, or IPv4 and UDP (RFC 5555 §4.1).
    ///
    /// ESP behind UDP of port 4500 (RFC 3948 §2.1) has no IP header inside: there the last two are an IP header and UDP,
    /// and `source` and `destination` repeat the addresses of that IP header.
    public var encapsulation: [Encapsulation]
    /// Source of the innermost IP header. An IPv4 header is one between two IPv4-mapped addresses.
    public var source: IPv6Address
    /// Destination of the innermost IP header.
    public var destination: IPv6Address
    /// Hop limit of the innermost IP header.
    public var hopLimit: UInt8
    /// The home address in a Home Address destination option (RFC 6275 §6.3).
    public var homeAddressOption: IPv6Address?
    /// The home address in a type 2 routing header (RFC 6275 §6.4).
    public var routingHeader: IPv6Address?
    /// What is carried.
    public var payload: Payload

    /// A packet; hop limit 64 and no encapsulation unless told otherwise.
    public init(
        encapsulation: [Encapsulation] = [], source: IPv6Address, destination: IPv6Address,
        hopLimit: UInt8 = 64,
        homeAddressOption: IPv6Address? = nil, routingHeader: IPv6Address? = nil, payload: Payload
    ) {
        self.encapsulation = encapsulation
        self.source = source
        self.destination = destination
        self.hopLimit = hopLimit
        self.homeAddressOption = homeAddressOption
        self.routingHeader = routingHeader
        self.payload = payload
    }

    /// Who sent it as Mobile IPv6 sees it: the home address where a Home Address option is present.
    public var logicalSource: IPv6Address { homeAddressOption ?? source }
    /// Whom it is for as Mobile IPv6 sees it: the home address where a type 2 routing header is present.
    public var logicalDestination: IPv6Address { routingHeader ?? destination }
    /// The mobility message, if that is what is carried.
    public var message: MobilityMessage? {
        if case .mobility(let message) = payload { return message }
        return nil
    }

    /// One header around the innermost IPv6 header.
    public enum Encapsulation: Hashable, Sendable {
        /// An IPv6 header of a tunnel (RFC 2473).
        case ipv6(source: IPv6Address, destination: IPv6Address)
        /// An IPv4 header (RFC 5555 §4.1).
        case ipv4(source: IPv4Address, destination: IPv4Address)
        /// A UDP header; RFC 5555 uses port 4191.
        case udp(sourcePort: UInt16, destinationPort: UInt16)
    }

    /// What a packet carries behind its headers.
    public enum Payload: Hashable, Sendable {
        /// A Mobility Header.
        case mobility(MobilityMessage)
        /// One of the ICMPv6 messages of RFC 6275 §6.5–6.8.
        case discovery(DiscoveryMessage)
        /// An ICMPv6 error: type, code, the 32 bits behind the checksum, and the start of the offending packet.
        case icmpError(type: UInt8, code: UInt8, parameter: UInt32, offending: [UInt8])
        /// ESP: what can be seen from outside (RFC 4303).
        case esp(spi: UInt32, sequence: UInt32, octets: [UInt8])
        /// Anything else: the upper-layer protocol number and its octets, unread.
        case data(nextHeader: UInt8, octets: [UInt8])
    }
}

/// Home agent discovery and mobile prefix discovery: ICMPv6 types 144–147 (RFC 6275 §6.5–6.8).
public enum DiscoveryMessage: Hashable, Sendable {
    /// 144: which home agents are there?
    case homeAgentAddressRequest(identifier: UInt16, mobileRouter: Bool)
    /// 145: these, preferred first.
    case homeAgentAddressReply(identifier: UInt16, mobileRouter: Bool, homeAgents: [IPv6Address])
    /// 146: which prefixes has the home link?
    case mobilePrefixSolicitation(identifier: UInt16)
    /// 147: these; `managed` and `other` as in a Router Advertisement.
    case mobilePrefixAdvertisement(
        identifier: UInt16, managed: Bool, other: Bool, prefixes: [PrefixInformation])

    /// A Prefix Information option (RFC 4861 §4.6.2 with the R flag of RFC 6275 §7.2).
    public struct PrefixInformation: Hashable, Sendable {
        /// The prefix, or the router's full address with R.
        public var address: IPv6Address
        /// Prefix length in bits.
        public var length: UInt8
        /// L 0x80, A 0x40, R 0x20.
        public var flags: UInt8
        /// Seconds; all ones is for ever.
        public var validLifetime: UInt32
        /// Seconds; all ones is for ever.
        public var preferredLifetime: UInt32

        /// A prefix with its lifetimes in seconds.
        public init(
            address: IPv6Address, length: UInt8, flags: UInt8, validLifetime: UInt32,
            preferredLifetime: UInt32
        ) {
            self.address = address
            self.length = length
            self.flags = flags
            self.validLifetime = validLifetime
            self.preferredLifetime = preferredLifetime
        }
    }
}
