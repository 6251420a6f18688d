import MobilityWire

// Binding Updates to a correspondent (RFC 6275 §9.5; RFC 5648 §6.2): authorised, judged, carried out, answered.

extension CorrespondentNode {
    /// A Binding Update for this node.
    mutating func receiveUpdate(
        _ header: borrowing MobilityHeaderView, _ packet: borrowing PacketView, _ datagram: Datagram,
        at now: Instant, into actions: inout [Action]
    ) {
        let rule = Rule(114, "RFC 6275 §9.5.1")
        var request: UpdateRequest
        do {
            request = try UpdateRequest(header, in: packet, datagram, format: policies.format)
        } catch {
            return drop("an option reaches behind the end", Rule(0, "RFC 6275 §6.2.1"), into: &actions)
        }
        guard request.homeAddress.isRoutableUnicast, request.source.isRoutableUnicast else {
            return drop("home address or source is not a unicast address", rule, into: &actions)
        }
        if administration.isLegacy { request.forgetBids() }
        if request.flags.contains(.homeRegistration) {
            // RFC 6275 §10.3.1: not a home agent.
            guard !configuration.isHomeAgentToo, errorRate.allows(at: now) else { return }
            return answer(request, .homeRegistrationNotSupported, rule, key: nil, into: &actions)
        }
        switch authorize(request, header, at: now) {
        case .proved(let key):
            register(request, key, at: now, into: &actions)
        case .expired(let status):
            guard errorRate.allows(at: now) else { return }
            answer(request, status, rule, key: nil, into: &actions)
        case .dropped(let why):
            drop(why, rule, homeAddress: request.homeAddress, into: &actions)
        }
    }

    /// Takes an authorised Binding Update through the table.
    private mutating func register(
        _ request: UpdateRequest, _ key: BindingManagementKey, at now: Instant, into actions: inout [Action]
    ) {
        var node = cache.checkOut(request.homeAddress)
        expire(&node, at: now, into: &actions)
        let outcome: Outcome
        if let last = node.lastSequence(refusing: request, shared: policies.sharedSequence) {
            outcome = Outcome(.sequenceNumberOutOfWindow, Rule(101, "RFC 6275 §9.5.1"), sequence: last)
        } else if let refusal = refusal(of: request, by: node, at: now) {
            outcome = refusal
            node.acceptSequence(of: request, shared: policies.sharedSequence)
        } else {
            outcome =
                request.deregisters(byHomeAddress: policies.homeCareOfAddressDeletes)
                ? deregister(request, in: &node, at: now, into: &actions)
                : enter(request, in: &node, at: now, into: &actions)
            node.acceptSequence(of: request, shared: policies.sharedSequence)
        }
        answer(request, outcome, key: key, into: &actions)
        cache.checkIn(node, refreshRequestLead: administration.refreshRequestLead)
    }

    /// What becomes of a Binding Update.
    struct Outcome {
        /// What the answer says; always in its own field.
        var status: BindingStatus
        /// What made it so.
        var rule: Rule
        /// In units of 4 seconds.
        var lifetime: UInt16 = 0
        /// With 135 the last number accepted.
        var sequence: UInt16?

        init(_ status: BindingStatus, _ rule: Rule, lifetime: UInt16 = 0, sequence: UInt16? = nil) {
            self.status = status
            self.rule = rule
            self.lifetime = lifetime
            self.sequence = sequence
        }
    }

    /// The first reason to refuse; nil: none.
    private func refusal(of request: UpdateRequest, by node: CachedNode, at now: Instant) -> Outcome? {
        if let status = administration.refuseWith {
            return Outcome(BindingStatus(rawValue: status), Rule(0, "RFC 6275 §9.5.2"))
        }
        if request.namesBids {
            if !administration.multipleCareOfAddresses {
                return Outcome(.mcoaProhibited, Rule(87, "RFC 5648 §4.4"))
            }
            // never in bulk, since one token proves one address.
            if request.isBulk { return Outcome(.mcoaBulkRegistrationProhibited, Rule(120, "RFC 5648 §6.2")) }
            if isMalformed(request) { return Outcome(.mcoaMalformed, Rule(118, "RFC 5648 §6.2")) }
        }
        guard request.lifetime > 0 else { return nil }
        if request.namesBids, node.hasOrdinaryBinding(at: now), !request.overwrites(policies) {
            return Outcome(.mcoaNonMCOABindingExists, Rule(129, "RFC 5648 §6.2"))
        }
        let bid = request.identifiers.first?.option.bid ?? 0
        if node.liveIndex(of: bid, at: now) == nil, !hasRoom(for: request, in: node) {
            return Outcome(.insufficientResources, Rule(0, "RFC 6275 §9.5.2"))
        }
        return nil
    }

    /// a Length without layout, BID 0, a care-of address that is not one of IPv6, unicast and routed.
    private func isMalformed(_ request: UpdateRequest) -> Bool {
        guard !request.hasMalformedIdentifier, let option = request.identifiers.first?.option, option.bid != 0
        else {
            return true
        }
        if policies.refuseFlagLengthMismatch, option.careOfAddressFlag != (option.careOfAddress != nil) {
            return true
        }
        guard let given = option.careOfAddress, request.lifetime > 0 else { return false }
        return given.ipv6.map { !$0.isRoutableUnicast } ?? true
    }

    private func hasRoom(for request: UpdateRequest, in node: CachedNode) -> Bool {
        if node.bindings.isEmpty { return cache.nodeCount < administration.maximumNodes }
        return node.rows < administration.maximumBindingsPerNode || !request.namesBids
            || request.overwrites(policies)
    }
}
