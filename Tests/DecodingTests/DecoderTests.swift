import Capture
import Decoding
import Foundation
import MobilityWire
import MobilityWireTestSupport
import Testing

/// A decoded message as programs see it.
struct Object {
    let values: [String: Any]

    subscript(key: String) -> Any? { values[key] }
    func text(_ key: String) -> String? { values[key] as? String }
    func number(_ key: String) -> Int? { values[key] as? Int }
    func texts(_ key: String) -> [String]? { values[key] as? [String] }
    func objects(_ key: String) -> [Object] {
        (values[key] as? [[String: Any]] ?? []).map(Object.init)
    }

    /// The objects that JSON lines hold; each line has to be one.
    static func all(_ lines: String) throws -> [Object] {
        try lines.split(separator: "\n").map {
            Object(values: try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]))
        }
    }
}

private let node = IPv6Address(high: 0x2001_0db8_0001_0000, low: 0x1234)
private let agent = IPv6Address(high: 0x2001_0db8_0001_0000, low: 1)
private let careOf = IPv6Address(high: 0x2001_0db8_000a_0000, low: 0x10)

/// Decodes packets, each of which is one message, to objects.
private func objects(_ packets: [[UInt8]], options: DecodingOptions = DecodingOptions()) throws -> [Object] {
    try Object.all(decoded(packets, by: JSONPrinter(), options: options))
}

private func object(_ packet: [UInt8], options: DecodingOptions = DecodingOptions()) throws -> Object {
    try #require(objects([packet], options: options).first)
}

/// The same octets with some of them replaced.
private func changed(_ octets: [UInt8], at offset: Int, to new: [UInt8]) -> [UInt8] {
    Array(octets[..<offset]) + new + octets[(offset + new.count)...]
}

struct DecoderTests {
    private func packet(_ message: MobilityMessage, format: WireFormat = .rfc5648) throws -> [UInt8] {
        try SignallingPacket(
            source: careOf, destination: agent, homeAddressOption: node, payload: .mobility(message)
        ).encoded(format: format)
    }

    private func update(_ options: [MobilityOption]) -> MobilityMessage {
        .bindingUpdate(
            BindingUpdate(
                sequence: 7, flags: [.acknowledge, .homeRegistration], lifetime: 900, options: options))
    }

    @Test func aBindingUpdateHasItsFields() throws {
        let found = try object(Vector.named("C1").packet)
        #expect(found.number("frame") == 1)
        #expect(found.text("source") == "2001:db8:a::10")
        #expect(found.text("destination") == "2001:db8:1::1")
        #expect(found.texts("encapsulation") == ["ipv6"])
        #expect(found.text("home_address") == "2001:db8:1::1234")
        #expect(found.text("home_address_from") == "destination-option")
        #expect(found.text("type") == "binding-update")
        #expect(found.number("type_number") == 5)
        #expect(found.text("checksum") == "correct")
        #expect(found.text("profile") == "rfc5648")
        #expect(found.number("sequence") == 1)
        #expect(found.texts("flags") == ["A", "H", "O"])
        #expect(found.number("lifetime") == 3600)
        #expect(found.objects("problems").isEmpty)
        let option = try #require(found.objects("options").first)
        #expect(found.objects("options").count == 1, "padding is left out")
        #expect(option.number("type") == 35)
        #expect(option.text("name") == "binding-identifier")
        #expect(option.number("bid") == 1)
        #expect(option["home"] as? Bool == false)
        #expect(option.text("care_of_address") == "2001:db8:a::10")
    }

    @Test func anAcknowledgementToldByARoutingHeaderHasItsStatusInWords() throws {
        let found = try object(Vector.named("C6").packet)
        #expect(found.text("home_address_from") == "routing-header")
        #expect(found.number("status") == 0)
        #expect(found.text("status_name") == "Binding Update accepted")
        let home = try object(Vector.named("C8").packet)
        #expect(home["home_address"] == nil)
        #expect(home.text("status_name") == "MCOA RETURNHOME WO/NDP")
    }

    @Test func timesHaveThePrecisionOfTheCapture() throws {
        let lines = try decoded([Vector.named("C1").packet], by: JSONPrinter())
        #expect(lines.contains(#""time":1795464000.000123,"#))
    }

    @Test func anotherDayIsALineOfItsOwn() throws {
        var decoder = CaptureDecoder(LinePrinter(), options: DecodingOptions())
        var out = OutputBuffer()
        // Two seconds before midnight, and one second after another.
        let packets = [[UInt8]](repeating: Vector.named("C1").packet, count: 4)
        let octets = capture(packets, start: 86_398)
        var reader = InMemoryCapture(octets.span.bytes)
        while let frame = try reader.next() { decoder.decode(frame, into: &out) }
        let lines = out.octets.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }.split(separator: "\n")
        #expect(
            lines.map { $0.prefix(10) } == [
                "23:59:58.0", "23:59:59.0", "1970-01-02", "00:00:00.0", "00:00:01.0",
            ])
    }

    @Test func aBitOfShisaIsNoProxyRegistration() throws {
        let update = BindingUpdate(
            sequence: 7, flags: [.acknowledge, .homeRegistration, .proxyRegistration], lifetime: 900,
            options: [.bindingIdentifier(.rfc5648(bid: 1))])
        var packet = try packet(.bindingUpdate(update))
        // Its option has type 7 and no care-of address.
        let option = try #require(packet.lastIndex(of: 35))
        packet[option] = 7
        #expect(try decoded([packet], by: LinePrinter()).contains("  AHM "))
        #expect(try object(packet).texts("flags") == ["A", "H", "M"])
        #expect(try decoded([packet], by: TreePrinter()).contains("M: Multiple Care-of Addresses"))
    }

    @Test func dualStackPacketsTellTheirHeaders() throws {
        let found = try object(Vector.named("C18").packet)
        #expect(found.texts("encapsulation") == ["ipv4", "udp", "ipv6"])
        #expect(found.text("source") == "2001:db8:1::1234")
        #expect(found.objects("options").first?.text("care_of_address") == "192.0.2.10")
        let line = try decoded([Vector.named("C18").packet], by: LinePrinter())
        #expect(line.contains("  in 192.0.2.10 > 198.51.100.1 udp 50000 > 4191\n"))
    }

    @Test func tunnelsAreFollowed() throws {
        let inner = SignallingPacket(
            encapsulation: [.ipv6(source: agent, destination: careOf)], source: agent, destination: node,
            payload: .mobility(.homeTest(TestReply(nonceIndex: 17, cookie: 0x0102, token: 0xfeed))))
        let found = try object(inner.encoded(format: .rfc5648))
        #expect(found.texts("encapsulation") == ["ipv6", "ipv6"])
        #expect(found.text("type") == "home-test")
        #expect(found.number("nonce_index") == 17)
        #expect(found.text("cookie") == "0000000000000102")
        #expect(found.text("token") == "000000000000feed")
    }

    @Test func espIsReportedWithItsSPI() throws {
        let packet = SignallingPacket(
            source: careOf, destination: agent, homeAddressOption: node,
            payload: .esp(spi: 0xffff_fff0, sequence: 3, octets: [1, 2, 3, 4]))
        let found = try object(packet.encoded(format: .rfc5648))
        #expect(found.text("type") == "esp")
        #expect(found.number("spi") == 0xffff_fff0)
        #expect(found.number("sequence") == 3)
        #expect(found.text("home_address") == "2001:db8:1::1234")
        #expect(found.text("checksum") == "unverifiable")
    }

    @Test func fragmentsArePutTogether() throws {
        let whole = Vector.named("C2").packet
        // Behind the IPv6 header stands a fragment header: next header, reserved, offset and M, identification.
        func fragment(_ range: Range<Int>, isLast: Bool) -> [UInt8] {
            let place = UInt16(range.lowerBound - 40) | (isLast ? 0 : 1)
            let header: [UInt8] = [whole[6], 0, UInt8(place >> 8), UInt8(place & 0xff), 0, 0, 0, 9]
            let length = 8 + range.count
            return changed(Array(whole[..<40]), at: 4, to: [UInt8(length >> 8), UInt8(length & 0xff), 44])
                + header + whole[range]
        }
        let parts = [fragment(40..<80, isLast: false), fragment(80..<whole.count, isLast: true)]
        let found = try objects([parts[1], Vector.named("C1").packet, parts[0]])
        #expect(found.map { $0.number("frame") } == [2, 3], "the frame that completes it")
        #expect(found.last?.number("sequence") == 2)
        #expect(found.last?.text("checksum") == "correct")
        #expect(found.last?.objects("options").count == 2)
        #expect(try decoded(parts, by: TreePrinter()).contains("put together from fragments"))
    }

    @Test func discoveryIsSignallingToo() throws {
        let question = SignallingPacket(
            source: careOf, destination: agent,
            payload: .discovery(.homeAgentAddressRequest(identifier: 5, mobileRouter: true)))
        let answer = SignallingPacket(
            source: agent, destination: careOf,
            payload: .discovery(
                .homeAgentAddressReply(identifier: 5, mobileRouter: false, homeAgents: [agent])))
        let found = try objects([question.encoded(format: .rfc5648), answer.encoded(format: .rfc5648)])
        #expect(found[0].text("type") == "home-agent-address-discovery-request")
        #expect(found[0].number("type_number") == 144)
        #expect(found[0].texts("flags") == ["R"])
        #expect(found[1].texts("home_agents") == ["2001:db8:1::1"])
        #expect(found[1].number("identifier") == 5)
        #expect(found.allSatisfy { $0.text("checksum") == "correct" })
    }

    @Test func datagramsWithAHomeAddressAreListedOnlyWhenAllAreWanted() throws {
        let data = try SignallingPacket(
            source: careOf, destination: agent, homeAddressOption: node,
            payload: .data(nextHeader: 17, octets: [0, 1, 0, 2, 0, 8, 0, 0])
        ).encoded(format: .rfc5648)
        let plain = try SignallingPacket(
            source: careOf, destination: agent,
            payload: .data(nextHeader: 17, octets: [0, 1, 0, 2, 0, 8, 0, 0])
        ).encoded(format: .rfc5648)
        #expect(try objects([data, plain]).isEmpty)
        let found = try objects([data, plain], options: DecodingOptions(listsAll: true))
        #expect(found.count == 1)
        #expect(found.first?.text("type") == "datagram")
        #expect(found.first?.number("next_header") == 17)
        #expect(found.first?.text("home_address") == "2001:db8:1::1234")
    }

    @Test func aMessageThatCannotBeReadIsStillAnObject() throws {
        // Payload Proto 255 (S10); a Header Len that is too small; a capture that was cut short.
        let proto = try object(Vector.named("S10").packet)
        #expect(proto.text("type") == "binding-refresh-request")
        #expect(
            proto.objects("problems").contains {
                $0.number("offset") == 0 && $0.text("field") == "Payload Proto"
            })
        let short = try object(changed(Vector.named("Z8").packet, at: 41, to: [0]))
        #expect(short.text("type") == "binding-error")
        #expect(short.objects("problems").contains { $0.text("section") == "RFC 6275 §9.2" })
        let cut = try object(Array(Vector.named("C2").packet.dropLast(20)))
        #expect(cut.text("type") == "binding-update")
        #expect(cut.text("checksum") == "unverifiable")
        #expect(!cut.objects("problems").isEmpty)
    }

    @Test func anUnknownTypeIsNamedSo() throws {
        let found = try object(changed(Vector.named("Z6").packet, at: 42, to: [99]))
        #expect(found.text("type") == "unknown")
        #expect(found.number("type_number") == 99)
        #expect(found.text("data") != nil)
        #expect(found.text("checksum") == "incorrect")
    }

    @Test func anOptionThatRunsBehindTheEndLeavesWhatStoodBefore() throws {
        // The second option of C2 stands at octet 42 of the message, whose header begins at 64.
        let found = try object(changed(Vector.named("C2").packet, at: 64 + 43, to: [200]))
        #expect(found.objects("options").count == 1)
        #expect(found.objects("problems").contains { $0.number("offset") == 43 })
    }

    @Test func problemsSayWhereWhatAndWhy() throws {
        let found = try object(Vector.named("T7").packet)
        let problem = try #require(found.objects("problems").first { $0.number("offset") == 12 })
        #expect(problem.text("section") == "RFC 6275 §6.2.1")
        #expect(problem.text("message")?.contains("alignment") == true)
        let checksum = try #require(found.objects("problems").first { $0.number("offset") == 4 })
        #expect(checksum.text("field") == "Checksum")
    }

    @Test func optionsHaveTheirFields() throws {
        let found = try object(
            packet(
                update([
                    .nonceIndices(home: 17, careOf: 34),
                    .mobileNetworkPrefix(
                        IPv6Prefix(IPv6Address(high: 0x2001_0db8_000f_0000, low: 0), length: 48)),
                    .linkLayerAddress(code: 2, address: [2, 0xaa, 0xbb, 0xcc, 0xdd, 0xee]),
                    .mobileNodeIdentifier(subtype: 1, identifier: Array("mn@\u{1b}[31m\"x".utf8)),
                    .ipv4HomeAddress(IPv4Address(0xc000_0201), prefixLength: 32, requestsPrefix: false),
                    .flowIdentification(
                        FlowIdentification(
                            flowIdentifier: 1, priority: 2,
                            subOptions: [.bindingReference(bids: [1, 2])])),
                    .other(type: 58, data: [1, 2]),
                    .messageAuthentication(subtype: 1, spi: 256, data: [0xab, 0xcd]),
                ])))
        let options = found.objects("options")
        #expect(options.map { $0.number("type") } == [4, 6, 7, 8, 29, 45, 58, 9])
        #expect(options[0].number("home_nonce_index") == 17 && options[0].number("care_of_nonce_index") == 34)
        #expect(options[1].text("prefix") == "2001:db8:f::" && options[1].number("prefix_length") == 48)
        #expect(options[2].text("link_layer_address") == "02aabbccddee" && options[2].number("code") == 2)
        #expect(options[3].text("network_access_identifier") == "mn@\u{1b}[31m\"x")
        #expect(options[4].text("home_address") == "192.0.2.1")
        #expect(options[5].objects("sub_options").first?["bids"] as? [Int] == [1, 2])
        #expect(options[6].text("name") == "quality-of-service" && options[6].text("data") == "0102")
        #expect(options[7].number("spi") == 256 && options[7].text("authentication_data") == "abcd")
    }

    @Test func whatComesFromOutsideDoesNotSteerTheTerminal() throws {
        let packet = try packet(
            update([.mobileNodeIdentifier(subtype: 1, identifier: Array("a\u{1b}]0;x\u{7}".utf8))]))
        for text in try [decoded([packet], by: LinePrinter()), decoded([packet], by: TreePrinter())] {
            #expect(!text.utf8.contains(0x1b) && !text.utf8.contains(7))
            #expect(text.contains(#"a\u001b]0;x\u0007"#))
        }
    }

    @Test func theDraftIsFoundOutAndRemembered() throws {
        func draft(_ message: MobilityMessage) throws -> [UInt8] { try packet(message, format: .draft06) }
        let bid = MobilityOption.bindingIdentifier(
            .draft06(bid: 1, overwrite: true, careOfAddress: .ipv6(careOf)))
        let first = try draft(update([bid]))
        let found = try object(first)
        #expect(found.text("profile") == "draft-06")
        #expect(found.text("profile_reason")?.contains("C of the draft") == true)
        #expect(found.objects("options").first?.texts("flags") == ["C", "O"])
        // The same pair of nodes again, in a message that fits both.
        let plain = try draft(update([.bindingIdentifier(.draft06(bid: 1))]))
        #expect(try objects([plain]).map { $0.text("profile") } == ["rfc5648"])
        #expect(try objects([first, plain]).map { $0.text("profile") } == ["draft-06", "draft-06"])
        // A profile that was asked for is taken whatever the octets look like.
        let asked = try object(first, options: DecodingOptions(format: .rfc5648))
        #expect(asked.text("profile") == "rfc5648")
        #expect(asked.objects("options").first?["home"] as? Bool == true)
    }

    @Test func everyMessageHasATreeWithMeaningsAndSections() throws {
        var lines = 0
        for vector in Vector.all {
            let text = try decoded([vector.packet], by: TreePrinter())
            for line in text.split(separator: "\n").dropFirst() where line.first == " " {
                lines += 1
                #expect(line.last == "]", "\(vector): \(line)")
                #expect(line.contains(". ["), "\(vector): \(line)")
            }
        }
        #expect(lines > 1000)
    }

    @Test func everyPrefixAndEveryChangeOfAnOctetIsPrinted() throws {
        for name in ["C2", "C10", "C18", "S7", "Z8", "T14"] {
            let packet = Vector.named(name).packet
            var packets = (0...packet.count).map { Array(packet[..<$0]) }
            packets += packet.indices.flatMap { index in
                [0x01, 0x80, 0xff].map { changed(packet, at: index, to: [packet[index] ^ $0]) }
            }
            let lines = try decoded(packets, by: JSONPrinter(), options: DecodingOptions(listsAll: true))
            #expect(try Object.all(lines).count > packet.count)
            _ = try decoded(packets, by: TreePrinter(), options: DecodingOptions(listsAll: true))
            _ = try decoded(packets, by: LinePrinter(), options: DecodingOptions(listsAll: true))
        }
    }
}
