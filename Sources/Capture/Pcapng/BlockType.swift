/// The blocks of pcapng that a reader of packets needs (draft-ietf-opsawg-pcapng §4); all others are passed over.
enum BlockType: UInt32 {
    /// §4.1. Reads the same in both byte orders.
    case sectionHeader = 0x0a0d_0d0a
    /// §4.2.
    case interfaceDescription = 1
    /// Appendix A: obsolete, still found in old files.
    case packet = 2
    /// §4.4.
    case simplePacket = 3
    /// §4.3.
    case enhancedPacket = 6

    /// Octets of type and length in front and of the length behind.
    static let frame: UInt32 = 12

    /// The least length of such a block in octets.
    var minimum: UInt32 {
        switch self {
        case .sectionHeader: Self.frame + 16
        case .interfaceDescription: Self.frame + 8
        case .packet, .enhancedPacket: Self.frame + 20
        case .simplePacket: Self.frame + 4
        }
    }
}
