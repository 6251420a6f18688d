/// The sum of RFC 1071 over octets where they lie, in the machine's own byte order: the order does not matter as long as
/// the result is stored in the same one (RFC 1071 §2 (B)).
struct InternetSum {
    private var sum: UInt64 = 0

    /// Adds octets; those of an odd end count as if a zero followed.
    mutating func add(_ octets: UnsafeRawBufferPointer) {
        var low: UInt64 = 0
        var high: UInt64 = 0
        var offset = 0
        // Halves of eight octets cannot overflow within 2^32 of them.
        while offset + 8 <= octets.count {
            let word = octets.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            low &+= word & 0xffff_ffff
            high &+= word >> 32
            offset += 8
        }
        while offset + 2 <= octets.count {
            low &+= UInt64(octets.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
            offset += 2
        }
        if offset < octets.count { low &+= UInt64(UInt16(octets[offset]).littleEndian) }
        sum = InternetSum.folded(sum) &+ InternetSum.folded(low) &+ InternetSum.folded(high)
    }

    /// Adds a number as it stands on the wire.
    mutating func add(_ number: UInt32) {
        sum = InternetSum.folded(sum) &+ InternetSum.folded(UInt64(number.bigEndian))
    }

    /// The sixteen bits, not inverted, in the machine's order.
    var folded: UInt16 { UInt16(truncatingIfNeeded: InternetSum.folded(sum)) }

    private static func folded(_ sum: UInt64) -> UInt64 {
        var sum = (sum & 0xffff_ffff) &+ (sum >> 32)
        sum = (sum & 0xffff) &+ (sum >> 16)
        sum = (sum & 0xffff) &+ (sum >> 16)
        return (sum & 0xffff) &+ (sum >> 16)
    }
}
