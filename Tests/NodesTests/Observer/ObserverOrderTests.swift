import MobilityWire
import Nodes
import Testing

/// An answer whose record stands a little before that of what it answers.
struct ObserverOrderTests {
    private var test = ObserverTests()

    private var registration: ObservedRegistration {
        get throws { try #require(test.observer[ObserverTests.homeAddress, ObserverTests.agent]) }
    }

    /// What is known is what would be, had both come in order.
    private func expectNoGaps(_ count: Int) throws {
        #expect(test.bindings.count == count)
        #expect(test.bindings.allSatisfy { $0.evidence == .both && $0.missing.isEmpty })
        #expect(try registration.unanswered.isEmpty)
    }

    @Test mutating func theAnswerIsPairedWithWhatComesAfterIt() throws {
        test.acknowledge(1, [(1, 0), (2, 0)], at: 0)
        test.update(
            1, ObserverTests.identifiers([(1, ObserverTests.first), (2, ObserverTests.second)]), at: 0)
        try expectNoGaps(2)
        #expect(
            test.bindings.map(\.careOfAddress) == [.ipv6(ObserverTests.first), .ipv6(ObserverTests.second)])
        // A refresh without an address leaves no doubt about it.
        test.acknowledge(2, [(1, 0)], at: 10)
        test.update(2, ObserverTests.identifiers([(1, nil)]), at: 11)
        try expectNoGaps(2)
        #expect(test.remaining(at: 10) == [60, 50])
        // so do a removal and one that is refused.
        test.acknowledge(3, status: 129, lifetime: 0, [(1, 129)], at: 20)
        test.update(3, lifetime: 0, ObserverTests.identifiers([(1, nil)]), at: 20)
        try expectNoGaps(2)
        #expect(test.bindings.map(\.refusal) == [129, nil])
        test.acknowledge(4, lifetime: 0, [(2, 0)], at: 21)
        test.update(4, lifetime: 0, ObserverTests.identifiers([(2, nil)]), at: 21)
        try expectNoGaps(1)
        // The same answer once more, from another interface.
        test.acknowledge(4, lifetime: 0, at: 22)
        try expectNoGaps(1)
    }

    @Test mutating func ofSeveralEachIsPairedWithItsOwn() throws {
        test.registerBoth()
        test.acknowledge(2, [(1, 0)], at: 10)
        test.acknowledge(3, [(2, 0)], at: 10)
        test.update(2, ObserverTests.identifiers([(1, ObserverTests.second)]), at: 10)
        test.update(3, ObserverTests.identifiers([(2, ObserverTests.first)]), at: 10)
        try expectNoGaps(2)
        #expect(
            test.bindings.map(\.careOfAddress) == [.ipv6(ObserverTests.second), .ipv6(ObserverTests.first)])
    }

    @Test mutating func anOrdinaryBindingIsPairedToo() throws {
        test.acknowledge(1, at: 0)
        test.update(1, at: 0)
        try expectNoGaps(1)
        #expect(test.bindings.map(\.bid) == [nil])
    }

    @Test("RFC 6275 §11.8: a node waits a second, and takes another number: later it is another exchange")
    mutating func laterItIsAnotherOne() throws {
        test.acknowledge(1, [(1, 0)], at: 0)
        test.update(1, ObserverTests.identifiers([(1, ObserverTests.first)]), at: 2)
        #expect(test.bindings.map(\.evidence) == [.acknowledgement])
        #expect(try registration.unanswered.map(\.sequence) == [1])
        // Nor is one with another number.
        test.acknowledge(8, [(1, 0)], at: 10)
        test.update(9, ObserverTests.identifiers([(1, ObserverTests.first)]), at: 10)
        #expect(try registration.unanswered.map(\.sequence) == [1, 9])
    }
}
