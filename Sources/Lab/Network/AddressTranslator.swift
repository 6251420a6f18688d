import MobilityWire
import Nodes

/// A NAT: UDP flows from inside leave with one public address, each inner address and port under an outer port of its
/// own, for as long as something passes (RFC 4787, endpoint-independent). Anything but UDP is dropped.
public struct AddressTranslator: Hashable, Sendable {
    /// One inner address and port, and the outer port that stands for them.
    public struct Mapping: Hashable, Sendable {
        /// The address inside.
        public var address: IPv4Address
        /// The port inside.
        public var port: UInt16
        /// The port outside.
        public var outerPort: UInt16
        /// When something passed last.
        public var lastUse: Instant
    }

    /// The address outside.
    public var publicAddress: IPv4Address
    /// How long a mapping stays without traffic.
    public var timeout: Interval
    /// The mappings, oldest first.
    public private(set) var mappings: [Mapping] = []
    private var nextPort: UInt16 = 40000

    /// A NAT of real life forgets somewhere; so many mappings are kept.
    private static let limit = 256

    /// A NAT behind this address; mappings without traffic go after `timeout`.
    public init(publicAddress: IPv4Address, timeout: Interval = .seconds(120)) {
        self.publicAddress = publicAddress
        self.timeout = timeout
    }

    /// Forgets everything, as a NAT does that was switched off and on. Ports given out again are other ones.
    public mutating func reset() {
        mappings = []
        nextPort = nextPort > 60000 ? 40000 : nextPort + 1000
    }

    /// A packet on its way out, rewritten; nil where it does not pass.
    mutating func outbound(_ packet: [UInt8], at now: Instant) -> [UInt8]? {
        guard let header = PacketHeader(packet), case .ipv4(let source, _) = header.addresses,
            header.nextHeader == PacketHeader.NextHeader.udp, packet.count >= header.length + 8
        else { return nil }
        forget(at: now)
        let port = packet.bigEndian16(at: header.length)
        let outer: UInt16
        if let known = mappings.firstIndex(where: { $0.address == source && $0.port == port }) {
            mappings[known].lastUse = now
            outer = mappings[known].outerPort
        } else {
            if mappings.count >= AddressTranslator.limit { mappings.removeFirst() }
            outer = nextPort
            nextPort = nextPort == .max ? 40000 : nextPort + 1
            mappings.append(Mapping(address: source, port: port, outerPort: outer, lastUse: now))
        }
        return rewritten(packet, header, addressAt: 12, publicAddress, portAt: header.length, outer)
    }

    /// A packet on its way in, rewritten; nil where nothing is known of it.
    mutating func inbound(_ packet: [UInt8], at now: Instant) -> [UInt8]? {
        guard let header = PacketHeader(packet), header.nextHeader == PacketHeader.NextHeader.udp,
            packet.count >= header.length + 8
        else { return nil }
        forget(at: now)
        let port = packet.bigEndian16(at: header.length + 2)
        guard let known = mappings.firstIndex(where: { $0.outerPort == port }) else { return nil }
        mappings[known].lastUse = now
        return rewritten(
            packet, header, addressAt: 16, mappings[known].address, portAt: header.length + 2,
            mappings[known].port)
    }

    private mutating func forget(at now: Instant) {
        mappings.removeAll { now - $0.lastUse > timeout }
    }

    /// The packet with another address and port; checksums follow (RFC 1624), a UDP checksum of zero stays zero.
    private func rewritten(
        _ packet: [UInt8], _ header: PacketHeader, addressAt: Int, _ address: IPv4Address, portAt: Int,
        _ port: UInt16
    ) -> [UInt8] {
        var packet = packet
        let changes: [(offset: Int, value: UInt16)] = [
            (addressAt, UInt16(address.value >> 16)), (addressAt + 2, UInt16(address.value & 0xffff)),
            (portAt, port),
        ]
        let udpChecksumAt = header.length + 6
        for (offset, value) in changes {
            let old = packet.bigEndian16(at: offset)
            if offset != portAt {
                packet.set(
                    InternetChecksum.updated(packet.bigEndian16(at: 10), from: old, to: value), at: 10)
            }
            let checksum = packet.bigEndian16(at: udpChecksumAt)
            if checksum != 0 {
                packet.set(InternetChecksum.updated(checksum, from: old, to: value), at: udpChecksumAt)
            }
            packet.set(value, at: offset)
        }
        return packet
    }
}
