import MobilityWire
import Nodes
import Testing

@Suite("Mobile node: return routability and correspondents")
struct NodeCorrespondentTests {
    private let correspondent: CorrespondentBench

    init() throws {
        correspondent = try CorrespondentBench()
    }

    private func registered(
        _ profile: WireProfile = .rfc5648, edit: (inout MobileNode.Configuration) -> Void = { _ in }
    ) throws -> MobileNodeBench {
        var bench = try MobileNodeBench.registered(
            [CareOf.one, CareOf.two], .test(profile, .automatic, edit: edit))
        bench.pause()
        return bench
    }

    /// Runs the tests for a BID up to its Binding Update.
    private func firstUpdate(
        _ bid: UInt16, _ bench: inout MobileNodeBench
    ) throws -> MobileNodeBench.Sent {
        bench.command(.registerAtCorrespondent(bid, peer: .correspondent))
        try correspondent.answerTests(bench.takeSent(), &bench)
        return try bench.takeUpdate()
    }

    @Test(
        "R-006 R-021 R-033 R-034 R-035 R-043 R-102: home test in the tunnel, care-of test straight, then a Binding Update under their key",
        arguments: [WireProfile.rfc5648, .draft06])
    func registration(profile: WireProfile) throws {
        var bench = try registered(profile)
        bench.command(.registerAtCorrespondent(2, peer: .correspondent))
        #expect(bench.state(2, at: .correspondent) == .testing)
        let tests = bench.takeSent()
        #expect(tests.count == 2)
        let home = try #require(tests.first)
        #expect(
            home.packet.encapsulation == [
                .ipv6(source: IPv6Address(text: CareOf.one), destination: .agent)
            ])
        #expect(home.packet.source == .homeAddress)
        let careOf = try #require(tests.last)
        #expect(careOf.packet.encapsulation.isEmpty)
        #expect(careOf.packet.source == IPv6Address(text: CareOf.two))
        #expect(careOf.packet.homeAddressOption == nil)
        // A18.
        #expect(careOf.bids == (profile == .draft06 ? [2] : []))
        #expect(careOf.identifiers.allSatisfy { $0.flags == 0 && $0.careOfAddress == nil })

        try correspondent.answerTests(tests, &bench)
        let sent = try bench.takeUpdate()
        let update = try #require(sent.update)
        #expect(sent.packet.source == IPv6Address(text: CareOf.two))
        #expect(sent.packet.homeAddressOption == .homeAddress)
        #expect(update.flags.contains(.acknowledge))
        #expect(!update.flags.contains(.homeRegistration))
        #expect(update.options.first == .nonceIndices(home: 0x11, careOf: 0x22))
        // the same BID. R-044: the authenticator behind it, and last.
        #expect(sent.bids == [2])
        // the draft has no care-of address here.
        #expect(
            sent.identifiers.first?.careOfAddress == (profile == .draft06 ? nil : CareOf.ipv6(CareOf.two)))
        #expect(sent.overwrites, "R-102: the first with a BID replaces whatever is there")
        #expect(try correspondent.accepts(sent))
        try correspondent.answer(sent, &bench)
        #expect(bench.state(2, at: .correspondent) == .bound)
    }

    @Test("R-008: each binding has its own Binding Update; one home token serves them all")
    func severalBindings() throws {
        var bench = try registered()
        let first = try firstUpdate(1, &bench)
        try correspondent.answer(first, &bench)
        bench.command(.registerAtCorrespondent(2, peer: .correspondent))
        let tests = bench.takeSent()
        #expect(tests.count == 1, "only the care-of test is missing")
        try correspondent.answerTests(tests, &bench)
        let second = try bench.takeUpdate()
        #expect(second.bids == [2])
        #expect(!second.overwrites)
        #expect(second.update?.sequence == first.update.map { $0.sequence &+ 1 })
        try correspondent.answer(second, &bench)
        #expect(bench.state(1, at: .correspondent) == .bound)
        #expect(bench.state(2, at: .correspondent) == .bound)
    }

    @Test(
        "RFC 6275 §11.7.2: the lifetime is not longer than what is left of the home registration, nor 420 s")
    func lifetime() throws {
        var bench = try registered { $0.lifetime = .seconds(4000) }
        #expect(try firstUpdate(1, &bench).update?.lifetime == 105)
        var other = try registered()
        #expect(try firstUpdate(1, &other).update?.lifetime == 14, "one of sixty seconds is over")
    }

    @Test("RFC 6275 §11.6.2: answers with another cookie, to another address or from others bring no token")
    func strangers() throws {
        var bench = try registered()
        bench.command(.registerAtCorrespondent(1, peer: .correspondent))
        let tests = bench.takeSent()
        for one in tests {
            var other = correspondent
            other.address = IPv6Address(text: "2001:db8:c::66")
            var reversed = one
            reversed.packet.destination = other.address
            try other.answerTests([reversed], &bench)
        }
        try bench.deliver(
            SignallingPacket(
                source: .correspondent, destination: .homeAddress,
                payload: .mobility(.homeTest(TestReply(nonceIndex: 1, cookie: 1, token: 1)))))
        #expect(bench.state(1, at: .correspondent) == .testing)
        #expect(bench.notes(.dropped).count == 3)
        #expect(bench.takeSent().count == 0)
    }

    @Test(
        "RFC 6275 §11.8: unanswered tests go again with new cookies, more and more slowly, and end in a refusal"
    )
    func unansweredTests() throws {
        var bench = try registered { $0.lifetime = .seconds(3600) }
        bench.command(.registerAtCorrespondent(1, peer: .correspondent))
        bench.advance(by: .seconds(64))
        let tests = bench.takeSent()
        let cookies = tests.compactMap { sent -> UInt64? in
            switch sent.packet.message {
            case .homeTestInit(let test)?, .careOfTestInit(let test)?: test.cookie
            default: nil
            }
        }
        #expect(cookies.count == 12)
        #expect(Set(cookies).count == 12)
        #expect(bench.state(1, at: .correspondent) == .failed)
    }

    @Test(
        "136, 137, 138: expired nonces bring the tests again, only those",
        arguments: [
            UInt8(136), 137, 138,
        ])
    func expiredNonces(status: UInt8) throws {
        var bench = try registered()
        let sent = try firstUpdate(1, &bench)
        try correspondent.answer(sent, &bench, status: status, signed: false)
        let tests = bench.takeSent()
        #expect(tests.count == (status == 138 ? 2 : 1))
        try correspondent.answerTests(tests, &bench)
        let again = try bench.takeUpdate()
        try correspondent.answer(again, &bench)
        #expect(bench.state(1, at: .correspondent) == .bound)
    }

    @Test("A correspondent that finds nonces expired for ever gets no storm")
    func foreverExpired() throws {
        var bench = try registered()
        bench.command(.registerAtCorrespondent(1, peer: .correspondent))
        var count = 0
        for _ in 0..<300 {
            let sent = bench.takeSent()
            count += sent.count
            try correspondent.answerTests(sent, &bench)
            for one in sent where one.update != nil && one.packet.destination == .correspondent {
                try correspondent.answer(one, &bench, status: 138, signed: false)
            }
            bench.advance(by: .milliseconds(100))
        }
        #expect(count < 40)
    }

    @Test("RFC 6275 §11.7.3: an acknowledgement without the right authenticator is dropped")
    func forgedAcknowledgement() throws {
        var bench = try registered()
        let sent = try firstUpdate(1, &bench)
        try correspondent.answer(sent, &bench, signed: false)
        #expect(bench.state(1, at: .correspondent) == .waiting)
        var thief = correspondent
        thief.key = SecretKey([1, 2, 3])
        try thief.answer(sent, &bench)
        #expect(bench.state(1, at: .correspondent) == .waiting)
        try thief.answer(sent, &bench, status: 135)
        #expect(bench.state(1, at: .correspondent) == .waiting)
        try correspondent.answer(sent, &bench)
        #expect(bench.state(1, at: .correspondent) == .bound)
    }

    @Test("Tokens serve for 210 seconds; a refresh after that tests again")
    func tokenLifetime() throws {
        var bench = try registered { $0.lifetime = .seconds(240) }
        try correspondent.answer(try firstUpdate(1, &bench), &bench)
        bench.advance(by: .milliseconds(177_500))
        let refresh = try bench.takeUpdate()
        #expect(refresh.packet.destination == .correspondent, "its tokens are still good")
        try correspondent.answer(refresh, &bench)
        bench.advance(by: .seconds(2))
        try bench.acceptAllFromAgent()
        bench.advance(by: .milliseconds(43_500))
        let tests = bench.takeSent()
        #expect(tests.count == 2)
        #expect(tests.allSatisfy { $0.update == nil })
    }

    @Test(
        "R-037 R-038 R-039 draft-06: a Care-of Test without BID: no BID any more, the token serves an ordinary binding"
    )
    func legacyByCareOfTest() throws {
        var bench = try registered(.draft06)
        var legacy = correspondent
        legacy.repeatsIdentifiers = false
        bench.command(.registerAtCorrespondent(2, peer: .correspondent))
        try legacy.answerTests(bench.takeSent(), &bench)
        let sent = try bench.takeUpdate()
        #expect(sent.bids.isEmpty)
        #expect(sent.packet.source == IPv6Address(text: CareOf.two))
        #expect(try legacy.accepts(sent))
        try legacy.answer(sent, &bench)
        #expect(bench.state(nil, at: .correspondent) == .bound)
    }

    @Test("R-109 draft-06: MALFORMED in a Care-of Test is a refusal")
    func malformedTest() throws {
        var bench = try registered(.draft06)
        bench.command(.registerAtCorrespondent(1, peer: .correspondent))
        let test = try #require(bench.takeSent().last)
        guard case .careOfTestInit(let initial)? = test.packet.message else { return }
        try bench.deliver(
            SignallingPacket(
                source: .correspondent, destination: test.packet.source,
                payload: .mobility(
                    .careOfTest(
                        TestReply(
                            nonceIndex: 0, cookie: initial.cookie, token: 0,
                            options: [.bindingIdentifier(.draft06(bid: 1, status: 164))])))))
        #expect(bench.state(1, at: .correspondent) == .failed)
    }

    @Test("R-084: an acknowledgement without BID: the correspondent has one ordinary binding")
    func legacyByAcknowledgement() throws {
        var bench = try registered()
        let sent = try firstUpdate(2, &bench)
        try correspondent.answer(sent, &bench, identifiers: false)
        #expect(bench.state(nil, at: .correspondent) == .bound)
        bench.command(.registerAtCorrespondent(1, peer: .correspondent))
        try correspondent.answerTests(bench.takeSent(), &bench)
        let moved = try bench.takeUpdate()
        #expect(moved.bids.isEmpty)
        #expect(moved.packet.source == IPv6Address(text: CareOf.one))
    }

    /// BID 1 is bound at the correspondent and its address goes; the home agent has removed it, and this is the Binding
    /// Update by which the correspondent is to do so.
    private func losing() throws -> (bench: MobileNodeBench, removal: MobileNodeBench.Sent) {
        var bench = try registered()
        try correspondent.answer(try firstUpdate(1, &bench), &bench)
        bench.pause()
        bench.fact(1, .vanished)
        bench.gather()
        try bench.acceptAllFromAgent()
        try correspondent.answerTests(bench.takeHeld(), &bench)
        let removal = try bench.takeUpdate()
        return (bench, removal)
    }

    @Test("A lost care-of address is removed at correspondents, too, through another one and with its token")
    func lostCareOfAddress() throws {
        var (bench, sent) = try losing()
        #expect(sent.update?.lifetime == 0)
        #expect(sent.bids == [1])
        #expect(sent.packet.source == IPv6Address(text: CareOf.two))
        #expect(try correspondent.accepts(sent))
        try correspondent.answer(sent, &bench)
        #expect(bench.state(1, at: .correspondent) == .idle)
    }

    /// BID 1 was bound at the correspondent, its address is lost, and nobody holds it any more.
    private func lost() throws -> MobileNodeBench {
        var (bench, removal) = try losing()
        try correspondent.answer(removal, &bench)
        bench.pause()
        _ = bench.takeSent()
        return bench
    }

    /// An address appears, and the home agent has it under this BID.
    private func appears(
        _ address: String, on interface: UInt32, as bid: UInt16, _ bench: inout MobileNodeBench
    ) throws {
        bench.attach(interface, address)
        bench.gather()
        try bench.acceptAllFromAgent()
        #expect(bench.state(bid) == .bound)
    }

    @Test("R-016: a care-of address that comes back is bound again wherever it was, however long it was away")
    func addressComesBack() throws {
        var bench = try lost()
        bench.advance(by: .seconds(500))
        try bench.acceptAllFromAgent()
        _ = bench.takeHeld()
        try appears(CareOf.one, on: 1, as: 1, &bench)
        bench.pause()
        try correspondent.answerTests(bench.takeHeld(), &bench)
        let again = try bench.takeUpdate()
        #expect(again.bids == [1])
        #expect(again.packet.source == IPv6Address(text: CareOf.one))
        #expect(again.update?.lifetime != 0)
        try correspondent.answer(again, &bench)
        #expect(bench.state(1, at: .correspondent) == .bound)
    }

    @Test("A wish for a BID without an address can be taken back, and nothing is sent for it")
    func wishTakenBack() throws {
        var bench = try lost()
        bench.command(.deregisterAtCorrespondent(1, peer: .correspondent))
        #expect(bench.refusal == nil)
        #expect(bench.state(1, at: .correspondent) == nil)
        try appears(CareOf.one, on: 1, as: 1, &bench)
        bench.pause()
        #expect(bench.takeHeld().isEmpty)
    }

    @Test("A BID that only waits for its address goes to no other interface, and to its own one again")
    func waitingBid() throws {
        var bench = try lost()
        try appears("2001:db8:d::10", on: 7, as: 3, &bench)
        try appears(CareOf.one, on: 1, as: 1, &bench)
    }

    @Test("R-007: a correspondent is told another BID, too, and the old one goes there")
    func changedBid() throws {
        var bench = try registered()
        try correspondent.answer(try firstUpdate(1, &bench), &bench)
        bench.pause()
        bench.command(.changeBid(from: 1, to: 9))
        #expect(bench.refusal == nil)
        bench.gather()
        try bench.acceptAllFromAgent()
        var told: [MobileNodeBench.Sent] = []
        for _ in 0..<3 {
            bench.pause()
            let sent = bench.takeHeld()
            try correspondent.answerTests(sent, &bench)
            for sent in sent + bench.takeHeld() where sent.update != nil {
                told.append(sent)
                try correspondent.answer(sent, &bench)
            }
        }
        #expect(told.contains { $0.bids == [9] && $0.update?.lifetime != 0 })
        #expect(told.contains { $0.bids == [1] && $0.update?.lifetime == 0 })
        #expect(bench.state(9, at: .correspondent) == .bound)
        #expect(bench.state(1, at: .correspondent) == nil)
    }

    @Test("BE 1: the correspondent has no binding; tests and registration begin anew")
    func unknownBinding() throws {
        var bench = try registered()
        try correspondent.answer(try firstUpdate(1, &bench), &bench)
        try bench.deliver(
            SignallingPacket(
                source: .correspondent, destination: IPv6Address(text: CareOf.one),
                payload: .mobility(.bindingError(BindingError(status: 1, homeAddress: .homeAddress)))))
        #expect(bench.state(1, at: .correspondent) == .idle)
        bench.pause()
        #expect(bench.takeSent().count == 2)
    }

    @Test("BE 2 and Parameter Problem: no route optimisation with that node any more", arguments: [0, 1, 2])
    func withoutRouteOptimisation(kind: Int) throws {
        var bench = try registered()
        bench.command(.registerAtCorrespondent(1, peer: .correspondent))
        let careOf = try #require(bench.takeSent().last)
        let payload: SignallingPacket.Payload =
            switch kind {
            case 0: .mobility(.bindingError(BindingError(status: 2, homeAddress: .unspecified)))
            case 1: .icmpError(type: 4, code: 1, parameter: 6, offending: careOf.datagram.octets)
            default: .icmpError(type: 4, code: 1, parameter: 6, offending: [1, 2, 3])
            }
        try bench.deliver(
            SignallingPacket(
                source: .correspondent, destination: IPv6Address(text: CareOf.one), payload: payload))
        bench.command(.registerAtCorrespondent(1, peer: .correspondent))
        #expect(bench.refusal == (kind == 2 ? nil : "no-route-optimisation"))
    }

    @Test("R-093: a refresh request of a correspondent brings one Binding Update")
    func refreshRequest() throws {
        var bench = try registered()
        try correspondent.answer(try firstUpdate(1, &bench), &bench)
        bench.pause()
        try bench.deliver(
            SignallingPacket(
                source: .correspondent, destination: IPv6Address(text: CareOf.one),
                routingHeader: .homeAddress,
                payload: .mobility(
                    .bindingRefreshRequest(
                        BindingRefreshRequest(options: [.bindingIdentifier(.rfc5648(bid: 1))])))))
        #expect(try bench.takeUpdate().bids == [1])
    }

    @Test("Without a home registration there is no tunnel, and no home test")
    func withoutHomeRegistration() throws {
        var bench = try MobileNodeBench(.test(.rfc5648, .manual))
        bench.attach(1, CareOf.one)
        bench.command(.registerAtCorrespondent(1, peer: .correspondent))
        #expect(bench.refusal == "not-registered")
        bench.command(.registerAtCorrespondent(1, peer: IPv6Address(text: "ff02::1")))
        #expect(bench.refusal == "invalid-peer")
    }

    @Test("R-154 R-159: with IPsec the home test is tunnel protected, and its answer has to be")
    func tunnelProtection() throws {
        var bench = try MobileNodeBench(
            .test(.rfc5648, .manual) { $0.security = .ipsec(keyMobility: false) })
        bench.attach(1, CareOf.one)
        bench.command(.register(1))
        let registration = try bench.takeUpdate()
        try bench.deliver(
            try bench.acknowledgement(to: registration), answering: registration, protection: .transport)
        bench.command(.registerAtCorrespondent(1, peer: .correspondent))
        var tests = bench.takeSent()
        #expect(tests.map(\.datagram.protection) == [.tunnel, .none])
        tests[0].datagram.protection = .none
        try correspondent.answerTests(tests, &bench)
        #expect(bench.takeSent().count == 0)
        tests[0].datagram.protection = .tunnel
        try correspondent.answerTests(tests, &bench)
        #expect(try bench.takeUpdate().datagram.protection == .none)
    }
}
