import MobilityWire

// Binding Updates, what answers them, and what takes bindings away.

extension Observer {
    mutating func observe(_ update: BindingUpdate, in packet: SignallingPacket, at now: Instant) {
        let isHome = update.flags.contains(.homeRegistration)
        let homeAddress = packet.logicalSource
        see(homeAddress, .homeAddress, at: now)
        see(packet.destination, isHome ? .homeAgent : .correspondent, at: now)
        if packet.homeAddressOption != nil { see(packet.source, .careOfAddress, at: now) }
        let identifiers = update.options.bindingIdentifiers
        for identifier in identifiers {
            if let address = identifier.careOfAddress?.ipv6, address != homeAddress {
                see(address, .careOfAddress, at: now)
            }
        }
        let overwrites =
            !update.flags.contains(.proxyRegistration) && !identifiers.isEmpty
            && (identifiers.contains { $0.overwrite }
                || identifiers.first?.profile == .rfc5648 && update.flags.contains(.overwrite))
        var seen = ObservedUpdate(
            sequence: update.sequence, time: now, lifetime: update.lifetime, overwrites: overwrites,
            // A home agent answers every registration (RFC 6275 §9.5.4).
            expectsAnswer: isHome || update.flags.contains(.acknowledge),
            source: packet.careOfSource(update), identifiers: identifiers)
        seen.forcesEncapsulation = update.flags.contains(.forceUDPEncapsulation)
        packet.translate(&seen, update)
        change(homeAddress, packet.destination, at: now) { registration in
            registration.role = isHome ? .homeAgent : .correspondent
            registration.profile = identifiers.first?.profile ?? registration.profile
            registration.isMobileRouter = update.flags.contains(.mobileRouter)
            for case .mobileNetworkPrefix(let prefix) in update.options
            where !registration.prefixes.contains(prefix) {
                registration.prefixes.append(prefix)
            }
            if seen.expectsAnswer {
                registration.ask(seen, at: now)
            } else {
                registration.carryOut(
                    seen, granted: seen.lifetime, statuses: [:], evidence: .update, at: now)
            }
        }
    }

    mutating func observe(
        _ acknowledgement: BindingAcknowledgement, in packet: SignallingPacket, at now: Instant
    ) {
        see(packet.logicalDestination, .homeAddress, at: now)
        if packet.routingHeader != nil { see(packet.destination, .careOfAddress, at: now) }
        change(packet.logicalDestination, packet.source, at: now) { registration in
            registration.lastStatus = acknowledgement.status
            registration.answer(acknowledgement, careOfAddress: packet.careOfDestination, at: now)
        }
    }

    mutating func observe(
        _ indication: BindingRevocationIndication, in packet: SignallingPacket, at now: Instant
    ) {
        see(packet.logicalDestination, .homeAddress, at: now)
        see(packet.source, .homeAgent, at: now)
        change(packet.logicalDestination, packet.source, at: now) { registration in
            registration.revoking = indication.options.bindingIdentifiers.map(\.bid)
            registration.revokingSequence = indication.sequence
        }
    }

    mutating func observe(
        _ answer: BindingRevocationAcknowledgement, in packet: SignallingPacket, at now: Instant
    ) {
        change(packet.logicalSource, packet.destination, at: now) { registration in
            guard answer.status < 128 || answer.status == 128 else { return }
            // The Acknowledgement repeats the BIDs; where the Indication was missed, they are all that is known.
            let named = answer.options.bindingIdentifiers.map(\.bid)
            let bids =
                registration.revokingSequence == answer.sequence ? registration.revoking ?? named : named
            registration.bindings.removeAll { binding in
                bids.isEmpty || binding.bid.map(bids.contains) ?? false
            }
            registration.revoking = nil
            registration.revokingSequence = nil
        }
    }
}

extension SignallingPacket {
    /// The care-of address that a Binding Update speaks for where its Binding Identifiers name none.
    fileprivate func careOfSource(_ update: BindingUpdate) -> CareOfAddress {
        for case .alternateCareOfAddress(let address) in update.options { return .ipv6(address) }
        // Over IPv4 the source of the outer header counts, whatever a node behind a NAT says of itself.
        if let outerIPv4Source { return .ipv4(outerIPv4Source) }
        for case .ipv4CareOfAddress(let address) in update.options { return .ipv4(address) }
        return .ipv6(source)
    }

    private var outerIPv4Source: IPv4Address? {
        for case .ipv4(let source, _) in encapsulation { return source }
        return nil
    }

    /// Over IPv4 a Binding Update binds to where it comes from, whatever the node believes its address to be; in a
    /// bulk only what is known to have no NAT before it may stand.
    fileprivate func translate(_ seen: inout ObservedUpdate, _ update: BindingUpdate) {
        guard let outer = outerIPv4Source, seen.source == .ipv4(outer) else { return }
        var claimed: IPv4Address?
        for case .ipv4CareOfAddress(let address) in update.options { claimed = address }
        if seen.identifiers.count == 1, let address = seen.identifiers[0].careOfAddress?.ipv4 {
            claimed = address
            seen.identifiers[0].careOfAddress = .ipv4(outer)
        }
        seen.isTranslated = claimed.map { $0 != outer }
    }

    /// Where a Binding Acknowledgement goes to: the source of the Binding Update that it answers (RFC 6275 §9.5.4).
    fileprivate var careOfDestination: CareOfAddress {
        for case .ipv4(_, let destination) in encapsulation { return .ipv4(destination) }
        return .ipv6(destination)
    }
}
