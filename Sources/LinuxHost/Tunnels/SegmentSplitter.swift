/// Makes packets that can travel out of one large one that the kernel handed over: TCP segments of a size, each with its
/// own length, sequence number and checksum.
struct SegmentSplitter {
    private let packet: UnsafeMutableRawBufferPointer
    private let header: OffloadHeader
    /// Octets before the payload.
    private let headerLength: Int
    /// How many packets it makes.
    let count: Int

    /// A packet behind its offload header; nil: it cannot be made sense of.
    init?(_ packet: UnsafeMutableRawBufferPointer, _ header: OffloadHeader) {
        self.packet = packet
        self.header = header
        guard header.kind != 0 else {
            headerLength = packet.count
            count = 1
            guard header.needsChecksum else { return }
            let start = Int(header.checksumStart)
            guard start + Int(header.checksumOffset) + 2 <= packet.count else { return nil }
            SegmentSplitter.complete(packet, from: start, at: start + Int(header.checksumOffset))
            return
        }
        let tcp = Int(header.checksumStart)
        guard header.kind == OffloadHeader.tcp, header.segmentSize > 0, tcp >= 40, tcp + 20 <= packet.count
        else { return nil }
        headerLength = tcp + 4 * Int(packet[tcp + 12] >> 4)
        guard headerLength >= tcp + 20, headerLength < packet.count else { return nil }
        let payload = packet.count - headerLength
        count = (payload + Int(header.segmentSize) - 1) / Int(header.segmentSize)
    }

    /// The field holds the sum of the pseudo-header, which belongs to the sum.
    private static func complete(_ packet: UnsafeMutableRawBufferPointer, from start: Int, at field: Int) {
        var sum = InternetSum()
        sum.add(UnsafeRawBufferPointer(rebasing: packet[start...]))
        let value = ~sum.folded
        // Zero means none in UDP (RFC 8200 §8.1); in TCP both zeroes are equal.
        packet.storeBytes(of: value == 0 ? 0xffff : value, toByteOffset: field, as: UInt16.self)
    }

    /// Writes one of the packets; its size. Nil: there is no room for it.
    func write(_ number: Int, to room: UnsafeMutableRawBufferPointer) -> Int? {
        guard header.kind != 0 else {
            guard packet.count <= room.count else { return nil }
            room.copyMemory(from: UnsafeRawBufferPointer(packet))
            return packet.count
        }
        let size = Int(header.segmentSize)
        let start = headerLength + number * size
        let payload = min(size, packet.count - start)
        let length = headerLength + payload
        guard payload > 0, length <= room.count else { return nil }
        room.copyMemory(from: UnsafeRawBufferPointer(rebasing: packet[..<headerLength]))
        UnsafeMutableRawBufferPointer(rebasing: room[headerLength...]).copyMemory(
            from: UnsafeRawBufferPointer(rebasing: packet[start..<start + payload]))
        let tcp = Int(header.checksumStart)
        room.storeBytes(
            of: UInt16(truncatingIfNeeded: length - 40).bigEndian, toByteOffset: 4, as: UInt16.self)
        let sequence = UInt32(bigEndian: packet.loadUnaligned(fromByteOffset: tcp + 4, as: UInt32.self))
        room.storeBytes(
            of: (sequence &+ UInt32(truncatingIfNeeded: number * size)).bigEndian, toByteOffset: tcp + 4,
            as: UInt32.self)
        // FIN and PSH belong to the last one, CWR to the first.
        if number < count - 1 { room[tcp + 13] &= ~0x09 }
        if number > 0 { room[tcp + 13] &= 0x7f }
        room.storeBytes(of: 0 as UInt16, toByteOffset: tcp + 16, as: UInt16.self)
        let sum = TCPSegment.sum(UnsafeRawBufferPointer(rebasing: room[..<length]), from: tcp)
        room.storeBytes(of: ~sum, toByteOffset: tcp + 16, as: UInt16.self)
        return length
    }
}
