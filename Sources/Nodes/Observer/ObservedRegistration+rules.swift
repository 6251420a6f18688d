import MobilityWire

// How messages change what a peer holds: the rules of a binding cache, for someone who only watches.

extension ObservedRegistration {
    private var policies: Policies { Policies(profile: profile ?? .rfc5648) }

    /// A Binding Update is on its way. What it asks for that nobody is known to hold stands there as asked for; where
    /// answers are never seen, the last word of the node is all there is.
    mutating func ask(_ update: ObservedUpdate, at now: Instant) {
        if !unanswered.isEmpty { unanswered.removeAll { $0.sequence == update.sequence } }
        unanswered.append(update)
        // Most ask for what is held.
        if update.lifetime > 0, !update.identifiers.isEmpty,
            !bindings.contains(where: { $0.evidence == .update }),
            update.identifiers.allSatisfy({ position(of: $0.bid) != nil })
        {
            return
        }
        let bids = update.identifiers.map(\.bid)
        guard update.lifetime > 0 else {
            guard !update.identifiers.contains(where: \.home) else { return }
            bindings.removeAll { binding in
                binding.evidence == .update && (bids.isEmpty || binding.bid.map(bids.contains) ?? false)
            }
            return
        }
        let asked = wanted(update)
        // Looked for first: removing nothing would still copy what somebody else holds.
        if bindings.contains(where: { $0.evidence == .update }) {
            bindings.removeAll { binding in
                guard binding.evidence == .update else { return false }
                return bids.isEmpty || update.overwrites || binding.bid.map(bids.contains) ?? true
            }
        }
        for (bid, careOfAddress) in asked where position(of: bid) == nil {
            bindings.append(
                ObservedBinding(
                    bid: bid, careOfAddress: careOfAddress, evidence: .update,
                    missing: careOfAddress == nil
                        ? [.acknowledgement, .careOfAddress, .lifetime] : [.acknowledgement, .lifetime],
                    requested: .lifetimeUnits(update.lifetime), since: now, confirmed: now,
                    sequence: update.sequence))
        }
        sort()
    }

    /// Sequence number out of window; MIPv6 ID mismatch, message ID required, authentication failed: nothing of the
    /// Binding Update was looked at.
    private static let unread: [UInt8] = [135, 144, 145, 146]

    /// A Binding Acknowledgement passed.
    mutating func answer(
        _ acknowledgement: BindingAcknowledgement, careOfAddress: CareOfAddress, at now: Instant
    ) {
        let identifiers = acknowledgement.options.identifiers
        profile = profile ?? identifiers.first?.profile
        guard let index = unanswered.lastIndex(where: { $0.sequence == acknowledgement.sequence }) else {
            return answerUnseen(acknowledgement, identifiers, careOfAddress, at: now)
        }
        let update = unanswered[index]
        unanswered.removeFirst(index + 1)
        var statuses: [UInt16: UInt8] = [:]
        for identifier in identifiers {
            // A BID's own status overrides that of the message; zero stands for it.
            let status = identifier.status != 0 ? identifier.status : acknowledgement.status
            if status != 0 { statuses[identifier.bid] = status }
        }
        if identifiers.isEmpty, !update.identifiers.isEmpty {
            // Binding Identifiers answered without any: the peer is a legacy node (R-084, regardless of the status), unless
            // it looked at nothing in the Binding Update (RFC 4285 §5; RFC 6275 §9.5.1).
            if !ObservedRegistration.unread.contains(acknowledgement.status) { isLegacy = true }
            guard acknowledgement.status < 128 else { return withdraw(update) }
            // It has bound the source.
            var ordinary = update
            ordinary.identifiers = []
            return carryOut(
                ordinary, granted: acknowledgement.lifetime, statuses: [:], evidence: .both, at: now)
        }
        guard acknowledgement.status < 128 || update.lifetime == 0 else { return withdraw(update) }
        // Whoever answers with them knows them.
        if !identifiers.isEmpty { isLegacy = false }
        carryOut(
            update, granted: acknowledgement.lifetime, statuses: statuses, evidence: .both, at: now)
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
            if let index = position(of: bid), bid != nil || bindings[index].careOfAddress == careOfAddress {
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

    /// A Binding Update was refused: what only it asked for is not there.
    private mutating func withdraw(_ update: ObservedUpdate) {
        bindings.removeAll { $0.evidence == .update && $0.sequence == update.sequence }
    }

    /// What a Binding Update does where it is accepted (RFC 5648 §6.2; draft-06 §6.3). `statuses` by BID: 128 and above
    /// failed.
    mutating func carryOut(
        _ update: ObservedUpdate, granted: UInt16, statuses: [UInt16: UInt8],
        evidence: ObservedBinding.Evidence, at now: Instant
    ) {
        let returnsHome =
            update.lifetime == 0 && policies.homeFlagWithoutLifetime == .returnHome
            && update.identifiers.contains { $0.home }
        if update.lifetime == 0 && !returnsHome {
            // Without BID all go, with BIDs those; whatever the status, they are gone.
            let bids = update.identifiers.map(\.bid)
            bindings.removeAll { bids.isEmpty || $0.bid.map(bids.contains) ?? false }
            return
        }
        if statuses.isEmpty, evidence == .both, bindings.areRenewed(by: update) {
            // A refresh that names one BID renews all.
            return renew(update, granted: granted, renewsAll: policies.refreshRenewsAll, at: now)
        }
        let before = bindings
        if update.identifiers.isEmpty || update.overwrites {
            bindings.removeAll()  // R-112; R-055
        } else {
            // Bindings with and without BID do not stand beside each other.
            bindings.removeAll { $0.bid == nil && !$0.missing.contains(.bid) }
            if policies.refreshRenewsAll, !returnsHome {
                for index in bindings.indices {
                    bindings[index].grant(.lifetimeUnits(granted), update.sequence, at: now)
                }
            }
        }
        for (bid, careOfAddress) in wanted(update) {
            if let bid, statuses[bid, default: 0] >= 128 {
                bindings.removeAll { $0.bid == bid && $0.evidence == .update }
                continue
            }
            let identifier = update.identifiers.first { $0.bid == bid }
            var binding =
                before.first { $0.bid == bid && !$0.missing.contains(.bid) }
                ?? ObservedBinding(bid: bid, evidence: evidence, missing: [], since: now, confirmed: now)
            if let careOfAddress { binding.careOfAddress = careOfAddress }
            binding.isHome = identifier?.home == true
            binding.withoutNeighbourDiscovery = bid.flatMap { statuses[$0] } == 5
            binding.requested = .lifetimeUnits(update.lifetime)
            binding.evidence = evidence
            binding.missing = binding.careOfAddress == nil ? .careOfAddress : []
            if evidence == .update { binding.missing.insert(.acknowledgement) }
            binding.grant(returnsHome ? nil : .lifetimeUnits(granted), update.sequence, at: now)
            enter(binding)
        }
        sort()
    }

    /// The bindings that a Binding Update asks for, with their care-of addresses as far as they are known.
    private func wanted(_ update: ObservedUpdate) -> [(bid: UInt16?, careOfAddress: CareOfAddress?)] {
        if update.identifiers.isEmpty { return [(nil, update.source)] }
        return update.identifiers.map { identifier in
            if identifier.home { return (identifier.bid, .ipv6(homeAddress)) }
            if let address = identifier.careOfAddress { return (identifier.bid, address) }
            let cached = position(of: identifier.bid).flatMap { bindings[$0].careOfAddress }
            // Without an address: that of the entry, in the draft the packet's source.
            let source = identifier.profile == .rfc5648 ? nil : update.source
            return (identifier.bid, identifier.profile == .rfc5648 ? cached : source)
        }
    }

    /// Enters a binding in place of that with its BID, and (A5) of that with its care-of address.
    private mutating func enter(_ binding: ObservedBinding) {
        let moves = policies.newBidForCachedAddress == .move
        bindings.removeAll { other in
            if other.bid == binding.bid, !other.missing.contains(.bid) { return true }
            guard other.careOfAddress == binding.careOfAddress, binding.careOfAddress != nil else {
                return false
            }
            return other.missing.contains(.bid) || moves
        }
        bindings.append(binding)
    }

    /// A packet came out of the peer's end of a tunnel to this care-of address.
    mutating func confirmByTraffic(_ careOfAddress: CareOfAddress, at now: Instant) {
        if let index = bindings.firstIndex(where: { $0.careOfAddress == careOfAddress }) {
            bindings[index].confirmed = now
        } else {
            bindings.append(
                ObservedBinding(
                    careOfAddress: careOfAddress, evidence: .traffic,
                    missing: [.bid, .lifetime, .update, .acknowledgement], since: now, confirmed: now))
            sort()
        }
    }

    private func position(of bid: UInt16?) -> Int? { bindings.position(of: bid) }

    private mutating func sort() {
        // Most messages leave the order as it is.
        let isOrdered = zip(bindings, bindings.dropFirst()).allSatisfy { !($1.place < $0.place) }
        if !isOrdered { bindings.sort { left, right in left.place < right.place } }
    }

    /// Keeps the tables within their bounds: the oldest go.
    mutating func limit(to limits: Observer.Limits) {
        if unanswered.count > limits.unanswered {
            unanswered.removeFirst(unanswered.count - limits.unanswered)
        }
        while bindings.count > limits.bindings,
            let oldest = bindings.indices.min(by: { bindings[$0].confirmed < bindings[$1].confirmed })
        {
            bindings.remove(at: oldest)
        }
        if prefixes.count > limits.bindings { prefixes.removeFirst(prefixes.count - limits.bindings) }
    }
}

extension ObservedBinding {
    /// The peer granted so much; nil: without an end.
    mutating func grant(_ lifetime: Interval?, _ sequence: UInt16, at now: Instant) {
        granted = lifetime
        ends = lifetime.map { now + $0 }
        confirmed = now
        self.sequence = sequence
        missing.remove(.lifetime)
    }

    /// The order in a table: ordinary, by BID, unknown.
    fileprivate var place: (Int, CareOfAddress) {
        (
            missing.contains(.bid) ? 65536 : Int(bid ?? 0),
            careOfAddress ?? .ipv6(.unspecified)
        )
    }
}
