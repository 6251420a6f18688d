import MobilityWire

/// What a node asks its world to do. The world carries actions out in order and reports back by inputs.
public enum Action: Hashable, Sendable {
    /// Put this packet on its way.
    case send(Datagram, rule: Rule)
    /// Set up, change or take down a tunnel of a binding.
    case tunnel(TunnelChange, rule: Rule)
    /// Assign the home address, or take it away (mobile node).
    case homeAddress(HomeAddressChange, rule: Rule)
    /// Answer neighbour solicitations for a home address on the home link, or stop (home agent).
    case proxyNeighbour(IPv6Address, active: Bool, rule: Rule)
    /// Set or remove a neighbour entry on an interface.
    case neighbour(
        IPv6Address, linkLayerAddress: LinkLayerAddress?, interface: InterfaceIdentifier?, rule: Rule)
    /// Run duplicate address detection for this address on the home link and report the outcome (home agent).
    case detectDuplicates(of: IPv6Address, rule: Rule)
    /// Ask whether this neighbour answers on the home link, and report the outcome (review item 1 on hard state).
    case probeNeighbour(IPv6Address, linkLayerAddress: LinkLayerAddress?, rule: Rule)
    /// Route this prefix through the tunnel of a home address, or no longer (RFC 3963). Mobile router: send what comes
    /// from it through the tunnels.
    case prefixRoute(IPv6Prefix, homeAddress: IPv6Address, active: Bool, rule: Rule)
    /// Home agent: intercept packets to this IPv4 home address and send them the way of the IPv6 one, or no longer
    /// (RFC 5555 §4.4). Mobile node: it is the node's, or no longer.
    case ipv4HomeAddress(IPv4Address, homeAddress: IPv6Address, active: Bool, rule: Rule)
    /// The binding by which packets leave that no flow rule names; nil: none.
    case defaultBinding(homeAddress: IPv6Address, bid: UInt16?, rule: Rule)
    /// Shut an interface (returning home "visited only", R-065), or open it again.
    case interface(InterfaceIdentifier, shut: Bool, rule: Rule)
    /// What IKE and IPsec have to do now (R-155…R-157).
    case keyExchange(KeyExchangeChange, rule: Rule)
    /// Something a person may want to know; the journal keeps it.
    case note(Note)

    /// A change of a bidirectional tunnel. One binding, one tunnel.
    public enum TunnelChange: Hashable, Sendable {
        /// Set up, or change to this.
        case set(Tunnel)
        /// Take down.
        case remove(homeAddress: IPv6Address, bid: UInt16?)
    }

    /// A bidirectional tunnel between a care-of address and the home agent (RFC 2473; over IPv4, RFC 5555).
    public struct Tunnel: Hashable, Sendable {
        /// The home address whose packets go through it.
        public var homeAddress: IPv6Address
        /// The binding; nil for an ordinary one.
        public var bid: UInt16?
        /// The far end as a mobile node sees it, the near end as an agent does.
        public var homeAgent: IPv6Address
        /// The other end.
        public var careOfAddress: CareOfAddress
        /// The interface of the care-of address (mobile node).
        public var interface: InterfaceIdentifier?
        /// UDP ports where the tunnel is encapsulated in UDP (RFC 5555 §4.1): ours, theirs.
        public var ports: Ports?

        /// A tunnel.
        public init(
            homeAddress: IPv6Address, bid: UInt16?, homeAgent: IPv6Address, careOfAddress: CareOfAddress,
            interface: InterfaceIdentifier? = nil, ports: Ports? = nil
        ) {
            self.homeAddress = homeAddress
            self.bid = bid
            self.homeAgent = homeAgent
            self.careOfAddress = careOfAddress
            self.interface = interface
            self.ports = ports
        }

        /// The UDP ports of a tunnel through a NAT.
        public struct Ports: Hashable, Sendable {
            /// The port at this end.
            public var local: UInt16
            /// The port at the other end.
            public var remote: UInt16

            /// A pair of ports.
            public init(local: UInt16, remote: UInt16) {
                self.local = local
                self.remote = remote
            }
        }
    }

    /// A change of where the home address stands.
    public enum HomeAddressChange: Hashable, Sendable {
        /// Away: on the tunnels, never defended by neighbour discovery.
        case away(IPv6Address)
        /// At home before the acknowledgement: not used, no neighbour solicitation sent or answered.
        case tentative(IPv6Address, interface: InterfaceIdentifier)
        /// At home: on this interface. `defended` says whether neighbour discovery may be used for it.
        case home(IPv6Address, interface: InterfaceIdentifier, defended: Bool)
        /// Nowhere.
        case removed(IPv6Address)
    }

    /// A change for IKE and IPsec.
    public enum KeyExchangeChange: Hashable, Sendable {
        /// The IKE association moves to this care-of address (K bit on both sides, R-156).
        case move(homeAddress: IPv6Address, to: CareOfAddress)
        /// The IKE association has to be made anew from this care-of address.
        case reestablish(homeAddress: IPv6Address, from: CareOfAddress)
    }
}

extension Action {
    /// The requirement or section that caused the action.
    public var rule: Rule {
        switch self {
        case .send(_, let rule), .tunnel(_, let rule), .homeAddress(_, let rule),
            .proxyNeighbour(_, _, let rule),
            .neighbour(_, _, _, let rule), .detectDuplicates(_, let rule), .probeNeighbour(_, _, let rule),
            .prefixRoute(_, _, _, let rule), .ipv4HomeAddress(_, _, _, let rule),
            .defaultBinding(_, _, let rule), .interface(_, _, let rule),
            .keyExchange(_, let rule):
            rule
        case .note(let note): note.rule
        }
    }
}
