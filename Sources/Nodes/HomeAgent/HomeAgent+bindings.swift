import MobilityWire

// Entering bindings: rows 8 and 9 of the table.

extension HomeAgent {
    /// Enters the binding of a Binding Update without BID: it replaces all others.
    func enterOrdinaryBinding(
        _ request: UpdateRequest, in node: inout CachedNode, lifetime: UInt16, at now: Instant,
        into actions: inout [Action]
    ) {
        let rule = Rule(112, "RFC 5648 §6.2")
        remove(from: &node, where: { $0.bid != 0 }, rule: rule, into: &actions)
        let before = node.liveIndex(of: 0, at: now).map { node.bindings[$0] }
        var binding = newBinding(
            0, request.ordinaryCareOfAddress, request, lifetime: lifetime, before: before, at: now)
        noteTranslation(of: &binding, claimed: request.ipv4CareOfAddress, request)
        put(binding, before: before, into: &node, rule: rule, &actions)
    }

    /// Enters what the Binding Identifier options ask for, each for itself, and marks those that failed.
    ///
    /// - Returns: how many were entered.
    func enterBindings(
        _ request: inout UpdateRequest, in node: inout CachedNode, lifetime: UInt16, at now: Instant,
        into actions: inout [Action]
    ) -> Int {
        let overwrites = request.overwrites(policies)
        if overwrites { removeOverwritten(by: request, from: &node, at: now, into: &actions) }
        var entered = 0
        for position in request.identifiers.indices {
            let option = request.identifiers[position].option
            switch judge(option, request, node, overwrites: overwrites, at: now) {
            case .failure(let refusal):
                request.identifiers[position].status = refusal.status
            case .success(let careOfAddress):
                enter(option, careOfAddress, request, in: &node, lifetime: lifetime, at: now, into: &actions)
                entered += 1
            }
        }
        if entered > 0 {
            if policies.refreshRenewsAll { renewAll(of: &node, lifetime: lifetime, at: now) }
            noteHomeLinkUse(request, in: &node)
        }
        return entered
    }

    /// Row 8: O replaces all bindings by those of this update. Those that stay are changed in place; what
    /// no valid option names goes. An update without any valid option removes nothing.
    private func removeOverwritten(
        by request: UpdateRequest, from node: inout CachedNode, at now: Instant, into actions: inout [Action]
    ) {
        let valid = request.identifiers.filter {
            if case .success = judge($0.option, request, node, overwrites: true, at: now) {
                true
            } else {
                false
            }
        }
        guard !valid.isEmpty else { return }
        remove(
            from: &node, where: { binding in !valid.contains { $0.option.bid == binding.bid } },
            rule: Rule(128, "RFC 5648 §6.2"), into: &actions)
    }

    /// Whether anything of a Binding Update can be entered; else it need not be tested for duplicates.
    func hasAcceptableBinding(_ request: UpdateRequest, _ node: CachedNode, at now: Instant) -> Bool {
        guard request.namesBids else { return true }
        let overwrites = request.overwrites(policies)
        return request.identifiers.contains {
            if case .success = judge($0.option, request, node, overwrites: overwrites, at: now) {
                true
            } else {
                false
            }
        }
    }

    /// Enters one binding.
    private func enter(
        _ option: BindingIdentifier, _ careOfAddress: CareOfAddress, _ request: UpdateRequest,
        in node: inout CachedNode, lifetime: UInt16, at now: Instant, into actions: inout [Action]
    ) {
        if policies.newBidForCachedAddress == .move {
            move(careOfAddress, to: option.bid, in: &node, at: now, into: &actions)
        }
        let before = node.liveIndex(of: option.bid, at: now).map { node.bindings[$0] }
        var binding = newBinding(
            option.bid, careOfAddress, request, lifetime: lifetime, before: before, at: now)
        binding.priority = option.priority
        if request.isBulk { binding.marks.insert(.bulk) }
        if option.home {
            becomeHome(&binding, request, in: &node, at: now, into: &actions)
        } else {
            noteTranslation(of: &binding, claimed: option.careOfAddress?.ipv4, request)
        }
        put(
            binding, before: before, into: &node, rule: Rule(before == nil ? 131 : 130, "RFC 5648 §6.2"),
            &actions)
    }

    /// A5: a new BID for a care-of address that is cached under another one takes that entry over (R-032, review
    /// item 2).
    private func move(
        _ careOfAddress: CareOfAddress, to bid: UInt16, in node: inout CachedNode, at now: Instant,
        into actions: inout [Action]
    ) {
        let isSame: (CachedBinding) -> Bool = {
            $0.careOfAddress == careOfAddress && $0.bid != 0 && $0.isLive(at: now)
        }
        guard node.liveIndex(of: bid, at: now) == nil, let index = node.bindings.firstIndex(where: isSame)
        else {
            return
        }
        var binding = node.bindings[index]
        takeDownTunnel(of: binding, in: node, rule: Rule(32, "review item 2"), into: &actions)
        node.bindings.remove(at: index)
        binding.marks.remove(.tunnelled)
        let old = binding.bid
        binding.bid = bid
        node.set(binding)
        actions.append(
            .note(
                Note(
                    .bindingCache, Rule(32, "review item 2"), homeAddress: node.homeAddress, bid: bid,
                    careOfAddress: careOfAddress, number: Int64(old), to: "moved")))
    }

    /// The binding that is asked for, with what stays of the one before.
    private func newBinding(
        _ bid: UInt16, _ careOfAddress: CareOfAddress, _ request: UpdateRequest, lifetime: UInt16,
        before: CachedBinding?, at now: Instant
    ) -> CachedBinding {
        var binding = CachedBinding(
            bid: bid, sequence: request.sequence, lifetime: lifetime, priority: 0, marks: [],
            careOfAddress: careOfAddress, since: before?.since ?? now, verified: now,
            expiry: now + .lifetimeUnits(lifetime))
        if let before, before.careOfAddress == careOfAddress {
            binding.marks = before.marks.intersection([.tunnelled, .behindNAT])
            binding.remotePort = before.remotePort
        }
        return binding
    }

    /// Puts a binding into the node; a tunnel that goes elsewhere is changed when the node is settled.
    private func put(
        _ binding: CachedBinding, before: CachedBinding?, into node: inout CachedNode, rule: Rule,
        _ actions: inout [Action]
    ) {
        var binding = binding
        if let before, before.marks.contains(.tunnelled) {
            if binding.isHome {
                takeDownTunnel(of: before, in: node, rule: rule, into: &actions)
                binding.marks.remove(.tunnelled)
            } else if before.remotePort != binding.remotePort {
                binding.marks.remove(.tunnelled)
            }
        }
        node.set(binding)
        actions.append(
            .note(
                Note(
                    .bindingCache, rule, homeAddress: node.homeAddress,
                    bid: binding.bid == 0 ? nil : binding.bid, careOfAddress: binding.careOfAddress,
                    number: Int64(binding.lifetime) * 4, to: before == nil ? "created" : "updated")))
    }

    /// A2: the lifetime of a Binding Update is that of all bindings (R-054, review item 1).
    private func renewAll(of node: inout CachedNode, lifetime: UInt16, at now: Instant) {
        for index in node.bindings.indices where node.bindings[index].isLive(at: now) {
            // what stands on the home link has no lifetime.
            if node.bindings[index].marks.contains(.hard) { continue }
            node.bindings[index].lifetime = lifetime
            node.bindings[index].expiry = now + .lifetimeUnits(lifetime)
            node.bindings[index].marks.remove(.refreshRequested)
        }
    }
}
