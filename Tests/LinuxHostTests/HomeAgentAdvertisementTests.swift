import MobilityWire
import Nodes
import Testing

@testable import LinuxHost

@Suite struct HomeAgentAdvertisementTests {
    private static let agent = IPv6Address("2001:db8:1::7")?.octets ?? []

    /// A router advertisement with these flags and options.
    private func packet(flags: UInt8, _ options: [UInt8]) -> [UInt8] {
        let source: [UInt8] = [0xfe, 0x80] + [UInt8](repeating: 0, count: 13) + [1]
        let destination: [UInt8] = [0xff, 2] + [UInt8](repeating: 0, count: 13) + [1]
        let body: [UInt8] = [134, 0, 0, 0, 64, flags, 0x07, 0x08] + [UInt8](repeating: 0, count: 8) + options
        return [0x60, 0, 0, 0, 0, UInt8(body.count), 58, 255] + source + destination + body
    }

    private func prefix(flags: UInt8) -> [UInt8] {
        [3, 4, 64, flags] + [UInt8](repeating: 0xff, count: 8) + [0, 0, 0, 0] + Self.agent
    }

    @Test func theHBitMakesAHomeAgentWhoseAddressStandsInAPrefix() throws {
        let plain = try #require(HomeAgentAdvertisement(packet(flags: 0x20, prefix(flags: 0xe0))))
        #expect(plain.address == IPv6Address("2001:db8:1::7"))
        #expect(plain.preference == 0)
        #expect(plain.lifetime == .seconds(1800))
        let said = try #require(
            HomeAgentAdvertisement(packet(flags: 0x20, prefix(flags: 0xe0) + [8, 1, 0, 0, 0xff, 0xfe, 0, 9])))
        #expect(said.preference == -2)
        #expect(said.lifetime == .seconds(9))
    }

    @Test func othersAreNone() {
        #expect(HomeAgentAdvertisement(packet(flags: 0, prefix(flags: 0xe0))) == nil, "no H")
        #expect(HomeAgentAdvertisement(packet(flags: 0x20, prefix(flags: 0xc0))) == nil, "no R")
        #expect(HomeAgentAdvertisement(packet(flags: 0x20, [3, 0, 64, 0xe0])) == nil, "a length of zero")
        var far = packet(flags: 0x20, prefix(flags: 0xe0))
        far[7] = 64
        #expect(HomeAgentAdvertisement(far) == nil, "it passed a router")
        let whole = packet(flags: 0x20, prefix(flags: 0xe0))
        for count in 0..<whole.count {
            _ = HomeAgentAdvertisement(Array(whole.prefix(count)))
        }
    }
}
