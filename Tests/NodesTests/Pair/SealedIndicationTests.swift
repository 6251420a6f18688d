import Crypto
import MobilityWire
import Testing

@testable import Nodes

/// What a home agent orders its nodes to do, and their answers, where RFC 4285 protects signalling.
@Suite("Sealed indications: revocation and home agent switch")
struct SealedIndicationTests {
    static let key = SecretKey(Array(1...16))
    static let epoch: UInt32 = 3_900_000_000

    /// Two bindings, registered with authentication.
    func registered(_ profile: WireProfile, replayProtection: Bool = true) throws -> NodeAgentPair {
        var pair = try NodeAgentPair(profile, seed: 5) {
            $0.security = .authentication(
                .init(spi: 300, key: Self.key, replayProtection: replayProtection, epoch: Self.epoch))
        } agent: {
            $0.security = .authentication(
                .init(spi: 300, key: Self.key, replayProtection: replayProtection))
            $0.epoch = Self.epoch
        }
        pair.attach(1, CareOf.one)
        pair.attach(2, CareOf.two)
        pair.advance(by: .seconds(5))
        #expect(pair.heldByAgent.map(\.bid) == [1, 2])
        return pair
    }

    func read(_ datagram: Datagram?, _ pair: NodeAgentPair) throws -> SignallingPacket {
        var report = ReadingReport()
        let octets = try #require(datagram).octets
        return try SignallingPacket(
            reading: octets.span.bytes, format: pair.agent.policies.format, report: &report)
    }

    func options(_ datagram: Datagram?, _ pair: NodeAgentPair) throws -> [MobilityOption] {
        try #require(read(datagram, pair).message).options
    }

    func timestamps(_ options: [MobilityOption]) -> [UInt64] {
        options.compactMap { if case .messageIdentification(let timestamp) = $0 { timestamp } else { nil } }
    }

    /// A datagram with this message between the addresses of another one, sealed by a key, or not at all.
    func forged(
        _ message: MobilityMessage, like datagram: Datagram?, by key: SecretKey?, _ pair: NodeAgentPair
    ) throws -> Datagram {
        var packet = try read(datagram, pair)
        packet.payload = .mobility(message)
        let format = pair.agent.policies.format
        guard let key else { return Datagram(octets: try packet.encoded(format: format)) }
        let isFromNode = packet.destination == .agent
        let authentication = PacketAuthentication.homeAgent(
            key: key, spi: 300, careOfAddress: isFromNode ? packet.source : packet.destination,
            homeAddress: .homeAddress)
        return Datagram(
            octets: try authentication.sealed(packet, format: format, by: OpenSSLCryptography()))
    }

    func verifies(_ datagram: Datagram?, careOfAddress: IPv6Address) throws -> Bool {
        PacketAuthentication.homeAgent(
            key: Self.key, spi: 300, careOfAddress: careOfAddress, homeAddress: .homeAddress
        ).verifies(try #require(datagram).octets, by: try OpenSSLCryptography())
    }

    @Test("RFC 5846 §7, RFC 4285: indication and acknowledgement are sealed", arguments: bothProfiles)
    func revocation(_ profile: WireProfile) throws {
        var pair = try registered(profile)
        pair.command(.command(.revoke(.homeAddress, bids: [2], trigger: 1)))
        let indication = pair.sentByAgent.last
        #expect(try verifies(indication, careOfAddress: read(indication, pair).destination))
        pair.advance(by: .milliseconds(20))
        let answer = pair.sentByNode.last
        #expect(try verifies(answer, careOfAddress: read(answer, pair).source))
        #expect(try timestamps(options(answer, pair)) == timestamps(options(indication, pair)))
        pair.advance(by: .seconds(1))
        #expect(pair.heldByAgent.map(\.bid) == [1])
        pair.expectAgreement("revoked")
    }

    @Test("two indications at one instant have two timestamps, the later one greater")
    func timestampsGrow() throws {
        var pair = try registered(.rfc5648)
        pair.command(.command(.revoke(.homeAddress, bids: [2], trigger: 1)))
        let first = try timestamps(options(pair.sentByAgent.last, pair))
        pair.command(.command(.switchAgent(.homeAddress, to: [.secondAgent])))
        let second = try timestamps(options(pair.sentByAgent.last, pair))
        #expect(first.count == 1 && second.count == 1)
        #expect(try #require(first.first) < #require(second.first))
    }

    @Test("a revocation without authenticator, by another key, or seen before takes nothing from the node")
    func hostileIndications() throws {
        var pair = try registered(.rfc5648)
        pair.command(.command(.revoke(.homeAddress, bids: [2], trigger: 7)))
        let genuine = try #require(pair.sentByAgent.last)
        let message = try #require(read(genuine, pair).message)
        guard case .bindingRevocationIndication(var indication) = message else {
            Issue.record("no indication")
            return
        }
        indication.options.removeLast()
        // With trigger 7 the node registers again at once, so both bindings are there when the replay comes.
        pair.advance(by: .seconds(5))
        #expect(pair.heldByNode.map(\.bid) == [1, 2])
        let hostile = [
            try forged(.bindingRevocationIndication(indication), like: genuine, by: nil, pair),
            try forged(
                .bindingRevocationIndication(indication), like: genuine, by: SecretKey([9, 9, 9]), pair),
            genuine,
        ]
        for datagram in hostile {
            let sent = pair.sentByNode.count
            pair.give(.datagram(datagram))
            #expect(pair.heldByNode.map(\.bid) == [1, 2])
            #expect(pair.sentByNode.count == sent, "not answered either")
        }
        // The same with the right key and a new timestamp is obeyed: it was the seal and the time that failed.
        indication.sequence &+= 1
        indication.options = indication.options.map {
            if case .messageIdentification(let timestamp) = $0 {
                .messageIdentification(timestamp: timestamp + 5 << 32)
            } else {
                $0
            }
        }
        let later = try forged(.bindingRevocationIndication(indication), like: genuine, by: Self.key, pair)
        pair.give(.datagram(later))
        #expect(pair.heldByNode.map(\.bid) == [1])
    }

    @Test("an indication that is too old is refused, even if the node has never seen another")
    func delayedIndication() throws {
        var pair = try registered(.rfc5648)
        pair.lossPercent = 100
        pair.command(.command(.revoke(.homeAddress, bids: [2], trigger: 1)))
        let recorded = try #require(pair.sentByAgent.last)
        pair.lossPercent = 0
        pair.advance(by: .seconds(15))
        var fresh = try registered(.rfc5648)
        fresh.advance(by: .seconds(15))
        fresh.give(.datagram(recorded))
        #expect(fresh.heldByNode.map(\.bid) == [1, 2])
        var young = try registered(.rfc5648)
        young.give(.datagram(recorded))
        #expect(young.heldByNode.map(\.bid) == [1])
    }

    @Test("an acknowledgement unsealed, by another key, or of another time ends nothing at the agent")
    func hostileAnswers() throws {
        var pair = try registered(.rfc5648)
        pair.lossPercent = 100
        pair.command(.command(.revoke(.homeAddress, bids: [2], trigger: 1)))
        let indication = try #require(pair.sentByAgent.last)
        guard case .bindingRevocationIndication(let asked)? = try read(indication, pair).message else {
            Issue.record("no indication")
            return
        }
        let timestamp = try #require(timestamps(asked.options).first)
        let update = pair.sentByNode.last
        func answer(at timestamp: UInt64, by key: SecretKey?) throws -> HomeAgent.Input {
            let acknowledgement = BindingRevocationAcknowledgement(
                status: 0, sequence: asked.sequence, options: [.messageIdentification(timestamp: timestamp)])
            return .datagram(
                try forged(.bindingRevocationAcknowledgement(acknowledgement), like: update, by: key, pair))
        }
        pair.command(try answer(at: timestamp, by: nil))
        pair.command(try answer(at: timestamp, by: SecretKey([9, 9, 9])))
        pair.command(try answer(at: timestamp - 1 << 32, by: Self.key))
        #expect(pair.heldByAgent.map(\.bid) == [1, 2])
        let error = BindingError(status: 2, homeAddress: .homeAddress)
        pair.command(.datagram(try forged(.bindingError(error), like: update, by: nil, pair)))
        #expect(pair.heldByAgent.map(\.bid) == [1, 2], "anybody can send an error")
        pair.command(try answer(at: timestamp, by: Self.key))
        #expect(pair.heldByAgent.map(\.bid) == [1])
    }

    @Test("RFC 5142 §6: a node follows a sealed switch, and no other", arguments: bothProfiles)
    func homeAgentSwitch(_ profile: WireProfile) throws {
        var pair = try registered(profile)
        pair.lossPercent = 100
        pair.command(.command(.switchAgent(.homeAddress, to: [.secondAgent])))
        let genuine = try #require(pair.sentByAgent.last)
        guard case .homeAgentSwitch(var message)? = try read(genuine, pair).message else {
            Issue.record("no switch")
            return
        }
        message.options.removeLast()
        for key in [nil, SecretKey([9, 9, 9])] {
            pair.give(.datagram(try forged(.homeAgentSwitch(message), like: genuine, by: key, pair)))
            pair.advance(by: .milliseconds(1))
            #expect(pair.node.summary.homeAgent == .agent)
        }
        var late = pair
        late.advance(by: .seconds(15))
        late.give(.datagram(genuine))
        late.advance(by: .milliseconds(1))
        #expect(late.node.summary.homeAgent == .agent, "too old")
        pair.give(.datagram(genuine))
        pair.advance(by: .milliseconds(1))
        #expect(pair.node.summary.homeAgent == .secondAgent)
    }

    @Test("without replay protection the authenticator alone counts")
    func withoutTimestamps() throws {
        var pair = try registered(.rfc5648, replayProtection: false)
        pair.command(.command(.revoke(.homeAddress, bids: [1], trigger: 1)))
        pair.advance(by: .seconds(1))
        #expect(pair.heldByAgent.map(\.bid) == [2])
        pair.expectAgreement("revoked")
    }
}
