/// The protocol numbers that are followed or carried (IANA "Assigned Internet Protocol Numbers").
public enum ProtocolNumber {
    /// Hop-by-Hop Options (RFC 8200 §4.3).
    public static let hopByHop: UInt8 = 0
    /// IPv4 inside another header (RFC 2473, RFC 2003).
    public static let ipv4: UInt8 = 4
    /// TCP.
    public static let tcp: UInt8 = 6
    /// UDP.
    public static let udp: UInt8 = 17
    /// IPv6 inside another header (RFC 2473, RFC 4213).
    public static let ipv6: UInt8 = 41
    /// A routing header (RFC 8200 §4.4).
    public static let routing: UInt8 = 43
    /// A fragment header (RFC 8200 §4.5).
    public static let fragment: UInt8 = 44
    /// ESP (RFC 4303).
    public static let esp: UInt8 = 50
    /// An authentication header (RFC 4302).
    public static let authentication: UInt8 = 51
    /// ICMPv6 (RFC 4443).
    public static let icmpv6: UInt8 = 58
    /// Nothing follows (RFC 8200 §4.7).
    public static let noNextHeader: UInt8 = 59
    /// Destination Options (RFC 8200 §4.6).
    public static let destinationOptions: UInt8 = 60
    /// A Mobility Header (RFC 6275 §6.1).
    public static let mobility: UInt8 = 135
}

/// The UDP ports behind which more headers stand.
public enum TunnelPort {
    /// Packets to and from a home agent (RFC 5555 §4.1).
    public static let dualStack: UInt16 = 4191
    /// ESP and key exchange behind a NAT (RFC 3948 §2.1).
    public static let natTraversal: UInt16 = 4500
}
