import MobilityWire

// Binding Acknowledgements (RFC 6275 §11.7.3, RFC 5648 §5.7): is it ours, which Binding Update does it answer, and what
// became of each binding.

extension MobileNode {
    /// A Binding Acknowledgement arrived.
    mutating func receive(
        _ acknowledgement: BindingAcknowledgement, in arrival: Arrival,
        _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        guard arrival.packet.logicalDestination == configuration.homeAddress else {
            return drop("other-home-address", Rule(82, "RFC 6275 §11.7.3"), from: arrival.source, &turn)
        }
        guard
            let index = list.index(of: arrival.source, .homeAgent)
                ?? list.index(of: arrival.source, .correspondent)
        else { return drop("unknown-peer", Rule(82, "RFC 6275 §11.7.3"), from: arrival.source, &turn) }
        guard isAuthentic(acknowledgement, from: list[index], in: arrival) else {
            return drop("not-authentic", Rule(82, "RFC 6275 §11.7.3"), from: arrival.source, &turn)
        }
        let identifiers = acknowledgement.options.bindingIdentifiers
        guard let position = exchange(answeredBy: acknowledgement, identifiers, at: index) else {
            return drop(
                "sequence", Rule(82, "RFC 6275 §11.7.3"), from: arrival.source,
                number: Int64(acknowledgement.sequence), &turn)
        }
        let exchange = list[index].exchanges[position]
        let answer = Answer(acknowledgement: acknowledgement, identifiers: identifiers, exchange: exchange)
        guard hasTimestamp(of: exchange, acknowledgement) else {
            return drop("identification", Rule(0, "RFC 4285 §6"), from: arrival.source, &turn)
        }
        if answer.status == .sequenceNumberOutOfWindow {
            return resynchronise(answer, at: index, &turn)
        }
        if withoutForcedEncapsulation(answer, at: index, &turn) { return }
        if isAboutIdentification(answer) { return correctIdentification(answer, at: index, &turn) }
        list[index].exchanges.remove(at: position)
        if answer.status.isAccepted, exchange.purpose == .register { receiveIPv4(answer, &turn) }
        for bid in exchange.members {
            list[index].modify(bid) { entry in
                entry.exchange = nil
                entry.sequenceAcknowledged = exchange.sequence
                if exchange.purpose == .register || exchange.purpose == .returnHome {
                    entry.strays.answered()
                }
            }
        }
        if answer.status.concernsNonces, list[index].role == .correspondent {
            return renewTokens(answer, at: index, &turn)
        }
        if registersAnew(answer, at: index, &turn) { return }
        switch exchange.purpose {
        case .deregisterAll: receiveRemovalOfAll(answer, at: index, &turn)
        case .register where exchange.members == [BindingEntry.ordinary],
            .deregister where exchange.members == [BindingEntry.ordinary]:
            receiveOrdinary(answer, at: index, &turn)
        case .register, .deregister, .returnHome:
            // no Binding Identifier in the answer to some means that the peer does not know of them.
            if identifiers.isEmpty, answer.status == .authenticationFailed {
                // RFC 4285 §5: nothing of the Binding Update was looked at.
                for bid in exchange.members { refuse(bid, answer.status, at: index, &turn) }
            } else if identifiers.isEmpty {
                receiveFromLegacy(answer, at: index, &turn)
            } else {
                receiveIdentified(answer, at: index, &turn)
            }
        }
    }

    /// An acknowledgement together with what it answers.
    struct Answer {
        /// The acknowledgement.
        let acknowledgement: BindingAcknowledgement
        /// Its Binding Identifiers.
        let identifiers: [BindingIdentifier]
        /// The Binding Update it answers.
        let exchange: UpdateExchange

        /// The acknowledgement's own status.
        var status: BindingStatus { BindingStatus(rawValue: acknowledgement.status) }

        /// What became of a binding: the option's status, or where that is 0 the acknowledgement's.
        func status(of identifier: BindingIdentifier) -> BindingStatus {
            identifier.status != 0 ? BindingStatus(rawValue: identifier.status) : status
        }
    }

    /// What became of one binding.
    struct StatusOfBinding {
        /// Which.
        let bid: UInt16
        /// What.
        let status: BindingStatus
    }

    /// The exchange that is answered: the sequence number is that of its last transmission, except with status 135,
    /// where it is the receiver's (RFC 6275 §11.7.3).
    private func exchange(
        answeredBy acknowledgement: BindingAcknowledgement, _ identifiers: [BindingIdentifier], at index: Int
    ) -> Int? {
        let exchanges = list[index].exchanges
        guard acknowledgement.status == BindingStatus.sequenceNumberOutOfWindow.rawValue else {
            return exchanges.firstIndex { exchange in
                // With numbers of their own, two bindings may have the same one out: then the BID tells.
                exchange.sequence == acknowledgement.sequence && exchange.timer.transmissions > 0
                    && (identifiers.isEmpty || !exchange.carriesBindingIdentifiers
                        || identifiers.contains { exchange.members.contains(sorted: $0.bid) })
            }
        }
        if let bid = identifiers.first?.bid, let number = list[index][bid]?.exchange {
            return list[index].exchangeIndex(number)
        }
        return exchanges.indices.last
    }

    /// Whether an acknowledgement comes from whom it says, as far as the configuration asks for it.
    private func isAuthentic(
        _ acknowledgement: BindingAcknowledgement, from peer: Peer, in arrival: Arrival
    ) -> Bool {
        switch peer.role {
        case .homeAgent: isProtected(arrival)
        case .correspondent: isFromCorrespondent(acknowledgement, in: arrival, peer)
        }
    }

    /// Status 135: the receiver's number is the new base. The Binding Update goes out again at once, but not over
    /// and over: a receiver that never agrees gets it at the pace of retransmissions.
    private mutating func resynchronise(
        _ answer: Answer, at index: Int, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        let reported = answer.acknowledgement.sequence
        let exchange = answer.exchange
        noteStatus(answer.status, bid: exchange.members.first, at: index, &turn)
        if configuration.policies.sharedSequence {
            list[index].sequence.resynchronise(reported: reported, refused: exchange.sequence)
        } else {
            let bids = exchange.members.isEmpty ? list[index].entries.map(\.bid) : exchange.members
            for bid in bids {
                list[index].modify(bid) {
                    $0.sequence.resynchronise(reported: reported, refused: exchange.sequence)
                }
            }
        }
        sendAgainSoon(exchange, at: index, turn.now)
    }

    /// A Binding Update that was refused for a number in it goes out again at once, three times; then it waits for its
    /// timer.
    mutating func sendAgainSoon(_ exchange: UpdateExchange, at index: Int, _ now: Instant) {
        guard let position = list[index].exchangeIndex(exchange.number) else { return }
        list[index].exchanges[position].corrections += 1
        if list[index].exchanges[position].corrections <= 3 {
            list[index].exchanges[position].timer.postpone(to: now)
        }
    }

    // MARK: Answers about Binding Identifiers

    private mutating func receiveIdentified(
        _ answer: Answer, at index: Int, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        list[index].multiple = .yes
        let members = answer.exchange.members
        var answered: [StatusOfBinding] = []
        for identifier in answer.identifiers {
            guard list[index][identifier.bid] != nil, members.contains(sorted: identifier.bid) else {
                drop(
                    "bid-not-asked", Rule(82, "RFC 5648 §5.7"), from: list[index].address,
                    number: Int64(identifier.bid), &turn)
                continue
            }
            answered.append(StatusOfBinding(bid: identifier.bid, status: answer.status(of: identifier)))
        }
        answered.sort { $0.bid < $1.bid }
        for one in answered { noteStatus(one.status, bid: one.bid, at: index, &turn) }
        // A refusal of the way of registering concerns all of the Binding Update.
        let general = answered.first { $0.status.concernsPeer }
        if let status = general?.status,
            answer.exchange.purpose != .deregister || status == .mcoaBulkRegistrationProhibited,
            refuseWay(status, answer, at: index, &turn)
        {
            return
        }
        if answer.exchange.optionCount > 1, answered.contains(where: \.status.isAccepted) {
            list[index].bulk = .yes
        }
        for one in answered { receive(one.status, about: one.bid, answer, at: index, &turn) }
        let bids = answered.map(\.bid)
        for bid in members where !bids.contains(sorted: bid) {
            // The texts are silent: as if there had been no answer about that one.
            tryLater(bid, answer, Rule(133, "RFC 5648 §6.2"), at: index, &turn)
        }
        if answer.exchange.purpose == .register { finishRegistration(answer, answered, at: index, &turn) }
    }

    /// What becomes of one binding.
    private mutating func receive(
        _ status: BindingStatus, about bid: UInt16, _ answer: Answer, at index: Int,
        _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        list[index].modify(bid) { $0.lastStatus = status }
        if status == .sequenceNumberOutOfWindow {
            // the code means "again, with a greater number", of one binding as of all of them. What the last
            // number of this binding was the answer has no room for, so it is tried less and less often.
            return tryLater(bid, answer, Rule(101, "RFC 6275 §11.7.3"), soon: 1, at: index, &turn)
        }
        switch answer.exchange.purpose {
        case .deregister, .deregisterAll:
            // R-122 and A1: 133, 167 and 0 all mean that it is gone.
            if status.meansGone {
                gone(bid, at: index, Rule(122, "RFC 5648 §5.7"), &turn)
            } else {
                refuse(bid, status, at: index, &turn)
            }
        case .register, .returnHome:
            if status.isAccepted {
                accept(bid, status, answer, at: index, &turn)
            } else if answer.exchange.purpose == .returnHome, status.meansGone {
                nothingToReturnTo(at: index, &turn)
            } else if status == .mcoaUnknownCoA, answer.exchange.withoutAddress.contains(bid) {
                // the peer lost it; again with the care-of address.
                list[index].modify(bid) { entry in
                    entry.grant = nil
                    entry.need = .init(
                        purpose: .register, notBefore: turn.now, rule: Rule(91, "RFC 5648 §5.7"))
                    entry.become(.waiting, at: turn.now, because: Rule(91, "RFC 5648 §5.7"))
                }
            } else {
                refuse(bid, status, at: index, &turn)
            }
        }
    }

    /// No answer about this one: again after its time-out, which grows; the first `soon` times at once.
    mutating func tryLater(
        _ bid: UInt16, _ answer: Answer, _ rule: Rule, soon: Int = 0, at index: Int,
        _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        let deregistering = answer.exchange.purpose == .deregister
        list[index].modify(bid) { entry in
            entry.refusals += 1
            let pause =
                entry.refusals <= soon
                ? .zero
                : min(
                    Interval.seconds(Int64(1) << Int64(min(entry.refusals, 5))),
                    ProtocolConstants.maximumBindingAcknowledgementTimeout)
            entry.need = .init(
                purpose: deregistering ? .deregister : .register, notBefore: turn.now + pause,
                rule: rule)
        }
    }

    func noteStatus(
        _ status: BindingStatus, bid: UInt16?, at index: Int, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        turn.note(
            note(
                .statusReceived, Rule(85, "RFC 5648 §5.7"), peer: list[index].address, bid: bid,
                number: Int64(status.rawValue)))
    }
}
