import MobilityWire

// The way of a data packet: a correspondent's binding, the flow table, the default.

extension MobileNode {
    /// The way a packet of a flow leaves by (RFC 6275 §11.3.1; R-011). Flow rules never apply to signalling, which
    /// chooses its care-of address itself (RFC 6089 §5.1).
    public func path(for flow: FlowKey, at now: Instant) -> DataPath {
        if case .home(let mode, let defended) = home.phase,
            mode == .homeOnly || ruledBinding(for: flow) == nil
        {
            // without neighbour discovery the frame is made with the router's link-layer address.
            return .onLink(defended ? nil : interface(home.interface)?.nextHop(towards: homeAgent))
        }
        guard let homeAgent, let index = homeAgentIndex else { return .none }
        let bid = ruledBinding(for: flow) ?? preferredBinding
        if let optimised = optimisedPath(for: flow, preferring: bid, at: now) { return optimised }
        guard let bid, let careOfAddress = list[index][bid]?.grant?.careOfAddress else { return .none }
        return .tunnel(
            bid: bid == BindingEntry.ordinary ? nil : bid, careOfAddress: careOfAddress, peer: homeAgent)
    }

    /// The binding of the first rule that matches, as long as it is registered (RFC 6089 §5.1: a flow whose bindings are
    /// gone is inactive).
    private func ruledBinding(for flow: FlowKey) -> UInt16? {
        guard let index = homeAgentIndex else { return nil }
        let rule = configuration.flowRules.first { rule in
            rule.isFor(flow) && (list[index][rule.bid].map { isUsable($0) && !$0.home } ?? false)
        }
        return rule?.bid
    }

    private func optimisedPath(for flow: FlowKey, preferring bid: UInt16?, at now: Instant) -> DataPath? {
        guard let index = list.index(of: flow.destination, .correspondent) else { return nil }
        let usable = list[index].entries.filter { isUsable($0) }
        guard
            let entry = usable.first(where: { $0.bid == bid })
                ?? usable.min(by: { rank($0) < rank($1) }), let careOfAddress = entry.grant?.careOfAddress
        else { return nil }
        return .routeOptimised(
            bid: entry.bid == BindingEntry.ordinary ? nil : entry.bid, careOfAddress: careOfAddress,
            peer: flow.destination)
    }

    private func rank(_ entry: BindingEntry) -> Int {
        let priority = assignment(entry.bid)?.priority ?? 0
        return (priority == 0 ? 128 : Int(priority)) << 16 | Int(entry.bid)
    }
}

extension FlowRule {
    /// Whether a flow is one of those the rule is for.
    func isFor(_ flow: FlowKey) -> Bool {
        (peer?.contains(flow.destination) ?? true)
            && (transportProtocol.map { $0 == flow.transportProtocol } ?? true)
            && (port.map { $0 == flow.destinationPort } ?? true)
    }
}
