import MobilityWire

// Commands: each is checked first, and does all of what it says or, refused with a reason, nothing.

extension MobileNode {
    /// Does what a command asks for, or says in the journal why not.
    mutating func obey(_ command: Command, _ turn: inout Turn<some RandomNumberGenerator>) {
        do throws(CommandRefusal) {
            try perform(command, &turn)
        } catch {
            turn.note(note(.commandRefused, command.rule, bid: error.bid, to: error.word))
        }
    }

    /// What a command would make the node do now, found out on a copy: nothing happens to this node.
    ///
    /// - Parameter random: any generator; sequence numbers and cookies of the preview come from it.
    /// - Returns: the actions, of which `.send` holds the datagrams that would leave.
    /// - Throws: `CommandRefusal` where the command would be refused.
    public func plan(
        _ command: Command, at now: Instant, random: some RandomNumberGenerator
    ) throws(CommandRefusal) -> [Action] {
        var copy = self
        var trial = Turn(now: now, random: random)
        try copy.perform(command, &trial)
        copy.settle(&trial)
        return trial.actions
    }

    private mutating func perform(
        _ command: Command, _ turn: inout Turn<some RandomNumberGenerator>
    ) throws(CommandRefusal) {
        switch command {
        case .registerBulk(let bids): try registerBulk(bids, turn.now)
        case .register(let bid): try register(bid, turn.now)
        case .deregister(let bids): try deregister(bids, turn.now)
        case .deregisterAll: try deregisterAll(&turn)
        case .setOverwrite(let overwrite): list[try agent()].overwriteNext = overwrite
        case .returnHome(let mode): try returnHome(mode, &turn)
        case .leaveHome: try leaveHome(&turn)
        case .changeBid(let old, let new): try changeBid(from: old, to: new, turn.now)
        case .forgetPeer(let peer): try forgetPeer(peer, &turn)
        case .setRegistration(let mode): setRegistration(mode)
        case .setPriority(let bid, let priority): try setPriority(bid, priority, turn.now)
        case .setFlowRules(let rules): try change { $0.flowRules = rules }
        case .setPolicies(let policies): try change { $0.policies = policies }
        case .setLifetime(let lifetime): try change { $0.lifetime = lifetime }
        case .registerAtCorrespondent(let bid, let peer):
            try registerAtCorrespondent(bid, peer, turn.now)
        case .deregisterAtCorrespondent(let bid, let peer):
            try deregisterAtCorrespondent(bid, peer, turn.now)
        case .useHomeAgent(let address): try useHomeAgent(address, &turn)
        case .discoverHomeAgents:
            guard hasVisitedLink else { throw .noCareOfAddress }
            discovery.timer = HomeAgentDiscovery.newTimer
            discovery.isWanted = true
        case .solicitPrefixes:
            guard homeAgent != nil else { throw .noHomeAgent }
            guard tunnelWay != nil else { throw .nothingRegistered }
            prefixDiscovery.timer = PrefixDiscovery.newTimer
            prefixDiscovery.isWanted = true
        case .moveKeyExchange(let bid):
            guard case .ipsec = configuration.security else { throw .noKeyExchange }
            let index = try agent()
            try checkRegistrable(bid)
            guard !isOrdinary(list[index]) else { throw .ordinaryOnly }
            enterEntry(bid, at: index, turn.now)
            list[index].modify(bid) { $0.wanted = true }
            moveKeyExchange(to: bid, at: turn.now)
        case .useSequence(let number): useSequence(number)
        }
    }

    /// `useSequence`: an older number, as somebody may type it, does not turn the counters back.
    private mutating func useSequence(_ number: UInt16) {
        guard let index = homeAgentIndex else { return }
        list[index].madeByHand = number
        func isLater(_ counter: SequenceCounter) -> Bool {
            counter.last.map { SequenceCounter.accepts(number, after: $0) } ?? true
        }
        if isLater(list[index].sequence) { list[index].sequence.use(number) }
        // One counter for each binding is the draft's.
        for bid in list[index].entries.map(\.bid) {
            list[index].modify(bid) { if isLater($0.sequence) { $0.sequence.use(number) } }
        }
    }

    /// The home agent's place in the list.
    private mutating func agent() throws(CommandRefusal) -> Int {
        guard let homeAgent else { throw .noHomeAgent }
        return list.enter(homeAgent, .homeAgent)
    }

    // MARK: Registration

    /// `registerBulk`.
    private mutating func registerBulk(_ bids: [UInt16], _ now: Instant) throws(CommandRefusal) {
        let index = try agent()
        guard !isOrdinary(list[index]) else { throw .ordinaryOnly }
        guard home.phase.mode != .homeOnly else { throw .atHome }
        let named = try bids.isEmpty ? registrable(at: index) : bids.sortedOnce()
        for bid in named { try checkRegistrable(bid) }
        guard !named.isEmpty else { throw .noCareOfAddress }
        if named.count > 1 {
            guard mayBulk(list[index]) else { throw .bulkRefused }
            for bid in named where !mayStandInBulk(bid, at: index) { throw .ipv4Alone(bid) }
        }
        for bid in named { want(bid, alone: false, at: index, Rule(46, "RFC 5648 §5.3"), now) }
    }

    /// `register`.
    private mutating func register(_ bid: UInt16, _ now: Instant) throws(CommandRefusal) {
        let index = try agent()
        guard home.phase.mode != .homeOnly else { throw .atHome }
        try checkRegistrable(bid)
        guard isOrdinary(list[index]) else {
            return want(bid, alone: true, at: index, Rule(3, "RFC 5648 §5.2"), now)
        }
        // One ordinary binding: it moves to the care-of address of this BID.
        enterEntry(BindingEntry.ordinary, at: index, now)
        let careOfAddress = assignment(bid)?.careOfAddress
        list[index].modify(BindingEntry.ordinary) { $0.toldCareOfAddress = careOfAddress }
        list[index].modify(bid) { $0.wanted = true }
        want(BindingEntry.ordinary, alone: true, at: index, Rule(0, "RFC 6275 §11.7.1"), now)
    }

    /// All BIDs that could stand in a bulk.
    private func registrable(at index: Int) throws(CommandRefusal) -> [UInt16] {
        let bids = assignments.filter { $0.careOfAddress != nil }.map(\.bid)
        let bulk = bids.filter { mayStandInBulk($0, at: index) }
        return bulk.isEmpty ? Array(bids.prefix(1)) : bulk
    }

    private func mayStandInBulk(_ bid: UInt16, at index: Int) -> Bool {
        guard let assignment = assignment(bid) else { return false }
        if assignment.home, configuration.policies.homeFlagWithoutLifetime == .returnHome { return false }
        guard assignment.careOfAddress?.ipv4 != nil else { return true }
        return list[index][bid].map(mayShareIPv4) ?? false
    }

    private func checkRegistrable(_ bid: UInt16) throws(CommandRefusal) {
        guard bid != 0 else { throw .reservedBid }
        guard let assignment = assignment(bid) else { throw .unknownBid(bid) }
        guard assignment.careOfAddress != nil else { throw .careOfAddressLost(bid) }
    }

    private mutating func want(
        _ bid: UInt16, alone: Bool, at index: Int, _ rule: Rule, _ now: Instant
    ) {
        enterEntry(bid, at: index, now)
        list[index].detach(bid)
        list[index].modify(bid) { entry in
            entry.wanted = true
            entry.need = .init(purpose: .register, alone: alone, notBefore: now, rule: rule)
        }
    }

    private mutating func enterEntry(_ bid: UInt16, at index: Int, _ now: Instant) {
        guard list[index][bid] == nil else { return }
        list[index][bid] = BindingEntry(bid: bid, since: now)
    }

    // MARK: Removal

    /// `deregister`. An ordinary binding has no BID, so it goes with `deregisterAll`.
    private mutating func deregister(_ bids: [UInt16], _ now: Instant) throws(CommandRefusal) {
        let index = try agent()
        let named = bids.sortedOnce()
        guard !named.isEmpty else { throw .nothingRegistered }
        guard !isOrdinary(list[index]) else { throw .ordinaryOnly }
        for bid in named {
            guard bid != 0 else { throw .reservedBid }
            guard let entry = list[index][bid] else { throw .unknownBid(bid) }
            guard entry.mayExist(at: now) else { throw .notRegistered(bid) }
        }
        guard hasWay else { throw .noCareOfAddress }
        for bid in named {
            list[index].detach(bid)
            list[index].modify(bid) { entry in
                entry.wanted = false
                entry.need = .init(
                    purpose: .deregister, alone: named.count == 1, notBefore: now,
                    rule: Rule(59, "RFC 5648 §5.4"))
            }
        }
    }

    /// `deregisterAll`.
    private mutating func deregisterAll(
        _ turn: inout Turn<some RandomNumberGenerator>
    ) throws(CommandRefusal) {
        let index = try agent()
        guard hasWay else { throw .noCareOfAddress }
        for entry in list[index].entries { list[index].modify(entry.bid) { $0.wanted = false } }
        removeAll(at: index, Rule(58, "RFC 5648 §5.4"), &turn)
    }

    /// Whether signalling can leave at all.
    private var hasWay: Bool { hasVisitedLink || home.interface != nil }

    // MARK: Correspondents

    /// `registerAtCorrespondent`: with the BID that the home agent knows.
    private mutating func registerAtCorrespondent(
        _ bid: UInt16, _ address: IPv6Address, _ now: Instant
    ) throws(CommandRefusal) {
        guard address.isRoutableUnicast, address != configuration.homeAddress, address != homeAgent else {
            throw .invalidPeer(address)
        }
        try checkRegistrable(bid)
        guard let assignment = assignment(bid), assignment.careOfAddress?.ipv6 != nil else {
            throw .ipv4AtCorrespondent(bid)
        }
        guard !assignment.home else { throw .atHome }
        // The home test needs the home address: at home, or through a tunnel.
        guard tunnelWay != nil else { throw .notRegistered(bid) }
        let index = list.enter(address, .correspondent)
        guard list[index].routeOptimisation != .no else { throw .noRouteOptimisation }
        guard isOrdinary(list[index]) else {
            return want(bid, alone: true, at: index, Rule(6, "RFC 5648 §5.2"), now)
        }
        enterEntry(BindingEntry.ordinary, at: index, now)
        list[index].modify(BindingEntry.ordinary) { $0.toldCareOfAddress = assignment.careOfAddress }
        want(BindingEntry.ordinary, alone: true, at: index, Rule(0, "RFC 6275 §11.7.2"), now)
    }

    /// `deregisterAtCorrespondent`.
    private mutating func deregisterAtCorrespondent(
        _ bid: UInt16, _ address: IPv6Address, _ now: Instant
    ) throws(CommandRefusal) {
        guard let index = list.index(of: address, .correspondent) else { throw .unknownPeer(address) }
        let named = isOrdinary(list[index]) ? BindingEntry.ordinary : bid
        guard let entry = list[index][named] else { throw .unknownBid(bid) }
        if entry.state == .idle, awaitsCareOfAddress(entry, at: list[index]) {
            list[index].modify(named) { $0.wanted = false }
            return
        }
        guard entry.mayExist(at: now) else { throw .notRegistered(bid) }
        list[index].detach(named)
        list[index].modify(named) { entry in
            entry.wanted = false
            entry.need = .init(
                purpose: .deregister, alone: true, notBefore: now, rule: Rule(59, "RFC 5648 §5.4"))
        }
    }

    // MARK: The home link

    /// `returnHome`.
    private mutating func returnHome(
        _ mode: ReturnHomeMode, _ turn: inout Turn<some RandomNumberGenerator>
    ) throws(CommandRefusal) {
        let index = try agent()
        // What is shut is opened again, and comes home when its link is seen.
        let reopens = home.phase == .unused
        guard home.interface != nil || reopens else { throw .notOnHomeLink }
        if mode == .visitedOnly, !hasVisitedLink { throw .noVisitedLink }
        if mode == .both {
            guard !isOrdinary(list[index]) else { throw .ordinaryOnly }
        }
        home.mode = mode
        home.left = false
        list[index].simultaneous = mode == .both ? .unknown : list[index].simultaneous
        guard !reopens else {
            if mode != .visitedOnly { reopenInterfaces(&turn) }
            return
        }
        guard home.phase.mode != mode else { return }
        depart(&turn)
        arrive(mode, &turn)
        if mode == .both, let bid = assignments.first(where: \.home)?.bid {
            want(bid, alone: false, at: index, Rule(67, "RFC 5648 §5.6.2"), turn.now)
        }
    }

    /// `leaveHome`: as if the home link were not there.
    private mutating func leaveHome(
        _ turn: inout Turn<some RandomNumberGenerator>
    ) throws(CommandRefusal) {
        let index = try agent()
        guard home.interface != nil || home.phase == .unused else { throw .notOnHomeLink }
        guard hasVisitedLink else { throw .noVisitedLink }
        let homeBid = assignments.first(where: \.home)?.bid
        reopenInterfaces(&turn)
        depart(&turn)
        home.left = true
        if let homeBid, list[index][homeBid]?.mayExist(at: turn.now) == true,
            assignment(homeBid)?.careOfAddress == nil
        {
            list[index].detach(homeBid)
            list[index].modify(homeBid) { entry in
                entry.need = .init(
                    purpose: .deregister, notBefore: turn.now, rule: Rule(73, "RFC 5648 §5.6.5"))
            }
        }
    }

    // MARK: BIDs, peers, settings

    /// `changeBid`: the care-of address is registered with the new BID; what becomes of the old one is seen when
    /// that is accepted (A5).
    private mutating func changeBid(
        from old: UInt16, to new: UInt16, _ now: Instant
    ) throws(CommandRefusal) {
        let index = try agent()
        guard old != 0, new != 0 else { throw .reservedBid }
        guard let position = assignmentIndex(old) else { throw .unknownBid(old) }
        guard assignments[position].careOfAddress != nil else { throw .careOfAddressLost(old) }
        guard !isOrdinary(list[index]) else { throw .ordinaryOnly }
        guard !isBidInUse(new) else { throw .bidInUse(new) }
        let former = assignments.remove(at: position)
        let place = assignments.firstIndex { $0.bid > new } ?? assignments.count
        assignments.insert(
            CareOfAddressAssignment(
                bid: new, interface: former.interface, careOfAddress: former.careOfAddress,
                deprecated: former.deprecated, home: former.home, priority: former.priority), at: place)
        changeBidAtCorrespondents(from: old, to: new, now)
        guard list[index][old]?.mayExist(at: now) == true else {
            list[index].detach(old)
            list[index][old] = nil
            return
        }
        list[index].detach(old)
        list[index].modify(old) { entry in
            entry.need = nil
            entry.wanted = false
        }
        want(new, alone: true, at: index, Rule(32, "review item 2"), now)
        list[index].modify(new) { $0.replaces = old }
    }

    /// Correspondents have the BID that the home agent has: a node that decides by itself tells them.
    private mutating func changeBidAtCorrespondents(from old: UInt16, to new: UInt16, _ now: Instant) {
        for index in list.peers.indices where list[index].role == .correspondent {
            guard list[index][old]?.wanted == true else { continue }
            list[index].modify(old) { $0.wanted = false }
            guard configuration.registration == .automatic else { continue }
            want(new, alone: true, at: index, Rule(7, "RFC 5648 §5.2"), now)
        }
    }

    /// `forgetPeer`: what it refused is asked again, since whatever stood against it may have been corrected
    /// (RFC 6275 §11.7.3).
    private mutating func forgetPeer(
        _ address: IPv6Address, _ turn: inout Turn<some RandomNumberGenerator>
    ) throws(CommandRefusal) {
        let known = list.peers.indices.filter { list[$0].address == address }
        guard !known.isEmpty else { throw .unknownPeer(address) }
        for index in known {
            list[index].multiple = .unknown
            list[index].bulk = .unknown
            list[index].simultaneous = .unknown
            list[index].routeOptimisation = .unknown
            for entry in list[index].entries where entry.state == .failed {
                list[index].modify(entry.bid) { entry in
                    entry.refusals = 0
                    entry.retryAt = turn.now
                }
            }
            // What it holds is not known either: the next Binding Update replaces it. At home alone that is the one
            // that removes everything, hard state of a former stay included.
            list[index].bootstrapped = false
            if home.phase == .home(.homeOnly, defended: true), index == homeAgentIndex,
                configuration.registration == .automatic
            {
                removeAll(at: index, Rule(62, "RFC 5648 §5.5.1"), &turn)
            }
        }
    }

    /// `useHomeAgent`.
    private mutating func useHomeAgent(
        _ address: IPv6Address, _ turn: inout Turn<some RandomNumberGenerator>
    ) throws(CommandRefusal) {
        guard address.isRoutableUnicast, address != configuration.homeAddress, address != homeAgent else {
            throw .invalidPeer(address)
        }
        if !discovery.candidates.contains(address) { discovery.candidates.insert(address, at: 0) }
        discovery.failures = 0
        use(address, Rule(0, "RFC 6275 §11.4.1"), &turn)
    }

    private mutating func setRegistration(_ mode: RegistrationMode) {
        configuration.registration = mode
        guard mode == .automatic, let index = homeAgentIndex else { return }
        for entry in list[index].entries { list[index].modify(entry.bid) { $0.wanted = true } }
    }

    /// `setPriority`: told to the peer with the next Binding Update; the default path changes at once.
    private mutating func setPriority(
        _ bid: UInt16, _ priority: UInt8, _ now: Instant
    ) throws(CommandRefusal) {
        guard bid != 0 else { throw .reservedBid }
        guard let index = assignmentIndex(bid) else { throw .unknownBid(bid) }
        guard priority <= 127 else { throw .invalidValue }
        assignments[index].priority = priority
    }

    private mutating func change(_ edit: (inout Configuration) -> Void) throws(CommandRefusal) {
        var changed = configuration
        edit(&changed)
        guard (try? changed.validate()) != nil else { throw .invalidValue }
        configuration = changed
    }
}

extension MobileNode.Command {
    /// What stands behind a command, for the journal.
    var rule: Rule {
        switch self {
        case .registerBulk: Rule(46, "RFC 5648 §5.3")
        case .register: Rule(3, "RFC 5648 §5.2")
        case .deregister: Rule(59, "RFC 5648 §5.4")
        case .deregisterAll: Rule(58, "RFC 5648 §5.4")
        case .setOverwrite: Rule(22, "RFC 5648 §4.1")
        case .returnHome, .leaveHome: Rule(14, "RFC 5648 §5.5")
        case .changeBid: Rule(32, "review item 2")
        case .registerAtCorrespondent, .deregisterAtCorrespondent: Rule(6, "RFC 6275 §11.7.2")
        case .forgetPeer: Rule(84, "RFC 5648 §5.7")
        case .setRegistration: Rule(3, "RFC 5648 §3")
        case .setPriority: Rule(0, "RFC 6089 §4.1")
        case .setFlowRules: Rule(11, "RFC 6089 §5.1")
        case .setPolicies: Rule(0, "RFC 5648")
        case .setLifetime: Rule(0, "RFC 6275 §11.7.1")
        case .useHomeAgent, .discoverHomeAgents: Rule(0, "RFC 6275 §11.4.1")
        case .solicitPrefixes: Rule(0, "RFC 6275 §11.4.2")
        case .moveKeyExchange: Rule(156, "RFC 5648 §9.1")
        case .useSequence: Rule(0, "RFC 6275 §11.7.1")
        }
    }
}
