import MobilityWire

// Entering and ending bindings of a correspondent.

extension CorrespondentNode {
    /// Enters the binding that is asked for; one without BID, or with O, takes the place of all others
    ///
    func enter(
        _ request: UpdateRequest, in node: inout CachedNode, at now: Instant, into actions: inout [Action]
    ) -> Outcome {
        let option = request.identifiers.first?.option
        let bid = option?.bid ?? 0
        let known = node.liveIndex(of: bid, at: now).map { node.bindings[$0] }
        guard let careOfAddress = careOfAddress(option, known, request) else {
            return Outcome(.mcoaUnknownCoA, Rule(126, "RFC 5648 §6.2"))
        }
        if option == nil || request.overwrites(policies) {
            let rule = Rule(option == nil ? 112 : 128, "RFC 5648 §6.2")
            remove(from: &node, where: { $0.bid != bid }, rule: rule, into: &actions)
        } else if policies.newBidForCachedAddress == .move, known == nil {
            // A5, review item 2: the new BID takes the entry over.
            remove(
                from: &node, where: { $0.careOfAddress == careOfAddress && $0.bid != bid },
                rule: Rule(32, "review item 2"), into: &actions)
        }
        let lifetime = min(.lifetimeUnits(request.lifetime), administration.maximumLifetime)
            .wholeLifetimeUnits
        node.set(
            CachedBinding(
                bid: bid, sequence: request.sequence, lifetime: lifetime, priority: option?.priority ?? 0,
                marks: [], careOfAddress: careOfAddress, since: known?.since ?? now, verified: now,
                expiry: now + .lifetimeUnits(lifetime)))
        let rule = Rule(known == nil ? 131 : 130, "RFC 5648 §6.2")
        note(known == nil ? "created" : "updated", bid, careOfAddress, of: node, rule, into: &actions)
        return Outcome(.accepted, rule, lifetime: lifetime)
    }

    /// The care-of address that is asked for; nil: an option without one, for a BID that is not known (167).
    private func careOfAddress(
        _ option: BindingIdentifier?, _ known: CachedBinding?, _ request: UpdateRequest
    ) -> CareOfAddress? {
        if let option, option.careOfAddress == nil, policies.absentCareOfAddress == .cached {
            // The token proved the source; a binding to another address is not refreshed by it.
            let proved = CareOfAddress.ipv6(registeredAddress(request))
            return known?.careOfAddress == proved ? proved : nil
        }
        return .ipv6(registeredAddress(request))
    }

    /// Ends what is named, or all. Without a binding there is nothing to say but that it is gone (RFC 6275
    /// §9.5.3); a BID that is not known has a status of its own (R-122, policy A1).
    func deregister(
        _ request: UpdateRequest, in node: inout CachedNode, at now: Instant, into actions: inout [Action]
    ) -> Outcome {
        guard let bid = request.identifiers.first?.option.bid else {
            for index in node.bindings.indices { retire(index, of: &node, at: now, into: &actions) }
            return Outcome(.accepted, Rule(113, "RFC 5648 §6.2"))
        }
        guard let index = node.index(of: bid) else {
            return Outcome(BindingStatus(rawValue: policies.unknownBidStatus), Rule(122, "RFC 5648 §6.2"))
        }
        retire(index, of: &node, at: now, into: &actions)
        return Outcome(.accepted, Rule(121, "RFC 5648 §6.2"))
    }

    /// Ends a binding, and remembers its number for as long as the nonces live that its updates used: so none of them can
    /// be played back (RFC 6275 §9.5.3).
    private func retire(
        _ index: Int, of node: inout CachedNode, at now: Instant, into actions: inout [Action]
    ) {
        let binding = node.bindings[index]
        if binding.isLive(at: now) {
            note(
                "removed", binding.bid, binding.careOfAddress, of: node, Rule(121, "RFC 5648 §6.2"),
                into: &actions)
        }
        node.bindings[index].marks = [.removed]
        node.bindings[index].expiry = now + ProtocolConstants.maximumNonceLifetime
    }

    private func remove(
        from node: inout CachedNode, where isRemoved: (CachedBinding) -> Bool, rule: Rule,
        into actions: inout [Action]
    ) {
        for binding in node.bindings where isRemoved(binding) && !binding.marks.contains(.removed) {
            note("removed", binding.bid, binding.careOfAddress, of: node, rule, into: &actions)
        }
        node.bindings.removeAll(where: isRemoved)
    }

    /// Ends the bindings whose time is over. Their numbers are remembered while their nonces live.
    func expire(_ node: inout CachedNode, at now: Instant, into actions: inout [Action]) {
        for index in node.bindings.indices where node.bindings[index].expiry <= now {
            let binding = node.bindings[index]
            guard !binding.marks.contains(.removed) else { continue }
            note(
                "expired", binding.bid, binding.careOfAddress, of: node, Rule(0, "RFC 6275 §9.6"),
                into: &actions)
            node.bindings[index].marks = [.removed]
            node.bindings[index].expiry = binding.verified + ProtocolConstants.maximumNonceLifetime
        }
        node.bindings.removeAll { $0.expiry <= now }
    }

    private func note(
        _ what: String, _ bid: UInt16, _ careOfAddress: CareOfAddress, of node: CachedNode, _ rule: Rule,
        into actions: inout [Action]
    ) {
        actions.append(
            .note(
                Note(
                    .bindingCache, rule, homeAddress: node.homeAddress, bid: bid == 0 ? nil : bid,
                    careOfAddress: careOfAddress, to: what)))
    }
}
