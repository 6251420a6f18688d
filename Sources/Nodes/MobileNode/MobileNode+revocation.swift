import MobilityWire

// Binding Revocation (RFC 5846 §11): the home agent ends bindings, and is told so.

extension MobileNode {
    /// A Binding Revocation Indication arrived.
    mutating func receive(
        _ indication: BindingRevocationIndication, in arrival: Arrival,
        _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        let rule = Rule(0, "RFC 5846 §11.1")
        // For the own home address, from a home agent with which there is an entry; else silently discarded.
        guard arrival.packet.logicalDestination == configuration.homeAddress,
            let index = list.index(of: arrival.source, .homeAgent)
        else { return drop("unknown-peer", rule, from: arrival.source, &turn) }
        guard isProtected(arrival) else {
            return drop("not-authentic", rule, from: arrival.source, &turn)
        }
        guard isFresh(indication.options, from: index, at: turn.now) else {
            return drop("timestamp", Rule(0, "RFC 4285 §6"), from: arrival.source, &turn)
        }
        turn.note(
            note(.remark, rule, peer: arrival.source, number: Int64(indication.trigger), to: "revocation"))
        let bids = indication.options.bindingIdentifiers.map(\.bid)
        let status = revocationStatus(of: indication, bids, at: index)
        answer(indication, status, bids, to: arrival, rule, &turn)
        guard status == .success || status == .partialSuccess,
            !indication.flags.contains(.ipv4HomeAddress), !isRepeated(indication, bids, at: index, turn.now)
        else { return }
        list[index].revocation = .init(sequence: indication.sequence, bids: bids, at: turn.now)
        // BID options limit it to those bindings; without any, all of the home address go.
        let named = bids.isEmpty ? list[index].entries.map(\.bid) : bids
        for bid in named where list[index][bid] != nil {
            let registers = indication.trigger == MobileNode.outOfSync
            gone(bid, at: index, rule, &turn)
            // What was taken away is not asked for again by itself, except where only the caches may have differed.
            list[index].modify(bid) { $0.wanted = $0.wanted && registers }
        }
    }

    /// Trigger 7: the binding cache may be out of step with this node's list.
    private static let outOfSync: UInt8 = 7

    /// Whether an indication is one that was carried out a while ago and comes again: sent again because the answer was
    /// lost, or late. It is answered, but what was registered since then stays.
    private func isRepeated(
        _ indication: BindingRevocationIndication, _ bids: [UInt16], at index: Int, _ now: Instant
    ) -> Bool {
        guard let former = list[index].revocation, former.sequence == indication.sequence,
            former.bids == bids
        else { return false }
        return now - former.at < ProtocolConstants.maximumBindingAcknowledgementTimeout
    }

    private func revocationStatus(
        of indication: BindingRevocationIndication, _ bids: [UInt16], at index: Int
    ) -> RevocationStatus {
        // A mobile node has no proxy bindings.
        if indication.flags.contains(.proxyBinding) { return .proxyRevocationNotSupported }
        if indication.flags.contains(.ipv4HomeAddress) {
            guard let named = indication.options.ipv4HomeAddress else {
                return .ipv4HomeAddressOptionRequired
            }
            guard named == ipv4HomeAddress else { return .bindingDoesNotExist }
            return .success
        }
        guard !bids.isEmpty else { return .success }
        let known = bids.filter { list[index][$0]?.grant != nil }
        if known.isEmpty { return .bindingDoesNotExist }
        return known.count == bids.count ? .success : .partialSuccess
    }

    /// The acknowledgement goes back from the care-of address the indication came to, with a Home Address option.
    private mutating func answer(
        _ indication: BindingRevocationIndication, _ status: RevocationStatus, _ bids: [UInt16],
        to arrival: Arrival, _ rule: Rule, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        // RFC 6275 §11.8: an indication that comes over and over is not answered every time.
        guard let way = way(backTo: arrival), revocationRate.permits(at: turn.now) else { return }
        revocationRate.departed(at: turn.now)
        let profile = configuration.policies.format.profile
        let acknowledgement = BindingRevocationAcknowledgement(
            status: status.rawValue, sequence: indication.sequence,
            flags: indication.flags.intersection([.proxyBinding, .ipv4HomeAddress, .global]),
            options: bids.map {
                .bindingIdentifier(BindingIdentifier(profile: profile, bid: $0, flags: 0))
            } + identification(timestamp: indication.options.timestamp))
        guard
            let datagram = datagram(
                .bindingRevocationAcknowledgement(acknowledgement), to: arrival.source, by: way)
        else { return }
        turn.act(.send(datagram, rule: rule))
    }

    /// The way by which something came is the way an answer takes.
    func way(backTo arrival: Arrival) -> Way? {
        if case .ipv4(_, let destination)? = arrival.packet.encapsulation.first {
            return assignments.first { $0.careOfAddress == .ipv4(destination) }.map {
                Way(careOfAddress: .ipv4(destination), interface: $0.interface)
            }
        }
        let destination = arrival.packet.destination
        if destination == configuration.homeAddress { return homeWay ?? tunnelWay }
        return assignments.first { $0.careOfAddress == .ipv6(destination) }.map {
            Way(careOfAddress: .ipv6(destination), interface: $0.interface)
        }
    }
}

extension [MobilityOption] {
    /// The address of an IPv4 Home Address option.
    var ipv4HomeAddress: IPv4Address? {
        for case .ipv4HomeAddress(let address, _, _) in self { return address }
        return nil
    }
}
