import MobilityWire
import Testing

/// What the walk makes of single headers: IPv6 and its extension headers.
@Suite struct PacketViewTests {
    @Test func plainMobilityHeader() {
        let view = Walked(ipv6(135, hopLimit: 3, refreshRequest))
        #expect(view.failure == nil)
        #expect(view.facts.kind == .mobility)
        #expect(view.facts.hopLimit == 3)
        #expect(view.headers == [.ipv6(source: address(careOf), destination: address(homeAgent))])
        #expect(view.payload == refreshRequest)
        #expect(view.problems.isEmpty)
        #expect(view.checksum == .incorrect)
    }

    @Test func paddingOfTheLinkIsNotPartOfThePacket() {
        let view = Walked(ipv6(135, length: 8, refreshRequest + [1, 2, 3]))
        #expect(view.payload == refreshRequest)
        #expect(view.facts.missing == 0)
        #expect(view.problems.isEmpty)
    }

    @Test func whatTheCaptureCutOffIsMissing() {
        let view = Walked(ipv6(135, length: 20, refreshRequest))
        #expect(view.payload == refreshRequest)
        #expect(view.facts.missing == 12)
        #expect(view.problems.isEmpty)
        let udp = Walked(ipv6(17, length: 20, udp(to: 53, length: 20, [])))
        #expect(udp.checksum == .unverifiable)
    }

    @Test func neitherIPv4NorIPv6IsAnError() {
        #expect(
            Walked([0x50, 0]).failure
                == WireError(field: .internetHeader, offset: 0, reason: .invalid(found: 5, expected: 6)))
        #expect(
            Walked([]).failure
                == WireError(
                    field: .internetHeader, offset: 0, reason: .truncated(needed: 1, available: 0)))
        let cut = Walked(Array(ipv6(135, refreshRequest)[..<39]))
        #expect(
            cut.failure
                == WireError(
                    field: .internetHeader, offset: 0, reason: .truncated(needed: 40, available: 39)))
        #expect(cut.facts.kind == .unreadable)
        #expect(cut.source == .unspecified)
    }

    @Test func hopLimitZeroIsReported() {
        #expect(
            Walked(ipv6(135, hopLimit: 0, refreshRequest)).problems
                == [Problem(.hopLimitIsNotZero, field: .hopLimit, offset: 7, found: 0)])
    }

    @Test func payloadLengthZeroIsReportedWhereSomethingFollows() {
        let view = Walked(ipv6(135, length: 0, refreshRequest))
        #expect(view.rules == [.payloadLengthIsNotZero])
        #expect(view.payload.isEmpty)
        #expect(Walked(ipv6(59, [])).problems.isEmpty)
        // RFC 2675: the length is in an option of Hop-by-Hop Options.
        let jumbo = Walked(ipv6(0, length: 0, options(135, [0xc2, 4, 0, 1, 0, 0], refreshRequest)))
        #expect(jumbo.rules == [.payloadLengthIsNotZero, .packetIsNotJumbo])
        #expect(jumbo.payload == refreshRequest)
    }

    @Test func homeAddressOptionAlone() {
        let view = Walked(ipv6(60, homeAddressOption(135, refreshRequest)))
        #expect(view.homeAddressOption == address(homeAddress))
        #expect(view.facts.extensions == .destinationOptions)
        #expect(view.problems.isEmpty)
    }

    @Test func homeAddressOptionAmongOthersIsFoundToo() {
        // Tunnel Encapsulation Limit (RFC 2473 §4.1.1), Pad1, and the address at 8n+6.
        let several: [UInt8] = [4, 1, 5, 0, 0xc9, 16] + address(homeAddress).octets
        let view = Walked(ipv6(60, options(135, [1, 6, 0, 0, 0, 0, 0, 0] + several, refreshRequest)))
        #expect(view.homeAddressOption == address(homeAddress))
        #expect(view.problems.isEmpty)
    }

    @Test func homeAddressOptionOffItsAlignmentIsReportedAndRead() {
        let view = Walked(
            ipv6(60, options(135, [0xc9, 16] + address(homeAddress).octets + [1, 2, 0, 0], refreshRequest)))
        #expect(view.homeAddressOption == address(homeAddress))
        #expect(
            view.problems == [
                Problem(.homeAddressOptionIsAligned, field: .homeAddressOption, offset: 42)
            ])
    }

    @Test func secondHomeAddressOptionIsReportedAndTheFirstHolds() {
        let view = Walked(
            ipv6(60, homeAddressOption(60, homeAddressOption(135, of: "2001:db8::9", refreshRequest))))
        #expect(view.homeAddressOption == address(homeAddress))
        #expect(
            view.problems == [
                Problem(.homeAddressOptionStandsOnce, field: .homeAddressOption, offset: 70)
            ])
    }

    @Test(arguments: ["::", "::1", "ff02::1", "fe80::1", "::ffff:192.0.2.1"])
    func homeAddressThatIsNotRoutableIsReported(home: String) {
        #expect(
            Walked(ipv6(60, homeAddressOption(135, of: home, refreshRequest))).problems
                == [Problem(.homeAddressIsRoutable, field: .homeAddressOption, offset: 48)])
        #expect(
            Walked(ipv6(43, routing2(135, of: home, refreshRequest))).problems
                == [Problem(.homeAddressIsRoutable, field: .homeAddress, offset: 48)])
    }

    @Test func homeAddressOptionBeforeARoutingHeaderIsOutOfPlace() {
        let view = Walked(ipv6(60, homeAddressOption(43, routing2(135, refreshRequest))))
        #expect(view.rules == [.homeAddressOptionIsInPlace])
        let right = Walked(ipv6(43, routing2(60, homeAddressOption(135, refreshRequest))))
        #expect(right.problems.isEmpty)
        #expect(right.homeAddressOption != nil && right.routingHeader != nil)
    }

    @Test func homeAddressOptionBehindFragmentHeaderOrAHIsOutOfPlace() {
        let view = Walked(
            ipv6(44, fragment(60, 0, more: false, homeAddressOption(135, refreshRequest))))
        #expect(view.rules == [.homeAddressOptionIsInPlace])
        let authentication: [UInt8] = [60, 4, 0, 0, 0, 0, 1, 0] + [UInt8](repeating: 0, count: 16)
        #expect(
            Walked(ipv6(51, authentication + homeAddressOption(135, refreshRequest))).rules
                == [.homeAddressOptionIsInPlace])
    }

    @Test func homeAddressOptionOfAnotherLengthIsAnError() {
        let view = Walked(
            ipv6(60, options(135, [1, 0, 0xc9, 2, 9, 9], refreshRequest)))
        #expect(
            view.failure
                == WireError(
                    field: .homeAddressOption, offset: 45, reason: .invalid(found: 2, expected: 16)))
    }

    @Test func optionBehindItsHeaderIsAnError() {
        #expect(
            Walked(ipv6(60, options(135, [1, 5, 0, 0, 0, 0], refreshRequest))).failure
                == WireError(
                    field: .destinationOption, offset: 42, reason: .truncated(needed: 7, available: 6)))
        #expect(
            Walked(ipv6(60, options(135, [1, 3, 0, 0, 0, 5], refreshRequest))).failure
                == WireError(
                    field: .destinationOption, offset: 47, reason: .truncated(needed: 2, available: 1)))
    }

    @Test func paddingAndUnknownOptionsAreReported() {
        let view = Walked(ipv6(60, options(135, [1, 1, 9, 0x80, 1, 0], refreshRequest)))
        #expect(
            view.problems == [
                Problem(.headerPaddingIsZero, field: .padding, offset: 44, found: 9, expected: 0),
                Problem(.optionIsRecognized, field: .destinationOption, offset: 45, found: 0x80),
            ])
    }

    @Test func hopByHopOptionsStandFirst() {
        let hopByHop = options(60, [5, 2, 0, 0, 1, 0], homeAddressOption(135, refreshRequest))
        #expect(Walked(ipv6(0, hopByHop)).problems.isEmpty)
        #expect(
            Walked(ipv6(60, homeAddressOption(0, options(135, [1, 4, 0, 0, 0, 0], refreshRequest)))).rules
                == [.hopByHopStandsFirst])
    }

    @Test func routingHeaderOfType2() {
        let view = Walked(ipv6(43, routing2(135, refreshRequest)))
        #expect(view.routingHeader == address(homeAddress))
        #expect(view.facts.extensions == .routingType2)
        #expect(view.problems.isEmpty)
    }

    @Test func segmentsLeftOfType2() {
        let two = Walked(ipv6(43, routing2(135, segmentsLeft: 2, refreshRequest)))
        #expect(
            two.problems == [
                Problem(.oneSegmentIsLeft, field: .segmentsLeft, offset: 43, found: 2, expected: 1)
            ])
        // With none left the destination is the home address already, and the header's is that of the link.
        let none = Walked(ipv6(43, routing2(135, segmentsLeft: 0, refreshRequest)))
        #expect(none.rules == [.oneSegmentIsLeft])
        #expect(none.routingHeader == nil)
    }

    @Test func lengthAndReservedOfType2() {
        let long = [135, 4, 2, 1, 0, 0, 0, 0] + address(homeAddress).octets + address(careOf).octets
        #expect(
            Walked(ipv6(43, long + refreshRequest)).problems
                == [
                    Problem(
                        .routingHeaderLengthFits, field: .routingHeader, offset: 41, found: 4, expected: 2)
                ])
        let short = Walked(ipv6(43, [135, 0, 2, 1, 0, 0, 0, 0] + refreshRequest))
        #expect(short.rules == [.routingHeaderLengthFits])
        #expect(short.routingHeader == nil)
        #expect(
            Walked(ipv6(43, routing2(135, reserved: 1, refreshRequest))).problems
                == [
                    Problem(
                        .headerReservedIsZero, field: .reserved, offset: 44, found: 0x0100_0000, expected: 0)
                ])
        let twice = Walked(ipv6(43, routing2(43, routing2(135, of: "2001:db8::9", refreshRequest))))
        #expect(twice.rules == [.routingHeaderStandsOnce])
        #expect(twice.routingHeader == address(homeAddress))
    }

    @Test func otherRoutingTypesLeaveTheChecksumOpen() {
        let type4 = [135, 2, 4, 1, 0, 0, 0, 0] + address(homeAddress).octets
        let view = Walked(ipv6(43, type4 + refreshRequest))
        #expect(view.problems.isEmpty)
        #expect(view.facts.extensions.contains(.routing))
        #expect(view.checksum == .unverifiable)
        var type0 = type4
        type0[2] = 0
        #expect(Walked(ipv6(43, type0 + refreshRequest)).rules == [.routingTypeIsInUse])
        type0[3] = 0
        #expect(Walked(ipv6(43, type0 + refreshRequest)).checksum == .incorrect)
    }

    @Test func authenticationHeaderIsPassedOver() {
        // RFC 4302 §2.2: length 4 is six words of four octets; the reserved field is not zero.
        let header: [UInt8] = [135, 4, 0, 1, 0, 0, 1, 0] + [UInt8](repeating: 0, count: 16)
        let view = Walked(ipv6(51, header + refreshRequest))
        #expect(view.payload == refreshRequest)
        #expect(view.facts.extensions == .authentication)
        #expect(view.rules == [.headerReservedIsZero])
        let odd: [UInt8] = [135, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
        #expect(Walked(ipv6(51, odd + refreshRequest)).rules == [.authenticationHeaderIsAligned])
        let short: [UInt8] = [135, 0] + [UInt8](repeating: 0, count: 10)
        #expect(
            Walked(ipv6(51, short)).failure
                == WireError(
                    field: .authenticationHeader, offset: 40, reason: .invalid(found: 8, expected: 12)))
    }

    @Test func espShowsItsIndexAndNumber() throws {
        let view = Walked(
            ipv6(60, homeAddressOption(50, [0, 0, 1, 0, 0, 0, 0, 9] + [UInt8](repeating: 0xee, count: 24))))
        #expect(view.facts.kind == .esp)
        let esp = try #require(view.esp)
        #expect(esp == (256, 9))
        #expect(view.homeAddressOption == address(homeAddress))
        #expect(view.checksum == .unverifiable)
        #expect(
            Walked(ipv6(50, [0, 0, 1, 0])).failure
                == WireError(field: .esp, offset: 40, reason: .truncated(needed: 8, available: 4)))
    }

    @Test func noNextHeader() {
        #expect(Walked(ipv6(59, [])).facts.kind == .none)
        let view = Walked(ipv6(59, [1, 2]))
        #expect(view.facts.kind == .none)
        #expect(
            view.problems == [Problem(.nothingBehindNoNextHeader, field: .trailingOctets, offset: 40)])
    }

    @Test func kindsOfICMPv6() {
        for type in 0...255 {
            let view = Walked(ipv6(58, [UInt8(type), 0, 0, 0, 0, 0, 0, 0]))
            let expected: PacketFacts.PayloadKind =
                switch type {
                case 144...147: .discovery
                case ..<128: .icmpError
                default: .icmp
                }
            #expect(view.facts.kind == expected)
        }
    }

    @Test func atomicFragmentIsReadOn() {
        let view = Walked(ipv6(44, fragment(135, 0, more: false, refreshRequest)))
        #expect(view.facts.kind == .mobility)
        #expect(view.facts.extensions == .fragment)
        #expect(view.problems.isEmpty)
    }

    @Test func fragmentEndsTheWalk() throws {
        let view = Walked(ipv6(60, homeAddressOption(44, fragment(135, 16, more: true, refreshRequest))))
        #expect(view.facts.kind == .fragment)
        #expect(view.facts.nextHeader == 135)
        let part = try #require(view.fragment)
        #expect(part.identification == 7)
        #expect(part.offset == 16)
        #expect(part.moreFollow)
        #expect(part.unfragmentableEnd == 64)
        #expect(view.checksum == .unverifiable)
        #expect(view.problems.isEmpty)
        #expect(Walked(ipv6(44, fragment(135, 8, more: true, [1]))).rules == [.fragmentLengthFits])
        var reserved = fragment(135, 8, more: false, [1])
        reserved[3] |= 2
        #expect(Walked(ipv6(44, reserved)).rules == [.headerReservedIsZero])
    }

    @Test func extensionHeadersWithoutEndAreAnError() {
        var chain = refreshRequest
        for _ in 0..<40 { chain = options(60, [1, 4, 0, 0, 0, 0], chain) }
        let view = Walked(ipv6(60, chain))
        #expect(
            view.failure
                == WireError(field: .extensionHeader, offset: 40 + 8 * 32, reason: .tooDeep(limit: 32)))
    }
}
