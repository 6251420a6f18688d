import MobilityWire
import Testing

/// The layout of every option but Binding Identifier and flows: the octets are written out, the value is read from them
/// and written to them. In a Binding Update options begin at 12.
struct OptionLayoutTests {
    struct Layout: Sendable, CustomTestStringConvertible {
        let text: String
        let option: MobilityOption
        var testDescription: String { text }

        init(_ text: String, _ option: MobilityOption) {
            self.text = text
            self.option = option
        }
    }

    static let layouts: [Layout] = [
        // Type 2, Length 2; interval in units of 4 seconds (RFC 6275 §6.2.4).
        Layout("02 02 ffff", .bindingRefreshAdvice(interval: 65535)),
        // PadN(2); type 3, Length 16; address (RFC 6275 §6.2.5).
        Layout(
            "0100 03 10 20010db8000a00000000000000000010",
            .alternateCareOfAddress(IPv6Address(high: 0x2001_0db8_000a_0000, low: 0x10))),
        // Type 4, Length 4; home nonce index, care-of nonce index (RFC 6275 §6.2.6).
        Layout("04 04 0011 0022 0104 00000000", .nonceIndices(home: 0x11, careOf: 0x22)),
        // PadN(6); type 5, Length 12; authenticator; nothing behind (RFC 6275 §6.2.7).
        Layout(
            "0104 00000000 05 0c 0102030405060708090a0b0c",
            .bindingAuthorizationData(authenticator: (1...12).map { $0 })),
        // Type 6, Length 18; reserved, prefix length, prefix (RFC 3963 §4.3).
        Layout(
            "06 12 00 30 20010db8000f00000000000000000000",
            .mobileNetworkPrefix(
                IPv6Prefix(IPv6Address(high: 0x2001_0db8_000f_0000, low: 0), length: 48))),
        Layout(
            "06 12 00 80 20010db8000000000000000000000001",
            .mobileNetworkPrefix(
                IPv6Prefix(IPv6Address(high: 0x2001_0db8_0000_0000, low: 1), length: 128))),
        Layout(
            "06 12 00 00 00000000000000000000000000000000",
            .mobileNetworkPrefix(IPv6Prefix(.unspecified, length: 0))),
        // Type 7; option code 2, an Ethernet address; padding to 8 (RFC 5568 §6.4.3).
        Layout(
            "07 07 02 02aabbccddee 0101 00",
            .linkLayerAddress(code: 2, address: [0x02, 0xaa, 0xbb, 0xcc, 0xdd, 0xee])),
        Layout("07 01 02 00", .linkLayerAddress(code: 2, address: [])),
        // Type 8; subtype 1, identifier (RFC 4283 §3).
        Layout(
            "08 05 01 61406278 0103 000000", .mobileNodeIdentifier(subtype: 1, identifier: Array("a@bx".utf8))
        ),
        // Pad1; type 9; subtype, SPI, authentication data (RFC 4285 §5).
        Layout(
            "00 09 11 01 00000100 0102030405060708090a0b0c",
            .messageAuthentication(subtype: 1, spi: 256, data: (1...12).map { $0 })),
        Layout("00 09 05 02 00000003 0102 0000", .messageAuthentication(subtype: 2, spi: 3, data: [])),
        // PadN(6); type 10, Length 8; NTP timestamp (RFC 4285 §6).
        Layout(
            "0104 00000000 0a 08 0102030405060708 0102 0000",
            .messageIdentification(timestamp: 0x0102_0304_0506_0708)),
        // Type 29, Length 6; prefix length 32 and P: 100000 1 0 00000000; address (RFC 5555 §3.1.1).
        Layout(
            "1d 06 8200 c0000201 0102 0000",
            .ipv4HomeAddress(IPv4Address(0xc000_0201), prefixLength: 32, requestsPrefix: true)),
        Layout(
            "1d 06 6000 00000000 0102 0000",
            .ipv4HomeAddress(.unspecified, prefixLength: 24, requestsPrefix: false)),
        // Type 30, Length 6; status, prefix length 011000 00, address (RFC 5555 §3.2.1).
        Layout(
            "1e 06 80 60 c0000201 0102 0000",
            .ipv4AddressAcknowledgement(status: 128, prefixLength: 24, IPv4Address(0xc000_0201))),
        // Type 31, Length 6; F and 15 reserved bits, refresh time in seconds (RFC 5555 §3.2.2).
        Layout("1f 06 8000 0000006e 0102 0000", .natDetection(forceEncapsulation: true, refreshTime: 110)),
        Layout("1f 06 0000 ffffffff 0102 0000", .natDetection(forceEncapsulation: false, refreshTime: .max)),
        // Type 32, Length 6; 16 reserved bits, address (RFC 5555 §3.1.2).
        Layout("20 06 0000 c000020a 0102 0000", .ipv4CareOfAddress(IPv4Address(0xc000_020a))),
        // Known by name only, and not known at all: type, Length, octets as they are.
        Layout("0b 00 0100", .other(type: 11, data: [])),
        Layout("c8 03 010203 0105 0000000000", .other(type: 200, data: [1, 2, 3])),
    ]

    @Test(arguments: layouts)
    func anOptionIsReadAndWrittenInItsLayout(layout: Layout) throws {
        let message = MobilityMessage.bindingUpdate(
            BindingUpdate(sequence: 1, flags: .acknowledge, lifetime: 9, options: [layout.option]))
        let rest = octets(layout.text)
        let header = [59, UInt8((12 + rest.count) / 8 - 1)] + octets("05 00 0000 0001 8000 0009")
        #expect((12 + rest.count) % 8 == 0)
        #expect(try message.encoded(format: .rfc5648) == header + rest)
        #expect(try MobilityMessage(reading: header + rest, format: .rfc5648) == message)
    }

    /// Each kind with each Length from 0 to 40.
    @Test(arguments: OptionKind.allCases)
    func aLengthThatDoesNotFitMakesTheOptionMalformed(kind: OptionKind) throws {
        for length in 0...40 {
            // Zeros are a valid content of every option.
            let data = [UInt8](repeating: 0, count: length)
            var octets = octets("3b00 0500 0000 0001 8000 0009") + [kind.rawValue, UInt8(length)] + data
            octets += [UInt8](repeating: 0, count: -octets.count & 7)
            octets[1] = UInt8(octets.count / 8 - 1)
            for profile in [WireProfile.rfc5648, .draft06] {
                let option = try #require(
                    MobilityMessage(reading: octets, format: WireFormat(profile)).options.first)
                let isMalformed = option == .malformed(type: kind.rawValue, data: data)
                #expect(isMalformed == !kind.allows(length: length, profile: profile), "\(length)")
            }
        }
    }

    @Test func lengthsAreThoseOfTheStandards() {
        func lengths(_ kind: OptionKind, _ profile: WireProfile = .rfc5648) -> [Int] {
            (0...20).filter { kind.allows(length: $0, profile: profile) }
        }
        #expect(lengths(.bindingRefreshAdvice) == [2])
        #expect(lengths(.alternateCareOfAddress) == [16])
        #expect(lengths(.nonceIndices) == [4])
        #expect(lengths(.bindingAuthorizationData) == [12])
        #expect(lengths(.mobileNetworkPrefix) == [18])
        #expect(lengths(.messageIdentification) == [8])
        #expect(lengths(.bindingIdentifier) == [4, 8, 20])
        #expect(lengths(.bindingIdentifier, .draft06) == [4, 8, 20])
        #expect(lengths(.bindingIdentifier, .shisa) == [4])
        #expect(lengths(.flowSummary) == [2, 4, 6, 8, 10, 12, 14, 16, 18, 20])
        #expect(lengths(.linkLayerAddress) == Array(1...20))
        #expect(lengths(.messageAuthentication) == Array(5...20))
        #expect(lengths(.flowIdentification) == Array(6...20))
    }

    @Test func aPrefixLengthAbove128IsMalformed() throws {
        let rest = octets("06 12 00 81 20010db8000f00000000000000000000")
        let message = try MobilityMessage(
            reading: octets("3b03 0500 0000 0001 8400 0009") + rest, format: .rfc5648)
        #expect(message.options == [.malformed(type: 6, data: Array(rest[2...]))])
        // It is kept, so that it can be shown and sent again.
        #expect(try message.encoded(format: .rfc5648) == octets("3b03 0500 0000 0001 8400 0009") + rest)
    }

    @Test func kindsHaveTheNumbersOfTheRegistry() {
        for kind in OptionKind.allCases {
            #expect(MobilityOptionType(rawValue: kind.rawValue).isAssigned)
            #expect(OptionKind(number: kind.rawValue) == kind)
        }
        for number in UInt8.min...UInt8.max {
            #expect(OptionKind(number: number)?.rawValue ?? number == number)
            #expect(OptionKind(number: number) == OptionKind(rawValue: number))
            #expect(MessageKind(type: number) == MessageKind(rawValue: number))
        }
    }

    @Test(arguments: [
        (OptionAlignment(1), [0, 0, 0, 0, 0, 0, 0, 0]),
        (OptionAlignment(2), [0, 1, 0, 1, 0, 1, 0, 1]),
        (OptionAlignment(4), [0, 3, 2, 1, 0, 3, 2, 1]),
        (OptionAlignment(4, 1), [1, 0, 3, 2, 1, 0, 3, 2]),
        (OptionAlignment(8, 2), [2, 1, 0, 7, 6, 5, 4, 3]),
        (OptionAlignment(8, 4), [4, 3, 2, 1, 0, 7, 6, 5]),
        (OptionAlignment(8, 6), [6, 5, 4, 3, 2, 1, 0, 7]),
    ])
    func alignmentSaysHowMuchPaddingIsNeeded(alignment: OptionAlignment, expected: [Int]) {
        #expect((0..<8).map { alignment.padding(at: $0) } == expected)
        #expect((2040..<2048).map { alignment.padding(at: $0) } == expected)
    }

    @Test func aPositionOfAnotherMessageReadsNothing() throws {
        let long = octets("3b03 0500 0000 0001 8000 0009 0100 0310 20010db8000a00000000000000000010 0100")
        let short: [UInt8] = [59, 0, 0, 0, 0, 0, 0, 0]
        var walk = try MobilityHeaderView(long.span.bytes).options
        _ = try walk.next()
        let position = try #require(try walk.next())
        let view = try MobilityHeaderView(short.span.bytes)
        let address = view.alternateCareOfAddress(at: position)
        let first = view.firstOctet(at: position)
        let count = view.data(at: position).byteCount
        #expect(address == nil)
        #expect(first == nil)
        #expect(count == 0)
    }
}
