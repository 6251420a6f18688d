internal import CLinux
internal import Glibc
import MobilityWire
import Nodes

/// A raw socket of protocol 135 (the Mobility Header), with a packet socket beside it for all that is no Mobility
/// Header: discovery, neighbours, errors, signalling inside tunnels.
///
/// While it is open the kernel answers no Mobility Header with a Parameter Problem, so nothing else has to keep it
/// silent. It needs the states of `KernelChange.mobilityStates`, which let Home Address options and type 2 routing
/// headers of any address pass.
final class MobilityHeaderReceiver: SignallingReceiver {
    let descriptor: Int32
    private let socket: Int32
    private let packets: PacketReceiver
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)
    private var headers = [UInt8](repeating: 0, count: Int(careof_extension_room))
    /// So many are read at once, as many as speakers are remembered.
    private static let limit = Int(careof_batch_limit)
    /// Who spoke last by which link-layer address, the newest last: the packet socket hears it just before the kernel
    /// hands the packet to the other (R-076 needs it).
    private var speakers:
        [(interface: InterfaceIdentifier?, source: IPv6Address, address: LinkLayerAddress)] = []

    /// Opens the sockets.
    init() throws(KernelError) {
        packets = try PacketReceiver()
        socket = careof_open_mobility_receiver()
        guard socket >= 0 else { throw KernelError(last: "a raw Mobility Header socket") }
        descriptor = careof_open_either(packets.descriptor, socket)
        guard descriptor >= 0 else {
            let error = KernelError(last: "waiting for two sockets")
            close(socket)
            throw error
        }
    }

    deinit {
        close(descriptor)
        close(socket)
    }

    func receive(_ judge: (RawSpan) -> Precedence?, into arrived: inout [Arrival]) -> Int {
        // Who spoke is heard before what was said.
        let count = packets.look { octets, arrival in
            guard PlainPacket.upperLayer(of: octets) != 135 else { return remember(octets, arrival) }
            // Data behind a routing header is the kernel's.
            guard octets.byteCount >= 40, octets.octet(inside: 6) != 43, let precedence = judge(octets) else {
                return
            }
            arrived.append(Arrival(octets, arrival, precedence))
        }
        for read in 0..<MobilityHeaderReceiver.limit {
            guard let datagram = receive() else { return count + read }
            guard let precedence = judge(datagram.octets.span.bytes) else { continue }
            arrived.append(Arrival(datagram: datagram, precedence: precedence))
        }
        return count + MobilityHeaderReceiver.limit
    }

    var lost: Int { packets.lost + Int(careof_lost_packets(socket)) }

    /// The next Mobility Header; nil: none is there.
    private func receive() -> Datagram? {
        while true {
            var arrival = careof_mobility_arrival()
            let count = buffer.withUnsafeMutableBytes { buffer in
                careof_receive_mobility(socket, buffer.baseAddress, buffer.count, &arrival, &headers)
            }
            guard count > 0 else { return nil }
            guard let source = withUnsafeBytes(of: arrival.source, { IPv6Address(network: Array($0)[...]) }),
                let destination = withUnsafeBytes(
                    of: arrival.destination, { IPv6Address(network: Array($0)[...]) })
            else { continue }
            let packet = PlainPacket(
                source: source, destination: destination, hopLimit: arrival.hop_limit,
                extensions: headers[..<Int(arrival.headers_length)], payload: buffer[..<count])
            let interface = InterfaceIdentifier(arrival.interface)
            return Datagram(
                octets: packet.octets, interface: interface,
                linkLayerSource: speakers.last {
                    $0.interface == interface && $0.source == packet.sender
                }?.address)
        }
    }

    private func remember(_ octets: RawSpan, _ arrival: careof_arrival) {
        guard let hardware = arrival.linkLayerSource else { return }
        if speakers.count >= MobilityHeaderReceiver.limit { speakers.removeFirst() }
        speakers.append((InterfaceIdentifier(arrival.interface), octets.ipv6Address(inside: 8), hardware))
    }
}
