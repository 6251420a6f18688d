import MobilityWire
import Nodes
import Testing

@testable import LinuxHost

@Suite struct LedgerTests {
    private func address(_ text: String) throws -> IPv6Address { try #require(IPv6Address(text)) }
    private func prefix(_ text: String) throws -> IPv6Prefix { try #require(IPv6Prefix(text)) }

    /// Each kind of change, with everything in it that can be.
    private func changes() throws -> [KernelChange] {
        [
            .address(try address("2001:db8:1::100"), length: 128, device: "lo"),
            .route(
                .init(
                    prefix: try prefix("2001:db8:f::/48"), table: 7001, device: "careof1",
                    gateway: try address("fe80::1"), source: try address("2001:db8:1::100"), mtu: 1400)),
            .route(.init(prefix: try prefix("::/0"), table: 254, device: "careof0")),
            .rule(
                .init(
                    preference: 7100, from: try prefix("2001:db8:1::100/128"),
                    to: try prefix("2001:db8:5::/64"), transportProtocol: 17, port: 5060, mark: 3,
                    outputDevice: "careof3", table: 7004, passesDefaults: true)),
            .rule(.init(preference: 7121, from: try prefix("2001:db8:1::100/128"))),
            .proxy(try address("2001:db8:1::100"), device: "home0"),
            .neighbour(
                try address("2001:db8:1::100"), LinkLayerAddress([2, 0, 0x5e, 0, 0x53, 1]), device: "home0"),
            .setting("net/ipv6/conf/all/forwarding", value: "1", former: "0"),
            .down(device: "home0"),
        ]
    }

    @Test func everyChangeIsReadBackFromItsCommand() throws {
        for change in try changes() { #expect(KernelChange(command: change.command) == change) }
    }

    @Test func whatIsNoCommandOfOursIsNoChange() {
        for text in [
            "", "ip", "ip -6 route add", "ip -6 route add 2001:db8::/64 dev x", "ip -6 rule add pref x",
            "sysctl -w net/x=1", "ip link set down", "rm -rf /", "ip -6 address add 2001:db8::1/129 dev lo",
        ] {
            #expect(KernelChange(command: text) == nil, "\(text)")
        }
    }

    @Test func whatWasPutInAndNotTakenOutIsOutstanding() throws {
        let all = try changes()
        var text = all.map { "+ " + $0.command + "\n" }.joined()
        text += "- " + all[1].command + "\n"
        text += "nonsense\n+ more nonsense\n- \n"
        // A line that a kill cut off.
        text += "+ ip -6 route ad"
        var expected = all
        expected.remove(at: 1)
        #expect(Ledger.outstanding(in: Array(text.utf8)) == expected)
    }

    @Test func whatWasPutInTwiceIsTakenOutTwice() throws {
        let change = try changes()[0]
        let text = "+ \(change.command)\n+ \(change.command)\n- \(change.command)\n"
        #expect(Ledger.outstanding(in: Array(text.utf8)) == [change])
    }
}
