import MobilityWire
import Nodes
import StrictTOML
import Testing

@testable import LinuxHost

@Suite struct IPv4Tests {
    private let agent = IPv6Address("2001:db8:1::1") ?? .unspecified
    private let home = IPv6Address("2001:db8:1::100") ?? .unspecified
    private let plain = IPv4Address("192.0.2.9") ?? .unspecified
    private let far = IPv4Address("198.51.100.1") ?? .unspecified

    // MARK: Ends of tunnels

    @Test func anEndInIPv4HoldsItsPortAndIsNoOtherEnd() throws {
        let end = IPv6Address(tunnelEnd: plain, port: 50_001)
        #expect(end.isIPv4End && end.isUDPEnd && end.withoutPort == plain.mapped)
        // What the socket's side reads: the port in the seventh and eighth octet, the address in the last four.
        #expect(end.octets[6..<8] == [0xc3, 0x51] && end.octets[12...] == [192, 0, 2, 9])
        let direct = IPv6Address(tunnelEnd: plain)
        #expect(direct.isIPv4End && !direct.isUDPEnd && direct == plain.mapped)
        #expect(!home.isIPv4End && home.withoutPort == home)
        #expect(IPv6Address(tunnelEnd: plain, port: 1) != IPv6Address(tunnelEnd: plain, port: 2))
    }

    @Test func eachEndHasOneSocket() {
        let ends = [home, IPv6Address(tunnelEnd: plain), IPv6Address(tunnelEnd: plain, port: 4191)]
        let kinds: [TunnelSocket.Kind] = [.ipv6, .ipv4, .udp]
        for (position, end) in ends.enumerated() {
            let leading = kinds.map { TunnelSocket(descriptor: -1, kind: $0).leads(to: end) }
            #expect(leading == kinds.indices.map { $0 == position })
        }
    }

    /// R-160 names addresses: a NAT may give the same node another port at any time.
    @Test func aTunnelFromAnotherPortOfTheSameAddressIsAccepted() {
        var table = TunnelTable(agent: agent)
        let end = IPv6Address(tunnelEnd: plain, port: 50_001)
        table[home] = .init(preferred: end, careOfAddresses: [end.withoutPort])
        #expect(table.careOfAddress(for: home) == end)
        #expect(table.accepts(from: plain.mapped, source: home))
        #expect(!table.accepts(from: far.mapped, source: home))
    }

    // MARK: Whose packet it is

    private func update(_ around: [SignallingPacket.Encapsulation]) throws -> [UInt8] {
        var packet = SignallingPacket(
            source: home, destination: agent,
            payload: .mobility(.bindingUpdate(BindingUpdate(sequence: 7, flags: [], lifetime: 1))))
        packet.encapsulation = around
        return try packet.encoded(format: Policies.rfc5648.format)
    }

    @Test func theEndsOfAPacketAreThoseOfTheIPv6Inside() throws {
        let outer = SignallingPacket.Encapsulation.ipv4(source: plain, destination: far)
        let udp = SignallingPacket.Encapsulation.udp(sourcePort: 50_001, destinationPort: 4191)
        for around in [[], [outer], [outer, udp]] {
            let octets = try update(around)
            let ends = try #require(PacketEnds(octets))
            #expect(ends.source == home && ends.destination == agent)
            #expect(ends.ipv4Destination == (around.isEmpty ? nil : far))
            // Whatever is cut off makes it none, and never a trap.
            for length in 0..<octets.count { _ = PacketEnds(Array(octets[..<length])) }
        }
        var keepAlive = try update([outer, udp])
        keepAlive.removeSubrange(28...)
        #expect(PacketEnds(keepAlive) == nil)
        // An IPv4 header that says it is longer than the packet, and one of another protocol.
        var broken = try update([outer])
        broken[0] = 0x4f
        #expect(PacketEnds(Array(broken[..<40])) == nil)
        broken = try update([outer])
        broken[9] = 6
        #expect(PacketEnds(broken) == nil)
    }

    // MARK: Configuration

    private static let node = """
        role = "mobile-node"
        home-address = "2001:db8:1::100/64"
        home-agent = "2001:db8:1::1"
        EXTRA
        [authentication]
        none = true

        """

    private func read(_ extra: String) throws(TOMLProblems) -> MobileNode.Configuration? {
        let text = Self.node.replacing("EXTRA", with: extra)
        let file = try NodeFile(Array(text.utf8), file: "node.toml", defaultState: "/s")
        return try? file.configuration(folder: ".", epoch: 0)
    }

    private func problems(_ extra: String) -> String {
        do {
            _ = try read(extra)
            return ""
        } catch {
            return error.description
        }
    }

    @Test func aNodeUsesIPv4WhereTheAgentsAddressIsKnown() throws {
        #expect(try read("")?.dualStack == nil)
        #expect(try read("home-agent-ipv4 = \"198.51.100.1\"")?.dualStack == .init(homeAgent: far))
        let all = "home-agent-ipv4 = \"198.51.100.1\"\nudp-port = 5000\nforce-udp = true"
        #expect(
            try read(all)?.dualStack == .init(homeAgent: far, port: 5000, forceEncapsulation: true))
    }

    @Test func whatCannotBeIsRefusedWithItsPlace() {
        for wrong in [
            "\"198.51.100\"", "\"0.0.0.0\"", "\"224.0.0.1\"", "\"127.0.0.1\"", "\"2001:db8::1\"", "7",
        ] {
            #expect(problems("home-agent-ipv4 = \(wrong)").contains("node.toml:4:19"), "\(wrong)")
        }
        #expect(problems("home-agent-ipv4 = \"198.51.100.1\"\nudp-port = 0").contains("node.toml:5:12"))
        #expect(problems("udp-port = 5000").contains("home-agent-ipv4"))
        #expect(problems("force-udp = true").contains("home-agent-ipv4"))
    }

    @Test func anAgentHasAnIPv4Address() throws {
        let text = """
            role = "home-agent"
            interface = "home0"
            address = "2001:db8:1::1"
            home-prefix = "2001:db8:1::/64"
            ipv4-address = "198.51.100.1"
            serve-unlisted = true
            [policy]
            forced-udp = false
            [authentication]
            none = true

            """
        let file = try AgentFile(Array(text.utf8), file: "agent.toml", defaultState: "/s")
        let configuration = try file.configuration(folder: ".", epoch: 0)
        #expect(configuration.ipv4Address == far)
        #expect(!configuration.administration.forcedEncapsulation)
    }
}
