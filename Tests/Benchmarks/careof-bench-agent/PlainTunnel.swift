import CLinux
import Glibc
import MobilityWire

/// IPv6 in IPv6 as the shortest program would do it: one packet read, one packet written. Does not return.
func runPlainTunnel(_ device: String, _ local: String, _ remote: String) throws {
    guard let local = IPv6Address(local), let remote = IPv6Address(remote) else {
        throw Failure(description: "two addresses are needed")
    }
    let tun = careof_open_tun(device)
    let socket = careof_open_tunnel_socket(octets(local), octets(remote), nil)
    guard tun >= 0, socket >= 0 else { throw Failure(description: "no TUN device or raw socket") }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
        var ready = [false, false]
        _ = careof_wait([tun, socket], &ready, 2, -1)
        if ready[0] {
            let count = read(tun, &buffer, buffer.count)
            if count > 0 { _ = Glibc.send(socket, buffer, count, 0) }
        }
        if ready[1] {
            let count = read(socket, &buffer, buffer.count)
            if count > 0 { _ = write(tun, buffer, count) }
        }
    }
}

private func octets(_ address: IPv6Address) -> [UInt8] {
    withUnsafeBytes(of: address.high.bigEndian) { Array($0) }
        + withUnsafeBytes(of: address.low.bigEndian) { Array($0) }
}
