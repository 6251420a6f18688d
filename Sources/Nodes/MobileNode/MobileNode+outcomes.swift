import MobilityWire

// What a binding becomes when a peer accepts or refuses it, or it is gone.

extension MobileNode {
    /// The peer accepted a binding: its lifetime runs from when the Binding Update left.
    mutating func accept(
        _ bid: UInt16, _ status: BindingStatus, _ answer: Answer, at index: Int,
        _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        let hard = answer.exchange.purpose == .returnHome
        var grant = BindingEntry.Grant(
            asked: answer.exchange.lifetime, granted: answer.acknowledgement.lifetime,
            careOfAddress: list[index][bid]?.toldCareOfAddress)
        grant.neighbourDiscovery = status != .mcoaReturnHomeWithoutNDP
        if hard {
            if configuration.policies.confirmsHardState {
                let lifetime = Interval.lifetimeUnits(configuration.lifetimeUnits)
                grant.refreshAt = turn.now + Interval(nanoseconds: lifetime.nanoseconds / 4 * 3)
            }
        } else {
            let remaining = remainingLifetime(answer, at: turn.now)
            guard remaining > .zero else {
                // Accepted for no time at all: there is no binding, and asking at once again would not end.
                list[index].modify(bid) { $0.mayExistUntil = nil }
                return refuse(bid, .reasonUnspecified, at: index, &turn)
            }
            (grant.expiresAt, grant.refreshAt) = lifetimes(remaining, answer.acknowledgement, at: turn.now)
            if let pace = learnTranslation(of: bid, answer, &turn), let refreshAt = grant.refreshAt {
                // RFC 5555 §5.3: a Binding Update keeps the NAT open.
                grant.refreshAt = min(refreshAt, turn.now + pace)
            }
        }
        let replaced = list[index][bid]?.replaces
        let rule = hard ? Rule(57, "draft-06 §5.6.3") : Rule(86, "RFC 5648 §5.7")
        list[index].modify(bid) { entry in
            entry.grant = grant
            entry.mayExistUntil = nil
            entry.strays = .init()
            entry.refusals = 0
            entry.retryAt = nil
            entry.replaces = nil
        }
        list[index].beganAnew = false
        if list[index].knowsNothing {
            // There is something now that the home link can join.
            list[index].knowsNothing = false
            for entry in list[index].entries where entry.home && entry.state == .failed {
                list[index].modify(entry.bid) { $0.retryAt = turn.now }
            }
        }
        if list[index].address == homeAgent { discovery.failures = 0 }
        if answer.status == .prefixDiscoveryNecessary { prefixDiscovery.isWanted = true }
        if list[index].role == .homeAgent {
            receiveMobileRouter(answer, at: index, &turn)
            finishMove(bid, answer, &turn)
        }
        change(bid, to: .bound, at: index, rule, &turn)
        if let replaced { replace(replaced, by: bid, at: index, &turn) }
        if list[index].role == .homeAgent, assignment(bid)?.home == true {
            settleAtHome(neighbourDiscovery: grant.neighbourDiscovery, &turn)
        }
    }

    /// What is left of a lifetime (RFC 6275 §11.7.3): what is left of the one asked for, less what was not granted.
    private func remainingLifetime(_ answer: Answer, at now: Instant) -> Interval {
        let asked = Interval.lifetimeUnits(answer.exchange.lifetime)
        let granted = Interval.lifetimeUnits(answer.acknowledgement.lifetime)
        guard granted > .zero else { return .zero }
        let left = asked - (now - answer.exchange.sentAt)
        return max(left - (asked - granted), .zero)
    }

    /// When a lifetime is over, and when to refresh it: after three quarters, so that some retransmissions fit in, or
    /// when Binding Refresh Advice says, which counts only if it is earlier than the end (RFC 6275 §6.2.4).
    private func lifetimes(
        _ remaining: Interval, _ acknowledgement: BindingAcknowledgement, at now: Instant
    ) -> (expiresAt: Instant, refreshAt: Instant) {
        var refresh = Interval(nanoseconds: remaining.nanoseconds / 4 * 3)
        for case .bindingRefreshAdvice(let interval) in acknowledgement.options
        where interval > 0 && interval < acknowledgement.lifetime {
            refresh = min(refresh, .lifetimeUnits(interval))
        }
        return (now + remaining, now + refresh)
    }

    /// After the bindings of a Binding Update were accepted, one by one: what it means for those that it did not name.
    mutating func finishRegistration(
        _ answer: Answer, _ answered: [StatusOfBinding], at index: Int,
        _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        guard let first = answered.first(where: \.status.isAccepted) else { return }
        list[index].bootstrapped = true
        // a peer does not hold an ordinary binding and one with a BID.
        if list[index][BindingEntry.ordinary]?.mayExist(at: turn.now) == true {
            gone(BindingEntry.ordinary, at: index, Rule(129, "RFC 5648 §6.2"), &turn)
        }
        if answer.exchange.overwrite {
            // O replaced all bindings by those of this Binding Update. It named those of the answer, too, that are
            // not wanted any more.
            let named = (answer.exchange.members + answer.identifiers.map(\.bid)).sorted()
            for entry in list[index].entries
            where entry.mayExist(at: turn.now) && !named.contains(sorted: entry.bid) {
                // One that waits to be told about is told about afterwards.
                let need = entry.need?.purpose == .register ? entry.need : nil
                gone(entry.bid, at: index, Rule(55, "RFC 5648 §6.2"), &turn)
                list[index].modify(entry.bid) { $0.need = need }
            }
        } else if configuration.policies.refreshRenewsAll, list[index].role == .homeAgent,
            let grant = list[index][first.bid]?.grant
        {
            renewAll(as: grant, besides: answer.exchange.members, at: index, &turn)
        }
    }

    /// R-054, A2: a Binding Update with one BID sets the lifetime of all.
    private mutating func renewAll(
        as grant: BindingEntry.Grant, besides members: [UInt16], at index: Int,
        _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        guard grant.expiresAt != nil else { return }
        for position in list[index].entries.indices {
            let entry = list[index].entries[position]
            // The hard state of a home binding has no lifetime.
            guard entry.grant?.expiresAt != nil, !members.contains(sorted: entry.bid) else { continue }
            list[index].modify(at: position) { entry in
                entry.grant?.asked = grant.asked
                entry.grant?.granted = grant.granted
                entry.grant?.expiresAt = grant.expiresAt
                entry.grant?.refreshAt = grant.refreshAt
            }
            turn.note(
                note(
                    .policy, Rule(54, "review item 1"), peer: list[index].address, bid: entry.bid,
                    to: "renewed"))
        }
    }

    /// The peer refused a binding; what it granted before lasts until its lifetime is over, and what it may have accepted
    /// with an answer that was lost, too.
    mutating func refuse(
        _ bid: UInt16, _ status: BindingStatus, at index: Int, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        list[index].modify(bid) { entry in
            if !entry.strays.isAny { entry.mayExistUntil = nil }
            entry.refusals += 1
            let pause = ProtocolConstants.maximumBindingAcknowledgementTimeout
            if entry.state == .deleting {
                // A removal has no other reason to be asked for again: nobody wants the binding any more.
                entry.retryAt = turn.now + pause
            } else if status.mayPass {
                // What may pass by itself is asked again, less and less often: every 32 seconds at first, then up to 17
                // minutes.
                entry.retryAt = turn.now + pause * (Int64(1) << Int64(min(entry.refusals - 1, 5)))
            } else {
                entry.retryAt = nil
            }
        }
        change(bid, to: .failed, at: index, Rule(86, "RFC 5648 §5.7"), &turn)
        // RFC 6275 §11.7.3: what this home agent does not want, another may.
        if status.isAboutTheAgent, list[index].address == homeAgent, list[index].role == .homeAgent,
            configuration.registration == .automatic
        {
            anotherAgentWanted = true
        }
    }

    /// The peer holds a binding no more.
    mutating func gone(
        _ bid: UInt16, at index: Int, _ rule: Rule, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        let former = list[index][bid]
        list[index].detach(bid)
        list[index].modify(bid) { $0.forget() }
        if let former, mayComeBack(former, at: index, turn.now) {
            list[index].modify(bid) { entry in
                entry.mayExistUntil = .distantFuture
                entry.need = .init(
                    purpose: .deregister, notBefore: former.strays.until ?? turn.now,
                    rule: Rule(54, "review item 1"))
            }
            change(bid, to: .deleting, at: index, rule, &turn)
        } else {
            change(bid, to: .idle, at: index, rule, &turn)
        }
    }

    /// Whether a registration that was never answered may arrive at the home agent after all. Where a refresh of one
    /// binding renews all (A2), what it enters would never expire: so it is removed once more when no packet of it can be
    /// under way any longer.
    private func mayComeBack(_ entry: BindingEntry, at index: Int, _ now: Instant) -> Bool {
        guard configuration.policies.refreshRenewsAll, configuration.registration == .automatic,
            list[index].role == .homeAgent, entry.bid != BindingEntry.ordinary, !isOrdinary(list[index]),
            let stray = entry.strays.until, stray > now
        else { return false }
        return entry.state.allows(.deleting) || entry.state == .deleting
    }

    /// A binding goes to another state, which the journal keeps.
    mutating func change(
        _ bid: UInt16, to state: BindingState, at index: Int, _ rule: Rule,
        _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        guard let entry = list[index][bid], entry.state != state else { return }
        list[index].modify(bid) { $0.become(state, at: turn.now, because: rule) }
        turn.note(
            note(
                .bindingState, rule, peer: list[index].address, bid: bid,
                careOfAddress: entry.toldCareOfAddress, from: entry.state.rawValue, to: state.rawValue))
    }

    /// A new BID was accepted for a care-of address: what becomes of the old one (R-032, A5).
    private mutating func replace(
        _ old: UInt16, by new: UInt16, at index: Int, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        guard let former = list[index][old] else { return }
        let careOfAddress = list[index][new]?.grant?.careOfAddress
        // An entry moves with its care-of address. A node that got another one meanwhile leaves the old entry there.
        let isSame = former.toldCareOfAddress == careOfAddress && former.grant?.careOfAddress == careOfAddress
        if configuration.policies.newBidForCachedAddress == .move, isSame {
            return gone(old, at: index, Rule(32, "review item 2"), &turn)
        }
        // RFC 5648 §6.2, literally, has two entries now; the old one is removed.
        list[index].detach(old)
        list[index].modify(old) { entry in
            entry.need = .init(purpose: .deregister, notBefore: turn.now, rule: Rule(32, "RFC 5648 §5.4"))
        }
    }
}
