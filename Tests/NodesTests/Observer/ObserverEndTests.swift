import MobilityWire
import Nodes
import Testing

/// Bindings that nobody refreshes end when their lifetime does.
struct ObserverEndTests {
    private var test = ObserverTests()

    @Test mutating func whatEndsEndsInOrderWheneverSomebodyLooks() {
        test.registerBoth()
        test.update(2, ObserverTests.identifiers([(1, nil)]), at: 15)
        test.acknowledge(2, [(1, 0)], at: 15)
        #expect(test.observer.nextEnd == .zero + .seconds(60))
        let ended = test.observer.expire(at: .zero + .seconds(100))
        #expect(ended.map(\.binding.bid) == [2, 1])
        #expect(ended.map(\.binding.ends) == [.zero + .seconds(60), .zero + .seconds(75)])
        #expect(test.bindings.isEmpty)
        #expect(test.observer.nextEnd == nil)
    }

    /// A registration of one binding of a node, answered at once.
    private mutating func register(_ node: Int, lifetime: UInt16, _ sequence: UInt16, at now: Instant) {
        let home = IPv6Address(high: ObserverTests.homeAddress.high, low: UInt64(0x1000 + node))
        let identifier = MobilityOption.bindingIdentifier(
            .rfc5648(bid: 1, careOfAddress: .ipv6(ObserverTests.first)))
        test.observer.observe(
            SignallingPacket(
                source: ObserverTests.first, destination: ObserverTests.agent, homeAddressOption: home,
                payload: .mobility(
                    .bindingUpdate(
                        BindingUpdate(
                            sequence: sequence, flags: [.acknowledge, .homeRegistration], lifetime: lifetime,
                            options: [identifier])))), at: now)
        test.observer.observe(
            SignallingPacket(
                source: ObserverTests.agent, destination: ObserverTests.first, routingHeader: home,
                payload: .mobility(
                    .bindingAcknowledgement(
                        BindingAcknowledgement(
                            status: 0, sequence: sequence, lifetime: lifetime,
                            options: [.bindingIdentifier(.rfc5648(bid: 1))])))), at: now)
    }

    @Test mutating func manyNodesEndOneByOne() {
        let count = 4000
        var ends: [Instant] = []
        for node in 0..<count {
            // In no order, some at the same time.
            let lifetime = UInt16(10 + node * 7919 % 1500)
            let now = Instant.zero + .milliseconds(Int64(node))
            register(node, lifetime: lifetime, 1, at: now)
            ends.append(now + .lifetimeUnits(lifetime))
        }
        // Half of them are refreshed, with a longer or a shorter lifetime.
        for node in stride(from: 0, to: count, by: 2) {
            let lifetime = UInt16(20 + node * 104_729 % 1200)
            let now = Instant.zero + .seconds(6)
            register(node, lifetime: lifetime, 2, at: now)
            ends[node] = now + .lifetimeUnits(lifetime)
        }
        var found: [Instant] = []
        for second in stride(from: Int64(7), through: 7000, by: 3) {
            let now = Instant.zero + .seconds(second)
            let ended = test.observer.expire(at: now).compactMap(\.binding.ends)
            #expect(ended.allSatisfy { $0 <= now && $0 > now - .seconds(3) })
            found += ended
        }
        #expect(found == ends.sorted())
        #expect(test.observer.registrations.allSatisfy { $0.bindings.isEmpty })
    }

    @Test mutating func whoIsGrantedLessAndLessIsLookedAtOften() {
        for lifetime in (1...9000).reversed() {
            register(0, lifetime: UInt16(lifetime), UInt16(lifetime), at: .zero)
        }
        #expect(test.observer.nextEnd == .zero + .seconds(4))
        #expect(test.observer.expire(at: .zero + .seconds(4)).count == 1)
        #expect(test.observer.expire(at: .zero + .seconds(40_000)).isEmpty)
        #expect(test.observer.nextEnd == nil)
    }
}
