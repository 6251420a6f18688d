/// The header of a pcap capture (draft-ietf-opsawg-pcap §4): magic 4, version 2 + 2, reserved 4 + 4, snapshot length
/// 4, link type 4; 24 octets in the byte order of the machine that captured.
enum PcapHeader {
    /// Octets of the header.
    static let length = 24
    /// Packet records have microseconds.
    static let microseconds: UInt32 = 0xa1b2_c3d4
    /// Packet records have nanoseconds.
    static let nanoseconds: UInt32 = 0xa1b2_3c4d
    /// Kuznetzov's patch of the 1990s: packet records with further fields.
    static let modified: UInt32 = 0xa1b2_cd34
    /// The only version that is still written, 2.4.
    static let version: (major: UInt16, minor: UInt16) = (2, 4)
}

extension RecordScanner {
    /// Reads the header of a pcap capture at the window's beginning; it holds at least four octets.
    mutating func stepPcapHeader(_ window: RawSpan, _ ended: Bool) throws(CaptureError) -> Step {
        let (order, resolution) = try Self.pcapMagic(window)
        guard window.byteCount >= PcapHeader.length else {
            return try shortage(of: .fileHeader, needed: PcapHeader.length, window, ended)
        }
        let major = window.number16(at: 4, order)
        let minor = window.number16(at: 6, order)
        guard (major, minor) == PcapHeader.version else {
            throw .unsupportedVersion(.pcap, major: major, minor: minor, offset: offset)
        }
        // The upper half of the last field tells of frame check sequences behind the frames; a network-layer
        // packet says its own length, so they do not disturb.
        let linkType = LinkType(rawValue: UInt16(truncatingIfNeeded: window.number32(at: 20, order)))
        format = .pcap
        byteOrder = order
        interfaces = [
            CaptureInterface(
                linkType: linkType, snapshotLength: window.number32(at: 16, order), resolution: resolution)
        ]
        phase = .pcapRecords
        return .passed(length: PcapHeader.length)
    }

    /// Byte order and resolution by the magic number.
    private static func pcapMagic(
        _ window: RawSpan
    ) throws(CaptureError) -> (ByteOrder, TimestampResolution) {
        for order in [ByteOrder.littleEndian, .bigEndian] {
            switch window.number32(at: 0, order) {
            case PcapHeader.microseconds: return (order, .microseconds)
            case PcapHeader.nanoseconds: return (order, .nanoseconds)
            case PcapHeader.modified: throw .modifiedPcap
            default: continue
            }
        }
        throw .notACapture(beginsWith: window.firstOctets)
    }
}
