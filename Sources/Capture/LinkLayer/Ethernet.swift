/// Ethernet: destination 6, source 6, then an EtherType of 2, or in IEEE 802.3 a length of 2 and LLC.
enum Ethernet {
    /// Octets up to and with the type or length.
    static let header = 14
    /// The least EtherType; below it is a length (IEEE 802.3 §3.2.6).
    static let leastEtherType: UInt16 = 0x0600

    @inline(__always)
    static func networkLayer(of frame: RawSpan) -> NetworkLayer {
        guard frame.byteCount >= header else {
            return .missing(.tooShort(expected: header, found: frame.byteCount))
        }
        let type = frame.number16(at: 12, .bigEndian)
        guard type >= leastEtherType else { return subnetworkAccess(at: header, in: frame) }
        return EtherType.networkLayer(type, at: header, in: frame)
    }

    /// LLC with SNAP (RFC 1042): aa aa 03, organisation 00 00 00, EtherType 2. Other LLC carries no IP.
    static func subnetworkAccess(at offset: Int, in frame: RawSpan) -> NetworkLayer {
        guard frame.byteCount >= offset + 8, frame.number32(at: offset, .bigEndian) == 0xaaaa_0300,
            frame.number16(at: offset + 4, .bigEndian) == 0
        else { return .other(etherType: 0, offset: offset) }
        return EtherType.networkLayer(frame.number16(at: offset + 6, .bigEndian), at: offset + 8, in: frame)
    }
}
