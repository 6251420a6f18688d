import Crypto
import MobilityWire
import Testing

@testable import Nodes

/// A correspondent with a mobile node that goes through return routability by hand, in virtual time.
struct CorrespondentHarness {
    static let correspondent = AgentHarness.address("2001:db8:c::99")
    static let home = AgentHarness.home
    static let careOf = AgentHarness.careOf

    var node: CorrespondentNode
    var now = Instant.zero
    var random = SeededRandom(seed: 3)
    var actions: [Action] = []
    let cryptography: OpenSSLCryptography

    init(_ profile: WireProfile, _ change: (inout CorrespondentNode.Configuration) -> Void = { _ in }) throws
    {
        cryptography = try OpenSSLCryptography()
        var configuration = CorrespondentNode.Configuration(
            address: Self.correspondent, policies: Policies(profile: profile))
        change(&configuration)
        node = try CorrespondentNode(configuration, cryptography: cryptography)
    }

    var policies: Policies { node.configuration.policies }

    func bid(_ bid: UInt16, _ careOf: CareOfAddress? = nil, overwrite: Bool = false) -> MobilityOption {
        switch policies.format.profile {
        case .rfc5648: .bindingIdentifier(.rfc5648(bid: bid, careOfAddress: careOf))
        default: .bindingIdentifier(.draft06(bid: bid, overwrite: overwrite, careOfAddress: careOf))
        }
    }

    mutating func handle(_ input: CorrespondentNode.Input) {
        actions = []
        node.handle(input, at: now, random: &random, into: &actions)
    }

    mutating func send(_ packet: SignallingPacket) {
        do {
            handle(.datagram(Datagram(octets: try packet.encoded(format: policies.format))))
        } catch {
            Issue.record("the test's own packet cannot be written: \(error)")
        }
    }

    mutating func wait(_ interval: Interval) {
        actions = []
        let end = now + interval
        while let deadline = node.nextDeadline, deadline <= end {
            now = max(now, deadline)
            node.deadlinePassed(at: now, random: &random, into: &actions)
        }
        now = end
    }

    var packets: [SignallingPacket] {
        actions.compactMap {
            guard case .send(let datagram, _) = $0 else { return nil }
            var report = ReadingReport()
            do {
                return try SignallingPacket(
                    reading: datagram.octets.span.bytes, format: policies.format, report: &report)
            } catch {
                Issue.record("the correspondent sent something unreadable: \(error)")
                return nil
            }
        }
    }

    var acknowledgement: BindingAcknowledgement? {
        if case .bindingAcknowledgement(let acknowledgement)? = packets.last?.message {
            acknowledgement
        } else {
            nil
        }
    }

    /// What a test message said.
    struct Token: Equatable {
        var index: UInt16
        var value: UInt64
    }

    mutating func homeToken() -> Token? {
        send(
            SignallingPacket(
                source: Self.home, destination: Self.correspondent,
                payload: .mobility(.homeTestInit(TestInit(cookie: 11)))))
        guard case .homeTest(let reply)? = packets.last?.message, reply.cookie == 11 else { return nil }
        return Token(index: reply.nonceIndex, value: reply.token)
    }

    mutating func careOfReply(_ careOf: IPv6Address, _ options: [MobilityOption] = []) -> TestReply? {
        send(
            SignallingPacket(
                source: careOf, destination: Self.correspondent,
                payload: .mobility(.careOfTestInit(TestInit(cookie: 12, options: options)))))
        guard case .careOfTest(let reply)? = packets.last?.message, reply.cookie == 12 else { return nil }
        return reply
    }

    mutating func careOfToken(_ careOf: IPv6Address) -> Token? {
        careOfReply(careOf).map { Token(index: $0.nonceIndex, value: $0.token) }
    }

    /// A Binding Update with fresh tokens, unless some are given.
    @discardableResult
    mutating func update(
        _ sequence: UInt16, lifetime: UInt16 = 50, _ options: [MobilityOption] = [], at index: Int = 0,
        flags: BindingUpdate.Flags = .acknowledge, tokens: (home: Token, careOf: Token)? = nil,
        spoils: Bool = false
    ) throws -> BindingAcknowledgement? {
        let careOf = Self.careOf[index]
        var proved = tokens
        if proved == nil, let home = homeToken(), let careOf = careOfToken(careOf) { proved = (home, careOf) }
        let tokens = try #require(proved)
        handle(
            .datagram(
                try updateDatagram(sequence, lifetime: lifetime, options, careOf, flags, tokens, spoils)))
        return acknowledgement
    }

    func updateDatagram(
        _ sequence: UInt16, lifetime: UInt16, _ options: [MobilityOption], _ careOf: IPv6Address,
        _ flags: BindingUpdate.Flags, _ tokens: (home: Token, careOf: Token), _ spoils: Bool = false
    ) throws -> Datagram {
        let key = ReturnRoutability.bindingManagementKey(
            homeToken: tokens.home.value, careOfToken: lifetime == 0 ? nil : tokens.careOf.value,
            by: cryptography)
        var options = options
        options.insert(.nonceIndices(home: tokens.home.index, careOf: tokens.careOf.index), at: 0)
        func message(_ options: [MobilityOption]) -> MobilityMessage {
            .bindingUpdate(
                BindingUpdate(sequence: sequence, flags: flags, lifetime: lifetime, options: options))
        }
        MessageSeal.authorize(
            &options, key: key, careOfAddress: careOf, correspondent: Self.correspondent,
            format: policies.format,
            by: cryptography, message)
        if spoils, case .bindingAuthorizationData(var data)? = options.popLast() {
            data[3] ^= 1
            options.append(.bindingAuthorizationData(authenticator: data))
        }
        let packet = SignallingPacket(
            source: careOf, destination: Self.correspondent, homeAddressOption: Self.home,
            payload: .mobility(message(options)))
        return Datagram(octets: try packet.encoded(format: policies.format))
    }

    /// A Binding Update whose authenticator is right, but followed by another option, which it does not cover: nothing
    /// of ours writes such a message, so it is put together octet by octet.
    mutating func updateWithOptionBehind(_ sequence: UInt16, _ options: [MobilityOption]) throws {
        let (home, careOf) = (try #require(homeToken()), try #require(careOfToken(Self.careOf[0])))
        let key = ReturnRoutability.bindingManagementKey(
            homeToken: home.value, careOfToken: careOf.value, by: cryptography)
        let update = BindingUpdate(
            sequence: sequence, flags: .acknowledge, lifetime: 50,
            options: [.nonceIndices(home: home.index, careOf: careOf.index)] + options
                + [.bindingAuthorizationData(authenticator: [UInt8](repeating: 0, count: 12))])
        var octets = try MobilityMessage.bindingUpdate(update).encoded(format: policies.format)
        let offset = octets.count - 12
        octets += [2, 2, 0, 5, 1, 2, 0, 0]  // Binding Refresh Advice, PadN
        octets[1] += 1
        let computed = ReturnRoutability.authenticator(
            key: key, careOfAddress: Self.careOf[0], correspondent: Self.correspondent,
            mobilityHeader: octets.span.bytes, authenticatorAt: offset, by: cryptography)
        octets.replaceSubrange(offset..<offset + 12, with: try #require(computed).octets)
        (octets[4], octets[5]) = (0, 0)
        var checksum = Checksum.pseudoHeader(
            source: Self.home, destination: Self.correspondent, length: octets.count, nextHeader: 135)
        checksum.add(octets.span.bytes)
        (octets[4], octets[5]) = (UInt8(checksum.value >> 8), UInt8(checksum.value & 0xff))
        send(
            SignallingPacket(
                source: Self.careOf[0], destination: Self.correspondent, homeAddressOption: Self.home,
                payload: .data(nextHeader: 135, octets: octets)))
    }

    var bindings: [AgentHarness.Held] {
        (node.cache[Self.home]?.bindings ?? []).filter { $0.isLive(at: now) }.map {
            AgentHarness.Held(bid: $0.bid, careOf: $0.careOfAddress, seconds: ($0.expiry - now).wholeSeconds)
        }
    }
}
