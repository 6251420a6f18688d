import MobilityWire
import MobilityWireTestSupport
import Testing

/// Packets inside packets: IPv4, UDP, IPv6-in-IPv6, and how deep.
@Suite struct TunnelTests {
    static let inner = ipv6(135, from: homeAddress, refreshRequest)

    @Test(arguments: [
        (ipv6(41, inner), [HeaderKind.ipv6, .ipv6]),
        (ipv4(41, inner), [.ipv4, .ipv6]),
        (ipv4(17, udp(inner)), [.ipv4, .udp, .ipv6]),
        (ipv6(4, ipv4(41, inner)), [.ipv6, .ipv4, .ipv6]),
        (ipv6(60, homeAddressOption(41, inner)), [.ipv6, .ipv6]),
        (ipv4(4, ipv4(17, udp(inner))), [.ipv4, .ipv4, .udp, .ipv6]),
    ])
    func innermostHeaderCounts(packet: [UInt8], path: [HeaderKind]) {
        let view = Walked(packet)
        #expect(view.failure == nil)
        #expect(view.path == path)
        #expect(view.facts.kind == .mobility)
        #expect(view.source == address(homeAddress))
        // A home address option of the outer header is that header's.
        #expect(view.homeAddressOption == nil)
        #expect(view.facts.payloadOffset == packet.count - 8)
    }

    @Test func eightHeadersAreFollowedAndNotNine() {
        var packet = TunnelTests.inner
        for _ in 0..<7 { packet = ipv6(41, packet) }
        #expect(Walked(packet).path.count == 8)
        #expect(Walked(packet).failure == nil)
        let view = Walked(ipv6(41, packet))
        #expect(
            view.failure
                == WireError(field: .internetHeader, offset: 320, reason: .tooDeep(limit: 8)))
    }

    @Test func innerHeaderOfTheWrongVersionIsAnError() {
        #expect(
            Walked(ipv6(41, ipv4(41, TunnelTests.inner))).failure
                == WireError(field: .internetHeader, offset: 40, reason: .invalid(found: 4, expected: 6)))
    }

    @Test func innerPacketFillsTheOuterOne() {
        let view = Walked(ipv6(41, TunnelTests.inner + [0, 0]))
        #expect(view.payload == refreshRequest)
        #expect(
            view.problems == [
                Problem(
                    .innerPacketFillsOuter, field: .trailingOctets, offset: 88, found: 2, expected: 0)
            ])
    }

    @Test func innerPacketEndsInTheOuterOne() {
        let view = Walked(ipv6(41, ipv6(135, length: 12, refreshRequest)))
        #expect(view.facts.missing == 4)
        #expect(
            view.problems == [
                Problem(
                    .innerPacketEndsInOuter, field: .payloadLength, offset: 44, found: 4, expected: 0)
            ])
        // Where the capture cut the outer packet as well, nothing is wrong.
        let cut = Walked(ipv6(41, length: 52, ipv6(135, length: 12, refreshRequest)))
        #expect(cut.facts.missing == 4)
        #expect(cut.problems.isEmpty)
    }

    @Test func ipv4HeaderIsVerified() {
        var packet = ipv4(41, TunnelTests.inner)
        packet[10] ^= 0xff
        let view = Walked(packet)
        #expect(view.rules == [.headerChecksumFits])
        #expect(view.problems.first?.expected == view.problems.first?.found.map { $0 ^ 0xff00 })
        #expect(Walked(ipv4(41, timeToLive: 0, TunnelTests.inner)).rules == [.hopLimitIsNotZero])
        #expect(Walked(ipv4(41, flags: 0x8000, TunnelTests.inner)).rules == [.headerReservedIsZero])
        #expect(Walked(ipv4(41, length: 0, TunnelTests.inner)).rules == [.payloadLengthIsNotZero])
        #expect(
            Walked(ipv4(41, length: 19, TunnelTests.inner)).failure
                == WireError(field: .payloadLength, offset: 2, reason: .invalid(found: 19, expected: 20)))
        var short = packet
        short[0] = 0x44
        #expect(
            Walked(short).failure
                == WireError(
                    field: .internetHeaderLength, offset: 0, reason: .invalid(found: 16, expected: 20)))
    }

    @Test func optionsOfIPv4ArePassedOver() {
        let view = Walked(ipv4(41, options: [0x94, 4, 0, 0], TunnelTests.inner))
        #expect(view.path == [.ipv4, .ipv6])
        #expect(view.problems.isEmpty)
    }

    @Test func ipv4FragmentEndsTheWalk() throws {
        let view = Walked(ipv4(17, flags: 0x2003, identification: 0x1234, [UInt8](repeating: 0, count: 16)))
        #expect(view.facts.kind == .fragment)
        #expect(view.facts.nextHeader == 17)
        let part = try #require(view.fragment)
        #expect(part.identification == 0x1234)
        #expect(part.offset == 24)
        #expect(part.moreFollow)
    }

    @Test func udpChecksumOfTheTunnel() {
        // Over IPv4 none is allowed; over IPv6 it is reported.
        #expect(Walked(ipv4(17, udp(TunnelTests.inner))).problems.isEmpty)
        #expect(Walked(ipv6(17, udp(TunnelTests.inner))).rules == [.udpChecksumIsThere])
        var wrong = Vector.named("C18").packet
        wrong[26] ^= 1
        #expect(
            Walked(wrong).problems == [
                Problem(.udpChecksumFits, field: .udpChecksum, offset: 26, found: 0x59a5, expected: 0x58a5)
            ])
    }

    @Test func udpLengthIsChecked() {
        #expect(
            Walked(ipv4(17, udp(length: 7, TunnelTests.inner))).failure
                == WireError(field: .udpLength, offset: 24, reason: .invalid(found: 7, expected: 8)))
        let long = Walked(ipv4(17, udp(length: 57, TunnelTests.inner)))
        #expect(long.rules == [.innerPacketEndsInOuter])
        #expect(
            Walked(ipv4(17, [0, 1, 2])).failure
                == WireError(field: .udpHeader, offset: 20, reason: .truncated(needed: 8, available: 3)))
    }

    @Test func otherUDPIsData() {
        for packet in [
            ipv4(17, udp(from: 53, to: 53, TunnelTests.inner)), ipv4(17, udp([0x10, 0])), ipv4(17, udp([])),
        ] {
            let view = Walked(packet)
            #expect(view.facts.kind == .other)
            #expect(view.facts.nextHeader == 17)
            #expect(view.path == [.ipv4])
            #expect(view.source == IPv4Address(0xc000_020a).mapped)
        }
    }

    @Test func natTraversalPort() throws {
        let esp = Walked(ipv4(17, udp(from: 4500, to: 4500, [0, 0, 1, 1, 0, 0, 0, 2, 0xee])))
        #expect(esp.facts.kind == .esp)
        #expect(esp.path == [.ipv4, .udp])
        let numbers = try #require(esp.esp)
        #expect(numbers == (257, 2))
        #expect(esp.problems.isEmpty)

        let exchange = Walked(ipv4(17, udp(to: 4500, [0, 0, 0, 0, 1, 2, 3, 4])))
        #expect(exchange.facts.kind == .keyExchange)
        #expect(exchange.payload == [1, 2, 3, 4])

        let alive = Walked(ipv4(17, udp(to: 4500, [0xff])))
        #expect(alive.facts.kind == .keepAlive)
        #expect(alive.payload == [0xff])

        #expect(Walked(ipv4(17, udp(to: 4500, [0, 0, 1]))).facts.kind == .other)
    }

    @Test func extensionHeadersMeanNothingBehindIPv4() {
        for number: UInt8 in [0, 43, 44, 60, 135, 58, 59] {
            let view = Walked(ipv4(number, refreshRequest))
            #expect(view.facts.kind == .other)
            #expect(view.facts.nextHeader == number)
        }
    }
}
