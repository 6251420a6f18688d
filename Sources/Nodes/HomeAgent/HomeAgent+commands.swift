import MobilityWire

// What a person asks of an agent.

extension HomeAgent {
    /// Does what a command asks, or notes why not.
    mutating func obey(_ command: Command, at now: Instant, into actions: inout [Action]) {
        do {
            try carryOut(command, at: now, into: &actions)
        } catch let error as ConfigurationError {
            refuse("\(error)", into: &actions)
        } catch let refusal as CommandRefusal {
            refuse(refusal.rawValue, into: &actions)
        } catch {
            refuse("\(error)", into: &actions)
        }
    }

    /// Why a command was refused.
    public enum CommandRefusal: String, Error, CaseIterable, Hashable, Sendable, Codable {
        /// The home address has no binding.
        case unknownHomeAddress = "unknown-home-address"
        /// The home address has no binding of that BID.
        case unknownBid = "unknown-bid"
        /// BID 0 is reserved.
        case reservedBid = "reserved-bid"
    }

    private mutating func carryOut(
        _ command: Command, at now: Instant, into actions: inout [Action]
    ) throws {
        switch command {
        case .requestRefresh(let homeAddress, let bids):
            var node = try node(homeAddress, bids, at: now)
            requestRefresh(of: &node, bids: try refreshed(bids, of: node, at: now), at: now, into: &actions)
        case .revoke(let homeAddress, let bids, let trigger):
            revoke(
                try node(homeAddress, bids, at: now), bids: bids, trigger: trigger, at: now, into: &actions)
        case .switchAgent(let homeAddress, let agents):
            switchAgent(of: try node(homeAddress, [], at: now), to: agents, at: now, into: &actions)
        case .setAdministration(let administration):
            try administration.validate()
            configuration.administration = administration
        case .setPolicies(let policies):
            try Configuration.validate(policies)
            configuration.policies = policies
        case .setFlowRules(let rules):
            guard !rules.contains(where: { $0.bid == 0 }) else { throw CommandRefusal.reservedBid }
            configuration.flowRules = rules
        case .setNode(let homeAddress, let prefixes, let isAllowed):
            try setNode(homeAddress, prefixes, isAllowed)
        case .setOnlyRouter(let onlyRouter):
            configuration.onlyRouter = onlyRouter
        }
    }

    /// A node that is registered, with these BIDs.
    private func node(
        _ homeAddress: IPv6Address, _ bids: [UInt16], at now: Instant
    ) throws(CommandRefusal) -> CachedNode {
        guard let node = cache[homeAddress], node.isRegistered(at: now) else { throw .unknownHomeAddress }
        for bid in bids {
            guard bid != 0 else { throw .reservedBid }
            guard node.liveIndex(of: bid, at: now) != nil else { throw .unknownBid }
        }
        return node
    }

    /// The BIDs of a refresh that was asked for by hand; none named: all bindings, 0 for an ordinary one.
    private func refreshed(
        _ bids: [UInt16], of node: CachedNode, at now: Instant
    ) throws(CommandRefusal) -> [UInt16] {
        guard bids.isEmpty else { return bids }
        return node.bindings.filter { $0.isLive(at: now) && !$0.marks.contains(.hard) }.map(\.bid)
    }

    private mutating func setNode(
        _ homeAddress: IPv6Address, _ prefixes: [IPv6Prefix], _ isAllowed: Bool
    ) throws(ConfigurationError) {
        var entry = entries[homeAddress] ?? NodeEntry(homeAddress: homeAddress)
        entry.prefixes = prefixes
        entry.isAllowed = isAllowed
        try configuration.validate(entry)
        entries.set(homeAddress, to: entry)
    }

    private func refuse(_ why: String, into actions: inout [Action]) {
        actions.append(.note(Note(.commandRefused, Rule(), to: why)))
    }
}
