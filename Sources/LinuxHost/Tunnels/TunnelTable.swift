import MobilityWire

/// What an agent's one tunnel device needs to know of all bindings: by which care-of address a destination is reached,
/// and from which care-of addresses a source may come. A value that is replaced whole.
struct TunnelTable: Sendable {
    /// The agent's address: what is signalling for it goes another way.
    let agent: IPv6Address
    /// By home address.
    private var nodes: [IPv6Address: Node] = [:]
    /// Whose mobile networks are.
    private var networks: [IPv6Prefix: IPv6Address] = [:]
    /// How many networks have each length of prefix, the longest first.
    private var lengths: [(length: Int, count: Int)] = []

    /// The tunnels of one mobile node.
    struct Node: Sendable {
        /// Where packets go that no rule names; nil: nowhere.
        var preferred: IPv6Address?
        /// All that may be the source of a tunnel.
        var careOfAddresses: [IPv6Address] = []
        /// By BID, of the BIDs that flow rules name.
        var flows: [UInt16: IPv6Address] = [:]
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
        let isThere = networks[prefix] == homeAddress
        guard active != isThere else { return }
        if active {
            if networks.updateValue(homeAddress, forKey: prefix) == nil { count(prefix.length, 1) }
        } else {
            networks[prefix] = nil
            count(prefix.length, -1)
        }
    }

    private mutating func count(_ length: Int, _ change: Int) {
        let index = lengths.firstIndex { $0.length <= length } ?? lengths.count
        if index == lengths.count || lengths[index].length != length {
            lengths.insert((length, 0), at: index)
        }
        lengths[index].count += change
        if lengths[index].count == 0 { lengths.remove(at: index) }
    }

    /// The home address that a packet's address belongs to.
    private func homeAddress(owning address: IPv6Address) -> IPv6Address? {
        if nodes[address] != nil { return address }
        for (length, _) in lengths {
            if let owner = networks[IPv6Prefix(address, length: length)] { return owner }
        }
        return nil
    }

    /// The end of the tunnel to a destination; of a flow that a rule leads to a BID, by that BID as long as it is bound.
    func careOfAddress(for destination: IPv6Address, bid: UInt16? = nil) -> IPv6Address? {
        guard let node = homeAddress(owning: destination).flatMap({ nodes[$0] }) else { return nil }
        return bid.flatMap { node.flows[$0] } ?? node.preferred
    }

    /// Whether a packet from `source` may come in a tunnel from this care-of address (R-160, RFC 6275 §10.4.5).
    func accepts(from careOfAddress: IPv6Address, source: IPv6Address) -> Bool {
        homeAddress(owning: source).flatMap { nodes[$0] }?.careOfAddresses.contains(careOfAddress) ?? false
    }
}
