import MobilityWire

// Which home agent: configured, discovered, named by the former one, or the next where one does not do.

extension MobileNode {
    /// Uses this home agent from now on; the bindings at the former one are removed.
    mutating func use(
        _ agent: IPv6Address, _ rule: Rule, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        guard agent != homeAgent else { return }
        // First, because leaving the home link ends a removal that was because of it.
        let attached = home.interface
        depart(&turn)
        home.interface = attached
        if let former = homeAgentIndex {
            if list[former].entries.contains(where: { $0.mayExist(at: turn.now) }) {
                removeAll(at: former, rule, &turn)
            } else {
                list[former].exchanges = []
            }
        }
        homeAgent = agent
        turn.note(note(.peerLearned, rule, peer: agent, to: "home-agent"))
    }

    /// The agent in use does not do: the next one, if there is one that was not tried in this round.
    mutating func tryNextHomeAgent(_ rule: Rule, _ turn: inout Turn<some RandomNumberGenerator>) {
        guard let homeAgent, let index = homeAgentIndex,
            !list[index].entries.contains(where: { $0.grant != nil })
        else { return }
        discovery.failures += 1
        let candidates = discovery.candidates
        guard candidates.count > 1, discovery.failures < candidates.count else { return }
        let position = candidates.firstIndex(of: homeAgent) ?? candidates.count - 1
        use(candidates[(position + 1) % candidates.count], rule, &turn)
    }

    /// A former home agent that holds nothing any more is forgotten, whether it answered or not.
    mutating func forgetFormerHomeAgents(at now: Instant) {
        for index in list.peers.indices
        where list[index].role == .homeAgent && list[index].address != homeAgent
            && !list[index].entries.contains(where: { $0.mayExist(at: now) })
        {
            list[index].exchanges = []
            list[index].deregisterAll = nil
            list[index].removeEntries { _ in true }
        }
    }

    // MARK: Home Agent Switch

    /// A Home Agent Switch arrived (RFC 5142 §5): leave, and use one of these. The removal of the bindings is the answer.
    mutating func receive(
        _ message: HomeAgentSwitch, in arrival: Arrival, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        let rule = Rule(0, "RFC 5142 §5.2")
        guard arrival.packet.logicalDestination == configuration.homeAddress, arrival.source == homeAgent,
            let index = homeAgentIndex
        else {
            return drop("unknown-peer", rule, from: arrival.source, &turn)
        }
        guard isProtected(arrival) else {
            return drop("not-authentic", rule, from: arrival.source, &turn)
        }
        guard isFresh(message.options, from: index, at: turn.now) else {
            return drop("timestamp", Rule(0, "RFC 4285 §6"), from: arrival.source, &turn)
        }
        var delay = Interval.zero
        for case .bindingRefreshAdvice(let interval) in message.options { delay = .lifetimeUnits(interval) }
        turn.note(
            note(.remark, rule, peer: arrival.source, number: delay.wholeSeconds, to: "home-agent-switch"))
        guard configuration.registration == .automatic else { return }
        let agents = message.homeAgents.filter {
            $0.isRoutableUnicast && $0 != configuration.homeAddress && $0 != arrival.source
        }
        switchOver = SwitchOver(agents: agents, at: turn.now + delay)
    }

    /// A change of home agent that was asked for.
    struct SwitchOver: Hashable, Sendable {
        /// The agents to try; none: discover one.
        var agents: [IPv6Address]
        /// When at the latest.
        var at: Instant
    }

    /// Does a switch that is due.
    mutating func switchWhenDue(_ turn: inout Turn<some RandomNumberGenerator>) {
        if anotherAgentWanted {
            anotherAgentWanted = false
            tryNextHomeAgent(Rule(0, "RFC 6275 §11.7.3"), &turn)
        }
        guard let due = switchOver, due.at <= turn.now else { return }
        switchOver = nil
        let rule = Rule(0, "RFC 5142 §5.2")
        discovery.failures = 0
        guard let first = due.agents.first else {
            if let index = homeAgentIndex { removeAll(at: index, rule, &turn) }
            homeAgent = nil
            discovery.candidates = []
            discovery.isWanted = true
            return
        }
        discovery.candidates = due.agents
        use(first, rule, &turn)
    }
}
