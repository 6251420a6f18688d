/// What the octets of a captured frame begin with: a number of the LINKTYPE registry
/// (draft-ietf-opsawg-pcaplinktype).
public struct LinkType: RawRepresentable, Hashable, Sendable {
    /// The number as it stands in the capture.
    public let rawValue: UInt16

    /// The link type of a number, known or not.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// BSD loopback: an address family in the byte order of the machine that captured.
    public static let null = LinkType(rawValue: 0)
    /// Ethernet II or IEEE 802.3.
    public static let ethernet = LinkType(rawValue: 1)
    /// Raw IP as some BSDs number it in their files.
    public static let rawBSD = LinkType(rawValue: 12)
    /// Raw IP as OpenBSD numbers it in its files.
    public static let rawOpenBSD = LinkType(rawValue: 14)
    /// Raw IPv4 or IPv6, told apart by the version.
    public static let raw = LinkType(rawValue: 101)
    /// OpenBSD loopback: an address family in network byte order.
    public static let loop = LinkType(rawValue: 108)
    /// Linux "cooked" capture, version 1.
    public static let linuxCooked = LinkType(rawValue: 113)
    /// Raw IPv4.
    public static let ipv4 = LinkType(rawValue: 228)
    /// Raw IPv6.
    public static let ipv6 = LinkType(rawValue: 229)
    /// Linux "cooked" capture, version 2.
    public static let linuxCooked2 = LinkType(rawValue: 276)
}

extension LinkType: CustomStringConvertible {
    /// Number and name, such as `1 (Ethernet)`; the number alone for a link type that is not supported.
    public var description: String {
        let name: String? =
            switch self {
            case .null: "BSD loopback"
            case .ethernet: "Ethernet"
            case .rawBSD, .rawOpenBSD, .raw: "raw IP"
            case .loop: "OpenBSD loopback"
            case .linuxCooked: "Linux cooked"
            case .ipv4: "raw IPv4"
            case .ipv6: "raw IPv6"
            case .linuxCooked2: "Linux cooked v2"
            default: nil
            }
        return name.map { "\(rawValue) (\($0))" } ?? "\(rawValue)"
    }
}
