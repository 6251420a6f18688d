import MobilityWire

// Which way data goes: tunnels of the bindings that stand, the flow table, and the default by priority.

extension MobileNode {
    /// What the world was told about the default binding; `bid` nil: an ordinary one.
    struct DefaultBinding: Hashable, Sendable {
        /// Its BID.
        var bid: UInt16?
    }

    /// Tells the world which tunnels there are now, and which one is the default.
    mutating func updateTunnels(_ turn: inout Turn<some RandomNumberGenerator>) {
        let wanted = wantedTunnels
        for tunnel in tunnels where !wanted.contains(where: { $0.bid == tunnel.bid }) {
            turn.act(
                .tunnel(
                    .remove(homeAddress: tunnel.homeAddress, bid: tunnel.bid),
                    rule: Rule(0, "RFC 6275 §11.3.1")))
        }
        var former = 0
        for tunnel in wanted {
            while former < tunnels.count, (tunnels[former].bid ?? 0) < (tunnel.bid ?? 0) { former += 1 }
            guard former == tunnels.count || tunnels[former] != tunnel else { continue }
            turn.act(.tunnel(.set(tunnel), rule: Rule(0, "RFC 6275 §11.3.1")))
        }
        tunnels = wanted
        let best = preferredBinding.map { DefaultBinding(bid: $0 == BindingEntry.ordinary ? nil : $0) }
        guard best != defaultBid else { return }
        defaultBid = best
        turn.act(
            .defaultBinding(
                homeAddress: configuration.homeAddress, bid: best?.bid, rule: Rule(11, "RFC 6089 §4.1")))
    }

    /// One tunnel for each binding that the home agent in use granted, ascending by BID; none for the home link.
    private var wantedTunnels: [Action.Tunnel] {
        guard let homeAgent, let index = homeAgentIndex else { return [] }
        return list[index].entries.compactMap { entry in
            guard isUsable(entry), !entry.home, let careOfAddress = entry.grant?.careOfAddress else {
                return nil
            }
            return Action.Tunnel(
                homeAddress: configuration.homeAddress,
                bid: entry.bid == BindingEntry.ordinary ? nil : entry.bid, homeAgent: homeAgent,
                careOfAddress: careOfAddress, interface: entry.interface, ports: ports(of: careOfAddress))
        }
    }

    /// The UDP ports of a tunnel through a NAT (RFC 5555 §4.1).
    private func ports(of careOfAddress: CareOfAddress) -> Action.Tunnel.Ports? {
        guard let dualStack = configuration.dualStack,
            assignments.contains(where: { $0.careOfAddress == careOfAddress && $0.isTranslated == true })
        else { return nil }
        return .init(local: dualStack.port, remote: ProtocolConstants.dualStackPort)
    }

    /// Whether data may use a binding: it was granted, is not being removed, and its care-of address is there.
    func isUsable(_ entry: BindingEntry) -> Bool {
        guard let grant = entry.grant, entry.state != .deleting else { return false }
        return assignments.contains { $0.careOfAddress == grant.careOfAddress }
    }

    /// The binding with the best priority; 0 for the ordinary one; nil: none, or at home alone.
    var preferredBinding: UInt16? {
        guard home.phase.mode != .homeOnly, let index = homeAgentIndex else { return nil }
        let usable = list[index].entries.filter { isUsable($0) }
        if usable.contains(where: { $0.bid == BindingEntry.ordinary }) { return BindingEntry.ordinary }
        return usable.compactMap { assignment($0.bid) }.min(by: CareOfAddressAssignment.precedes)?.bid
    }
}
