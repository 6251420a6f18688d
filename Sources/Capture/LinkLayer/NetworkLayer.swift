/// What a captured frame carries, and where that begins.
public enum NetworkLayer: Hashable, Sendable {
    /// An IPv6 packet, `offset` octets into the frame.
    case ipv6(offset: Int)
    /// An IPv4 packet, `offset` octets into the frame.
    case ipv4(offset: Int)
    /// Something else, by its EtherType; 0 where the frame does not say.
    case other(etherType: UInt16, offset: Int)
    /// Nothing could be found.
    case missing(LinkLayerProblem)
}

/// Why no network layer is found in a frame.
public enum LinkLayerProblem: Hashable, Sendable {
    /// The capture's link type is not one we read; its number is named.
    case unsupported(LinkType)
    /// The frame ends inside its link-layer header.
    case tooShort(expected: Int, found: Int)
    /// More VLAN tags stand on each other than are followed.
    case tooManyTags(limit: Int)
    /// The address family of a loopback frame is no family of any system we know; in network byte order.
    case unknownFamily(UInt32)
    /// A raw packet's version is neither 4 nor 6.
    case unknownVersion(UInt8)
}

extension LinkLayerProblem: CustomStringConvertible {
    /// One line for a person.
    public var description: String {
        switch self {
        case .unsupported(let linkType):
            "link type \(linkType) is not supported"
        case .tooShort(let expected, let found):
            "the frame ends in its link-layer header: \(expected) octets expected, \(found) found"
        case .tooManyTags(let limit):
            "the frame has more than \(limit) VLAN tags"
        case .unknownFamily(let family):
            "address family \(family) is unknown"
        case .unknownVersion(let version):
            "IP version \(version) is unknown"
        }
    }
}

extension CapturedPacket {
    /// What the frame carries, and where that begins.
    @inline(__always)
    public var networkLayer: NetworkLayer { linkType.networkLayer(of: octets) }
}

extension LinkType {
    /// Whether frames of this link type can be read.
    public var isSupported: Bool {
        switch self {
        case .ethernet, .raw, .rawBSD, .rawOpenBSD, .ipv4, .ipv6, .linuxCooked, .linuxCooked2, .null, .loop:
            true
        default: false
        }
    }

    /// What a frame of this link type carries, and where that begins.
    public func networkLayer(of frame: RawSpan) -> NetworkLayer {
        switch self {
        case .ethernet: Ethernet.networkLayer(of: frame)
        case .raw, .rawBSD, .rawOpenBSD: RawIP.networkLayer(of: frame)
        case .ipv4: frame.isEmpty ? .missing(.tooShort(expected: 1, found: 0)) : .ipv4(offset: 0)
        case .ipv6: frame.isEmpty ? .missing(.tooShort(expected: 1, found: 0)) : .ipv6(offset: 0)
        case .linuxCooked: LinuxCooked.networkLayer(ofVersion1: frame)
        case .linuxCooked2: LinuxCooked.networkLayer(ofVersion2: frame)
        case .null, .loop: Loopback.networkLayer(of: frame)
        default: .missing(.unsupported(self))
        }
    }
}
