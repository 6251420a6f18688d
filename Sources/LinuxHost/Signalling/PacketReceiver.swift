internal import CLinux
internal import Glibc
import Nodes

/// A packet socket behind a filter in the kernel: it sees Home Address options and type 2 routing headers before a
/// kernel without CONFIG_IPV6_MIP6 refuses them; and signalling in IPv4 beside the sockets of tunnels.
final class PacketReceiver: SignallingReceiver {
    /// What the packets begin with.
    enum Family {
        case ipv6, ipv4
    }

    let descriptor: Int32
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)

    /// Opens the socket.
    init(family: Family = .ipv6) throws(KernelError) {
        descriptor = family == .ipv6 ? careof_open_packet_receiver() : careof_open_ipv4_receiver()
        guard descriptor >= 0 else { throw KernelError(last: "a packet socket") }
    }

    deinit { close(descriptor) }

    /// The next packet. Those that this machine sends itself are passed over.
    func receive() -> Datagram? {
        while true {
            var arrival = careof_arrival()
            let count = buffer.withUnsafeMutableBytes {
                careof_receive_packet(descriptor, $0.baseAddress, $0.count, &arrival)
            }
            guard count > 0 else { return nil }
            // PACKET_HOST, PACKET_BROADCAST, PACKET_MULTICAST; not others' and not our own.
            guard arrival.packet_type <= 2 else { continue }
            let hardware = withUnsafeBytes(of: arrival.link_layer_address) {
                Array($0.prefix(Int(arrival.link_layer_length)))
            }
            return Datagram(
                octets: Array(buffer[..<count]), interface: InterfaceIdentifier(arrival.interface),
                linkLayerSource: hardware.count == 6 ? LinkLayerAddress(hardware) : nil)
        }
    }
}
