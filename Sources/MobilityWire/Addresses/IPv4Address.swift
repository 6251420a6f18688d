/// An IPv4 address: 4 octets in network byte order (RFC 791).
public struct IPv4Address: Hashable, Comparable, Sendable {
    /// The address as a number, the first octet most significant.
    public let value: UInt32

    /// An address from its number, the first octet most significant.
    public init(_ value: UInt32) {
        self.value = value
    }

    /// `0.0.0.0`; in an IPv4 Home Address option it asks for an allocation (RFC 5555 §3.1.1).
    public static let unspecified = IPv4Address(0)

    /// Numerical order.
    public static func < (left: IPv4Address, right: IPv4Address) -> Bool { left.value < right.value }

    /// The four octets in network byte order.
    public var octets: [UInt8] {
        [UInt8(value >> 24), UInt8(value >> 16 & 0xff), UInt8(value >> 8 & 0xff), UInt8(value & 0xff)]
    }

    /// `0.0.0.0`.
    public var isUnspecified: Bool { value == 0 }
    /// `224.0.0.0/4` and above: multicast, reserved and broadcast.
    public var isMulticastOrReserved: Bool { value >= 0xe000_0000 }
    /// `127.0.0.0/8`.
    public var isLoopback: Bool { value >> 24 == 127 }

    /// Whether a binding may be made to this address: unicast, and neither unspecified nor loopback.
    ///
    /// Private addresses are fine: the home agent finds the NAT by comparing (RFC 5555 §4.3.1).
    public var isRoutableUnicast: Bool { !isUnspecified && !isMulticastOrReserved && !isLoopback }

    /// The address as `::ffff:a.b.c.d` (RFC 4291 §2.5.5.2).
    public var mapped: IPv6Address { IPv6Address(high: 0, low: 0xffff_0000_0000 | UInt64(value)) }
}
