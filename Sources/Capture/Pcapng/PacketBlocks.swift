extension RecordScanner {
    /// Enhanced Packet Block (draft-ietf-opsawg-pcapng §4.3): type 4, length 4, interface 4, time 4 (high) + 4 (low),
    /// captured length 4, original length 4, octets padded to a multiple of four, options, length 4.
    @inline(__always)
    mutating func enhancedPacket(_ block: RawSpan) throws(CaptureError) -> Step {
        try packet(block, interface: block.number32(at: 8, byteOrder))
    }

    /// Packet Block (appendix A): the same, but for an interface of 2 octets and a count of dropped packets of 2.
    mutating func obsoletePacket(_ block: RawSpan) throws(CaptureError) -> Step {
        try packet(block, interface: UInt32(block.number16(at: 8, byteOrder)))
    }

    @inline(__always)
    private mutating func packet(_ block: RawSpan, interface: UInt32) throws(CaptureError) -> Step {
        guard interface < UInt32(interfaces.count) else {
            throw .unknownInterface(offset: offset, found: interface, described: interfaces.count)
        }
        let number = Int(interface)
        let count =
            UInt64(block.number32(at: 12, byteOrder)) << 32 | UInt64(block.number32(at: 16, byteOrder))
        let captured = block.number32(at: 20, byteOrder)
        let room = UInt32(block.byteCount) - BlockType.enhancedPacket.minimum
        guard captured <= room else {
            throw .packetBeyondBlock(offset: offset, length: captured, room: room)
        }
        let end = 28 + Int(captured)
        record.number += 1
        record.time = CaptureTime(
            ticks: count, resolution: interfaces[number].resolution, offset: interfaces[number].offset)
        record.linkType = interfaces[number].linkType
        record.interface = number
        record.originalLength = block.number32(at: 24, byteOrder)
        record.octets = 28..<end
        record.options = (end + 3) & ~3..<block.byteCount - 4
        return .packet(length: block.byteCount)
    }

    /// Simple Packet Block (draft-ietf-opsawg-pcapng §4.4): type 4, length 4, original length 4, octets padded to a
    /// multiple of four, length 4. It belongs to interface 0, has no time, and keeps what the snapshot length allows.
    mutating func simplePacket(_ block: RawSpan) throws(CaptureError) -> Step {
        guard let interface = interfaces.first else {
            throw .unknownInterface(offset: offset, found: 0, described: 0)
        }
        let original = block.number32(at: 8, byteOrder)
        let captured = interface.snapshotLength == 0 ? original : min(original, interface.snapshotLength)
        let room = UInt32(block.byteCount) - BlockType.simplePacket.minimum
        guard captured <= room else {
            throw .packetBeyondBlock(offset: offset, length: captured, room: room)
        }
        let end = 12 + Int(captured)
        record.number += 1
        record.time = nil
        record.linkType = interface.linkType
        record.interface = 0
        record.originalLength = original
        record.octets = 12..<end
        record.options = 0..<0
        return .packet(length: block.byteCount)
    }
}
