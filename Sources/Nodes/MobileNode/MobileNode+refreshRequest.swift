import MobilityWire

// Binding Refresh Requests (RFC 6275 §11.7.4, RFC 5648 §5.8): a peer would like a Binding Update.

extension MobileNode {
    /// A Binding Refresh Request arrived.
    mutating func receive(
        _ request: BindingRefreshRequest, in arrival: Arrival, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        let rule = Rule(92, "RFC 6275 §11.7.4")
        guard arrival.packet.logicalDestination == configuration.homeAddress else {
            return drop("other-home-address", rule, from: arrival.source, &turn)
        }
        guard
            let index = list.index(of: arrival.source, .homeAgent)
                ?? list.index(of: arrival.source, .correspondent),
            list[index].role == .correspondent || list[index].address == homeAgent
        else { return drop("unknown-peer", rule, from: arrival.source, &turn) }
        // A correspondent has nothing to sign it with, and asks for no more than a refresh.
        guard list[index].role == .correspondent || isProtected(arrival) else {
            return drop("not-authentic", rule, from: arrival.source, &turn)
        }
        guard list[index].role == .correspondent || isFresh(request.options, from: index, at: turn.now) else {
            return drop("timestamp", Rule(0, "RFC 4285 §6"), from: arrival.source, &turn)
        }
        let bids = request.options.bindingIdentifiers.map(\.bid)
        turn.note(
            note(
                .remark, rule, peer: arrival.source, bid: bids.first, number: Int64(bids.count),
                to: "refresh-requested"))
        guard configuration.registration == .automatic else { return }
        if bids.isEmpty {
            // according to the binding update list; R-096: or as the policy of an automatic node has it.
            for entry in list[index].entries where entry.wanted {
                refresh(entry, Rule(95, "draft-06 §5.8"), at: index, turn.now)
            }
            return
        }
        for bid in bids {
            guard let entry = list[index][bid] else {
                drop(
                    "bid-unknown", Rule(93, "RFC 5648 §5.8"), from: arrival.source, number: Int64(bid), &turn)
                continue
            }
            // for that BID, with the option.
            refresh(entry, Rule(93, "RFC 5648 §5.8"), at: index, turn.now)
        }
    }

    /// A binding is told again now, unless that is under way.
    private mutating func refresh(
        _ entry: BindingEntry, _ rule: Rule, at index: Int, _ now: Instant
    ) {
        guard entry.exchange == nil, entry.need == nil, entry.state == .bound else { return }
        list[index].modify(entry.bid) { entry in
            entry.need = .init(purpose: .register, notBefore: now, rule: rule)
        }
    }
}
