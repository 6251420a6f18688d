// The rules of the Binding Identifier option (RFC 5648 §4.2, draft-06 §4.2).

extension MessageCheck {
    /// Holds a Binding Identifier option against the rules of its profile.
    @inline(__always)
    mutating func checkBindingIdentifier(at position: OptionPosition, _ report: (Problem) -> Void) {
        bindings.count += 1
        guard
            OptionKind.bindingIdentifier.allows(length: position.length, profile: format.profile)
        else {
            report(
                Problem(
                    .bindingIdentifierLengthFits, field: .optionLength, offset: position.offset + 1,
                    found: UInt64(position.length)))
            return
        }
        checkNumber(at: position, report)
        if position.length > 4 { checkCareOfAddress(at: position, report) }
        switch format.profile {
        case .rfc5648:
            checkStatus(at: position, report)
            if view.octets.octet(inside: position.dataOffset + 3) & 0x80 != 0 {
                checkHomeBinding(at: position, report)
            }
        case .draft06:
            checkStatus(at: position, report)
            checkDraftFlags(at: position, report)
        case .shisa:
            // The first bit asks the agent to stop its proxy for the home address; the rest is reserved.
            checkReserved(
                view.octets.number16(inside: position.dataOffset + 2) & 0x7fff,
                octetAt: position.dataOffset + 2, report)
        }
    }

    /// BID: neither 0 nor given twice.
    @inline(__always)
    private mutating func checkNumber(at position: OptionPosition, _ report: (Problem) -> Void) {
        let bid = view.octets.number16(inside: position.dataOffset)
        if bid == 0 {
            report(Problem(.bidIsNotZero, field: .bid, offset: position.dataOffset, found: 0))
        } else if bid > bindings.largest {
            // Senders count upwards, so that hardly ever anything has to be searched.
            bindings.largest = bid
        } else if hasBinding(bid, before: position.offset) {
            report(Problem(.bidStandsOnce, field: .bid, offset: position.dataOffset, found: UInt64(bid)))
        }
    }

    private mutating func hasBinding(_ bid: UInt16, before end: Int) -> Bool {
        var walk = view.options
        while let position = try? walk.next(), position.offset < end {
            if position.length >= 2, !position.isPadding,
                format.kind(ofType: position.type, length: position.length) == .bindingIdentifier,
                view.octets.number16(inside: position.dataOffset) == bid
            {
                return true
            }
        }
        return false
    }

    /// outside Binding Acknowledgement and Care-of Test the status means nothing.
    @inline(__always)
    private mutating func checkStatus(at position: OptionPosition, _ report: (Problem) -> Void) {
        let status = view.octets.octet(inside: position.dataOffset + 2)
        guard status != 0 else { return }
        if kind == .bindingAcknowledgement || kind == .careOfTest {
            guard !BindingStatus(rawValue: status).isAssigned else { return }
            report(
                Problem(
                    .statusIsAssigned, field: .status, offset: position.dataOffset + 2,
                    found: UInt64(status)))
        } else {
            report(
                Problem(
                    .bidStatusOnlyInAnswers, field: .status, offset: position.dataOffset + 2,
                    found: UInt64(status), expected: 0))
        }
    }

    /// The care-of address of an option of Length 8 or 20.
    @inline(__always)
    private mutating func checkCareOfAddress(at position: OptionPosition, _ report: (Problem) -> Void) {
        bindings.addresses += 1
        let offset = position.dataOffset + 4
        if kind != .bindingUpdate {
            report(
                Problem(
                    .careOfAddressOnlyInBindingUpdate, field: .careOfAddress, offset: offset,
                    found: UInt64(position.length), expected: 4))
        }
        if position.length == 20 {
            checkRoutable(.ipv6(view.octets.ipv6Address(inside: offset)), at: offset, report)
            return
        }
        checkRoutable(.ipv4(view.octets.ipv4Address(inside: offset)), at: offset, report)
        if kind == .bindingUpdate, !updateFlags.contains(.homeRegistration) {
            report(Problem(.correspondentGetsIPv6, field: .careOfAddress, offset: offset))
        }
    }

    ///
    private mutating func checkRoutable(
        _ address: CareOfAddress, at offset: Int, _ report: (Problem) -> Void
    ) {
        guard !address.isRoutableUnicast else { return }
        report(Problem(.careOfAddressIsRoutable, field: .careOfAddress, offset: offset))
    }

    /// H of RFC 5648 §5.6.3 in a Binding Update.
    private mutating func checkHomeBinding(at position: OptionPosition, _ report: (Problem) -> Void) {
        guard kind == .bindingUpdate else { return }
        let flags = position.dataOffset + 3
        checkHomeFlag(at: flags, report)
        if lifetime == 0 {  // policy A4
            report(
                Problem(.homeBindingHasLifetime, field: .bindingIdentifierFlags, offset: flags, found: 0x80))
        }
        // the care-of address of a home binding is the home address.
        guard position.length > 4, let homeAddress else { return }
        let isHomeAddress =
            position.length == 20
            && view.octets.ipv6Address(inside: position.dataOffset + 4) == homeAddress
        if !isHomeAddress {
            report(
                Problem(.homeBindingIsHomeAddress, field: .careOfAddress, offset: position.dataOffset + 4))
        }
    }

    /// What both profiles ask of H: only towards the home agent, and one at a time.
    private mutating func checkHomeFlag(at offset: Int, _ report: (Problem) -> Void) {
        bindings.homeBindings += 1
        if !updateFlags.contains(.homeRegistration) {
            report(Problem(.homeBindingAtHomeAgent, field: .bindingIdentifierFlags, offset: offset))
        }
        if bindings.homeBindings == 2 {
            report(Problem(.homeBindingIsOne, field: .bindingIdentifierFlags, offset: offset))
        }
    }

    /// C, O, H, D and four reserved bits of draft-06 §4.2.
    private mutating func checkDraftFlags(at position: OptionPosition, _ report: (Problem) -> Void) {
        let offset = position.dataOffset + 3
        let flags = view.octets.octet(inside: offset)
        let (hasC, hasO, hasH, hasD) = (
            flags & 0x80 != 0, flags & 0x40 != 0, flags & 0x20 != 0, flags & 0x10 != 0
        )
        func problem(_ rule: WireRule) -> Problem {
            Problem(rule, field: .bindingIdentifierFlags, offset: offset, found: UInt64(flags))
        }
        checkReserved(UInt16(flags & 0x0f), octetAt: offset, report)
        if kind == .careOfTestInit {
            if flags & 0xf0 != 0 { report(problem(.testInitHasNoFlags)) }
            return
        }
        // Policy A13: C, D and Length have to agree.
        if hasC, position.length == 4 {
            // An answer repeats all but the address, so C alone is strange only in a Binding Update.
            if kind == .bindingUpdate { report(problem(.addressFlagHasAddress)) }
        } else if !hasC, position.length > 4 {
            report(problem(.addressHasAddressFlag))
        }
        if hasD, !hasC {
            report(problem(.ipv4FlagNeedsAddressFlag))
        } else if hasC, position.length > 4, hasD != (position.length == 8) {
            report(problem(.ipv4FlagFitsLength))
        }
        guard kind == .bindingUpdate else { return }
        // Policy A14: any O counts, but they should agree.
        if bindings.count == 1 {
            bindings.firstOverwrites = hasO
        } else if hasO != bindings.firstOverwrites, !bindings.overwriteDiffers {
            bindings.overwriteDiffers = true
            report(problem(.overwriteIsUniform))
        }
        guard hasH else { return }
        checkHomeFlag(at: offset, report)
        if lifetime != 0 { report(problem(.homeFlagReturnsHome)) }
        if hasC || position.length > 4 { report(problem(.homeFlagHasNoAddress)) }
    }
}
