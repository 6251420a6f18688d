import MobilityWire

// What answers do to what a peer holds.

extension ObservedRegistration {
    /// A Binding Acknowledgement passed.
    mutating func answer(
        _ acknowledgement: BindingAcknowledgement, careOfAddress: CareOfAddress, at now: Instant
    ) {
        let identifiers = acknowledgement.options.bindingIdentifiers
        profile = profile ?? identifiers.first?.profile
        guard let index = unanswered.answered(by: acknowledgement, identifiers) else {
            return answerUnseen(acknowledgement, identifiers, careOfAddress, at: now)
        }
        let status = BindingStatus(rawValue: acknowledgement.status)
        // RFC 6275 §9.5.1: the Binding Update was not looked at; the node repeats it with another number.
        if status == .sequenceNumberOutOfWindow {
            return withdraw(unanswered.settle(index, by: [], isAccepted: false))
        }
        var update = unanswered.settle(index, by: identifiers, isAccepted: status.isAccepted)
        // An address that the node does not name in it says nothing; the peer may.
        if update.isTranslated == nil, !update.forcesEncapsulation {
            update.isTranslated = acknowledgement.options.natDetected
        }
        answeredSequence = update.sequence
        var statuses: [UInt16: UInt8] = [:]
        for identifier in identifiers {
            // A BID's own status overrides that of the message; zero stands for it.
            let status = identifier.status != 0 ? identifier.status : acknowledgement.status
            if status != 0 { statuses[identifier.bid] = status }
        }
        // Whoever answers with them knows them.
        if !identifiers.isEmpty { isLegacy = false }
        if identifiers.isEmpty, !update.identifiers.isEmpty {
            return answerWithoutIdentifiers(acknowledgement, to: update, at: now)
        }
        if update.lifetime == 0, !returnsHome(update) {
            return answerRemoval(update, acknowledgement, identifiers, statuses)
        }
        guard status.isAccepted else { return refuse(update, status, statuses) }
        // Where none of its BIDs was accepted, nothing was done: the ordinary binding stands, too.
        if !update.overwrites, !update.identifiers.isEmpty,
            update.identifiers.allSatisfy({ statuses[$0.bid, default: 0] >= 128 })
        {
            return refuse(update, status, statuses)
        }
        carryOut(
            update, granted: acknowledgement.lifetime, statuses: statuses, evidence: .both, at: now)
    }

    /// MIPv6 ID mismatch, message ID required, authentication failed: nothing of the Binding Update was looked at.
    private static let unread: [BindingStatus] = [144, 145, 146].map(BindingStatus.init(rawValue:))

    /// Binding Identifiers are answered without any.
    private mutating func answerWithoutIdentifiers(
        _ acknowledgement: BindingAcknowledgement, to update: ObservedUpdate, at now: Instant
    ) {
        let status = BindingStatus(rawValue: acknowledgement.status)
        // The peer is a legacy node (R-084, regardless of the status), unless it looked at nothing in the Binding Update
        // (RFC 4285 §5).
        if !ObservedRegistration.unread.contains(status) { isLegacy = true }
        // RFC 6275 §10.3.2: asked to remove something, the peer says that there is nothing of this node.
        if update.lifetime == 0, status == .notHomeAgent { return bindings.removeAll() }
        guard status.isAccepted else { return refuse(update, status, [:]) }
        // It has bound the source.
        var ordinary = update
        ordinary.identifiers = []
        carryOut(ordinary, granted: acknowledgement.lifetime, statuses: [:], evidence: .both, at: now)
    }

    /// What was to be removed is gone where the peer says so; what it refuses to remove it holds (R-122, policy A1).
    private mutating func answerRemoval(
        _ update: ObservedUpdate, _ acknowledgement: BindingAcknowledgement,
        _ identifiers: [BindingIdentifier], _ statuses: [UInt16: UInt8]
    ) {
        let status = BindingStatus(rawValue: acknowledgement.status)
        guard !update.identifiers.isEmpty else {
            // without BID all go. RFC 6275 §10.3.2: 133 says that there was nothing. 167 is about a BID.
            guard status.isAccepted || status == .notHomeAgent else { return refuse(update, status, [:]) }
            return bindings.removeAll()
        }
        // Policy A6: refused as a whole because of the BID that is not there, the others still are.
        let isWhole = status.meansGone && !status.isAccepted && identifiers.allSatisfy { $0.status == 0 }
        if isWhole, update.identifiers.count > 1,
            update.identifiers.contains(where: { bindings.position(of: $0.bid) == nil })
        {
            return refuse(update, status, [:])
        }
        let gone = update.identifiers.map(\.bid).filter { bid in
            BindingStatus(rawValue: statuses[bid] ?? status.rawValue).meansGone
        }
        bindings.removeAll { $0.bid.map(gone.contains) ?? false }
        refuse(update, status, statuses)
    }

    /// A Binding Update was refused: what only it asked for is not there, what was held still is.
    private mutating func refuse(
        _ update: ObservedUpdate, _ status: BindingStatus, _ statuses: [UInt16: UInt8]
    ) {
        withdraw(update)
        for index in bindings.indices {
            let bid = bindings[index].bid
            let isNamed =
                update.identifiers.isEmpty || update.identifiers.contains { $0.bid == bid }
            if isNamed { bindings[index].refusal = bid.flatMap { statuses[$0] } ?? status.rawValue }
        }
    }

    /// What only this Binding Update asked for is not there.
    private mutating func withdraw(_ update: ObservedUpdate) {
        bindings.removeAll { !$0.isHeld && $0.sequence == update.sequence }
    }

    /// The answer to something that was not seen: what it grants is there, the rest is not known.
    ///
    /// A node drops an answer whose number is not that of its Binding Update (RFC 6275 §11.7.3), so it answers none of
    /// those that were seen; but the peer did as it says.
    private mutating func answerUnseen(
        _ acknowledgement: BindingAcknowledgement, _ identifiers: [BindingIdentifier],
        _ careOfAddress: CareOfAddress, at now: Instant
    ) {
        guard acknowledgement.status != BindingStatus.sequenceNumberOutOfWindow.rawValue,
            acknowledgement.sequence != answeredSequence
        else { return }
        answeredSequence = acknowledgement.sequence
        let before = bindings
        defer { remember(acknowledgement, careOfAddress, before, at: now) }
        for index in unanswered.indices { unanswered[index].isPassedOver = true }
        guard acknowledgement.status < 128 else { return }
        let accepted = identifiers.filter { $0.status < 128 }.map(\.bid)
        if acknowledgement.lifetime == 0 {
            bindings.removeAll { binding in
                identifiers.isEmpty || binding.bid.map(accepted.contains) ?? false
            }
            return
        }
        if identifiers.isEmpty {
            grantUnseenOrdinary(acknowledgement, careOfAddress, at: now)
        } else {
            for bid in accepted { grantUnseen(bid, acknowledgement, at: now) }
        }
        sort()
    }

    /// An ordinary binding is that of the address the answer goes to, and replaces all others.
    private mutating func grantUnseenOrdinary(
        _ acknowledgement: BindingAcknowledgement, _ careOfAddress: CareOfAddress, at now: Instant
    ) {
        var binding =
            bindings.first {
                $0.bid == nil && !$0.missing.contains(.bid) && $0.careOfAddress == careOfAddress
            }
            ?? ObservedBinding(
                careOfAddress: careOfAddress, evidence: .acknowledgement, missing: [], since: now,
                confirmed: now)
        binding.grantUnseen(acknowledgement, at: now)
        bindings = [binding]
    }

    /// The care-of address of a BID may have changed by what was not seen: that which is known is the one from before.
    private mutating func grantUnseen(
        _ bid: UInt16, _ acknowledgement: BindingAcknowledgement, at now: Instant
    ) {
        guard let index = bindings.position(of: bid) else {
            var binding = ObservedBinding(
                bid: bid, evidence: .acknowledgement, missing: .careOfAddress, since: now, confirmed: now)
            binding.grantUnseen(acknowledgement, at: now)
            return bindings.append(binding)
        }
        bindings[index].grantUnseen(acknowledgement, at: now)
        if bindings[index].careOfAddress != nil { bindings[index].missing.insert(.presentCareOfAddress) }
    }
}

extension ObservedBinding {
    /// The answer to a Binding Update that was not seen grants it.
    fileprivate mutating func grantUnseen(_ acknowledgement: BindingAcknowledgement, at now: Instant) {
        grant(.lifetimeUnits(acknowledgement.lifetime), acknowledgement.sequence, at: now)
        evidence = .acknowledgement
        missing.remove(.acknowledgement)
        missing.insert(.update)
        requested = nil
        if careOfAddress?.ipv4 != nil, let isFound = acknowledgement.options.natDetected {
            isTranslated = isFound
        }
    }
}

extension [MobilityOption] {
    /// Whether a NAT Detection option says that a NAT was found: it stands there without one, too, then with all ones (RFC
    /// 5555 §4.3.1); nil: there is none.
    fileprivate var natDetected: Bool? {
        for case .natDetection(let isForced, let refreshTime) in self {
            return isForced || refreshTime != .max
        }
        return nil
    }
}

extension [ObservedUpdate] {
    /// Where the Binding Update stands that is answered; nil: it was not seen. The number is that of the Binding Update,
    /// except with status 135, where it is the receiver's (RFC 6275 §11.7.3).
    func answered(
        by acknowledgement: BindingAcknowledgement, _ identifiers: some Collection<BindingIdentifier>
    ) -> Int? {
        if acknowledgement.status == BindingStatus.sequenceNumberOutOfWindow.rawValue {
            return lastIndex { $0.names(anyOf: identifiers) }
        }
        return lastIndex { $0.sequence == acknowledgement.sequence && $0.names(anyOf: identifiers) }
    }

    /// Takes out what is answered: the Binding Update at `index`, with those of its BIDs that the answer names. The others
    /// have no answer (RFC 5648 is silent; the node asks again). What was asked earlier about the same is answered by it,
    /// too: a node has one Binding Update out for a binding. What was asked earlier about others is not.
    mutating func settle(
        _ index: Int, by answers: [BindingIdentifier], isAccepted: Bool
    ) -> ObservedUpdate {
        var update = remove(at: index)
        if let rest = update.split(by: answers) { insert(rest, at: index) }
        // Nearly always there is none.
        guard index > 0 else { return update }
        let decidesAll = isAccepted && (update.identifiers.isEmpty || update.overwrites)
        for earlier in (0..<index).reversed() {
            if decidesAll || update.identifiers.isEmpty && self[earlier].identifiers.isEmpty {
                remove(at: earlier)
            } else if !update.identifiers.isEmpty, !self[earlier].identifiers.isEmpty {
                self[earlier].identifiers.removeAll { asked in
                    update.identifiers.contains { $0.bid == asked.bid }
                }
                self[earlier].isPassedOver = true
                if self[earlier].identifiers.isEmpty { remove(at: earlier) }
            } else {
                self[earlier].exceptions += update.identifiers.map(\.bid)
                self[earlier].isPassedOver = true
            }
        }
        return update
    }
}

extension ObservedUpdate {
    /// Whether some BID stands in both; where one of the two has none at all, that tells nothing. With numbers of their
    /// own two bindings may have the same one out.
    func names(anyOf others: some Collection<BindingIdentifier>) -> Bool {
        identifiers.isEmpty || others.isEmpty
            || others.contains { other in identifiers.contains { $0.bid == other.bid } }
    }

    /// Keeps those of its BIDs that an answer names, all where it names none; the others, as what is not answered yet;
    /// nil: there are none.
    fileprivate mutating func split(by answers: [BindingIdentifier]) -> ObservedUpdate? {
        guard !answers.isEmpty else { return nil }
        let isAnswered = { (asked: BindingIdentifier) in answers.contains { $0.bid == asked.bid } }
        guard !identifiers.allSatisfy(isAnswered) else { return nil }
        var rest = self
        rest.identifiers.removeAll(where: isAnswered)
        rest.isPassedOver = true
        // What it replaces is replaced.
        rest.overwrites = false
        identifiers.removeAll { !isAnswered($0) }
        return rest
    }
}
