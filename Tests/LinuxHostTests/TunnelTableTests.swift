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

    /// a flow goes by the BID of its rule as long as that is bound, else by the preferred binding.
    @Test func aFlowTakesTheBindingOfItsRule() throws {
        var table = try table()
        let home = try address("2001:db8:1::100")
        table[home]?.flows = [1: try address("2001:db8:11::9")]
        #expect(table.careOfAddress(for: home, bid: 1) == (try address("2001:db8:11::9")))
        #expect(
            table.careOfAddress(for: try address("2001:db8:f::1"), bid: 1) == (try address("2001:db8:11::9")))
        #expect(table.careOfAddress(for: home, bid: 3) == (try address("2001:db8:12::9")))
    }

    @Test func theLongestNetworkCounts() throws {
        var table = try table()
        let other = try address("2001:db8:1::200")
        let inside = try #require(IPv6Prefix("2001:db8:f:1::/64"))
        table[other] = .init(preferred: try address("2001:db8:13::9"), careOfAddresses: [])
        table.set(inside, of: other, active: true)
        #expect(table.careOfAddress(for: try address("2001:db8:f:1::7")) == (try address("2001:db8:13::9")))
        #expect(table.careOfAddress(for: try address("2001:db8:f:2::7")) == (try address("2001:db8:12::9")))
        // Nobody takes away what is not his.
        table.set(inside, of: try address("2001:db8:1::100"), active: false)
        #expect(table.careOfAddress(for: try address("2001:db8:f:1::7")) == (try address("2001:db8:13::9")))
        table.set(inside, of: other, active: false)
        #expect(table.careOfAddress(for: try address("2001:db8:f:1::7")) == (try address("2001:db8:12::9")))
    }
}
