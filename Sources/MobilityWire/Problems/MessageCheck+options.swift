// The rules that hold for every option, and those of the single options but for Binding Identifier and flows.

extension MessageCheck {
    /// Holds an option that is no padding against its rules.
    @inline(__always)
    mutating func checkOption(at position: OptionPosition, _ report: (Problem) -> Void) {
        guard let kind = format.kind(ofType: position.type, length: position.length) else {
            checkAlignment(at: position, OptionAlignment(1), report)
            checkOrder(of: nil, at: position, report)
            return
        }
        checkAlignment(
            at: position, kind.alignment(length: position.length, profile: format.profile), report)
        checkPlace(of: kind, at: position, report)
        checkOrder(of: kind, at: position, report)
        if kind == .bindingIdentifier {
            checkBindingIdentifier(at: position, report)
            return
        }
        if passed.note(kind), kind.standsOnce {
            report(
                Problem(
                    .optionStandsOnce, field: .option, offset: position.offset,
                    found: UInt64(position.type)))
        }
        guard kind.allows(length: position.length, profile: format.profile) else {
            report(
                Problem(
                    .optionLengthFits, field: .optionLength, offset: position.offset + 1,
                    found: UInt64(position.length), expected: kind.length.map(UInt64.init)))
            return
        }
        checkFields(of: kind, at: position, report)
    }

    /// Whether the option was defined for this message.
    @inline(__always)
    private mutating func checkPlace(
        of kind: OptionKind, at position: OptionPosition, _ report: (Problem) -> Void
    ) {
        guard OptionPlaces.messages[Int(kind.rawValue)] >> UInt32(view.type) & 1 == 0, view.type < 32 else {
            return
        }
        report(
            Problem(
                .optionBelongsHere, field: .option, offset: position.offset, found: UInt64(kind.rawValue)))
    }

    /// Whether something stands behind what must be last.
    @inline(__always)
    private mutating func checkOrder(
        of kind: OptionKind?, at position: OptionPosition, _ report: (Problem) -> Void
    ) {
        if passed.authorizationData != 0 {
            report(Problem(.authorizationDataIsLast, field: .option, offset: position.offset))
        }
        guard passed.authentication != 0, kind != .messageAuthentication else { return }
        if kind == .mobileNodeIdentifier {
            report(
                Problem(
                    .identifierBeforeAuthentication, field: .mobileNodeIdentifier, offset: position.offset))
        } else {
            report(Problem(.authenticationIsLast, field: .option, offset: position.offset))
        }
    }

    /// The fields of an option whose Length fits.
    private mutating func checkFields(
        of kind: OptionKind, at position: OptionPosition, _ report: (Problem) -> Void
    ) {
        let data = position.dataOffset
        switch kind {
        case .bindingRefreshAdvice: checkRefreshAdvice(at: position, report)
        case .alternateCareOfAddress:
            passed.alternateCareOfAddress = position.offset
            if !view.octets.ipv6Address(inside: data).isRoutableUnicast {
                report(
                    Problem(
                        .alternateCareOfAddressIsRoutable, field: .alternateCareOfAddress, offset: data))
            }
        case .nonceIndices:
            passed.nonceIndices = position.offset
            if updateFlags.contains(.homeRegistration) {
                report(
                    Problem(.noNonceIndicesAtHomeAgent, field: .nonceIndices, offset: position.offset))
            }
        case .bindingAuthorizationData: passed.authorizationData = position.offset
        case .mobileNetworkPrefix: checkPrefix(at: position, report)
        case .linkLayerAddress, .messageIdentification: break
        case .mobileNodeIdentifier: checkSubtype(1...255, at: data, report)
        case .messageAuthentication:
            passed.authentication = position.offset
            checkSubtype(1...2, at: data, report)
            checkSPI(at: data + 1, report)
        case .ipv4HomeAddress:
            checkReserved(view.octets.number16(inside: data) & 0x01ff, octetAt: data, report)
            checkIPv4PrefixLength(at: data, report)
        case .ipv4AddressAcknowledgement: checkIPv4Acknowledgement(at: position, report)
        case .natDetection:
            checkReserved(view.octets.number16(inside: data) & 0x7fff, octetAt: data, report)
        case .ipv4CareOfAddress:
            passed.ipv4CareOfAddress = position.offset
            checkReserved(view.octets.number16(inside: data), octetAt: data, report)
            if !view.octets.ipv4Address(inside: data + 2).isRoutableUnicast {
                report(
                    Problem(.alternateCareOfAddressIsRoutable, field: .ipv4CareOfAddress, offset: data + 2))
            }
        case .bindingIdentifier: break  // has gone its own way
        case .flowSummary: checkFlowSummary(at: position, report)
        case .flowIdentification: checkFlow(at: position, report)
        }
    }

    private mutating func checkRefreshAdvice(at position: OptionPosition, _ report: (Problem) -> Void) {
        // RFC 6275 §6.2.4. A refusal grants no lifetime to compare with.
        guard kind == .bindingAcknowledgement, view.octets.octet(inside: 6) < 128 else { return }
        let interval = view.octets.number16(inside: position.dataOffset)
        guard interval >= lifetime else { return }
        report(
            Problem(
                .adviceIsBelowLifetime, field: .refreshInterval, offset: position.dataOffset,
                found: UInt64(interval), expected: UInt64(lifetime)))
    }

    private mutating func checkPrefix(at position: OptionPosition, _ report: (Problem) -> Void) {
        let data = position.dataOffset
        checkReserved(octetAt: data, report)
        let length = view.octets.octet(inside: data + 1)
        let address = view.octets.ipv6Address(inside: data + 2)
        if length > 128 {
            report(
                Problem(
                    .prefixLengthIsInRange, field: .prefixLength, offset: data + 1, found: UInt64(length),
                    expected: 128))
        } else if address.masked(to: Int(length)) != address {
            report(Problem(.bitsBehindPrefixAreZero, field: .prefix, offset: data + 2))
        }
        guard kind == .bindingUpdate else { return }
        if !updateFlags.contains(.mobileRouter) {
            report(Problem(.prefixComesFromRouter, field: .option, offset: position.offset))
        }
        if lifetime == 0 {
            report(Problem(.noPrefixInDeregistration, field: .option, offset: position.offset))
        }
    }

    private mutating func checkSubtype(
        _ assigned: ClosedRange<UInt8>, at offset: Int, _ report: (Problem) -> Void
    ) {
        let subtype = view.octets.octet(inside: offset)
        guard !assigned.contains(subtype) else { return }
        report(Problem(.subtypeIsAssigned, field: .subtype, offset: offset, found: UInt64(subtype)))
    }

    private mutating func checkSPI(at offset: Int, _ report: (Problem) -> Void) {
        // RFC 4285 §5 reserves 0–255; 3 stands for HMAC_SHA1, 5 is used by 3GPP2.
        let spi = view.octets.number32(inside: offset)
        guard spi < 256, spi != 3, spi != 5 else { return }
        report(Problem(.spiIsNotReserved, field: .spi, offset: offset, found: UInt64(spi)))
    }

    private mutating func checkIPv4PrefixLength(at offset: Int, _ report: (Problem) -> Void) {
        // RFC 5555 §3.1.1: 32 is one address, 0 means nothing.
        let length = view.octets.octet(inside: offset) >> 2
        guard length == 0 || length > 32 else { return }
        report(
            Problem(
                .prefixLengthIsInRange, field: .prefixLength, offset: offset, found: UInt64(length),
                expected: 32))
    }

    private mutating func checkIPv4Acknowledgement(at position: OptionPosition, _ report: (Problem) -> Void) {
        let data = position.dataOffset
        checkReserved(UInt16(view.octets.octet(inside: data + 1) & 0x03), octetAt: data + 1, report)
        let status = view.octets.octet(inside: data)
        if !IPv4AddressStatus(rawValue: status).row.isAssigned {
            report(Problem(.statusIsAssigned, field: .status, offset: data, found: UInt64(status)))
        }
        // A refusal need not repeat a length.
        if status < 128 { checkIPv4PrefixLength(at: data + 1, report) }
        if bindings.count > 0 {
            report(
                Problem(
                    .ipv4AcknowledgementBeforeBID, field: .ipv4AddressAcknowledgement,
                    offset: position.offset))
        }
    }
}

extension OptionKind {
    /// Whether a second option of this kind in a message says nothing more, or contradicts the first.
    var standsOnce: Bool {
        switch self {
        case .bindingRefreshAdvice, .alternateCareOfAddress, .nonceIndices, .bindingAuthorizationData,
            .messageIdentification, .natDetection, .ipv4CareOfAddress, .flowSummary:
            true
        case .mobileNetworkPrefix, .linkLayerAddress, .mobileNodeIdentifier, .messageAuthentication,
            .ipv4HomeAddress, .ipv4AddressAcknowledgement, .bindingIdentifier, .flowIdentification:
            false
        }
    }
}

/// Which options were defined for which messages, taken from the table of options.
enum OptionPlaces {
    /// For each option number the messages it may stand in, bit n for MH Type n; all bits where no text limits it.
    static let messages: [UInt32] = (UInt8.min...UInt8.max).map { number in
        MobilityOptionType(rawValue: number).messages?.rawValue ?? .max
    }
}
