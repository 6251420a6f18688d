import MobilityWire
import Nodes
import Runtime

/// A test packet: sent to learn which way data takes at this moment.
public struct Probe: Hashable, Sendable {
    /// What packet filters see of it.
    public var flow: FlowKey
    /// Where it has been, in order.
    public internal(set) var path: [Hop]
    /// What became of it.
    public internal(set) var outcome: Outcome

    /// A place on the way.
    public enum Hop: Hashable, Sendable {
        /// A station: its sender, its receiver, or one that forwarded it.
        case station(StationReference)
        /// Into a tunnel between home agent and care-of address.
        case tunnel(bid: UInt16?, careOfAddress: CareOfAddress)
        /// Straight between correspondent and care-of address, by Home Address option or type 2 routing header.
        case routeOptimised(bid: UInt16?, careOfAddress: CareOfAddress)
        /// In by this interface of the last station named.
        case interface(InterfaceIdentifier)
    }

    /// What became of a test packet.
    public enum Outcome: Hashable, Sendable {
        /// It is under way.
        case underway
        /// It came to whom it was for.
        case arrived
        /// It did not.
        case lost(Loss)
    }
}
