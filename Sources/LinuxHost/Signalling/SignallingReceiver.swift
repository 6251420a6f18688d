import MobilityWire
import Nodes

/// Where signalling comes in.
protocol SignallingReceiver: AnyObject {
    /// What to wait on.
    var descriptor: Int32 { get }
    /// Looks at as many packets as come at once, from their IPv6 header on, and keeps those that are wanted; how many it
    /// looked at: 0, none is there. Those that this machine sends itself are passed over.
    ///
    /// - Parameter judge: who is heard first; nil: it is not wanted. It sees the octets where the kernel put them, so
    ///   that what nobody wants costs no memory.
    func receive(_ judge: (RawSpan) -> Precedence?, into arrived: inout [Arrival]) -> Int
    /// How many packets the kernel had no room for since the sockets were opened.
    var lost: Int { get }
}

/// A packet that came to this machine.
struct Arrival {
    var datagram: Datagram
    var precedence: Precedence
}

/// The ways in which signalling can come in.
public enum SignallingKind: String, Sendable {
    /// A raw socket of protocol 135: the kernel takes Home Address options and type 2 routing headers off, and ESP.
    case mobilityHeader = "a raw Mobility Header socket"
    /// A packet socket, for kernels that would refuse both.
    case packet = "a packet socket"
}
