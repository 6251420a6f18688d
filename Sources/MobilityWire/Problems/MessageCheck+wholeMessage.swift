// The rules that only the message as a whole can break: this option with that one, or with a flag.

extension MessageCheck {
    /// Holds what was passed against what should go together or apart.
    mutating func checkWholeMessage(_ report: (Problem) -> Void) {
        guard kind == .bindingUpdate else { return }
        checkAuthorization(report)
        if bindings.count > 0 {
            checkAddressesBesideBindings(report)
            checkBulk(report)
        } else if format.profile == .rfc5648, updateFlags.contains(.overwrite),
            !updateFlags.contains(.proxyRegistration)  // policy A8: with P the bit is not O
        {
            // RFC 5648 §4.1: O has a meaning only together with Binding Identifiers.
            report(
                Problem(
                    .overwriteNamesBindings, field: .flags, offset: 8, found: UInt64(updateFlags.rawValue),
                    expected: UInt64(updateFlags.subtracting(.overwrite).rawValue)))
        }
    }

    /// RFC 6275 §6.2.6, §6.2.7: each of the two needs the other.
    private mutating func checkAuthorization(_ report: (Problem) -> Void) {
        if passed.nonceIndices != 0, passed.authorizationData == 0 {
            report(
                Problem(.nonceIndicesAreAuthorized, field: .nonceIndices, offset: passed.nonceIndices))
        }
        if passed.authorizationData != 0, passed.nonceIndices == 0 {
            report(
                Problem(
                    .authorizationNamesNonces, field: .bindingAuthorizationData,
                    offset: passed.authorizationData))
        }
    }

    private mutating func checkAddressesBesideBindings(_ report: (Problem) -> Void) {
        if passed.ipv4CareOfAddress != 0 {
            report(
                Problem(
                    .noIPv4CareOfAddressBesideBID, field: .ipv4CareOfAddress,
                    offset: passed.ipv4CareOfAddress))
        }
        guard passed.alternateCareOfAddress != 0 else { return }
        // RFC 5648 leaves no use for the option beside a BID; the draft lets it give the address
        // of a lone option without one; in SHISA's form it always does.
        let isForbidden =
            switch format.profile {
            case .rfc5648: true
            case .draft06: bindings.addresses > 0 || bindings.count > 1
            case .shisa: false
            }
        if isForbidden {
            report(
                Problem(
                    .noAlternateCareOfAddressBesideBID, field: .alternateCareOfAddress,
                    offset: passed.alternateCareOfAddress))
        }
    }

    /// a correspondent node gets one binding in a Binding Update.
    private mutating func checkBulk(_ report: (Problem) -> Void) {
        guard bindings.count > 1, !updateFlags.contains(.homeRegistration) else { return }
        report(
            Problem(
                .bulkOnlyAtHomeAgent, field: .flags, offset: 8, found: UInt64(updateFlags.rawValue),
                expected: UInt64(updateFlags.union(.homeRegistration).rawValue)))
    }
}
