import MobilityWire
import MobilityWireTestSupport
import Nodes
import Testing

/// What passes about others changes nothing that is known of a node.
struct ObserverStrangerTests {
    /// What was seen of a node when the rest begins to pass.
    enum Stage: CaseIterable {
        case updateAlone, answered, severalAnswered, removed, answerAlone
    }

    private func observer(at stage: Stage) -> ObserverTests {
        var test = ObserverTests()
        let both: [(UInt16, IPv6Address?)] = [(1, ObserverTests.first), (2, ObserverTests.second)]
        switch stage {
        case .answerAlone: test.acknowledge(1, [(1, 0)], at: 1)
        case .updateAlone: test.update(1, ObserverTests.identifiers(Array(both.prefix(1))), at: 0)
        case .answered, .severalAnswered, .removed:
            let bids = stage == .answered ? Array(both.prefix(1)) : both
            test.update(1, ObserverTests.identifiers(bids), at: 0)
            test.acknowledge(1, bids.map { ($0.0, 0) }, at: 1)
        }
        if stage == .removed {
            test.update(2, lifetime: 0, ObserverTests.identifiers([(1, nil), (2, nil)]), at: 2)
            test.acknowledge(2, lifetime: 0, [(1, 0), (2, 0)], at: 3)
        }
        return test
    }

    @Test(
        "Every vector, every seed and any message about another home address: nothing changes",
        arguments: Stage.allCases)
    func others(_ stage: Stage) throws {
        var test = observer(at: stage)
        let before = test.observer[ObserverTests.homeAddress, ObserverTests.agent]
        let now = Instant.zero + .seconds(4)
        for profile in [WireProfile.rfc5648, .draft06] {
            let format = WireFormat(profile)
            for seed in PacketSeed.all {
                var report = ReadingReport()
                guard
                    let packet = try? SignallingPacket(
                        reading: seed.octets.span.bytes, format: format, report: &report)
                else { continue }
                test.observer.observe(packet, at: now)
                #expect(
                    test.observer[ObserverTests.homeAddress, ObserverTests.agent] == before,
                    "\(profile) \(seed)")
            }
            let other = IPv6Address(text: "2001:db8:1::999")
            var messages = RandomMessages(SeededRandom(seed: 9), format: format, homeAddress: other)
            for number in 0..<500 {
                let packet = SignallingPacket(
                    source: ObserverTests.first, destination: ObserverTests.agent, homeAddressOption: other,
                    payload: .mobility(messages.message()))
                test.observer.observe(packet, at: now)
                #expect(
                    test.observer[ObserverTests.homeAddress, ObserverTests.agent] == before,
                    "\(profile), message \(number)")
            }
        }
    }
}
