public import MobilityWire

// What was observed, as the rows that views show of nodes and agents. What nobody can see is left out: priorities,
// timers, and whatever no message told.

extension Observer {
    /// What peers hold for a home address: home agents first, then by address.
    public func registrations(of homeAddress: IPv6Address) -> [ObservedRegistration] {
        let own = entries.values.filter { $0.homeAddress == homeAddress }.sorted { $0.peer < $1.peer }
        return own.filter { $0.role != .correspondent } + own.filter { $0.role == .correspondent }
    }

    /// The bindings that a peer holds, of all nodes, by home address and BID; only the rows asked for.
    public func cacheWindow(
        of peer: IPv6Address, _ window: Range<Int>, order: HomeAgent.CacheOrder, at now: Instant
    ) -> HomeAgent.CacheWindow {
        let places = entries.values.indices.filter {
            entries[$0].peer == peer && !entries[$0].bindings.isEmpty
        }
        .sorted { entries[$0].homeAddress < entries[$1].homeAddress }
        if order == .homeAddress {
            var total = 0
            var rows: [HomeAgent.CacheRow] = []
            for place in places {
                for binding in entries[place].bindings where binding.isHeld {
                    if window.contains(total) { rows.append(entries[place].cacheRow(binding, at: now)) }
                    total += 1
                }
            }
            return HomeAgent.CacheWindow(total: total, first: min(window.lowerBound, total), rows: rows)
        }
        var rows: [HomeAgent.CacheRow] = []
        for place in places {
            for binding in entries[place].bindings where binding.isHeld {
                rows.append(entries[place].cacheRow(binding, at: now))
            }
        }
        // What has no end comes last; equal ones keep their order.
        let key = { (row: HomeAgent.CacheRow) in row.remaining?.nanoseconds ?? .max }
        rows = rows.enumerated().sorted { (key($0.element), $0.offset) < (key($1.element), $1.offset) }
            .map(\.element)
        let range = window.clamped(to: 0..<rows.count)
        return HomeAgent.CacheWindow(total: rows.count, first: range.lowerBound, rows: Array(rows[range]))
    }
}

extension Observer {
    /// Who holds bindings, and how many; in the order in which they showed themselves.
    public var holders: [(peer: IPv6Address, role: ObservedRegistration.Role?, bindings: Int)] {
        var places: [IPv6Address: Int] = [:]
        var holders: [(peer: IPv6Address, role: ObservedRegistration.Role?, bindings: Int)] = []
        // By place: a copy of each of thousands takes longer than counting.
        var latest: (peer: IPv6Address, place: Int)?
        for index in entries.values.indices {
            let peer = entries.values[index].peer
            let count = entries.values[index].bindings.count(where: \.isHeld)
            let known = latest.flatMap { $0.peer == peer ? $0.place : nil } ?? places[peer]
            let place = known ?? holders.count
            if known == nil {
                places[peer] = place
                holders.append((peer, entries.values[index].role, 0))
            }
            holders[place].bindings += count
            latest = (peer, place)
        }
        return holders
    }
}

extension ObservedRegistration {
    /// The bindings as rows.
    ///
    /// - Parameter interface: what stands for a care-of address where interfaces are shown.
    public func rows(
        at now: Instant, interface: (CareOfAddress) -> (id: InterfaceIdentifier, name: String)?
    ) -> [MobileNode.BindingRow] {
        bindings.map { binding in
            let interface = binding.careOfAddress.flatMap(interface)
            let update = unanswered(about: binding)
            let isAsked = !binding.isHeld
            let state: BindingState =
                isAsked ? .waiting : update == nil ? .bound : update?.lifetime == 0 ? .deleting : .refreshing
            return MobileNode.BindingRow(
                peer: peer, role: role?.rawValue ?? "home-agent", bid: binding.bid,
                careOfAddress: binding.careOfAddress, isTranslated: binding.isTranslated,
                interface: interface?.id,
                interfaceName: interface?.name ?? "", priority: 0, home: binding.isHome, state: state,
                since: binding.since, because: Rule(0, "RFC 5648 §6.2"),
                lastStatus: binding.refusal ?? lastStatus,
                askedLifetime: (update.map { .lifetimeUnits($0.lifetime) } ?? binding.requested)
                    .map { Int($0.wholeSeconds) },
                grantedLifetime: isAsked ? nil : binding.granted.map { Int($0.wholeSeconds) },
                remaining: binding.remaining(at: now), retransmissions: 0,
                sequenceSent: update?.sequence ?? binding.sequence,
                sequenceAcknowledged: binding.evidence >= .acknowledgement ? binding.sequence : nil,
                gaps: missing(of: binding).words)
        }
    }

    /// What was never seen of a binding, with the answer to what was asked about it last where that was passed over.
    public func missing(of binding: ObservedBinding) -> ObservedBinding.Missing {
        guard unanswered.contains(where: { $0.isPassedOver && $0.concerns(binding.bid) }) else {
            return binding.missing
        }
        return binding.missing.union(.acknowledgement)
    }

    /// The last Binding Update about a binding that no answer was seen to; nil: there is none.
    public func unanswered(about binding: ObservedBinding) -> ObservedUpdate? {
        unanswered.last { $0.concerns(binding.bid) }
    }

    /// The peer as a row.
    public var peerRow: MobileNode.PeerRow {
        MobileNode.PeerRow(
            address: peer, role: role?.rawValue ?? "home-agent", bindings: bindings.count,
            multiple: isLegacy ? "no" : bindings.contains { $0.bid != nil } ? "yes" : "unknown",
            bulk: "unknown", simultaneous: "unknown", overwritesNext: false, outstanding: unanswered.count)
    }

    func cacheRow(_ binding: ObservedBinding, at now: Instant) -> HomeAgent.CacheRow {
        HomeAgent.CacheRow(
            homeAddress: homeAddress, bid: binding.bid,
            careOfAddress: binding.careOfAddress, home: binding.isHome,
            preferred: false, priority: 0, sequence: binding.sequence ?? 0,
            grantedLifetime: binding.granted.map { Int($0.wholeSeconds) },
            remaining: binding.remaining(at: now), since: binding.since, verified: binding.confirmed,
            bulk: false, behindNAT: binding.isTranslated == true, refreshRequested: false,
            revoking: revoking.map { bids in bids.isEmpty || binding.bid.map(bids.contains) ?? false }
                ?? false,
            gaps: missing(of: binding).words)
    }
}

extension ObservedBinding {
    /// Whether its peer holds it, so far as anybody can tell; else it was only asked for.
    public var isHeld: Bool { evidence != .update || granted != nil }
}

extension ObservedBinding.Missing {
    /// What was never seen, in words.
    public var words: [String] {
        var words: [String] = []
        if contains(.bid) { words.append("BID") }
        if contains(.careOfAddress) { words.append("care-of address") }
        if contains(.presentCareOfAddress) { words.append("present care-of address") }
        if contains(.lifetime) { words.append("lifetime") }
        if contains(.update) { words.append("Binding Update") }
        if contains(.acknowledgement) { words.append("Binding Acknowledgement") }
        return words
    }
}
