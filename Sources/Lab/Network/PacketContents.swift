import MobilityWire

/// What a host finds behind a packet's IP header without reading the message: enough to say whose it is.
struct PacketContents: Hashable {
    /// What is at the end of the headers.
    enum Kind: Hashable {
        /// A Mobility Header of this type.
        case mobility(type: UInt8)
        /// An ICMPv6 message of RFC 6275 §6.5–6.8.
        case discovery
        /// An ICMPv6 error.
        case error
        /// Another packet, from this octet on.
        case tunnel(inner: Int)
        /// Anything else, of this upper-layer protocol.
        case data(nextHeader: UInt8)
    }

    /// The outermost header.
    var header: PacketHeader
    /// The home address in a Home Address option of the outermost packet.
    var homeAddressOption: IPv6Address?
    /// The home address in a type 2 routing header of the outermost packet.
    var routingHeader: IPv6Address?
    /// UDP ports of the outermost packet: source, destination.
    var ports: (source: UInt16, destination: UInt16)?
    /// What is at the end.
    var kind: Kind

    static func == (left: Self, right: Self) -> Bool {
        left.header == right.header && left.kind == right.kind
            && left.homeAddressOption == right.homeAddressOption && left.routingHeader == right.routingHeader
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(header)
        hasher.combine(kind)
    }

    /// Walks the headers of the packet; nil where there is no IP header.
    init?(_ octets: [UInt8]) {
        guard let header = PacketHeader(octets) else { return nil }
        self.header = header
        kind = .data(nextHeader: header.nextHeader)
        var nextHeader = header.nextHeader
        var offset = header.length
        // Destination options and routing header, at most one of each and a little tolerance.
        for _ in 0..<4 {
            switch nextHeader {
            case PacketHeader.NextHeader.destinationOptions, PacketHeader.NextHeader.routing:
                guard offset + 8 <= octets.count else { return }
                let length = (Int(octets[offset + 1]) + 1) * 8
                guard offset + length <= octets.count else { return }
                readExtension(nextHeader, octets, offset, length)
                nextHeader = octets[offset]
                offset += length
            default:
                kind = PacketContents.kind(nextHeader, octets, offset)
                if nextHeader == PacketHeader.NextHeader.udp, offset + 8 <= octets.count {
                    ports = (octets.bigEndian16(at: offset), octets.bigEndian16(at: offset + 2))
                }
                return
            }
        }
    }

    private mutating func readExtension(_ nextHeader: UInt8, _ octets: [UInt8], _ offset: Int, _ length: Int)
    {
        // The one layout that Mobile IPv6 makes of each is 24 octets with the home address last (RFC 6275 §6.3, §6.4).
        guard length == 24 else { return }
        let address = IPv6Address(
            high: octets.bigEndian64(at: offset + 8), low: octets.bigEndian64(at: offset + 16))
        if nextHeader == PacketHeader.NextHeader.routing, octets[offset + 2] == 2 {
            routingHeader = address
        } else if nextHeader == PacketHeader.NextHeader.destinationOptions, octets[offset + 6] == 0xc9 {
            homeAddressOption = address
        }
    }

    private static func kind(_ nextHeader: UInt8, _ octets: [UInt8], _ offset: Int) -> Kind {
        switch nextHeader {
        case PacketHeader.NextHeader.mobility where offset + 8 <= octets.count:
            return .mobility(type: octets[offset + 2])
        case PacketHeader.NextHeader.icmpv6 where offset + 8 <= octets.count:
            switch octets[offset] {
            case 144...147: return .discovery
            case 0..<128: return .error
            default: return .data(nextHeader: nextHeader)
            }
        case PacketHeader.NextHeader.ipv6, PacketHeader.NextHeader.ipv4:
            return offset < octets.count ? .tunnel(inner: offset) : .data(nextHeader: nextHeader)
        case PacketHeader.NextHeader.udp where offset + 8 < octets.count:
            // RFC 5555 §4.1: an IP header directly behind UDP.
            let dualStack =
                octets.bigEndian16(at: offset) == 4191 || octets.bigEndian16(at: offset + 2) == 4191
            let version = octets[offset + 8] >> 4
            return dualStack && (version == 6 || version == 4)
                ? .tunnel(inner: offset + 8) : .data(nextHeader: nextHeader)
        default: return .data(nextHeader: nextHeader)
        }
    }

    /// Whether a node of Mobile IPv6 has to see it.
    var isSignalling: Bool {
        switch kind {
        case .mobility, .discovery, .error: true
        case .tunnel, .data: false
        }
    }

    /// The IPv6 destination of the outermost header.
    var destination: IPv6Address? {
        if case .ipv6(_, let destination) = header.addresses { destination } else { nil }
    }

    /// The IPv6 source of the outermost header.
    var source: IPv6Address? {
        if case .ipv6(let source, _) = header.addresses { source } else { nil }
    }
}
