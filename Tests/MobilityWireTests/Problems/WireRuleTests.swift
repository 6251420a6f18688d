import MobilityWire
import Testing

/// Every rule of messages and options, broken by itself. The octets are those from octet 6 of the Mobility Header on.
struct WireRuleTests {
    /// Rules of RFC 6275 and its padding.
    static let ofMessages: [BrokenMessage] = [
        BrokenMessage(
            0, "0000", reserved: 7,
            Problem(.reservedIsZero, field: .reserved, offset: 3, found: 7, expected: 0)),
        BrokenMessage(
            0, "0100", Problem(.reservedIsZero, field: .reserved, offset: 6, found: 1, expected: 0)),
        BrokenMessage(
            1, "0002 0000000000000001",
            Problem(.reservedIsZero, field: .reserved, offset: 7, found: 2, expected: 0)),
        // The last four bits of a Binding Update's flags, the last one of an acknowledgement's, 13 of a revocation's.
        BrokenMessage(
            5, "0001 8008 0001", Problem(.reservedIsZero, field: .reserved, offset: 8, found: 8, expected: 0)),
        BrokenMessage(
            6, "00 01 0001 0001", Problem(.reservedIsZero, field: .reserved, offset: 7, found: 1, expected: 0)
        ),
        BrokenMessage(
            16, "01 00 0001 1001",
            Problem(.reservedIsZero, field: .reserved, offset: 10, found: 0x1001, expected: 0)),
        BrokenMessage(
            12, "00 01", Problem(.reservedIsZero, field: .reserved, offset: 7, found: 1, expected: 0)),
        BrokenMessage(
            7, "01 03 20010db8000000000000000000000001",
            Problem(.reservedIsZero, field: .reserved, offset: 7, found: 3, expected: 0)),
        BrokenMessage(
            0, "0000", trailing: 5,
            Problem(.nothingBehindHeader, field: .trailingOctets, offset: 8, found: 5, expected: 0)),
        BrokenMessage(99, "0000", Problem(.messageTypeIsAssigned, field: .messageType, offset: 2, found: 99)),
        BrokenMessage(6, "63 00 0001 0001", Problem(.statusIsAssigned, field: .status, offset: 6, found: 99)),
        BrokenMessage(
            7, "03 00 20010db8000000000000000000000001",
            Problem(.statusIsAssigned, field: .status, offset: 6, found: 3)),
        BrokenMessage(16, "02 05 0001 0000", Problem(.statusIsAssigned, field: .status, offset: 7, found: 5)),
        BrokenMessage(
            16, "01 64 0001 0000",
            Problem(.triggerIsAssigned, field: .revocationTrigger, offset: 7, found: 100)),
        BrokenMessage(
            16, "03 00 0001 0000",
            Problem(.revocationTypeIsAssigned, field: .revocationType, offset: 6, found: 3)),
        BrokenMessage(
            5, "0001 4000 0001",
            Problem(
                .homeRegistrationIsAcknowledged, field: .flags, offset: 8, found: 0x4000, expected: 0xc000)),
        BrokenMessage(
            5, "0001 8400 0001",
            Problem(.mobileRouterAtHomeAgent, field: .flags, offset: 8, found: 0x8400, expected: 0xc400)),
    ]

    /// Rules of options and padding in general.
    static let ofOptions: [BrokenMessage] = [
        BrokenMessage(
            5, "0001 8000 0001 c803 0000", Problem(.optionEndsInside, field: .optionLength, offset: 13)),
        // Refresh Advice at 15.
        BrokenMessage(
            6, "00 00 0001 0001 00 c800 0202 0000",
            Problem(.optionIsAligned, field: .option, offset: 15, found: 1, expected: 0)),
        BrokenMessage(
            5, "0001 8000 0001 0102 0007",
            Problem(.paddingIsZero, field: .padding, offset: 15, found: 7, expected: 0)),
        BrokenMessage(
            5, "0001 8000 0001 00 0101 00", Problem(.paddingIsOneOption, field: .padding, offset: 13)),
        // Two octets before an option that stands at 2n anyway; ten at the end.
        BrokenMessage(
            6, "00 00 0001 0002 0100 0202 0001",
            Problem(.paddingIsNeeded, field: .padding, offset: 12, found: 2, expected: 0)),
        BrokenMessage(
            5, "0001 8000 0001 010a 00000000000000000000",
            Problem(.paddingIsNeeded, field: .padding, offset: 12, found: 12, expected: 4)),
        // Eight octets before an option whose alignment nobody knows.
        BrokenMessage(
            5, "0001 8000 0001 0106 000000000000 c802 0000",
            Problem(.paddingIsNeeded, field: .padding, offset: 12, found: 8, expected: 7)),
        BrokenMessage(
            6, "00 00 0001 0009 0203 000100",
            Problem(.optionLengthFits, field: .optionLength, offset: 13, found: 3, expected: 2)),
        BrokenMessage(
            5, "0001 8000 0001 0800", Problem(.optionLengthFits, field: .optionLength, offset: 13, found: 0)),
        // Refresh Advice in a Binding Update, BID in a Home Test Init.
        BrokenMessage(
            5, "0001 8000 0001 0202 0001", Problem(.optionBelongsHere, field: .option, offset: 12, found: 2)),
        BrokenMessage(
            1, "0000 0000000000000001 2304 0001 0000",
            Problem(.optionBelongsHere, field: .option, offset: 16, found: 35)),
        BrokenMessage(
            6, "00 00 0001 0009 0202 0001 0202 0002",
            Problem(.optionStandsOnce, field: .option, offset: 16, found: 2)),
    ]

    /// Rules of the options of RFC 6275, 3963, 4283, 4285 and 5555.
    static let ofSingleOptions: [BrokenMessage] = [
        BrokenMessage(
            6, "00 00 0001 0009 0202 0009",
            Problem(.adviceIsBelowLifetime, field: .refreshInterval, offset: 14, found: 9, expected: 9)),
        BrokenMessage(
            5, "0001 8000 0001 0404 0001 0002",
            Problem(.nonceIndicesAreAuthorized, field: .nonceIndices, offset: 12)),
        BrokenMessage(
            5, "0001 8000 0001 0104 00000000 050c 000102030405060708090a0b",
            Problem(.authorizationNamesNonces, field: .bindingAuthorizationData, offset: 18)),
        BrokenMessage(
            5, "0001 c000 0001 0404 0001 0002 050c 000102030405060708090a0b",
            Problem(.noNonceIndicesAtHomeAgent, field: .nonceIndices, offset: 12)),
        BrokenMessage(
            6, "00 00 0001 0001 0104 00000000 050c 000102030405060708090a0b c806 000000000000",
            Problem(.authorizationDataIsLast, field: .option, offset: 32)),
        BrokenMessage(
            6, "00 00 0001 0001 0104 00000000 050c 000102030405060708090a0b 0106 000000000000",
            Problem(.noPaddingBehindAuthorizationData, field: .padding, offset: 32)),
        BrokenMessage(
            5, "0001 8000 0001 0100 0310 ff020000000000000000000000000001",
            Problem(.alternateCareOfAddressIsRoutable, field: .alternateCareOfAddress, offset: 16)),
        BrokenMessage(
            5, "0001 8000 0001 2006 0000 7f000001",
            Problem(.alternateCareOfAddressIsRoutable, field: .ipv4CareOfAddress, offset: 16)),
        BrokenMessage(
            5, "0001 8000 0001 0802 0061", Problem(.subtypeIsAssigned, field: .subtype, offset: 14, found: 0)),
        BrokenMessage(
            5, "0001 8000 0001 00 0905 03 00000100",
            Problem(.subtypeIsAssigned, field: .subtype, offset: 15, found: 3)),
        BrokenMessage(
            5, "0001 8000 0001 00 0905 01 00000004",
            Problem(.spiIsNotReserved, field: .spi, offset: 16, found: 4)),
        BrokenMessage(
            5, "0001 8000 0001 00 0905 01 00000003 0802 0161",
            Problem(.identifierBeforeAuthentication, field: .mobileNodeIdentifier, offset: 20)),
        BrokenMessage(
            5, "0001 8000 0001 00 0905 01 00000100 c802 0161",
            Problem(.authenticationIsLast, field: .option, offset: 20)),
        BrokenMessage(
            5, "0001 c400 0001 0612 00 81 20010db8000000000000000000000000",
            Problem(.prefixLengthIsInRange, field: .prefixLength, offset: 15, found: 129, expected: 128)),
        BrokenMessage(
            5, "0001 c400 0001 0612 00 2f 20010db8000100000000000000000000",
            Problem(.bitsBehindPrefixAreZero, field: .prefix, offset: 16)),
        BrokenMessage(
            5, "0001 8000 0001 0612 00 30 20010db8000100000000000000000000",
            Problem(.prefixComesFromRouter, field: .option, offset: 12)),
        BrokenMessage(
            5, "0001 c400 0000 0612 00 30 20010db8000100000000000000000000",
            Problem(.noPrefixInDeregistration, field: .option, offset: 12)),
        BrokenMessage(
            5, "0001 c400 0001 0612 09 30 20010db8000100000000000000000000",
            Problem(.reservedIsZero, field: .reserved, offset: 14, found: 9, expected: 0)),
        // IPv4 Home Address: prefix length 0 and 33, a reserved bit.
        BrokenMessage(
            5, "0001 8000 0001 1d06 0000 00000000",
            Problem(.prefixLengthIsInRange, field: .prefixLength, offset: 14, found: 0, expected: 32)),
        BrokenMessage(
            5, "0001 8000 0001 1d06 8400 00000000",
            Problem(.prefixLengthIsInRange, field: .prefixLength, offset: 14, found: 33, expected: 32)),
        BrokenMessage(
            5, "0001 8000 0001 1d06 8001 00000000",
            Problem(.reservedIsZero, field: .reserved, offset: 14, found: 1, expected: 0)),
        BrokenMessage(
            6, "00 00 0001 0001 1e06 01 80 c0000201",
            Problem(.statusIsAssigned, field: .status, offset: 14, found: 1)),
        BrokenMessage(
            6, "00 00 0001 0001 1e06 80 03 c0000201",
            Problem(.reservedIsZero, field: .reserved, offset: 15, found: 3, expected: 0)),
        BrokenMessage(
            6, "00 00 0001 0001 1f06 8001 0000006e",
            Problem(.reservedIsZero, field: .reserved, offset: 14, found: 1, expected: 0)),
        BrokenMessage(
            5, "0001 8000 0001 2006 0001 c0000201",
            Problem(.reservedIsZero, field: .reserved, offset: 14, found: 1, expected: 0)),
    ]

    @Test(arguments: ofMessages + ofOptions + ofSingleOptions)
    func aBrokenRuleIsReportedWhereItIsBroken(message: BrokenMessage) throws {
        #expect(try problems(in: message.octets) == message.problems)
    }

    @Test func aRefusalGrantsNoLifetimeToCompareWith() throws {
        #expect(try problems(in: BrokenMessage(6, "80 00 0001 0000 0202 0009").octets) == [])
    }

    @Test func everyRuleHasASentenceOfItsOwnAndASection() {
        #expect(Set(WireRule.allCases.map(\.message)).count >= WireRule.allCases.count - 1)
        for rule in WireRule.allCases {
            #expect(rule.message.hasSuffix(".") && rule.message.count < 100, "\(rule)")
            #expect(rule.section.hasPrefix("RFC ") || rule.section.hasPrefix("draft-06 §"), "\(rule)")
        }
    }

    @Test func everyFieldHasAName() {
        for field in WireField.allCases { #expect(!field.name.isEmpty) }
    }

    @Test func everyRuleOfMessagesIsBrokenByATest() {
        let broken =
            (WireRuleTests.ofMessages + WireRuleTests.ofOptions + WireRuleTests.ofSingleOptions
            + BindingRuleTests.ofRFC5648 + BindingRuleTests.ofDraft06 + FlowRuleTests.all)
            .flatMap(\.problems).map(\.rule)
        let ofMessages = WireRule.allCases.prefix { $0 != .hopLimitIsNotZero }
        #expect(Set(ofMessages).subtracting(broken) == [])
    }

    @Test func aCounterCountsAndAShiftMovesOffsets() throws {
        let octets = BrokenMessage(5, "0001 c000 0001 0404 0001 0002").octets
        var counter = ProblemCounter()
        try MobilityHeaderView(octets.span.bytes).check(.rfc5648, into: &counter)
        #expect(counter.count == 2)
        var shifted = ShiftedProblems([Problem](), by: 64)
        try MobilityHeaderView(octets.span.bytes).check(.rfc5648, into: &shifted)
        #expect(shifted.base.map(\.offset) == [76, 76])
    }
}
