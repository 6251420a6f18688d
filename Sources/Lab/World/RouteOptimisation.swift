import MobilityWire

/// Data between a care-of address and a correspondent without a tunnel (RFC 6275 §6.3, §6.4, §11.3.1).
enum RouteOptimisation {
    /// The packet with its home address moved into a Home Address option (from the node) or a type 2 routing header
    /// (to the node), and the care-of address in its place.
    ///
    /// The upper layer's checksum stays as it is: it covers the home address in both directions.
    static func packet(
        _ octets: [UInt8], homeAddress: IPv6Address, careOfAddress: IPv6Address
    ) -> [UInt8]? {
        guard let header = PacketHeader(octets), case .ipv6(let source, let destination) = header.addresses
        else { return nil }
        let fromNode = source == homeAddress
        var packet = Encapsulation.ipv6Header(
            from: fromNode ? careOfAddress : source, to: fromNode ? destination : careOfAddress,
            nextHeader: fromNode
                ? PacketHeader.NextHeader.destinationOptions : PacketHeader.NextHeader.routing,
            payload: octets.count - header.length + 24)
        packet +=
            fromNode
            ? [header.nextHeader, 2, 1, 2, 0, 0, 0xc9, 16] : [header.nextHeader, 2, 2, 1, 0, 0, 0, 0]
        packet += homeAddress.octets
        packet += octets[header.length...]
        return packet
    }
}
