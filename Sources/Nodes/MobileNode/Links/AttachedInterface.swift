import MobilityWire

/// An interface of the node as its world describes it (RFC 6275 §11.5).
struct AttachedInterface: Hashable, Sendable {
    /// Its number.
    let identifier: InterfaceIdentifier
    /// Its name; empty until the world says it.
    var name = ""
    /// Up or down.
    var up = true
    /// Shut by the node itself.
    var shut = false
    /// Its link-layer address.
    var linkLayerAddress: LinkLayerAddress?
    /// Its addresses in the order in which they appeared.
    private(set) var addresses: [InterfaceAddress] = []
    /// The routers of its link, by the order of their first advertisement.
    private(set) var routers: [LinkRouter] = []
    /// The largest packet through it.
    var mtu: Int?

    /// An interface about which nothing else is known yet.
    init(identifier: InterfaceIdentifier) {
        self.identifier = identifier
    }

    /// An address on an interface.
    struct InterfaceAddress: Hashable, Sendable {
        /// The address.
        let address: CareOfAddress
        /// Its state; IPv4 addresses are always preferred.
        var state: AddressState
    }

    /// A router of the link.
    struct LinkRouter: Hashable, Sendable {
        /// Its address.
        let address: IPv6Address
        /// Learned from the Source Link-Layer Address option of its advertisements.
        var linkLayerAddress: LinkLayerAddress?
        /// What it advertises as on-link.
        var prefixes: [IPv6Prefix]
    }

    /// Whether the home link is behind it: the home prefix is advertised there (RFC 6275 §11.5.2).
    func isOnHomeLink(_ homePrefix: IPv6Prefix) -> Bool {
        up && routers.contains { $0.prefixes.contains(homePrefix) }
    }

    /// An address is there, in this state.
    mutating func set(_ address: CareOfAddress, _ state: AddressState) {
        if let index = addresses.firstIndex(where: { $0.address == address }) {
            addresses[index].state = state
        } else {
            addresses.append(InterfaceAddress(address: address, state: state))
        }
    }

    /// An address is no longer there.
    mutating func remove(_ address: CareOfAddress) {
        addresses.removeAll { $0.address == address }
    }

    /// A router advertised itself; no prefixes and no link-layer address leave what was known.
    mutating func set(_ router: LinkRouter) {
        if let index = routers.firstIndex(where: { $0.address == router.address }) {
            routers[index].prefixes = router.prefixes
            routers[index].linkLayerAddress = router.linkLayerAddress ?? routers[index].linkLayerAddress
        } else {
            routers.append(router)
        }
    }

    /// The link has no router any more.
    mutating func removeRouters() {
        routers = []
    }

    /// The link-layer address to which frames for the home agent go: its own, else that of the first router.
    func nextHop(towards agent: IPv6Address?) -> LinkLayerAddress? {
        if let agent, let router = routers.first(where: { $0.address == agent }) {
            return router.linkLayerAddress
        }
        return routers.first { $0.linkLayerAddress != nil }?.linkLayerAddress
    }
}
