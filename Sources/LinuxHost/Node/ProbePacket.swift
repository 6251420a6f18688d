import MobilityWire

/// A probe of a path, or the answer to one: an Echo Request or Reply (RFC 4443 §4, RFC 792) of our identifier, from a
/// care-of address to the home agent's address of the same family.
struct ProbePacket: Equatable {
    /// Where it comes from.
    var source: CareOfAddress
    /// Where it goes.
    var destination: CareOfAddress
    /// Its number.
    var sequence: UInt16
    /// Octets that only we know.
    var mark: ArraySlice<UInt8>

    /// Between two addresses of one family.
    init(source: CareOfAddress, destination: CareOfAddress, sequence: UInt16, mark: [UInt8]) {
        self.source = source
        self.destination = destination
        self.sequence = sequence
        self.mark = mark[...]
    }

    /// Reads an answer; nil: the packet is none.
    init?(answer octets: [UInt8]) {
        guard let first = octets.first else { return nil }
        let start: Int
        switch first >> 4 {
        case 6:
            guard octets.count >= 56, octets[6] == ProtocolNumber.icmpv6, octets[40] == 129,
                let source = IPv6Address(network: octets[8...]),
                let destination = IPv6Address(network: octets[24...])
            else { return nil }
            (self.source, self.destination) = (.ipv6(source), .ipv6(destination))
            start = 40
        case 4:
            start = Int(first & 0xf) * 4
            guard start >= 20, octets.count >= start + 16, octets[9] == ProbePacket.icmp, octets[start] == 0
            else { return nil }
            func address(_ range: Range<Int>) -> CareOfAddress {
                .ipv4(IPv4Address(octets[range].reduce(0) { $0 << 8 | UInt32($1) }))
            }
            (source, destination) = (address(12..<16), address(16..<20))
        default: return nil
        }
        sequence = UInt16(octets[start + 6]) << 8 | UInt16(octets[start + 7])
        mark = octets[(start + 8)..<(start + 16)]
    }

    /// ICMP.
    private static let icmp: UInt8 = 1

    /// The whole packet of a request. The filter of the signalling port knows its identifier.
    var request: [UInt8] {
        var body: [UInt8] = [source.ipv4 == nil ? 128 : 8, 0, 0, 0, 0xca, 0x0f]
        body += [UInt8(sequence >> 8), UInt8(sequence & 0xff)] + mark
        var checksum = Checksum()
        var header: [UInt8]
        switch (source, destination) {
        case (.ipv6(let source), .ipv6(let destination)):
            checksum = Checksum.pseudoHeader(
                source: source, destination: destination, length: body.count,
                nextHeader: ProtocolNumber.icmpv6)
            header = [0x60, 0, 0, 0, 0, UInt8(body.count), ProtocolNumber.icmpv6, 64]
            header += source.octets + destination.octets
        case (.ipv4(let source), .ipv4(let destination)):
            // The kernel fills in identification and checksum of the header.
            header = [0x45, 0, 0, UInt8(20 + body.count), 0, 0, 0, 0, 64, ProbePacket.icmp, 0, 0]
            header += source.octets + destination.octets
        default: return []
        }
        checksum.add(body.span.bytes)
        body[2] = UInt8(checksum.value >> 8)
        body[3] = UInt8(checksum.value & 0xff)
        return header + body
    }
}
