// From octets to option values. Nothing here fails: what does not fit its layout is kept as `.malformed`.

extension MobilityOption {
    /// The option that stands at `position` of `view`; nil for padding.
    public init?(at position: OptionPosition, of view: borrowing MobilityHeaderView, format: WireFormat) {
        guard !position.isPadding else { return nil }
        let type = position.type
        guard view.octets.holds(position.length, at: position.dataOffset) else {
            self = .malformed(type: type, data: [])
            return
        }
        guard let kind = format.kind(ofType: type, length: position.length) else {
            self = .other(type: type, data: view.octets.array(position.dataOffset..<position.end))
            return
        }
        guard let option = MobilityOption(kind, at: position, of: view, format: format) else {
            self = .malformed(type: type, data: view.octets.array(position.dataOffset..<position.end))
            return
        }
        self = option
    }

    private init?(
        _ kind: OptionKind, at position: OptionPosition, of view: borrowing MobilityHeaderView,
        format: WireFormat
    ) {
        switch kind {
        case .bindingRefreshAdvice:
            guard let interval = view.bindingRefreshAdvice(at: position) else { return nil }
            self = .bindingRefreshAdvice(interval: interval)
        case .alternateCareOfAddress:
            guard let address = view.alternateCareOfAddress(at: position) else { return nil }
            self = .alternateCareOfAddress(address)
        case .nonceIndices:
            guard let (home, careOf) = view.nonceIndices(at: position) else { return nil }
            self = .nonceIndices(home: home, careOf: careOf)
        case .bindingAuthorizationData:
            guard position.length == 12 else { return nil }
            self = .bindingAuthorizationData(
                authenticator: view.octets.array(position.dataOffset..<position.end))
        case .mobileNetworkPrefix:
            guard let (length, address) = view.mobileNetworkPrefix(at: position), length <= 128 else {
                return nil
            }
            self = .mobileNetworkPrefix(IPv6Prefix(address, length: Int(length)))
        case .linkLayerAddress:
            guard let code = view.firstOctet(at: position) else { return nil }
            self = .linkLayerAddress(code: code, address: view.copy(behind: 1, at: position))
        case .mobileNodeIdentifier:
            guard let subtype = view.firstOctet(at: position) else { return nil }
            self = .mobileNodeIdentifier(subtype: subtype, identifier: view.copy(behind: 1, at: position))
        case .messageAuthentication:
            guard let (subtype, spi) = view.messageAuthentication(at: position) else { return nil }
            self = .messageAuthentication(
                subtype: subtype, spi: spi, data: view.copy(behind: 5, at: position))
        case .messageIdentification:
            guard let timestamp = view.messageIdentification(at: position) else { return nil }
            self = .messageIdentification(timestamp: timestamp)
        case .ipv4HomeAddress:
            guard let option = view.ipv4HomeAddress(at: position) else { return nil }
            self = .ipv4HomeAddress(
                option.address, prefixLength: option.prefixLength, requestsPrefix: option.requestsPrefix)
        case .ipv4AddressAcknowledgement:
            guard let option = view.ipv4AddressAcknowledgement(at: position) else { return nil }
            self = .ipv4AddressAcknowledgement(
                status: option.status, prefixLength: option.prefixLength, option.address)
        case .natDetection:
            guard let (force, refreshTime) = view.natDetection(at: position) else { return nil }
            self = .natDetection(forceEncapsulation: force, refreshTime: refreshTime)
        case .ipv4CareOfAddress:
            guard let address = view.ipv4CareOfAddress(at: position) else { return nil }
            self = .ipv4CareOfAddress(address)
        case .bindingIdentifier:
            guard let option = view.bindingIdentifier(at: position, profile: format.profile) else {
                return nil
            }
            self = .bindingIdentifier(option)
        case .flowSummary:
            guard position.length >= 2, position.length & 1 == 0 else { return nil }
            self = .flowSummary(
                flowIdentifiers: stride(from: position.dataOffset, to: position.end, by: 2).map {
                    view.octets.number16(inside: $0)
                })
        case .flowIdentification:
            guard let flow = FlowIdentification(at: position, of: view) else { return nil }
            self = .flowIdentification(flow)
        }
    }
}

extension MobilityHeaderView {
    /// The octets of an option behind the first `skipped` of its data.
    fileprivate borrowing func copy(behind skipped: Int, at position: OptionPosition) -> [UInt8] {
        octets.array(position.dataOffset + skipped..<position.end)
    }
}
