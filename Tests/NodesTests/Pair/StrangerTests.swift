import Crypto
import MobilityWire
import MobilityWireTestSupport
import Testing

@testable import Nodes

/// What a stranger can do who sees every address and forges every source, where RFC 4285 protects signalling: nothing.
@Suite("Strangers and replays, with authentication on")
struct StrangerTests {
    @Test(
        "Any message from any source, unsealed: nothing is entered, prolonged, changed or removed at node or agent",
        arguments: PairStage.allCases)
    func anyMessage(_ stage: PairStage) throws {
        for profile in [WireProfile.rfc5648, .draft06] {
            var pair = try stage.pair(profile)
            let before = pair.standing
            let format = pair.agent.policies.format
            var messages = RandomMessages(
                SeededRandom(seed: 77), format: format, homeAddress: .homeAddress)
            for number in 0..<600 {
                var message = messages.message()
                // A stranger who sees the traffic knows the numbers.
                if case .bindingAcknowledgement(var one) = message {
                    one.sequence = pair.node.bindings(at: pair.now).compactMap(\.sequenceSent).last ?? 0
                    message = .bindingAcknowledgement(one)
                }
                let careOf = IPv6Address(text: number.isMultiple(of: 2) ? CareOf.one : CareOf.two)
                let home = number.isMultiple(of: 3)
                let toNode = SignallingPacket(
                    source: .agent, destination: home ? .homeAddress : careOf,
                    routingHeader: home ? nil : .homeAddress, payload: .mobility(message))
                let toAgent = SignallingPacket(
                    source: home ? .homeAddress : careOf, destination: .agent,
                    homeAddressOption: home ? nil : .homeAddress, payload: .mobility(message))
                pair.give(.datagram(Datagram(octets: try toNode.encoded(format: format))))
                #expect(pair.standing == before, "\(profile) \(message) to the node")
                pair.command(.datagram(Datagram(octets: try toAgent.encoded(format: format))))
                #expect(pair.standing == before, "\(profile) \(message) to the agent")
                guard pair.standing == before else { return }
            }
        }
    }

    @Test("The same stranger where nothing is protected does harm: the test above could fail")
    func unprotected() throws {
        var pair = try NodeAgentPair(.rfc5648, seed: 11)
        pair.attach(1, CareOf.one)
        pair.attach(2, CareOf.two)
        pair.advance(by: .seconds(5))
        let before = pair.standing
        let format = pair.agent.policies.format
        var messages = RandomMessages(SeededRandom(seed: 77), format: format, homeAddress: .homeAddress)
        for _ in 0..<600 {
            let packet = SignallingPacket(
                source: IPv6Address(text: CareOf.one), destination: .agent, homeAddressOption: .homeAddress,
                payload: .mobility(messages.message()))
            pair.command(.datagram(Datagram(octets: try packet.encoded(format: format))))
        }
        #expect(pair.standing != before)
    }

    @Test(
        "Every vector and every seed of fuzzing, as it is and as if it came from the other side: nothing changes",
        arguments: PairStage.allCases)
    func seeds(_ stage: PairStage) throws {
        let (one, agent) = (IPv6Address(text: CareOf.one).octets, IPv6Address.agent.octets)
        for profile in [WireProfile.rfc5648, .draft06] {
            var pair = try stage.pair(profile)
            let before = pair.standing
            for seed in PacketSeed.all {
                for octets in [
                    seed.octets, seed.readdressed(source: agent, destination: one),
                    seed.readdressed(source: agent, destination: IPv6Address.homeAddress.octets),
                ] {
                    pair.give(.datagram(Datagram(octets: octets)))
                    #expect(pair.standing == before, "\(profile) \(seed) to the node")
                }
                for octets in [seed.octets, seed.readdressed(source: one, destination: agent)] {
                    pair.command(.datagram(Datagram(octets: octets)))
                    #expect(pair.standing == before, "\(profile) \(seed) to the agent")
                }
            }
        }
    }

    @Test(
        "R-136 RFC 4285 §6: whatever was sent before, sent again later, changes nothing",
        arguments: [WireProfile.rfc5648, .draft06])
    func replays(profile: WireProfile) throws {
        var pair = try PairStage.registered.pair(profile)
        pair.advance(by: .seconds(100))
        pair.give(.command(.deregister([2])))
        pair.advance(by: .seconds(20))
        pair.command(.command(.revoke(.homeAddress, bids: [1], trigger: 7)))
        pair.advance(by: .seconds(20))
        pair.give(.command(.changeBid(from: 1, to: 7)))
        pair.advance(by: .seconds(20))
        pair.expectAgreement("before")
        let (byNode, byAgent) = (pair.sentByNode, pair.sentByAgent)
        #expect(byNode.count > 6 && byAgent.count > 6)
        for round in 0..<3 {
            let before = pair.standing
            for datagram in byNode {
                pair.command(.datagram(datagram))
                #expect(pair.standing == before, "round \(round) at the agent")
            }
            for datagram in byAgent {
                pair.give(.datagram(datagram))
                #expect(pair.standing == before, "round \(round) at the node")
            }
            pair.advance(by: .seconds(60))
            pair.expectAgreement("after round \(round)")
        }
    }
}
