import MobilityWire
import Nodes

/// A Packet Too Big about one of our tunnel packets (RFC 4443 §3.2, RFC 2473 §7.1).
struct PacketTooBig {
    /// The ends of the tunnel.
    var ends: TunnelEnds
    /// What the path takes, in octets, the outer header among them.
    var mtu: Int
    /// What the message holds of the packet inside.
    private var packet: ArraySlice<UInt8>

    /// Reads a packet; nil: it is none, or not about a tunnel packet.
    init?(_ octets: [UInt8]) {
        guard octets.count >= 88, octets[0] >> 4 == 6, octets[6] == 58, octets[40] == 2, octets[54] == 41,
            let local = IPv6Address(network: octets[56...]), let remote = IPv6Address(network: octets[72...])
        else { return nil }
        ends = TunnelEnds(local: local, remote: remote)
        // IPv6 carries 1280 octets everywhere; less is a lie, or goes in fragments.
        mtu = max(1280, octets[44..<48].reduce(0) { $0 << 8 | Int($1) })
        packet = octets[88...]
    }

    /// What of that is left for the packet inside.
    var inside: Int { max(1280, mtu - 40) }

    /// What tells the sender of the packet inside, so that nobody waits for a packet that is lost (RFC 2473 §8.2); nil:
    /// it would not have been too big.
    func relayed(from address: IPv6Address) -> Datagram? {
        guard packet.count >= 40, packet[packet.startIndex] >> 4 == 6,
            let sender = IPv6Address(network: packet.dropFirst(8)), sender.isRoutableUnicast
        else { return nil }
        let size = 40 + (Int(packet[packet.startIndex + 4]) << 8 | Int(packet[packet.startIndex + 5]))
        guard size > inside else { return nil }
        // As much of it as fits into 1280 octets (RFC 4443 §2.4 c).
        let number = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: inside >> $0) }
        let body = [2, 0, 0, 0] + number + packet.prefix(1280 - 48)
        return Datagram(octets: NeighbourMessage.packet(body, from: address, to: sender, hopLimit: 64))
    }
}
