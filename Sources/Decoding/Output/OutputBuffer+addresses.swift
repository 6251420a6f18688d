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
        // At most 39 octets, and each group is stored as eight whatever its length. Behind that stand all 32 digits.
        let target = room(for: 48 + 32)
        let digits = target + 48
        digits.storeBytes(of: OutputBuffer.digits(address.high >> 32), as: UInt64.self)
        digits.storeBytes(of: OutputBuffer.digits(address.high), toByteOffset: 8, as: UInt64.self)
        digits.storeBytes(of: OutputBuffer.digits(address.low >> 32), toByteOffset: 16, as: UInt64.self)
        digits.storeBytes(of: OutputBuffer.digits(address.low), toByteOffset: 24, as: UInt64.self)
        let run = texts.zeroRun(of: address)
        var place = 0
        var index = 0
        while index < 8 {
            if index == run.start {
                // The group before it has brought one of the two colons.
                target.storeBytes(of: 0x3a3a, toByteOffset: place, as: UInt16.self)
                place &+= index == 0 ? 2 : 1
                index = run.end
                continue
            }
            let group = UInt32(
                littleEndian: digits.loadUnaligned(fromByteOffset: 4 &* index, as: UInt32.self))
            // Zeros in front are left out, but for the last digit: they are the low octets that are "0".
            let zeros = UInt64(
                truncatingIfNeeded: (group ^ 0x3030_3030 | 0x0100_0000).trailingZeroBitCount & 0x18)
            let text = UInt64(group) >> zeros | UInt64(UInt8(ascii: ":")) << (32 &- zeros)
            target.storeBytes(of: text.littleEndian, toByteOffset: place, as: UInt64.self)
            place &+= 5 &- Int(truncatingIfNeeded: zeros >> 3)
            index &+= 1
        }
        // The colon behind the last group is one too many.
        let length = run.end == 8 ? place : place &- 1
        texts.keep(address, target, length: length)
        advance(by: length)
    }

    /// The eight hexadecimal digits of the lower 32 bits, in the order in which they are stored.
    @inline(__always)
    private static func digits(_ number: UInt64) -> UInt64 {
        // The four octets, the first in the lowest, each in sixteen bits of its own; then the two halves of each.
        var digits = UInt64(UInt32(truncatingIfNeeded: number).byteSwapped)
        digits = (digits | digits << 16) & 0x0000_ffff_0000_ffff
        digits = (digits | digits << 8) & 0x00ff_00ff_00ff_00ff
        digits = (digits >> 4 & 0x000f_000f_000f_000f) | (digits << 8 & 0x0f00_0f00_0f00_0f00)
        // What is above nine carries into the next four bits when six is added: those are letters.
        let letters = (digits &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        return (digits &+ 0x3030_3030_3030_3030 &+ letters &* 39).littleEndian
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
}
