import MobilityWire
import Nodes
import Runtime

// The flow table: each rule is one of the kernel's, and leads to the table of its BID.

extension AgentHost {
    /// The tunnel devices: that of the preferred bindings, and where they are ours one for each BID that a rule names.
    var devices: [String] {
        [machine.settings.device(ofBid: nil)] + flowTunnels.keys.sorted().map(machine.settings.device(ofBid:))
    }

    /// Brings rules, devices and routes up to date with the flow table.
    func updateFlows() {
        guard machine.tunnels != .none else { return }
        var rules: [KernelChange] = []
        for (number, flow) in agent.configuration.flowRules.enumerated() {
            // Towards a node the peer is the source, and its port the source port.
            rules.append(
                .rule(
                    .init(
                        preference: machine.settings.flowRule(number), from: flow.peer,
                        transportProtocol: flow.transportProtocol, sourcePort: flow.port, mark: flow.mark,
                        table: machine.settings.table(ofBid: flow.bid))))
        }
        let named = Set(agent.configuration.flowRules.map(\.bid))
        if let tunnel {
            for bid in named.subtracting(flowTunnels.keys).sorted() {
                machine.attempt { () throws(KernelError) in try makeFlowTunnel(bid, beside: tunnel) }
            }
        }
        machine.exchange(&flowRules, for: rules)
        let bids = tunnel == nil || sharedTunnel != nil ? named : named.intersection(flowTunnels.keys)
        guard bids != flowBids else { return }
        flowBids = bids
        for homeAddress in bindings.keys.sorted() { refresh(homeAddress) }
        let gone = flowTunnels.filter { !named.contains($0.key) }
        for bid in gone.keys { flowTunnels[bid] = nil }
        // The tunnels' thread lets go of those that go, which is here.
        withExtendedLifetime(gone) { publishTable() }
    }

    /// A TUN device by which packets of flows come, so that whatever the kernel's rules know chooses the binding, a
    /// firewall's mark among it.
    private func makeFlowTunnel(_ bid: UInt16, beside tunnel: UserTunnel) throws(KernelError) {
        let device = machine.settings.device(ofBid: bid)
        let own = try UserTunnel(device: device, bid: bid, beside: tunnel)
        try machine.changer.start(device, mtu: deviceMTU)
        flowTunnels[bid] = own
    }

    /// The flow rules of the agent, or of what it was, with how many nodes have the binding at present.
    func flows(of agent: HomeAgent, isPresent: Bool) -> [FlowView] {
        agent.configuration.flowRules.map { rule in
            guard isPresent else {
                return FlowView(name: rule.name, matches: rule.words(peer: "from"), bid: rule.bid)
            }
            let count = flowNodes[rule.bid] ?? 0
            return FlowView(
                name: rule.name, matches: rule.words(peer: "from"), bid: rule.bid,
                usedBid: count > 0 ? rule.bid : nil,
                way: machine.tunnels == .none
                    ? "signalling only" : "bound by \(count) of \(bindings.count), else the default binding")
        }
    }
}
