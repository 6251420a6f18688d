import MobilityWire
import Testing

@testable import LinuxHost

@Suite struct TunnelTableTests {
    private func address(_ text: String) throws -> IPv6Address { try #require(IPv6Address(text)) }

    private func table() throws -> TunnelTable {
        var table = TunnelTable(agent: try address("2001:db8:1::1"))
        table[try address("2001:db8:1::100")] = .init(
            preferred: try address("2001:db8:12::9"),
            careOfAddresses: [try address("2001:db8:11::9"), try address("2001:db8:12::9")])
        table.set(
            try #require(IPv6Prefix("2001:db8:f::/48")), of: try address("2001:db8:1::100"), active: true)
        return table
    }

    @Test func packetsToAHomeAddressOrItsNetworkTakeThePreferredBinding() throws {
        let table = try table()
        #expect(table.careOfAddress(for: try address("2001:db8:1::100")) == (try address("2001:db8:12::9")))
        #expect(table.careOfAddress(for: try address("2001:db8:f:7::1")) == (try address("2001:db8:12::9")))
        #expect(table.careOfAddress(for: try address("2001:db8:1::101")) == nil)
    }

    /// any registered care-of address may be the source of a tunnel, and nothing else.
    @Test func onlyTunnelsOfTheOwnerAreAccepted() throws {
        let table = try table()
        let home = try address("2001:db8:1::100")
        #expect(table.accepts(from: try address("2001:db8:11::9"), source: home))
        #expect(table.accepts(from: try address("2001:db8:12::9"), source: try address("2001:db8:f::1")))
        #expect(!table.accepts(from: try address("2001:db8:13::9"), source: home))
        #expect(!table.accepts(from: try address("2001:db8:11::9"), source: try address("2001:db8:1::101")))
    }

    @Test func aNetworkThatIsTakenAwayGoesNowhere() throws {
        var table = try table()
        table.set(
            try #require(IPv6Prefix("2001:db8:f::/48")), of: try address("2001:db8:1::100"), active: false)
        #expect(table.careOfAddress(for: try address("2001:db8:f::1")) == nil)
    }
}
