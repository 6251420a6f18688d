import MobilityWire

// How messages change what a peer holds: the rules of a binding cache, for someone who only watches.

extension ObservedRegistration {
    private var policies: Policies { Policies(profile: profile ?? .rfc5648) }

    /// Whether a Binding Update with lifetime 0 takes the node home instead of removing something (R-057, policy A4).
    func returnsHome(_ update: ObservedUpdate) -> Bool {
        update.lifetime == 0 && policies.homeFlagWithoutLifetime == .returnHome
            && update.identifiers.contains { $0.home }
    }

    /// What a Binding Update does where it is accepted (RFC 5648 §6.2; draft-06 §6.3). `statuses` by BID: 128 and above
    /// failed.
    mutating func carryOut(
        _ update: ObservedUpdate, granted: UInt16, statuses: [UInt16: UInt8],
        evidence: ObservedBinding.Evidence, at now: Instant
    ) {
        let returnsHome = returnsHome(update)
        if update.lifetime == 0 && !returnsHome {
            // Without BID all go, with BIDs those.
            let bids = update.identifiers.map(\.bid)
            bindings.removeAll { bids.isEmpty || $0.bid.map(bids.contains) ?? false }
            return
        }
        if statuses.isEmpty, evidence == .both, bindings.areRenewed(by: update) {
            // A refresh that names one BID renews all.
            return renew(update, granted: granted, renewsAll: policies.refreshRenewsAll, at: now)
        }
        let before = bindings
        if update.identifiers.isEmpty {
            bindings.removeAll()
        } else if update.overwrites {
            // Of what it asks for itself, some may have no answer yet.
            bindings.removeAll { $0.isHeld || $0.sequence != update.sequence }
        } else {
            // Bindings with and without BID do not stand beside each other.
            bindings.removeAll { $0.bid == nil && !$0.missing.contains(.bid) }
            if policies.refreshRenewsAll, !returnsHome {
                for index in bindings.indices where bindings[index].isHeld {
                    bindings[index].grant(.lifetimeUnits(granted), update.sequence, at: now)
                }
            }
        }
        for (bid, careOfAddress) in wanted(update) {
            if let bid, let status = statuses[bid], status >= 128 {
                bindings.removeAll { $0.bid == bid && !$0.isHeld }
                if let index = position(of: bid) { bindings[index].refusal = status }
                continue
            }
            let identifier = update.identifiers.first { $0.bid == bid }
            var binding =
                before.first { $0.bid == bid && !$0.missing.contains(.bid) }
                ?? ObservedBinding(bid: bid, evidence: evidence, missing: [], since: now, confirmed: now)
            if let careOfAddress, binding.careOfAddress != careOfAddress {
                binding.careOfAddress = careOfAddress
                binding.isTranslated = nil
            }
            // Whoever refreshes without an address means the one of the entry, which may not be the one that was
            // seen.
            let isDoubtful =
                binding.missing.contains(.presentCareOfAddress) && update.leavesOutAddress(of: bid)
            binding.translate(update)
            binding.isHome = identifier?.home == true
            binding.withoutNeighbourDiscovery = bid.flatMap { statuses[$0] } == 5
            binding.requested = .lifetimeUnits(update.lifetime)
            binding.evidence = evidence
            binding.missing = binding.careOfAddress == nil ? .careOfAddress : []
            if isDoubtful { binding.missing.insert(.presentCareOfAddress) }
            if evidence == .update { binding.missing.insert(.acknowledgement) }
            binding.grant(returnsHome ? nil : .lifetimeUnits(granted), update.sequence, at: now)
            enter(binding)
        }
        sort()
    }

    /// The bindings that a Binding Update asks for, with their care-of addresses as far as they are known.
    func wanted(_ update: ObservedUpdate) -> [(bid: UInt16?, careOfAddress: CareOfAddress?)] {
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
            bindings[index].missing.remove(.presentCareOfAddress)
        } else {
            bindings.append(
                ObservedBinding(
                    careOfAddress: careOfAddress, evidence: .traffic,
                    missing: [.bid, .lifetime, .update, .acknowledgement], since: now, confirmed: now))
            sort()
        }
    }

    private func position(of bid: UInt16?) -> Int? { bindings.position(of: bid) }

    mutating func sort() {
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
        refusal = nil
        missing.remove(.lifetime)
    }

    /// A NAT is before the address that a Binding Update came from, and before no other of its addresses.
    fileprivate mutating func translate(_ update: ObservedUpdate) {
        guard careOfAddress?.ipv4 != nil else {
            isTranslated = nil
            return
        }
        if careOfAddress == update.source { isTranslated = update.isTranslated ?? isTranslated }
    }

    /// The order in a table: ordinary, by BID, unknown.
    fileprivate var place: (Int, CareOfAddress) {
        (
            missing.contains(.bid) ? 65536 : Int(bid ?? 0),
            careOfAddress ?? .ipv6(.unspecified)
        )
    }
}

extension ObservedUpdate {
    /// Whether the care-of address of a BID is that of the entry.
    fileprivate func leavesOutAddress(of bid: UInt16?) -> Bool {
        identifiers.contains {
            $0.bid == bid && $0.careOfAddress == nil && !$0.home && $0.profile == .rfc5648
        }
    }
}
