import MobilityWire
import Nodes

/// A link by its place in the network.
public struct LinkReference: Hashable, Comparable, Sendable {
    /// Counted from 0 in the order in which the links were made.
    public let index: Int

    /// By place.
    public static func < (left: Self, right: Self) -> Bool { left.index < right.index }
}

/// A link: what stations are plugged into, with the router between it and the rest of the world.
public struct Link: Sendable {
    /// What people call it.
    public var name: String
    /// The IPv6 prefix of the link; nil: no IPv6 here.
    public var prefix: IPv6Prefix?
    /// The IPv4 network of the link.
    public var ipv4: IPv4Network?
    /// The NAT between the link's IPv4 network and the world.
    public var translator: AddressTranslator?
    /// Who stands between the link and the world.
    public var gateway: Gateway
    /// Further routers that advertise themselves here (R-076: a home agent that is not the only router).
    public var otherRouters: [Router] = []
    /// From a station into the link.
    public var up = Impairment()
    /// From the link to a station.
    public var down = Impairment()
    /// The largest packet that goes through, in octets.
    public var mtu = 1500
    /// The router neither forwards nor advertises itself; nobody is told.
    public var routerIsSilent = false
    /// Nothing passes between the link and the world; the router still advertises itself.
    public var isPartitioned = false
    /// Whether the world knows a way to it; false for the network behind a mobile router, whose prefix leads to its home
    /// agent (RFC 3963).
    public var isRouted = true
    /// The interfaces plugged in, in the order of plugging.
    public internal(set) var members: [PortReference] = []

    /// A link; its router is `fe80::1` unless a station takes that place.
    public init(
        name: String, prefix: IPv6Prefix? = nil, ipv4: IPv4Network? = nil,
        translator: AddressTranslator? = nil
    ) {
        self.name = name
        self.prefix = prefix
        self.ipv4 = ipv4
        self.translator = translator
        gateway = .router(.first)
    }

    /// Who forwards between a link and the world.
    public enum Gateway: Hashable, Sendable {
        /// A router that does nothing else.
        case router(Router)
        /// A station: a home agent that is the only router of its link.
        case station(PortReference)
    }

    /// A router of a link.
    public struct Router: Hashable, Sendable {
        /// Its link-local address.
        public var address: IPv6Address
        /// Its link-layer address, as in the Source Link-Layer Address option of its advertisements.
        public var linkLayerAddress: LinkLayerAddress

        /// A router.
        public init(address: IPv6Address, linkLayerAddress: LinkLayerAddress) {
            self.address = address
            self.linkLayerAddress = linkLayerAddress
        }

        /// `fe80::1`, `02:00:00:00:ff:01`, and so on.
        public static func numbered(_ number: UInt8) -> Router {
            Router(
                address: IPv6Address(high: 0xfe80_0000_0000_0000, low: UInt64(number)),
                linkLayerAddress: LinkLayerAddress([2, 0, 0, 0, 0xff, number]))
        }
        /// `fe80::1`.
        public static let first = numbered(1)
    }
}

/// An IPv4 network: an address and how many of its first bits are the network's.
public struct IPv4Network: Hashable, Sendable {
    /// The network's address.
    public let address: IPv4Address
    /// Prefix length, 0…32.
    public let length: Int

    /// The network of this address; lengths outside 0…32 are clamped.
    public init(_ address: IPv4Address, length: Int) {
        self.length = max(0, min(32, length))
        self.address = IPv4Address(address.value & IPv4Network.mask(self.length))
    }

    /// Whether the address belongs to it.
    public func contains(_ candidate: IPv4Address) -> Bool {
        candidate.value & IPv4Network.mask(length) == address.value
    }

    private static func mask(_ length: Int) -> UInt32 {
        length == 0 ? 0 : ~UInt32(0) << UInt32(32 - length)
    }
}
