import MobilityWire
import Nodes
import Testing

@Suite("Mobile node: sequence numbers")
struct NodeSequenceTests {
    @Test("R-049 rfc5648: one counter for all bindings of a peer, one more for each Binding Update")
    func shared() throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two], .test(.rfc5648, .manual))
        let first = try bench.row(1).sequenceSent
        bench.command(.register(2))
        let second = try bench.takeUpdate()
        try bench.answer(second)
        bench.command(.register(1))
        let third = try bench.takeUpdate()
        #expect(second.update?.sequence == first.map { $0 &+ 1 })
        #expect(third.update?.sequence == first.map { $0 &+ 2 })
    }

    @Test("R-050 draft-06: a bulk takes the largest number of its bindings")
    func bulkTakesTheLargest() throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two], .test(.draft06, .manual))
        let base = try #require(try bench.row(1).sequenceSent)
        for step in 1...3 {
            bench.pause()
            bench.command(.register(2))
            let sent = try bench.takeUpdate()
            #expect(sent.update?.sequence == base &+ UInt16(step))
            try bench.answer(sent)
        }
        bench.pause()
        bench.command(.register(1))
        let single = try bench.takeUpdate()
        #expect(single.update?.sequence == base &+ 1, "the counter of BID 1 stood still")
        try bench.answer(single)
        bench.command(.registerBulk([1, 2]))
        #expect(try bench.takeUpdate().update?.sequence == base &+ 4)
    }

    @Test(
        "R-051 draft-06: a binding whose number would be out of the window leaves in a Binding Update of its own"
    )
    func outOfWindowLeavesAlone() throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two], .test(.draft06, .manual))
        let base = try #require(try bench.row(1).sequenceSent)
        // The agent says that it is 32768 ahead for BID 2: further than one window.
        for ahead in [UInt16(30000), 32767] {
            bench.pause()
            bench.command(.register(2))
            let refused = try bench.takeUpdate()
            try bench.answer(refused, status: 135, sequence: base &+ ahead)
            let again = try bench.takeUpdate()
            #expect(again.update?.sequence == base &+ ahead &+ 1)
            try bench.answer(again)
        }
        bench.pause()
        bench.command(.registerBulk([1, 2]))
        let sent = bench.takeSent()
        #expect(sent.map(\.bids) == [[2], [1]] || sent.map(\.bids) == [[1], [2]])
    }

    @Test("R-101: 135 makes the reported number the base", arguments: [WireProfile.rfc5648, .draft06])
    func resynchronisation(profile: WireProfile) throws {
        var bench = try MobileNodeBench(.test(profile))
        bench.attach(1, CareOf.one)
        bench.gather()
        let first = try bench.takeUpdate()
        let number = try #require(first.update?.sequence)
        try bench.answer(first, status: 135, sequence: number &+ 1000)
        let second = try bench.takeUpdate()
        #expect(second.update?.sequence == number &+ 1001)
        #expect(second.overwrites)
        try bench.answer(second)
        #expect(bench.state(1) == .bound)
    }

    @Test("R-101: a receiver that never agrees gets no storm")
    func endlessResynchronisation() throws {
        var bench = try MobileNodeBench()
        bench.attach(1, CareOf.one)
        var count = 0
        for _ in 0..<300 {
            bench.advance(by: .milliseconds(100))
            for sent in bench.takeSent() {
                count += 1
                try bench.answer(sent, status: 135, sequence: sent.update.map { $0.sequence &+ 7 })
            }
        }
        #expect(count <= 10)
    }

    @Test("R-082: acknowledgements with another sequence number, late and duplicate ones change nothing")
    func otherNumbers() throws {
        var bench = try MobileNodeBench()
        bench.attach(1, CareOf.one)
        bench.gather()
        let first = try bench.takeUpdate()
        try bench.answer(first, sequence: first.update.map { $0.sequence &+ 1 })
        #expect(bench.state(1) == .waiting)
        bench.advance(by: .milliseconds(1500))
        let second = try bench.takeUpdate()
        try bench.answer(first)
        #expect(bench.state(1) == .waiting, "that answers the transmission before")
        try bench.answer(second)
        #expect(bench.state(1) == .bound)
        let row = try bench.row(1)
        bench.advance(by: .seconds(1))
        try bench.answer(second, status: 129)
        #expect(bench.state(1) == .bound)
        #expect(try bench.row(1).remaining == row.remaining.map { $0 - .seconds(1) })
        #expect(bench.notes(.dropped).map(\.to) == ["sequence", "sequence", "sequence"])
    }
}
