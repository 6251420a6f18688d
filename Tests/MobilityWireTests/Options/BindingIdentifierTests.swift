import MobilityWire
import Testing

/// The three layouts of the Binding Identifier option (RFC 5648 §4.2, draft-06 §4.2, SHISA).
struct BindingIdentifierTests {
    private func options(_ text: String, _ format: WireFormat) throws -> [MobilityOption] {
        var rest = octets(text)
        rest += [UInt8](repeating: 0, count: -(12 + rest.count) & 7)
        let header = [59, UInt8((12 + rest.count) / 8 - 1)] + octets("05 00 0000 0001 c000 0009")
        return try MobilityMessage(reading: header + rest, format: format).options
    }

    private func binding(_ text: String, _ format: WireFormat) throws -> BindingIdentifier? {
        guard case .bindingIdentifier(let option)? = try options(text, format).first else { return nil }
        return option
    }

    @Test func rfc5648HasHomeFlagAndPriority() throws {
        // BID 0x0102, status 3, H and BID-PRI 5.
        let option = try #require(try binding("23 04 0102 03 85", .rfc5648))
        #expect(option == .rfc5648(bid: 0x0102, status: 3, home: true, priority: 5))
        #expect(option.home && option.priority == 5 && option.careOfAddress == nil)
        #expect(!option.overwrite && !option.careOfAddressFlag && !option.ipv4Flag)
    }

    @Test func draft06HasFourFlags() throws {
        // C 0x80, O 0x40, H 0x20, D 0x10.
        let cases: [(UInt8, [Bool])] = [
            (0x80, [true, false, false, false]), (0x40, [false, true, false, false]),
            (0x20, [false, false, true, false]), (0x10, [false, false, false, true]),
            (0xff, [true, true, true, true]), (0x0f, [false, false, false, false]),
        ]
        for (flags, expected) in cases {
            let option = try #require(
                try binding("23 04 0001 00 \(String(flags, radix: 16).leftPadded)", .draft06))
            #expect(
                [option.careOfAddressFlag, option.overwrite, option.home, option.ipv4Flag] == expected)
            #expect(option.priority == 0)
            #expect(option.flags == flags)
        }
    }

    @Test("The Length alone says which address there is", arguments: [WireFormat.rfc5648, .draft06])
    func theLengthAloneSaysWhichAddressThereIs(format: WireFormat) throws {
        #expect(try binding("23 04 0001 0000", format)?.careOfAddress == nil)
        #expect(
            try binding("23 08 0001 0000 c000020a", format)?.careOfAddress
                == .ipv4(IPv4Address(0xc000_020a)))
        #expect(
            try binding("23 14 0001 0000 20010db8000a00000000000000000010", format)?.careOfAddress
                == .ipv6(IPv6Address(high: 0x2001_0db8_000a_0000, low: 0x10)))
        // draft-07 to -10 had 12 for IPv4.
        #expect(
            try options("23 0c 0001 0000 c000020a 00000000", format)
                == [.malformed(type: 35, data: octets("0001 0000 c000020a 00000000"))])
    }

    @Test func theDraftsFlagsFollowFromTheAddress() {
        let ipv6 = CareOfAddress.ipv6(.loopback)
        let ipv4 = CareOfAddress.ipv4(.unspecified)
        #expect(BindingIdentifier.draft06(bid: 1).flags == 0)
        #expect(BindingIdentifier.draft06(bid: 1, careOfAddress: ipv6).flags == 0x80)
        #expect(BindingIdentifier.draft06(bid: 1, careOfAddress: ipv4).flags == 0x90)
        #expect(BindingIdentifier.draft06(bid: 1, overwrite: true, home: true).flags == 0x60)
        #expect(BindingIdentifier.rfc5648(bid: 1, home: true, priority: 0xff).flags == 0xff)
        #expect(BindingIdentifier.rfc5648(bid: 1, priority: 0xff).flags == 0x7f)
        #expect(
            [nil, ipv4, ipv6].map { BindingIdentifier.rfc5648(bid: 1, careOfAddress: $0).length } == [
                4, 8, 20,
            ])
    }

    @Test func theNumberIsConfigurable() throws {
        let format = WireFormat(.draft06, bindingIdentifierType: 222)
        #expect(try binding("de 04 0001 0020", format)?.home == true)
        // Then 35 is only an option that is not known.
        #expect(try options("23 04 0001 0020", format) == [.other(type: 35, data: [0, 1, 0, 0x20])])
        let message = MobilityMessage.bindingRefreshRequest(
            BindingRefreshRequest(options: [.bindingIdentifier(.draft06(bid: 7))]))
        #expect(try message.encoded(format: format) == octets("3b01 0000 0000 0000 de04 0007 0000 0100"))
    }

    @Test func shisaSharesItsNumberWithTheLinkLayerAddress() throws {
        let shisa = WireFormat(.shisa)
        // Length 4: BID and "stop the proxy"; Length 7: code 2 and an Ethernet address.
        #expect(
            try binding("07 04 0003 8000", shisa)
                == BindingIdentifier(profile: .shisa, bid: 3, flags: 0x80))
        #expect(
            try options("07 07 02 02aabbccddee", shisa)
                == [.linkLayerAddress(code: 2, address: [0x02, 0xaa, 0xbb, 0xcc, 0xdd, 0xee])])
        #expect(try options("23 04 0001 0000", shisa) == [.other(type: 35, data: [0, 1, 0, 0])])
        // Elsewhere type 7 is a link-layer address whatever its Length.
        #expect(
            try options("07 04 02 0abbcc", .rfc5648)
                == [.linkLayerAddress(code: 2, address: [0x0a, 0xbb, 0xcc])])
    }

    @Test("Options with an address stand at 8n+2, others at 2n; the draft states no alignment")
    func alignmentFollowsTheProfile() throws {
        let address = CareOfAddress.ipv6(IPv6Address(high: 0x2001_0db8_000a_0000, low: 0x10))
        // RFC 5648: 6 octets of padding before the first, 2 before each following one.
        #expect(
            try positions((1...3).map { .rfc5648(bid: $0, careOfAddress: address) }, .rfc5648) == [
                18, 42, 66,
            ])
        #expect(try positions((1...3).map { .rfc5648(bid: $0) }, .rfc5648) == [12, 18, 24])
        #expect(
            try positions((1...3).map { .draft06(bid: $0, careOfAddress: address) }, .draft06) == [
                12, 34, 56,
            ])
    }

    private func positions(_ options: [BindingIdentifier], _ format: WireFormat) throws -> [Int] {
        let octets = try MobilityMessage.bindingUpdate(
            BindingUpdate(
                sequence: 1, flags: [], lifetime: 1, options: options.map { .bindingIdentifier($0) })
        ).encoded(format: format)
        var positions = [Int]()
        var walk = try MobilityHeaderView(octets.span.bytes).options
        while let position = try walk.next() {
            if !position.isPadding { positions.append(position.offset) }
        }
        return positions
    }
}

extension String {
    /// Two hexadecimal digits.
    fileprivate var leftPadded: String { count < 2 ? "0" + self : self }
}
