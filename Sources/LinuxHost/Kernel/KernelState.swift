import MobilityWire
import Nodes

/// What the kernel says of this machine's links, addresses, routes and neighbours.
struct KernelState: Equatable {
    /// The links, ascending by number.
    var links: [Link] = []
    /// IPv6 routes of the main table that matter here: those on a link, and default routes.
    var routes: [Route] = []
    /// Link-layer addresses of neighbours.
    var neighbours: [Neighbour] = []

    /// A network interface.
    struct Link: Equatable {
        var identifier: InterfaceIdentifier
        var name: String
        /// Administratively up and with carrier.
        var isUp: Bool
        /// Administratively up.
        var isEnabled: Bool
        /// There is somebody at the other end.
        var hasCarrier: Bool
        /// A loopback interface.
        var isLoopback: Bool
        var linkLayerAddress: LinkLayerAddress?
        var mtu: Int
        var counters = Counters()
        /// In the order of their appearance.
        var addresses: [Address] = []

        /// Whether it is one of the devices that the modules of tunnels make by themselves, one for each namespace, and
        /// that lead nowhere.
        var isFallback: Bool { Link.fallbacks.contains(name) }

        private static let fallbacks: Set<String> = [
            "ip6tnl0", "sit0", "tunl0", "gre0", "gretap0", "ip6gre0", "ip6gretap0", "erspan0", "ip6erspan0",
            "ip_vti0", "ip6_vti0",
        ]
    }

    /// Octets and packets of a link.
    struct Counters: Equatable {
        var receivedOctets: UInt64 = 0
        var sentOctets: UInt64 = 0
        var receivedPackets: UInt64 = 0
        var sentPackets: UInt64 = 0
    }

    /// An address of an interface.
    struct Address: Equatable {
        var address: CareOfAddress
        var prefixLength: Int
        /// Nil: duplicate address detection found another node with it.
        var state: AddressState?
        /// Made of random numbers for a while (RFC 8981).
        var isTemporary: Bool
        /// In use before duplicate address detection is through (RFC 4429).
        var isOptimistic = false
        /// When it is taken away; nil: never.
        var validUntil: Instant?
        /// When it is deprecated; nil: never.
        var preferredUntil: Instant?
    }

    /// A route out of a link.
    struct Route: Equatable {
        var prefix: IPv6Prefix
        var interface: InterfaceIdentifier
        /// Nil: on the link.
        var gateway: IPv6Address?
        /// Lower is preferred.
        var metric: UInt32
        /// Who made it: RTPROT_KERNEL, RTPROT_RA, …
        var origin: UInt8
    }

    /// A neighbour whose link-layer address is known.
    struct Neighbour: Equatable {
        var address: IPv6Address
        var interface: InterfaceIdentifier
        var linkLayerAddress: LinkLayerAddress
    }

    /// A link by its number.
    func link(_ identifier: InterfaceIdentifier) -> Link? { links.first { $0.identifier == identifier } }

    /// A link by its name.
    func link(named name: String) -> Link? { links.first { $0.name == name } }

    /// Whether an address is one of this machine's.
    func owns(_ address: IPv6Address) -> Bool {
        links.contains { $0.addresses.contains { $0.address == .ipv6(address) } }
    }

    /// Whether an address of either family is one of this machine's.
    func owns(_ address: CareOfAddress) -> Bool {
        links.contains { $0.addresses.contains { $0.address == address } }
    }

    /// The best default router of a link.
    func gateway(of identifier: InterfaceIdentifier) -> IPv6Address? { gateways(of: identifier).first }

    /// The default routers of a link, the best first.
    func gateways(of identifier: InterfaceIdentifier) -> [IPv6Address] {
        let routes = routes.filter { $0.interface == identifier && $0.prefix.length == 0 }
        // Of equal ones the first that came.
        return routes.enumerated().sorted { ($0.element.metric, $0.offset) < ($1.element.metric, $1.offset) }
            .compactMap(\.element.gateway)
    }

    /// The prefixes that are on a link (RFC 4861 §6.3.4), ascending.
    func prefixes(of identifier: InterfaceIdentifier) -> [IPv6Prefix] {
        routes.filter { route in
            route.interface == identifier && route.gateway == nil && (1...127).contains(route.prefix.length)
                && !route.prefix.address.isLinkLocal && !route.prefix.address.isMulticast
        }.map(\.prefix).sorted()
    }

    /// The link-layer address of a neighbour.
    func linkLayerAddress(of address: IPv6Address, on identifier: InterfaceIdentifier) -> LinkLayerAddress? {
        neighbours.first { $0.interface == identifier && $0.address == address }?.linkLayerAddress
    }
}
