// The rules of the header and of each message's fixed part.

extension MessageCheck {
    /// Holds everything in front of the options against its rules.
    mutating func checkFixedPart(_ report: (Problem) -> Void) {
        if view.trailingOctets > 0 {
            report(
                Problem(
                    .nothingBehindHeader, field: .trailingOctets, offset: view.length,
                    found: UInt64(view.trailingOctets), expected: 0))
        }
        checkReserved(octetAt: 3, report)
        switch kind {
        case .bindingRefreshRequest, .homeTestInit, .careOfTestInit:
            checkReserved(octetAt: 6, report)
            checkReserved(octetAt: 7, report)
        case .bindingUpdate: checkBindingUpdate(report)
        case .bindingAcknowledgement:
            checkReserved(
                UInt16(view.octets.octet(inside: 7)) & ReservedFlags.bindingAcknowledgement, octetAt: 7,
                report)
            checkStatus(
                octetAt: 6, BindingStatus(rawValue: view.octets.octet(inside: 6)).isAssigned, report)
        case .bindingError:
            checkReserved(octetAt: 7, report)
            checkStatus(
                octetAt: 6, BindingErrorStatus(rawValue: view.octets.octet(inside: 6)).row.isAssigned, report)
        case .homeAgentSwitch: checkReserved(octetAt: 7, report)
        case .bindingRevocation: checkRevocation(report)
        case .homeTest, .careOfTest: break
        case nil:
            guard !MobilityHeaderType(rawValue: view.type).isAssigned else { return }
            report(
                Problem(.messageTypeIsAssigned, field: .messageType, offset: 2, found: UInt64(view.type)))
        }
    }

    private mutating func checkBindingUpdate(_ report: (Problem) -> Void) {
        let reserved =
            format.profile == .rfc5648 || updateFlags.contains(.proxyRegistration)
            ? ReservedFlags.bindingUpdate : ReservedFlags.draftBindingUpdate  // policy A8
        checkReserved(updateFlags.rawValue & reserved, octetAt: 8, report)
        if updateFlags.contains(.mobileRouter), !updateFlags.contains(.homeRegistration) {
            report(
                Problem(
                    .mobileRouterAtHomeAgent, field: .flags, offset: 8,
                    found: UInt64(updateFlags.rawValue),
                    expected: UInt64(updateFlags.union(.homeRegistration).rawValue)))
        }
        if updateFlags.contains(.homeRegistration), !updateFlags.contains(.acknowledge) {
            report(
                Problem(
                    .homeRegistrationIsAcknowledged, field: .flags, offset: 8,
                    found: UInt64(updateFlags.rawValue),
                    expected: UInt64(updateFlags.union(.acknowledge).rawValue)))
        }
    }

    private mutating func checkRevocation(_ report: (Problem) -> Void) {
        checkReserved(
            view.octets.number16(inside: 10) & ReservedFlags.bindingRevocation, octetAt: 10, report)
        let number = view.octets.octet(inside: 7)
        switch view.octets.octet(inside: 6) {
        case 1:
            // RFC 5846 §5.1: 250–255 are there for testing.
            guard !RevocationTrigger(rawValue: number).row.isAssigned, number < 250 else { return }
            report(
                Problem(.triggerIsAssigned, field: .revocationTrigger, offset: 7, found: UInt64(number)))
        case 2:
            checkStatus(octetAt: 7, RevocationStatus(rawValue: number).row.isAssigned, report)
        case let type:
            report(
                Problem(.revocationTypeIsAssigned, field: .revocationType, offset: 6, found: UInt64(type)))
        }
    }

    private mutating func checkStatus(octetAt offset: Int, _ isAssigned: Bool, _ report: (Problem) -> Void) {
        guard !isAssigned else { return }
        report(
            Problem(
                .statusIsAssigned, field: .status, offset: offset,
                found: UInt64(view.octets.octet(inside: offset))))
    }

    /// An octet that must be zero.
    mutating func checkReserved(octetAt offset: Int, _ report: (Problem) -> Void) {
        checkReserved(UInt16(view.octets.octet(inside: offset)), octetAt: offset, report)
    }

    /// Bits that must be zero, of the field at `offset`.
    mutating func checkReserved(_ bits: UInt16, octetAt offset: Int, _ report: (Problem) -> Void) {
        guard bits != 0 else { return }
        report(
            Problem(.reservedIsZero, field: .reserved, offset: offset, found: UInt64(bits), expected: 0))
    }
}

/// The bits of flag fields that no text uses, taken from the tables of flags.
enum ReservedFlags {
    static let bindingUpdate = FlagTable.bindingUpdate.reserved
    static let draftBindingUpdate = FlagTable.draftBindingUpdate.reserved
    static let bindingAcknowledgement = FlagTable.bindingAcknowledgement.reserved
    static let bindingRevocation = FlagTable.bindingRevocation.reserved
}
