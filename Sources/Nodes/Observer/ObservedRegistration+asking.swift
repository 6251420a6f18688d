import MobilityWire

// What a mobile node asks for, until it is answered.

extension ObservedRegistration {
    /// A Binding Update is on its way. What it asks for that nobody is known to hold stands there as asked for; where
    /// answers are never seen, the last word of the node is all there is.
    mutating func ask(_ update: ObservedUpdate, at now: Instant) {
        let answer = early.isEmpty ? nil : takeEarlyAnswer(to: update, at: now)
        enter(update, at: now)
        guard let answer else { return }
        self.answer(answer.acknowledgement, careOfAddress: answer.careOfAddress, at: answer.time)
    }

    private mutating func enter(_ update: ObservedUpdate, at now: Instant) {
        if !unanswered.isEmpty {
            unanswered.removeAll { $0.sequence == update.sequence && $0.names(anyOf: update.identifiers) }
        }
        unanswered.append(update)
        // Most ask for what is held.
        if update.lifetime > 0, !update.identifiers.isEmpty,
            bindings.allSatisfy(\.isHeld),
            update.identifiers.allSatisfy({ bindings.position(of: $0.bid) != nil })
        {
            return
        }
        let bids = update.identifiers.map(\.bid)
        guard update.lifetime > 0 else {
            guard !update.identifiers.contains(where: \.home) else { return }
            bindings.removeAll { binding in
                !binding.isHeld && (bids.isEmpty || binding.bid.map(bids.contains) ?? false)
            }
            return
        }
        let asked = wanted(update)
        // Looked for first: removing nothing would still copy what somebody else holds.
        if !bindings.allSatisfy(\.isHeld) {
            bindings.removeAll { binding in
                guard !binding.isHeld else { return false }
                return bids.isEmpty || update.overwrites || binding.bid.map(bids.contains) ?? true
            }
        }
        for (bid, careOfAddress) in asked where bindings.position(of: bid) == nil {
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
}
