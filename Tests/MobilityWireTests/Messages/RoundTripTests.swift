import MobilityWire
import MobilityWireTestSupport
import TestSupport
import Testing

/// Random messages that break no rule: written, checked, read, written again.
struct RoundTripTests {
    private let homeAddress = IPv6Address(high: 0x2001_0db8_0001_0000, low: 0x1234)

    @Test(arguments: [
        WireFormat.rfc5648, .draft06, WireFormat(.rfc5648, bindingIdentifierType: 222),
        WireFormat(.draft06, bindingIdentifierType: 99),
    ])
    func aValidMessageHasNoProblemAndComesBackAsItWas(format: WireFormat) throws {
        var messages = RandomMessages(SplitMix.ofThisRun(), format: format, homeAddress: homeAddress)
        var writer = OctetWriter()
        for _ in 0..<4000 {
            let message = messages.message()
            writer.removeAll()
            try message.encode(into: &writer, format: format)
            #expect(writer.count % 8 == 0)
            var problems = [Problem]()
            let view = try MobilityHeaderView(writer.bytes)
            let isWhole = view.check(format, homeAddress: homeAddress, into: &problems)
            #expect(isWhole)
            let back = try MobilityMessage(view, format: format)
            let again = try back.encoded(format: format)
            try #require(problems == [], "\(message)")
            try #require(back.withoutOptionsOfBody == message.withoutOptionsOfBody)
            try #require(again == writer.octets, "\(message)")
        }
    }
}

extension MobilityMessage {
    /// The message without the options that are also in a kept body, and that body as whole units of 8 octets.
    fileprivate var withoutOptionsOfBody: MobilityMessage {
        guard case .other(let message) = self else { return self }
        return .other(OtherMessage(type: message.type, body: message.body))
    }
}
