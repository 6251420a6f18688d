import MobilityWire

// How a home registration is judged: the rows of the table in order, one function each. The first row that refuses ends
// it. Nothing is changed here.

extension HomeAgent {
    /// Why a Binding Update is refused as a whole.
    struct Refusal {
        /// What the answer says.
        var status: BindingStatus
        /// What made it so.
        var rule: Rule
        /// With 135: the last number that was accepted (RFC 6275 §9.5.1).
        var lastSequence: UInt16?
    }

    /// The first reason to refuse a Binding Update as a whole; nil: none.
    func refusal(of request: UpdateRequest, by node: CachedNode, at now: Instant) -> Refusal? {
        if let refusal = sequenceOutOfWindow(request, node) { return refusal }
        if let refusal = typeChange(request) { return refusal }
        if let refusal = notServing() { return refusal }
        if let refusal = notHomeSubnet(request) { return refusal }
        if let refusal = prohibited(request) { return refusal }
        if let refusal = mobileRouterRefused(request, node, at: now) { return refusal }
        if let refusal = forcedEncapsulationRefused(request, node) { return refusal }
        if let refusal = outOfResources(request, node, now) { return refusal }
        if let refusal = severalRefused(request) { return refusal }
        if let refusal = bulkRefused(request) { return refusal }
        if let refusal = simultaneousRefused(request) { return refusal }
        if let refusal = malformed(request) { return refusal }
        if let refusal = ordinaryExists(request, node, now) { return refusal }
        if let refusal = unusableCareOfAddress(request) { return refusal }
        return nil
    }

    /// Row 2, RFC 6275 §9.5.1: the sequence number is newer than the last one accepted; else 135 with that one.
    private func sequenceOutOfWindow(_ request: UpdateRequest, _ node: CachedNode) -> Refusal? {
        node.lastSequence(refusing: request, shared: policies.sharedSequence).map {
            Refusal(
                status: .sequenceNumberOutOfWindow, rule: Rule(101, "RFC 6275 §9.5.1"), lastSequence: $0)
        }
    }

    /// Row 2, RFC 6275 §9.5.1: H stays what it was for a home address (139). All bindings here are home registrations.
    private func typeChange(_ request: UpdateRequest) -> Refusal? {
        guard !request.flags.contains(.homeRegistration) else { return nil }
        return Refusal(status: .registrationTypeChangeDisallowed, rule: Rule(114, "RFC 6275 §9.5.1"))
    }

    /// Row 3, RFC 6275 §10.3.1: is a home agent at all (131).
    private func notServing() -> Refusal? {
        administration.servesHomeRegistrations
            ? nil : Refusal(status: .homeRegistrationNotSupported, rule: Rule(0, "RFC 6275 §10.3.1"))
    }

    /// Row 3, RFC 6275 §10.3.1: the home address belongs to the home link (132).
    private func notHomeSubnet(_ request: UpdateRequest) -> Refusal? {
        for home in configuration.homePrefixes where home.prefix.contains(request.homeAddress) {
            if request.homeAddress != configuration.address { return nil }
        }
        return Refusal(status: .notHomeSubnet, rule: Rule(0, "RFC 6275 §10.3.1"))
    }

    /// Row 3, RFC 6275 §10.3.1: the administrator's rules (129), and the refusal that was asked for as a fault.
    private func prohibited(_ request: UpdateRequest) -> Refusal? {
        if let status = administration.refuseWith {
            return Refusal(status: BindingStatus(rawValue: status), rule: Rule(0, "RFC 6275 §10.3.1"))
        }
        let entry = entries.count > 0 ? entries[request.homeAddress] : nil
        let isAllowed = entry?.isAllowed ?? administration.servesUnlistedNodes
        let asked = Interval.lifetimeUnits(request.lifetime)
        if isAllowed, request.lifetime == 0 || asked >= administration.minimumLifetime { return nil }
        return Refusal(status: .administrativelyProhibited, rule: Rule(0, "RFC 6275 §10.3.1"))
    }

    /// Row 3: room for another node (130).
    private func outOfResources(_ request: UpdateRequest, _ node: CachedNode, _ now: Instant) -> Refusal? {
        guard request.lifetime > 0, !node.isRegistered(at: now),
            cache.bindingCount >= administration.maximumBindings
        else { return nil }
        return Refusal(status: .insufficientResources, rule: Rule(0, "RFC 6275 §10.3.1"))
    }

    /// Row 4: several care-of addresses are administratively off (166).
    private func severalRefused(_ request: UpdateRequest) -> Refusal? {
        guard request.namesBids, !administration.multipleCareOfAddresses else { return nil }
        return Refusal(status: .mcoaProhibited, rule: Rule(87, "RFC 5648 §4.4"))
    }

    /// Row 4: bulk registration is not wanted (168).
    private func bulkRefused(_ request: UpdateRequest) -> Refusal? {
        guard request.isBulk, !administration.bulkRegistration else { return nil }
        return Refusal(status: .mcoaBulkRegistrationProhibited, rule: Rule(88, "RFC 5648 §4.4"))
    }

    /// Row 4: at home and away at once is not wanted (169).
    private func simultaneousRefused(_ request: UpdateRequest) -> Refusal? {
        guard !administration.simultaneousHomeAndForeign, request.asksForHomeBinding,
            request.lifetime > 0 || policies.homeFlagWithoutLifetime == .returnHome
        else { return nil }
        return Refusal(
            status: .mcoaSimultaneousHomeAndForeignProhibited, rule: Rule(81, "RFC 5648 §4.4"))
    }

    /// Row 5: each option's Length has a layout, in the draft also the one that C and D say (164).
    private func malformed(_ request: UpdateRequest) -> Refusal? {
        let refusal = Refusal(status: .mcoaMalformed, rule: Rule(118, "RFC 5648 §6.2"))
        if request.hasMalformedIdentifier { return refusal }
        guard policies.refuseFlagLengthMismatch else { return nil }
        // A13. C without an address spoils only its own option.
        return request.identifiers.contains { $0.option.contradictsLength } ? refusal : nil
    }

    /// Row 7: a binding without BID is there and O is not set (165). O in a de-registration is ignored.
    private func ordinaryExists(_ request: UpdateRequest, _ node: CachedNode, _ now: Instant) -> Refusal? {
        guard request.namesBids, node.hasOrdinaryBinding(at: now) else { return nil }
        // The draft's H with lifetime 0 enters a binding as well.
        let returnsHome = request.asksForHomeBinding && policies.homeFlagWithoutLifetime == .returnHome
        guard request.lifetime > 0 ? !request.overwrites(policies) : returnsHome else { return nil }
        return Refusal(status: .mcoaNonMCOABindingExists, rule: Rule(129, "RFC 5648 §6.2"))
    }

    /// RFC 6275 §9.5.1: without BID, the care-of address is one that packets can be sent to (174).
    private func unusableCareOfAddress(_ request: UpdateRequest) -> Refusal? {
        guard !request.namesBids, !request.deregisters(byHomeAddress: homeAddressDeletes) else { return nil }
        let careOfAddress = request.ordinaryCareOfAddress
        if isElsewhere(careOfAddress), careOfAddress != .ipv6(request.homeAddress) { return nil }
        return Refusal(status: .invalidCareOfAddress, rule: Rule(0, "RFC 6275 §9.5.1"))
    }
}

extension BindingIdentifier {
    /// Whether C and D of the draft say something else than the Length, apart from C without an address.
    fileprivate var contradictsLength: Bool {
        guard profile == .draft06 else { return false }
        switch careOfAddress {
        case nil: return ipv4Flag
        case .ipv6: return !careOfAddressFlag || ipv4Flag
        case .ipv4: return !careOfAddressFlag || !ipv4Flag
        }
    }
}
