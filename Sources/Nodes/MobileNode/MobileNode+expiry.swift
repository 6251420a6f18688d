import MobilityWire

// Lifetimes: what is over goes, and when to look again.

extension MobileNode {
    /// Bindings whose lifetime is over are gone (RFC 6275 §11.7.1).
    mutating func expireBindings(_ turn: inout Turn<some RandomNumberGenerator>) {
        for index in list.peers.indices {
            for position in list[index].entries.indices {
                let entry = list[index].entries[position]
                if let until = entry.mayExistUntil, until <= turn.now {
                    list[index].modify(at: position) { $0.mayExistUntil = nil }
                }
                if let expiresAt = entry.grant?.expiresAt, expiresAt <= turn.now {
                    expire(at: position, of: index, &turn)
                } else if entry.state == .deleting, !list[index].entries[position].mayExist(at: turn.now) {
                    expire(at: position, of: index, &turn)
                }
            }
        }
    }

    private mutating func expire(
        at position: Int, of index: Int, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        let rule = Rule(0, "RFC 6275 §11.7.1")
        let entry = list[index].entries[position]
        list[index].modify(at: position) { $0.grant = nil }
        // A Binding Update whose answer was lost may have prolonged what is to go.
        if entry.state == .deleting, list[index].entries[position].mayExist(at: turn.now) { return }
        switch entry.state {
        case .refreshing:
            // The Binding Update that is out registers it anew.
            list[index].modify(at: position) { $0.become(.waiting, at: turn.now, because: rule) }
        case .bound, .deleting:
            list[index].detach(entry.bid)
            list[index].modify(at: position) { entry in
                entry.forget()
                entry.become(.idle, at: turn.now, because: rule)
            }
        case .idle, .testing, .waiting, .failed: return
        }
        turn.note(
            note(
                .bindingState, rule, peer: list[index].address, bid: entry.bid,
                careOfAddress: entry.grant?.careOfAddress, from: entry.state.rawValue,
                to: list[index].entries[position].state.rawValue))
    }

    /// Entries about which there is nothing more to say, and BIDs that lost their care-of address and are held nowhere.
    mutating func forgetWhatIsOver() {
        let held = list.peers.flatMap { peer in
            peer.entries.filter { $0.state != .idle && $0.state != .failed || $0.grant != nil }.map(\.bid)
        }.sorted()
        assignments.removeAll { assignment in
            assignment.careOfAddress == nil && !assignment.home && !held.contains(sorted: assignment.bid)
        }
        for index in list.peers.indices {
            let inUse = list[index].role == .homeAgent && list[index].address == homeAgent
            let ordinary = isOrdinary(list[index])
            let bids = assignments.map(\.bid)
            let peer = list[index]
            let waiting = peer.entries.filter { awaitsCareOfAddress($0, at: peer) }.map(\.bid)
            list[index].removeEntries { entry in
                guard entry.state == .idle || entry.state == .failed, entry.grant == nil, entry.need == nil
                else { return false }
                guard inUse else { return entry.state == .idle && !waiting.contains(sorted: entry.bid) }
                return entry.bid == BindingEntry.ordinary ? !ordinary : !bids.contains(sorted: entry.bid)
            }
        }
        let current = homeAgent
        list.removePeers { peer in
            peer.role == .homeAgent && peer.address != current && peer.entries.isEmpty
                && peer.exchanges.isEmpty
        }
    }

    /// Tests that will be sent again, and those that wait for their rate.
    private func considerTests(
        of peer: Peer, _ now: Instant, _ earliest: inout Instant
    ) {
        guard peer.role == .correspondent else { return }
        var instants = [peer.tokens.home.timer.deadline]
        for careOf in peer.tokens.careOf { instants.append(careOf.test.timer.deadline) }
        if peer.entries.contains(where: { $0.need != nil }) {
            instants.append(peer.homeTestRate.nextSlot(at: now))
            instants.append(peer.careOfTestRate.nextSlot(at: now))
            // Without a home registration to stand on, look again when there may be one.
            instants.append(now + .seconds(1))
        }
        for case let instant? in instants where instant > now && instant < earliest { earliest = instant }
    }

    /// The next instant at which something becomes due by itself.
    func earliestDeadline(after now: Instant) -> Instant? {
        var earliest = Instant.distantFuture
        func consider(_ instant: Instant?) {
            if let instant, instant > now, instant < earliest { earliest = instant }
        }
        consider(switchOver?.at)
        consider(discovery.timer.deadline)
        consider(prefixDiscovery.timer.deadline)
        if configuration.registration == .automatic { consider(prefixDiscovery.askAgainAt) }
        for peer in list.peers {
            var waitsForRate = false
            for exchange in peer.exchanges {
                consider(exchange.timer.deadline)
                if exchange.timer.isDue(at: now) { waitsForRate = true }
            }
            considerTests(of: peer, now, &earliest)
            for entry in peer.entries {
                consider(entry.need?.notBefore)
                consider(entry.grant?.expiresAt)
                if entry.state == .deleting { consider(entry.mayExistUntil) }
                if let need = entry.need, need.notBefore <= now { waitsForRate = true }
                guard configuration.registration == .automatic else { continue }
                consider(entry.grant?.refreshAt)
                consider(entry.retryAt)
            }
            consider(peer.removalRefusedUntil)
            if waitsForRate || peer.deregisterAll != nil { consider(peer.rate.nextSlot(at: now)) }
        }
        return earliest == .distantFuture ? nil : earliest
    }
}
