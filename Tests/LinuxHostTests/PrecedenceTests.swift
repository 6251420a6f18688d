import Crypto
import MobilityWire
import Nodes
import Testing

@testable import LinuxHost

/// Who is heard first while a flood goes on.
@Suite struct PrecedenceTests {
    private let agent = IPv6Address("2001:db8:1::1") ?? .unspecified
    private let home = IPv6Address("2001:db8:1::100") ?? .unspecified
    private let stranger = IPv6Address("2001:db8:1::200") ?? .unspecified
    private let careOf = IPv6Address("2001:db8:aa::9") ?? .unspecified
    private let elsewhere = IPv6Address("2001:db8:bb::9") ?? .unspecified
    private let outer = IPv4Address("192.0.2.9") ?? .unspecified

    private func octets(
        from source: IPv6Address, home: IPv6Address?, in around: [SignallingPacket.Encapsulation] = []
    ) throws -> [UInt8] {
        var packet = SignallingPacket(
            source: source, destination: agent, homeAddressOption: home,
            payload: .mobility(
                .bindingUpdate(
                    BindingUpdate(sequence: 7, flags: [.acknowledge, .homeRegistration], lifetime: 1))))
        packet.encapsulation = around
        return try packet.encoded(format: .rfc5648)
    }

    /// At an agent where one node is bound, at one address of each family.
    private func precedence(_ octets: [UInt8]) -> Precedence {
        .atAgent(octets.span.bytes, nil) { [home, careOf, outer] address, source in
            address == home ? source == careOf || source == outer.mapped : nil
        }
    }

    @Test func whoIsBoundIsHeardFirstFromThereAndThenFromElsewhere() throws {
        #expect(try precedence(octets(from: careOf, home: home)) == .known)
        #expect(try precedence(octets(from: elsewhere, home: home)) == .moved)
        #expect(try precedence(octets(from: careOf, home: stranger)) == .stranger)
        #expect(try precedence(octets(from: elsewhere, home: stranger)) == .stranger)
        // At home there is no Home Address option.
        #expect(try precedence(octets(from: home, home: nil)) == .known)
        #expect(try precedence(octets(from: stranger, home: nil)) == .stranger)
    }

    @Test func inIPv4TheOuterSourceIsTheCareOfAddress() throws {
        let there = IPv4Address("198.51.100.1") ?? .unspecified
        let ports = SignallingPacket.Encapsulation.udp(sourcePort: 50_001, destinationPort: 4191)
        for (source, address, wanted) in [
            (outer, home, Precedence.known), (there, home, .moved), (outer, stranger, .stranger),
        ] {
            let around = [SignallingPacket.Encapsulation.ipv4(source: source, destination: there), ports]
            #expect(try precedence(octets(from: address, home: nil, in: around)) == wanted)
        }
    }

    /// Somebody who has an address and no key is no node, wherever the packet seems to come from.
    @Test func aForgerFromTheRightAddressIsAStranger() throws {
        let cryptography = try OpenSSLCryptography()
        var configuration = HomeAgent.Configuration(
            address: agent, homePrefix: IPv6Prefix(agent, length: 64), policies: .rfc5648)
        let key = SecretKey(Array("a key of both".utf8))
        configuration.nodes = [HomeAgent.NodeEntry(homeAddress: home)]
        configuration.nodes[0].security = .authentication(.init(spi: 256, key: key, replayProtection: false))
        let seals = SealCheck(configuration, by: cryptography)
        func judged(
            _ key: SecretKey, spi: UInt32 = 256, from source: IPv6Address, home: IPv6Address?,
            by seals: SealCheck
        ) throws -> [Precedence] {
            let packet = SignallingPacket(
                source: source, destination: agent, homeAddressOption: home,
                payload: .mobility(
                    .bindingUpdate(
                        BindingUpdate(sequence: 7, flags: [.acknowledge, .homeRegistration], lifetime: 1))))
            let octets = try PacketAuthentication.homeAgent(
                key: key, spi: spi, careOfAddress: source, homeAddress: self.home
            ).sealed(packet, format: .rfc5648, by: cryptography)
            // The whole, with one octet changed, and whatever is left of it when it is cut off.
            var changed = octets
            changed[octets.count - 1] ^= 1
            let pieces = [octets, changed] + (64..<octets.count).map { Array(octets[..<$0]) }
            return pieces.map { octets in
                .atAgent(octets.span.bytes, seals) { [self] address, source in
                    address == self.home ? source == careOf || source == self.home : nil
                }
            }
        }
        let right = try judged(key, from: careOf, home: home, by: seals)
        #expect(right[0] == .known)
        #expect(right.dropFirst().allSatisfy { $0 == .stranger })
        #expect(try judged(key, from: home, home: nil, by: seals)[0] == .known)
        #expect(try judged(key, from: elsewhere, home: home, by: seals)[0] == .known, "it moved")
        let wrong = SecretKey(Array("a wrong key".utf8))
        #expect(try judged(wrong, from: careOf, home: home, by: seals)[0] == .stranger)
        #expect(try judged(wrong, from: home, home: nil, by: seals)[0] == .stranger)
        #expect(try judged(key, spi: 257, from: careOf, home: home, by: seals)[0] == .stranger)
        // Where nothing has to be sealed, or another address is covered (A19), nothing can be told.
        configuration.policies.authenticatorCoversSource = false
        #expect(
            try judged(wrong, from: careOf, home: home, by: SealCheck(configuration, by: cryptography))[0]
                == .known)
        // Also from one moment to the next.
        var changed = seals
        changed.coversSource = false
        #expect(try judged(wrong, from: careOf, home: home, by: changed)[0] == .known)
        configuration.policies.authenticatorCoversSource = true
        configuration.nodes[0].security = HomeAgent.Security.none
        #expect(
            try judged(wrong, from: careOf, home: home, by: SealCheck(configuration, by: cryptography))[0]
                == .known)
    }

    /// What is no request of a node is never behind a flood of them, and nothing that is cut off is a trap.
    @Test func everythingElseIsKnown() throws {
        let solicitation = NeighbourMessage.detection(of: home).octets
        #expect(precedence(solicitation) == .known)
        for whole in [solicitation, try octets(from: careOf, home: home)] {
            for length in 0..<whole.count { _ = precedence(Array(whole[..<length])) }
        }
        #expect(precedence([]) == .stranger)
    }
}

@Suite struct WaitingPacketsTests {
    private func datagram(_ number: Int) -> Datagram { Datagram(octets: [UInt8(truncatingIfNeeded: number)]) }

    @Test func thoseWhoMovedComeBeforeStrangersEachInTheirOrder() {
        var waiting = WaitingPackets()
        let none = waiting.next()
        #expect(waiting.isEmpty && none == nil)
        waiting.append(datagram(1), .stranger)
        waiting.append(datagram(2), .moved)
        waiting.append(datagram(3), .stranger)
        waiting.append(datagram(4), .moved)
        let order = (0..<4).map { _ in waiting.next()?.octets.first }
        #expect(order == [2, 4, 1, 3])
        #expect(waiting.isEmpty)
    }

    @Test func aFloodOfStrangersIsDroppedUnreadAndCountedOnceASecond() {
        var waiting = WaitingPackets()
        var admitted = 0
        for number in 0..<20_000 where waiting.admits(.stranger) {
            waiting.append(datagram(number), .stranger)
            admitted += 1
        }
        #expect(admitted == 8192)
        // Nobody else's place is taken.
        let others = [waiting.admits(.moved), waiting.admits(.known)]
        #expect(others == [true, true])
        let second = Instant(nanoseconds: 1_000_000_000)
        var asked = 0
        let told = waiting.report(at: second) {
            asked += 1
            return 5
        }
        #expect(told?.dropped == 20_000 - 8192 && told?.lost == 5)
        let early = waiting.report(at: second + .milliseconds(900)) { 7 }
        #expect(early == nil, "the second is not over")
        let nothing = waiting.report(at: second + .seconds(1)) { 0 }
        #expect(nothing == nil, "nothing was dropped in it")
        #expect(asked == 1)
        // Room comes back, and what waited is still in its order after the queue was moved together.
        for number in 0..<5000 {
            let next = waiting.next()
            #expect(next == datagram(number))
        }
        let isAdmitted = waiting.admits(.stranger)
        #expect(isAdmitted)
        waiting.append(datagram(77), .stranger)
        var last: UInt8?
        var count = 0
        while let datagram = waiting.next() {
            last = datagram.octets.first
            count += 1
        }
        #expect(count == 8192 - 5000 + 1 && last == 77)
    }
}
