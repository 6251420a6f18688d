import MobilityWire

/// Between whom a packet goes, whatever stands around it.
struct PacketEnds: Equatable {
    /// The source of the innermost IPv6 header that signalling can stand behind.
    var source: IPv6Address
    /// Its destination.
    var destination: IPv6Address
    /// The destination of the IPv4 header around it (RFC 5555 §4.1); nil: there is none.
    var ipv4Destination: IPv4Address?

    /// Reads a packet from its outermost header on; nil: there is no IPv6 in it.
    init?(_ octets: [UInt8]) {
        guard let first = octets.first else { return nil }
        var inner = octets[...]
        if first >> 4 == 4 {
            // IPv4 with IPv6 behind it, or behind UDP.
            let length = Int(first & 0xf) * 4
            guard length >= 20, octets.count > length else { return nil }
            switch octets[9] {
            case ProtocolNumber.ipv6: inner = octets[length...]
            case ProtocolNumber.udp: inner = octets.dropFirst(length + 8)
            default: return nil
            }
            ipv4Destination = IPv4Address(octets[16..<20].reduce(0) { $0 << 8 | UInt32($1) })
        }
        guard inner.count >= 40, let version = inner.first, version >> 4 == 6,
            let source = IPv6Address(network: inner.dropFirst(8)),
            let destination = IPv6Address(network: inner.dropFirst(24))
        else { return nil }
        self.source = source
        self.destination = destination
    }
}
