import MobilityWire
import Nodes

/// The messages of neighbour discovery (RFC 4861 §4.3, §4.4) that an agent sends by itself, because no kernel does it
/// for addresses that are not its own.
enum NeighbourMessage {
    /// Who has this address? For duplicate address detection the source is the unspecified address (RFC 4862 §5.4.2).
    static func detection(of target: IPv6Address) -> Datagram {
        let group = IPv6Address(high: 0xff02_0000_0000_0000, low: 0x1_ff00_0000 | target.low & 0xff_ffff)
        let body = [135, 0, 0, 0, 0, 0, 0, 0] + target.octets
        return Datagram(
            octets: packet(body, from: .unspecified, to: group), linkLayerDestination: frame(group))
    }

    /// A probe of a neighbour that is known: from an address of ours, so that it answers to us (RFC 4861 §7.2.2).
    static func probe(
        for target: IPv6Address, from source: IPv6Address, _ hardware: LinkLayerAddress,
        to destination: LinkLayerAddress?
    ) -> Datagram {
        let group = IPv6Address(high: 0xff02_0000_0000_0000, low: 0x1_ff00_0000 | target.low & 0xff_ffff)
        let body = [135, 0, 0, 0, 0, 0, 0, 0] + target.octets + [1, 1] + hardware.octets
        return Datagram(
            octets: packet(body, from: source, to: destination == nil ? group : target),
            linkLayerDestination: destination ?? frame(group))
    }

    /// This address is here now: to all, overriding what they know (RFC 6275 §10.4.1, §11.5.5).
    static func advertisement(
        of target: IPv6Address, from source: IPv6Address, _ hardware: LinkLayerAddress, isRouter: Bool
    ) -> Datagram {
        let body =
            [136, 0, 0, 0, isRouter ? 0xa0 : 0x20, 0, 0, 0] + target.octets + [2, 1] + hardware.octets
        return Datagram(
            octets: packet(body, from: source, to: .allNodes), linkLayerDestination: frame(.allNodes))
    }

    /// The target of a solicitation or advertisement; nil: the packet is none.
    static func target(of octets: [UInt8]) -> (
        isAdvertisement: Bool, source: IPv6Address, target: IPv6Address
    )? {
        guard octets.count >= 64, octets[0] >> 4 == 6, octets[6] == 58, octets[7] == 255,
            octets[40] == 135 || octets[40] == 136,
            let source = IPv6Address(network: octets[8...]), let target = IPv6Address(network: octets[48...])
        else { return nil }
        return (octets[40] == 136, source, target)
    }

    /// The frame address of a multicast group (RFC 2464 §7).
    private static func frame(_ group: IPv6Address) -> LinkLayerAddress {
        LinkLayerAddress([0x33, 0x33] + group.octets[12...])
    }

    /// An ICMPv6 message with its checksum (RFC 4443 §2.3) in a packet.
    static func packet(
        _ body: [UInt8], from source: IPv6Address, to destination: IPv6Address, hopLimit: UInt8 = 255
    ) -> [UInt8] {
        var body = body
        var checksum = Checksum.pseudoHeader(
            source: source, destination: destination, length: body.count, nextHeader: 58)
        checksum.add(body.span.bytes)
        body[2] = UInt8(checksum.value >> 8)
        body[3] = UInt8(checksum.value & 0xff)
        let header: [UInt8] = [
            0x60, 0, 0, 0, UInt8(truncatingIfNeeded: body.count >> 8), UInt8(truncatingIfNeeded: body.count),
            58, hopLimit,
        ]
        return header + source.octets + destination.octets + body
    }
}
