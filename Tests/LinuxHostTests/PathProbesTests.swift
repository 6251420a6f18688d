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
