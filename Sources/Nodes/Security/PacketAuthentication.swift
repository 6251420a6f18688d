import MobilityWire

/// What an authenticator inside a message rests on: who shares which key, and the addresses it covers beside the message.
public enum PacketAuthentication: Sendable {
    /// The mobility message authentication option of RFC 4285, between node and home agent.
    ///
    /// - Parameters:
    ///   - careOfAddress: the source of a packet from the node, the destination of one to it (A19).
    case homeAgent(key: SecretKey, spi: UInt32, careOfAddress: IPv6Address, homeAddress: IPv6Address)
    /// The Binding Authorization Data option between node and correspondent (RFC 6275 §6.2.7).
    ///
    /// - Parameters:
    ///   - careOfAddress: the one that is registered; the home address where the binding goes with CoA = HoA.
    case correspondent(key: BindingManagementKey, careOfAddress: IPv6Address, correspondent: IPv6Address)

    /// The option without its authenticator, of full length: what follows and Header Len are final with it.
    private func option(_ authenticator: [UInt8]) -> MobilityOption {
        switch self {
        case .homeAgent(_, let spi, _, _):
            .messageAuthentication(
                subtype: MobilityMessageAuthentication.homeAgentSubtype, spi: spi, data: authenticator)
        case .correspondent: .bindingAuthorizationData(authenticator: authenticator)
        }
    }

    /// The octets of a packet with the authentication option at the end of its message, filled in.
    ///
    /// - Throws: `WireError` where the packet cannot be written.
    public func sealed(
        _ packet: SignallingPacket, format: WireFormat, by cryptography: any MobilityCryptography
    ) throws(WireError) -> [UInt8] {
        guard case .mobility(let message) = packet.payload else { return try packet.encoded(format: format) }
        var packet = packet
        packet.payload = .mobility(
            message.appending(option([UInt8](repeating: 0, count: Authenticator.size))))
        let octets = try packet.encoded(format: format)
        guard let (_, computed) = authenticators(in: octets.span.bytes, by: cryptography) else {
            throw WireError(field: .optionLength, offset: 0, reason: .unsupported)
        }
        packet.payload = .mobility(message.appending(option(computed.octets)))
        return try packet.encoded(format: format)
    }

    /// Whether a packet carries the authenticator it should. Compared in constant time.
    func verifies(_ octets: [UInt8], by cryptography: any MobilityCryptography) -> Bool {
        guard let (found, computed) = authenticators(in: octets.span.bytes, by: cryptography) else {
            return false
        }
        return found == computed
    }

    /// The authenticator that stands in a packet, and the one that should.
    private func authenticators(
        in octets: RawSpan, by cryptography: any MobilityCryptography
    ) -> (found: Authenticator, computed: Authenticator)? {
        var problems: [Problem] = []
        let view = PacketView(octets, problems: &problems)
        guard view.facts.kind == .mobility, let header = try? MobilityHeaderView(view.payload),
            let offset = authenticatorOffset(in: header),
            let found = Authenticator(header.octets.extracting(offset..<(offset + Authenticator.size))),
            let computed = authenticator(of: header.octets, at: offset, by: cryptography)
        else { return nil }
        return (found, computed)
    }

    /// Where the authenticator begins: in the last option (RFC 6275 §6.2.7, RFC 4285 §5), padding aside.
    private func authenticatorOffset(in header: borrowing MobilityHeaderView) -> Int? {
        var last: OptionPosition?
        var walk = header.options
        while let position = try? walk.next() {
            if !position.isPadding { last = position }
        }
        guard let last else { return nil }
        switch self {
        case .homeAgent(_, let spi, _, _):
            guard let found = header.messageAuthentication(at: last), found.spi == spi,
                last.type == MobilityOptionType.messageAuthentication.rawValue,
                found.subtype == MobilityMessageAuthentication.homeAgentSubtype,
                last.length == 5 + Authenticator.size
            else { return nil }
            return last.dataOffset + 5
        case .correspondent:
            guard last.type == MobilityOptionType.bindingAuthorizationData.rawValue,
                last.length == Authenticator.size
            else { return nil }
            return last.dataOffset
        }
    }

    private func authenticator(
        of header: RawSpan, at offset: Int, by cryptography: some MobilityCryptography
    ) -> Authenticator? {
        switch self {
        case .homeAgent(let key, _, let careOfAddress, let homeAddress):
            MobilityMessageAuthentication.homeAgentAuthenticator(
                key: key, careOfAddress: careOfAddress, homeAddress: homeAddress, mobilityHeader: header,
                authenticationDataAt: offset, by: cryptography)
        case .correspondent(let key, let careOfAddress, let correspondent):
            ReturnRoutability.authenticator(
                key: key, careOfAddress: careOfAddress, correspondent: correspondent,
                mobilityHeader: header, authenticatorAt: offset, by: cryptography)
        }
    }
}

extension MobilityMessage {
    /// The message with one more option behind the others; those without a place for options stay as they are.
    func appending(_ option: MobilityOption) -> MobilityMessage {
        switch self {
        case .bindingRefreshRequest(var message):
            message.options.append(option)
            return .bindingRefreshRequest(message)
        case .bindingUpdate(var message):
            message.options.append(option)
            return .bindingUpdate(message)
        case .bindingAcknowledgement(var message):
            message.options.append(option)
            return .bindingAcknowledgement(message)
        case .bindingError(var message):
            message.options.append(option)
            return .bindingError(message)
        case .homeAgentSwitch(var message):
            message.options.append(option)
            return .homeAgentSwitch(message)
        case .bindingRevocationIndication(var message):
            message.options.append(option)
            return .bindingRevocationIndication(message)
        case .bindingRevocationAcknowledgement(var message):
            message.options.append(option)
            return .bindingRevocationAcknowledgement(message)
        case .homeTestInit, .careOfTestInit, .homeTest, .careOfTest, .other: return self
        }
    }
}
