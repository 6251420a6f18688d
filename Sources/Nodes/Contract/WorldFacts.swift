import MobilityWire

/// What a world tells a mobile node about one of its interfaces.
public enum InterfaceFact: Hashable, Sendable {
    /// It is there, with this name; up or down, and with this link-layer address where it has one.
    case present(name: String, up: Bool, linkLayerAddress: LinkLayerAddress?)
    /// It is gone, and all of its addresses with it.
    case vanished
    /// It has an IPv6 address in this state. A tentative one is not used as a care-of address.
    case address(IPv6Address, state: AddressState)
    /// An IPv6 address is no longer there.
    case addressGone(IPv6Address)
    /// It has an IPv4 address (RFC 5555).
    case ipv4Address(IPv4Address)
    /// An IPv4 address is no longer there.
    case ipv4AddressGone(IPv4Address)
    /// A router advertises these on-link prefixes. Home link detection is by the home prefix (RFC 6275 §11.5.2).
    case router(address: IPv6Address, linkLayerAddress: LinkLayerAddress?, prefixes: [IPv6Prefix])
    /// The routers of the link are gone.
    case routersGone
    /// The largest packet, in octets, that goes through it.
    case mtu(Int)
}

/// The state of an address on an interface (RFC 4862 §2).
public enum AddressState: String, Hashable, Sendable, Codable {
    /// Duplicate address detection is still running.
    case tentative
    /// May be used.
    case preferred
    /// Should not be used for anything new.
    case deprecated
}

/// A flow as packet filters see it, for choosing a binding (R-011, RFC 6089).
public struct FlowKey: Hashable, Sendable {
    /// Source of the inner packet.
    public var source: IPv6Address
    /// Destination of the inner packet.
    public var destination: IPv6Address
    /// Upper-layer protocol number.
    public var transportProtocol: UInt8
    /// Source port, 0 where the protocol has none.
    public var sourcePort: UInt16
    /// Destination port, 0 where the protocol has none.
    public var destinationPort: UInt16

    /// A flow.
    public init(
        source: IPv6Address, destination: IPv6Address, transportProtocol: UInt8 = 59, sourcePort: UInt16 = 0,
        destinationPort: UInt16 = 0
    ) {
        self.source = source
        self.destination = destination
        self.transportProtocol = transportProtocol
        self.sourcePort = sourcePort
        self.destinationPort = destinationPort
    }
}

/// One rule of a flow table: what matches leaves by `bid`. Nil fields match anything; the first match counts.
public struct FlowRule: Hashable, Sendable {
    /// What people call it.
    public var name: String
    /// Destinations it is for (at the agent: correspondents, that is sources).
    public var peer: IPv6Prefix?
    /// Upper-layer protocol number.
    public var transportProtocol: UInt8?
    /// The peer's port.
    public var port: UInt16?
    /// A mark that the machine's firewall gave the packet. No packet shows it, so a rule with one matches on a machine
    /// alone.
    public var mark: UInt32?
    /// The binding to use, as long as it is registered.
    public var bid: UInt16

    /// A rule.
    public init(
        name: String, peer: IPv6Prefix? = nil, transportProtocol: UInt8? = nil, port: UInt16? = nil,
        mark: UInt32? = nil, bid: UInt16
    ) {
        self.name = name
        self.peer = peer
        self.transportProtocol = transportProtocol
        self.port = port
        self.mark = mark
        self.bid = bid
    }
}

/// The way a data packet goes.
public enum DataPath: Hashable, Sendable {
    /// Through the tunnel of a binding between a care-of address and the home agent.
    case tunnel(bid: UInt16?, careOfAddress: CareOfAddress, peer: IPv6Address)
    /// Straight to or from a correspondent, with Home Address option or routing header (RFC 6275 §11.3.1).
    case routeOptimised(bid: UInt16?, careOfAddress: CareOfAddress, peer: IPv6Address)
    /// On the home link, without a tunnel; with the link-layer address where discovery may not be used.
    case onLink(LinkLayerAddress?)
    /// None: dropped.
    case none
}
