extension RecordScanner {
    /// Octets of a packet record's header: seconds 4, fraction 4, captured length 4, original length 4
    /// (draft-ietf-opsawg-pcap §5).
    static let pcapRecordHeader = 16

    /// Reads the packet record at the window's beginning.
    @inline(__always)
    mutating func stepPcapRecord(_ window: RawSpan, _ ended: Bool) throws(CaptureError) -> Step {
        let header = Self.pcapRecordHeader
        guard window.byteCount >= header else {
            if window.byteCount == 0 && ended { return .end }
            return try shortage(of: .recordHeader, needed: header, window, ended)
        }
        let captured = window.number32(at: 8, byteOrder)
        guard captured <= UInt32(CaptureLimits.record - header) else {
            // The packet is told as long as its header says: without that header.
            throw .tooLong(
                .record, offset: offset, length: UInt64(captured),
                limit: UInt64(CaptureLimits.record - header))
        }
        let length = header + Int(captured)
        guard window.byteCount >= length else {
            return try shortage(of: .record, needed: length, window, ended)
        }
        record.number += 1
        record.time = CaptureTime(
            seconds: window.number32(at: 0, byteOrder), fraction: window.number32(at: 4, byteOrder),
            resolution: interfaces[0].resolution)
        record.linkType = interfaces[0].linkType
        record.originalLength = window.number32(at: 12, byteOrder)
        record.octets = header..<length
        return .packet(length: length)
    }
}
