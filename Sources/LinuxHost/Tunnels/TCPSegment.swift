internal import Glibc

/// A TCP segment in an IPv6 packet without extension headers, looked at where it lies.
struct TCPSegment {
    /// The packet.
    let packet: UnsafeMutableRawBufferPointer
    /// Octets of both headers.
    let headerLength: Int

    /// Octets of payload.
    var payload: Int { packet.count - headerLength }
    private var sequence: UInt32 {
        UInt32(bigEndian: packet.loadUnaligned(fromByteOffset: 44, as: UInt32.self))
    }
    private var hasPush: Bool { packet[53] & 0x08 != 0 }

    /// A segment that may be joined with its neighbours: nothing but data and an acknowledgement, and right.
    init?(joinable packet: UnsafeMutableRawBufferPointer) {
        guard packet.count > 60, packet[0] >> 4 == 6, packet[6] == 6,
            Int(packet[4]) << 8 | Int(packet[5]) == packet.count - 40
        else { return nil }
        let length = 40 + 4 * Int(packet[52] >> 4)
        // ACK, and PSH at most: every other flag has to be seen for itself.
        guard length >= 60, length < packet.count, packet[53] & ~0x08 == 0x10,
            TCPSegment.sum(UnsafeRawBufferPointer(packet), from: 40) == 0xffff
        else { return nil }
        self.packet = packet
        headerLength = length
    }

    /// The sum of a segment and its pseudo-header (RFC 8200 §8.1): all ones where the checksum in it is right.
    static func sum(_ packet: UnsafeRawBufferPointer, from tcp: Int) -> UInt16 {
        var sum = InternetSum()
        sum.add(UnsafeRawBufferPointer(rebasing: packet[8..<40]))
        sum.add(UInt32(truncatingIfNeeded: packet.count - tcp))
        sum.add(6 as UInt32)
        sum.add(UnsafeRawBufferPointer(rebasing: packet[tcp...]))
        return sum.folded
    }

    /// Whether this segment continues a run that began with `first` and whose last one is `last`, `octets` of payload
    /// further on.
    func continues(_ first: TCPSegment, after last: TCPSegment, _ octets: Int) -> Bool {
        guard headerLength == first.headerLength, !last.hasPush, last.payload == first.payload,
            payload <= first.payload, sequence == first.sequence &+ UInt32(truncatingIfNeeded: octets),
            headerLength + octets + payload <= 65_535
        else { return false }
        // All but length, sequence number, PSH and checksum is equal: addresses, ports, acknowledgement, window, options.
        return isEqual(first, 0..<4) && isEqual(first, 6..<44) && isEqual(first, 48..<53)
            && isEqual(first, 54..<56) && isEqual(first, 58..<headerLength)
    }

    private func isEqual(_ other: TCPSegment, _ range: Range<Int>) -> Bool {
        guard let own = packet.baseAddress, let others = other.packet.baseAddress else { return false }
        return memcmp(own + range.lowerBound, others + range.lowerBound, range.count) == 0
    }

    /// Turns this segment's headers into those of a run with so much payload, whose last segment is `last`; the offload
    /// header that says so.
    func begin(run octets: Int, last: TCPSegment) -> OffloadHeader {
        packet.storeBytes(
            of: UInt16(truncatingIfNeeded: headerLength - 40 + octets).bigEndian, toByteOffset: 4,
            as: UInt16.self)
        if last.hasPush { packet[53] |= 0x08 }
        var sum = InternetSum()
        sum.add(UnsafeRawBufferPointer(rebasing: packet[8..<40]))
        sum.add(UInt32(truncatingIfNeeded: headerLength - 40 + octets))
        sum.add(6 as UInt32)
        packet.storeBytes(of: sum.folded, toByteOffset: 56, as: UInt16.self)
        var header = OffloadHeader()
        header.needsChecksum = true
        header.kind = OffloadHeader.tcp
        header.headerLength = UInt16(truncatingIfNeeded: headerLength)
        header.segmentSize = UInt16(truncatingIfNeeded: payload)
        header.checksumStart = 40
        header.checksumOffset = 16
        return header
    }
}
