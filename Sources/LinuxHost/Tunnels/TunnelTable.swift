import MobilityWire

/// What an agent's one tunnel device needs to know of all bindings: by which care-of address a destination is reached,
/// and from which care-of addresses a source may come. A value that is replaced whole.
struct TunnelTable: Sendable {
    /// The agent's address: what is signalling for it goes another way.
    let agent: IPv6Address
    /// By home address.
    private var nodes: [IPv6Address: Node] = [:]
    /// Mobile networks, the longest first, and whose they are.
    private var networks: [(prefix: IPv6Prefix, homeAddress: IPv6Address)] = []

    /// The tunnels of one mobile node.
    struct Node: Sendable {
        /// Where packets go that no rule names; nil: nowhere.
        var preferred: IPv6Address?
        /// All that may be the source of a tunnel.
        var careOfAddresses: [IPv6Address] = []
    }

    /// A table without bindings.
    init(agent: IPv6Address) {
        self.agent = agent
    }

    /// The tunnels of a home address.
    subscript(homeAddress: IPv6Address) -> Node? {
        get { nodes[homeAddress] }
        set { nodes[homeAddress] = newValue }
    }

    /// Routes a mobile network to a home address, or no longer.
    mutating func set(_ prefix: IPv6Prefix, of homeAddress: IPv6Address, active: Bool) {
        networks.removeAll { $0.prefix == prefix && $0.homeAddress == homeAddress }
        guard active else { return }
        let index = networks.firstIndex { $0.prefix.length < prefix.length } ?? networks.count
        networks.insert((prefix, homeAddress), at: index)
    }

    /// The home address that a packet's address belongs to.
    private func homeAddress(owning address: IPv6Address) -> IPv6Address? {
        nodes[address] != nil ? address : networks.first { $0.prefix.contains(address) }?.homeAddress
    }

    /// The end of the tunnel to a destination.
    func careOfAddress(for destination: IPv6Address) -> IPv6Address? {
        homeAddress(owning: destination).flatMap { nodes[$0]?.preferred }
    }

    /// Whether a packet from `source` may come in a tunnel from this care-of address (R-160, RFC 6275 §10.4.5).
    func accepts(from careOfAddress: IPv6Address, source: IPv6Address) -> Bool {
        homeAddress(owning: source).flatMap { nodes[$0] }?.careOfAddresses.contains(careOfAddress) ?? false
    }
}
