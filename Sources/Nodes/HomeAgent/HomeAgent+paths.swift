import MobilityWire

// Which way packets to a mobile node go.

extension HomeAgent {
    /// The way a packet to a home address, or to a mobile network, goes now.
    ///
    /// The flow table goes first; a rule whose binding is not in force is passed over. Then comes the binding that
    /// `Configuration.pathChoice` prefers. All packets of a flow go the same way as long as the bindings stay what they
    /// are.
    public func path(for flow: FlowKey, at now: Instant) -> DataPath {
        guard let homeAddress = homeAddress(owning: flow.destination), let node = cache[homeAddress],
            node.isRegistered(at: now)
        else {
            // Nobody is away: whoever has the address is on the home link.
            let isHome = configuration.homePrefixes.contains { $0.prefix.contains(flow.destination) }
            return isHome ? .onLink(nil) : .none
        }
        guard let binding = binding(for: flow, of: node, at: now) else { return .none }
        if binding.isHome {
            return .onLink(node.homeLink?.mayDefend == false ? node.homeLink?.linkLayerAddress : nil)
        }
        return .tunnel(
            bid: binding.bid == 0 ? nil : binding.bid, careOfAddress: binding.careOfAddress,
            peer: configuration.address)
    }

    private func binding(for flow: FlowKey, of node: CachedNode, at now: Instant) -> CachedBinding? {
        for rule in configuration.flowRules where rule.matchesTowardsNode(flow) {
            // a BID that is not there leaves the home address alone to look by.
            if let index = node.liveIndex(of: rule.bid, at: now) { return node.bindings[index] }
        }
        return preferredBinding(of: node, at: now)
    }
}

extension FlowRule {
    /// Whether a packet towards a mobile node is meant: the peer is its source.
    fileprivate func matchesTowardsNode(_ flow: FlowKey) -> Bool {
        if mark != nil { return false }
        if let peer, !peer.contains(flow.source) { return false }
        if let transportProtocol, transportProtocol != flow.transportProtocol { return false }
        if let port, port != flow.sourcePort { return false }
        return true
    }
}
