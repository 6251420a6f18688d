import MobilityWire
import MobilityWireTestSupport
import Testing

/// What stands around the Mobility Header in every vector, its checksum, and whole packets written as they were read.
@Suite struct PacketVectorTests {
    /// Vectors whose checksum field is not right: T has 0 everywhere, Z9 was made so.
    static func hasWrongChecksum(_ vector: Vector) -> Bool {
        vector.name == "Z9" || vector.name.hasPrefix("T")
    }

    @Test(arguments: Vector.all)
    func headersLeadToTheMobilityHeader(vector: Vector) throws {
        let view = Walked(vector.packet)
        #expect(view.failure == nil)
        #expect(view.facts.kind == .mobility)
        #expect(view.facts.nextHeader == 135)
        #expect(view.facts.payloadOffset == vector.headers.count)
        #expect(view.facts.payloadLength == vector.octets.count)
        #expect(view.facts.missing == 0)
        #expect(view.facts.hopLimit == 64)
        // S6 has :: for a home address; nothing else deviates outside the Mobility Headers.
        #expect(view.rules == (vector.name == "S6" ? [.homeAddressIsRoutable] : []))
    }

    @Test(arguments: Vector.all)
    func checksumsAreVerifiedByTheHomeAddressRules(vector: Vector) throws {
        let view = Walked(vector.packet)
        #expect(view.checksum == (PacketVectorTests.hasWrongChecksum(vector) ? .incorrect : .correct))
        let checksums = try #require(view.checksums)
        #expect(
            (checksums.found == checksums.computed) == !PacketVectorTests.hasWrongChecksum(vector))
        if vector.name == "Z9" { #expect(checksums == (0x0001, 0xb0d8)) }
    }

    struct Addresses: CustomStringConvertible, Sendable {
        let vector: String
        let source: String
        let destination: String
        var homeAddressOption: String?
        var routingHeader: String?
        var path: [HeaderKind] = [.ipv6]
        var description: String { vector }
    }

    static let homeAddress = "2001:db8:1::1234"
    static let homeAgent = "2001:db8:1::1"
    static let careOf = "2001:db8:a::10"
    static let correspondent = "2001:db8:c::99"

    @Test(arguments: [
        Addresses(
            vector: "Z6", source: "2001:4f8:4:7:2e0:81ff:fe52:ffff",
            destination: "2001:4f8:4:7:2e0:81ff:fe52:9a6b"),
        Addresses(vector: "T1", source: "2001:db8::1", destination: "2001:db8::2"),
        Addresses(vector: "S6", source: "::1", destination: "::1", homeAddressOption: "::"),
        Addresses(vector: "S7", source: "::1", destination: "::1", homeAddressOption: "2001:db8::cafe"),
        Addresses(vector: "C1", source: careOf, destination: homeAgent, homeAddressOption: homeAddress),
        Addresses(vector: "C2", source: careOf, destination: homeAgent, homeAddressOption: homeAddress),
        Addresses(vector: "C4", source: careOf, destination: homeAgent, homeAddressOption: homeAddress),
        Addresses(vector: "C5", source: homeAddress, destination: homeAgent),
        Addresses(vector: "C6", source: homeAgent, destination: careOf, routingHeader: homeAddress),
        Addresses(vector: "C8", source: homeAgent, destination: homeAddress),
        Addresses(vector: "C10", source: careOf, destination: correspondent, homeAddressOption: homeAddress),
        Addresses(vector: "C11", source: correspondent, destination: careOf, routingHeader: homeAddress),
        Addresses(vector: "C15", source: homeAgent, destination: homeAddress),
        Addresses(vector: "C16", source: careOf, destination: correspondent),
        Addresses(
            vector: "C18", source: homeAddress, destination: homeAgent, path: [.ipv4, .udp, .ipv6]),
        Addresses(vector: "C20", source: careOf, destination: homeAgent, homeAddressOption: homeAddress),
        Addresses(vector: "C21", source: correspondent, destination: careOf),
        Addresses(vector: "C22", source: homeAgent, destination: homeAddress),
    ])
    func addressesStandWhereTheyBelong(expected: Addresses) throws {
        let view = Walked(Vector.named(expected.vector).packet)
        #expect(view.source.description == expected.source)
        #expect(view.destination.description == expected.destination)
        #expect(view.homeAddressOption?.description == expected.homeAddressOption)
        #expect(view.routingHeader?.description == expected.routingHeader)
        #expect(view.path == expected.path)
    }

    @Test func c18StandsInIPv4AndUDP() throws {
        let packet = Vector.named("C18").packet
        var report = ReadingReport()
        let value = try SignallingPacket(
            reading: packet.span.bytes, format: .rfc5648, report: &report)
        #expect(
            value.encapsulation == [
                .ipv4(source: IPv4Address(0xc000_020a), destination: IPv4Address(0xc633_6401)),
                .udp(sourcePort: 50_000, destinationPort: 4191),
            ])
        // Its IPv4 header checksum 4e4a and its UDP checksum 58a5 are right, so that nothing is reported.
        #expect(report.problems.isEmpty)
    }

    @Test(
        arguments: Vector.all.filter {
            !VectorTests.unwritable.contains($0.name) && !hasWrongChecksum($0)
        })
    func packetsBuiltByTheRulesAreWrittenAsTheyWere(vector: Vector) throws {
        let packet = vector.packet
        let format = VectorTests.format(of: vector)
        var report = ReadingReport()
        let value = try SignallingPacket(reading: packet.span.bytes, format: format, report: &report)
        #expect(value.message != nil)
        #expect(try value.encoded(format: format) == packet)
    }

    @Test(arguments: Vector.all.filter { hasWrongChecksum($0) })
    func wrongChecksumIsAnErrorThatSaysTheRightOne(vector: Vector) throws {
        let packet = vector.packet
        var report = ReadingReport()
        #expect {
            try SignallingPacket(reading: packet.span.bytes, format: .rfc5648, report: &report)
        } throws: { error in
            guard let error = error as? WireError, error.field == .checksum,
                error.offset == vector.headers.count + 4,
                case .checksum(let found, let computed) = error.reason
            else { return false }
            return found == (vector.name == "Z9" ? 1 : 0) && computed != found
        }
    }

    @Test func whoWantsTheMessageInSpiteOfItsChecksumGetsAProblem() throws {
        let packet = Vector.named("Z9").packet
        var report = ReadingReport()
        let view = PacketView(packet.span.bytes, problems: &report.problems)
        let value = try SignallingPacket(
            view, format: .rfc5648, checksumMustFit: false, report: &report)
        #expect(value.message?.type == 7)
        #expect(
            report.problems.first
                == Problem(.checksumFits, field: .checksum, offset: 44, found: 1, expected: 0xb0d8))
    }

    /// zeek, ipv6-mobile-hoa and ipv6-mobile-routing: the rule holds for UDP too.
    @Test(arguments: [
        ("3c", "110201020000c91020010078000100320000000000000001", "753032c8000c43de58585858"),
        ("2b", "110202010000000020010078000100320000000000000001", "753032c8000cde4958585858"),
    ])
    func homeAddressCountsInChecksumsOfOtherProtocols(next: String, header: String, udp: String) throws {
        let base = "600000000024\(next)40200104f80004000702e081fffe52ffff200104f80004000702e081fffe529a6b"
        let packet = octets(base + header + udp)
        let view = Walked(packet)
        #expect(view.facts.kind == .other)
        #expect(view.facts.nextHeader == 17)
        #expect(view.checksum == .correct)
        #expect(view.problems.isEmpty)
        var report = ReadingReport()
        let value = try SignallingPacket(reading: packet.span.bytes, format: .rfc5648, report: &report)
        #expect(value.payload == .data(nextHeader: 17, octets: octets(udp)))
        #expect(try value.encoded(format: .rfc5648) == packet)
        // With the address changed the sum does not fit any more.
        var changed = packet
        changed[55] ^= 1
        #expect(Walked(changed).checksum == .incorrect)
    }
}
