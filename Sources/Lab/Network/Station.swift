import MobilityWire
import Nodes
import Runtime

/// A station by its place in the network.
public struct StationReference: Hashable, Comparable, Sendable {
    /// Counted from 0 in the order in which the stations were made.
    public let index: Int

    /// By place.
    public static func < (left: Self, right: Self) -> Bool { left.index < right.index }
}

/// An interface of a station.
public struct PortReference: Hashable, Sendable {
    /// Whose it is.
    public let station: StationReference
    /// Its number there, which is what the station's node knows it by.
    public let interface: InterfaceIdentifier

    var index: Int { Int(interface.number) - 1 }

    init(_ station: StationReference, _ index: Int) {
        self.station = station
        interface = InterfaceIdentifier(UInt32(index + 1))
    }

    /// An interface of a station by its number.
    public init(_ station: StationReference, interface: InterfaceIdentifier) {
        self.station = station
        self.interface = interface
    }
}

/// A machine as the network sees it: interfaces, addresses, and what its kernel does with packets by itself.
public struct Station: Sendable {
    /// What people call it.
    public var name: String
    /// The last 64 bits of the addresses that it makes for itself (RFC 4862 §5.5.3).
    public var interfaceIdentifier: UInt64
    /// A prefix in which it makes no address for itself: that of its home address, which is its node's affair.
    public var ownPrefix: IPv6Prefix?
    /// Whether it listens to routers and makes addresses; else it has what it is given.
    public var configuresItself = true
    /// Its interfaces; number n stands at n - 1.
    public internal(set) var ports: [Port] = []
    /// Addresses for which it answers neighbour solicitations in place of others.
    public internal(set) var proxied: [IPv6Address] = []
    /// Neighbour entries that were put there by hand.
    public internal(set) var neighbours: [NeighbourEntry] = []

    /// A station without interfaces.
    public init(name: String, interfaceIdentifier: UInt64) {
        self.name = name
        self.interfaceIdentifier = interfaceIdentifier
    }
}

/// An interface of a station.
public struct Port: Sendable {
    /// What people call it.
    public var name: String
    /// Where it is plugged in.
    public internal(set) var link: LinkReference?
    /// Whether its own station shut it.
    public internal(set) var isShut = false
    /// Its link-layer address.
    public let linkLayerAddress: LinkLayerAddress
    /// Its IPv6 addresses.
    public internal(set) var addresses: [PortAddress] = []
    /// Its IPv4 address.
    public internal(set) var ipv4: IPv4Address?
    /// What left by it.
    public internal(set) var sent = InterfaceView.Traffic()
    /// What came in by it.
    public internal(set) var received = InterfaceView.Traffic()
    /// Counts what happened to the plug, so that news of an earlier plugging are not believed.
    var generation: UInt32 = 0

    /// Whether packets pass.
    public var isUp: Bool { link != nil && !isShut }
}

/// An IPv6 address of an interface.
public struct PortAddress: Hashable, Sendable {
    /// The address.
    public var address: IPv6Address
    /// Its state there.
    public var state: AddressState
    /// Whether neighbour solicitations for it are answered.
    public var answers: Bool
    /// Whether packets to it are taken.
    public var accepts: Bool
}

/// What a station knows of a neighbour without having asked.
public struct NeighbourEntry: Hashable, Sendable {
    /// The neighbour's address.
    public var address: IPv6Address
    /// Where frames for it go.
    public var linkLayerAddress: LinkLayerAddress
}
