import MobilityWire
import Nodes
import Testing

@testable import LinuxHost

@Suite struct PathProbesTests {
    private static let agent = IPv6Address("2001:db8:1::1") ?? .unspecified
    private static let careOfAddresses = ["2001:db8:11::9", "2001:db8:12::9"].compactMap { IPv6Address($0) }
    private static let step = Interval.milliseconds(200)

    private var tunnels: [Action.Tunnel] {
        Self.careOfAddresses.enumerated().map { index, address in
            Action.Tunnel(
                homeAddress: Self.agent, bid: UInt16(index + 1), homeAgent: Self.agent,
                careOfAddress: .ipv6(address), interface: InterfaceIdentifier(UInt32(index + 1)))
        }
    }

    /// The answer that an honest agent gives to a request.
    private func answer(_ request: Datagram) -> [UInt8] {
        var octets = request.octets
        octets.replaceSubrange(8..<40, with: request.octets[24..<40] + request.octets[8..<24])
        octets[40] = 129
        return octets
    }

    /// Probes for so many intervals, of which those of the paths in `answering` are answered; the verdicts.
    private func pass(
        _ probes: inout PathProbes, _ rounds: Int, at now: inout Instant, answering: Set<Int>
    ) -> [Bool] {
        var verdicts: [Bool] = []
        for _ in 0..<rounds {
            now = now + Self.step
            let due = probes.due(at: now)
            verdicts += due.verdicts.map(\.isSilent)
            for (index, probe) in due.probes.enumerated() where answering.contains(index) {
                if let verdict = probes.heard(answer(probe), at: now + .milliseconds(3)) ?? nil {
                    verdicts.append(verdict.isSilent)
                }
            }
        }
        return verdicts
    }

    @Test func probesOfBothFamiliesAreReadAgainAndTruncatedOnesAreNone() throws {
        let mark: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
        let near = try #require(IPv4Address("10.0.0.9")), far = try #require(IPv4Address("198.51.100.1"))
        let ends: [(CareOfAddress, CareOfAddress)] = [
            (.ipv4(near), .ipv4(far)), (.ipv6(Self.careOfAddresses[0]), .ipv6(Self.agent)),
        ]
        for (source, destination) in ends {
            let probe = ProbePacket(source: source, destination: destination, sequence: 0x1234, mark: mark)
            var octets = probe.request
            let start = octets.count - 16
            if source.ipv4 != nil {
                // RFC 792: the checksum of an ICMP message is over the message alone.
                var sum = Checksum()
                sum.add(Array(octets[start...]).span.bytes)
                #expect(octets[start] == 8 && sum.value == 0)
            }
            #expect(ProbePacket(answer: octets) == nil)
            octets[start] = source.ipv4 == nil ? 129 : 0
            let answer = try #require(ProbePacket(answer: octets))
            #expect(answer.source == source && answer.destination == destination)
            #expect(answer.sequence == 0x1234 && answer.mark.elementsEqual(mark))
            for length in 0..<octets.count { #expect(ProbePacket(answer: Array(octets[..<length])) == nil) }
        }
    }

    /// A path in IPv4 ends at the agent's IPv4 address; where that is unknown it is not probed.
    @Test func pathsInIPv4AreProbedToTheAgentsIPv4Address() throws {
        let near = try #require(IPv4Address("10.0.0.9")), far = try #require(IPv4Address("198.51.100.1"))
        let tunnel = Action.Tunnel(
            homeAddress: Self.agent, bid: 6, homeAgent: Self.agent, careOfAddress: .ipv4(near),
            interface: InterfaceIdentifier(6))
        var probes = PathProbes(interval: Self.step, secret: 7)
        let now = Instant(nanoseconds: 1_000_000_000_000)
        probes.follow([tunnel], at: now)
        #expect(probes.paths.isEmpty && probes.nextDeadline == nil)
        probes.follow([tunnel], ipv4Agent: far, at: now)
        let probe = try #require(probes.due(at: now + Self.step).probes.first)
        #expect(probe.octets[16..<20].elementsEqual(far.octets))
        var octets = probe.octets
        octets.replaceSubrange(12..<20, with: octets[16..<20] + octets[12..<16])
        octets[20] = 0
        _ = probes.heard(octets, at: now + Self.step + .milliseconds(2))
        #expect(probes.path(from: .ipv4(near))?.roundTrip == .milliseconds(2))
    }

    @Test func aPathThatAnsweredAndStopsIsSilentWithinASecondAndTrustedAfterThreeAnswers() {
        var probes = PathProbes(interval: Self.step, secret: 7)
        var now = Instant(nanoseconds: 1_000_000_000_000)
        probes.follow(tunnels, at: now)
        #expect(pass(&probes, 5, at: &now, answering: [0, 1]).isEmpty)
        #expect(probes.paths[0].roundTrip == .milliseconds(3))
        #expect(pass(&probes, 4, at: &now, answering: [1]).isEmpty)
        #expect(pass(&probes, 1, at: &now, answering: [1]) == [true])
        #expect(probes.paths[0].roundTrip == nil)
        #expect(pass(&probes, 2, at: &now, answering: [0, 1]).isEmpty)
        #expect(pass(&probes, 1, at: &now, answering: [0, 1]) == [false])
    }

    @Test func whatNeverAnsweredAndWhatFallsSilentTogetherIsUnknownNotDown() {
        var probes = PathProbes(interval: Self.step, secret: 7)
        var now = Instant(nanoseconds: 1_000_000_000_000)
        probes.follow(tunnels, at: now)
        #expect(pass(&probes, 20, at: &now, answering: [1]).isEmpty)
        #expect(pass(&probes, 20, at: &now, answering: []).isEmpty)
        #expect(probes.paths.allSatisfy { $0.roundTrip == nil && !$0.isSilent })
    }

    @Test func answersOfOthersCountForNothing() {
        var probes = PathProbes(interval: Self.step, secret: 7)
        let now = Instant(nanoseconds: 1_000_000_000_000)
        probes.follow(tunnels, at: now)
        let requests = probes.due(at: now + Self.step).probes
        var forged = answer(requests[0])
        forged[50] ^= 1
        _ = probes.heard(forged, at: now + Self.step)
        var unasked = answer(requests[0])
        unasked[47] &+= 1
        _ = probes.heard(unasked, at: now + Self.step)
        #expect(probes.paths[0].roundTrip == nil)
        #expect(probes.heard(Array(forged.prefix(50)), at: now + Self.step) == nil as PathProbes.Verdict??)
    }
}
