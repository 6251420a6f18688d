import MobilityWire

// What the world has to know because of a node's bindings.

extension HomeAgent {
    /// Compares what the world was told with what the bindings ask for now, and tells it the difference: tunnels, who
    /// answers for the home address on the home link, and which binding packets go by.
    mutating func settle(_ node: inout CachedNode, at now: Instant, into actions: inout [Action]) {
        var isRegistered = false
        var hasHome = false
        for index in node.bindings.indices where node.bindings[index].isLive(at: now) {
            isRegistered = true
            if node.bindings[index].isHome {
                hasHome = true
            } else if !node.bindings[index].marks.contains(.tunnelled) {
                node.bindings[index].marks.insert(.tunnelled)
                actions.append(
                    .tunnel(
                        .set(tunnel(of: node.bindings[index], in: node)), rule: Rule(0, "RFC 6275 §10.4.2")))
            }
        }
        if !hasHome {
            forgetHomeLink(of: &node, into: &actions)
        }
        settleNeighbours(of: &node, isRegistered: isRegistered, into: &actions)
        let best = isRegistered ? preferredBinding(of: node, at: now)?.bid : nil
        if best != node.defaultBid {
            node.defaultBid = best
            actions.append(
                .defaultBinding(
                    homeAddress: node.homeAddress, bid: best == 0 ? nil : best,
                    rule: Rule(11, "RFC 5648 §6.1")))
        }
        if !isRegistered { forgetFeatures(of: &node, into: &actions) }
    }

    /// The tunnel to a care-of address (RFC 6275 §10.4.2, RFC 5555 §4.1).
    private func tunnel(of binding: CachedBinding, in node: CachedNode) -> Action.Tunnel {
        let ports = Action.Tunnel.Ports(local: ProtocolConstants.dualStackPort, remote: binding.remotePort)
        return Action.Tunnel(
            homeAddress: node.homeAddress, bid: binding.bid == 0 ? nil : binding.bid,
            homeAgent: configuration.address, careOfAddress: binding.careOfAddress,
            ports: binding.remotePort == 0 ? nil : ports)
    }

    /// The node is not on the home link any more.
    private func forgetHomeLink(of node: inout CachedNode, into actions: inout [Action]) {
        guard let homeLink = node.homeLink else { return }
        if node.marks.contains(.neighbour) {
            node.marks.remove(.neighbour)
            actions.append(
                .neighbour(
                    node.homeAddress, linkLayerAddress: nil, interface: homeLink.interface,
                    rule: Rule(73, "RFC 5648 §5.6.5")))
        }
        node.marks.remove(.leftHome)
        node.homeLink = nil
        node.nextProbe = .distantFuture
    }

    /// Who answers for the home address on the home link, and how the agent delivers there.
    private func settleNeighbours(
        of node: inout CachedNode, isRegistered: Bool, into actions: inout [Action]
    ) {
        let mayDefend = node.homeLink?.mayDefend ?? false
        let isProxied = isRegistered && !mayDefend
        if isProxied != node.marks.contains(.proxied) {
            node.marks.formSymmetricDifference(.proxied)
            let rule =
                isProxied
                ? Rule(0, "RFC 6275 §10.4.1")
                : mayDefend ? Rule(75, "RFC 5648 §6.3") : Rule(63, "RFC 6275 §10.3.2")
            actions.append(.proxyNeighbour(node.homeAddress, active: isProxied, rule: rule))
            if node.marks.contains(.linkLocal) {
                actions.append(
                    .proxyNeighbour(node.homeAddress.linkLocal, active: isProxied, rule: rule))
            }
        }
        guard let homeLink = node.homeLink, let address = homeLink.linkLayerAddress, !mayDefend,
            !node.marks.contains(.neighbour)
        else { return }
        node.marks.insert(.neighbour)
        actions.append(
            .neighbour(
                node.homeAddress, linkLayerAddress: address, interface: homeLink.interface,
                rule: Rule(76, "RFC 5648 §6.3")))
    }

    /// The binding a packet goes by that no flow rule names; nil: none is in force.
    func preferredBinding(of node: CachedNode, at now: Instant) -> CachedBinding? {
        var best: CachedBinding?
        for binding in node.bindings where binding.isLive(at: now) {
            // the node said that it left the home link.
            if binding.isHome, node.marks.contains(.leftHome) { continue }
            if let known = best, !isPreferred(binding, to: known) { continue }
            best = binding
        }
        return best
    }

    private func isPreferred(_ binding: CachedBinding, to other: CachedBinding) -> Bool {
        // RFC 5648 §6.1: the one last verified by signalling.
        if configuration.pathChoice == .lastVerified, binding.verified != other.verified {
            return binding.verified > other.verified
        }
        // RFC 6089 §4.1: lower is preferred; none given comes last. Bindings stand in order of their BIDs.
        return binding.priorityRank < other.priorityRank
    }
}

extension CachedBinding {
    /// BID-PRI with "none given" behind all others.
    fileprivate var priorityRank: UInt8 { priority == 0 ? .max : priority }
}

extension IPv6Address {
    /// The link-local address with the same interface identifier (RFC 6275 §10.3.1, L flag).
    var linkLocal: IPv6Address { IPv6Address(high: 0xfe80_0000_0000_0000, low: low) }
}
