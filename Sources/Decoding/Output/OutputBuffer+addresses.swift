import MobilityWire

// Addresses as text: RFC 5952, written without a String and without a loop over digits.

extension OutputBuffer {
    /// Adds an IPv6 address as RFC 5952 writes it.
    @inline(__always)
    public mutating func append(_ address: IPv6Address) {
        let target = room(for: AddressTexts.room)
        let length = texts.copy(address, to: target)
        if length > 0 {
            advance(by: length)
        } else {
            write(address)
        }
    }

    /// Writes an address whose text is not at hand.
    @inline(never)
    private mutating func write(_ address: IPv6Address) {
        if address.isIPv4Mapped {
            append("::ffff:")
            append(IPv4Address(UInt32(truncatingIfNeeded: address.low)))
            return
        }
        // At most 39 octets, and each group is stored as eight whatever its length.
        let target = room(for: 48)
        let run = ZeroRuns.longest(in: ZeroRuns.mask(of: address))
        var place = 0
        var index = 0
        while index < 8 {
            if index == run.start {
                if index == 0 {
                    target.storeBytes(of: UInt8(ascii: ":"), toByteOffset: place, as: UInt8.self)
                    place &+= 1
                }
                target.storeBytes(of: UInt8(ascii: ":"), toByteOffset: place, as: UInt8.self)
                place &+= 1
                index = run.end
                continue
            }
            let half = index < 4 ? address.high : address.low
            let group = UInt32(truncatingIfNeeded: half >> UInt64(48 &- 16 &* (index & 3))) & 0xffff
            // A group of zero has one digit.
            let digits = 4 &- (Int((group | 1).leadingZeroBitCount) &- 16) >> 2
            let text = OutputBuffer.fourDigits(group) >> UInt64(8 &* (4 &- digits))
            let colon = UInt64(UInt8(ascii: ":")) << UInt64(8 &* digits)
            target.storeBytes(of: (text | colon).littleEndian, toByteOffset: place, as: UInt64.self)
            place &+= digits &+ 1
            index &+= 1
        }
        // The colon behind the last group is one too many.
        let length = run.end == 8 ? place : place &- 1
        texts.keep(address, target, length: length)
        advance(by: length)
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

    /// Adds the two ends of a header: `192.0.2.10 > 198.51.100.1`, `udp 50000 > 4191`.
    public mutating func append(_ header: SignallingPacket.Encapsulation) {
        switch header {
        case .ipv6(let source, let destination):
            append(source)
            append(" > ")
            append(destination)
        case .ipv4(let source, let destination):
            append(source)
            append(" > ")
            append(destination)
        case .udp(let source, let destination):
            append("udp ")
            append(decimal: source)
            append(" > ")
            append(decimal: destination)
        }
    }

    /// Adds a care-of address of either family.
    public mutating func append(_ address: CareOfAddress) {
        switch address {
        case .ipv6(let address): append(address)
        case .ipv4(let address): append(address)
        }
    }

    /// The four hexadecimal digits of a group side by side, the first in the lowest octet.
    @inline(__always)
    private static func fourDigits(_ group: UInt32) -> UInt64 {
        var digits = group >> 12 | (group & 0x0f00) | (group & 0x00f0) << 12 | (group & 0x000f) << 24
        // What is above nine carries into the next four bits when six is added.
        let letters = ((digits &+ 0x0606_0606) >> 4) & 0x0101_0101
        digits = digits &+ 0x3030_3030 &+ letters &* 39
        return UInt64(digits)
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

    /// The run that `::` stands for; where there is none of two groups or more, one that no group is in.
    @inline(__always)
    static func longest(in mask: Int) -> (start: Int, end: Int) {
        // Looked up in 256 numbers; a lookup instead of a search costs one load.
        let run = runs[mask & 0xff]
        return (Int(run & 0xf), Int(run >> 4))
    }

    /// Start in the lower four bits, end in the upper.
    private static let runs: [UInt8] = (0..<256).map { mask in
        var best = (start: 15, length: 1)
        var current = 0
        for index in 0..<8 {
            current = mask >> (7 - index) & 1 == 1 ? current + 1 : 0
            if current > best.length { best = (index - current + 1, current) }
        }
        return best.length < 2 ? 0x0f : UInt8((best.start + best.length) << 4 | best.start)
    }
}
