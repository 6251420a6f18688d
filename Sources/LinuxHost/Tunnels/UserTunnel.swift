internal import CLinux
internal import Glibc
import MobilityWire

/// A TUN device with its sockets; all go when it is closed.
final class UserTunnel {
    /// The device's name.
    let device: String
    /// What the pump moves by.
    var lane: TunnelPump.Lane

    /// Makes the device around a first socket, which it closes in the end, also where it cannot be made.
    private init(device: String, around socket: TunnelSocket) throws(KernelError) {
        self.device = device
        let tun = careof_open_offload_tun(device)
        guard tun >= 0 else {
            let error = KernelError(last: "the TUN device \(device)")
            close(socket.descriptor)
            throw error
        }
        lane = TunnelPump.Lane(device: tun, socket: socket)
    }

    /// The tunnel of one binding, whose packets leave by an interface.
    convenience init(device: String, _ path: TunnelPath, interface: String) throws(KernelError) {
        try self.init(device: device, around: try path.open(interface))
    }

    /// The tunnels of many bindings in IPv6 from one address.
    convenience init(device: String, local: IPv6Address) throws(KernelError) {
        let socket = careof_open_tunnel_socket(local.octets, nil, nil)
        guard socket >= 0 else { throw KernelError(last: "a tunnel socket from \(local)") }
        try self.init(device: device, around: TunnelSocket(descriptor: socket, kind: .ipv6))
    }

    /// The tunnels of many bindings in IPv4 from one address.
    convenience init(device: String, local: IPv4Address) throws(KernelError) {
        let sockets = try TunnelPath.openIPv4(of: local)
        do {
            try self.init(device: device, around: sockets[0])
        } catch {
            close(sockets[1].descriptor)
            throw error
        }
        lane.others = [sockets[1]]
    }

    /// Makes one more device for the sockets of another one, by which packets leave that a flow rule leads to a BID.
    convenience init(device: String, bid: UInt16, beside other: UserTunnel) throws(KernelError) {
        try self.init(device: device, around: try UserTunnel.copy(of: other.lane.socket))
        for socket in other.lane.others { lane.others.append(try UserTunnel.copy(of: socket)) }
        lane.table = other.lane.table
        lane.bid = bid
    }

    /// Another descriptor of a socket, for a device that is closed by itself.
    private static func copy(of socket: TunnelSocket) throws(KernelError) -> TunnelSocket {
        let descriptor = fcntl(socket.descriptor, F_DUPFD_CLOEXEC, 0)
        guard descriptor >= 0 else { throw KernelError(last: "a tunnel socket") }
        return TunnelSocket(descriptor: descriptor, kind: socket.kind)
    }

    /// Puts another socket in the place of the present one, which the pump must not use any more when it is closed.
    func reconnect(_ path: TunnelPath, interface: String) throws(KernelError) -> Int32 {
        let new = try path.open(interface)
        let former = lane.socket.descriptor
        lane.socket = new
        return former
    }

    deinit {
        close(lane.device)
        close(lane.socket.descriptor)
        for other in lane.others { close(other.descriptor) }
    }
}
