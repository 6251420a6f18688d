import MobilityWire
import Testing

@testable import LinuxHost

/// Packets that a kernel with Mobile IPv6 has taken apart, made again as they were on the wire.
@Suite struct PlainPacketTests {
    private func upperLayer(_ octets: [UInt8]) -> UInt8? { PlainPacket.upperLayer(of: octets.span.bytes) }

    private let home = IPv6Address(high: 0x2001_0db8_0001_0000, low: 0x100)
    private let careOf = IPv6Address(high: 0x2001_0db8_0011_0000, low: 9)
    private let agent = IPv6Address(high: 0x2001_0db8_0001_0000, low: 1)
    private let message: [UInt8] = [59, 0, 5, 0, 1, 2, 3, 4]

    private func wire(_ source: IPv6Address, _ destination: IPv6Address, _ first: UInt8, _ rest: [UInt8])
        -> [UInt8]
    {
        [0x60, 0, 0, 0, 0, UInt8(rest.count), first, 64] + source.octets + destination.octets + rest
    }

    private func options(_ next: UInt8, _ address: IPv6Address) -> [UInt8] {
        [next, 2, 1, 2, 0, 0, 0xc9, 16] + address.octets
    }

    private func routing(_ next: UInt8, _ address: IPv6Address, left: UInt8) -> [UInt8] {
        [next, 2, 2, left, 0, 0, 0, 0] + address.octets
    }

    @Test func theHomeAddressGoesBackIntoItsOption() {
        let packet = PlainPacket(
            source: home, destination: agent, hopLimit: 64, extensions: ([60] + options(135, careOf))[...],
            payload: message[...])
        #expect(packet.octets == wire(careOf, agent, 60, options(135, home) + message))
        #expect(packet.sender == careOf)
    }

    @Test func theHomeAddressGoesBackIntoItsRoutingHeader() {
        let packet = PlainPacket(
            source: agent, destination: home, hopLimit: 64,
            extensions: ([43] + routing(135, careOf, left: 0))[...], payload: message[...])
        #expect(packet.octets == wire(agent, careOf, 43, routing(135, home, left: 1) + message))
    }

    @Test func bothStandInTheirOrder() {
        let other = IPv6Address(high: 0x2001_0db8_0002_0000, low: 7)
        let packet = PlainPacket(
            source: home, destination: other, hopLimit: 64,
            extensions: ([43] + routing(60, agent, left: 0) + [60] + options(135, careOf))[...],
            payload: message[...])
        #expect(
            packet.octets
                == wire(careOf, agent, 43, routing(60, other, left: 1) + options(135, home) + message))
        #expect(upperLayer(packet.octets) == 135)
    }

    @Test func aHeaderThatIsCutOffEndsTheHeaders() {
        for count in 0..<25 {
            let packet = PlainPacket(
                source: home, destination: agent, hopLimit: 64,
                extensions: ([60] + options(135, careOf))[..<count], payload: message[...])
            #expect(packet.octets == wire(home, agent, 135, message))
        }
    }

    @Test func anOptionThatReachesOverTheEndIsNone() {
        let broken: [UInt8] = [135, 0, 0xc9, 16, 0, 0, 0, 0]
        let packet = PlainPacket(
            source: home, destination: agent, hopLimit: 64, extensions: ([60] + broken)[...],
            payload: message[...])
        #expect(packet.octets == wire(home, agent, 60, broken + message))
    }

    @Test func theUpperLayerOfWhatIsCutOffIsUnknown() {
        let whole = wire(home, agent, 60, options(135, careOf) + message)
        #expect(upperLayer(whole) == 135)
        #expect(upperLayer(Array(whole.prefix(40))) == nil)
        #expect(upperLayer([]) == nil)
    }
}
