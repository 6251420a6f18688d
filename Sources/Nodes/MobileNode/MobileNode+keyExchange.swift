import MobilityWire

// IKE with several care-of addresses (R-155…R-157, RFC 5648 §9.1): one of them carries the key exchange of a home address;
// when it is lost, or another one is wanted, the association moves (K) or is made anew.

extension MobileNode {
    /// The care-of address of the key exchange.
    struct KeyExchange: Hashable, Sendable {
        /// The address in use; nil: none yet.
        var careOfAddress: CareOfAddress?
        /// The BID to which it moves as soon as that is registered.
        var movingTo: UInt16?
    }

    /// Sees to it that the key exchange has a care-of address.
    mutating func pursueKeyExchange(_ turn: inout Turn<some RandomNumberGenerator>) {
        guard case .ipsec(let mobility) = configuration.security else { return }
        if let current = keyExchange.careOfAddress {
            guard !assignments.contains(where: { $0.careOfAddress == current }) else { return }
        }
        guard keyExchange.movingTo == nil || assignment(keyExchange.movingTo ?? 0)?.careOfAddress == nil,
            let best = bestCareOfAddress, let careOfAddress = best.careOfAddress
        else { return }
        if keyExchange.careOfAddress == nil || !mobility || homeAgentIndex == nil {
            // one of them, for all of IKE; R-157: anew, where K is not known here.
            reestablish(from: careOfAddress, keyExchange.careOfAddress == nil ? 155 : 157, &turn)
        } else {
            moveKeyExchange(to: best.bid, at: turn.now)
        }
    }

    /// a Binding Update with that care-of address, its BID and K asks the home agent to move the association.
    mutating func moveKeyExchange(to bid: UInt16, at now: Instant) {
        keyExchange.movingTo = bid
        guard let index = homeAgentIndex else { return }
        list[index].detach(bid)
        list[index].modify(bid) { entry in
            entry.need = .init(
                purpose: .register, alone: true, notBefore: now, rule: Rule(156, "RFC 5648 §9.1"))
        }
    }

    /// A registration was accepted: does the key exchange go with it?
    mutating func finishMove(
        _ bid: UInt16, _ answer: Answer, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        guard keyExchange.movingTo == bid, let careOfAddress = assignment(bid)?.careOfAddress else { return }
        guard case .ipsec(keyMobility: true) = configuration.security,
            answer.acknowledgement.flags.contains(.keyManagementMobility)
        else { return reestablish(from: careOfAddress, 157, &turn) }
        keyExchange = KeyExchange(careOfAddress: careOfAddress)
        turn.act(
            .keyExchange(
                .move(homeAddress: configuration.homeAddress, to: careOfAddress),
                rule: Rule(156, "RFC 5648 §9.1")))
    }

    private mutating func reestablish(
        from careOfAddress: CareOfAddress, _ requirement: UInt8,
        _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        keyExchange = KeyExchange(careOfAddress: careOfAddress)
        turn.act(
            .keyExchange(
                .reestablish(homeAddress: configuration.homeAddress, from: careOfAddress),
                rule: Rule(requirement, "RFC 5648 §9.1")))
    }
}
