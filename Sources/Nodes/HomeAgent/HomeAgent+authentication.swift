import MobilityWire

// Who may change bindings: IPsec, done by the world, or the authentication option of RFC 4285, done here.

extension HomeAgent {
    /// What became of the check of a Binding Update.
    enum Authentication {
        /// It is from the node.
        case accepted
        /// The node, or somebody in its place, is told so.
        case refused(BindingStatus)
        /// Nobody is told anything.
        case dropped(String)
    }

    /// How the signalling of a node is protected.
    func security(of homeAddress: IPv6Address) -> Security {
        guard entries.count > 0 else { return configuration.security }
        return entries[homeAddress]?.security ?? configuration.security
    }

    /// Checks who sent a Binding Update.
    mutating func authenticate(
        _ request: UpdateRequest, _ header: borrowing MobilityHeaderView, at now: Instant
    ) -> Authentication {
        switch security(of: request.homeAddress) {
        case .none:
            // RFC 4285 §5.1: without an association the option cannot be verified.
            return request.authentication == nil ? .accepted : .dropped("no security association")
        case .ipsec:
            // R-161, RFC 4877 §4.1.
            return request.protection == .transport ? .accepted : .dropped("not protected by IPsec")
        case .authentication(let association):
            return authenticate(request, header, association, at: now)
        }
    }

    /// RFC 4285 §5.1, §6: the authenticator first, then the timestamp.
    private mutating func authenticate(
        _ request: UpdateRequest, _ header: borrowing MobilityHeaderView, _ association: SecurityAssociation,
        at now: Instant
    ) -> Authentication {
        guard let option = request.authentication,
            option.subtype == MobilityMessageAuthentication.homeAgentSubtype
        else { return .dropped("no authentication option") }
        guard option.spi == association.spi else { return .dropped("no security association of this SPI") }
        guard !request.hasOptionBehindAuthentication,
            let given = Authenticator(header.octets.extracting(option.dataOffset..<option.end)),
            let expected = MobilityMessageAuthentication.homeAgentAuthenticator(
                key: association.key, careOfAddress: coveredAddress(request),
                homeAddress: request.homeAddress,
                mobilityHeader: header.octets, authenticationDataAt: option.dataOffset, by: cryptography),
            given == expected
        else { return .refused(.authenticationFailed) }
        guard association.replayProtection else { return .accepted }
        guard let timestamp = request.identification else { return .refused(.messageIdentificationRequired) }
        guard clock.accepts(timestamp, from: request.homeAddress, at: now) else {
            return .refused(.identificationMismatch)
        }
        return .accepted
    }

    /// A19: the care-of address that the authenticator covers.
    private func coveredAddress(_ request: UpdateRequest) -> IPv6Address {
        guard !policies.authenticatorCoversSource else { return request.source }
        return request.identifiers.first?.option.careOfAddress?.ipv6 ?? request.alternateCareOfAddress
            ?? request.source
    }

    /// Answers a Binding Update that did not pass (RFC 4285 §5.1.1, §6). Nothing of it was looked at, so nothing of it
    /// is repeated but its number.
    mutating func refuseUnauthenticated(
        _ request: UpdateRequest, _ status: BindingStatus, at now: Instant, into actions: inout [Action]
    ) {
        var request = request
        request.identifiers.removeAll()
        // RFC 4285 §6: with a mismatch the agent tells its own time, so that the node can set its clock.
        if status == .identificationMismatch { request.identification = clock.timestamp(at: now) }
        acknowledge(request, Answer(status, Rule(154, "RFC 4285 §5.1")), into: &actions)
    }

    /// Puts the node's identifier, the timestamp and the authenticator behind the options of an answer (RFC 4285 §5.1:
    /// last), where the node is known by an association.
    func seal(
        _ acknowledgement: inout BindingAcknowledgement, answering request: UpdateRequest,
        by association: SecurityAssociation
    ) {
        if let identifier = request.nodeIdentifier {
            acknowledgement.options.append(
                .mobileNodeIdentifier(subtype: identifier.subtype, identifier: identifier.identifier))
        }
        if let timestamp = request.identification {
            acknowledgement.options.append(.messageIdentification(timestamp: timestamp))
        }
        let unsealed = acknowledgement
        // A19: the destination of the answer is the source of the update.
        MessageSeal.authenticate(
            &acknowledgement.options, spi: association.spi, key: association.key,
            careOfAddress: coveredAddress(request), homeAddress: request.homeAddress, format: policies.format,
            by: cryptography
        ) { options in
            var message = unsealed
            message.options = options
            return .bindingAcknowledgement(message)
        }
    }

    // MARK: What the agent says of its own accord

    /// The association of RFC 4285 with a node, if that is how its signalling is protected.
    func association(of homeAddress: IPv6Address) -> SecurityAssociation? {
        if case .authentication(let association) = security(of: homeAddress) { association } else { nil }
    }

    /// Sends a packet that orders a node to do something, sealed where there is an association.
    ///
    /// RFC 4285 has its option in Binding Updates and Acknowledgements; indications of RFC 5846 and RFC 5142 come from
    /// later texts that ask for the protection of a Binding Update. A19: the address covered is the packet's destination.
    func sendSealed(
        _ packet: SignallingPacket, _ datagram: Datagram, to homeAddress: IPv6Address, rule: Rule,
        into actions: inout [Action]
    ) {
        guard let association = association(of: homeAddress) else {
            return send(packet, datagram, rule: rule, into: &actions)
        }
        let authentication = PacketAuthentication.homeAgent(
            key: association.key, spi: association.spi, careOfAddress: packet.destination,
            homeAddress: homeAddress)
        do {
            var datagram = datagram
            datagram.octets = try authentication.sealed(packet, format: policies.format, by: cryptography)
            actions.append(.send(datagram, rule: rule))
        } catch {
            actions.append(.note(Note(.dropped, rule, homeAddress: homeAddress, to: "cannot be written")))
        }
    }

    /// Why an answer of a node is not believed; nil: it is protected as agreed.
    func objection(
        to datagram: Datagram, from source: IPv6Address, _ homeAddress: IPv6Address
    ) -> String? {
        switch security(of: homeAddress) {
        case .none: return nil
        case .ipsec: return datagram.protection == .transport ? nil : "not protected by IPsec"
        case .authentication(let association):
            let authentication = PacketAuthentication.homeAgent(
                key: association.key, spi: association.spi, careOfAddress: source, homeAddress: homeAddress)
            return authentication.verifies(datagram.octets, by: cryptography) ? nil : "not authentic"
        }
    }
}
