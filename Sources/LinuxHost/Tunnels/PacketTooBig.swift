import MobilityWire

/// A Packet Too Big about one of our tunnel packets (RFC 4443 §3.2, RFC 2473 §7.1).
struct PacketTooBig {
    /// The far end of the tunnel.
    var remote: IPv6Address
    /// What the path takes, in octets, the outer header among them.
    var mtu: Int

    /// Reads a packet; nil: it is none, or not about a tunnel packet from this address.
    init?(_ octets: [UInt8], from local: IPv6Address) {
        guard octets.count >= 88, octets[0] >> 4 == 6, octets[6] == 58, octets[40] == 2, octets[54] == 41,
            IPv6Address(network: octets[56...]) == local, let remote = IPv6Address(network: octets[72...])
        else { return nil }
        self.remote = remote
        // IPv6 carries 1280 octets everywhere; less is a lie, or goes in fragments.
        mtu = max(1280, octets[44..<48].reduce(0) { $0 << 8 | Int($1) })
    }

    /// What of that is left for the packet inside.
    var inside: Int { max(1280, mtu - 40) }
}
