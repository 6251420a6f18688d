import MobilityWire
import Nodes
import Testing

/// Registrations over IPv4 (RFC 5555, RFC 5648 §8), with a NAT on the way and without.
struct ObserverTranslationTests {
    private var test = ObserverTests()
    private static let outside = IPv4Address(0xcb00_7105)
    private static let inside = IPv4Address(0xc0a8_010a)
    private static let agent = IPv4Address(0xc633_6401)

    /// The node registers over IPv4, in UDP; the answer comes the same way.
    private mutating func exchange(
        _ sequence: UInt16, flags: BindingUpdate.Flags = [], _ options: [MobilityOption],
        bids: [UInt16] = [], detection: MobilityOption? = nil, at seconds: Int64
    ) {
        let update = BindingUpdate(
            sequence: sequence, flags: flags.union([.acknowledge, .homeRegistration]), lifetime: 15,
            options: options)
        test.observer.observe(
            SignallingPacket(
                encapsulation: [
                    .ipv4(source: Self.outside, destination: Self.agent),
                    .udp(sourcePort: 50000, destinationPort: 4191),
                ], source: ObserverTests.homeAddress, destination: ObserverTests.agent,
                payload: .mobility(.bindingUpdate(update))), at: .zero + .seconds(seconds))
        let answer = BindingAcknowledgement(
            status: 0, sequence: sequence, lifetime: 15,
            options: bids.map { .bindingIdentifier(.rfc5648(bid: $0)) } + [detection].compactMap(\.self))
        test.observer.observe(
            SignallingPacket(
                encapsulation: [
                    .ipv4(source: Self.agent, destination: Self.outside),
                    .udp(sourcePort: 4191, destinationPort: 50000),
                ], source: ObserverTests.agent, destination: ObserverTests.homeAddress,
                payload: .mobility(.bindingAcknowledgement(answer))), at: .zero + .seconds(seconds))
    }

    private func identifier(_ bid: UInt16, _ address: IPv4Address) -> MobilityOption {
        .bindingIdentifier(.rfc5648(bid: bid, careOfAddress: .ipv4(address)))
    }

    private let found = MobilityOption.natDetection(forceEncapsulation: true, refreshTime: 110)

    @Test(
        "R-149: behind a NAT the outer source is the care-of address, and the NAT is before that binding alone"
    )
    mutating func behindANAT() throws {
        test.update(1, ObserverTests.identifiers([(1, ObserverTests.first)]), at: 0)
        test.acknowledge(1, [(1, 0)], at: 0)
        exchange(9, [identifier(4, Self.inside)], bids: [4], detection: found, at: 1)
        test.update(10, ObserverTests.identifiers([(2, ObserverTests.second)]), at: 2)
        test.acknowledge(10, [(2, 0)], at: 2)
        #expect(test.bindings.map(\.bid) == [1, 2, 4])
        #expect(
            test.bindings.map(\.careOfAddress)
                == [.ipv6(ObserverTests.first), .ipv6(ObserverTests.second), .ipv4(Self.outside)])
        #expect(test.bindings.map(\.isTranslated) == [nil, nil, true])
        let cache = test.observer.cacheWindow(
            of: ObserverTests.agent, 0..<9, order: .homeAddress, at: .zero + .seconds(3))
        #expect(cache.rows.map(\.behindNAT) == [false, false, true])
        // A refresh without an address is of the entry.
        exchange(
            11, [.bindingIdentifier(.rfc5648(bid: 4))], bids: [4], detection: found, at: 3)
        #expect(test.bindings.last?.careOfAddress == .ipv4(Self.outside))
        #expect(test.bindings.last?.isTranslated == true)
        // in a bulk from an IPv6 care-of address an IPv4 one stands as it is said.
        let other = IPv4Address(0xc000_0263)
        test.update(12, [identifier(4, other)] + ObserverTests.identifiers([(1, ObserverTests.first)]), at: 4)
        test.acknowledge(12, [(4, 0), (1, 0)], at: 4)
        #expect(test.bindings.last?.careOfAddress == .ipv4(other))
        #expect(test.bindings.last?.isTranslated == nil)
    }

    @Test(
        "RFC 5555 §4.3.1: the option of an agent that found no NAT says so",
        arguments: [
            .natDetection(forceEncapsulation: false, refreshTime: .max), nil,
            .natDetection(forceEncapsulation: true, refreshTime: 110),
        ] as [MobilityOption?])
    mutating func withoutANAT(_ detection: MobilityOption?) {
        // UDP may be forced, which is no NAT.
        exchange(
            9, flags: .forceUDPEncapsulation, [identifier(4, Self.outside)], bids: [4], detection: detection,
            at: 1)
        #expect(test.bindings.map(\.careOfAddress) == [.ipv4(Self.outside)])
        #expect(test.bindings.map(\.isTranslated) == [false])
    }

    @Test("An ordinary registration says in an option what the node believes", arguments: [true, false])
    mutating func ordinary(isBehind: Bool) {
        let claimed = isBehind ? Self.inside : Self.outside
        exchange(9, [.ipv4CareOfAddress(claimed)], detection: isBehind ? found : nil, at: 1)
        #expect(test.bindings.map(\.careOfAddress) == [.ipv4(Self.outside)])
        #expect(test.bindings.map(\.isTranslated) == [isBehind])
        // The home link takes its place: no NAT there.
        test.update(10, at: 2)
        test.acknowledge(10, at: 2)
        #expect(test.bindings.map(\.isTranslated) == [nil])
    }
}
