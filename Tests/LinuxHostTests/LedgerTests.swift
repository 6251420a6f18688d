import Foundation
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
            .route(
                .init(
                    prefix: try prefix("2001:db8:1::100/128"), table: 254, device: "careof0",
                    encapsulation: TunnelEnds(
                        local: try address("2001:db8:1::1"), remote: try address("2001:db8:11::9")))),
            .tunnel(.init(device: "careof0", ends: nil, link: nil)),
            .tunnel(
                .init(
                    device: "careof1",
                    ends: TunnelEnds(
                        local: try address("2001:db8:11::9"), remote: try address("2001:db8:1::1")),
                    link: "eth0")),
            .transform(
                .init(
                    kind: .type2RoutingHeader, source: try address("2001:db8:5::5"),
                    destination: try address("2001:db8:1::100"), careOfAddress: try address("2001:db8:11::9"))
            ),
            .transformPolicy(
                .init(
                    kind: .homeAddressOption, isOutbound: true, source: try address("2001:db8:1::100"),
                    destination: try address("2001:db8:5::5"))),
            .rule(
                .init(
                    preference: 7100, from: try prefix("2001:db8:1::100/128"),
                    to: try prefix("2001:db8:5::/64"), transportProtocol: 17, port: 5060, mark: 3,
                    outputDevice: "careof3", table: 7004, passesDefaults: true)),
            .rule(
                .init(
                    preference: 7102, from: try prefix("2001:db8:5::/64"), transportProtocol: 6,
                    sourcePort: 7007, table: 7003)),
            .rule(.init(preference: 7121, from: try prefix("2001:db8:1::100/128"))),
            .transformPolicy(
                .init(
                    kind: nil, isOutbound: true, source: try address("2001:db8:5::5"),
                    destination: try address("2001:db8:1::100"))),
            .route(
                .init(
                    prefix: try prefix("::/0"), table: 7001, device: "eth0",
                    source: try address("2001:db8:1::100"), segment: .to(try address("2001:db8:1::1")))),
            .route(
                .init(
                    prefix: try prefix("2001:db8:11::9/128"), table: 76_000, device: "eth0",
                    segment: .off(table: 76_001))),
            .route(
                .init(prefix: try prefix("2001:db8:1::100/128"), table: 76_001, device: "lo", isLocal: true)),
            .withoutRule(KernelChange.localRule),
            .rule(KernelChange.movedLocalRule),
            .proxy(try address("2001:db8:1::100"), device: "home0"),
            .neighbour(
                try address("2001:db8:1::100"), LinkLayerAddress([2, 0, 0x5e, 0, 0x53, 1]), device: "home0"),
            .setting("net/ipv6/conf/all/forwarding", value: "1", former: "0"),
            .down(device: "home0"),
        ]
    }

    @Test func everyChangeIsReadBackFromItsCommand() throws {
        for change in try changes() + KernelChange.mobilityStates {
            #expect(KernelChange(command: change.command) == change)
        }
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

    /// The kernel holds each change once, so once is enough.
    @Test func whatIsWrittenTwiceIsTakenOutOnce() throws {
        let change = try changes()[0]
        let text = "+ \(change.command)\n+ \(change.command)\n- \(change.command)\n"
        #expect(Ledger.outstanding(in: Array(text.utf8)).isEmpty)
    }

    @Test func theFileDoesNotGrowForEver() throws {
        let change = try changes()[0]
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "careof-ledger-\(UUID().uuidString)"
        ).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let ledger = try Ledger(
            folder: folder, name: "l", changer: KernelChanger(socket: try NetlinkSocket()),
            isDryRun: false)
        // A device that is nowhere: each change is refused, and written down twice.
        let nowhere = KernelChange.proxy(try address("2001:db8::1"), device: "nowhere")
        for _ in 0..<5000 { #expect(throws: KernelError.self) { try ledger.apply(nowhere) } }
        let size = try SmallFile.read(folder + "/l").count
        #expect(size < 2000 * (change.command.utf8.count + 3))
        #expect(throws: KernelError.self, "it stays locked") {
            try Ledger(
                folder: folder, name: "l", changer: KernelChanger(socket: try NetlinkSocket()),
                isDryRun: false)
        }
    }
}
