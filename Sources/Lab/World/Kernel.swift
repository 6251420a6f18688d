import MobilityWire
import Nodes

/// What the kernel of a station was told by its node, and does with packets by itself since.
struct Kernel: Sendable {
    /// The tunnels, in the order in which they were set up.
    private(set) var tunnels: [Action.Tunnel] = []
    /// Prefixes behind mobile routers, and whose they are.
    private(set) var prefixRoutes: [PrefixRoute] = []
    /// By which binding packets of a home address go that no flow rule names.
    private(set) var defaults: [DefaultBinding] = []
    /// Where the home address of a mobile node stands.
    var homeAddress: Action.HomeAddressChange?
    /// IPv4 home addresses that an agent intercepts.
    private(set) var ipv4HomeAddresses: [IPv4Home] = []

    struct PrefixRoute: Hashable, Sendable {
        var prefix: IPv6Prefix
        var homeAddress: IPv6Address
    }

    struct DefaultBinding: Hashable, Sendable {
        var homeAddress: IPv6Address
        var bid: UInt16?
    }

    struct IPv4Home: Hashable, Sendable {
        var address: IPv4Address
        var homeAddress: IPv6Address
    }

    mutating func change(_ change: Action.TunnelChange) {
        switch change {
        case .set(let tunnel):
            if let index = index(tunnel.homeAddress, tunnel.bid) {
                tunnels[index] = tunnel
            } else {
                tunnels.append(tunnel)
            }
        case .remove(let homeAddress, let bid):
            if let index = index(homeAddress, bid) { tunnels.remove(at: index) }
        }
    }

    mutating func setPrefixRoute(_ prefix: IPv6Prefix, _ homeAddress: IPv6Address, active: Bool) {
        prefixRoutes.removeAll { $0.prefix == prefix && $0.homeAddress == homeAddress }
        if active { prefixRoutes.append(PrefixRoute(prefix: prefix, homeAddress: homeAddress)) }
    }

    mutating func setIPv4Home(_ address: IPv4Address, _ homeAddress: IPv6Address, active: Bool) {
        ipv4HomeAddresses.removeAll { $0.address == address }
        if active { ipv4HomeAddresses.append(IPv4Home(address: address, homeAddress: homeAddress)) }
    }

    mutating func setDefault(_ homeAddress: IPv6Address, _ bid: UInt16?) {
        defaults.removeAll { $0.homeAddress == homeAddress }
        defaults.append(DefaultBinding(homeAddress: homeAddress, bid: bid))
    }

    /// The tunnel of a binding.
    func tunnel(_ homeAddress: IPv6Address, _ bid: UInt16?) -> Action.Tunnel? {
        index(homeAddress, bid).map { tunnels[$0] }
    }

    /// The tunnel that ends at this care-of address.
    func tunnel(at careOfAddress: CareOfAddress) -> Action.Tunnel? {
        tunnels.first { $0.careOfAddress == careOfAddress }
    }

    /// The home address by whose bindings packets to a destination go: its own, or that of the router before it.
    func homeAddress(for destination: IPv6Address) -> IPv6Address? {
        if tunnels.contains(where: { $0.homeAddress == destination }) { return destination }
        return prefixRoutes.first { $0.prefix.contains(destination) }?.homeAddress
    }

    private func index(_ homeAddress: IPv6Address, _ bid: UInt16?) -> Int? {
        tunnels.firstIndex { $0.homeAddress == homeAddress && $0.bid == bid }
    }
}
