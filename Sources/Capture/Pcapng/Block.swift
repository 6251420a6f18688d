extension RecordScanner {
    /// Reads the block at the window's beginning.
    @inline(__always)
    mutating func stepBlock(_ window: RawSpan, _ ended: Bool) throws(CaptureError) -> Step {
        guard window.byteCount >= 8 else {
            if window.byteCount == 0 && ended { return .end }
            return try shortage(of: .blockHeader, needed: 8, window, ended)
        }
        guard let type = BlockType(rawValue: window.number32(at: 0, byteOrder)) else {
            return try beginPassing(window)
        }
        var order = byteOrder
        if type == .sectionHeader {
            guard window.byteCount >= 12 else {
                return try shortage(of: .blockHeader, needed: 12, window, ended)
            }
            order = try sectionByteOrder(window)
        }
        let found = window.number32(at: 4, order)
        try checkLength(found, minimum: type.minimum)
        guard found <= UInt32(CaptureLimits.record) else {
            throw .tooLong(
                .block, offset: offset, length: UInt64(found), limit: UInt64(CaptureLimits.record))
        }
        let length = Int(found)
        guard window.byteCount >= length else {
            return try shortage(of: .block, needed: length, window, ended)
        }
        let closing = window.number32(at: length - 4, order)
        guard closing == found else {
            throw .blockLengthsDiffer(offset: offset, first: found, second: closing)
        }
        let block = window.extracting(first: length)
        switch type {
        case .enhancedPacket: return try enhancedPacket(block)
        case .packet: return try obsoletePacket(block)
        case .simplePacket: return try simplePacket(block)
        case .interfaceDescription: return try describeInterface(block)
        case .sectionHeader: return try beginSection(block, order)
        }
    }

    /// A block length is a multiple of four and at least what the block needs (draft-ietf-opsawg-pcapng §3.1).
    @inline(__always)
    func checkLength(_ found: UInt32, minimum: UInt32) throws(CaptureError) {
        guard found >= minimum, found & 3 == 0 else {
            throw .blockLength(offset: offset, found: found, minimum: minimum)
        }
    }
}
