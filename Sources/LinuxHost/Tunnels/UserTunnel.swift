internal import CLinux
internal import Glibc
import MobilityWire

/// A TUN device with its raw socket; both go when it is closed.
final class UserTunnel {
    /// The device's name.
    let device: String
    /// What the pump moves by.
    var lane: TunnelPump.Lane

    /// Makes the device and the socket.
    ///
    /// - Parameters:
    ///   - local: our end; - remote: the other end, nil where there are many.
    ///   - interface: the interface packets leave by; nil: whichever routing says.
    init(device: String, local: IPv6Address, remote: IPv6Address?, interface: String?) throws(KernelError) {
        self.device = device
        let tun = careof_open_offload_tun(device)
        guard tun >= 0 else { throw KernelError(last: "the TUN device \(device)") }
        let socket: Int32
        if let remote {
            socket = careof_open_tunnel_socket(local.octets, remote.octets, interface)
        } else {
            socket = careof_open_tunnel_socket(local.octets, nil, interface)
        }
        guard socket >= 0 else {
            let error = KernelError(last: "a tunnel socket from \(local)")
            close(tun)
            throw error
        }
        lane = TunnelPump.Lane(device: tun, socket: socket, table: nil)
    }

    /// Puts another socket in the place of the present one, which the pump must not use any more when it is closed.
    func reconnect(local: IPv6Address, remote: IPv6Address, interface: String?) throws(KernelError) -> Int32 {
        let socket = careof_open_tunnel_socket(local.octets, remote.octets, interface)
        guard socket >= 0 else { throw KernelError(last: "a tunnel socket from \(local)") }
        let former = lane.socket
        lane.socket = socket
        return former
    }

    deinit {
        close(lane.device)
        close(lane.socket)
    }
}
