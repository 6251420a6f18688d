import MobilityWire
import Nodes
import Testing

@Suite("Mobile node: lifetimes and retransmission")
struct NodeTimerTests {
    @Test(
        "RFC 6275 §11.8: unanswered, 1.5 s first, doubling up to 32 s, with a new sequence number each time")
    func firstRegistrationBackoff() throws {
        var bench = try MobileNodeBench()
        bench.attach(1, CareOf.one)
        bench.advance(by: .seconds(200))
        let sent = bench.takeSent()
        let times = sent.map { $0.at.nanoseconds / 1_000_000 - 10 }
        #expect(times == [0, 1500, 4500, 10500, 22500, 46500, 78500, 110_500, 142_500, 174_500])
        let numbers = sent.compactMap { $0.update?.sequence }
        for (one, next) in zip(numbers, numbers.dropFirst()) { #expect(next == one &+ 1) }
        #expect(sent.allSatisfy { $0.overwrites }, "until it is answered, O is needed")
        #expect(try bench.row(1).retransmissions == 9)
    }

    @Test("RFC 6275 §11.8: later Binding Updates begin with 1 s")
    func laterBackoff() throws {
        var bench = try MobileNodeBench.registered([CareOf.one])
        bench.advance(by: .seconds(45))
        _ = bench.takeSent()
        bench.advance(by: .seconds(7))
        #expect(bench.takeSent().map { $0.at.nanoseconds / 1_000_000 - 45_010 } == [1000, 3000, 7000])
    }

    @Test("RFC 6275 §11.8: at most three Binding Updates to one agent in a second")
    func updateRate() throws {
        var bench = try MobileNodeBench(.test { $0.bulkRegistration = false })
        for number in 1...12 {
            bench.fact(1, .address(IPv6Address(text: "2001:db8:a::\(number)"), state: .preferred))
        }
        bench.gather()
        var sent = bench.takeSent()
        #expect(sent.count == 1, "the first carries O; the others wait for its answer")
        try bench.answer(sent[0])
        for _ in 0..<6 {
            bench.advance(by: .seconds(1))
            sent += bench.takeSent()
        }
        for (index, one) in sent.enumerated() where index + 3 < sent.count {
            #expect(sent[index + 3].at - one.at >= .seconds(1))
        }
        #expect(sent.count >= 12)
    }

    @Test("R-047 refresh after three quarters of the lifetime, in one bulk for what is due together")
    func refresh() throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two])
        bench.advance(by: .seconds(44))
        #expect(bench.takeSent().count == 0)
        bench.advance(by: .seconds(1))
        #expect(try bench.takeUpdate().bids == [1, 2])
        #expect(bench.state(1) == .refreshing)
    }

    @Test("Refreshes of bindings made at different times come together")
    func refreshesGather() throws {
        var bench = try MobileNodeBench.registered([CareOf.one])
        bench.advance(by: .seconds(3))
        bench.attach(2, CareOf.two)
        bench.gather()
        try bench.acceptAll()
        bench.advance(by: .seconds(42))
        #expect(try bench.takeUpdate().bids == [1, 2])
    }

    @Test("Binding Refresh Advice brings the refresh forward, unless it is not before the end")
    func refreshAdvice() throws {
        var bench = try MobileNodeBench()
        bench.attach(1, CareOf.one)
        bench.gather()
        try bench.answer(
            try bench.takeUpdate(), lifetime: 15, options: [.bindingRefreshAdvice(interval: 3)])
        bench.advance(by: .seconds(11))
        #expect(bench.takeSent().count == 0)
        bench.advance(by: .seconds(1))
        try bench.answer(
            try bench.takeUpdate(), lifetime: 15, options: [.bindingRefreshAdvice(interval: 15)])
        bench.advance(by: .seconds(44))
        #expect(bench.takeSent().count == 0)
    }

    @Test("Remaining lifetime: what is left of the one asked for, less what was not granted")
    func remainingLifetime() throws {
        var bench = try MobileNodeBench(.test(.rfc5648, .manual) { $0.lifetime = .seconds(100) })
        bench.attach(1, CareOf.one)
        bench.command(.register(1))
        let sent = try bench.takeUpdate()
        #expect(sent.update?.lifetime == 25)
        bench.advance(by: .milliseconds(700))
        try bench.answer(sent, lifetime: 10)
        let row = try bench.row(1)
        #expect(row.remaining == .milliseconds(39_300))
        #expect(row.askedLifetime == 100)
        #expect(row.grantedLifetime == 40)
        bench.advance(by: .milliseconds(39_300))
        #expect(bench.state(1) == .idle)
    }

    @Test("R-086: a lifetime of zero in an acceptance is no binding, and does not make a storm")
    func zeroLifetimeGranted() throws {
        var bench = try MobileNodeBench()
        bench.attach(1, CareOf.one)
        var count = 0
        for _ in 0..<60 {
            bench.advance(by: .seconds(1))
            for sent in bench.takeSent() {
                count += 1
                try bench.answer(sent, lifetime: 0)
            }
        }
        #expect(count <= 3)
        #expect(bench.state(1) == .failed)
    }

    @Test(
        "R-054 draft-06: a Binding Update that names one BID renews all",
        arguments: [WireProfile.draft06, .rfc5648])
    func oneRenewsAll(profile: WireProfile) throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two], .test(profile, .manual))
        bench.advance(by: .seconds(30))
        bench.command(.register(1))
        let sent = try bench.takeUpdate()
        #expect(sent.bids == [1])
        try bench.answer(sent)
        #expect(try bench.row(1).remaining == .seconds(60))
        #expect(try bench.row(2).remaining == .seconds(profile == .draft06 ? 60 : 30))
    }

    @Test(
        "R-056: removing one leaves the lifetimes of the others", arguments: [WireProfile.draft06, .rfc5648])
    func removalKeepsLifetimes(profile: WireProfile) throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two], .test(profile, .manual))
        bench.advance(by: .seconds(30))
        bench.command(.deregister([1]))
        try bench.acceptAll()
        #expect(bench.state(1) == .idle)
        #expect(try bench.row(2).remaining == .seconds(30))
    }

    @Test("A binding whose refresh is refused lasts until its end")
    func refusedRefresh() throws {
        var bench = try MobileNodeBench.registered([CareOf.one])
        bench.advance(by: .seconds(45))
        try bench.answer(try bench.takeUpdate(), status: 129)
        #expect(bench.state(1) == .failed)
        #expect(try bench.row(1).remaining == .seconds(60 - 45))
        bench.advance(by: .seconds(15))
        #expect(try bench.row(1).remaining == nil)
        #expect(bench.takeSent().count == 0, "129 does not pass by itself")
    }
}
