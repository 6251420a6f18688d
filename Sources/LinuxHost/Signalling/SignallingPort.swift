internal import CLinux
internal import Glibc
import MobilityWire
import Nodes

/// Where signalling comes in and goes out: whole packets, with the interface they came by.
///
/// In: a packet socket behind a filter in the kernel, which sees Home Address options and type 2 routing headers
/// before a kernel without CONFIG_IPV6_MIP6 refuses them. Out: a raw socket that takes whole packets, so that source,
/// options and checksum (over the home address, RFC 6275 §6.1.1) are ours; and frames where neighbour discovery may
/// not be used.
public final class SignallingPort {
    private let receiver: Int32
    private let sender: Int32
    private let frames: Int32
    /// The interface that the sender is bound to; nil: unknown.
    private var boundTo: UInt32?
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)

    /// Opens the sockets.
    init() throws(KernelError) {
        receiver = careof_open_packet_receiver()
        guard receiver >= 0 else { throw KernelError(last: "a packet socket") }
        sender = careof_open_packet_sender()
        guard sender >= 0 else { throw KernelError(last: "a raw socket") }
        frames = careof_open_frame_sender()
        guard frames >= 0 else { throw KernelError(last: "a packet socket") }
    }

    deinit {
        close(receiver)
        close(sender)
        close(frames)
    }

    /// What to wait on.
    var descriptor: Int32 { receiver }

    /// The next packet that came to this machine; nil: none is there. Those that it sends itself are passed over.
    func receive() -> Datagram? {
        while true {
            var arrival = careof_arrival()
            let count = buffer.withUnsafeMutableBytes {
                careof_receive_packet(receiver, $0.baseAddress, $0.count, &arrival)
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

    /// Sends a packet as its datagram says.
    func send(_ datagram: Datagram) throws(KernelError) {
        let octets = datagram.octets
        guard octets.count >= 40, octets[0] >> 4 == 6 else { throw KernelError("send", code: EAFNOSUPPORT) }
        let interface = datagram.interface?.number ?? 0
        let sent: Int
        if let hardware = datagram.linkLayerDestination, interface != 0 {
            sent = careof_send_frame(
                frames, octets, octets.count, interface, hardware.octets,
                UInt8(clamping: hardware.octets.count))
        } else {
            if boundTo != interface {
                boundTo = nil
                guard careof_bind_interface(sender, interface) == 0 else { throw KernelError(last: "send") }
                boundTo = interface
            }
            sent = careof_send_packet(sender, octets, octets.count, Array(octets[24..<40]), interface)
        }
        guard sent == octets.count else { throw KernelError(last: "send") }
    }
}
