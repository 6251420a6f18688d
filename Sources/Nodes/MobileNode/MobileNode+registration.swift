import MobilityWire

// What should be registered, compared with what is: the node's own decisions in automatic mode.

extension MobileNode {
    /// Where the home agent in use stands in the list.
    var homeAgentIndex: Int? {
        homeAgent.flatMap { list.index(of: $0, .homeAgent) }
    }

    /// Whether the home agent is to get one ordinary binding instead of several.
    func isOrdinary(_ peer: Peer) -> Bool {
        !configuration.multipleCareOfAddresses || peer.isOrdinary
    }

    /// Every care-of address has an entry at the home agent, so that it can be seen although nothing was sent.
    mutating func enterAssignments(_ turn: inout Turn<some RandomNumberGenerator>) {
        guard let homeAgent else { return }
        let index = list.enter(homeAgent, .homeAgent)
        let wanted = configuration.registration == .automatic
        if isOrdinary(list[index]) {
            enterEntry(BindingEntry.ordinary, wanted: wanted, at: index, turn.now)
        }
        for assignment in assignments {
            enterEntry(assignment.bid, wanted: wanted, at: index, turn.now)
        }
    }

    private mutating func enterEntry(_ bid: UInt16, wanted: Bool, at index: Int, _ now: Instant) {
        guard !list[index].position(of: bid).found else { return }
        var entry = BindingEntry(bid: bid, since: now)
        entry.wanted = wanted
        list[index][bid] = entry
    }

    /// Decides for each binding at the home agent in use whether something is to be told.
    mutating func pursueRegistrations(_ turn: inout Turn<some RandomNumberGenerator>) {
        guard let index = homeAgentIndex, list[index].deregisterAll == nil else { return }
        let ordinary = isOrdinary(list[index])
        if ordinary { chooseOrdinaryCareOfAddress(at: index) }
        let window = refreshWindow(at: index, turn.now)
        for position in list[index].entries.indices {
            cancelNeedlessRemoval(at: position, of: index)
            let entry = list[index].entries[position]
            // Where only an ordinary binding can be, the others wait for it to replace them.
            guard ordinary == (entry.bid == BindingEntry.ordinary) else { continue }
            // The draft's return to the home link joins bindings that are there.
            if list[index].knowsNothing, assignment(entry.bid)?.home == true,
                (entry.retryAt ?? .distantFuture) > turn.now
            {
                continue
            }
            let target = target(of: entry)
            guard let need = need(of: entry, target: target, refreshUntil: window, turn.now) else { continue }
            list[index].detach(entry.bid)
            list[index].modify(at: position) { $0.need = need }
        }
    }

    /// What waits to be registered and has lost its care-of address waits no more.
    mutating func dropWhatCannotBe(_ turn: inout Turn<some RandomNumberGenerator>) {
        for index in list.peers.indices {
            for position in list[index].entries.indices {
                let entry = list[index].entries[position]
                guard entry.need?.purpose == .register else { continue }
                let careOfAddress =
                    list[index].role == .homeAgent
                    ? careOfAddress(for: entry.bid) : careOfAddress(for: entry.bid, at: list[index])
                guard careOfAddress == nil else { continue }
                list[index].modify(at: position) { $0.need = nil }
                guard entry.exchange == nil, !entry.mayExist(at: turn.now) else { continue }
                change(entry.bid, to: .idle, at: index, Rule(0, "RFC 6275 §11.5.1"), &turn)
            }
        }
    }

    /// A removal that has not left yet is not needed where the binding is wanted again.
    private mutating func cancelNeedlessRemoval(at position: Int, of index: Int) {
        let entry = list[index].entries[position]
        guard entry.need?.purpose == .deregister, target(of: entry) != nil else { return }
        list[index].modify(at: position) { $0.need = nil }
    }

    /// Where a binding is wanted now; nil: not at all.
    func target(of entry: BindingEntry) -> CareOfAddress? {
        // at home with the home interface only, nothing is registered.
        guard entry.wanted, home.phase.mode != .homeOnly else { return nil }
        if entry.bid == BindingEntry.ordinary { return ordinaryCareOfAddress?.careOfAddress }
        return assignment(entry.bid)?.careOfAddress
    }

    /// What has to be told about one binding, if anything; what is already on its way is not told again.
    func need(
        of entry: BindingEntry, target: CareOfAddress?, refreshUntil window: Instant, _ now: Instant
    ) -> BindingEntry.Need? {
        let pending = entry.need?.purpose
        guard let target else {
            // Care-of address lost, or not wanted: removed, through another one where it is lost.
            guard entry.mayExist(at: now), entry.state != .deleting, pending != .deregister else {
                return nil
            }
            // A moment's wait: where another care-of address takes its place, the binding only moves.
            // Where the link itself went nothing takes its place, and whoever sends there loses packets.
            let hasLink = interface(entry.interface)?.up ?? false
            let soon = hasLink ? now + configuration.gathering : now
            return .init(
                purpose: .deregister, notBefore: max(soon, entry.retryAt ?? soon),
                rule: Rule(59, "RFC 5648 §5.4"))
        }
        // What is silent waits: its binding is kept until it answers again, or runs out.
        if isSilent(entry.bid) { return nil }
        guard pending != .register else { return nil }
        let homeNow = entry.bid != BindingEntry.ordinary && assignment(entry.bid)?.home == true
        let told = entry.toldCareOfAddress == target && entry.home == homeNow
        switch entry.state {
        case .idle, .testing:
            return gathered(Rule(2, "RFC 5648 §5.2"), now)
        case .deleting:
            return gathered(Rule(3, "RFC 5648 §5.2"), now)
        case .waiting, .refreshing:
            // The care-of address changed while the answer is outstanding.
            return entry.exchange != nil && told ? nil : gathered(Rule(3, "RFC 6275 §11.7.1"), now)
        case .bound:
            guard told, entry.grant?.careOfAddress == target else {
                return gathered(Rule(3, "RFC 6275 §11.7.1"), now)
            }
            guard let refreshAt = entry.grant?.refreshAt, refreshAt <= window else { return nil }
            return .init(purpose: .register, notBefore: now, rule: Rule(0, "RFC 6275 §11.7.1"))
        case .failed:
            // Another care-of address is another question; the same one waits for its time.
            guard told else { return gathered(Rule(3, "RFC 6275 §11.7.1"), now) }
            guard let retryAt = entry.retryAt, retryAt <= now else { return nil }
            return .init(purpose: .register, notBefore: now, rule: Rule(0, "RFC 6275 §11.7.3"))
        }
    }

    private func gathered(_ rule: Rule, _ now: Instant) -> BindingEntry.Need {
        .init(purpose: .register, notBefore: now + configuration.gathering, rule: rule)
    }

    /// When one binding is due for its refresh, those that are due soon go with it: up to an eighth of its lifetime
    /// earlier, in one Binding Update. Nothing is due: long ago.
    private func refreshWindow(at index: Int, _ now: Instant) -> Instant {
        for entry in list[index].entries {
            guard entry.state == .bound, let grant = entry.grant, let refreshAt = grant.refreshAt,
                refreshAt <= now
            else { continue }
            return now + Interval(nanoseconds: Interval.lifetimeUnits(grant.granted).nanoseconds / 8)
        }
        return now
    }

    /// The care-of address of an ordinary binding: the one it has, as long as that can be used, else the best.
    var ordinaryCareOfAddress: CareOfAddressAssignment? {
        guard let index = homeAgentIndex, let told = list[index][BindingEntry.ordinary]?.toldCareOfAddress,
            let current = assignments.first(where: { $0.careOfAddress == told }), !current.isSilent
        else { return bestCareOfAddress }
        return current
    }

    /// The best care-of address there is.
    var bestCareOfAddress: CareOfAddressAssignment? {
        assignments.filter { $0.careOfAddress != nil && !$0.home }
            .min(by: byPreference)
    }

    private mutating func chooseOrdinaryCareOfAddress(at index: Int) {
        // The ordinary binding stands for whatever of the others a person did not take away.
        let wanted = list[index].entries.contains { $0.bid != BindingEntry.ordinary && $0.wanted }
        list[index].modify(BindingEntry.ordinary) { $0.wanted = wanted }
    }
}
