/// The Internet checksum (RFC 1071): the one's complement of the one's-complement sum of 16-bit words.
///
/// Words are added as they come; `value` is what goes into the field, and a sum over octets that already hold the right
/// checksum gives `value` 0.
public struct Checksum: Hashable, Sendable {
    /// The sum so far; carries above bit 16 are folded at the end. 2^48 words fit before it could overflow.
    @usableFromInline var sum: UInt64 = 0

    /// A sum of nothing.
    @inlinable
    public init() {}

    /// Adds a 16-bit word.
    @inlinable
    public mutating func add(_ word: UInt16) {
        sum &+= UInt64(word)
    }

    /// Adds the two words of a 32-bit number.
    @inlinable
    public mutating func add(_ number: UInt32) {
        sum &+= UInt64(number >> 16) &+ UInt64(number & 0xffff)
    }

    /// Adds the two words of an IPv4 address.
    @inlinable
    public mutating func add(_ address: IPv4Address) {
        add(address.value)
    }

    /// Adds the eight words of an IPv6 address.
    @inlinable
    public mutating func add(_ address: IPv6Address) {
        // 2^16 ≡ 1 (mod 2^16 - 1): 32-bit halves may be added before they are folded.
        sum &+= (address.high >> 32) &+ (address.high & 0xffff_ffff)
        sum &+= (address.low >> 32) &+ (address.low & 0xffff_ffff)
    }

    /// Adds octets as words, the last one padded with a zero octet where their number is odd (RFC 1071 §1).
    ///
    /// Only the last part of what is summed may have an odd number of octets.
    @inlinable
    public mutating func add(_ octets: RawSpan) {
        // The sum does not depend on the byte order of the machine (RFC 1071 §2 B): swap once, at the end.
        let count = octets.byteCount
        var words: UInt64 = 0
        var offset = 0
        // Four loads for one check of bounds; two sums, so that an addition need not wait for the one before it.
        while count &- offset >= 32 {
            let piece = octets.extracting(offset..<(offset &+ 32))
            let first = Checksum.sum(piece, 0) &+ Checksum.sum(piece, 8)
            words &+= first &+ (Checksum.sum(piece, 16) &+ Checksum.sum(piece, 24))
            offset &+= 32
        }
        while count &- offset >= 8 {
            words &+= Checksum.sum(octets, offset)
            offset &+= 8
        }
        while count &- offset >= 2 {
            words &+= UInt64(octets.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
            offset &+= 2
        }
        sum &+= UInt64(UInt16(bigEndian: Checksum.folded(words)))
        if offset < count { sum &+= UInt64(octets.octet(inside: offset)) << 8 }
    }

    /// Both halves of the eight octets at `offset` in the machine's own byte order, added up: 2^32 leaves 1 when divided by
    /// 2^16 - 1, and carries stay below 2^33.
    @inlinable @inline(__always)
    static func sum(_ octets: RawSpan, _ offset: Int) -> UInt64 {
        let word = octets.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
        return (word >> 32) &+ (word & 0xffff_ffff)
    }

    /// The checksum of what was added.
    @inlinable
    public var value: UInt16 { ~Checksum.folded(sum) }

    /// A sum brought down to 16 bits, its carries added in.
    @inlinable
    static func folded(_ sum: UInt64) -> UInt16 {
        var rest = (sum >> 32) &+ (sum & 0xffff_ffff)
        rest = (rest >> 16) &+ (rest & 0xffff)
        rest = (rest >> 16) &+ (rest & 0xffff)
        rest = (rest >> 16) &+ (rest & 0xffff)
        return UInt16(truncatingIfNeeded: rest)
    }
}

extension Checksum {
    /// A sum that holds the pseudo header of IPv6 (RFC 8200 §8.1).
    ///
    /// - Parameters:
    ///   - source: the source, or the home address where a Home Address option is present (RFC 6275 §6.1.1, §11.3.1).
    ///   - destination: the final destination: the home address where a type 2 routing header is present.
    ///   - length: octets of the upper-layer header and its data.
    ///   - nextHeader: the upper-layer protocol, whatever extension headers stand between: 135 for a Mobility Header.
    @inlinable
    public static func pseudoHeader(
        source: IPv6Address, destination: IPv6Address, length: Int, nextHeader: UInt8
    ) -> Checksum {
        var checksum = Checksum()
        checksum.add(source)
        checksum.add(destination)
        checksum.add(UInt32(truncatingIfNeeded: length))
        checksum.add(UInt16(nextHeader))
        return checksum
    }

    /// A sum that holds the pseudo header of IPv4 (RFC 768).
    @inlinable
    public static func pseudoHeader(
        source: IPv4Address, destination: IPv4Address, length: Int, protocolNumber: UInt8
    ) -> Checksum {
        var checksum = Checksum()
        checksum.add(source)
        checksum.add(destination)
        checksum.add(UInt16(truncatingIfNeeded: length))
        checksum.add(UInt16(protocolNumber))
        return checksum
    }
}

/// What verifying a checksum gave.
public enum ChecksumVerdict: String, CaseIterable, Hashable, Sendable {
    /// It fits the octets and the addresses.
    case correct
    /// It does not: the packet is to be dropped silently (RFC 6275 §9.2).
    case incorrect
    /// It cannot be told: octets are missing (a short capture, a fragment), or there is none to verify.
    case unverifiable
}
