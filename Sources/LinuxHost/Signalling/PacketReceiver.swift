internal import CLinux
internal import Glibc
import MobilityWire
import Nodes

/// A packet socket behind a filter in the kernel: it sees Home Address options and type 2 routing headers before a
/// kernel without CONFIG_IPV6_MIP6 refuses them; and signalling in IPv4 beside the sockets of tunnels.
final class PacketReceiver: SignallingReceiver {
    /// What the packets begin with.
    enum Family {
        case ipv6, ipv4
    }

    let descriptor: Int32
    private static let limit = Int(careof_batch_limit)
    /// Octets for each packet. Not a power of two: equal places of packets would all be at home in the same lines of the
    /// cache.
    private static let slot = 65_536 + 64
    /// Only what packets touch of it is memory.
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: slot * limit, alignment: 64)
    private var arrivals = [careof_arrival](repeating: careof_arrival(), count: limit)

    /// Opens the socket.
    init(family: Family = .ipv6) throws(KernelError) {
        descriptor = family == .ipv6 ? careof_open_packet_receiver() : careof_open_ipv4_receiver()
        guard descriptor >= 0 else { throw KernelError(last: "a packet socket") }
    }

    deinit {
        close(descriptor)
        buffer.deallocate()
    }

    func receive(_ judge: (RawSpan) -> Precedence?, into arrived: inout [Arrival]) -> Int {
        look { octets, arrival in
            guard let precedence = judge(octets) else { return }
            arrived.append(Arrival(octets, arrival, precedence))
        }
    }

    /// Looks at as many packets as come at once; how many they were, our own among them.
    func look(_ body: (RawSpan, careof_arrival) -> Void) -> Int {
        let count = Int(
            careof_receive_packets(
                descriptor, buffer.baseAddress, PacketReceiver.slot, Int32(PacketReceiver.limit), &arrivals))
        guard count > 0 else { return 0 }
        for (index, arrival) in arrivals[..<count].enumerated() {
            // PACKET_HOST, PACKET_BROADCAST, PACKET_MULTICAST; not others' and not our own.
            guard arrival.packet_type <= 2 else { continue }
            let start = index * PacketReceiver.slot
            let end = start + min(Int(arrival.length), PacketReceiver.slot)
            body(UnsafeRawBufferPointer(rebasing: buffer[start..<end]).bytes, arrival)
        }
        return count
    }

    var lost: Int { Int(careof_lost_packets(descriptor)) }
}

extension careof_arrival {
    /// The link-layer address it came from; nil: it has none of six octets.
    var linkLayerSource: LinkLayerAddress? {
        guard link_layer_length == 6 else { return nil }
        return withUnsafeBytes(of: link_layer_address) { LinkLayerAddress(Array($0.prefix(6))) }
    }
}

extension Arrival {
    init(_ octets: RawSpan, _ arrival: careof_arrival, _ precedence: Precedence) {
        datagram = Datagram(
            octets: octets.array(0..<octets.byteCount), interface: InterfaceIdentifier(arrival.interface),
            linkLayerSource: arrival.linkLayerSource)
        self.precedence = precedence
    }
}
