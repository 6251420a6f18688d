/// The EtherTypes that lead to a network layer, and those that only stand in front of another.
enum EtherType {
    static let ipv4: UInt16 = 0x0800
    static let ipv6: UInt16 = 0x86dd
    /// IEEE 802.1Q customer tag.
    static let customerTag: UInt16 = 0x8100
    /// IEEE 802.1ad service tag.
    static let serviceTag: UInt16 = 0x88a8
    /// Tags on tags before IEEE 802.1ad had a number for them.
    static let oldServiceTag: UInt16 = 0x9100

    /// The most tags that are followed; real networks stack two.
    static let maximumTags = 8

    /// What begins at `offset`, behind a header that names it `type`. A tag is 4 octets: 2 of its own, and the type
    /// of what follows.
    @inline(__always)
    static func networkLayer(_ type: UInt16, at offset: Int, in frame: RawSpan) -> NetworkLayer {
        switch type {
        case ipv6: .ipv6(offset: offset)
        case ipv4: .ipv4(offset: offset)
        case customerTag, serviceTag, oldServiceTag: behindTags(at: offset, in: frame)
        default: .other(etherType: type, offset: offset)
        }
    }

    private static func behindTags(at offset: Int, in frame: RawSpan) -> NetworkLayer {
        var offset = offset
        for _ in 0..<maximumTags {
            guard frame.byteCount >= offset + 4 else {
                return .missing(.tooShort(expected: offset + 4, found: frame.byteCount))
            }
            let type = frame.number16(at: offset + 2, .bigEndian)
            offset += 4
            switch type {
            case customerTag, serviceTag, oldServiceTag: continue
            default: return networkLayer(type, at: offset, in: frame)
            }
        }
        return .missing(.tooManyTags(limit: maximumTags))
    }
}
