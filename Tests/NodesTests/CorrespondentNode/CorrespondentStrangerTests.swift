import MobilityWire
import MobilityWireTestSupport
import Testing

@testable import Nodes

/// What a stranger can do at a correspondent, who has no key with anybody but what return routability proves: nothing.
@Suite("Correspondent: strangers and replays")
struct CorrespondentStrangerTests {
    /// Where the correspondent stands when the stranger begins.
    enum Stage: CaseIterable {
        case nothing, tested, bound, severalBound, plain, removed
    }

    private func correspondent(at stage: Stage, _ profile: WireProfile) throws -> CorrespondentHarness {
        var test = try CorrespondentHarness(profile)
        let careOf = CareOfAddress.ipv6(CorrespondentHarness.careOf[0])
        let option = profile == .rfc5648 ? careOf : nil
        switch stage {
        case .nothing: break
        case .tested:
            _ = test.homeToken()
            _ = test.careOfToken(CorrespondentHarness.careOf[0])
        case .plain: try test.update(1)
        case .bound, .severalBound, .removed: try test.update(1, [test.bid(1, option)])
        }
        if stage == .severalBound {
            let second = CareOfAddress.ipv6(CorrespondentHarness.careOf[1])
            try test.update(2, [test.bid(2, profile == .rfc5648 ? second : nil)], at: 1)
        }
        if stage == .removed { try test.update(2, lifetime: 0, [test.bid(1)]) }
        test.wait(.seconds(3))
        return test
    }

    @Test(
        "Any message, a third of them torn, every vector and every seed: no binding is entered, prolonged or removed",
        arguments: Stage.allCases)
    func anything(_ stage: Stage) throws {
        let here = CorrespondentHarness.correspondent
        for profile in [WireProfile.rfc5648, .draft06] {
            var test = try correspondent(at: stage, profile)
            let before = test.bindings
            #expect(before.count == [.bound: 1, .plain: 1, .severalBound: 2][stage, default: 0])
            var random = SeededRandom(seed: 5)
            var messages = RandomMessages(
                SeededRandom(seed: 6), format: test.policies.format, homeAddress: CorrespondentHarness.home)
            for number in 0..<600 {
                let packet = SignallingPacket(
                    source: CorrespondentHarness.careOf[number % 2], destination: here,
                    homeAddressOption: number.isMultiple(of: 5) ? nil : CorrespondentHarness.home,
                    payload: .mobility(messages.message()))
                var octets = try packet.encoded(format: test.policies.format)
                if number.isMultiple(of: 3) {
                    octets[Int.random(in: 0..<octets.count, using: &random)] ^= 0x40
                }
                test.handle(.datagram(Datagram(octets: octets)))
                #expect(test.bindings == before, "\(profile), message \(number)")
            }
            let source = CorrespondentHarness.careOf[0].octets
            for seed in PacketSeed.all {
                test.handle(.datagram(Datagram(octets: seed.octets)))
                let here = seed.readdressed(source: source, destination: here.octets)
                test.handle(.datagram(Datagram(octets: here)))
                #expect(test.bindings == before, "\(profile) \(seed)")
            }
        }
    }

    @Test(
        "What was proved once, sent again, changes nothing: not in a moment, not after removal, not after the nonces",
        arguments: [WireProfile.rfc5648, .draft06])
    func replays(_ profile: WireProfile) throws {
        var test = try correspondent(at: .nothing, profile)
        let careOf = CorrespondentHarness.careOf[0]
        let tokens = (home: try test.tokenFromHome(), careOf: try test.token(from: careOf))
        let option = test.bid(1, profile == .rfc5648 ? .ipv6(careOf) : nil)
        let registration = try test.updateDatagram(1, lifetime: 50, [option], careOf, .acknowledge, tokens)
        let removal = try test.updateDatagram(2, lifetime: 0, [test.bid(1)], careOf, .acknowledge, tokens)
        test.handle(.datagram(registration))
        #expect(test.bindings.map(\.bid) == [1])
        test.wait(.seconds(10))
        let before = test.bindings
        test.handle(.datagram(registration))
        #expect(test.bindings == before, "not prolonged")
        test.handle(.datagram(removal))
        #expect(test.bindings == [])
        for pause in [0, 10, 100, 200, 400] {
            test.wait(.seconds(Int64(pause)))
            test.handle(.datagram(registration))
            test.handle(.datagram(removal))
            #expect(test.bindings == [], "entered again after \(pause) s")
        }
    }
}
