public import MobilityWire
public import Nodes

/// What the holder of a binding cache has of one mobile node beside its bindings.
public struct CacheDetails: Hashable, Sendable, Codable {
    /// The prefixes that are routed to it (RFC 3963).
    public var prefixes: [String] = []
    /// Its IPv4 home address (RFC 5555 §3.1.1).
    public var ipv4HomeAddress: IPv4Address?
    /// The holder's flow rules, with the bindings of this node that they lead to now.
    public var flows: [FlowView] = []

    /// Nothing.
    public init() {}
}

extension HomeAgent {
    /// What the agent has of a node beside its bindings.
    public func details(of homeAddress: IPv6Address, at now: Instant) -> CacheDetails {
        var details = CacheDetails()
        guard let node = nodeSnapshot(of: homeAddress) else { return details }
        details.prefixes = node.prefixes.map(\.description)
        details.ipv4HomeAddress = node.ipv4HomeAddress
        details.flows = configuration.flowRules.map { rule in
            let flow = FlowKey(
                source: rule.peer?.address ?? .unspecified, destination: homeAddress,
                transportProtocol: rule.transportProtocol ?? 17, sourcePort: rule.port ?? 0,
                destinationPort: 0)
            var view = FlowView(name: rule.name, matches: rule.words(peer: "from"), bid: rule.bid)
            switch path(for: flow, at: now) {
            case .tunnel(let bid, let address, _):
                view.usedBid = bid
                view.way = bid.map { "BID \($0)" } ?? "\(address)"
            case .routeOptimised(let bid, let address, _):
                view.usedBid = bid
                view.way = "\(address)"
            case .onLink: view.way = "the home link"
            case .none: view.way = "no binding"
            }
            return view
        }
        return details
    }
}

extension FlowRule {
    /// What it matches, in words: `tcp port 22 to 2001:db8:c0::/64`; `word` is the one before the peer's prefix.
    public func words(peer word: String) -> String {
        let names: [UInt8: String] = [6: "tcp", 17: "udp", 58: "icmpv6"]
        let parts = [
            transportProtocol.map { names[$0] ?? "protocol \($0)" }, port.map { "port \($0)" },
            peer.map { "\(word) \($0)" }, mark.map { "mark \($0)" },
        ].compactMap(\.self)
        return parts.isEmpty ? "everything" : parts.joined(separator: " ")
    }
}
