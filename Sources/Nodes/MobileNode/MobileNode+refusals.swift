import MobilityWire

// Refusals that are about the way of registering (RFC 5648 §5.7), and peers that do not know of it.

extension MobileNode {
    /// Reacts to 165, 166, 168 and 169. False: the status says nothing new, and is left to each binding.
    mutating func refuseWay(
        _ status: BindingStatus, _ answer: Answer, at index: Int,
        _ turn: inout Turn<some RandomNumberGenerator>
    ) -> Bool {
        switch status {
        case .mcoaNonMCOABindingExists: return ordinaryBindingExists(answer, at: index, &turn)
        case .mcoaProhibited:
            // no more bindings with a BID there.
            learn(.refused, \.multiple, "mcoa-prohibited", Rule(87, "RFC 5648 §5.7"), at: index, &turn)
            goOrdinary(answer, at: index, Rule(87, "RFC 5648 §5.7"), &turn)
            return true
        case .mcoaBulkRegistrationProhibited:
            guard answer.exchange.optionCount > 1 else { return false }
            // none of them was registered; one by one from now on.
            let rule = Rule(88, "RFC 5648 §5.7")
            learn(.refused, \.bulk, "bulk-refused", rule, at: index, &turn)
            again(answer, at: index, rule, &turn)
            return true
        case .mcoaSimultaneousHomeAndForeignProhibited:
            guard answer.exchange.members.contains(where: { assignment($0)?.home == true }) else {
                return false
            }
            let rule = Rule(81, "RFC 5648 §5.7")
            learn(.refused, \.simultaneous, "simultaneous-refused", rule, at: index, &turn)
            useOneSide(answer, at: index, rule, &turn)
            return true
        default: return false
        }
    }

    /// 139: what the home agent holds was registered as something else, by a former life as a host or as a mobile router
    /// (RFC 6275 §9.5.1, RFC 3963 §6.2). It cannot be changed, so all of it is removed, and registered anew: once.
    mutating func registersAnew(
        _ answer: Answer, at index: Int, _ turn: inout Turn<some RandomNumberGenerator>
    ) -> Bool {
        let statuses = [answer.status] + answer.identifiers.map { answer.status(of: $0) }
        guard statuses.contains(.registrationTypeChangeDisallowed), answer.exchange.purpose == .register,
            list[index].role == .homeAgent, list[index].address == homeAgent, !list[index].beganAnew,
            configuration.registration == .automatic
        else { return false }
        let rule = Rule(0, "RFC 6275 §11.7.3")
        noteStatus(.registrationTypeChangeDisallowed, bid: answer.identifiers.first?.bid, at: index, &turn)
        list[index].beganAnew = true
        list[index].bootstrapped = false
        removeAll(at: index, rule, &turn)
        return true
    }

    /// 165: the peer has an ordinary binding, which O replaces. Where O was set and did not help, BIDs are of no
    /// use there.
    private mutating func ordinaryBindingExists(
        _ answer: Answer, at index: Int, _ turn: inout Turn<some RandomNumberGenerator>
    ) -> Bool {
        let rule = Rule(90, "RFC 5648 §5.7")
        if answer.exchange.overwrite {
            learn(.refused, \.multiple, "overwrite-refused", rule, at: index, &turn)
            goOrdinary(answer, at: index, rule, &turn)
            return true
        }
        turn.note(note(.peerLearned, rule, peer: list[index].address, to: "ordinary-binding-exists"))
        list[index].bootstrapped = false
        list[index].overwriteNext = nil
        // Nothing with a BID is left there, so everything that was is told again.
        let named = answer.exchange.members
        for entry in list[index].entries
        where entry.bid != BindingEntry.ordinary && entry.grant != nil && !named.contains(sorted: entry.bid) {
            list[index].detach(entry.bid)
            list[index].modify(entry.bid) { entry in
                entry.grant = nil
                entry.need = .init(purpose: .register, notBefore: turn.now, rule: rule)
            }
            change(entry.bid, to: .waiting, at: index, rule, &turn)
        }
        again(answer, emptied: true, at: index, rule, &turn)
        return true
    }

    /// The same bindings again; `emptied`: the peer holds none of them any more.
    private mutating func again(
        _ answer: Answer, emptied: Bool = false, at index: Int, _ rule: Rule,
        _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        let deregistering = answer.exchange.purpose == .deregister
        for bid in answer.exchange.members {
            list[index].modify(bid) { entry in
                if !deregistering, emptied || !entry.strays.isAny { entry.mayExistUntil = nil }
                if emptied { entry.grant = nil }
                entry.need = .init(
                    purpose: deregistering ? .deregister : .register, notBefore: turn.now, rule: rule)
            }
            if !deregistering, list[index][bid]?.grant == nil {
                change(bid, to: .waiting, at: index, rule, &turn)
            }
        }
    }

    /// Something was learned about what a peer can do.
    mutating func learn(
        _ support: Peer.Support, _ ability: WritableKeyPath<Peer, Peer.Support>, _ word: String, _ rule: Rule,
        at index: Int, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        guard list[index][keyPath: ability] != support else { return }
        list[index][keyPath: ability] = support
        turn.note(note(.peerLearned, rule, peer: list[index].address, to: word))
    }

    /// One ordinary binding takes the place of all. What the peer holds with BIDs lasts until that is accepted.
    mutating func goOrdinary(
        _ answer: Answer, at index: Int, _ rule: Rule, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        for bid in answer.exchange.members {
            list[index].modify(bid) { entry in
                entry.mayExistUntil = nil
                entry.lastStatus =
                    answer.identifiers.first { $0.bid == bid }.map(answer.status) ?? answer.status
            }
            if list[index][bid]?.grant == nil { gone(bid, at: index, rule, &turn) }
        }
        if list[index].role == .correspondent {
            if answer.exchange.purpose == .register, let bid = answer.exchange.members.first {
                becomeOrdinary(bid, at: index, rule, &turn)
            }
            return
        }
        enterOrdinary(at: index, turn.now)
        guard answer.exchange.purpose == .register, ordinaryCareOfAddress != nil else { return }
        list[index].modify(BindingEntry.ordinary) { entry in
            entry.need = .init(purpose: .register, notBefore: turn.now, rule: rule)
        }
    }

    mutating func enterOrdinary(at index: Int, _ now: Instant) {
        guard list[index][BindingEntry.ordinary] == nil else { return }
        var entry = BindingEntry(bid: BindingEntry.ordinary, since: now)
        entry.wanted = true
        list[index][BindingEntry.ordinary] = entry
    }

    /// An acknowledgement without Binding Identifiers: the peer read the Binding Update as one of RFC 6275, whatever the
    /// status.
    mutating func receiveFromLegacy(
        _ answer: Answer, at index: Int, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        let rule = Rule(84, "RFC 5648 §5.7")
        let status = answer.status
        noteStatus(status, bid: nil, at: index, &turn)
        learn(.no, \.multiple, "legacy", rule, at: index, &turn)
        let accepted = status.isAccepted
        switch answer.exchange.purpose {
        case .deregister, .returnHome:
            // Lifetime 0: it removed everything.
            if accepted || status == .notHomeAgent { allGone(at: index, rule, &turn) }
            if answer.exchange.purpose == .returnHome { atHomeAlone(at: index, rule, &turn) }
        case .register where accepted && answer.exchange.source == nil && list[index].role == .homeAgent:
            // with the home address as care-of address it may have removed everything.
            allGone(at: index, rule, &turn)
            atHomeAlone(at: index, rule, &turn)
        case .register where accepted:
            for entry in list[index].entries where entry.bid != BindingEntry.ordinary {
                gone(entry.bid, at: index, rule, &turn)
                // A correspondent's entries are there because someone asked; now there is one instead.
                if list[index].role == .correspondent { list[index].modify(entry.bid) { $0.wanted = false } }
            }
            enterOrdinary(at: index, turn.now)
            // What stands there now is bound to the source of the packet (RFC 6275 §9.5.1).
            list[index].modify(BindingEntry.ordinary) { entry in
                entry.toldCareOfAddress = answer.exchange.source
                entry.interface = answer.exchange.interface
                entry.sequenceSent = answer.exchange.sequence
                entry.sequenceAcknowledged = answer.exchange.sequence
                entry.lastStatus = status
                entry.become(.waiting, at: turn.now, because: rule)
            }
            accept(BindingEntry.ordinary, status, answer, at: index, &turn)
        case .register:
            goOrdinary(answer, at: index, rule, &turn)
        case .deregisterAll: break
        }
    }

    /// The answer to a Binding Update about the ordinary binding.
    mutating func receiveOrdinary(
        _ answer: Answer, at index: Int, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        let status = answer.status
        noteStatus(status, bid: nil, at: index, &turn)
        list[index].modify(BindingEntry.ordinary) { $0.lastStatus = status }
        if answer.exchange.purpose == .deregister {
            if status.isAccepted || status == .notHomeAgent {
                allGone(at: index, Rule(58, "RFC 6275 §11.7.1"), &turn)
            } else {
                refuse(BindingEntry.ordinary, status, at: index, &turn)
            }
            return
        }
        guard status.isAccepted else { return refuse(BindingEntry.ordinary, status, at: index, &turn) }
        accept(BindingEntry.ordinary, status, answer, at: index, &turn)
        for entry in list[index].entries where entry.bid != BindingEntry.ordinary {
            // it replaced them.
            gone(entry.bid, at: index, Rule(9, "RFC 5648 §6.2"), &turn)
        }
    }

    /// The answer to a Binding Update that removes everything.
    mutating func receiveRemovalOfAll(
        _ answer: Answer, at index: Int, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        let status = answer.status
        let rule = list[index].deregisterAll ?? Rule(58, "RFC 6275 §11.7.1")
        noteStatus(status, bid: nil, at: index, &turn)
        list[index].deregisterAll = nil
        // RFC 6275 §10.3.2: 133 says that there was nothing.
        if status.isAccepted || status == .notHomeAgent {
            allGone(at: index, rule, &turn)
        }
        finishReturn(accepted: status.isAccepted || status == .notHomeAgent, at: index, &turn)
    }

    /// The peer holds nothing of this node.
    mutating func allGone(
        at index: Int, _ rule: Rule, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        for entry in list[index].entries { gone(entry.bid, at: index, rule, &turn) }
        list[index].exchanges = []
    }
}
