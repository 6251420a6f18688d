internal import CLinux
internal import Glibc
import MobilityWire
import Nodes

/// Signalling over IPv4, in UDP or directly (RFC 5555 §4.1): whole packets as they stand on the wire, so that a node sees
/// by which address and port a NAT lets its packets come, and an agent answers from the port it was asked at.
///
/// It listens beside the sockets that move data through the same UDP port. While it is open the kernel answers none of
/// these packets with an error: what no tunnel takes is taken here and thrown away.
final class DualStackPort {
    /// Where packets come in.
    let receiver: PacketReceiver
    private let sender: Int32
    private let sinks: [Int32]
    /// The interface that the sender is bound to; nil: unknown.
    private var boundTo: UInt32?

    /// Opens the sockets, for a node or agent at this UDP port.
    init(port: UInt16) throws(KernelError) {
        receiver = try PacketReceiver(family: .ipv4)
        sender = careof_open_ipv4_sender()
        guard sender >= 0 else { throw KernelError(last: "a raw socket of IPv4") }
        var sinks: [Int32] = []
        for number in [port, 0] {
            let sink = careof_open_ipv4_sink(number)
            guard sink >= 0 else {
                let error = KernelError(last: number == 0 ? "a raw socket of IPv4" : "UDP port \(port)")
                for sink in sinks { close(sink) }
                close(sender)
                throw error
            }
            sinks.append(sink)
        }
        self.sinks = sinks
    }

    deinit {
        close(sender)
        for sink in sinks { close(sink) }
    }

    /// Sends a packet as it is.
    func send(_ datagram: Datagram) throws(KernelError) {
        let octets = datagram.octets
        guard octets.count >= 20 else { throw KernelError("send", code: EINVAL) }
        let interface = datagram.interface?.number ?? 0
        if boundTo != interface {
            boundTo = nil
            guard careof_bind_interface(sender, interface) == 0 else { throw KernelError(last: "send") }
            boundTo = interface
        }
        let sent = careof_send_ipv4(sender, octets, octets.count, Array(octets[16..<20]))
        guard sent == octets.count else { throw KernelError(last: "send") }
    }
}
