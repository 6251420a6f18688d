import MobilityWire
import Nodes
import Testing

@Suite("Mobile node: what an acknowledgement means")
struct NodeAcknowledgementTests {
    /// A node that has just sent a bulk of two.
    private func afterBulk(_ profile: WireProfile = .rfc5648) throws -> (
        MobileNodeBench, MobileNodeBench.Sent
    ) {
        var bench = try MobileNodeBench(.test(profile))
        bench.attach(1, CareOf.one)
        bench.attach(2, CareOf.two)
        bench.gather()
        let sent = try bench.takeUpdate()
        return (bench, sent)
    }

    @Test(
        "R-017 R-085 R-086 R-117: a status of a BID goes before that of the message",
        arguments: [WireProfile.rfc5648, .draft06])
    func perBid(profile: WireProfile) throws {
        var (bench, sent) = try afterBulk(profile)
        try bench.answer(sent, status: 4, bidStatus: [2: 130])
        #expect(bench.state(1) == .bound)
        #expect(bench.state(2) == .failed)
        #expect(try bench.row(2).lastStatus == 130)
    }

    @Test("R-117: 4 with every BID at 0 means that all succeeded")
    func notCompleteButComplete() throws {
        var (bench, sent) = try afterBulk()
        try bench.answer(sent, status: 4)
        #expect(bench.state(1) == .bound)
        #expect(bench.state(2) == .bound)
    }

    @Test("A7: a lone failure may stand in either field", arguments: [true, false])
    func singleFailure(inMessage: Bool) throws {
        var bench = try MobileNodeBench()
        bench.attach(1, CareOf.one)
        bench.gather()
        try bench.answer(
            try bench.takeUpdate(), status: inMessage ? 129 : 0, bidStatus: inMessage ? [:] : [1: 129])
        #expect(bench.state(1) == .failed)
    }

    @Test("A BID that the answer leaves out is told again, without a storm")
    func missingBid() throws {
        var (bench, sent) = try afterBulk()
        var answer = try bench.acknowledgement(to: sent)
        answer.options.removeLast()
        try bench.deliver(answer, answering: sent)
        #expect(bench.state(1) == .bound)
        #expect(bench.state(2) == .waiting)
        bench.advance(by: .seconds(2))
        let again = try bench.takeUpdate()
        #expect(again.bids == [2])
        #expect(again.overwrites == false)
        try bench.answer(again)
        #expect(bench.state(2) == .bound)
    }

    @Test(
        "RFC 6275 §9.5.1: 139: what was registered as something else is removed, then registered anew, once")
    func typeChange() throws {
        var (bench, sent) = try afterBulk()
        try bench.answer(sent, status: 139)
        let removal = try bench.takeUpdate()
        #expect(removal.update?.lifetime == 0)
        #expect(removal.bids.isEmpty)
        try bench.answer(removal)
        bench.gather()
        let anew = try bench.takeUpdate()
        #expect(anew.bids == [1, 2])
        #expect(anew.overwrites)
        try bench.answer(anew, status: 139)
        #expect(bench.state(1) == .failed, "it was not that")
        bench.advance(by: .seconds(100))
        #expect(bench.takeSent().isEmpty)
    }

    @Test("A BID that was not asked for is ignored")
    func strangeBid() throws {
        var (bench, sent) = try afterBulk()
        var answer = try bench.acknowledgement(to: sent)
        answer.options.append(.bindingIdentifier(.rfc5648(bid: 99)))
        try bench.deliver(answer, answering: sent)
        #expect(bench.state(1) == .bound)
        #expect(bench.state(99) == nil)
    }

    @Test("R-086: 130 is asked again after a while, 129 is not")
    func temporaryRefusal() throws {
        var (bench, sent) = try afterBulk()
        try bench.answer(sent, status: 4, bidStatus: [1: 129, 2: 130])
        bench.advance(by: .seconds(31))
        #expect(bench.takeSent().count == 0)
        bench.advance(by: .seconds(1))
        #expect(try bench.takeUpdate().bids == [2])
    }

    @Test(
        "R-087: 166 ends registration with BIDs; one ordinary binding follows",
        arguments: [WireProfile.rfc5648, .draft06])
    func prohibited(profile: WireProfile) throws {
        var (bench, sent) = try afterBulk(profile)
        try bench.answer(sent, status: 166)
        let ordinary = try bench.takeUpdate()
        #expect(ordinary.bids.isEmpty)
        #expect(ordinary.overwrites == false)
        try bench.answer(ordinary)
        #expect(bench.state(nil) == .bound)
        #expect(bench.state(1) == .idle)
        #expect(bench.node.summary.ordinaryOnly)
        bench.command(.registerBulk([]))
        #expect(bench.refusal == "ordinary-only")
    }

    @Test("R-009 R-087: an ordinary binding takes the place of all that were registered with BIDs")
    func ordinaryReplaces() throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two])
        bench.advance(by: .milliseconds(45_500))
        try bench.answer(try bench.takeUpdate(), status: 166)
        #expect(bench.state(1) == .refreshing, "the agent holds it until the ordinary one is accepted")
        let ordinary = try bench.takeUpdate()
        #expect(ordinary.bids.isEmpty)
        try bench.answer(ordinary)
        #expect(bench.state(nil) == .bound)
        #expect(bench.state(1) == .idle)
        #expect(bench.state(2) == .idle)
    }

    @Test("R-129: a binding with a BID takes the place of the ordinary one, also without O")
    func identifiedReplaces() throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two], .test(.rfc5648, .manual))
        bench.command(.register(1))
        try bench.answer(try bench.takeUpdate(), status: 166)
        try bench.answer(try bench.takeUpdate())
        #expect(bench.state(nil) == .bound)
        // The agent started anew, and the administrator allows several again: nothing is in the way there.
        bench.command(.forgetPeer(.agent))
        bench.command(.setOverwrite(false))
        bench.command(.register(1))
        bench.advance(by: .seconds(1))
        let sent = try bench.takeUpdate()
        #expect(sent.bids == [1])
        #expect(!sent.overwrites)
        try bench.answer(sent)
        #expect(bench.state(1) == .bound)
        #expect(bench.state(nil) != .bound)
    }

    @Test("R-087 manual: the ordinary binding follows there, too")
    func prohibitedByHand() throws {
        var bench = try MobileNodeBench(.test(.rfc5648, .manual))
        bench.attach(1, CareOf.one)
        bench.command(.register(1))
        try bench.answer(try bench.takeUpdate(), status: 166)
        #expect(try bench.takeUpdate().bids.isEmpty)
    }

    @Test(
        "R-088 R-161: 168 ends bulk; none of them counts as registered, and each is registered alone",
        arguments: [WireProfile.rfc5648, .draft06])
    func bulkProhibited(profile: WireProfile) throws {
        var (bench, sent) = try afterBulk(profile)
        bench.advance(by: .milliseconds(400))
        try bench.answer(sent, status: 168)
        #expect(bench.state(1) == .waiting)
        let first = try bench.takeUpdate()
        #expect(first.bids == [1])
        #expect(first.overwrites, "nothing was replaced yet")
        #expect(first.identifiers.first?.careOfAddress != nil)
        bench.advance(by: .milliseconds(600))
        try bench.answer(first)
        let second = try bench.takeUpdate()
        #expect(second.bids == [2])
        #expect(second.overwrites == false)
        try bench.answer(second)
        #expect(bench.state(1) == .bound)
        #expect(bench.state(2) == .bound)
        bench.advance(by: .seconds(45))
        #expect(bench.takeSent().map(\.bids) == [[1], [2]])
        bench.command(.registerBulk([1, 2]))
        #expect(bench.refusal == "bulk-refused")
    }

    @Test("R-088: 168 to a single registration is a refusal, not a loop")
    func bulkProhibitedForOne() throws {
        var bench = try MobileNodeBench()
        bench.attach(1, CareOf.one)
        bench.gather()
        try bench.answer(try bench.takeUpdate(), status: 168)
        #expect(bench.state(1) == .failed)
        #expect(bench.takeSent().count == 0)
    }

    @Test(
        "R-090: 165 brings O, and everything that was registered with it",
        arguments: [WireProfile.rfc5648, .draft06])
    func ordinaryBindingExists(profile: WireProfile) throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two], .test(profile, .manual))
        bench.command(.register(2))
        try bench.answer(try bench.takeUpdate(), status: 165)
        let sent = try bench.takeUpdate()
        #expect(sent.overwrites)
        #expect(sent.bids == [1, 2])
        #expect(sent.identifiers.allSatisfy { $0.careOfAddress != nil })
        try bench.answer(sent)
        #expect(bench.state(1) == .bound)
        #expect(bench.state(2) == .bound)
    }

    @Test("R-090: 165 although O was set: an ordinary binding is what is left")
    func ordinaryBindingPersists() throws {
        var (bench, sent) = try afterBulk()
        try bench.answer(sent, status: 165)
        let ordinary = try bench.takeUpdate()
        #expect(ordinary.bids.isEmpty)
    }

    @Test("R-091: 167 to a refresh without care-of address brings the care-of address")
    func unknownCareOfAddress() throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two])
        bench.advance(by: .seconds(45))
        let refresh = try bench.takeUpdate()
        #expect(refresh.identifiers.allSatisfy { $0.careOfAddress == nil })
        try bench.answer(refresh, status: 4, bidStatus: [1: 167])
        #expect(bench.state(1) == .waiting)
        #expect(bench.state(2) == .bound)
        let again = try bench.takeUpdate()
        #expect(again.identifiers.map(\.careOfAddress) == [CareOf.ipv6(CareOf.one)])
        try bench.answer(again)
        #expect(bench.state(1) == .bound)
    }

    @Test("R-091: 167 although the care-of address stood there is a refusal")
    func unknownAlthoughGiven() throws {
        var (bench, sent) = try afterBulk()
        try bench.answer(sent, status: 167)
        #expect(bench.state(1) == .failed)
        bench.advance(by: .seconds(60))
        #expect(bench.takeSent().count == 0)
    }

    @Test("R-089: 164 is a refusal that the journal keeps")
    func malformed() throws {
        var (bench, sent) = try afterBulk()
        try bench.answer(sent, status: 164)
        #expect(bench.state(1) == .failed)
        #expect(bench.notes(.statusReceived).map(\.number) == [164, 164])
    }

    @Test(
        "R-084 R-015: no BID in the answer: the peer is a legacy one, with one ordinary binding to the packet's source",
        arguments: [WireProfile.rfc5648, .draft06])
    func legacy(profile: WireProfile) throws {
        var (bench, sent) = try afterBulk(profile)
        try bench.answer(sent, identifiers: false)
        #expect(bench.state(nil) == .bound)
        #expect(try bench.row(nil).careOfAddress == CareOf.ipv6(CareOf.one))
        #expect(bench.state(1) == .idle)
        #expect(bench.state(2) == .idle)
        bench.advance(by: .seconds(45))
        let refresh = try bench.takeUpdate()
        #expect(refresh.bids.isEmpty)
        #expect(refresh.packet.source == IPv6Address(text: CareOf.one))
        try bench.answer(refresh)
        // Its care-of address is lost: the ordinary binding moves to the other one.
        bench.fact(1, .vanished)
        bench.gather()
        let moved = try bench.takeUpdate()
        #expect(moved.bids.isEmpty)
        #expect(moved.update?.lifetime != 0)
        #expect(moved.packet.source == IPv6Address(text: CareOf.two))
    }

    @Test("R-084: a legacy peer that refuses is asked for an ordinary binding")
    func legacyRefusal() throws {
        var (bench, sent) = try afterBulk()
        try bench.answer(sent, status: 128, identifiers: false)
        let ordinary = try bench.takeUpdate()
        #expect(ordinary.bids.isEmpty)
        try bench.answer(ordinary, status: 129)
        #expect(bench.state(nil) == .failed)
        bench.advance(by: .seconds(60))
        #expect(bench.takeSent().count == 0)
    }

    @Test(
        "R-084: a removal of one BID at a legacy peer removed everything; the ordinary binding is made anew")
    func legacyRemoval() throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two])
        bench.fact(1, .vanished)
        bench.gather()
        try bench.answer(try bench.takeUpdate(), identifiers: false)
        bench.gather()
        let ordinary = try bench.takeUpdate()
        #expect(ordinary.bids.isEmpty)
        #expect(ordinary.packet.source == IPv6Address(text: CareOf.two))
    }

    @Test("R-082: what does not come from the peer, or is not for this home address, is dropped")
    func strangers() throws {
        var (bench, sent) = try afterBulk()
        let answer = try bench.acknowledgement(to: sent)
        let good = SignallingPacket(
            source: .agent, destination: IPv6Address(text: CareOf.one), routingHeader: .homeAddress,
            payload: .mobility(.bindingAcknowledgement(answer)))
        var stranger = good
        stranger.source = IPv6Address(text: "2001:db8:1::666")
        var other = good
        other.routingHeader = IPv6Address(text: "2001:db8:1::666")
        var without = good
        without.routingHeader = nil
        for packet in [stranger, other, without] { try bench.deliver(packet) }
        #expect(bench.state(1) == .waiting)
        #expect(bench.notes(.dropped).count == 3)
        try bench.deliver(good)
        #expect(bench.state(1) == .bound)
    }

    @Test("R-154: with IPsec, an acknowledgement that came without is dropped")
    func unprotected() throws {
        var bench = try MobileNodeBench(.test { $0.security = .ipsec(keyMobility: false) })
        bench.attach(1, CareOf.one)
        bench.gather()
        let sent = try bench.takeUpdate()
        let answer = try bench.acknowledgement(to: sent)
        try bench.deliver(answer, answering: sent)
        #expect(bench.state(1) == .waiting)
        try bench.deliver(answer, answering: sent, protection: .transport)
        #expect(bench.state(1) == .bound)
    }
}
