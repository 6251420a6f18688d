extension [UInt8] {
    /// The header of a pcap capture with nanoseconds; its fields stand at ``PcapHeader``.
    mutating func appendPcapHeader(_ interface: CaptureInterface) {
        append(littleEndian: PcapHeader.nanoseconds)
        append(littleEndian: PcapHeader.version.major)
        append(littleEndian: PcapHeader.version.minor)
        append(littleEndian: UInt64(0))
        append(littleEndian: interface.snapshotLength)
        append(littleEndian: UInt32(interface.linkType.rawValue))
    }

    /// A packet record; its fields stand at `RecordScanner.pcapRecordHeader`. The seconds have 32 bits.
    mutating func appendPcapRecord(
        _ packet: RawSpan, nanoseconds: Int64, originalLength: UInt32
    ) throws(CaptureError) {
        guard nanoseconds >= 0, let seconds = UInt32(exactly: nanoseconds / 1_000_000_000) else {
            throw .unwritableTime(nanoseconds: nanoseconds)
        }
        append(littleEndian: seconds)
        append(littleEndian: UInt32(nanoseconds % 1_000_000_000))
        append(littleEndian: UInt32(packet.byteCount))
        append(littleEndian: originalLength)
        append(packet)
    }
}
