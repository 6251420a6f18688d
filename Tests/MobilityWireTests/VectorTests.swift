import MobilityWire
import MobilityWireTestSupport
import Testing

/// What the vectors hold, that they come out again as they went in, and what is wrong with those that break rules.
struct VectorTests {
    static func format(of vector: Vector) -> WireFormat {
        // These two only the draft explains.
        ["C14", "C16"].contains(vector.name) ? .draft06 : .rfc5648
    }

    private static let homeAddress = IPv6Address(high: 0x2001_0db8_0001_0000, low: 0x1234)
    private static let careOfAddress1 = IPv6Address(high: 0x2001_0db8_000a_0000, low: 0x10)
    private static let careOfAddress2 = IPv6Address(high: 0x2001_0db8_000b_0000, low: 0x20)

    private static func update(
        _ sequence: UInt16, _ flags: UInt16, lifetime: UInt16, _ options: [MobilityOption] = []
    ) -> MobilityMessage {
        .bindingUpdate(
            BindingUpdate(
                sequence: sequence, flags: BindingUpdate.Flags(rawValue: flags), lifetime: lifetime,
                options: options))
    }

    private static func acknowledgement(
        _ status: UInt8, flags: UInt8 = 0, _ sequence: UInt16, lifetime: UInt16,
        _ options: [MobilityOption] = []
    ) -> MobilityMessage {
        .bindingAcknowledgement(
            BindingAcknowledgement(
                status: status, flags: BindingAcknowledgement.Flags(rawValue: flags), sequence: sequence,
                lifetime: lifetime, options: options))
    }

    private static func bid(
        _ bid: UInt16, _ address: CareOfAddress? = nil, home: Bool = false
    ) -> MobilityOption {
        .bindingIdentifier(.rfc5648(bid: bid, home: home, careOfAddress: address))
    }

    private static let testReply = TestReply(nonceIndex: 13, cookie: 0x0f, token: 0xff)
    private static let zeroReply = TestReply(nonceIndex: 0, cookie: 0, token: 0)
    private static let scapyAuthenticator = octets("8101738d517d516940ec0611")

    /// What each vector holds. Z9 differs from Z8 in its checksum only; S10 cannot be read.
    private static let contents: [String: MobilityMessage] = [
        "Z1": .bindingRefreshRequest(BindingRefreshRequest()),
        "Z2": .homeTestInit(TestInit(cookie: 1)),
        "Z3": .careOfTestInit(TestInit(cookie: 1)),
        "Z4": .homeTest(testReply),
        "Z5": .careOfTest(testReply),
        "Z6": update(37, 0xd000, lifetime: 3),
        "Z7": acknowledgement(0, flags: 0x80, 42, lifetime: 8),
        "Z8": .bindingError(
            BindingError(status: 1, homeAddress: IPv6Address(high: 0x2001_0078_0001_0032, low: 1))),
        "Z9": .bindingError(
            BindingError(status: 1, homeAddress: IPv6Address(high: 0x2001_0078_0001_0032, low: 1))),
        "T1": .bindingRefreshRequest(BindingRefreshRequest()),
        "T2": .homeTestInit(TestInit(cookie: 0x0102_0304_0506_0708)),
        "T3": .careOfTestInit(TestInit(cookie: 0x090a_0b0c_0d0e_0f10)),
        "T6": update(1000, 0x8000, lifetime: 3600),
        "T7": update(
            1000, 0x8000, lifetime: 3600,
            [
                .alternateCareOfAddress(
                    IPv6Address(high: 0x2001_0660_4701_f004, low: 0x020d_54ff_fe98_bc93))
            ]),
        "T8": update(1000, 0x8000, lifetime: 3600, [.nonceIndices(home: 0x04d2, careOf: 0x162e)]),
        "T9": update(
            1000, 0x8000, lifetime: 3600, [.bindingAuthorizationData(authenticator: scapyAuthenticator)]),
        "T11": acknowledgement(0, 1000, lifetime: 3600),
        "T12": acknowledgement(0, 1000, lifetime: 3600, [.bindingRefreshAdvice(interval: 1800)]),
        "T14": acknowledgement(
            0, 1000, lifetime: 3600,
            [
                .bindingRefreshAdvice(interval: 1800),
                .bindingAuthorizationData(authenticator: scapyAuthenticator),
            ]),
        "T15": .bindingError(
            BindingError(status: 1, homeAddress: IPv6Address(high: 0x2001_0db8_0000_0000, low: 1))),
        "T16": update(1000, 0x8000, lifetime: 3600),
        "S1": .bindingRefreshRequest(BindingRefreshRequest()),
        "S2": .homeTestInit(TestInit(cookie: 0)),
        "S3": .careOfTestInit(TestInit(cookie: 0)),
        "S4": .homeTest(zeroReply),
        "S5": .careOfTest(zeroReply),
        "S6": update(0, 0xd000, lifetime: 3),
        "S7": update(
            0, 0xd000, lifetime: 42,
            [
                .alternateCareOfAddress(.unspecified),
                .mobileNetworkPrefix(IPv6Prefix(.unspecified, length: 64)),
            ]),
        "S8": acknowledgement(0, flags: 0x80, 0, lifetime: 42),
        "S9": .bindingError(
            BindingError(status: 2, homeAddress: IPv6Address(high: 0x0001_0000_0000_0000, low: 2))),
        "C1": update(1, 0xc040, lifetime: 900, [bid(1, .ipv6(careOfAddress1))]),
        "C2": update(
            2, 0xc000, lifetime: 900, [bid(1, .ipv6(careOfAddress1)), bid(2, .ipv6(careOfAddress2))]),
        "C4": update(4, 0xc000, lifetime: 0, [bid(2)]),
        "C5": update(
            5, 0xc000, lifetime: 900,
            [
                bid(3, .ipv6(homeAddress), home: true),
                .linkLayerAddress(code: 2, address: [0x02, 0xaa, 0xbb, 0xcc, 0xdd, 0xee]),
            ]),
        "C6": acknowledgement(0, 1, lifetime: 900, [bid(1)]),
        "C8": acknowledgement(5, 5, lifetime: 900, [bid(3)]),
        "C10": update(
            7, 0x8000, lifetime: 100,
            [
                .nonceIndices(home: 0x11, careOf: 0x22), bid(1, .ipv6(careOfAddress1)),
                .bindingAuthorizationData(authenticator: octets("0802bdbaf7d43e2ee96b2bf0")),
            ]),
        "C11": acknowledgement(
            0, 7, lifetime: 100,
            [bid(1), .bindingAuthorizationData(authenticator: octets("1744c0d8c012a62c22b21652"))]),
        "C14": update(6, 0xc000, lifetime: 0, [.bindingIdentifier(.draft06(bid: 3, home: true))]),
        "C15": .bindingRefreshRequest(BindingRefreshRequest(options: [bid(1)])),
        "C16": .careOfTestInit(
            TestInit(cookie: 0x0102_0304_0506_0708, options: [.bindingIdentifier(.draft06(bid: 1))])),
        "C18": update(9, 0xc000, lifetime: 900, [bid(4, .ipv4(IPv4Address(0xc000_020a)))]),
        "C20": .bindingRevocationAcknowledgement(
            BindingRevocationAcknowledgement(status: 0, sequence: 0x0203, options: [bid(1)])),
        "C21": .bindingError(BindingError(status: 1, homeAddress: homeAddress)),
        "C22": .homeAgentSwitch(
            HomeAgentSwitch(homeAgents: [
                IPv6Address(high: 0x2001_0db8_0001_0000, low: 2),
                IPv6Address(high: 0x2001_0db8_0001_0000, low: 3),
            ])),
    ]

    /// What is wrong with some of them.
    private static let problems: [String: [Problem]] = [
        // Alternate Care-of Address at 12, not at 8n+6.
        "T7": [Problem(.optionIsAligned, field: .option, offset: 12, found: 4, expected: 6)],
        "T8": [Problem(.nonceIndicesAreAuthorized, field: .nonceIndices, offset: 12)],
        "T9": [
            Problem(.optionIsAligned, field: .option, offset: 12, found: 4, expected: 2),
            Problem(.noPaddingBehindAuthorizationData, field: .padding, offset: 26),
            Problem(.authorizationNamesNonces, field: .bindingAuthorizationData, offset: 12),
        ],
        "T14": [
            Problem(.optionIsAligned, field: .option, offset: 16, found: 0, expected: 2),
            Problem(.noPaddingBehindAuthorizationData, field: .padding, offset: 30),
        ],
        "T16": [Problem(.paddingIsOneOption, field: .padding, offset: 13)],
        "S7": [
            Problem(.alternateCareOfAddressIsRoutable, field: .alternateCareOfAddress, offset: 16),
            Problem(.prefixComesFromRouter, field: .option, offset: 36),
        ],
    ]

    /// Those that no strict writer makes.
    static let unwritable: Set<String> = ["T7", "T9", "T14", "T16", "S10"]

    @Test(arguments: Vector.all.filter { $0.name != "S10" })
    func aVectorHoldsWhatItsTableSays(vector: Vector) throws {
        var problems = [Problem]()
        let view = try MobilityHeaderView(vector.octets.span.bytes)
        let format = VectorTests.format(of: vector)
        view.check(format, homeAddress: VectorTests.homeAddress, into: &problems)
        let message = try MobilityMessage(view, format: format)
        #expect(message == VectorTests.contents[vector.name])
        #expect(problems == VectorTests.problems[vector.name] ?? [])
    }

    @Test func aPayloadProtoOtherThan59IsRejected() {
        let vector = Vector.named("S10")
        #expect(
            throws: WireError(field: .payloadProto, offset: 0, reason: .invalid(found: 255, expected: 59))
        ) {
            _ = try MobilityMessage(reading: vector.octets, format: .rfc5648)
        }
    }

    @Test(arguments: Vector.all.filter { !unwritable.contains($0.name) })
    func whatWasBuiltByTheRulesIsWrittenAsItWas(vector: Vector) throws {
        let message = try #require(VectorTests.contents[vector.name])
        let written = try message.encoded(format: VectorTests.format(of: vector))
        #expect(written == vector.octetsWithoutChecksum)
    }

    @Test(arguments: Vector.all.filter { unwritable.contains($0.name) && $0.name != "S10" })
    func whatBreaksTheRulesIsWrittenByThem(vector: Vector) throws {
        let message = try #require(VectorTests.contents[vector.name])
        let written = try message.encoded(format: .rfc5648)
        #expect(written != vector.octetsWithoutChecksum)
        var problems = [Problem]()
        #expect(
            try MobilityMessage(reading: written.span.bytes, format: .rfc5648, report: &problems) == message)
        #expect(problems.allSatisfy { $0.rule == .authorizationNamesNonces })
    }

    /// scapy's alignment vectors, checksum 0.
    @Test(arguments: [
        ("3b0105000000 4242d0000003 02020000", MobilityOption.bindingRefreshAdvice(interval: 0)),
        (
            "3b0305000000 4242d0000003 0100 0310 00000000000000000000000000000000",
            .alternateCareOfAddress(.unspecified)
        ),
        (
            "3b0305000000 4242d0000003 0612 0040 00000000000000000000000000000000",
            .mobileNetworkPrefix(IPv6Prefix(.unspecified, length: 64))
        ),
        (
            "3b0305000000 4242d0000003 010400000000 0a08 0000000000000000 01020000",
            .messageIdentification(timestamp: 0)
        ),
    ])
    func anOptionStandsAtItsAlignment(text: String, option: MobilityOption) throws {
        let message = VectorTests.update(0x4242, 0xd000, lifetime: 3, [option])
        #expect(try message.encoded(format: .rfc5648) == octets(text))
        #expect(try MobilityMessage(reading: octets(text), format: .rfc5648) == message)
    }
}

extension Vector {
    /// The Mobility Header with its checksum set to 0, as a message is written.
    fileprivate var octetsWithoutChecksum: [UInt8] { octets[..<4] + [0, 0] + octets[6...] }
}
