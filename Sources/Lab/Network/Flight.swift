import MobilityWire
import Nodes
import Runtime

/// A packet under way.
public struct Flight: Hashable, Sendable {
    /// From the outermost IP header on.
    public var octets: [UInt8]
    /// What its sender asked for and its receiver is told.
    public var protection: Protection
    /// The journal entry of its departure.
    public var origin: Int
    /// The test packet that it belongs to.
    public var probe: Int?
    /// How many routers it passed; a loop ends here, the octets stay as they left.
    var hops: UInt8 = 0
    /// Whether the gate has let it go before the station that it came to.
    var isReleased = false
    /// The interface that put it on the link it is on; nil: it came from the world.
    var sender: PortReference?

    /// A packet that has not left yet.
    public init(octets: [UInt8], protection: Protection = .none, origin: Int, probe: Int? = nil) {
        self.octets = octets
        self.protection = protection
        self.origin = origin
        self.probe = probe
    }
}

/// What the network has to say.
public enum Occurrence: Sendable {
    /// A packet came to a station by this interface, for it or to be forwarded.
    case arrived(Flight, PortReference)
    /// A packet will never arrive.
    case lost(Flight, Loss, LinkReference?)
    /// A link made two of a packet.
    case duplicated(Flight, LinkReference)
    /// A link flipped a bit of a packet.
    case corrupted(Flight, LinkReference)
    /// Something about an interface changed that its station's node has to know.
    case fact(PortReference, InterfaceFact)
    /// Duplicate address detection that a station ran is over.
    case duplicatesDetected(StationReference, IPv6Address, found: Bool)
    /// A neighbour that a station probed answered, or did not.
    case neighbourProbed(StationReference, IPv6Address, answered: Bool)
}
