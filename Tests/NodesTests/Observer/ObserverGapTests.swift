import MobilityWire
import Nodes
import Testing

/// What was missed of an exchange stays named until it is told.
struct ObserverGapTests {
    private var test = ObserverTests()
    private static let third = IPv6Address(high: 0x2001_0db8_000c_0000, low: 0x30)

    private var registration: ObservedRegistration {
        get throws { try #require(test.observer[ObserverTests.homeAddress, ObserverTests.agent]) }
    }

    /// What is missing, by BID.
    private var gaps: [ObservedBinding.Missing] {
        get throws {
            let registration = try registration
            return registration.bindings.map { registration.missing(of: $0) }
        }
    }

    private var states: [BindingState] {
        get throws { try registration.rows(at: .zero + .seconds(50)) { _ in nil }.map(\.state) }
    }

    @Test mutating func anAnswerToWhatWasMissedRenewsTheLifetimeButNotTheAddress() throws {
        test.registerBoth()
        test.acknowledge(7, [(1, 0)], at: 30)
        #expect(
            test.bindings.map(\.careOfAddress) == [.ipv6(ObserverTests.first), .ipv6(ObserverTests.second)])
        #expect(test.bindings.map(\.evidence) == [.acknowledgement, .both])
        #expect(try gaps == [[.update, .presentCareOfAddress], []])
        #expect(test.bindings.first?.requested == nil)
        #expect(test.remaining(at: 30) == [60, 30])
        // without an address that of the entry is refreshed, whichever it is.
        test.update(8, ObserverTests.identifiers([(1, nil)]), at: 40)
        test.acknowledge(8, [(1, 0)], at: 40)
        #expect(try gaps == [.presentCareOfAddress, []])
        #expect(test.bindings.map(\.evidence) == [.both, .both])
        test.update(9, ObserverTests.identifiers([(1, Self.third)]), at: 41)
        test.acknowledge(9, [(1, 0)], at: 41)
        #expect(try gaps == [[], []])
        #expect(test.bindings.first?.careOfAddress == .ipv6(Self.third))
    }

    @Test mutating func trafficToAnAddressSaysThatItIsTheOne() throws {
        test.registerBoth()
        test.acknowledge(7, [(1, 0)], at: 30)
        test.observer.observe(
            SignallingPacket(
                encapsulation: [.ipv6(source: ObserverTests.agent, destination: ObserverTests.first)],
                source: ObserverTests.agent, destination: ObserverTests.homeAddress,
                payload: .data(nextHeader: 58, octets: [])), at: .zero + .seconds(31))
        #expect(try gaps == [.update, []])
    }

    @Test mutating func theSameAnswerTwiceGrantsNothingTwice() throws {
        test.registerBoth()
        test.acknowledge(1, [(1, 0), (2, 0)], at: 10)
        #expect(test.remaining(at: 10) == [50, 50])
        #expect(try gaps == [[], []])
        // The repeated answer to the removal of one BID, as of a node that names none, removes no others.
        test.update(2, lifetime: 0, ObserverTests.identifiers([(2, nil)]), at: 11)
        test.acknowledge(2, lifetime: 0, [(2, 0)], at: 11)
        test.acknowledge(2, lifetime: 0, at: 12)
        #expect(test.bindings.map(\.bid) == [1])
    }

    @Test mutating func anAnswerToAnotherBidLeavesWhatIsUnansweredAsAsked() throws {
        test.registerBoth()
        test.update(2, ObserverTests.identifiers([(1, Self.third)]), at: 5)
        #expect(try gaps == [[], []])
        test.update(3, lifetime: 0, ObserverTests.identifiers([(2, nil)]), at: 6)
        test.acknowledge(3, lifetime: 0, [(2, 0)], at: 6)
        #expect(test.bindings.map(\.bid) == [1])
        #expect(try registration.unanswered.map(\.sequence) == [2])
        #expect(try states == [.refreshing])
        #expect(try gaps == [.acknowledgement])
        // A later one about the same BID that is answered answers both: the node has one out for a binding.
        test.update(4, ObserverTests.identifiers([(1, Self.third)]), at: 8)
        test.acknowledge(4, [(1, 0)], at: 8)
        #expect(try registration.unanswered.isEmpty)
        #expect(try states == [.bound])
        #expect(try gaps == [[]])
    }

    @Test mutating func anAnswerOfItsOwnMayComeLater() throws {
        test.registerBoth()
        test.update(2, ObserverTests.identifiers([(1, Self.third)]), at: 5)
        test.update(3, ObserverTests.identifiers([(2, Self.third)]), at: 5)
        test.acknowledge(3, [(2, 0)], at: 6)
        test.acknowledge(2, [(1, 0)], at: 6)
        #expect(try registration.unanswered.isEmpty)
        #expect(test.bindings.map(\.careOfAddress) == [.ipv6(Self.third), .ipv6(Self.third)])
        #expect(try gaps == [[], []])
    }

    @Test("R-133: a BID that the answer leaves out is not answered")
    mutating func bidLeftOut() throws {
        test.registerBoth()
        test.update(2, ObserverTests.identifiers([(1, Self.third), (2, Self.third), (3, Self.third)]), at: 5)
        test.acknowledge(2, [(2, 0)], at: 5)
        #expect(try registration.unanswered.map { $0.identifiers.map(\.bid) } == [[1, 3]])
        #expect(
            test.bindings.map(\.careOfAddress)
                == [.ipv6(ObserverTests.first), .ipv6(Self.third), .ipv6(Self.third)])
        #expect(try states == [.refreshing, .bound, .waiting])
        #expect(try gaps == [.acknowledgement, [], [.acknowledgement, .lifetime]])
        #expect(test.remaining(at: 5) == [55, 60, nil])
    }

    @Test("R-055: what O replaces is replaced, though not all BIDs have an answer")
    mutating func bidLeftOutOfAnOverwrite() throws {
        test.registerBoth()
        test.update(
            2, flags: .overwrite, ObserverTests.identifiers([(3, Self.third), (4, Self.third)]), at: 5)
        test.acknowledge(2, [(3, 0)], at: 5)
        #expect(test.bindings.map(\.bid) == [3, 4])
        #expect(try states == [.bound, .waiting])
    }

    @Test("An answer with a number that nobody used: the node drops it, its Binding Update has none")
    mutating func foreignNumber() throws {
        test.registerBoth()
        test.update(2, ObserverTests.identifiers([(3, Self.third)]), at: 5)
        test.acknowledge(77, [(3, 0)], at: 5)
        #expect(test.bindings.map(\.bid) == [1, 2, 3])
        #expect(test.bindings.last?.evidence == .acknowledgement)
        #expect(try gaps.last == [.update, .presentCareOfAddress, .acknowledgement])
        #expect(try registration.unanswered.map(\.sequence) == [2])
        #expect(try states == [.bound, .bound, .refreshing])
    }

    @Test("R-113: removing all, unanswered, is not about what was registered since")
    mutating func removalOfAllWithoutAnswer() throws {
        test.registerBoth()
        test.update(2, lifetime: 0, at: 5)
        #expect(try states == [.deleting, .deleting])
        test.update(3, ObserverTests.identifiers([(1, ObserverTests.first)]), at: 8)
        test.acknowledge(3, [(1, 0)], at: 8)
        #expect(try states == [.bound, .deleting])
        #expect(try gaps == [[], .acknowledgement])
        // what replaces all leaves nothing to ask for.
        test.update(4, at: 9)
        test.acknowledge(4, at: 9)
        #expect(try registration.unanswered.isEmpty)
        #expect(test.bindings.map(\.bid) == [nil])
    }

    @Test("R-054: what was only asked for is not renewed by another's answer")
    mutating func askedForInTheDraft() throws {
        test.registerBoth(draft: true)
        test.update(2, ObserverTests.identifiers([(3, Self.third)], draft: true), at: 5)
        test.update(3, ObserverTests.identifiers([(1, ObserverTests.first)], draft: true), at: 20)
        test.acknowledge(3, [(1, 0)], draft: true, at: 20)
        #expect(test.remaining(at: 20) == [60, 60, nil])
        #expect(try states == [.bound, .bound, .waiting])
    }

    @Test("R-049: with numbers of their own, two BIDs may have the same one out")
    mutating func sameNumberOfTwoBids() throws {
        test.registerBoth(draft: true)
        test.update(9, ObserverTests.identifiers([(1, Self.third)], draft: true), at: 5)
        test.update(9, ObserverTests.identifiers([(2, Self.third)], draft: true), at: 5)
        test.acknowledge(9, [(1, 0)], draft: true, at: 6)
        #expect(try registration.unanswered.map { $0.identifiers.map(\.bid) } == [[2]])
        #expect(test.bindings.first?.careOfAddress == .ipv6(Self.third))
    }
}
