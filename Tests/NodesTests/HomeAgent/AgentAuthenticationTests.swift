import Crypto
import MobilityWire
import Testing

@testable import Nodes

/// RFC 4285, and IPsec as the world says it.
@Suite("Home agent: authentication")
struct AgentAuthenticationTests {
    static let key = SecretKey([UInt8](0..<16))
    static let spi: UInt32 = 256

    func harness(_ profile: WireProfile, replayProtection: Bool = true) throws -> AgentHarness {
        try AgentHarness(profile) {
            $0.security = .authentication(
                HomeAgent.SecurityAssociation(
                    spi: Self.spi, key: Self.key, replayProtection: replayProtection))
            $0.epoch = 3_900_000_000
        }
    }

    /// A timestamp of so many seconds after the beginning.
    func timestamp(_ seconds: Int64) -> UInt64 { UInt64(3_900_000_000 + seconds) << 32 }

    /// A sealed Binding Update, as a node with this key makes it.
    func sealed(
        _ test: AgentHarness, _ sequence: UInt16, at seconds: Int64?, key: SecretKey = key, spi: UInt32 = spi,
        lifetime: UInt16 = 900, bids: [MobilityOption]? = nil
    ) throws -> SignallingPacket {
        let cryptography = try OpenSSLCryptography()
        var options = bids ?? [test.bid(1, at: 0)]
        options.append(.mobileNodeIdentifier(subtype: 1, identifier: [UInt8]("mn@example".utf8)))
        if let seconds { options.append(.messageIdentification(timestamp: timestamp(seconds))) }
        func message(_ options: [MobilityOption]) -> MobilityMessage {
            .bindingUpdate(
                BindingUpdate(
                    sequence: sequence, flags: [.acknowledge, .homeRegistration], lifetime: lifetime,
                    options: options))
        }
        MessageSeal.authenticate(
            &options, spi: spi, key: key, careOfAddress: AgentHarness.careOf[0],
            homeAddress: AgentHarness.home,
            format: test.policies.format, by: cryptography, message)
        return SignallingPacket(
            source: AgentHarness.careOf[0], destination: AgentHarness.agentAddress,
            homeAddressOption: AgentHarness.home, payload: .mobility(message(options)))
    }

    @Test(
        "R-154 a sealed update is accepted, and its answer is sealed last, with identifier and timestamp",
        arguments: bothProfiles)
    func accepted(_ profile: WireProfile) throws {
        var test = try harness(profile)
        let received = try test.send(sealed(test, 1, at: 0))
        let answer = try #require(received)
        #expect(answer.status == 0)
        #expect(test.bindings.map(\.bid) == [1])
        #expect(answer.options.contains(.messageIdentification(timestamp: timestamp(0))))
        guard case .messageAuthentication(1, Self.spi, let data)? = answer.options.last else {
            Issue.record("not sealed")
            return
        }
        var unsealed = answer
        unsealed.options.removeLast()
        var expected = unsealed.options
        let cryptography = try OpenSSLCryptography()
        MessageSeal.authenticate(
            &expected, spi: Self.spi, key: Self.key, careOfAddress: AgentHarness.careOf[0],
            homeAddress: AgentHarness.home, format: test.policies.format, by: cryptography
        ) {
            var message = unsealed
            message.options = $0
            return .bindingAcknowledgement(message)
        }
        #expect(expected.last == .messageAuthentication(subtype: 1, spi: Self.spi, data: data))
    }

    @Test("146 a wrong key; nothing changes and no number counts")
    func wrongKey() throws {
        var test = try harness(.rfc5648)
        try test.send(sealed(test, 1, at: 0))
        let before = test.bindings
        let answer = try test.send(sealed(test, 9, at: 1, key: SecretKey([1, 2, 3]), lifetime: 0))
        #expect(answer?.status == 146)
        #expect(answer?.identifiers == [])
        #expect(test.bindings == before)
        #expect(try test.send(sealed(test, 2, at: 1))?.status == 0)
    }

    @Test("an option behind the authenticator is covered by nothing: 146")
    func optionBehind() throws {
        var test = try harness(.rfc5648)
        var packet = try sealed(test, 1, at: 0)
        guard case .bindingUpdate(var update)? = packet.message else { return }
        let cryptography = try OpenSSLCryptography()
        update.options.removeLast()
        func message(_ data: [UInt8]) -> MobilityMessage {
            var message = update
            message.options += [
                .messageAuthentication(subtype: 1, spi: Self.spi, data: data), test.bid(2, at: 1),
            ]
            return .bindingUpdate(message)
        }
        // The authenticator is right: it covers what is before it, the length included.
        let unsigned = try message([UInt8](repeating: 0, count: 12)).encoded(format: test.policies.format)
        let header = try MobilityHeaderView(unsigned.span.bytes)
        var walk = header.options
        var offset = 0
        while let position = try walk.next() {
            if position.type == MobilityOptionType.messageAuthentication.rawValue {
                offset = position.dataOffset + 5
            }
        }
        let computed = MobilityMessageAuthentication.homeAgentAuthenticator(
            key: Self.key, careOfAddress: AgentHarness.careOf[0], homeAddress: AgentHarness.home,
            mobilityHeader: header.octets, authenticationDataAt: offset, by: cryptography)
        packet.payload = .mobility(message(try #require(computed).octets))
        #expect(test.send(packet)?.status == 146)
        #expect(test.bindings == [])
    }

    @Test("no authenticator, or one of another association: nothing is said")
    func silence() throws {
        var test = try harness(.rfc5648)
        #expect(test.update(1, [test.bid(1, at: 0)]) == nil)
        #expect(try test.send(sealed(test, 1, at: 0, spi: 300)) == nil)
        #expect(test.drops.count == 1)
        #expect(test.bindings == [])
    }

    @Test("145 without a timestamp where one is demanded")
    func timestampDemanded() throws {
        var test = try harness(.rfc5648)
        #expect(try test.send(sealed(test, 1, at: nil))?.status == 145)
        var relaxed = try harness(.rfc5648, replayProtection: false)
        #expect(try relaxed.send(sealed(relaxed, 1, at: nil))?.status == 0)
    }

    @Test("144 a timestamp that is too old, too new, or was seen: the agent says its own time")
    func timestampMismatch() throws {
        var test = try harness(.rfc5648)
        test.now = .zero + .seconds(100)
        for seconds: Int64 in [92, 108] {
            let answer = try test.send(sealed(test, 1, at: seconds))
            #expect(answer?.status == 144)
            #expect(
                answer?.options.first
                    == .mobileNodeIdentifier(subtype: 1, identifier: [UInt8]("mn@example".utf8)))
            #expect(answer?.options.dropFirst().first == .messageIdentification(timestamp: timestamp(100)))
        }
        #expect(try test.send(sealed(test, 1, at: 99))?.status == 0)
        #expect(try test.send(sealed(test, 2, at: 99))?.status == 144, "seen")
        #expect(try test.send(sealed(test, 2, at: 100))?.status == 0)
    }

    @Test("a replay is refused, even after the binding it made is forgotten")
    func replay() throws {
        var test = try harness(.rfc5648)
        let recorded = try sealed(test, 1, at: 0, lifetime: 1)
        #expect(test.send(recorded)?.status == 0)
        test.wait(.seconds(5))
        #expect(test.agent.cache.nodeCount == 0)
        #expect(test.send(recorded)?.status == 144)
        test.wait(.seconds(100))
        #expect(test.send(recorded)?.status == 144)
        #expect(test.bindings == [])
    }

    @Test(
        "A19 the authenticator covers the packet's source, or the care-of address of the first BID by policy")
    func coveredAddress() throws {
        var test = try harness(.rfc5648)
        test.agent.configuration.policies.authenticatorCoversSource = false
        #expect(
            try test.send(sealed(test, 1, at: 0, bids: [test.bid(1, at: 0), test.bid(2, at: 1)]))?.status == 0
        )
        #expect(try test.send(sealed(test, 2, at: 1, bids: [test.bid(2, at: 1)]))?.status == 146)
        test.agent.configuration.policies.authenticatorCoversSource = true
        #expect(try test.send(sealed(test, 3, at: 2, bids: [test.bid(2, at: 1)]))?.status == 0)
    }

    @Test(
        "R-161 where IPsec is demanded an unprotected update is dropped; the answer is protected as the update was",
        arguments: bothProfiles)
    func ipsec(_ profile: WireProfile) throws {
        var test = try AgentHarness(profile) { $0.security = .ipsec(keyMobility: false) }
        #expect(test.update(1, [test.bid(1, at: 0)]) == nil)
        #expect(test.update(1, [test.bid(1, at: 0)], protection: .tunnel) == nil)
        #expect(test.update(1, [test.bid(1, at: 0)], protection: .transport)?.status == 0)
        #expect(test.datagrams.last?.protection == .transport)
    }

    @Test("R-156 K is granted only where the IKE association can move, and then it moves")
    func keyMobility() throws {
        let flags: BindingUpdate.Flags = [.acknowledge, .homeRegistration, .keyManagementMobility]
        for canMove in [true, false] {
            var test = try AgentHarness(.rfc5648) { $0.security = .ipsec(keyMobility: canMove) }
            let answer = test.update(
                1, [test.bid(1, at: 0)], flags: flags, from: AgentHarness.careOf[1], protection: .transport)
            #expect(answer?.flags == (canMove ? .keyManagementMobility : []))
            let moves = test.actions.compactMap {
                if case .keyExchange(let change, _) = $0 { change } else { nil }
            }
            #expect(
                moves
                    == (canMove
                        ? [.move(homeAddress: AgentHarness.home, to: .ipv6(AgentHarness.careOf[1]))] : []))
        }
    }

    @Test("a node of the list has its own association")
    func ownAssociation() throws {
        var test = try AgentHarness(.rfc5648) {
            $0.nodes = [
                HomeAgent.NodeEntry(
                    homeAddress: AgentHarness.home,
                    security: .authentication(
                        HomeAgent.SecurityAssociation(spi: Self.spi, key: Self.key, replayProtection: false)))
            ]
        }
        #expect(test.update(1, [test.bid(1, at: 0)]) == nil)
        #expect(try test.send(sealed(test, 1, at: nil))?.status == 0)
        #expect(
            test.update(1, [test.bid(1, at: 0)], home: AgentHarness.address("2001:db8:1::9"))?.status == 0)
    }
}
