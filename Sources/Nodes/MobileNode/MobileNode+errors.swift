import MobilityWire

// Binding Errors (RFC 6275 §11.3.6) and ICMPv6 errors (RFC 6275 §11.3.5, RFC 8201): what peers and paths cannot do.

extension MobileNode {
    /// A Binding Error arrived. Nothing but its source says where it is from, so the home agent's counts only where
    /// nothing is protected.
    mutating func receive(
        _ error: BindingError, in arrival: Arrival, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        let rule = Rule(137, "RFC 6275 §11.3.6")
        turn.note(
            note(.remark, rule, peer: arrival.source, number: Int64(error.status), to: "binding-error"))
        if let index = list.index(of: arrival.source, .homeAgent) {
            guard mayBelieve(arrival) else {
                return drop("not-authentic", rule, from: arrival.source, &turn)
            }
            if error.status == 1, error.homeAddress == configuration.homeAddress {
                lose(at: index, rule, &turn)
            }
            return
        }
        guard let index = list.index(of: arrival.source, .correspondent) else {
            return drop("unknown-peer", rule, from: arrival.source, &turn)
        }
        switch error.status {
        case 1 where error.homeAddress == configuration.homeAddress:
            // It has no binding: the entries go, and are made anew with new tests.
            list[index].tokens = TokenStore()
            lose(at: index, rule, &turn)
        case 2:
            // It does not know the Mobility Header messages it was sent.
            withoutRouteOptimisation(at: index, rule, &turn)
        default: break
        }
    }

    private func mayBelieve(_ arrival: Arrival) -> Bool {
        switch configuration.security {
        case .none: true
        case .ipsec: arrival.datagram.protection != .none
        case .authentication: false
        }
    }

    /// The peer lost all of its bindings for this node.
    private mutating func lose(
        at index: Int, _ rule: Rule, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        for entry in list[index].entries where entry.grant != nil {
            gone(entry.bid, at: index, rule, &turn)
        }
        list[index].bootstrapped = false
    }

    /// A correspondent that does no route optimisation is left alone (RFC 6275 §11.3.5).
    private mutating func withoutRouteOptimisation(
        at index: Int, _ rule: Rule, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        learn(.no, \.routeOptimisation, "no-route-optimisation", rule, at: index, &turn)
        list[index].tokens = TokenStore()
        for entry in list[index].entries {
            gone(entry.bid, at: index, rule, &turn)
            list[index].modify(entry.bid) { $0.wanted = false }
        }
    }

    /// An ICMPv6 error arrived: about a packet of this node, or it is ignored.
    mutating func receiveError(
        type: UInt8, code: UInt8, parameter: UInt32, offending: [UInt8],
        _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        guard let (peer, isMobility, hasHomeAddress) = offender(offending) else { return }
        switch (type, code) {
        case (2, _):
            // Packet Too Big: a bulk that was too large is split (A15). IPv6 carries 1280 everywhere.
            guard let index = list.index(of: peer, .homeAgent) else { return }
            let mtu = max(1280, Int(clamping: parameter))
            guard mtu < min(list[index].pathMTU ?? .max, configuration.pathMTU) else { return }
            list[index].pathMTU = mtu
            turn.note(
                note(.peerLearned, Rule(0, "RFC 8201 §4"), peer: peer, number: Int64(mtu), to: "path-mtu"))
            beginAnew(at: index, turn.now)
        case (4, 1) where isMobility, (4, 2) where hasHomeAddress:
            // Parameter Problem: an unrecognised next header, or the Home Address option.
            guard let index = list.index(of: peer, .correspondent) else { return }
            withoutRouteOptimisation(at: index, Rule(0, "RFC 6275 §11.3.5"), &turn)
        default: break
        }
    }

    /// To whom the offending packet went, if it was sent by this node; whether it held a Mobility Header, and a Home
    /// Address option.
    private func offender(_ octets: [UInt8]) -> (peer: IPv6Address, isMobility: Bool, hasHomeAddress: Bool)? {
        var problems: [Problem] = []
        let view = PacketView(octets.span.bytes, problems: &problems)
        guard view.facts.path.count > 0 else { return nil }
        let isOurs =
            view.source == configuration.homeAddress
            || assignments.contains { $0.careOfAddress == .ipv6(view.source) }
        guard isOurs else { return nil }
        return (
            view.destination, view.facts.nextHeader == 135,
            view.homeAddressOption == configuration.homeAddress
        )
    }

    /// What is out in bulk is put together again.
    private mutating func beginAnew(at index: Int, _ now: Instant) {
        for exchange in list[index].exchanges where exchange.members.count > 1 {
            for bid in exchange.members {
                list[index].detach(bid)
                list[index].modify(bid) { entry in
                    entry.need = .init(
                        purpose: exchange.purpose == .register ? .register : .deregister, notBefore: now,
                        rule: exchange.rule)
                }
            }
        }
    }
}
