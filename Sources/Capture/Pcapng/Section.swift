/// Section Header Block (draft-ietf-opsawg-pcapng §4.1): type 4, length 4, byte-order magic 4, version 2 + 2, section
/// length 8 (-1: not known), options, length 4.
enum SectionHeader {
    /// Read with the section's own byte order.
    static let byteOrderMagic: UInt32 = 0x1a2b_3c4d
    /// The version of today. Minor version 2 was written by mistake and means the same.
    static let version: (major: UInt16, minors: [UInt16]) = (1, [0, 2])
}

extension RecordScanner {
    /// The byte order of the section that begins with the window.
    func sectionByteOrder(_ window: RawSpan) throws(CaptureError) -> ByteOrder {
        if window.number32(at: 8, .littleEndian) == SectionHeader.byteOrderMagic { return .littleEndian }
        let magic = window.number32(at: 8, .bigEndian)
        guard magic == SectionHeader.byteOrderMagic else {
            throw .byteOrderMagic(offset: offset, found: magic)
        }
        return .bigEndian
    }

    /// Begins a section: interfaces count from 0 again.
    ///
    /// The section length is not used: every block says its own, and a wrong one would hide packets.
    mutating func beginSection(_ block: RawSpan, _ order: ByteOrder) throws(CaptureError) -> Step {
        let major = block.number16(at: 12, order)
        let minor = block.number16(at: 14, order)
        guard major == SectionHeader.version.major, SectionHeader.version.minors.contains(minor) else {
            throw .unsupportedVersion(.pcapng, major: major, minor: minor, offset: offset)
        }
        format = .pcapng
        byteOrder = order
        interfaces.removeAll(keepingCapacity: true)
        phase = .pcapngBlocks
        return .passed(length: block.byteCount)
    }
}
