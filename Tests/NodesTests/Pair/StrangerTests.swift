import Crypto
import MobilityWire
import MobilityWireTestSupport
import Testing

@testable import Nodes

/// What a stranger can do who sees every address and forges every source, where RFC 4285 protects signalling: nothing.
@Suite("Strangers and replays, with authentication on")
struct StrangerTests {
    private static let key = SecretKey(Array(1...16))
    private static let epoch: UInt32 = 3_900_000_000

    /// Where node and agent stand when the stranger begins.
    enum Stage: CaseIterable {
        case nothing, registering, registered, refreshing, deregistering, atHome
    }

    private func pair(
        at stage: Stage, _ profile: WireProfile, loses: Int = 100
    ) throws -> NodeAgentPair {
        var pair = try NodeAgentPair(profile, seed: 11) {
            $0.security = .authentication(.init(spi: 300, key: Self.key, epoch: Self.epoch))
            $0.returnHome = .both
        } agent: {
            $0.security = .authentication(.init(spi: 300, key: Self.key))
            $0.epoch = Self.epoch
        }
        if stage == .nothing { return pair }
        if stage == .registering { pair.lossPercent = loses }
        pair.attach(1, CareOf.one)
        pair.attach(2, CareOf.two)
        pair.advance(by: .seconds(5))
        switch stage {
        case .nothing, .registering, .registered: break
        case .refreshing:
            pair.lossPercent = loses
            pair.advance(by: .seconds(42))
        case .deregistering:
            pair.lossPercent = loses
            pair.give(.command(.deregister([2])))
        case .atHome:
            pair.fact(1, .addressGone(IPv6Address(text: CareOf.one)))
            pair.fact(1, .router(address: .agent, linkLayerAddress: .test(99), prefixes: [.home]))
            pair.advance(by: .seconds(5))
        }
        return pair
    }

    /// Everything a message could have changed: both lists, with states and lifetimes, and where the node stands.
    private func standing(_ pair: NodeAgentPair) -> String {
        let rows = pair.node.bindings(at: pair.now).map {
            "\($0.bid ?? 0) \($0.state) \($0.confirmedCareOfAddress as Any) \($0.remaining as Any)"
        }
        let summary = pair.node.summary
        return
            "\(rows) \(pair.heldByAgent) \(summary.place) \(summary.ordinaryOnly) \(summary.homeAgent as Any)"
    }

    @Test(
        "Any message from any source, unsealed: nothing is entered, prolonged, changed or removed at node or agent",
        arguments: Stage.allCases)
    func anyMessage(_ stage: Stage) throws {
        for profile in [WireProfile.rfc5648, .draft06] {
            var pair = try pair(at: stage, profile)
            let before = standing(pair)
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
                #expect(standing(pair) == before, "\(profile) \(message) to the node")
                pair.command(.datagram(Datagram(octets: try toAgent.encoded(format: format))))
                #expect(standing(pair) == before, "\(profile) \(message) to the agent")
                guard standing(pair) == before else { return }
            }
        }
    }

    @Test("The same stranger where nothing is protected does harm: the test above could fail")
    func unprotected() throws {
        var pair = try NodeAgentPair(.rfc5648, seed: 11)
        pair.attach(1, CareOf.one)
        pair.attach(2, CareOf.two)
        pair.advance(by: .seconds(5))
        let before = standing(pair)
        let format = pair.agent.policies.format
        var messages = RandomMessages(SeededRandom(seed: 77), format: format, homeAddress: .homeAddress)
        for _ in 0..<600 {
            let packet = SignallingPacket(
                source: IPv6Address(text: CareOf.one), destination: .agent, homeAddressOption: .homeAddress,
                payload: .mobility(messages.message()))
            pair.command(.datagram(Datagram(octets: try packet.encoded(format: format))))
        }
        #expect(standing(pair) != before)
    }

    @Test("Every vector, at node and agent in every state: nothing changes", arguments: Stage.allCases)
    func vectors(_ stage: Stage) throws {
        for profile in [WireProfile.rfc5648, .draft06] {
            var pair = try pair(at: stage, profile)
            let before = standing(pair)
            for vector in Vector.all {
                pair.give(.datagram(Datagram(octets: vector.packet)))
                pair.command(.datagram(Datagram(octets: vector.packet)))
                #expect(standing(pair) == before, "\(profile) \(vector)")
            }
        }
    }

    @Test(
        "R-136 RFC 4285 §6: whatever was sent before, sent again later, changes nothing",
        arguments: [WireProfile.rfc5648, .draft06])
    func replays(profile: WireProfile) throws {
        var pair = try pair(at: .registered, profile)
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
            let before = standing(pair)
            for datagram in byNode {
                pair.command(.datagram(datagram))
                #expect(standing(pair) == before, "round \(round) at the agent")
            }
            for datagram in byAgent {
                pair.give(.datagram(datagram))
                #expect(standing(pair) == before, "round \(round) at the node")
            }
            pair.advance(by: .seconds(60))
            pair.expectAgreement("after round \(round)")
        }
    }

    @Test("Without authenticator, with 6000 torn octets, any state: a correspondent enters nothing")
    func correspondent() throws {
        var node = try CorrespondentNode(
            CorrespondentNode.Configuration(address: .correspondent), cryptography: OpenSSLCryptography())
        var random = SeededRandom(seed: 5)
        let format = WireFormat(.rfc5648)
        var messages = RandomMessages(SeededRandom(seed: 6), format: format, homeAddress: .homeAddress)
        for number in 0..<2000 {
            let packet = SignallingPacket(
                source: IPv6Address(text: CareOf.one), destination: .correspondent,
                homeAddressOption: number.isMultiple(of: 2) ? .homeAddress : nil,
                payload: .mobility(messages.message()))
            var octets = try packet.encoded(format: format)
            if number.isMultiple(of: 3) {
                octets[Int.random(in: 0..<octets.count, using: &random)] ^= 0x40
            }
            var actions: [Action] = []
            node.handle(
                .datagram(Datagram(octets: octets)), at: Instant(nanoseconds: Int64(number) * 10_000_000),
                random: &random, into: &actions)
        }
        #expect(node.cacheWindow(0..<10, at: .zero).rows.isEmpty)
    }
}
