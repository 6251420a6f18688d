import MobilityWire

// Which Binding Updates leave for a home agent, and when: what is due is put together as far as rules allow.

extension MobileNode {
    /// A Binding Update that is about to leave for the first time.
    struct PlannedUpdate {
        /// What it asks for.
        var purpose: UpdateExchange.Purpose
        /// The bindings it is about, ascending.
        var members: [UInt16]
        /// Whether it carries O.
        var overwrite = false
        /// Where it leaves from.
        var way: Way
        /// Because of what.
        var rule: Rule
    }

    /// Sends to all home agents what is due: to the one in use, and to former ones that have to forget the node.
    mutating func sendDueUpdates(_ turn: inout Turn<some RandomNumberGenerator>) {
        for index in list.peers.indices where list[index].role == .homeAgent {
            resendDueUpdates(to: index, &turn)
            // Until a Binding Update with O is answered no one knows which bindings are left (A15).
            while !list[index].awaitsOverwrite, list[index].rate.permits(at: turn.now),
                let update = nextUpdate(to: index, at: turn.now)
            {
                begin(update, to: index, &turn)
            }
        }
    }

    /// The next Binding Update to begin; nil: nothing is due, or there is no way for it now.
    private func nextUpdate(to index: Int, at now: Instant) -> PlannedUpdate? {
        let peer = list[index]
        if let rule = peer.deregisterAll {
            guard !peer.exchanges.contains(where: { $0.purpose == .deregisterAll }),
                (peer.removalRefusedUntil ?? now) <= now
            else { return nil }
            return way(for: .deregisterAll, members: [], to: peer).map {
                PlannedUpdate(purpose: .deregisterAll, members: [], way: $0, rule: rule)
            }
        }
        return nextDeregistration(to: peer, at: now) ?? nextRegistration(to: peer, at: now)
    }

    private func nextDeregistration(to peer: Peer, at now: Instant) -> PlannedUpdate? {
        let due = peer.entries.filter { $0.need?.purpose == .deregister }
        guard let first = due.first(where: { ($0.need?.notBefore ?? .distantFuture) <= now }),
            let need = first.need
        else { return nil }
        // An ordinary binding goes by a Binding Update without BID, and everything else with it.
        if first.bid == BindingEntry.ordinary {
            return way(for: .deregisterAll, members: [], to: peer).map {
                PlannedUpdate(purpose: .deregister, members: [first.bid], way: $0, rule: need.rule)
            }
        }
        let grouped = due.filter { $0.bid != BindingEntry.ordinary && $0.need?.alone == false }
        let members =
            mayBulk(peer) && need.alone == false ? inWindow(grouped, of: peer) : [first.bid]
        return way(for: .deregister, members: members, to: peer).map {
            PlannedUpdate(purpose: .deregister, members: members, way: $0, rule: need.rule)
        }
    }

    private func nextRegistration(to peer: Peer, at now: Instant) -> PlannedUpdate? {
        let wanting = peer.entries.filter { $0.need?.purpose == .register }
        guard wanting.contains(where: { ($0.need?.notBefore ?? .distantFuture) <= now }) else { return nil }
        // A bulk first: it says most. What has to stand alone follows.
        let grouped = mayBulk(peer) ? wanting.filter { mayShare($0, with: peer) } : []
        if grouped.count > 1, grouped.contains(where: { ($0.need?.notBefore ?? .distantFuture) <= now }) {
            let members = inWindow(grouped, of: peer)
            if let update = registration(of: members, to: peer, rule: Rule(46, "RFC 5648 §5.3")) {
                return update
            }
        }
        for entry in wanting where (entry.need?.notBefore ?? .distantFuture) <= now {
            guard let need = entry.need else { continue }
            if let update = registration(of: [entry.bid], to: peer, rule: need.rule) { return update }
        }
        return nil
    }

    private func registration(of members: [UInt16], to peer: Peer, rule: Rule) -> PlannedUpdate? {
        if members.count == 1, let assignment = assignment(members[0]), assignment.home,
            configuration.policies.homeFlagWithoutLifetime == .returnHome
        {
            return way(for: .returnHome, members: members, to: peer).map {
                PlannedUpdate(
                    purpose: .returnHome, members: members, way: $0, rule: Rule(70, "draft-06 §5.6.3"))
            }
        }
        return way(for: .register, members: members, to: peer).map {
            PlannedUpdate(
                purpose: .register, members: members,
                overwrite: members != [BindingEntry.ordinary] && peer.overwrites, way: $0, rule: rule)
        }
    }

    /// Whether several bindings may share a Binding Update to this peer: never to a correspondent, nor where
    /// it was refused.
    func mayBulk(_ peer: Peer) -> Bool {
        configuration.bulkRegistration && peer.role == .homeAgent && peer.bulk != .refused
            && !isOrdinary(peer)
    }

    /// Whether a binding may stand in a Binding Update with others.
    func mayShare(_ entry: BindingEntry, with peer: Peer) -> Bool {
        guard entry.bid != BindingEntry.ordinary, entry.need?.alone == false,
            let assignment = assignment(entry.bid), let careOfAddress = assignment.careOfAddress
        else { return false }
        // The draft's return to the home link has a lifetime of its own: zero.
        if assignment.home, configuration.policies.homeFlagWithoutLifetime == .returnHome { return false }
        return careOfAddress.ipv4 == nil || mayShareIPv4(entry)
    }

    /// The members of these that one sequence number suits, ascending. With a number for each binding it is one
    /// more than the largest of them; a binding for which that is out of the window stays out.
    private func inWindow(_ candidates: [BindingEntry], of peer: Peer) -> [UInt16] {
        guard !configuration.policies.sharedSequence,
            let largest = candidates.compactMap(\.sequence.last).reduce(nil, largerNumber)
        else { return candidates.map(\.bid) }
        let number = largest &+ 1
        let suited = candidates.filter { entry in
            entry.sequence.last.map { SequenceCounter.accepts(number, after: $0) } ?? true
        }
        return suited.map(\.bid)
    }

    private func largerNumber(_ one: UInt16?, _ other: UInt16) -> UInt16? {
        one.map { SequenceCounter.larger($0, other) } ?? other
    }

    /// Sends a Binding Update for the first time.
    private mutating func begin(
        _ update: PlannedUpdate, to index: Int, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        let first = !list[index].entries.contains { $0.grant != nil }
        var exchange = UpdateExchange(
            number: list.nextExchange(), purpose: update.purpose, members: update.members,
            overwrite: update.overwrite,
            lifetime: update.purpose == .register ? configuration.lifetimeUnits : 0,
            timer: RetransmissionTimer(
                // Before its first answer the agent runs duplicate address detection (RFC 6275 §11.8).
                initial: first
                    ? ProtocolConstants.firstRegistrationTimeout
                    : ProtocolConstants.initialBindingAcknowledgementTimeout),
            rule: update.rule)
        if update.purpose == .register, !update.overwrite {
            exchange.withoutAddress = update.members.filter { mayOmitAddress($0, of: list[index], update) }
        }
        fit(&exchange, to: index, by: update.way)
        for bid in exchange.members {
            list[index].detach(bid)
            list[index].modify(bid) { entry in
                // Its removal may have arrived: what was granted does not count any more.
                if entry.state == .deleting, exchange.purpose != .deregister {
                    entry.mayExistUntil = entry.grant?.expiresAt ?? entry.mayExistUntil
                    entry.grant = nil
                }
                entry.need = nil
                entry.retryAt = nil
                entry.exchange = exchange.number
            }
            if let entry = list[index][bid] {
                change(bid, to: state(of: entry, in: exchange), at: index, update.rule, &turn)
            }
        }
        if update.purpose == .register, exchange.carriesBindingIdentifiers {
            // A Binding Update that leaves clears what a person said about O; bootstrapping goes on until it is answered.
            list[index].overwriteNext = nil
        }
        list[index].exchanges.append(exchange)
        transmit(at: list[index].exchanges.count - 1, to: index, by: update.way, &turn)
    }

    private func state(of entry: BindingEntry, in exchange: UpdateExchange) -> BindingState {
        switch exchange.purpose {
        case .deregister, .deregisterAll: .deleting
        case .register, .returnHome: entry.grant == nil ? .waiting : .refreshing
        }
    }

    /// Whether the option may go without care-of address: the peer has it. In the draft only where the packet's
    /// source says it, and never in a bulk.
    private func mayOmitAddress(_ bid: UInt16, of peer: Peer, _ update: PlannedUpdate) -> Bool {
        guard let careOfAddress = assignment(bid)?.careOfAddress, let grant = peer[bid]?.grant,
            grant.careOfAddress == careOfAddress, peer[bid]?.state != .deleting,
            // One that was told since and not answered may be what the peer has.
            peer[bid]?.strays.until == nil,
            peer[bid]?.home == assignment(bid)?.home
        else { return false }
        // over IPv4 the address always stands there, or no NAT could be found.
        guard update.way.careOfAddress?.ipv4 == nil else { return false }
        guard configuration.policies.absentCareOfAddress == .packetSource else { return true }
        return update.members.count == 1 && update.way.careOfAddress == careOfAddress
    }

    /// Sends again what was not answered in time.
    private mutating func resendDueUpdates(
        to index: Int, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        var position = 0
        while position < list[index].exchanges.count {
            let exchange = list[index].exchanges[position]
            guard exchange.timer.isDue(at: turn.now), list[index].rate.permits(at: turn.now) else {
                position += 1
                continue
            }
            // What lost its care-of address while it was being registered cannot go on.
            for bid in exchange.members where exchange.purpose == .register && careOfAddress(for: bid) == nil
            {
                abandon(bid, at: index, Rule(0, "RFC 6275 §11.5.1"), &turn)
            }
            guard position < list[index].exchanges.count,
                list[index].exchanges[position].number == exchange.number
            else { continue }
            if gaveUp(on: exchange, at: index, &turn) { return }
            if givesWay(exchange, at: index, &turn) { continue }
            let members = list[index].exchanges[position].members
            let attempt = exchange.timer.transmissions
            if let way = way(for: exchange.purpose, members: members, to: list[index], attempt: attempt) {
                transmit(at: position, to: index, by: way, &turn)
            } else {
                list[index].exchanges[position].timer.postpone(to: turn.now + .seconds(1))
            }
            position += 1
        }
    }

    /// A home agent that does not answer a first registration is left for the next one, where there is one.
    private mutating func gaveUp(
        on exchange: UpdateExchange, at index: Int, _ turn: inout Turn<some RandomNumberGenerator>
    ) -> Bool {
        guard exchange.purpose == .register, list[index].address == homeAgent,
            exchange.timer.transmissions % max(1, configuration.transmissionsPerHomeAgent) == 0,
            configuration.registration == .automatic
        else { return false }
        let former = homeAgent
        tryNextHomeAgent(Rule(0, "RFC 6275 §11.7.1"), &turn)
        return homeAgent != former
    }

    /// A binding that is being registered is given up.
    private mutating func abandon(
        _ bid: UInt16, at index: Int, _ rule: Rule, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        list[index].detach(bid)
        change(bid, to: .failed, at: index, rule, &turn)
    }

    /// The care-of address that a BID, or the ordinary binding, is registered for.
    func careOfAddress(for bid: UInt16) -> CareOfAddress? {
        bid == BindingEntry.ordinary ? ordinaryCareOfAddress?.careOfAddress : assignment(bid)?.careOfAddress
    }
}
