internal import CLinux
internal import Glibc
import MobilityWire
import Nodes

/// Where signalling comes in and goes out: whole packets, with the interface they came by.
///
/// In: as the kernel allows (`SignallingKind`). Out: a raw socket that takes whole packets, so that source, options
/// and checksum (over the home address, RFC 6275 §6.1.1) are ours; and frames where neighbour discovery may not be
/// used. IPv4 is there once it is asked for.
public final class SignallingPort {
    /// How signalling comes in.
    let kind: SignallingKind
    private let receiver: any SignallingReceiver
    private let sender: Int32
    private let frames: Int32
    /// The interface that the sender is bound to; nil: unknown.
    private var boundTo: UInt32?
    private var dualStack: DualStackPort?
    /// What tells of both families; -1: there is one.
    private var either: Int32 = -1

    /// Whether the kernel knows Home Address options and type 2 routing headers (CONFIG_IPV6_MIP6).
    static var kernelKnowsMobility: Bool { careof_knows_mobility() }

    /// The port for this kernel. What lets Home Address options and type 2 routing headers pass goes into the kernel
    /// by the ledger; what someone else has there does as well.
    static func best(_ ledger: Ledger) throws(KernelError) -> SignallingPort {
        guard kernelKnowsMobility else { return try SignallingPort(.packet) }
        for change in KernelChange.mobilityStates {
            do {
                try ledger.apply(change)
            } catch {
                guard error.isPresence else { return try SignallingPort(.packet) }
            }
        }
        return try SignallingPort(.mobilityHeader)
    }

    /// Opens the sockets.
    init(_ kind: SignallingKind) throws(KernelError) {
        self.kind = kind
        switch kind {
        case .mobilityHeader: receiver = try MobilityHeaderReceiver()
        case .packet: receiver = try PacketReceiver()
        }
        sender = careof_open_packet_sender()
        guard sender >= 0 else { throw KernelError(last: "a raw socket") }
        frames = careof_open_frame_sender()
        guard frames >= 0 else { throw KernelError(last: "a packet socket") }
    }

    deinit {
        close(sender)
        close(frames)
        if either >= 0 { close(either) }
    }

    /// Whether it takes part in IPv4.
    var usesIPv4: Bool { dualStack != nil }

    /// Takes part in IPv4 from now on, at this UDP port (RFC 5555 §4.1).
    func useIPv4(port: UInt16) throws(KernelError) {
        let new = try DualStackPort(port: port)
        either = careof_open_either(receiver.descriptor, new.receiver.descriptor)
        guard either >= 0 else { throw KernelError(last: "waiting for two sockets") }
        dualStack = new
    }

    /// What to wait on.
    var descriptor: Int32 { either >= 0 ? either : receiver.descriptor }

    /// Looks at as many packets of both families as come at once, and keeps those that are wanted; how many it looked
    /// at: 0, none is there.
    ///
    /// - Parameter judge: who is heard first; nil: it is not wanted.
    func receive(_ judge: (RawSpan) -> Precedence?, into arrived: inout [Arrival]) -> Int {
        receiver.receive(judge, into: &arrived) + (dualStack?.receiver.receive(judge, into: &arrived) ?? 0)
    }

    private var toldLost = 0

    /// How many packets the kernel had no room for since this was asked last.
    func takeLost() -> Int {
        let all = receiver.lost + (dualStack?.receiver.lost ?? 0)
        defer { toldLost = all }
        return max(0, all - toldLost)
    }

    /// Sends a packet as its datagram says.
    func send(_ datagram: Datagram) throws(KernelError) {
        let octets = datagram.octets
        if let dualStack, let first = octets.first, first >> 4 == 4 { return try dualStack.send(datagram) }
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
