import MobilityWire

// A node on its home link: alone there or away as well (RFC 5648 §5.6, draft-06 §5.6.3).

extension HomeAgent {
    /// Makes a binding one of the home link (RFC 5648 §5.6.3).
    func becomeHome(
        _ binding: inout CachedBinding, _ request: UpdateRequest, in node: inout CachedNode, at now: Instant,
        into actions: inout [Action]
    ) {
        binding.marks.insert(.home)
        let bid = binding.bid
        // A12: there is one home binding at a time.
        if policies.secondHomeBindingReplaces {
            remove(
                from: &node, where: { $0.isHome && $0.bid != bid }, rule: Rule(71, "RFC 5648 §5.6.3"),
                into: &actions)
        }
        learnHomeLink(request, in: &node)
    }

    /// The draft's return home: lifetime 0 with H stores the home address as care-of address, and the other bindings
    /// keep their lifetimes.
    func returnHome(
        _ option: BindingIdentifier, _ request: UpdateRequest, in node: inout CachedNode, at now: Instant,
        into actions: inout [Action]
    ) {
        let rule = Rule(124, "draft-06 §6.3")
        var binding = CachedBinding(
            bid: option.bid, sequence: request.sequence, lifetime: 0, priority: 0, marks: [.hard],
            careOfAddress: .ipv6(node.homeAddress), since: now, verified: now, expiry: .distantFuture)
        if let index = node.index(of: option.bid) {
            let before = node.bindings[index]
            takeDownTunnel(of: before, in: node, rule: rule, into: &actions)
            if before.marks.contains(.hard) { binding.since = before.since }
        }
        becomeHome(&binding, request, in: &node, at: now, into: &actions)
        node.set(binding)
        node.marks.remove(.leftHome)
        // Review item 1: nothing ends this state by itself, so the node is asked now and then whether it is there.
        node.nextProbe = now + configuration.homeProbeInterval
        actions.append(
            .note(
                Note(
                    .bindingCache, rule, homeAddress: node.homeAddress, bid: option.bid,
                    careOfAddress: binding.careOfAddress, to: "home")))
    }

    /// Learns where the node stands on the home link.
    private func learnHomeLink(_ request: UpdateRequest, in node: inout CachedNode) {
        // A bulk from elsewhere may carry the home binding: then only the option tells the address.
        let seen = request.comesFromHomeLink ? request.linkLayerSource : nil
        node.homeLink = CachedNode.HomeLinkPosition(
            linkLayerAddress: request.linkLayerAddress ?? seen ?? node.homeLink?.linkLayerAddress,
            interface: configuration.homeInterface ?? (request.comesFromHomeLink ? request.interface : nil),
            // only the sole router can do without proxying; R-076: with others there it must go on.
            mayDefend: configuration.onlyRouter && configuration.permitsNeighbourDiscovery)
    }

    /// R-073, RFC 5648 §5.6.5: whether the home link is still in use.
    func noteHomeLinkUse(_ request: UpdateRequest, in node: inout CachedNode) {
        if request.asksForHomeBinding {
            node.marks.remove(.leftHome)
        } else if policies.homeFlagClearLeavesHome, !request.comesFromHomeLink, node.homeLink != nil {
            node.marks.insert(.leftHome)
        }
    }

    /// Row 11: says to a node on the home link whether it may use neighbour discovery for its address (R-074, policy
    /// A3).
    func placeReturnHomeStatus(in request: inout UpdateRequest, of node: CachedNode, answer: inout Answer) {
        guard request.asksForHomeBinding, let homeLink = node.homeLink, !homeLink.mayDefend else { return }
        let isAlone = request.identifiers.count == 1
        for position in request.identifiers.indices {
            let identifier = request.identifiers[position]
            guard identifier.option.home, identifier.status == .accepted,
                let index = node.index(of: identifier.option.bid), node.bindings[index].isHome
            else { continue }
            answer.rule = Rule(76, "RFC 5648 §6.3")
            if !isAlone || policies.returnHomeStatusPlace != .acknowledgement {
                request.identifiers[position].status = .mcoaReturnHomeWithoutNDP
            }
            if isAlone, policies.returnHomeStatusPlace != .option {
                answer.status = .mcoaReturnHomeWithoutNDP
            }
        }
    }

    /// Asks whether a node whose state on the home link has no lifetime is still there (review item 1).
    func probe(_ node: inout CachedNode, at now: Instant, into actions: inout [Action]) {
        guard node.nextProbe <= now else { return }
        guard node.bindings.contains(where: { $0.marks.contains(.hard) }) else {
            node.nextProbe = .distantFuture
            return
        }
        node.nextProbe = now + configuration.homeProbeInterval
        actions.append(
            .probeNeighbour(
                node.homeAddress, linkLayerAddress: node.homeLink?.linkLayerAddress,
                rule: Rule(57, "review item 1")))
    }

    /// The outcome of a probe: a node that is not there any more loses all of its home link state (review item 1).
    mutating func finishProbe(
        of homeAddress: IPv6Address, isReachable: Bool, at now: Instant, into actions: inout [Action]
    ) {
        guard !isReachable, cache[homeAddress] != nil else { return }
        var node = cache.checkOut(homeAddress)
        expire(&node, at: now, into: &actions)
        remove(
            from: &node, where: { $0.marks.contains(.hard) }, rule: Rule(57, "review item 1"), into: &actions)
        settle(&node, at: now, into: &actions)
        cache.checkIn(node, refreshRequestLead: administration.refreshRequestLead)
    }
}
