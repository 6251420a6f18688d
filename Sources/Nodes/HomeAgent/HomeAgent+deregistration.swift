import MobilityWire

// Lifetime 0, and everything else that ends bindings.

extension HomeAgent {
    /// Whether the home address as care-of address deletes whatever the lifetime: in RFC 3775 §9.5.1, not in RFC 6275.
    var homeAddressDeletes: Bool {
        switch administration.legacy {
        case .rfc3775: true
        case .rfc6275: false
        case nil: policies.homeCareOfAddressDeletes
        }
    }

    /// Row 6: removes what a Binding Update asks to be removed.
    mutating func deregister(
        _ request: inout UpdateRequest, in node: inout CachedNode, at now: Instant,
        into actions: inout [Action]
    ) {
        var answer = Answer(.accepted, Rule(121, "RFC 5648 §6.2"))
        if request.namesBids {
            deregisterNamed(&request, in: &node, answer: &answer, at: now, into: &actions)
        } else if node.bindings.isEmpty {
            // RFC 6275 §10.3.2: no home registration for this address.
            answer = Answer(.notHomeAgent, Rule(0, "RFC 6275 §10.3.2"))
        } else {
            // without BID all bindings go.
            answer.rule = Rule(113, "RFC 5648 §6.2")
            for index in node.bindings.indices {
                retire(index, of: &node, rule: answer.rule, at: now, into: &actions)
            }
        }
        node.acceptSequence(of: request, shared: policies.sharedSequence)
        placeReturnHomeStatus(in: &request, of: node, answer: &answer)
        answer.flags = acknowledgementFlags(request)
        settle(&node, at: now, into: &actions)
        acknowledge(request, answer, into: &actions)
    }

    /// Removes only the bindings that are named.
    private func deregisterNamed(
        _ request: inout UpdateRequest, in node: inout CachedNode, answer: inout Answer, at now: Instant,
        into actions: inout [Action]
    ) {
        let unknown = BindingStatus(rawValue: policies.unknownBidStatus)
        for position in request.identifiers.indices {
            request.identifiers[position].status = removalStatus(
                of: request.identifiers[position].option, in: node, at: now)
        }
        let failures = request.identifiers.filter { $0.status != .accepted }.count
        // A6: the whole is refused because of one.
        let refusesAll = failures > 0 && policies.partialDeregistration == .refuse
        if !refusesAll {
            for identifier in request.identifiers where identifier.status == .accepted {
                let option = identifier.option
                if option.home, policies.homeFlagWithoutLifetime == .returnHome {
                    returnHome(option, request, in: &node, at: now, into: &actions)
                } else if let index = node.index(of: option.bid) {
                    // A4: H with lifetime 0 is de-registration here. R-060: a care-of address in the option is ignored.
                    retire(index, of: &node, rule: Rule(121, "RFC 5648 §6.2"), at: now, into: &actions)
                }
            }
        }
        guard failures > 0 else { return }
        if refusesAll, request.identifiers.count > 1 {
            answer = Answer(unknown, Rule(122, "RFC 5648 §6.2"))
            for position in request.identifiers.indices { request.identifiers[position].status = .accepted }
            return
        }
        let succeeded = request.identifiers.count - failures
        markFailures(in: &request, entered: succeeded, answer: &answer)
        answer.rule = Rule(122, "RFC 5648 §6.2")
    }

    /// Whether a BID can be removed, or (the draft's H) become that of the home link.
    private func removalStatus(
        of option: BindingIdentifier, in node: CachedNode, at now: Instant
    ) -> BindingStatus {
        if option.bid == 0 { return .mcoaMalformed }
        // R-122, policy A1. One removed a moment ago is still known, so the answer is repeated.
        let unknown = BindingStatus(rawValue: policies.unknownBidStatus)
        let returnsHome = option.home && policies.homeFlagWithoutLifetime == .returnHome
        if !returnsHome || node.liveIndex(of: option.bid, at: now) != nil {
            return node.index(of: option.bid) == nil ? unknown : .accepted
        }
        // A node that comes home to stay away as well need not have had a binding on that interface, only some binding
        // . It takes the room of one.
        if node.bindings.isEmpty { return unknown }
        return hasRoom(in: node, at: now) ? .accepted : .insufficientResources
    }

    /// Ends a binding on request: it is out of force at once, and remembered for a while so that a repeated request
    /// gets the same answer and a delayed one is recognised (RFC 6275 §10.3.2).
    private func retire(
        _ index: Int, of node: inout CachedNode, rule: Rule, at now: Instant, into actions: inout [Action]
    ) {
        let binding = node.bindings[index]
        let isLive = binding.isLive(at: now)
        takeDownTunnel(of: binding, in: node, rule: rule, into: &actions)
        node.bindings[index].marks = [.removed]
        node.bindings[index].expiry = now + ProtocolConstants.maximumDeletedBindingTimeout
        if isLive { noteEnd(of: binding, in: node, "removed", rule, into: &actions) }
    }

    /// Ends bindings without remembering them: others take their place.
    func remove(
        from node: inout CachedNode, where isRemoved: (CachedBinding) -> Bool, rule: Rule,
        into actions: inout [Action]
    ) {
        guard node.bindings.contains(where: isRemoved) else { return }
        for binding in node.bindings where isRemoved(binding) {
            takeDownTunnel(of: binding, in: node, rule: rule, into: &actions)
            if !binding.marks.contains(.removed) {
                noteEnd(of: binding, in: node, "removed", rule, into: &actions)
            }
        }
        node.bindings.removeAll(where: isRemoved)
    }

    /// Ends the bindings whose time is over (RFC 6275 §10.3.1), and tells the world.
    mutating func expire(_ node: inout CachedNode, at now: Instant, into actions: inout [Action]) {
        guard node.bindings.contains(where: { $0.expiry <= now }) else { return }
        let rule = Rule(0, "RFC 6275 §10.3.1")
        for binding in node.bindings where binding.expiry <= now && !binding.marks.contains(.removed) {
            takeDownTunnel(of: binding, in: node, rule: rule, into: &actions)
            noteEnd(of: binding, in: node, "expired", rule, into: &actions)
        }
        node.bindings.removeAll { $0.expiry <= now }
        settle(&node, at: now, into: &actions)
    }

    /// Takes down the tunnel of a binding, if the world has it.
    func takeDownTunnel(
        of binding: CachedBinding, in node: CachedNode, rule: Rule, into actions: inout [Action]
    ) {
        guard binding.marks.contains(.tunnelled) else { return }
        let bid = binding.bid == 0 ? nil : binding.bid
        actions.append(.tunnel(.remove(homeAddress: node.homeAddress, bid: bid), rule: rule))
    }

    /// Writes down that a binding ended.
    private func noteEnd(
        of binding: CachedBinding, in node: CachedNode, _ how: String, _ rule: Rule,
        into actions: inout [Action]
    ) {
        actions.append(
            .note(
                Note(
                    .bindingCache, rule, homeAddress: node.homeAddress,
                    bid: binding.bid == 0 ? nil : binding.bid, careOfAddress: binding.careOfAddress, to: how))
        )
    }
}
