import MobilityWire

// What protects signalling with the home agent: IPsec of the world (RFC 4877), or the authentication option of RFC 4285.

extension MobileNode {
    /// A packet to a home agent with its protection; nil: it cannot be written.
    func protected(_ packet: SignallingPacket) -> (octets: [UInt8], protection: Protection)? {
        let format = configuration.policies.format
        switch configuration.security {
        case .none: return (try? packet.encoded(format: format)).map { ($0, .none) }
        case .ipsec: return (try? packet.encoded(format: format)).map { ($0, .transport) }
        case .authentication(let association):
            // A19: the source of the packet is the care-of address that counts, also in a bulk.
            let authentication = PacketAuthentication.homeAgent(
                key: association.key, spi: association.spi, careOfAddress: packet.source,
                homeAddress: configuration.homeAddress)
            return (try? authentication.sealed(packet, format: format, by: cryptography)).map { ($0, .none) }
        }
    }

    /// Whether what came from a home agent is protected as agreed.
    func isProtected(_ arrival: Arrival) -> Bool {
        switch configuration.security {
        case .none: true
        case .ipsec: arrival.datagram.protection != .none
        case .authentication(let association):
            PacketAuthentication.homeAgent(
                key: association.key, spi: association.spi, careOfAddress: arrival.packet.destination,
                homeAddress: configuration.homeAddress
            ).verifies(arrival.datagram.octets, by: cryptography)
        }
    }

    /// Whether what a home agent says of its own accord was not said before: where there are timestamps, its own is close
    /// to this node's date and newer than the last one (RFC 4285 §6).
    mutating func isFresh(_ options: [MobilityOption], from index: Int, at now: Instant) -> Bool {
        guard case .authentication = configuration.security, replay.isOn else { return true }
        guard let timestamp = options.timestamp, timestamp > list[index].lastTimestamp,
            replay.isClose(timestamp, at: now)
        else { return false }
        list[index].lastTimestamp = timestamp
        return true
    }

    /// The options that go before the authenticator: who the node is (RFC 4283 §3), and when (RFC 4285 §6).
    func identification(timestamp: UInt64?) -> [MobilityOption] {
        guard case .authentication(let association) = configuration.security else { return [] }
        var options: [MobilityOption] = []
        if let identifier = association.identifier {
            // Subtype 1: a Network Access Identifier.
            options.append(.mobileNodeIdentifier(subtype: 1, identifier: Array(identifier.utf8)))
        }
        if let timestamp { options.append(.messageIdentification(timestamp: timestamp)) }
        return options
    }

    /// Whether the timestamp in an acknowledgement, where there is one, is that of the Binding Update: with status 144
    /// its seconds are the home agent's, its fraction is the node's always (RFC 4285 §6).
    func hasTimestamp(of exchange: UpdateExchange, _ acknowledgement: BindingAcknowledgement) -> Bool {
        guard let sent = exchange.timestamp, let received = acknowledgement.options.timestamp,
            acknowledgement.status != BindingStatus.identificationMismatch.rawValue
        else { return true }
        return UInt32(truncatingIfNeeded: sent) == UInt32(truncatingIfNeeded: received)
    }

    /// Whether an answer is about timestamps. With the flag F in the Binding Update, 144 means something else (RFC 5555).
    func isAboutIdentification(_ answer: Answer) -> Bool {
        guard case .authentication = configuration.security else { return false }
        return answer.status == .identificationMismatch || answer.status == .messageIdentificationRequired
    }

    /// 144: the clocks differ, and the home agent's counts; 145: it wants timestamps.
    mutating func correctIdentification(
        _ answer: Answer, at index: Int, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        noteStatus(answer.status, bid: answer.exchange.members.first, at: index, &turn)
        replay.isOn = true
        if answer.status == .identificationMismatch, let theirs = answer.acknowledgement.options.timestamp {
            replay.adopt(theirs, at: turn.now)
        }
        sendAgainSoon(answer.exchange, at: index, turn.now)
    }
}

extension [MobilityOption] {
    /// The timestamp of a Message Identification option.
    var timestamp: UInt64? {
        for case .messageIdentification(let timestamp) in self { return timestamp }
        return nil
    }
}
