// From option values to octets: Type, Length, data. Alignment is asked here and made by the message.

extension MobilityOption {
    /// Whether it is Binding Authorization Data, which nothing may follow (RFC 6275 §6.2.7).
    var isBindingAuthorizationData: Bool {
        if case .bindingAuthorizationData = self { return true }
        return false
    }

    /// Its type number on the wire.
    func type(format: WireFormat) -> UInt8 {
        switch self {
        case .bindingRefreshAdvice: OptionKind.bindingRefreshAdvice.rawValue
        case .alternateCareOfAddress: OptionKind.alternateCareOfAddress.rawValue
        case .nonceIndices: OptionKind.nonceIndices.rawValue
        case .bindingAuthorizationData: OptionKind.bindingAuthorizationData.rawValue
        case .mobileNetworkPrefix: OptionKind.mobileNetworkPrefix.rawValue
        case .linkLayerAddress: OptionKind.linkLayerAddress.rawValue
        case .mobileNodeIdentifier: OptionKind.mobileNodeIdentifier.rawValue
        case .messageAuthentication: OptionKind.messageAuthentication.rawValue
        case .messageIdentification: OptionKind.messageIdentification.rawValue
        case .ipv4HomeAddress: OptionKind.ipv4HomeAddress.rawValue
        case .ipv4AddressAcknowledgement: OptionKind.ipv4AddressAcknowledgement.rawValue
        case .natDetection: OptionKind.natDetection.rawValue
        case .ipv4CareOfAddress: OptionKind.ipv4CareOfAddress.rawValue
        case .bindingIdentifier: format.bindingIdentifierType
        case .flowSummary: OptionKind.flowSummary.rawValue
        case .flowIdentification: OptionKind.flowIdentification.rawValue
        case .other(let type, _), .malformed(let type, _): type
        }
    }

    /// Octets of its data.
    var length: Int {
        switch self {
        case .bindingRefreshAdvice: 2
        case .alternateCareOfAddress: 16
        case .nonceIndices: 4
        case .bindingAuthorizationData(let authenticator): authenticator.count
        case .mobileNetworkPrefix: 18
        case .linkLayerAddress(_, let address): 1 + address.count
        case .mobileNodeIdentifier(_, let identifier): 1 + identifier.count
        case .messageAuthentication(_, _, let data): 5 + data.count
        case .messageIdentification: 8
        case .ipv4HomeAddress, .ipv4AddressAcknowledgement, .natDetection, .ipv4CareOfAddress: 6
        case .bindingIdentifier(let option): option.length
        case .flowSummary(let flowIdentifiers): 2 * flowIdentifiers.count
        case .flowIdentification(let flow): flow.length
        case .other(_, let data), .malformed(_, let data): data.count
        }
    }

    /// Writes the option behind the padding it needs. `start` is where the Mobility Header begins in the writer.
    ///
    /// - Throws: `WireError` where a value does not fit into its field; offsets count from `start`.
    func write(into writer: inout OctetWriter, start: Int, format: WireFormat) throws(WireError) {
        let type = type(format: format)
        let length = length
        if let kind = format.kind(ofType: type, length: length) {
            let alignment = kind.alignment(length: length, profile: format.profile)
            writer.writePadding(alignment.padding(at: writer.count - start))
        }
        let offset = writer.count - start
        guard length <= 255 else {
            throw WireError(
                field: .optionLength, offset: offset + 1,
                reason: .tooLarge(value: UInt64(length), limit: 255))
        }
        writer.write(type)
        writer.write(UInt8(length))
        try writeData(into: &writer, offset: offset, format: format)
    }

    private func writeData(
        into writer: inout OctetWriter, offset: Int, format: WireFormat
    ) throws(WireError) {
        switch self {
        case .bindingRefreshAdvice(let interval): writer.write(interval)
        case .alternateCareOfAddress(let address): writer.write(address)
        case .nonceIndices(let home, let careOf):
            writer.write(home)
            writer.write(careOf)
        case .bindingAuthorizationData(let authenticator):
            guard authenticator.count == 12 else {
                throw WireError(
                    field: .authenticator, offset: offset + 2,
                    reason: .invalid(found: UInt64(authenticator.count), expected: 12))
            }
            writer.write(authenticator)
        case .mobileNetworkPrefix(let prefix):
            writer.write(UInt8(0))
            writer.write(UInt8(prefix.length))
            writer.write(prefix.address)
        case .linkLayerAddress(let code, let address):
            writer.write(code)
            writer.write(address)
        case .mobileNodeIdentifier(let subtype, let identifier):
            writer.write(subtype)
            writer.write(identifier)
        case .messageAuthentication(let subtype, let spi, let data):
            writer.write(subtype)
            writer.write(spi)
            writer.write(data)
        case .messageIdentification(let timestamp): writer.write(timestamp)
        case .ipv4HomeAddress(let address, let prefixLength, let requestsPrefix):
            try MobilityOption.check(prefixLength, atMost: 63, offset: offset + 2)
            writer.write(UInt16(prefixLength) << 10 | (requestsPrefix ? 0x0200 : 0))
            writer.write(address)
        case .ipv4AddressAcknowledgement(let status, let prefixLength, let address):
            try MobilityOption.check(prefixLength, atMost: 63, offset: offset + 3)
            writer.write(status)
            writer.write(prefixLength << 2)
            writer.write(address)
        case .natDetection(let forceEncapsulation, let refreshTime):
            writer.write(UInt16(forceEncapsulation ? 0x8000 : 0))
            writer.write(refreshTime)
        case .ipv4CareOfAddress(let address):
            writer.write(UInt16(0))
            writer.write(address)
        case .bindingIdentifier(let option): try option.write(into: &writer, offset: offset, format: format)
        case .flowSummary(let flowIdentifiers):
            for flowIdentifier in flowIdentifiers { writer.write(flowIdentifier) }
        case .flowIdentification(let flow): try flow.write(into: &writer)
        case .other(_, let data), .malformed(_, let data): writer.write(data)
        }
    }

    private static func check(_ prefixLength: UInt8, atMost limit: UInt8, offset: Int) throws(WireError) {
        guard prefixLength <= limit else {
            throw WireError(
                field: .prefixLength, offset: offset,
                reason: .tooLarge(value: UInt64(prefixLength), limit: UInt64(limit)))
        }
    }
}

extension BindingIdentifier {
    /// Writes the option's data.
    func write(into writer: inout OctetWriter, offset: Int, format: WireFormat) throws(WireError) {
        guard profile == format.profile else {
            throw WireError(
                field: .bindingIdentifier, offset: offset,
                reason: .profileMismatch(found: profile, expected: format.profile))
        }
        guard profile != .shisa else {
            // SHISA's form is only read.
            throw WireError(field: .bindingIdentifier, offset: offset, reason: .unsupported)
        }
        writer.write(bid)
        writer.write(status)
        writer.write(flags)
        switch careOfAddress {
        case .ipv6(let address): writer.write(address)
        case .ipv4(let address): writer.write(address)
        case nil: break
        }
    }
}
