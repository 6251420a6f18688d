/// An IPv6 address: 16 octets in network byte order (RFC 4291).
///
/// Stored as two big-endian halves, so that comparing, hashing and masking cost two machine words and no allocation.
public struct IPv6Address: Hashable, Comparable, Sendable {
    /// Octets 0–7 as a number, the first octet most significant.
    public let high: UInt64
    /// Octets 8–15 as a number, the first of them most significant.
    public let low: UInt64

    /// An address from its two halves as numbers.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The unspecified address `::`.
    public static let unspecified = IPv6Address(high: 0, low: 0)
    /// The loopback address `::1`.
    public static let loopback = IPv6Address(high: 0, low: 1)
    /// All nodes on the link, `ff02::1` (RFC 4291 §2.7.1).
    public static let allNodes = IPv6Address(high: 0xff02_0000_0000_0000, low: 1)
    /// All routers on the link, `ff02::2` (RFC 4291 §2.7.1).
    public static let allRouters = IPv6Address(high: 0xff02_0000_0000_0000, low: 2)

    /// Numerical order of the 128-bit value.
    public static func < (left: IPv6Address, right: IPv6Address) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }

    /// The sixteen octets in network byte order.
    public var octets: [UInt8] {
        var octets = [UInt8]()
        octets.reserveCapacity(16)
        withUnsafeBytes(of: high.bigEndian) { octets.append(contentsOf: $0) }
        withUnsafeBytes(of: low.bigEndian) { octets.append(contentsOf: $0) }
        return octets
    }

    /// `::`.
    public var isUnspecified: Bool { high == 0 && low == 0 }
    /// `::1`.
    public var isLoopback: Bool { high == 0 && low == 1 }
    /// `ff00::/8` (RFC 4291 §2.7).
    public var isMulticast: Bool { high >> 56 == 0xff }
    /// `fe80::/10` (RFC 4291 §2.5.6).
    public var isLinkLocal: Bool { high >> 54 == 0x3fa }
    /// `::ffff:0:0/96` (RFC 4291 §2.5.5.2).
    public var isIPv4Mapped: Bool { high == 0 && low >> 32 == 0xffff }

    /// Whether a binding may be made to or for this address: unicast, and of a scope that is routed.
    ///
    /// RFC 6275 §9.5.1 asks it of the home address, RFC 5648 §6.2 of a care-of address.
    public var isRoutableUnicast: Bool {
        !isUnspecified && !isLoopback && !isMulticast && !isLinkLocal && !isIPv4Mapped
    }

    /// This address with all but its first `length` bits cleared; lengths outside 0…128 are clamped.
    public func masked(to length: Int) -> IPv6Address {
        let bits = max(0, min(128, length))
        let highMask: UInt64 = bits >= 64 ? .max : bits == 0 ? 0 : ~(UInt64.max >> UInt64(bits))
        let lowMask: UInt64 = bits <= 64 ? 0 : bits == 128 ? .max : ~(UInt64.max >> UInt64(bits - 64))
        return IPv6Address(high: high & highMask, low: low & lowMask)
    }
}
