internal import CLinux
internal import Glibc
import MobilityWire
import Nodes

/// A socket at the far side of a tunnel device.
struct TunnelSocket: Sendable {
    /// What stands around the packets of a tunnel.
    enum Kind: Sendable {
        /// IPv6 (RFC 2473).
        case ipv6
        /// IPv4 (RFC 4213 §3).
        case ipv4
        /// UDP in IPv4 (RFC 5555 §4.1).
        case udp
    }

    /// The descriptor.
    var descriptor: Int32
    /// What it puts around packets.
    var kind: Kind

    /// Whether packets to this end leave by this socket.
    func leads(to end: IPv6Address) -> Bool {
        switch kind {
        case .ipv6: !end.isIPv4End
        case .ipv4: end.isIPv4End && !end.isUDPEnd
        case .udp: end.isUDPEnd
        }
    }
}

/// Both ends of a mobile node's tunnel, and what stands between them.
enum TunnelPath: Equatable {
    /// In IPv6.
    case ipv6(TunnelEnds)
    /// In IPv4.
    case ipv4(local: IPv4Address, remote: IPv4Address)
    /// In UDP in IPv4, through a NAT.
    case udp(local: IPv4Address, remote: IPv4Address, ports: Action.Tunnel.Ports)

    /// Octets of the outer headers (RFC 2473 §7.1; RFC 5555 §4.1).
    var overhead: Int {
        switch self {
        case .ipv6: 40
        case .ipv4: 20
        case .udp: 28
        }
    }

    /// The ends, where both are of IPv6.
    var ipv6: TunnelEnds? {
        if case .ipv6(let ends) = self { ends } else { nil }
    }

    /// Opens a socket that talks to the other end and nobody else, by this interface; the caller closes it.
    func open(_ interface: String?) throws(KernelError) -> TunnelSocket {
        let socket: TunnelSocket
        switch self {
        case .ipv6(let ends):
            socket = TunnelSocket(
                descriptor: careof_open_tunnel_socket(ends.local.octets, ends.remote.octets, interface),
                kind: .ipv6)
        case .ipv4(let local, let remote):
            socket = TunnelSocket(
                descriptor: careof_open_ipv4_tunnel_socket(
                    ProtocolNumber.ipv6, local.octets, 0, remote.octets, 0, interface), kind: .ipv4)
        case .udp(let local, let remote, let ports):
            socket = TunnelSocket(
                descriptor: careof_open_ipv4_tunnel_socket(
                    0, local.octets, ports.local, remote.octets, ports.remote, interface), kind: .udp)
        }
        guard socket.descriptor >= 0 else { throw KernelError(last: "a tunnel socket from \(self)") }
        return socket
    }

    /// Opens the two sockets in IPv4 of an agent, which talk to anybody; the caller closes them.
    static func openIPv4(of address: IPv4Address) throws(KernelError) -> [TunnelSocket] {
        let plain = careof_open_ipv4_tunnel_socket(ProtocolNumber.ipv6, address.octets, 0, nil, 0, nil)
        guard plain >= 0 else { throw KernelError(last: "a tunnel socket from \(address)") }
        let udp = careof_open_ipv4_tunnel_socket(
            0, address.octets, ProtocolConstants.dualStackPort, nil, 0, nil)
        guard udp >= 0 else {
            let error = KernelError(last: "UDP port \(ProtocolConstants.dualStackPort) of \(address)")
            close(plain)
            throw error
        }
        return [
            TunnelSocket(descriptor: plain, kind: .ipv4), TunnelSocket(descriptor: udp, kind: .udp),
        ]
    }
}

extension TunnelPath: CustomStringConvertible {
    var description: String {
        switch self {
        case .ipv6(let ends): "\(ends.local) to \(ends.remote)"
        case .ipv4(let local, let remote): "\(local) to \(remote)"
        case .udp(let local, let remote, let ports):
            "\(local) port \(ports.local) to \(remote) port \(ports.remote)"
        }
    }
}
