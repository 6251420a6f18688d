public import MobilityWire

// Most messages only renew what is there. They are told from the others before anything is changed, so that nobody has
// to keep a copy of how it was.

extension Observer {
    /// Whether a packet leaves the bindings that somebody holds as they are, but for times and numbers: a refresh, a
    /// question for what is held already, traffic in a tunnel that is known. It is about the packet that is observed
    /// next, after what ended by then was taken away; no is said too often rather than too seldom.
    public func onlyRenews(_ packet: SignallingPacket) -> Bool {
        switch packet.payload {
        case .mobility(.bindingUpdate(let update)):
            guard let place = place(of: packet.logicalSource, packet.destination),
                update.flags.contains(.homeRegistration) || update.flags.contains(.acknowledge)
            else { return false }
            // Its answer came before it.
            let isAnswered = entries.values[place].early.contains {
                $0.acknowledgement.sequence == update.sequence
            }
            return !isAnswered && entries.values[place].bindings.hold(update)
        case .mobility(.bindingAcknowledgement(let acknowledgement)):
            guard let place = place(of: packet.logicalDestination, packet.source),
                acknowledgement.status == 0, acknowledgement.options.acceptIdentifiers,
                let index = entries.values[place].unanswered.answered(
                    by: acknowledgement, acknowledgement.options.bindingIdentifiers)
            else { return false }
            return entries.values[place].bindings.areRenewed(by: entries.values[place].unanswered[index])
        case .data, .esp:
            guard case .ipv6(let agent, let careOfAddress)? = packet.encapsulation.first else { return true }
            guard let place = place(of: packet.destination, agent) else {
                return !isHomeAddress(packet.destination)
            }
            return entries.values[place].bindings.contains { $0.careOfAddress == .ipv6(careOfAddress) }
        default: return false
        }
    }
}

extension Sequence<MobilityOption> {
    /// Whether a Binding Acknowledgement accepts Binding Identifiers, and all of them.
    fileprivate var acceptIdentifiers: Bool {
        var isAboutIdentifiers = false
        for case .bindingIdentifier(let identifier) in self {
            guard identifier.status == 0 else { return false }
            isAboutIdentifiers = true
        }
        return isAboutIdentifiers
    }
}

// On the bindings alone: a registration as a whole would be copied.
extension [ObservedBinding] {
    /// Where the binding of a BID stands.
    func position(of bid: UInt16?) -> Int? {
        firstIndex { $0.bid == bid && !$0.missing.contains(.bid) }
    }

    /// Whether a Binding Update that will be answered asks for nothing that is not held: it changes no binding before
    /// its answer.
    fileprivate func hold(_ update: BindingUpdate) -> Bool {
        guard allSatisfy(\.isHeld) else { return false }
        guard update.lifetime > 0 else { return true }
        var isOrdinary = true
        for case .bindingIdentifier(let identifier) in update.options {
            guard position(of: identifier.bid) != nil else { return false }
            isOrdinary = false
        }
        return !isOrdinary || position(of: nil) != nil
    }

    /// Whether a Binding Update that was accepted as a whole renews bindings where they are, and nothing else.
    func areRenewed(by update: ObservedUpdate) -> Bool {
        guard update.lifetime > 0, !update.overwrites, !update.identifiers.isEmpty else { return false }
        for binding in self where binding.bid == nil || binding.missing.contains(.bid) { return false }
        return update.identifiers.allSatisfy { identifier in
            guard !identifier.home, let careOfAddress = identifier.careOfAddress else { return false }
            // Nobody else may have the address: the BID would move (A5).
            var isThere = false
            for binding in self {
                if binding.bid == identifier.bid {
                    guard !isThere, binding.careOfAddress == careOfAddress, !binding.isHome,
                        binding.evidence == .both, binding.missing.isEmpty,
                        !binding.withoutNeighbourDiscovery,
                        update.isTranslated == nil || update.isTranslated == binding.isTranslated
                    else { return false }
                    isThere = true
                } else if binding.careOfAddress == careOfAddress {
                    return false
                }
            }
            return isThere
        }
    }
}

extension ObservedRegistration {
    /// Renews bindings where they are: what `carryOut` comes to for a Binding Update by which they are renewed.
    mutating func renew(_ update: ObservedUpdate, granted: UInt16, renewsAll: Bool, at now: Instant) {
        let lifetime = Interval.lifetimeUnits(granted)
        for index in bindings.indices {
            let isNamed = update.identifiers.contains { $0.bid == bindings[index].bid }
            if isNamed { bindings[index].requested = .lifetimeUnits(update.lifetime) }
            if isNamed || renewsAll && bindings[index].isHeld {
                bindings[index].grant(lifetime, update.sequence, at: now)
            }
        }
    }
}
