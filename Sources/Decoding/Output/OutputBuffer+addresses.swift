import MobilityWire

// Addresses as text: RFC 5952, written without a String and without a loop over digits.

extension OutputBuffer {
    /// Adds an IPv6 address as RFC 5952 writes it.
    public mutating func append(_ address: IPv6Address) {
        if address.isIPv4Mapped {
            append("::ffff:")
            append(IPv4Address(UInt32(truncatingIfNeeded: address.low)))
            return
        }
        // At most 39 octets; each group is stored as four octets whatever its length.
        let target = room(for: 48)
        let run = ZeroRuns.longest(in: ZeroRuns.mask(of: address))
        var place = 0
        if run.length < 2 {
            place = OutputBuffer.store(groups: address, 0..<8, at: target, place: place)
        } else {
            place = OutputBuffer.store(groups: address, 0..<run.start, at: target, place: place)
            target.storeBytes(of: 0x3a3a, toByteOffset: place, as: UInt16.self)
            place &+= 2
            place = OutputBuffer.store(groups: address, run.end..<8, at: target, place: place)
        }
        advance(by: place)
    }

    /// Adds an IPv4 address in dotted decimal.
    public mutating func append(_ address: IPv4Address) {
        append(decimal: address.value >> 24)
        append(octet: UInt8(ascii: "."))
        append(decimal: address.value >> 16 & 0xff)
        append(octet: UInt8(ascii: "."))
        append(decimal: address.value >> 8 & 0xff)
        append(octet: UInt8(ascii: "."))
        append(decimal: address.value & 0xff)
    }

    /// Adds a care-of address of either family.
    public mutating func append(_ address: CareOfAddress) {
        switch address {
        case .ipv6(let address): append(address)
        case .ipv4(let address): append(address)
        }
    }

    /// Stores groups with colons between them, and says where it ended.
    @inline(__always)
    private static func store(
        groups address: IPv6Address, _ groups: Range<Int>, at target: UnsafeMutableRawPointer, place: Int
    ) -> Int {
        var place = place
        for index in groups {
            let half = index < 4 ? address.high : address.low
            let group = UInt16(truncatingIfNeeded: half >> UInt64(48 &- 16 &* (index & 3)))
            // The four digits side by side, first digit in the lowest octet; leading zeros are shifted out.
            var digits = UInt32(group >> 12) | UInt32(group >> 8 & 0xf) << 8
            digits |= UInt32(group >> 4 & 0xf) << 16 | UInt32(group & 0xf) << 24
            let letters = ((digits &+ 0x0606_0606) >> 4) & 0x0101_0101
            digits = digits &+ 0x3030_3030 &+ letters &* 39
            let leading = min(3, group.leadingZeroBitCount >> 2)
            target.storeBytes(
                of: (digits >> UInt32(8 &* leading)).littleEndian, toByteOffset: place, as: UInt32.self)
            place &+= 4 &- leading
            if index &+ 1 < groups.upperBound {
                target.storeBytes(of: UInt8(ascii: ":"), toByteOffset: place, as: UInt8.self)
                place &+= 1
            }
        }
        return place
    }
}

/// Where `::` goes (RFC 5952 §4.2.3): the first of the longest runs of zero groups, for each of the 256 patterns.
private enum ZeroRuns {
    /// Bit 7 for the first group … bit 0 for the last, set where the group is zero.
    @inline(__always)
    static func mask(of address: IPv6Address) -> Int {
        Int(mask(of: address.high) << 4 | mask(of: address.low))
    }

    @inline(__always)
    private static func mask(of half: UInt64) -> UInt64 {
        // The top bit of each group is set where the group is not zero (no carry leaves its group).
        let low: UInt64 = 0x7fff_7fff_7fff_7fff
        let nonzero = (((half & low) &+ low) | half) & ~low
        let zero = ~nonzero & ~low
        return (zero >> 60 & 8) | (zero >> 45 & 4) | (zero >> 30 & 2) | (zero >> 15 & 1)
    }

    @inline(__always)
    static func longest(in mask: Int) -> (start: Int, end: Int, length: Int) {
        let run = runs[mask & 0xff]
        let start = Int(run >> 4)
        let length = Int(run & 0xf)
        return (start, start &+ length, length)
    }

    /// Start in the upper four bits, length in the lower.
    private static let runs: [UInt8] = (0..<256).map { mask in
        var best = (start: 0, length: 0)
        var current = 0
        for index in 0..<8 {
            current = mask >> (7 - index) & 1 == 1 ? current + 1 : 0
            if current > best.length { best = (index - current + 1, current) }
        }
        return UInt8(best.start << 4 | best.length)
    }
}
