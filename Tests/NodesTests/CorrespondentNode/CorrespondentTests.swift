import MobilityWire
import Testing

@testable import Nodes

@Suite("Correspondent node")
struct CorrespondentTests {
    typealias Held = AgentHarness.Held
    static let careOf = CorrespondentHarness.careOf

    @Test(
        "R-006 R-033 R-043 one home token, one care-of token for each address; then a binding for each",
        arguments: bothProfiles)
    func registration(_ profile: WireProfile) throws {
        var test = try CorrespondentHarness(profile)
        let home = try test.tokenFromHome()
        let first = try test.token(from: Self.careOf[0])
        let second = try test.token(from: Self.careOf[1])
        #expect(first.value != second.value)
        let answer = try test.update(
            1, [test.bid(1, .ipv6(Self.careOf[0]))], tokens: (home, first))
        #expect(answer?.status == 0)
        #expect(answer?.identifiers.map(\.bid) == [1])
        #expect(
            try test.update(2, [test.bid(2, .ipv6(Self.careOf[1]))], at: 1, tokens: (home, second))?.status
                == 0)
        #expect(test.bindings == [Held(1, at: 0, 200), Held(2, at: 1, 200)])
        let packet = test.packets.last
        #expect(packet?.destination == Self.careOf[1])
        #expect(packet?.routingHeader == CorrespondentHarness.home)
    }

    @Test("R-036 the token is that of RFC 6275, with or without a BID")
    func tokenIsPlain() throws {
        var test = try CorrespondentHarness(.draft06)
        let plain = test.careOfReply(Self.careOf[0])
        let named = test.careOfReply(Self.careOf[0], [test.bid(4)])
        #expect(plain?.token == named?.token)
        #expect(plain?.options == [])
    }

    @Test("R-110 R-111 draft-06: the Care-of Test repeats the BID with status 0 and no address")
    func bidInCareOfTest() throws {
        var test = try CorrespondentHarness(.draft06)
        let reply = test.careOfReply(Self.careOf[0], [test.bid(4)])
        #expect(reply?.options == [.bindingIdentifier(.draft06(bid: 4))])
    }

    @Test("R-109 draft-06: C or O in a Care-of Test Init: no token, and 164 in the option")
    func malformedCareOfTestInit() throws {
        let odd: [BindingIdentifier] = [
            .draft06(bid: 4, overwrite: true), .draft06(bid: 4, careOfAddress: .ipv6(Self.careOf[1])),
            BindingIdentifier(profile: .draft06, bid: 4, flags: 0x80),
        ]
        for option in odd {
            var test = try CorrespondentHarness(.draft06)
            let reply = test.careOfReply(Self.careOf[0], [.bindingIdentifier(option)])
            #expect(reply?.token == 0)
            #expect(
                reply?.options == [
                    .bindingIdentifier(BindingIdentifier(profile: .draft06, bid: 4, status: 164, flags: 0))
                ])
        }
    }

    @Test("R-108 who knows nothing of BIDs, or is of RFC 5648 (A18), answers a Care-of Test Init without one")
    func careOfTestWithoutBid() throws {
        var legacy = try CorrespondentHarness(.draft06) { $0.administration.isLegacy = true }
        #expect(legacy.careOfReply(Self.careOf[0], [legacy.bid(4)])?.options == [])
        var final = try CorrespondentHarness(.rfc5648)
        #expect(final.careOfReply(Self.careOf[0], [final.bid(4)])?.options == [])
    }

    @Test("R-008 R-120 in bulk: 168", arguments: bothProfiles)
    func bulkRefused(_ profile: WireProfile) throws {
        var test = try CorrespondentHarness(profile)
        let answer = try test.update(
            1, [test.bid(1, .ipv6(Self.careOf[0])), test.bid(2, .ipv6(Self.careOf[0]))])
        #expect(answer?.status == 168)
        #expect(answer?.bidStatuses == [0, 0])
        #expect(test.bindings == [])
    }

    @Test(
        "R-116 R-122 A7 a status always stands in the acknowledgement; that of the option is zero",
        arguments: bothProfiles)
    func placeOfStatus(_ profile: WireProfile) throws {
        var test = try CorrespondentHarness(profile)
        try test.update(1, [test.bid(1, .ipv6(Self.careOf[0]))])
        let answer = try test.update(2, lifetime: 0, [test.bid(9)])
        #expect(answer?.status == 133)
        #expect(answer?.bidStatuses == [0])
    }

    @Test("R-044 a wrong authenticator, none, or one that is not last: silence", arguments: bothProfiles)
    func notAuthorised(_ profile: WireProfile) throws {
        var test = try CorrespondentHarness(profile)
        #expect(try test.update(1, [test.bid(1, .ipv6(Self.careOf[0]))], spoils: true) == nil)
        test.send(
            SignallingPacket(
                source: Self.careOf[0], destination: CorrespondentHarness.correspondent,
                homeAddressOption: CorrespondentHarness.home,
                payload: .mobility(
                    .bindingUpdate(BindingUpdate(sequence: 1, flags: .acknowledge, lifetime: 9)))))
        #expect(test.packets.isEmpty)
        // RFC 6275 §6.2.7: behind it anybody could add what he likes.
        try test.updateWithOptionBehind(1, [test.bid(1, .ipv6(Self.careOf[0]))])
        #expect(test.packets.isEmpty)
        #expect(test.bindings == [])
    }

    @Test("R-043 a token of another care-of address proves nothing")
    func tokenOfAnother() throws {
        var test = try CorrespondentHarness(.rfc5648)
        let tokens = (try test.tokenFromHome(), try test.token(from: Self.careOf[1]))
        #expect(try test.update(1, [test.bid(1, .ipv6(Self.careOf[0]))], tokens: tokens) == nil)
    }

    @Test("136, 137, 138: nonces older than 240 s, and no authenticator in the answer")
    func expiredNonces() throws {
        for (homeAge, careOfAge, status): (Int64, Int64, UInt8?) in [
            (239, 239, 0), (240, 0, 136), (0, 240, 137), (240, 240, 138),
        ] {
            var test = try CorrespondentHarness(.rfc5648)
            // The older one first.
            var tokens: (home: CorrespondentHarness.Token?, careOf: CorrespondentHarness.Token?)
            for age in [max(homeAge, careOfAge), min(homeAge, careOfAge)] {
                test.now = .zero + .seconds(240 - age)
                if age == homeAge { tokens.home = try test.tokenFromHome() }
                if age == careOfAge { tokens.careOf = try test.token(from: Self.careOf[0]) }
            }
            let used = (home: try #require(tokens.home), careOf: try #require(tokens.careOf))
            test.now = .zero + .seconds(240)
            let answer = try test.update(1, [test.bid(1, .ipv6(Self.careOf[0]))], tokens: used)
            #expect(answer?.status == status)
            let isSealed = answer?.options.contains {
                if case .bindingAuthorizationData = $0 { true } else { false }
            }
            #expect(isSealed == (status == 0))
        }
    }

    @Test("a nonce serves 30 s, the last eight are known")
    func nonces() throws {
        var store = NonceStore()
        var random = SeededRandom(seed: 1)
        let first = store.current(at: .zero, random: &random)
        #expect(store.current(at: .zero + .milliseconds(29_999), random: &random).index == first.index)
        let second = store.current(at: .zero + .seconds(30), random: &random)
        #expect(second.index == first.index + 1)
        #expect(second.value != first.value)
        for step in 2...7 { _ = store.current(at: .zero + .seconds(30 * Int64(step)), random: &random) }
        #expect(store.value(first.index, at: .zero + .seconds(239)) == first.value)
        #expect(store.value(first.index, at: .zero + .seconds(240)) == nil)
        #expect(store.value(99, at: .zero) == nil)
    }

    @Test("a lifetime is at most 420 s")
    func lifetime() throws {
        var test = try CorrespondentHarness(.rfc5648)
        #expect(try test.update(1, lifetime: 900, [test.bid(1, .ipv6(Self.careOf[0]))])?.lifetime == 105)
        test.wait(.seconds(420))
        #expect(test.bindings == [])
    }

    @Test("R-101 a sequence number that is not newer: 135 with the last one")
    func sequence() throws {
        var test = try CorrespondentHarness(.rfc5648)
        try test.update(7, [test.bid(1, .ipv6(Self.careOf[0]))])
        let answer = try test.update(7, [test.bid(2, .ipv6(Self.careOf[0]))])
        #expect(answer?.status == 135)
        #expect(answer?.sequence == 7)
    }

    @Test("R-105 R-121 R-113 removal of one BID, or of all without", arguments: bothProfiles)
    func removal(_ profile: WireProfile) throws {
        var test = try CorrespondentHarness(profile)
        for index in 0..<3 {
            try test.update(
                UInt16(index), [test.bid(UInt16(index + 1), .ipv6(Self.careOf[index]))], at: index)
        }
        #expect(try test.update(10, lifetime: 0, [test.bid(2)])?.status == 0)
        #expect(test.bindings.map(\.bid) == [1, 3])
        #expect(try test.update(11, lifetime: 0)?.status == 0)
        #expect(test.bindings == [])
    }

    @Test(
        "R-126 rfc5648: without an address in the option, from another care-of address than that of the binding: 167"
    )
    func refreshFromElsewhere() throws {
        var test = try CorrespondentHarness(.rfc5648)
        try test.update(1, [test.bid(1, .ipv6(Self.careOf[0]))])
        let before = test.bindings
        #expect(try test.update(2, [test.bid(1)], at: 1)?.status == 167)
        #expect(test.bindings == before)
        #expect(try test.update(3, [test.bid(1)])?.status == 0)
    }

    @Test(
        "R-138 a Binding Update comes from an address that is not bound yet, though it has a Home Address option"
    )
    func updateFromNewAddress() throws {
        var test = try CorrespondentHarness(.rfc5648)
        try test.update(1, [test.bid(1, .ipv6(Self.careOf[0]))])
        #expect(try test.update(2, [test.bid(1, .ipv6(Self.careOf[1]))], at: 1)?.status == 0)
        #expect(test.bindings == [Held(1, at: 1, 200)])
    }

    @Test("an update that was played back does not bring a removed binding again (RFC 6275 §9.5.3)")
    func replay() throws {
        var test = try CorrespondentHarness(.rfc5648)
        let tokens = (
            home: try test.tokenFromHome(), careOf: try test.token(from: Self.careOf[0])
        )
        let recorded = try test.updateDatagram(
            1, lifetime: 50, [test.bid(1, .ipv6(Self.careOf[0]))], Self.careOf[0], .acknowledge, tokens)
        test.handle(.datagram(recorded))
        #expect(test.bindings.count == 1)
        try test.update(2, lifetime: 0)
        for _ in 0..<12 {
            test.wait(.seconds(20))
            test.handle(.datagram(recorded))
            #expect(test.bindings == [])
        }
    }

    @Test(
        "R-112 R-129 plain and multiple: a plain update replaces all; a BID needs O then (165)",
        arguments: bothProfiles)
    func plain(_ profile: WireProfile) throws {
        var test = try CorrespondentHarness(profile)
        try test.update(1, [test.bid(1, .ipv6(Self.careOf[0]))])
        try test.update(2, at: 1)
        #expect(test.bindings == [Held(0, at: 1, 200)])
        #expect(try test.update(3, [test.bid(1, .ipv6(Self.careOf[0]))])?.status == 165)
        // O in an update to a correspondent.
        let flags: BindingUpdate.Flags = profile == .rfc5648 ? [.acknowledge, .overwrite] : .acknowledge
        #expect(
            try test.update(4, [test.bid(1, .ipv6(Self.careOf[0]), overwrite: true)], flags: flags)?.status
                == 0)
        #expect(test.bindings == [Held(1, at: 0, 200)])
    }

    @Test(
        "R-087 several prohibited: 166; R-107 R-038 a legacy node answers without BID and binds plainly",
        arguments: bothProfiles)
    func withoutSeveral(_ profile: WireProfile) throws {
        var test = try CorrespondentHarness(profile) { $0.administration.multipleCareOfAddresses = false }
        #expect(try test.update(1, [test.bid(1, .ipv6(Self.careOf[0]))])?.status == 166)
        var legacy = try CorrespondentHarness(profile) { $0.administration.isLegacy = true }
        let answer = try legacy.update(1, [legacy.bid(1, .ipv6(Self.careOf[0]))])
        #expect(answer?.status == 0)
        #expect(answer?.identifiers == [])
        #expect(legacy.bindings == [Held(0, at: 0, 200)])
    }

    @Test("R-118 R-119 R-143 malformed options, and an IPv4 care-of address: 164")
    func malformed() throws {
        let odd: [MobilityOption] = [
            .malformed(type: 35, data: [0, 1, 0, 0, 0]),
            .bindingIdentifier(.rfc5648(bid: 0, careOfAddress: .ipv6(Self.careOf[0]))),
            .bindingIdentifier(.rfc5648(bid: 1, careOfAddress: .ipv4(IPv4Address(0xc000_020a)))),
        ]
        for option in odd {
            var test = try CorrespondentHarness(.rfc5648)
            #expect(try test.update(1, [option])?.status == 164)
        }
    }

    @Test("130 when there is no room, also without A")
    func noRoom() throws {
        var test = try CorrespondentHarness(.rfc5648) { $0.administration.maximumBindingsPerNode = 1 }
        try test.update(1, [test.bid(1, .ipv6(Self.careOf[0]))])
        #expect(try test.update(2, [test.bid(2, .ipv6(Self.careOf[1]))], at: 1, flags: [])?.status == 130)
    }

    @Test("R-132 an accepted update is answered only if A is set")
    func answersOnlyWithA() throws {
        var test = try CorrespondentHarness(.rfc5648)
        #expect(try test.update(1, [test.bid(1, .ipv6(Self.careOf[0]))], flags: []) == nil)
        #expect(test.bindings.count == 1)
    }

    @Test("a home registration is refused with 131")
    func homeRegistration() throws {
        var test = try CorrespondentHarness(.rfc5648)
        #expect(try test.update(1, flags: [.acknowledge, .homeRegistration])?.status == 131)
    }

    @Test("R-136 R-137 data with a Home Address option needs a binding of its source; else Binding Error 1")
    func homeAddressOption() throws {
        var test = try CorrespondentHarness(.rfc5648)
        try test.update(1, [test.bid(1, .ipv6(Self.careOf[0]))])
        for (index, passes) in [(0, true), (1, false)] {
            test.send(
                SignallingPacket(
                    source: Self.careOf[index], destination: CorrespondentHarness.correspondent,
                    homeAddressOption: CorrespondentHarness.home, payload: .data(nextHeader: 59, octets: [])))
            #expect(test.packets.isEmpty == passes)
        }
    }

    @Test("R-103 R-011 packets go to the care-of address named last")
    func path() throws {
        var test = try CorrespondentHarness(.rfc5648)
        let flow = FlowKey(source: CorrespondentHarness.correspondent, destination: CorrespondentHarness.home)
        #expect(test.node.path(for: flow, at: test.now) == .none)
        try test.update(1, [test.bid(1, .ipv6(Self.careOf[0]))])
        test.wait(.seconds(1))
        try test.update(2, [test.bid(2, .ipv6(Self.careOf[1]))], at: 1)
        #expect(
            test.node.path(for: flow, at: test.now)
                == .routeOptimised(
                    bid: 2, careOfAddress: .ipv6(Self.careOf[1]), peer: CorrespondentHarness.home))
    }

    @Test("R-135 a refresh is asked for at the home address, with the BID")
    func refreshRequest() throws {
        var test = try CorrespondentHarness(.rfc5648) { $0.administration.refreshRequestLead = .seconds(20) }
        try test.update(1, [test.bid(1, .ipv6(Self.careOf[0]))])
        test.wait(.seconds(185))
        guard case .bindingRefreshRequest(let request)? = test.packets.last?.message else {
            Issue.record("no request")
            return
        }
        #expect(request.options == [.bindingIdentifier(.rfc5648(bid: 1))])
        #expect(test.packets.last?.destination == CorrespondentHarness.home)
    }

    @Test("any update, however odd, changes nothing that was not proved", arguments: bothProfiles)
    func strangers(_ profile: WireProfile) throws {
        let seed = TestSeed.value
        var test = try CorrespondentHarness(profile)
        try test.update(1, [test.bid(1, .ipv6(Self.careOf[0]))])
        let before = test.bindings
        var updates = RandomUpdates(profile: profile, seed: seed)
        for _ in 0..<500 {
            var packet = updates.next()
            packet.destination = CorrespondentHarness.correspondent
            do { _ = try packet.encoded(format: test.policies.format) } catch { continue }
            test.send(packet)
            #expect(test.bindings == before, "seed \(seed)")
        }
    }
}

extension CorrespondentHarness {
    mutating func tokenFromHome() throws -> Token {
        let token = homeToken()
        return try #require(token)
    }

    mutating func token(from careOf: IPv6Address) throws -> Token {
        let token = careOfToken(careOf)
        return try #require(token)
    }
}
