// IP headers in two steps: written with what is known, finished when what they hold has been written behind them.

extension OctetWriter {
    /// Writes an IPv6 header without its payload length (RFC 8200 §3).
    mutating func writeIPv6Header(
        source: IPv6Address, destination: IPv6Address, next: UInt8, hopLimit: UInt8
    ) {
        write(UInt32(0x6000_0000))
        write(UInt32(next) << 8 | UInt32(hopLimit))
        write(source)
        write(destination)
    }

    /// Sets the payload length of the IPv6 header at `begin`.
    mutating func finishIPv6Header(at begin: Int, start: Int) throws(WireError) {
        try finishLength(count - begin - 40, at: begin + 4, field: .payloadLength, start: start)
    }

    /// Writes an IPv4 header without its length and checksum (RFC 791 §3.1), not to be fragmented: then it needs no
    /// identification (RFC 6864 §4.1).
    mutating func writeIPv4Header(
        source: IPv4Address, destination: IPv4Address, next: UInt8, timeToLive: UInt8
    ) {
        write(UInt32(0x4500_0000))
        write(UInt32(0x0000_4000))
        write(UInt32(timeToLive) << 24 | UInt32(next) << 16)
        write(source)
        write(destination)
    }

    /// Sets total length and checksum of the IPv4 header at `begin`.
    mutating func finishIPv4Header(at begin: Int, start: Int) throws(WireError) {
        try finishLength(count - begin, at: begin + 2, field: .payloadLength, start: start)
        var checksum = Checksum()
        checksum.add(bytes.extracting(begin..<(begin + 20)))
        replace(at: begin + 10, with: checksum.value)
    }

    /// Sets a length field of 16 bits; errors count from `start`, the beginning of the packet.
    mutating func finishLength(
        _ length: Int, at offset: Int, field: WireField, start: Int
    ) throws(WireError) {
        guard let number = UInt16(exactly: length) else {
            throw WireError(
                field: field, offset: offset - start, reason: .tooLarge(value: UInt64(length), limit: 65_535))
        }
        replace(at: offset, with: number)
    }

    /// Sets the checksum at `offset` over a pseudo header and everything from `begin` on. For UDP a sum of 0 goes as all
    /// ones, since 0 means that there is none (RFC 768).
    mutating func finishChecksum(
        _ pseudoHeader: Checksum, at offset: Int, over begin: Int, zeroMeansNone: Bool = false
    ) {
        var checksum = pseudoHeader
        checksum.add(bytes.extracting(begin..<count))
        replace(at: offset, with: checksum.value == 0 && zeroMeansNone ? 0xffff : checksum.value)
    }
}
