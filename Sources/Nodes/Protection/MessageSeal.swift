import MobilityWire

/// Puts authenticators into messages that are about to leave.
///
/// An authenticator covers the octets of its message up to itself. So the message is written once with zeros in its
/// place, the authenticator is computed over that, and the message is written again with it.
enum MessageSeal {
    /// Appends the MN-HA authentication option of RFC 4285 §5.1 to the options of a message.
    ///
    /// - Parameter message: makes the message that has these options.
    static func authenticate(
        _ options: inout [MobilityOption], spi: UInt32, key: SecretKey, careOfAddress: IPv6Address,
        homeAddress: IPv6Address, format: WireFormat, by cryptography: some MobilityCryptography,
        _ message: ([MobilityOption]) -> MobilityMessage
    ) {
        let subtype = MobilityMessageAuthentication.homeAgentSubtype
        let blank = [UInt8](repeating: 0, count: Authenticator.size)
        let unsealed = message(
            options + [.messageAuthentication(subtype: subtype, spi: spi, data: blank)])
        let authenticator = authenticator(in: unsealed, type: .messageAuthentication, skipping: 5, format) {
            MobilityMessageAuthentication.homeAgentAuthenticator(
                key: key, careOfAddress: careOfAddress, homeAddress: homeAddress, mobilityHeader: $0,
                authenticationDataAt: $1, by: cryptography)
        }
        guard let authenticator else { return }
        options.append(.messageAuthentication(subtype: subtype, spi: spi, data: authenticator.octets))
    }

    /// Appends the Binding Authorization Data option of RFC 6275 §6.2.7 to the options of a message; it is last.
    ///
    /// - Parameter message: makes the message that has these options.
    static func authorize(
        _ options: inout [MobilityOption], key: BindingManagementKey, careOfAddress: IPv6Address,
        correspondent: IPv6Address, format: WireFormat, by cryptography: some MobilityCryptography,
        _ message: ([MobilityOption]) -> MobilityMessage
    ) {
        let blank = [UInt8](repeating: 0, count: Authenticator.size)
        let unsealed = message(options + [.bindingAuthorizationData(authenticator: blank)])
        let authenticator = authenticator(
            in: unsealed, type: .bindingAuthorizationData, skipping: 0, format
        ) {
            ReturnRoutability.authenticator(
                key: key, careOfAddress: careOfAddress, correspondent: correspondent, mobilityHeader: $0,
                authenticatorAt: $1, by: cryptography)
        }
        guard let authenticator else { return }
        options.append(.bindingAuthorizationData(authenticator: authenticator.octets))
    }

    /// The authenticator of the last option of `type` in a message; nil where the message cannot be written.
    private static func authenticator(
        in message: MobilityMessage, type: OptionKind, skipping: Int, _ format: WireFormat,
        _ compute: (_ mobilityHeader: RawSpan, _ offset: Int) -> Authenticator?
    ) -> Authenticator? {
        do {
            let octets = try message.encoded(format: format)
            let header = try MobilityHeaderView(octets.span.bytes)
            var offset: Int?
            var walk = header.options
            while let position = try walk.next() {
                if position.type == type.rawValue { offset = position.dataOffset + skipping }
            }
            return offset.flatMap { compute(header.octets, $0) }
        } catch {
            return nil
        }
    }
}
