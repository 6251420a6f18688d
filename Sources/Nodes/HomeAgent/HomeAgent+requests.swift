import MobilityWire

// What an agent asks of a mobile node: to refresh its bindings, or to go elsewhere.

extension HomeAgent {
    /// Asks for a refresh where the time has come (`Administration.refreshRequestLead`, R-135).
    mutating func requestDueRefreshes(_ node: inout CachedNode, at now: Instant, into actions: inout [Action])
    {
        guard let lead = administration.refreshRequestLead else { return }
        let due = node.bindings.filter {
            $0.isLive(at: now) && $0.expiry - lead <= now
                && $0.marks.isDisjoint(with: [.hard, .refreshRequested])
        }
        guard !due.isEmpty else { return }
        // A11: all, if they came in bulk.
        let isBulk = due.contains { $0.marks.contains(.bulk) }
        let named =
            policies.refreshRequestBids == .allIfBulk && isBulk
            ? node.bindings.filter { $0.isLive(at: now) && !$0.marks.contains(.hard) } : due
        requestRefresh(of: &node, bids: named.map(\.bid), at: now, into: &actions)
    }

    /// Sends a Binding Refresh Request that names these BIDs; 0 is an ordinary binding and has no option.
    mutating func requestRefresh(
        of node: inout CachedNode, bids: [UInt16], at now: Instant, into actions: inout [Action]
    ) {
        let rule = Rule(135, "RFC 5648 §6.4")
        for index in node.bindings.indices where bids.contains(node.bindings[index].bid) {
            node.bindings[index].marks.insert(.refreshRequested)
        }
        let profile = policies.format.profile
        var options = bids.filter { $0 != 0 }.map {
            MobilityOption.bindingIdentifier(BindingIdentifier(profile: profile, bid: $0, flags: 0))
        }
        if association(of: node.homeAddress) != nil {
            options.append(.messageIdentification(timestamp: clock.next(at: now)))
        }
        let request = MobilityMessage.bindingRefreshRequest(BindingRefreshRequest(options: options))
        // A stranger's request would make the node refresh what it holds.
        sendThroughTunnel(request, to: node, sealed: true, rule: rule, at: now, into: &actions)
    }

    /// Sends a message to a home address (RFC 6275 §9.5.5): through the tunnel, since the node is away, or on the home
    /// link.
    func sendThroughTunnel(
        _ message: MobilityMessage, to node: CachedNode, sealed: Bool = false, rule: Rule, at now: Instant,
        into actions: inout [Action]
    ) {
        guard let binding = preferredBinding(of: node, at: now) else { return }
        var packet = SignallingPacket(
            source: configuration.address, destination: node.homeAddress, payload: .mobility(message))
        var datagram = Datagram(octets: [], protection: protection(of: node.homeAddress))
        if binding.isHome {
            datagram.interface = node.homeLink?.interface
            if node.homeLink?.mayDefend == false {
                datagram.linkLayerDestination = node.homeLink?.linkLayerAddress
            }
        } else {
            packet.encapsulation = encapsulation(to: binding)
        }
        guard sealed else { return send(packet, datagram, rule: rule, into: &actions) }
        sendSealed(packet, datagram, to: node.homeAddress, rule: rule, into: &actions)
    }

    /// The headers of the tunnel of a binding (RFC 6275 §10.4.2, RFC 5555 §4.1).
    private func encapsulation(to binding: CachedBinding) -> [SignallingPacket.Encapsulation] {
        switch binding.careOfAddress {
        case .ipv6(let address):
            return [.ipv6(source: configuration.address, destination: address)]
        case .ipv4(let address):
            let outer = SignallingPacket.Encapsulation.ipv4(
                source: configuration.ipv4Address ?? .unspecified, destination: address)
            guard binding.remotePort != 0 else { return [outer] }
            let udp = SignallingPacket.Encapsulation.udp(
                sourcePort: ProtocolConstants.dualStackPort, destinationPort: binding.remotePort)
            return [outer, udp]
        }
    }

    /// What signalling to a node has to be protected with.
    func protection(of homeAddress: IPv6Address) -> Protection {
        if case .ipsec = security(of: homeAddress) { .transport } else { .none }
    }

    /// Sends a node to other agents (RFC 5142 §4); none: it looks for one itself.
    mutating func switchAgent(
        of node: CachedNode, to agents: [IPv6Address], at now: Instant, into actions: inout [Action]
    ) {
        // What 2048 octets hold.
        var message = HomeAgentSwitch(homeAgents: Array(agents.prefix(127)))
        if association(of: node.homeAddress) != nil {
            message.options.append(.messageIdentification(timestamp: clock.next(at: now)))
        }
        // RFC 5142 §6: a node that believed anybody could be sent anywhere.
        sendThroughTunnel(
            .homeAgentSwitch(message), to: node, sealed: true, rule: Rule(0, "RFC 5142 §4"), at: now,
            into: &actions)
    }
}
