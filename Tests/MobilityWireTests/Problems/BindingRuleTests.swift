import MobilityWire
import Testing

/// Every rule of the Binding Identifier option, broken by itself.
struct BindingRuleTests {
    private static let homeAddress = IPv6Address(high: 0x2001_0db8_0001_0000, low: 0x1234)
    /// Six octets of padding from 12 to 18, where an option with an address has to stand in a Binding Update.
    private static let pad = "0104 00000000"
    private static let address = "20010db8000a00000000000000000010"

    static let ofRFC5648: [BrokenMessage] = [
        BrokenMessage(
            5, "0001 c000 0001 2304 0000 0000", Problem(.bidIsNotZero, field: .bid, offset: 14, found: 0)),
        BrokenMessage(  // R-016; BID-PRI 0 is fine
            5, "0001 c000 0001 2304 0007 0000 2304 0009 0000 2304 0007 0000",
            Problem(.bidStandsOnce, field: .bid, offset: 26, found: 7)),
        BrokenMessage(
            5, "0001 c000 0001 2305 0001 0000 00",
            Problem(.bindingIdentifierLengthFits, field: .optionLength, offset: 13, found: 5)
        ).misaligned(at: 12, found: 4, expected: 2),
        BrokenMessage(
            5, "0001 c000 0001 \(pad) 2314 0001 0000 fe800000000000000000000000000001",
            Problem(.careOfAddressIsRoutable, field: .careOfAddress, offset: 24)),
        BrokenMessage(
            5, "0001 c000 0001 \(pad) 2308 0001 0000 e0000001",
            Problem(.careOfAddressIsRoutable, field: .careOfAddress, offset: 24)),
        BrokenMessage(
            6, "00 00 0001 0001 \(pad) 2314 0001 0000 \(address)",
            Problem(
                .careOfAddressOnlyInBindingUpdate, field: .careOfAddress, offset: 24, found: 20, expected: 4)),
        BrokenMessage(
            5, "0001 c000 0001 2304 0001 85 00",
            Problem(.bidStatusOnlyInAnswers, field: .status, offset: 16, found: 133, expected: 0)),
        BrokenMessage(
            6, "00 00 0001 0001 2304 0001 63 00",
            Problem(.statusIsAssigned, field: .status, offset: 16, found: 99)),
        BrokenMessage(
            5, "0001 c000 0001 \(pad) 2314 0001 0000 \(address) 0104 00000000 0310 \(address)",
            Problem(.noAlternateCareOfAddressBesideBID, field: .alternateCareOfAddress, offset: 46)),
        BrokenMessage(
            5, "0001 c000 0001 2304 0001 0000 0102 0000 0310 \(address)",
            Problem(.noAlternateCareOfAddressBesideBID, field: .alternateCareOfAddress, offset: 22)),
        BrokenMessage(
            5, "0001 c000 0001 2006 0000 c0000201 2304 0001 0000",
            Problem(.noIPv4CareOfAddressBesideBID, field: .ipv4CareOfAddress, offset: 12)),
        BrokenMessage(
            6, "00 00 0001 0001 2304 0001 0000 0100 1e06 00 80 c0000201",
            Problem(.ipv4AcknowledgementBeforeBID, field: .ipv4AddressAcknowledgement, offset: 20)),
        BrokenMessage(
            5, "0001 c040 0001",
            Problem(.overwriteNamesBindings, field: .flags, offset: 8, found: 0xc040, expected: 0xc000)),
        BrokenMessage(  // A4
            5, "0001 c000 0000 2304 0001 00 80",
            Problem(.homeBindingHasLifetime, field: .bindingIdentifierFlags, offset: 17, found: 0x80)),
        BrokenMessage(
            5, "0001 c000 0001 \(pad) 2314 0001 00 80 \(address)", homeAddress: homeAddress,
            Problem(.homeBindingIsHomeAddress, field: .careOfAddress, offset: 24)),
        BrokenMessage(  // nor can it be an IPv4 address
            5, "0001 c000 0001 \(pad) 2308 0001 00 80 c0000201", homeAddress: homeAddress,
            Problem(.homeBindingIsHomeAddress, field: .careOfAddress, offset: 24)),
        BrokenMessage(  // R-071, A12
            5, "0001 c000 0001 2304 0001 00 80 2304 0002 00 80 2304 0003 00 80",
            Problem(.homeBindingIsOne, field: .bindingIdentifierFlags, offset: 23)),
        BrokenMessage(
            5, "0001 8000 0001 2304 0001 00 80",
            Problem(.homeBindingAtHomeAgent, field: .bindingIdentifierFlags, offset: 17)),
        BrokenMessage(
            5, "0001 8000 0001 2304 0001 0000 2304 0002 0000",
            Problem(.bulkOnlyAtHomeAgent, field: .flags, offset: 8, found: 0x8000, expected: 0xc000)),
        BrokenMessage(
            5, "0001 8000 0001 \(pad) 2308 0001 0000 c0000201",
            Problem(.correspondentGetsIPv6, field: .careOfAddress, offset: 24)),
    ]

    static let ofDraft06: [BrokenMessage] = [
        BrokenMessage(
            5, "0001 c000 0001 2304 0001 00 01", format: .draft06,
            Problem(.reservedIsZero, field: .reserved, offset: 17, found: 1, expected: 0)),
        BrokenMessage(  // A8: no O in the header
            5, "0001 c040 0001 2304 0001 0000", format: .draft06,
            Problem(.reservedIsZero, field: .reserved, offset: 8, found: 0x40, expected: 0)),
        BrokenMessage(  // A13
            5, "0001 c000 0001 2304 0001 00 80", format: .draft06,
            Problem(.addressFlagHasAddress, field: .bindingIdentifierFlags, offset: 17, found: 0x80)),
        BrokenMessage(
            5, "0001 c000 0001 2314 0001 00 00 \(address)", format: .draft06,
            Problem(.addressHasAddressFlag, field: .bindingIdentifierFlags, offset: 17, found: 0)),
        BrokenMessage(
            5, "0001 c000 0001 2304 0001 00 10", format: .draft06,
            Problem(.ipv4FlagNeedsAddressFlag, field: .bindingIdentifierFlags, offset: 17, found: 0x10)),
        BrokenMessage(
            5, "0001 c000 0001 2314 0001 00 90 \(address)", format: .draft06,
            Problem(.ipv4FlagFitsLength, field: .bindingIdentifierFlags, offset: 17, found: 0x90)),
        BrokenMessage(
            5, "0001 c000 0001 2308 0001 00 80 c0000201", format: .draft06,
            Problem(.ipv4FlagFitsLength, field: .bindingIdentifierFlags, offset: 17, found: 0x80)),
        BrokenMessage(  // A14
            5, "0001 c000 0001 2304 0001 00 40 2304 0002 00 00 2304 0003 00 40 2304 0004 0000",
            format: .draft06,
            Problem(.overwriteIsUniform, field: .bindingIdentifierFlags, offset: 23, found: 0)),
        BrokenMessage(
            5, "0001 c000 0001 2304 0001 00 20", format: .draft06,
            Problem(.homeFlagReturnsHome, field: .bindingIdentifierFlags, offset: 17, found: 0x20)),
        BrokenMessage(
            5, "0001 c000 0000 2314 0001 00 a0 \(address)", format: .draft06,
            Problem(.homeFlagHasNoAddress, field: .bindingIdentifierFlags, offset: 17, found: 0xa0)),
        BrokenMessage(
            2, "0000 0000000000000001 2304 0001 00 40", format: .draft06,
            Problem(.testInitHasNoFlags, field: .bindingIdentifierFlags, offset: 21, found: 0x40)),
        BrokenMessage(  // in bulk, even without an address
            5, "0001 c000 0001 2304 0001 0000 2304 0002 0000 0104 00000000 0310 \(address)",
            format: .draft06,
            Problem(.noAlternateCareOfAddressBesideBID, field: .alternateCareOfAddress, offset: 30)),
        BrokenMessage(
            5, "0001 c000 0001 230c 0001 0000 0000000000000000", format: .draft06,
            Problem(.bindingIdentifierLengthFits, field: .optionLength, offset: 13, found: 12)),
    ]

    @Test(arguments: ofRFC5648 + ofDraft06)
    func aBrokenRuleIsReportedWhereItIsBroken(message: BrokenMessage) throws {
        #expect(
            try problems(in: message.octets, format: message.format, homeAddress: message.homeAddress)
                == message.problems)
    }

    @Test(
        "What looks odd and is allowed",
        arguments: [
            // in the draft the Alternate Care-of Address gives a lone BID its address.
            (5, "0001 c000 0001 2304 0001 0000 0102 0000 0310 \(address)", WireFormat.draft06),
            // an answer of the draft repeats C without the address.
            (6, "00 00 0001 0001 2304 0001 00 80", .draft06),
            // a Care-of Test says in the BID Status what was wrong.
            (4, "0001 0000000000000001 0000000000000002 2304 0001 a4 00", .draft06),
            // RFC 6089: BID-PRI from 0 to 127.
            (5, "0001 c000 0001 2304 0001 00 7f 2304 0002 00 00", .rfc5648),
            // Policy A8: with P the bit is B of RFC 6602.
            (5, "0001 c240 0001", .rfc5648),
            // SHISA: Alternate Care-of Address, BID with "stop the proxy".
            (5, "0001 c000 0001 0100 0310 \(address) 0704 0001 8000", WireFormat(.shisa)),
        ] as [(UInt8, String, WireFormat)])
    func whatLooksOddAndIsAllowed(type: UInt8, body: String, format: WireFormat) throws {
        #expect(try problems(in: BrokenMessage(type, body).octets, format: format) == [])
    }

    @Test func reservedBitsOfSHISAsFormAreReported() throws {
        #expect(
            try problems(
                in: BrokenMessage(5, "0001 c000 0001 0704 0001 8001").octets, format: WireFormat(.shisa))
                == [Problem(.reservedIsZero, field: .reserved, offset: 16, found: 1, expected: 0)])
    }

    @Test func everyDuplicateAmongManyBindingsIsFound() throws {
        // Downwards from 300, each twice: the search among those before has to find every second.
        let bids = (1...150).reversed().flatMap { [UInt16($0 * 2), UInt16($0 * 2)] }
        let message = MobilityMessage.bindingRefreshRequest(
            BindingRefreshRequest(options: bids.map { .bindingIdentifier(.rfc5648(bid: $0)) }))
        let found = try problems(in: message.encoded(format: .rfc5648))
        #expect(found.count == 150)
        #expect(found.allSatisfy { $0.rule == .bidStandsOnce })
    }
}

extension BrokenMessage {
    /// The same, whose option is also reported as misaligned before anything else.
    func misaligned(at offset: Int, found: UInt64, expected: UInt64) -> BrokenMessage {
        BrokenMessage(
            self,
            [Problem(.optionIsAligned, field: .option, offset: offset, found: found, expected: expected)]
                + problems)
    }

    private init(_ other: BrokenMessage, _ problems: [Problem]) {
        octets = other.octets
        format = other.format
        homeAddress = other.homeAddress
        self.problems = problems
    }
}
