import MobilityWire

// What answers do to what a peer holds.

extension ObservedRegistration {
    /// A Binding Acknowledgement passed.
    mutating func answer(
        _ acknowledgement: BindingAcknowledgement, careOfAddress: CareOfAddress, at now: Instant
    ) {
        let identifiers = acknowledgement.options.identifiers
        profile = profile ?? identifiers.first?.profile
        guard let index = unanswered.answered(by: acknowledgement, identifiers) else {
            return answerUnseen(acknowledgement, identifiers, careOfAddress, at: now)
        }
        let update = unanswered[index]
        unanswered.removeFirst(index + 1)
        let status = BindingStatus(rawValue: acknowledgement.status)
        // RFC 6275 §9.5.1: the Binding Update was not looked at; the node repeats it with another number.
        if status == .sequenceNumberOutOfWindow { return withdraw(update) }
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
        // RFC 6275 §10.3.2: asked to remove something, the peer says that there is nothing of this node.
        if update.lifetime == 0, status == .notHomeAgent { return bindings.removeAll() }
        // The peer is a legacy node (R-084, regardless of the status), unless it looked at nothing in the Binding Update
        // (RFC 4285 §5).
        if !ObservedRegistration.unread.contains(status) { isLegacy = true }
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
    private mutating func answerUnseen(
        _ acknowledgement: BindingAcknowledgement, _ identifiers: [BindingIdentifier],
        _ careOfAddress: CareOfAddress, at now: Instant
    ) {
        guard acknowledgement.status < 128 else { return }
        let granted = Interval.lifetimeUnits(acknowledgement.lifetime)
        if acknowledgement.lifetime == 0 {
            let gone = identifiers.map(\.bid)
            bindings.removeAll { binding in
                gone.isEmpty || binding.bid.map(gone.contains) ?? false
            }
            return
        }
        let accepted = identifiers.filter { $0.status < 128 }
        for bid in identifiers.isEmpty ? [nil] : accepted.map({ Optional($0.bid) }) {
            if let index = bindings.position(of: bid),
                bid != nil || bindings[index].careOfAddress == careOfAddress
            {
                bindings[index].grant(granted, acknowledgement.sequence, at: now)
            } else {
                // an ordinary binding replaces all others.
                if bid == nil { bindings.removeAll() }
                // An ordinary binding is that of the address the answer goes to; with BIDs no one can tell.
                bindings.append(
                    ObservedBinding(
                        bid: bid, careOfAddress: bid == nil ? careOfAddress : nil, evidence: .acknowledgement,
                        missing: bid == nil ? [.update] : [.update, .careOfAddress], granted: granted,
                        ends: now + granted, since: now, confirmed: now,
                        sequence: acknowledgement.sequence))
            }
        }
        sort()
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
}

extension ObservedUpdate {
    /// Whether some BID stands in both; where one of the two has none at all, that tells nothing. With numbers of their
    /// own two bindings may have the same one out.
    func names(anyOf others: some Collection<BindingIdentifier>) -> Bool {
        identifiers.isEmpty || others.isEmpty
            || others.contains { other in identifiers.contains { $0.bid == other.bid } }
    }
}
