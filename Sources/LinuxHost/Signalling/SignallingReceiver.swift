import Nodes

/// Where signalling comes in.
protocol SignallingReceiver: AnyObject {
    /// What to wait on.
    var descriptor: Int32 { get }
    /// The next packet that came to this machine, from its IPv6 header on; nil: none is there.
    func receive() -> Datagram?
}

/// The ways in which signalling can come in.
public enum SignallingKind: String, Sendable {
    /// A raw socket of protocol 135: the kernel takes Home Address options and type 2 routing headers off, and ESP.
    case mobilityHeader = "a raw Mobility Header socket"
    /// A packet socket, for kernels that would refuse both.
    case packet = "a packet socket"
}
