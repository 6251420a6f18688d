import MobilityWire
import Testing

@testable import Nodes

@Suite("A mobile node and a home agent together")
struct PairTests {
    private static let profiles = [WireProfile.rfc5648, .draft06]

    @Test(
        "Bulk, refreshes, a lost and a changed care-of address, removal: both hold the same",
        arguments: profiles)
    func life(profile: WireProfile) throws {
        var pair = try NodeAgentPair(profile, seed: 1)
        pair.attach(1, CareOf.one)
        pair.attach(2, CareOf.two)
        pair.advance(by: .seconds(5))
        #expect(pair.heldByAgent.map(\.bid) == [1, 2])
        pair.expectAgreement("bulk")
        pair.advance(by: .seconds(200))
        pair.expectAgreement("refreshed")
        pair.fact(1, .addressGone(IPv6Address(text: CareOf.one)))
        pair.fact(1, .address(IPv6Address(text: CareOf.three), state: .preferred))
        pair.advance(by: .seconds(5))
        pair.expectAgreement("moved")
        #expect(pair.heldByAgent.map(\.bid) == [1, 2])
        pair.fact(2, .vanished)
        pair.advance(by: .seconds(5))
        pair.expectAgreement("lost")
        #expect(pair.heldByAgent.map(\.bid) == [1])
        pair.give(.command(.deregisterAll))
        pair.advance(by: .seconds(5))
        pair.expectAgreement("removed")
        #expect(pair.heldByAgent.isEmpty)
    }

    @Test("Bulk refused, MCoA off, BID change, both at home and away again", arguments: profiles)
    func features(profile: WireProfile) throws {
        var pair = try NodeAgentPair(profile, seed: 2)
        pair.attach(1, CareOf.one)
        pair.attach(2, CareOf.two)
        pair.advance(by: .seconds(5))
        pair.give(.command(.changeBid(from: 2, to: 9)))
        pair.advance(by: .seconds(5))
        pair.expectAgreement("changed BID")
        #expect(pair.heldByAgent.map(\.bid) == [1, 9])
        pair.fact(1, .addressGone(IPv6Address(text: CareOf.one)))
        pair.fact(1, .router(address: .agent, linkLayerAddress: .test(99), prefixes: [.home]))
        pair.advance(by: .seconds(100))
        #expect(pair.node.summary.place.hasPrefix("home"))
        pair.expectAgreement("at home")
        #expect(pair.heldByAgent.map(\.bid) == [1, 9])
        pair.fact(1, .routersGone)
        pair.fact(1, .address(IPv6Address(text: CareOf.one), state: .preferred))
        pair.advance(by: .seconds(100))
        pair.expectAgreement("away again")
        #expect(pair.heldByAgent.map(\.bid) == [1, 9])
    }

    /// The messages of some datagrams, as somebody reads them who knows no configuration.
    private func messages(_ datagrams: [Datagram], _ profile: WireProfile) throws -> [MobilityMessage] {
        try datagrams.compactMap { datagram in
            var report = ReadingReport()
            return try SignallingPacket(
                reading: datagram.octets.span.bytes, format: WireFormat(profile), report: &report
            ).message
        }
    }

    @Test(
        "A16: the statuses of several care-of addresses have the numbers of RFC 5648 in both texts",
        arguments: profiles)
    func statusNumbers(profile: WireProfile) throws {
        for number: UInt8 in [166, 168] {
            var pair = try NodeAgentPair(profile, seed: 4) { _ in
            } agent: {
                $0.administration.multipleCareOfAddresses = number != 166
                $0.administration.bulkRegistration = number != 168
            }
            pair.attach(1, CareOf.one)
            pair.attach(2, CareOf.two)
            pair.advance(by: .seconds(5))
            let statuses = try messages(pair.sentByAgent, profile).flatMap { message -> [UInt8] in
                guard case .bindingAcknowledgement(let answer) = message else { return [] }
                return [answer.status] + answer.options.identifiers.map(\.status)
            }
            #expect(statuses.contains(number), "\(statuses)")
        }
    }

    @Test(
        "A17: an option of another number is a Binding Identifier to those who are told so, to nobody else",
        arguments: profiles)
    func optionNumber(profile: WireProfile) throws {
        for agentKnows in [true, false] {
            var pair = try NodeAgentPair(profile, seed: 4) {
                $0.policies.format.bindingIdentifierType = 200
            } agent: {
                if agentKnows { $0.policies.format.bindingIdentifierType = 200 }
            }
            pair.attach(1, CareOf.one)
            pair.attach(2, CareOf.two)
            pair.advance(by: .seconds(5))
            // 0: an ordinary binding, of a Binding Update without BIDs.
            #expect(pair.heldByAgent.map(\.bid) == (agentKnows ? [1, 2] : [0]))
            let options = try messages(pair.sentByNode, profile).flatMap(\.options)
            #expect(options.identifiers.isEmpty)
            #expect(
                options.contains { if case .other(type: 200, data: _) = $0 { true } else { false } })
        }
    }

    @Test(
        "84 BIDs: registered, refreshed and removed in as many messages as the path takes",
        arguments: profiles)
    func many(profile: WireProfile) throws {
        var pair = try NodeAgentPair(profile, seed: 4)
        pair.fact(1, .present(name: "if1", up: true, linkLayerAddress: .test(1)))
        for number in 1...84 {
            pair.fact(1, .address(IPv6Address(text: "2001:db8:a::\(number)"), state: .preferred))
        }
        pair.advance(by: .seconds(10))
        #expect(pair.heldByAgent.map(\.bid) == Array(1...84))
        pair.expectAgreement("84 registered")
        let before = pair.sentByNode.count
        pair.advance(by: .seconds(200))
        #expect(pair.heldByAgent.map(\.bid) == Array(1...84))
        pair.expectAgreement("84 refreshed")
        #expect(pair.sentByNode.count - before < 60, "refreshes go in bulk")
        pair.fact(1, .vanished)
        pair.attach(2, CareOf.two)
        pair.advance(by: .seconds(70))
        #expect(pair.heldByAgent.count == 1)
        pair.expectAgreement("84 removed through another")
    }

    @Test("Authentication of RFC 4285 with clocks far apart", arguments: profiles)
    func authenticated(profile: WireProfile) throws {
        let key = SecretKey(Array(1...16))
        var pair = try NodeAgentPair(profile, seed: 3) {
            $0.security = .authentication(.init(spi: 300, key: key, epoch: 1_000_000))
        } agent: {
            $0.security = .authentication(.init(spi: 300, key: key))
            $0.epoch = 3_900_000_000
        }
        pair.attach(1, CareOf.one)
        pair.attach(2, CareOf.two)
        pair.advance(by: .seconds(100))
        #expect(pair.heldByAgent.map(\.bid) == [1, 2])
        pair.expectAgreement("authenticated")
    }

    @Test("A hostile network, then a quiet one: within two backoffs both hold the same", arguments: 1...60)
    func convergence(seed: Int) throws {
        let profile: WireProfile = seed % 2 == 0 ? .rfc5648 : .draft06
        var pair = try NodeAgentPair(profile, seed: UInt64(seed)) {
            $0.returnHome = MobileNode.ReturnHomeMode.allCases[seed % 3]
        }
        var dice = SeededRandom(seed: UInt64(seed) &* 77)
        pair.lossPercent = 30
        pair.doublePercent = 20
        pair.jitter = .milliseconds(1500)
        for _ in 0..<60 {
            disturb(&pair, &dice)
            pair.advance(by: .milliseconds(Int64.random(in: 0...4000, using: &dice)))
        }
        pair.lossPercent = 0
        pair.doublePercent = 0
        pair.jitter = .zero
        pair.fact(4, .present(name: "if4", up: true, linkLayerAddress: nil))
        pair.fact(4, .address(IPv6Address(text: "2001:db8:e::1"), state: .preferred))
        pair.advance(by: .seconds(64))
        pair.expectAgreement("seed \(seed)")
        for (index, departure) in pair.updates.enumerated() where index + 3 < pair.updates.count {
            #expect(pair.updates[index + 3] - departure >= .seconds(1))
        }
    }

    private func disturb(_ pair: inout NodeAgentPair, _ dice: inout SeededRandom) {
        let interface = UInt32.random(in: 1...3, using: &dice)
        let address = IPv6Address(text: "2001:db8:a\(interface)::\(Int.random(in: 1...2, using: &dice))")
        switch Int.random(in: 0..<9, using: &dice) {
        case 0...3: pair.fact(interface, .address(address, state: .preferred))
        case 4: pair.fact(interface, .addressGone(address))
        case 5: pair.fact(interface, .vanished)
        case 6:
            pair.fact(interface, .router(address: .agent, linkLayerAddress: .test(99), prefixes: [.home]))
        case 7: pair.fact(interface, .routersGone)
        default: pair.give(.command(.registerBulk([])))
        }
    }
}
