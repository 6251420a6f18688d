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
    init?(_ octets: [UInt8]) { self.init(octets.span.bytes) }

    /// The same of octets that are still where the kernel put them.
    init?(_ octets: RawSpan) {
        guard octets.holds(20, at: 0) else { return nil }
        var start = 0
        if octets.octet(inside: 0) >> 4 == 4 {
            // IPv4 with IPv6 behind it, or behind UDP.
            let length = Int(octets.octet(inside: 0) & 0xf) * 4
            guard length >= 20 else { return nil }
            switch octets.octet(inside: 9) {
            case ProtocolNumber.ipv6: start = length
            case ProtocolNumber.udp: start = length + 8
            default: return nil
            }
            ipv4Destination = octets.ipv4Address(inside: 16)
        }
        guard octets.holds(40, at: start), octets.octet(inside: start) >> 4 == 6 else { return nil }
        source = octets.ipv6Address(inside: start + 8)
        destination = octets.ipv6Address(inside: start + 24)
    }
}
