import MobilityWire

// Binding revocation (RFC 5846 §7): the agent ends bindings and tells the node.

/// A Binding Revocation Indication that waits for its acknowledgement.
struct PendingRevocation: PagedValue {
    /// Its number.
    var sequence: UInt16
    /// Why (RFC 5846 §5.1).
    var trigger: UInt8
    /// The BIDs that are revoked; none: all.
    var bids: [UInt16]
    /// How often it was sent.
    var transmissions: Int
    /// When to send it again, or to give up.
    var deadline: Instant
    /// The timestamps it was sent with, where RFC 4285 protects it; the acknowledgement repeats one of them.
    var timestamps: ClosedRange<UInt64>?
}

extension HomeAgent {
    /// Begins to revoke bindings of a node.
    mutating func revoke(
        _ node: CachedNode, bids: [UInt16], trigger: UInt8, at now: Instant, into actions: inout [Action]
    ) {
        revocationSequence &+= 1
        let revocation = PendingRevocation(
            sequence: revocationSequence, trigger: trigger, bids: bids, transmissions: 0, deadline: now)
        transmit(revocation, to: node, at: now, into: &actions)
    }

    /// Sends an indication, for the first time or again: after 1 s, then 2 s (RFC 5846 §7.1).
    private mutating func transmit(
        _ revocation: PendingRevocation, to node: CachedNode, at now: Instant, into actions: inout [Action]
    ) {
        var revocation = revocation
        let delay = min(
            ProtocolConstants.minimumRevocationDelay * (1 << Int64(min(revocation.transmissions, 4))),
            ProtocolConstants.maximumRevocationTimeout)
        revocation.transmissions += 1
        revocation.deadline = now + delay
        let timestamp = association(of: node.homeAddress).map { _ in clock.next(at: now) }
        if let timestamp {
            revocation.timestamps = (revocation.timestamps?.lowerBound ?? timestamp)...timestamp
        }
        if let before = revocations[node.homeAddress] {
            revocationTimers.remove(node.homeAddress, at: before.deadline)
        }
        revocations.set(node.homeAddress, to: revocation)
        revocationTimers.add(node.homeAddress, at: revocation.deadline)
        let profile = policies.format.profile
        var options = revocation.bids.map {
            MobilityOption.bindingIdentifier(BindingIdentifier(profile: profile, bid: $0, flags: 0))
        }
        if let timestamp { options.append(.messageIdentification(timestamp: timestamp)) }
        let message = MobilityMessage.bindingRevocationIndication(
            BindingRevocationIndication(
                trigger: revocation.trigger, sequence: revocation.sequence, options: options))
        sendRouted(message, to: node, rule: Rule(0, "RFC 5846 §7.1"), at: now, into: &actions)
    }

    /// Sends a message to a care-of address with a type 2 routing header (RFC 5846 §7.1), or on the home link.
    private func sendRouted(
        _ message: MobilityMessage, to node: CachedNode, rule: Rule, at now: Instant,
        into actions: inout [Action]
    ) {
        guard let binding = preferredBinding(of: node, at: now),
            case .ipv6(let address) = binding.careOfAddress,
            !binding.isHome
        else {
            return sendThroughTunnel(message, to: node, sealed: true, rule: rule, at: now, into: &actions)
        }
        let packet = SignallingPacket(
            source: configuration.address, destination: address, routingHeader: node.homeAddress,
            payload: .mobility(message))
        let datagram = Datagram(octets: [], protection: protection(of: node.homeAddress))
        sendSealed(packet, datagram, to: node.homeAddress, rule: rule, into: &actions)
    }

    /// Sends again what was not acknowledged, and gives up what was sent often enough: then the bindings end without the
    /// node's consent (RFC 5846 §7.1).
    mutating func continueRevocation(
        _ revocation: PendingRevocation, of homeAddress: IPv6Address, at now: Instant,
        into actions: inout [Action]
    ) {
        guard let node = cache[homeAddress], revocation.transmissions <= ProtocolConstants.revocationRetries
        else {
            finish(revocation, of: homeAddress, because: "no-answer", at: now, into: &actions)
            return
        }
        transmit(revocation, to: node, at: now, into: &actions)
    }

    /// A revocation is over: the bindings go.
    private mutating func finish(
        _ revocation: PendingRevocation, of homeAddress: IPv6Address, because reason: String, at now: Instant,
        into actions: inout [Action]
    ) {
        let rule = Rule(0, "RFC 5846 §7.1")
        revocations.remove(homeAddress)
        revocationTimers.remove(homeAddress, at: revocation.deadline)
        guard cache[homeAddress] != nil else { return }
        var node = cache.checkOut(homeAddress)
        expire(&node, at: now, into: &actions)
        remove(
            from: &node, where: { revocation.bids.isEmpty || revocation.bids.contains($0.bid) }, rule: rule,
            into: &actions)
        actions.append(.note(Note(.remark, rule, homeAddress: homeAddress, to: "revoked: \(reason)")))
        settle(&node, at: now, into: &actions)
        cache.checkIn(node, refreshRequestLead: administration.refreshRequestLead)
    }

    /// A Binding Revocation Acknowledgement, or a Binding Error about the indication: a node that knows nothing of
    /// revocation says so with status 2 (RFC 5846 §7.1).
    mutating func receiveAnswer(
        _ header: borrowing MobilityHeaderView, _ packet: borrowing PacketView, _ datagram: Datagram,
        at now: Instant, into actions: inout [Action]
    ) {
        let rule = Rule(0, "RFC 5846 §7.2")
        if let error = header.bindingError {
            receiveError(error, from: packet.source, datagram, at: now, into: &actions)
            return
        }
        guard let answer = header.bindingRevocationAcknowledgement else { return }
        let homeAddress = packet.logicalSource
        guard let revocation = revocations[homeAddress], revocation.sequence == answer.sequence else {
            return drop("an answer to no revocation", rule, homeAddress: homeAddress, into: &actions)
        }
        if let why = objection(to: datagram, from: packet.source, homeAddress) {
            return drop(why, rule, homeAddress: homeAddress, into: &actions)
        }
        guard repeatsTimestamp(header, of: revocation, homeAddress) else {
            return drop("another timestamp", Rule(0, "RFC 4285 §6"), homeAddress: homeAddress, into: &actions)
        }
        // From 129 on the node refuses. The agent revokes all the same: the bindings are its own to end.
        finish(revocation, of: homeAddress, because: "status \(answer.status)", at: now, into: &actions)
    }

    /// Where timestamps are demanded, the answer repeats one that the indication had: else it is an answer to an earlier
    /// one with the same number.
    private func repeatsTimestamp(
        _ header: borrowing MobilityHeaderView, of revocation: PendingRevocation, _ homeAddress: IPv6Address
    ) -> Bool {
        guard association(of: homeAddress)?.replayProtection == true, let sent = revocation.timestamps else {
            return true
        }
        var walk = header.options
        while let position = try? walk.next() {
            guard position.type == MobilityOptionType.messageIdentification.rawValue else { continue }
            return header.messageIdentification(at: position).map(sent.contains) ?? false
        }
        return false
    }

    private mutating func receiveError(
        _ error: (status: UInt8, homeAddress: IPv6Address), from source: IPv6Address, _ datagram: Datagram,
        at now: Instant, into actions: inout [Action]
    ) {
        guard error.status == BindingErrorStatus.unrecognisedType.rawValue else { return }
        // From a care-of address the error names the home address; from the home link it comes from it.
        let homeAddress = cache[source] == nil ? error.homeAddress : source
        guard let revocation = revocations[homeAddress] else { return }
        // Anybody can send an error; where signalling is protected, silence ends the bindings soon enough.
        if let why = objection(to: datagram, from: source, homeAddress) {
            return drop(why, Rule(0, "RFC 5846 §7.1"), homeAddress: homeAddress, into: &actions)
        }
        finish(
            revocation, of: homeAddress, because: "the node does not know revocation", at: now, into: &actions
        )
    }
}
