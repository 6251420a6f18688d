import MobilityWire

/// An interface of a node, by a number that its world keeps for as long as the interface exists.
public struct InterfaceIdentifier: Hashable, Comparable, Sendable, Codable {
    /// The number; on Linux the interface index.
    public var number: UInt32

    /// An interface by its number.
    public init(_ number: UInt32) {
        self.number = number
    }

    /// By number.
    public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

/// A link-layer address; six octets on Ethernet.
public struct LinkLayerAddress: Hashable, Sendable, Codable {
    /// The octets in transmission order.
    public var octets: [UInt8]

    /// A link-layer address from its octets.
    public init(_ octets: [UInt8]) {
        self.octets = octets
    }
}

/// A whole IP packet between a node and its world, with what the octets do not say.
///
/// Outwards: where it leaves and what must protect it. Inwards: where it came in and what did protect it.
public struct Datagram: Hashable, Sendable {
    /// The packet from its outermost IP header on.
    public var octets: [UInt8]
    /// The interface it leaves by or came in by; nil leaves the choice to the world's routing.
    public var interface: InterfaceIdentifier?
    /// The link-layer destination, where neighbour discovery may not be used.
    public var linkLayerDestination: LinkLayerAddress?
    /// The link-layer source it came in with, where the world knows it: what an agent learns during a return home
    /// . Nil on the way out.
    public var linkLayerSource: LinkLayerAddress?
    /// What it must be protected with, or arrived with.
    public var protection: Protection

    /// A datagram.
    public init(
        octets: [UInt8], interface: InterfaceIdentifier? = nil, linkLayerDestination: LinkLayerAddress? = nil,
        linkLayerSource: LinkLayerAddress? = nil, protection: Protection = .none
    ) {
        self.octets = octets
        self.interface = interface
        self.linkLayerDestination = linkLayerDestination
        self.linkLayerSource = linkLayerSource
        self.protection = protection
    }
}

/// How a datagram is protected outside its own octets (R-154…R-161). The authentication option of RFC 4285 is inside
/// the octets, so it counts as `none` here.
public enum Protection: Hashable, Sendable, Codable {
    /// Nothing around it.
    case none
    /// IPsec in transport mode for signalling between home address and agent (RFC 4877 §4.1).
    case transport
    /// IPsec in tunnel mode: return routability through the home agent (RFC 4877 §4.2).
    case tunnel
}
