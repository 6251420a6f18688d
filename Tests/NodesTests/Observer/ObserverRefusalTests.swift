import MobilityWire
import Nodes
import Testing

/// What a refusal leaves: the peer did nothing, and holds what it held.
struct ObserverRefusalTests {
    private var test = ObserverTests()

    private var bids: [UInt16?] { test.bindings.map(\.bid) }

    private var unanswered: [UInt16] {
        test.observer[ObserverTests.homeAddress, ObserverTests.agent]?.unanswered.map(\.sequence) ?? []
    }

    @Test(
        "R-122, A1: after a refused removal the peer holds the binding still",
        arguments: [128, 129, 130, 131, 132, 134, 139, 146, 164, 166, 168])
    mutating func refusedRemoval(status: UInt8) {
        test.registerBoth()
        test.update(2, lifetime: 0, ObserverTests.identifiers([(2, nil)]), at: 20)
        test.acknowledge(2, status: status, lifetime: 0, [(2, status)], at: 20)
        #expect(bids == [1, 2])
        #expect(test.remaining(at: 20) == [40, 40])
        #expect(test.bindings.map(\.refusal) == [nil, status])
        #expect(test.bindings.allSatisfy { $0.evidence == .both && $0.missing.isEmpty })
        #expect(unanswered.isEmpty)
        // What is accepted later is what counts.
        test.update(3, ObserverTests.identifiers([(2, ObserverTests.second)]), at: 30)
        test.acknowledge(3, [(2, 0)], at: 30)
        #expect(test.bindings.map(\.refusal) == [nil, nil])
    }

    @Test(
        "R-122, A1: 133 and 167 say that there is nothing to remove, 0 and 4 that it is done",
        arguments: [0, 4, 133, 167])
    mutating func removalOfWhatIsGone(status: UInt8) {
        test.registerBoth()
        test.update(2, lifetime: 0, ObserverTests.identifiers([(2, nil)]), at: 20)
        test.acknowledge(2, status: status, lifetime: 0, [(2, status)], at: 20)
        #expect(bids == [1])
    }

    @Test("A6: of several BIDs to be removed each has its own answer")
    mutating func removalOfSeveral() {
        test.registerBoth()
        test.update(2, lifetime: 0, ObserverTests.identifiers([(1, nil), (2, nil), (9, nil)]), at: 20)
        test.acknowledge(2, status: 4, lifetime: 0, [(1, 130), (2, 0), (9, 133)], at: 20)
        #expect(bids == [1])
        #expect(test.bindings.map(\.refusal) == [130])
    }

    @Test("A6: refused as a whole because of one BID that is not there, the others are still there")
    mutating func removalOfSeveralRefusedAsAWhole() {
        test.registerBoth()
        test.update(2, lifetime: 0, ObserverTests.identifiers([(2, nil), (9, nil)]), at: 20)
        test.acknowledge(2, status: 133, lifetime: 0, [(2, 0), (9, 0)], at: 20)
        #expect(bids == [1, 2])
        // Where none is known to be missing, none is there.
        test.update(3, lifetime: 0, ObserverTests.identifiers([(1, nil), (2, nil)]), at: 30)
        test.acknowledge(3, status: 133, lifetime: 0, [(1, 0), (2, 0)], at: 30)
        #expect(bids.isEmpty)
    }

    @Test(
        "R-113: a refused removal of all leaves all, 133 says that there is nothing",
        arguments: [129, 167, 133])
    mutating func removalOfAll(status: UInt8) {
        test.registerBoth()
        test.update(2, lifetime: 0, at: 20)
        test.acknowledge(2, status: status, lifetime: 0, at: 20)
        #expect(bids == (status == 133 ? [] : [1, 2]))
    }

    @Test("A refused removal of an ordinary binding leaves it", arguments: [129, 133])
    mutating func removalOfAnOrdinaryBinding(status: UInt8) {
        test.update(1, at: 0)
        test.acknowledge(1, at: 0)
        test.update(2, lifetime: 0, at: 5)
        test.acknowledge(2, status: status, lifetime: 0, at: 5)
        #expect(bids == (status == 133 ? [] : [nil]))
    }

    @Test("R-101: 135 has the receiver's number; nothing was done, and the Binding Update comes again")
    mutating func numberOutOfWindow() {
        test.registerBoth()
        test.update(2, lifetime: 0, ObserverTests.identifiers([(2, nil)]), at: 5)
        test.acknowledge(1, status: 135, lifetime: 0, [(2, 135)], at: 5)
        #expect(bids == [1, 2])
        #expect(unanswered.isEmpty)
        test.update(3, ObserverTests.identifiers([(7, ObserverTests.first)]), at: 6)
        test.acknowledge(1, status: 135, lifetime: 0, at: 6)
        #expect(bids == [1, 2])
        #expect(unanswered.isEmpty)
        #expect(test.remaining(at: 6) == [54, 54])
    }

    @Test("R-129: 165 for the only BID leaves the ordinary binding")
    mutating func ordinaryBindingExists() {
        test.update(1, at: 0)
        test.acknowledge(1, at: 0)
        test.update(2, ObserverTests.identifiers([(1, ObserverTests.first)]), at: 5)
        test.acknowledge(2, status: 0, lifetime: 0, [(1, 165)], at: 5)
        #expect(bids == [nil])
    }

    @Test("R-113: what is to be removed without BID is about every binding")
    mutating func removalOfAllIsAboutAll() throws {
        test.registerBoth()
        test.update(2, lifetime: 0, at: 5)
        let registration = try #require(test.observer[ObserverTests.homeAddress, ObserverTests.agent])
        let rows = registration.rows(at: .zero + .seconds(6)) { _ in nil }
        #expect(rows.map(\.state) == [.deleting, .deleting])
        #expect(rows.map(\.sequenceSent) == [2, 2])
    }
}
