import MobilityWire
import Nodes
import Testing

@Suite("Mobile node: de-registration")
struct NodeDeregistrationTests {
    @Test(
        "R-059 R-060: removing some names their BIDs, without care-of address and with lifetime 0",
        arguments: [WireProfile.rfc5648, .draft06])
    func some(profile: WireProfile) throws {
        var bench = try MobileNodeBench.registered(
            [CareOf.one, CareOf.two, CareOf.three], .test(profile, .manual))
        bench.command(.deregister([3, 1]))
        let sent = try bench.takeUpdate()
        #expect(sent.update?.lifetime == 0)
        #expect(sent.bids == [1, 3])
        #expect(sent.identifiers.allSatisfy { $0.careOfAddress == nil && $0.flags == 0 })
        #expect(sent.overwrites == false)
        #expect(sent.packet.source == IPv6Address(text: CareOf.two), "from one that stays")
        #expect(bench.state(1) == .deleting)
        try bench.answer(sent)
        #expect(bench.state(1) == .idle)
        #expect(bench.state(2) == .bound)
        #expect(bench.state(3) == .idle)
    }

    @Test("R-058: removing everything needs no BID", arguments: [WireProfile.rfc5648, .draft06])
    func all(profile: WireProfile) throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two], .test(profile))
        bench.command(.deregisterAll)
        let sent = try bench.takeUpdate()
        #expect(sent.update?.lifetime == 0)
        #expect(try #require(sent.update).options.isEmpty)
        try bench.answer(sent)
        #expect(bench.state(1) == .idle)
        #expect(bench.state(2) == .idle)
        bench.advance(by: .seconds(120))
        #expect(bench.takeSent().count == 0, "what a person took away stays away")
    }

    @Test("R-065 R-066 R-122: a lost care-of address is removed through another one")
    func throughAnother() throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two])
        bench.fact(1, .vanished)
        bench.gather()
        let sent = try bench.takeUpdate()
        #expect(sent.update?.lifetime == 0)
        #expect(sent.bids == [1])
        #expect(sent.packet.source == IPv6Address(text: CareOf.two))
        #expect(sent.datagram.interface == InterfaceIdentifier(2))
        try bench.answer(sent)
        #expect(bench.state(1) == nil, "nothing is left to say about it")
        #expect(bench.state(2) == .bound)
    }

    @Test(
        "R-059 R-086: refused, but sent before without an answer: that one may have been accepted, so it is removed",
        arguments: [WireProfile.rfc5648, .draft06], [false, true])
    func refusedAfterALostAnswer(profile: WireProfile, isSentTwice: Bool) throws {
        var bench = try MobileNodeBench.registered([CareOf.one], .test(profile))
        bench.attach(2, CareOf.two)
        bench.gather()
        var sent = try bench.takeUpdate()
        if isSentTwice {
            bench.advance(by: .seconds(1))
            sent = try bench.takeUpdate()
        }
        try bench.answer(sent, bidStatus: [2: 164])
        #expect(bench.state(2) == .failed)
        bench.fact(2, .vanished)
        bench.gather()
        guard isSentTwice else {
            #expect(bench.takeSent().isEmpty, "what was refused is not there")
            return
        }
        let removal = try bench.takeUpdate()
        #expect(removal.update?.lifetime == 0 && removal.bids == [2])
        // A refusal of the removal is not asked about again at once, nor is it the last word.
        try bench.answer(removal, bidStatus: [2: 129])
        bench.advance(by: .seconds(31))
        #expect(bench.takeSent().isEmpty)
        bench.advance(by: .milliseconds(1_500))
        let again = try bench.takeUpdate()
        #expect(again.update?.lifetime == 0 && again.bids == [2])
        try bench.answer(again, bidStatus: [2: 133])
        #expect(bench.state(2) == nil)
    }

    @Test("A lost care-of address without another one waits until there is one")
    func withoutAnother() throws {
        var bench = try MobileNodeBench.registered([CareOf.one])
        bench.fact(1, .vanished)
        bench.advance(by: .seconds(5))
        #expect(bench.takeSent().count == 0)
        #expect(try bench.row(1).careOfAddress == nil)
        bench.attach(2, CareOf.two)
        bench.gather()
        let sent = bench.takeSent()
        #expect(sent.map { $0.update?.lifetime } == [0, 15])
        #expect(sent.map(\.bids) == [[1], [2]])
    }

    @Test("A lost care-of address without another one is gone with its lifetime")
    func diesOnExpiry() throws {
        var bench = try MobileNodeBench.registered([CareOf.one])
        bench.fact(1, .vanished)
        bench.advance(by: .seconds(60))
        #expect(bench.takeSent().count == 0)
        #expect(bench.node.bindingCount == 0)
    }

    @Test("R-122 A1: 133, 167 and 0 all mean that the binding is gone", arguments: [UInt8(133), 167, 0])
    func unknownBid(status: UInt8) throws {
        for place in 0..<3 {
            var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two], .test(.rfc5648, .manual))
            bench.command(.deregister([1]))
            let sent = try bench.takeUpdate()
            try bench.answer(
                sent, status: place != 1 ? status : 0, bidStatus: place != 0 ? [1: status] : [:])
            #expect(bench.state(1) == .idle)
            #expect(bench.state(2) == .bound)
        }
    }

    @Test("R-117 A6: one unknown of several: each BID has its own status")
    func partial() throws {
        var bench = try MobileNodeBench.registered(
            [CareOf.one, CareOf.two, CareOf.three], .test(.rfc5648, .manual))
        bench.command(.deregister([1, 2]))
        try bench.answer(try bench.takeUpdate(), status: 4, bidStatus: [2: 133])
        #expect(bench.state(1) == .idle)
        #expect(bench.state(2) == .idle)
        #expect(bench.state(3) == .bound)
    }

    @Test("An unanswered removal is sent again, from another care-of address")
    func retransmission() throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two, CareOf.three])
        bench.fact(1, .vanished)
        bench.advance(by: .milliseconds(1010))
        let sent = bench.takeSent()
        #expect(sent.map { $0.packet.source } == [CareOf.two, CareOf.three].map(IPv6Address.init(text:)))
        #expect(sent.allSatisfy { $0.bids == [1] })
    }

    @Test("R-088: where bulk is refused, removals go one by one too")
    func bulkRefused() throws {
        var bench = try MobileNodeBench.registered(
            [CareOf.one, CareOf.two, CareOf.three], .test(.rfc5648, .manual))
        bench.pause()
        bench.command(.deregister([1, 2]))
        try bench.answer(try bench.takeUpdate(), status: 168)
        #expect(bench.takeSent().map(\.bids) == [[1], [2]])
    }

    @Test("The last care-of address removes itself")
    func itself() throws {
        var bench = try MobileNodeBench.registered([CareOf.one], .test(.rfc5648, .manual))
        bench.command(.deregister([1]))
        let sent = try bench.takeUpdate()
        #expect(sent.packet.source == IPv6Address(text: CareOf.one))
        try bench.answer(sent)
        #expect(bench.state(1) == .idle)
    }
}
