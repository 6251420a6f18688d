import MobilityWire
import Testing

@testable import LinuxHost

@Suite struct NetlinkMessageTests {
    @Test func attributesAreFoundBehindTheFixedPart() {
        var message = NetlinkMessage(type: 16, flags: 0, body: [])
        message.append(UInt64(7))
        message.append(attribute: 3, text: "eth0")
        message.append(attribute: 4, UInt32(1500))
        message.append(nested: 18) { $0.append(attribute: 1, UInt16(9)) }
        let attributes = message.attributes(after: UInt64.self)
        #expect(attributes[3]?.text == "eth0")
        #expect(attributes[4]?.native(UInt32.self) == 1500)
        #expect(attributes[18].map { NetlinkAttributes($0) }?[1]?.native(UInt16.self) == 9)
        #expect(attributes[5] == nil)
    }

    /// Whatever comes, nothing is read beyond the end.
    @Test func brokenAttributesEndTheReading() {
        for body: [UInt8] in [
            [], [4], [4, 0, 1], [0, 0, 1, 0], [3, 0, 1, 0], [255, 255, 1, 0, 1], [9, 0, 1, 0, 1, 2, 3, 4],
        ] {
            #expect(NetlinkAttributes(body[...])[1] == nil)
        }
    }

    @Test func anAddressNeedsSixteenOctets() {
        #expect(IPv6Address(network: [UInt8](repeating: 1, count: 15)[...]) == nil)
        let octets: [UInt8] = [0x20, 1, 0x0d, 0xb8] + [UInt8](repeating: 0, count: 11) + [9]
        #expect(IPv6Address(network: octets[...])?.description == "2001:db8::9")
    }
}
