/// What a Next Header or Protocol octet names, as far as Mobile IPv6 has to do with it (IANA protocol numbers).
public struct NextHeader: AssignedNumber {
    /// The octet as on the wire.
    public let rawValue: UInt8

    /// A number from its octet.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The numbers that occur here.
    public static let table = NumberTable<NumberMeaning>([
        NumberMeaning(0, "Hop-by-Hop Options", "Options for every router on the path.", "RFC 8200 §4.3"),
        .elsewhere(1...3),
        NumberMeaning(4, "IPv4", "An IPv4 packet follows.", "RFC 2003 §3.1"),
        .elsewhere(5...5),
        NumberMeaning(6, "TCP", "A TCP segment follows.", "RFC 9293 §3.1"),
        .elsewhere(7...16),
        NumberMeaning(17, "UDP", "A UDP datagram follows.", "RFC 768"),
        .elsewhere(18...40),
        NumberMeaning(41, "IPv6", "An IPv6 packet follows.", "RFC 2473 §3.1"),
        .elsewhere(42...42),
        NumberMeaning(43, "Routing", "Where the packet is to go before or instead.", "RFC 8200 §4.4"),
        NumberMeaning(44, "Fragment", "A piece of a larger packet.", "RFC 8200 §4.5"),
        .elsewhere(45...49),
        NumberMeaning(50, "ESP", "Encrypted, and not readable here.", "RFC 4303 §2"),
        NumberMeaning(51, "AH", "Authenticated.", "RFC 4302 §2"),
        .elsewhere(52...57),
        NumberMeaning(58, "ICMPv6", "An ICMPv6 message follows.", "RFC 4443 §2.1"),
        NumberMeaning(59, "No Next Header", "Nothing follows.", "RFC 8200 §4.7"),
        NumberMeaning(60, "Destination Options", "Options for the destination.", "RFC 8200 §4.6"),
        .elsewhere(61...134),
        NumberMeaning(135, "Mobility Header", "A message of Mobile IPv6 follows.", "RFC 6275 §6.1.1"),
        .elsewhere(136...255),
    ])
}

extension NumberMeaning {
    /// Numbers that mean something, but nothing to Mobile IPv6.
    fileprivate static func elsewhere(_ numbers: ClosedRange<UInt8>) -> NumberMeaning {
        NumberMeaning(
            numbers, "another protocol", "Nothing that Mobile IPv6 has to do with.", "RFC 8200 §4",
            isAssigned: false)
    }
}

/// Options in a Destination Options header (RFC 8200 §4.2).
public struct DestinationOptionType: AssignedNumber {
    /// The octet as on the wire.
    public let rawValue: UInt8

    /// A type from its octet.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// 0: one octet of padding.
    public static let pad1 = DestinationOptionType(rawValue: 0)
    /// 1: two or more octets of padding.
    public static let padN = DestinationOptionType(rawValue: 1)
    /// 201: Home Address.
    public static let homeAddress = DestinationOptionType(rawValue: 0xc9)

    /// The options that occur here.
    public static let table = NumberTable<NumberMeaning>([
        NumberMeaning(0, "Pad1", "One octet of padding.", "RFC 8200 §4.2"),
        NumberMeaning(1, "PadN", "Two or more octets of padding.", "RFC 8200 §4.2"),
        NumberMeaning(2...3, "another option", "Not one of Mobile IPv6.", "RFC 8200 §4.2", isAssigned: false),
        NumberMeaning(
            4, "Tunnel Encapsulation Limit", "How many more tunnels the packet may enter.", "RFC 2473 §4.1.1"),
        NumberMeaning(
            5...200, "another option", "Not one of Mobile IPv6.", "RFC 8200 §4.2", isAssigned: false),
        NumberMeaning(
            201, "Home Address", "The sender's home address; it stands for the source address.",
            "RFC 6275 §6.3"),
        NumberMeaning(
            202...255, "another option", "Not one of Mobile IPv6.", "RFC 8200 §4.2", isAssigned: false),
    ])
}

/// Routing Type of a Routing header (RFC 8200 §4.4).
public struct RoutingType: AssignedNumber {
    /// The octet as on the wire.
    public let rawValue: UInt8

    /// A type from its octet.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// 2: to a mobile node's home address.
    public static let homeAddress = RoutingType(rawValue: 2)

    /// All types.
    public static let table = NumberTable<NumberMeaning>([
        NumberMeaning(0, "Source Route", "Deprecated; no node follows it any more.", "RFC 5095 §3"),
        NumberMeaning(1, "Nimrod", "Deprecated.", "RFC 1753"),
        NumberMeaning(
            2, "Type 2 Routing Header", "The receiver's home address; it stands for the destination address.",
            "RFC 6275 §6.4"),
        NumberMeaning(3, "RPL Source Route Header", "A route through a low-power network.", "RFC 6554 §3"),
        NumberMeaning(4, "Segment Routing Header", "A list of segments to visit.", "RFC 8754 §2"),
        NumberMeaning(5, "CRH-16", "A compact list of hops.", "RFC 9631 §3"),
        NumberMeaning(6, "CRH-32", "A compact list of hops.", "RFC 9631 §3"),
        .unassigned(7...252, "RFC 8200 §4.4"),
        NumberMeaning(
            253...255, "reserved", "For experiments, or not to be used.", "RFC 8200 §4.4", isAssigned: false),
    ])
}

/// The ICMPv6 types of Mobile IPv6 (RFC 6275 §6.5–6.8).
public struct DiscoveryType: AssignedNumber {
    /// The octet as on the wire.
    public let rawValue: UInt8

    /// A type from its octet.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// 144: Home Agent Address Discovery Request.
    public static let homeAgentAddressRequest = DiscoveryType(rawValue: 144)
    /// 145: Home Agent Address Discovery Reply.
    public static let homeAgentAddressReply = DiscoveryType(rawValue: 145)
    /// 146: Mobile Prefix Solicitation.
    public static let mobilePrefixSolicitation = DiscoveryType(rawValue: 146)
    /// 147: Mobile Prefix Advertisement.
    public static let mobilePrefixAdvertisement = DiscoveryType(rawValue: 147)

    /// `home-agent-address-discovery-request`: how files and programs name it.
    public var identifier: StaticString {
        switch self {
        case .homeAgentAddressRequest: "home-agent-address-discovery-request"
        case .homeAgentAddressReply: "home-agent-address-discovery-reply"
        case .mobilePrefixSolicitation: "mobile-prefix-solicitation"
        case .mobilePrefixAdvertisement: "mobile-prefix-advertisement"
        default: "icmpv6"
        }
    }

    /// The four types, and a row for the others.
    public static let table = NumberTable<NumberMeaning>([
        NumberMeaning(
            0...143, "ICMPv6", "Another ICMPv6 message.", "RFC 4443 §2.1", isAssigned: false),
        NumberMeaning(
            144, "Home Agent Address Discovery Request", "Asks which home agents there are.",
            "RFC 6275 §6.5"),
        NumberMeaning(
            145, "Home Agent Address Discovery Reply", "Names the home agents, preferred first.",
            "RFC 6275 §6.6"),
        NumberMeaning(
            146, "Mobile Prefix Solicitation", "Asks which prefixes the home link has.", "RFC 6275 §6.7"),
        NumberMeaning(
            147, "Mobile Prefix Advertisement", "Names the prefixes of the home link.", "RFC 6275 §6.8"),
        NumberMeaning(
            148...255, "ICMPv6", "Another ICMPv6 message.", "RFC 4443 §2.1", isAssigned: false),
    ])
}
