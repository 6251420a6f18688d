import MobilityWire

// The home link in its three ways: the home interface alone, visited links alone, or both by the H flag
// (RFC 6275 §11.5.5, RFC 5648 §5.5–5.6, review item 3).

extension MobileNode {
    /// Looks where the home link is, and does what that asks for.
    mutating func settleHomeLink(_ turn: inout Turn<some RandomNumberGenerator>) {
        let candidates = interfaces.filter { interface in
            !interface.shut && interface.isOnHomeLink(configuration.homePrefix)
                && rule(for: interface)?.used == true
        }.map(\.identifier)
        // A second interface on the home link changes nothing.
        let attached = candidates.first { $0 == home.interface } ?? candidates.first
        if attached != home.interface {
            if home.phase != .unused { depart(&turn) }
            home.interface = attached
            home.left = false
            turn.note(
                note(
                    .homeLink, Rule(0, "RFC 6275 §11.5.2"), number: attached.map { Int64($0.number) },
                    to: attached == nil ? "lost" : "found"))
        }
        switch home.phase {
        case .away:
            guard attached != nil, !home.left, configuration.registration == .automatic else { return }
            arrive(effectiveMode, &turn)
        case .arriving(.both), .home(.both, _): settleWithoutBindings(&turn)
        case .leavingUnused: shutWhenRemoved(&turn)
        case .unused:
            // The interface that was shut is no longer there.
            if !interfaces.contains(where: \.shut) { home.phase = .away }
        case .arriving, .home: return
        }
    }

    /// The way of being at home that the home agent allows: without MCoA, or with 169, not both at once.
    var effectiveMode: ReturnHomeMode {
        guard home.mode == .both, let index = homeAgentIndex else { return home.mode }
        if isOrdinary(list[index]) { return .homeOnly }
        return list[index].simultaneous == .refused ? configuration.withoutSimultaneousUse : .both
    }

    /// The node is on its home link, and is to be at home in this way.
    mutating func arrive(_ mode: ReturnHomeMode, _ turn: inout Turn<some RandomNumberGenerator>) {
        guard let interface = home.interface else { return }
        switch mode {
        case .homeOnly: arriveAlone(at: interface, &turn)
        case .both: arriveWithBoth(at: interface, &turn)
        case .visitedOnly: stayAway(from: interface, &turn)
        }
    }

    // MARK: The home interface alone

    /// all bindings go, by a Binding Update from the home address.
    private mutating func arriveAlone(
        at interface: InterfaceIdentifier, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        dropHomeAssignment()
        home.phase = .arriving(.homeOnly)
        // until the acknowledgement the home agent answers for the home address.
        placeHomeAddress(
            .tentative(configuration.homeAddress, interface: interface), Rule(77, "RFC 6275 §11.5.5"), &turn)
        guard let index = homeAgentIndex else { return settleAlone(&turn) }
        removeAll(at: index, Rule(62, "RFC 5648 §5.5.1"), &turn)
    }

    /// Everything at a home agent is to go.
    mutating func removeAll(
        at index: Int, _ rule: Rule, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        list[index].deregisterAll = rule
        for entry in list[index].entries {
            list[index].detach(entry.bid)
            list[index].modify(entry.bid) { entry in
                entry.need = nil
                entry.retryAt = nil
            }
            let next: BindingState = entry.mayExist(at: turn.now) ? .deleting : .idle
            change(entry.bid, to: next, at: index, rule, &turn)
        }
        list[index].exchanges = []
    }

    /// The answer to the removal of everything, when it was because of the home link.
    mutating func finishReturn(
        accepted: Bool, at index: Int, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        guard case .arriving(.homeOnly) = home.phase, list[index].address == homeAgent else { return }
        guard accepted else {
            // The home address stays tentative; the home agent is asked again at the pace of refusals.
            list[index].removalRefusedUntil =
                turn.now + ProtocolConstants.maximumBindingAcknowledgementTimeout
            list[index].deregisterAll = Rule(62, "RFC 5648 §5.5.1")
            return
        }
        settleAlone(&turn)
    }

    private mutating func settleAlone(_ turn: inout Turn<some RandomNumberGenerator>) {
        guard let interface = home.interface else { return }
        home.phase = .home(.homeOnly, defended: true)
        placeHomeAddress(
            .home(configuration.homeAddress, interface: interface, defended: true),
            Rule(78, "RFC 6275 §11.5.5"), &turn)
    }

    /// The home agent knows no home binding: it may have removed everything, and only the home link is used.
    mutating func atHomeAlone(
        at index: Int, _ rule: Rule, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        guard home.interface != nil else { return }
        dropHomeAssignment()
        settleAlone(&turn)
        turn.note(note(.homeLink, rule, peer: list[index].address, to: ReturnHomeMode.homeOnly.rawValue))
    }

    // MARK: Home and visited links

    /// the home link becomes one more binding, with H. Its BID is the one the interface had before.
    private mutating func arriveWithBoth(
        at interface: InterfaceIdentifier, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        guard let attached = self.interface(interface) else { return }
        guard
            let index = assignments.firstIndex(where: { $0.interface == interface })
                ?? enterAssignment(on: attached)
        else { return }
        assignments[index].home = true
        assignments[index].careOfAddress = .ipv6(configuration.homeAddress)
        assignments[index].deprecated = false
        home.phase = .arriving(.both)
        placeHomeAddress(
            .tentative(configuration.homeAddress, interface: interface), Rule(77, "RFC 5648 §5.6.2"), &turn)
        guard let agent = homeAgentIndex else { return }
        let bid = assignments[index].bid
        let automatic = configuration.registration == .automatic
        let until = turn.now + configuration.gathering
        if automatic { list[agent].detach(bid) }
        list[agent].modify(bid) { entry in
            entry.wanted = true
            entry.retryAt = nil
            // Each return is told, also one after a moment's absence: the agent may have noticed that.
            guard automatic else { return }
            entry.need = .init(purpose: .register, notBefore: until, rule: Rule(67, "RFC 5648 §5.6.2"))
        }
    }

    /// The home agent accepted the home binding.
    mutating func settleAtHome(
        neighbourDiscovery: Bool, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        guard let interface = home.interface else { return }
        home.phase = .home(.both, defended: neighbourDiscovery)
        // 0, it may be defended; R-079: 5, it must not.
        placeHomeAddress(
            .home(configuration.homeAddress, interface: interface, defended: neighbourDiscovery),
            neighbourDiscovery ? Rule(78, "RFC 5648 §5.6.4") : Rule(79, "RFC 5648 §5.6.4"), &turn)
    }

    /// 133 for the draft's return to the home link: the agent has no binding of this node (RFC 6275 §10.3.2), because it
    /// lost them or never had one. So it does nothing for the home address, whatever the node believed.
    mutating func nothingToReturnTo(at index: Int, _ turn: inout Turn<some RandomNumberGenerator>) {
        let rule = Rule(70, "RFC 6275 §10.3.2")
        for entry in list[index].entries {
            if assignment(entry.bid)?.home == true {
                list[index].detach(entry.bid)
                list[index].modify(entry.bid) { entry in
                    entry.grant = nil
                    entry.mayExistUntil = nil
                    entry.need = nil
                    // One that was sent before may arrive after a registration: then it counts, and is told once more.
                    entry.retryAt = entry.strays.until
                }
                change(entry.bid, to: .failed, at: index, rule, &turn)
            } else if entry.grant != nil {
                gone(entry.bid, at: index, rule, &turn)
            }
        }
        list[index].knowsNothing = true
        list[index].bootstrapped = false
    }

    /// Without a binding at the agent the node is simply at home; but as soon as there is a visited link to register, the
    /// agent tests the home address for duplicates first (RFC 6275 §10.3.1), and must not find it here.
    private mutating func settleWithoutBindings(_ turn: inout Turn<some RandomNumberGenerator>) {
        guard let index = homeAgentIndex, list[index].knowsNothing, let interface = home.interface else {
            return
        }
        guard hasVisitedLink else { return settleAtHome(neighbourDiscovery: true, &turn) }
        home.phase = .arriving(.both)
        placeHomeAddress(
            .tentative(configuration.homeAddress, interface: interface), Rule(77, "draft-06 §5.6.3"), &turn)
    }

    /// 169: one side only.
    mutating func useOneSide(
        _ answer: Answer, at index: Int, _ rule: Rule, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        for bid in answer.exchange.members {
            if assignment(bid)?.home == true {
                gone(bid, at: index, rule, &turn)
            } else {
                list[index].modify(bid) { entry in
                    entry.need = .init(purpose: .register, notBefore: turn.now, rule: rule)
                }
            }
        }
        dropHomeAssignment()
        home.phase = .away
        arrive(configuration.withoutSimultaneousUse, &turn)
    }

    /// The home link is no care-of address any more.
    private mutating func dropHomeAssignment() {
        for index in assignments.indices where assignments[index].home {
            assignments[index].home = false
            assignments[index].careOfAddress = nil
        }
    }

    // MARK: Visited links alone

    /// R-065, review item 3: what is left of the interface's bindings is removed through another one; then it is shut.
    private mutating func stayAway(
        from interface: InterfaceIdentifier, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        // Without a visited link there is nothing to stay on; when one appears, this is tried again.
        guard hasVisitedLink else { return }
        dropHomeAssignment()
        home.phase = .leavingUnused
        placeHomeAddress(.away(configuration.homeAddress), Rule(65, "RFC 5648 §5.5.2"), &turn)
        guard let index = homeAgentIndex else { return shutWhenRemoved(&turn) }
        for entry in list[index].entries
        where entry.interface == interface && entry.mayExist(at: turn.now)
            && careOfAddress(for: entry.bid) == nil && entry.state != .deleting
        {
            list[index].detach(entry.bid)
            list[index].modify(entry.bid) { entry in
                entry.need = .init(
                    purpose: .deregister, notBefore: turn.now, rule: Rule(66, "RFC 5648 §5.5.2"))
            }
        }
        shutWhenRemoved(&turn)
    }

    /// Whether some care-of address is on a visited link.
    var hasVisitedLink: Bool { assignments.contains { $0.careOfAddress != nil && !$0.home } }

    private mutating func shutWhenRemoved(_ turn: inout Turn<some RandomNumberGenerator>) {
        guard let interface = home.interface else { return }
        let held = homeAgentIndex.map { index in
            list[index].entries.contains { entry in
                entry.interface == interface && entry.mayExist(at: turn.now)
                    && careOfAddress(for: entry.bid) == nil
            }
        }
        guard held != true, let index = interfaces.firstIndex(where: { $0.identifier == interface }) else {
            return
        }
        interfaces[index].shut = true
        home.interface = nil
        home.phase = .unused
        turn.act(.interface(interface, shut: true, rule: Rule(65, "RFC 5648 §5.5.2")))
    }

    /// Opens what was shut.
    mutating func reopenInterfaces(_ turn: inout Turn<some RandomNumberGenerator>) {
        for index in interfaces.indices where interfaces[index].shut {
            interfaces[index].shut = false
            turn.act(
                .interface(interfaces[index].identifier, shut: false, rule: Rule(61, "RFC 5648 §5.5")))
        }
        if home.phase == .unused { home.phase = .away }
    }

    // MARK: Leaving

    /// The home link is gone, or is to be ignored: what was registered as the home binding becomes an ordinary care-of
    /// address again, or is removed through another one (RFC 5648 §5.6.5).
    mutating func depart(_ turn: inout Turn<some RandomNumberGenerator>) {
        guard home.phase != .away else { return }
        if home.phase.mode == .homeOnly, let index = homeAgentIndex {
            list[index].deregisterAll = nil
            list[index].exchanges.removeAll { $0.purpose == .deregisterAll }
            removeSingly(at: index, &turn)
        }
        doubtHardState(&turn)
        dropHomeAssignment()
        home.phase = .away
        placeHomeAddress(.away(configuration.homeAddress), Rule(73, "RFC 5648 §5.6.5"), &turn)
        if let interface = interface(home.interface) { assignCareOfAddresses(on: interface, &turn) }
    }

    /// The removal of everything that was not answered ends with the home link it left by. Whether the agent has
    /// it nobody knows: what is wanted is registered again, and the rest is removed by its BID. Left as it is, a
    /// refresh of another binding would renew it for ever.
    private mutating func removeSingly(at index: Int, _ turn: inout Turn<some RandomNumberGenerator>) {
        for entry in list[index].entries
        where entry.state == .deleting && entry.exchange == nil && entry.need == nil {
            list[index].modify(entry.bid) { entry in
                entry.need = .init(
                    purpose: .deregister, notBefore: turn.now + configuration.gathering,
                    rule: Rule(59, "RFC 5648 §5.4"))
            }
        }
    }

    /// The draft's home binding ends when the home agent finds that the node is not there any more, which the node is not
    /// told (R-057, review item 1). So from its departure on it counts as granted no more, but as something to remove.
    private mutating func doubtHardState(_ turn: inout Turn<some RandomNumberGenerator>) {
        guard configuration.registration == .automatic, let index = homeAgentIndex else { return }
        let rule = Rule(57, "review item 1")
        for entry in list[index].entries {
            let isHard = entry.grant.map { $0.expiresAt == nil } ?? false
            let isAsked = list[index].exchangeIndex(entry.exchange)
                .map { list[index].exchanges[$0].purpose == .returnHome }
            let isDoubtful = entry.home && (entry.strays.until.map { $0 > turn.now } ?? false)
            // One whose removal is under way has no lifetime either.
            guard isHard || isAsked == true || isDoubtful,
                entry.state == .deleting || entry.state.allows(.deleting)
            else { continue }
            list[index].detach(entry.bid)
            list[index].modify(entry.bid) { entry in
                entry.grant = nil
                entry.mayExistUntil = .distantFuture
                entry.need = .init(
                    purpose: .deregister, notBefore: turn.now + configuration.gathering, rule: rule)
            }
            change(entry.bid, to: .deleting, at: index, rule, &turn)
        }
    }

    /// Tells the world where the home address stands, when that changed.
    mutating func placeHomeAddress(
        _ place: Action.HomeAddressChange, _ rule: Rule, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        guard home.place != place else { return }
        home.place = place
        turn.act(.homeAddress(place, rule: rule))
    }
}
