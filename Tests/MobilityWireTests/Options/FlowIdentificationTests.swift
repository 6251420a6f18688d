import MobilityWire
import Testing

/// Flow Identification and Flow Summary (RFC 6089 §4).
struct FlowIdentificationTests {
    private func message(_ text: String) throws -> MobilityMessage {
        var rest = octets(text)
        rest += [UInt8](repeating: 0, count: -(12 + rest.count) & 7)
        let header = [59, UInt8((12 + rest.count) / 8 - 1)] + octets("05 00 0000 0001 c000 0009")
        return try MobilityMessage(reading: header + rest, format: .rfc5648)
    }

    @Test func aFlowIsReadAndWrittenWithItsSubOptions() throws {
        // Type 45, Length 32; FID, FID-PRI, reserved, status; BID Reference 1, 2; Pad1; PadN(3); Traffic Selector of
        // format 1; an unknown sub-option.
        let text = """
            2d 20 0007 0002 00 00
            02 04 0001 0002
            00
            01 01 00
            03 06 01 00 c0000201
            c8 06 010203040506
            """
        let flow = FlowIdentification(
            flowIdentifier: 7, priority: 2,
            subOptions: [
                .bindingReference(bids: [1, 2]), .padding(octets: 1), .padding(octets: 3),
                .trafficSelector(format: 1, data: [0xc0, 0, 2, 1]),
                .other(type: 200, data: [1, 2, 3, 4, 5, 6]),
            ])
        let message = try message(text)
        #expect(message.options == [.flowIdentification(flow)])
        let written = try message.encoded(format: .rfc5648)
        #expect(Array(written[12..<46]) == octets(text))
    }

    @Test func aStatusAnswersAFlow() throws {
        #expect(
            try message("2d 06 0007 0002 00 83").options
                == [.flowIdentification(FlowIdentification(flowIdentifier: 7, priority: 2, status: 131))])
    }

    @Test(
        "A sub-option that does not fit makes the option malformed",
        arguments: [
            "2d 0a 0007 0002 0000 0204 0001",  // ends behind the option
            "2d 0b 0007 0002 0000 0203 000102",  // half a BID
            "2d 09 0007 0002 0000 0301 01",  // a selector without its reserved octet
            "2d 07 0007 0002 0000 02",  // a type without a length
        ])
    func aSubOptionThatDoesNotFit(text: String) throws {
        #expect(try message(text).options == [.malformed(type: 45, data: Array(octets(text)[2...]))])
    }

    @Test func aSummaryListsFlows() throws {
        #expect(
            try message("2c 06 0001 0002 ffff").options == [.flowSummary(flowIdentifiers: [1, 2, 0xffff])])
        #expect(try message("2c 03 0001 02").options == [.malformed(type: 44, data: [0, 1, 2])])
    }
}
