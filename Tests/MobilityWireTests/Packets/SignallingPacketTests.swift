import MobilityWire
import Testing

/// Packets as values: read, written, and what cannot be.
@Suite struct SignallingPacketTests {
    static func read(_ octets: [UInt8]) throws -> (packet: SignallingPacket, rules: [WireRule]) {
        var report = ReadingReport()
        let packet = try SignallingPacket(reading: octets.span.bytes, format: .rfc5648, report: &report)
        return (packet, report.problems.map(\.rule))
    }

    static func packet(
        _ payload: SignallingPacket.Payload, encapsulation: [SignallingPacket.Encapsulation] = []
    ) -> SignallingPacket {
        SignallingPacket(
            encapsulation: encapsulation, source: address(careOf), destination: address(homeAgent),
            homeAddressOption: address(homeAddress), payload: payload)
    }

    static let outerIPv4 = SignallingPacket.Encapsulation.ipv4(
        source: IPv4Address(0xc000_020a), destination: IPv4Address(0xc633_6401))
    static let outerIPv6 = SignallingPacket.Encapsulation.ipv6(
        source: IPv6Address(high: 0x2001_0db8_000a_0000, low: 0x10),
        destination: IPv6Address(high: 0x2001_0db8_0001_0000, low: 1))
    static let outerUDP = SignallingPacket.Encapsulation.udp(sourcePort: 50_000, destinationPort: 4191)
    static let prefix = DiscoveryMessage.PrefixInformation(
        address: IPv6Address(high: 0x2001_0db8_0001_0000, low: 1), length: 64, flags: 0xe0,
        validLifetime: 86_400, preferredLifetime: .max)

    @Test(arguments: [
        SignallingPacket.Payload.mobility(.bindingRefreshRequest(BindingRefreshRequest())),
        .mobility(
            .bindingUpdate(
                BindingUpdate(
                    sequence: 9, flags: [.acknowledge, .homeRegistration], lifetime: 900,
                    options: [.bindingIdentifier(.rfc5648(bid: 3, careOfAddress: .ipv4(IPv4Address(1))))]))),
        .discovery(.homeAgentAddressRequest(identifier: 0x1234, mobileRouter: false)),
        .discovery(.homeAgentAddressRequest(identifier: 1, mobileRouter: true)),
        .discovery(
            .homeAgentAddressReply(
                identifier: 2, mobileRouter: true, homeAgents: [IPv6Address.loopback, .allNodes])),
        .discovery(.homeAgentAddressReply(identifier: 2, mobileRouter: false, homeAgents: [])),
        .discovery(.mobilePrefixSolicitation(identifier: 0xffff)),
        .discovery(
            .mobilePrefixAdvertisement(
                identifier: 4, managed: true, other: false, prefixes: [prefix, prefix])),
        .discovery(
            .mobilePrefixAdvertisement(identifier: 4, managed: false, other: true, prefixes: [])),
        .icmpError(type: 4, code: 2, parameter: 46, offending: [0x60, 0, 0, 0]),
        .icmpError(type: 1, code: 0, parameter: 0, offending: []),
        .esp(spi: 256, sequence: 1, octets: [UInt8](repeating: 0xaa, count: 40)),
        .data(nextHeader: 17, octets: [0, 1, 0, 2, 0, 9, 0, 0, 7]),
        .data(nextHeader: 59, octets: []),
        .data(nextHeader: 58, octets: [128, 0, 0, 0, 0, 1, 0, 1]),
    ])
    func everyPayloadComesBackAsItWent(payload: SignallingPacket.Payload) throws {
        let tunnels: [[SignallingPacket.Encapsulation]] = [
            [], [SignallingPacketTests.outerIPv6],
            [SignallingPacketTests.outerIPv4, SignallingPacketTests.outerUDP],
            [SignallingPacketTests.outerIPv4],
            [SignallingPacketTests.outerIPv6, SignallingPacketTests.outerUDP],
            [SignallingPacketTests.outerIPv6, SignallingPacketTests.outerIPv4],
        ]
        for encapsulation in tunnels {
            for (option, routing) in [(false, false), (true, false), (false, true), (true, true)] {
                var packet = SignallingPacketTests.packet(payload, encapsulation: encapsulation)
                packet.homeAddressOption = option ? address(homeAddress) : nil
                packet.routingHeader = routing ? address("2001:db8:9::9") : nil
                packet.hopLimit = 200
                let octets = try packet.encoded(format: .rfc5648)
                let back = try SignallingPacketTests.read(octets)
                #expect(back.packet == packet)
                #expect(back.rules.isEmpty)
                let view = Walked(octets)
                #expect(view.problems.isEmpty)
                #expect(view.facts.missing == 0)
                if view.facts.kind == .mobility || view.facts.kind == .discovery {
                    #expect(view.checksum == .correct)
                }
            }
        }
    }

    @Test func discoveryIsLaidOutAsRFC6275Says() throws {
        var packet = SignallingPacketTests.packet(
            .discovery(
                .mobilePrefixAdvertisement(
                    identifier: 0x0102, managed: true, other: true, prefixes: [SignallingPacketTests.prefix]))
        )
        packet.homeAddressOption = nil
        let octets = try packet.encoded(format: .rfc5648)
        // Type 147, code 0; identifier; M and O.
        #expect(Array(octets[40..<42]) == [147, 0])
        #expect(Array(octets[44..<48]) == [1, 2, 0xc0, 0])
        // RFC 4861 §4.6.2: type 3, length 4, 64 bits, L A R, valid, preferred, reserved, prefix.
        #expect(
            Array(octets[48...])
                == [3, 4, 64, 0xe0, 0, 1, 0x51, 0x80, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]
                + address("2001:db8:1::1").octets)
        #expect(Array(octets[4..<8]) == [0, 40, 58, 64])
    }

    @Test func icmpChecksumIsThatOfRFC4443() throws {
        // Request with identifier 1 from ::1 to ::1: 9000 + 0001 + 2·0001 + length 8 + 58 = 9045.
        var packet = SignallingPacketTests.packet(
            .discovery(.homeAgentAddressRequest(identifier: 1, mobileRouter: false)))
        packet.homeAddressOption = nil
        packet.source = .loopback
        packet.destination = .loopback
        #expect(Array(try packet.encoded(format: .rfc5648)[42..<44]) == two(0xffff - 0x9045))
    }

    @Test func optionsOfDiscoveryThatAreNotKnownArePassedOver() throws {
        let unknown: [UInt8] = [200, 1, 1, 2, 3, 4, 5, 6]
        var octets = ipv6(58, [147, 0, 0, 0, 0, 1, 0, 1] + unknown)
        fixChecksum(&octets, at: 42)
        let (packet, rules) = try SignallingPacketTests.read(octets)
        #expect(
            packet.payload
                == .discovery(
                    .mobilePrefixAdvertisement(identifier: 1, managed: false, other: false, prefixes: [])))
        #expect(rules == [.headerReservedIsZero])
    }

    @Test func brokenDiscoveryIsAnErrorAndOddDiscoveryAProblem() throws {
        func error(_ content: [UInt8]) -> WireError? {
            var octets = ipv6(58, content)
            fixChecksum(&octets, at: 42)
            do {
                _ = try SignallingPacketTests.read(octets)
                return nil
            } catch {
                return error as? WireError
            }
        }
        #expect(
            error([147, 0, 0, 0, 0, 1, 0, 0, 3, 0])
                == WireError(field: .icmpOption, offset: 49, reason: .invalid(found: 0, expected: 1)))
        #expect(
            error([147, 0, 0, 0, 0, 1, 0, 0, 3, 2, 0, 0, 0, 0, 0, 0])
                == WireError(
                    field: .icmpOption, offset: 48, reason: .truncated(needed: 16, available: 8)))
        #expect(
            error([144, 0, 0, 0, 0, 1])
                == WireError(field: .icmpHeader, offset: 40, reason: .truncated(needed: 8, available: 6)))
        var odd = ipv6(58, [145, 1, 0, 0, 0, 1, 0, 0] + address(homeAgent).octets + [7])
        fixChecksum(&odd, at: 42)
        let (packet, rules) = try SignallingPacketTests.read(odd)
        #expect(
            packet.payload
                == .discovery(
                    .homeAgentAddressReply(
                        identifier: 1, mobileRouter: false, homeAgents: [address(homeAgent)])))
        #expect(rules == [.discoveryCodeIsZero, .discoveryLengthFits])
    }

    /// Sets the ICMPv6 checksum of a packet with one IPv6 header, by the tests' own sum.
    func fixChecksum(_ octets: inout [UInt8], at offset: Int) {
        let content = Array(octets[40...])
        let sum = complementedSum(
            Array(octets[8..<40]) + [0, 0] + two(content.count) + [0, 0, 0, 58] + content)
        octets.replaceSubrange(offset..<(offset + 2), with: two(Int(sum)))
    }

    @Test func packetsOfIPv4AreThoseBetweenMappedAddresses() throws {
        let octets = ipv4(17, timeToLive: 9, udp(to: 53, [1, 2, 3]))
        let (packet, rules) = try SignallingPacketTests.read(octets)
        #expect(packet.source == IPv4Address(0xc000_020a).mapped)
        #expect(packet.hopLimit == 9)
        #expect(packet.encapsulation.isEmpty)
        #expect(packet.payload == .data(nextHeader: 17, octets: udp(to: 53, [1, 2, 3])))
        #expect(rules.isEmpty)
        #expect(try packet.encoded(format: .rfc5648) == octets)
        let tunnelled = ipv4(17, udp(octets))
        let inner = try SignallingPacketTests.read(tunnelled).packet
        #expect(inner.encapsulation == [SignallingPacketTests.outerIPv4, SignallingPacketTests.outerUDP])
        #expect(inner.payload == packet.payload)
    }

    @Test func espBehindUDPHasNoInnerHeader() throws {
        let octets = ipv4(17, udp(from: 4500, to: 4500, [0, 0, 1, 1, 0, 0, 0, 2, 0xee]))
        let packet = try SignallingPacketTests.read(octets).packet
        #expect(packet.payload == .esp(spi: 257, sequence: 2, octets: [0xee]))
        #expect(
            packet.encapsulation == [
                SignallingPacketTests.outerIPv4, .udp(sourcePort: 4500, destinationPort: 4500),
            ])
        #expect(packet.source == IPv4Address(0xc000_020a).mapped)
        #expect(try packet.encoded(format: .rfc5648) == octets)
    }

    @Test func homeAddressOfAHeaderAroundESPIsLeftOut() throws {
        let octets = ipv6(
            60, hopLimit: 9,
            homeAddressOption(17, udp(from: 4500, to: 4500, [0, 0, 1, 1, 0, 0, 0, 2, 0xee])))
        let packet = try SignallingPacketTests.read(octets).packet
        #expect(packet.homeAddressOption == nil)
        #expect(packet.hopLimit == 64)
        #expect(packet.encapsulation.count == 2)
    }

    @Test func keyExchangeAndKeepAliveAreDataOfUDP() throws {
        for content: [UInt8] in [[0xff], [0, 0, 0, 0, 1, 2]] {
            let octets = ipv4(17, udp(to: 4500, content))
            let packet = try SignallingPacketTests.read(octets).packet
            #expect(packet.payload == .data(nextHeader: 17, octets: udp(to: 4500, content)))
            #expect(try packet.encoded(format: .rfc5648) == octets)
        }
    }

    @Test func headersThatDoNotGoTogetherAreNotWritten() {
        func error(_ packet: SignallingPacket) -> WireError? {
            var writer = OctetWriter(capacity: 64)
            writer.write(UInt16(0x1234))
            do throws(WireError) {
                try packet.encode(into: &writer, format: .rfc5648)
                return nil
            } catch {
                // What stood in the writer before still stands there, and nothing else.
                #expect(writer.octets == [0x12, 0x34])
                return error
            }
        }
        let payload = SignallingPacket.Payload.mobility(.bindingRefreshRequest(BindingRefreshRequest()))
        var packet = SignallingPacketTests.packet(payload, encapsulation: [SignallingPacketTests.outerUDP])
        #expect(error(packet) == WireError(field: .udpHeader, offset: 0, reason: .unsupported))
        packet.encapsulation = [
            SignallingPacketTests.outerIPv4, SignallingPacketTests.outerUDP, SignallingPacketTests.outerUDP,
        ]
        #expect(error(packet) == WireError(field: .udpHeader, offset: 28, reason: .unsupported))
        packet.encapsulation = [
            SignallingPacketTests.outerIPv4, .udp(sourcePort: 4500, destinationPort: 4500),
        ]
        #expect(error(packet) == WireError(field: .esp, offset: 28, reason: .unsupported))
        packet.encapsulation = Array(repeating: SignallingPacketTests.outerIPv6, count: 8)
        #expect(error(packet) == WireError(field: .internetHeader, offset: 0, reason: .tooDeep(limit: 8)))
        packet.encapsulation = []
        packet.source = IPv4Address(1).mapped
        packet.destination = IPv4Address(2).mapped
        #expect(error(packet) == WireError(field: .internetHeader, offset: 0, reason: .unsupported))
        let large = SignallingPacketTests.packet(
            .data(nextHeader: 59, octets: [UInt8](repeating: 0, count: 65_512)))
        #expect(
            error(large)
                == WireError(
                    field: .payloadLength, offset: 4, reason: .tooLarge(value: 65_536, limit: 65_535)))
        var inside = large
        inside.encapsulation = [SignallingPacketTests.outerIPv4, SignallingPacketTests.outerUDP]
        inside.payload = .data(nextHeader: 59, octets: [UInt8](repeating: 0, count: 65_470))
        #expect(
            error(inside)
                == WireError(field: .udpLength, offset: 24, reason: .tooLarge(value: 65_542, limit: 65_535)))
    }

    @Test func fragmentIsNoPacket() {
        let octets = ipv6(44, fragment(135, 0, more: true, refreshRequest))
        #expect(throws: WireError(field: .fragmentHeader, offset: 48, reason: .unsupported)) {
            try SignallingPacketTests.read(octets)
        }
    }

    @Test func errorsInsideTheMobilityHeaderCountFromThePacketsBeginning() {
        let octets = ipv6(60, homeAddressOption(135, [59, 1, 5, 0, 0, 0, 0, 0]))
        #expect(
            throws: WireError(
                field: .headerLength, offset: 65, reason: .truncated(needed: 16, available: 8))
        ) {
            try SignallingPacketTests.read(octets)
        }
    }

    @Test func whatTheCaptureCutOffIsReported() throws {
        let octets = ipv6(17, length: 20, udp(to: 53, length: 20, [1]))
        let (packet, rules) = try SignallingPacketTests.read(octets)
        #expect(packet.payload == .data(nextHeader: 17, octets: udp(to: 53, length: 20, [1])))
        #expect(rules == [.packetIsWhole])
    }

    @Test func writerIsUsedAgainWithoutGrowing() throws {
        let packet = SignallingPacketTests.packet(
            .mobility(.bindingRefreshRequest(BindingRefreshRequest())))
        var writer = OctetWriter()
        try packet.encode(into: &writer, format: .rfc5648)
        let once = writer.octets
        try packet.encode(into: &writer, format: .rfc5648)
        #expect(writer.octets == once + once)
    }
}
