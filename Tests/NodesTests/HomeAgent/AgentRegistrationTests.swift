import MobilityWire
import Testing

@testable import Nodes

@Suite("Home agent: registration")
struct AgentRegistrationTests {
    typealias Held = AgentHarness.Held

    @Test(
        "R-004 R-005 R-131 R-132 each BID gets its own binding, and the answer repeats it",
        arguments: bothProfiles)
    func bindingsAreKeyedByBid(_ profile: WireProfile) throws {
        var test = try AgentHarness(profile)
        let first = test.update(1, [test.bid(1, at: 0)])
        #expect(first?.status == 0)
        #expect(first?.sequence == 1)
        #expect(first?.lifetime == 900)
        #expect(first?.identifiers.map(\.bid) == [1])
        #expect(first?.bidStatuses == [0])
        #expect(test.bindings == [Held(1, at: 0, 3600)])
        let second = test.update(2, [test.bid(2, at: 1)], from: AgentHarness.careOf[1])
        #expect(second?.status == 0)
        #expect(test.bindings.map(\.bid) == [1, 2])
        #expect(test.bindings.map(\.careOf) == AgentHarness.careOf[..<2].map { .ipv6($0) })
    }

    @Test("R-046 R-053 a bulk registration enters all of its BIDs with one lifetime", arguments: bothProfiles)
    func bulkEntersAll(_ profile: WireProfile) throws {
        var test = try AgentHarness(profile)
        let answer = test.update(
            9, lifetime: 15, [test.bid(3, at: 2), test.bid(1, at: 0), test.bid(2, at: 1)])
        #expect(answer?.status == 0)
        #expect(answer?.lifetime == 15)
        // in the order of the Binding Update.
        #expect(answer?.identifiers.map(\.bid) == [3, 1, 2])
        #expect(test.bindings == [Held(1, at: 0, 60), Held(2, at: 1, 60), Held(3, at: 2, 60)])
    }

    @Test("R-025 R-026 R-133 R-134 the answer leaves the care-of address out", arguments: bothProfiles)
    func answerHasNoCareOfAddress(_ profile: WireProfile) throws {
        var test = try AgentHarness(profile)
        let answer = test.update(1, [test.bid(1, at: 0), test.bid(2, at: 1)])
        #expect(answer?.identifiers.map(\.careOfAddress) == [nil, nil])
        #expect(answer?.identifiers.map(\.flags) == [0, 0])
    }

    @Test("the answer goes to the source of the update with a routing header for the home address")
    func answerGoesBackToTheSource() throws {
        var test = try AgentHarness(.rfc5648)
        test.update(1, [test.bid(1, at: 0)], from: AgentHarness.careOf[3])
        let packet = try #require(test.packets.last)
        #expect(packet.source == AgentHarness.agentAddress)
        #expect(packet.destination == AgentHarness.careOf[3])
        #expect(packet.routingHeader == AgentHarness.home)
    }

    @Test("a home agent answers even if A is clear")
    func answersWithoutA() throws {
        var test = try AgentHarness(.rfc5648)
        #expect(test.update(1, [test.bid(1, at: 0)], flags: .homeRegistration)?.status == 0)
    }

    @Test("R-130 the same BID with another care-of address changes the binding", arguments: bothProfiles)
    func sameBidChangesBinding(_ profile: WireProfile) throws {
        var test = try AgentHarness(profile)
        test.update(1, [test.bid(1, at: 0)])
        let answer = test.update(2, [test.bid(1, at: 1)])
        #expect(answer?.status == 0)
        #expect(test.bindings == [Held(1, at: 1, 3600)])
    }

    @Test("R-009 R-112 an update without BID replaces all bindings by one", arguments: bothProfiles)
    func ordinaryReplacesAll(_ profile: WireProfile) throws {
        var test = try AgentHarness(profile)
        test.update(1, [test.bid(1, at: 0), test.bid(2, at: 1)])
        let answer = test.update(2, from: AgentHarness.careOf[2])
        #expect(answer?.status == 0)
        #expect(answer?.identifiers == [])
        #expect(test.bindings == [Held(0, at: 2, 3600)])
    }

    @Test("R-113 R-058 lifetime 0 without BID removes all bindings", arguments: bothProfiles)
    func ordinaryDeregistrationRemovesAll(_ profile: WireProfile) throws {
        var test = try AgentHarness(profile)
        test.update(1, [test.bid(1, at: 0), test.bid(2, at: 1)])
        let answer = test.update(2, lifetime: 0)
        #expect(answer?.status == 0)
        #expect(answer?.lifetime == 0)
        #expect(test.bindings == [])
        #expect(test.proxying == [false])
    }

    @Test("R-129 a plain binding refuses BIDs with 165 unless O is set", arguments: bothProfiles)
    func plainBindingExists(_ profile: WireProfile) throws {
        var test = try AgentHarness(profile)
        test.update(1)
        let refused = test.update(2, [test.bid(1, at: 0)])
        #expect(refused?.status == 165)
        #expect(refused?.identifiers.map(\.bid) == [1])
        #expect(test.bindings == [Held(0, at: 0, 3600)])
        let accepted = test.overwriting(3, [(1, 0)])
        #expect(accepted?.status == 0)
        #expect(test.bindings == [Held(1, at: 0, 3600)])
    }

    @Test("R-022 R-055 R-100 R-128 O replaces all bindings by those of the update", arguments: bothProfiles)
    func overwriteReplacesAll(_ profile: WireProfile) throws {
        var test = try AgentHarness(profile)
        test.update(1, [test.bid(1, at: 0), test.bid(2, at: 1)])
        let answer = test.overwriting(2, [(2, 1), (3, 2)], lifetime: 100)
        #expect(answer?.status == 0)
        #expect(test.bindings == [Held(2, at: 1, 400), Held(3, at: 2, 400)])
        #expect(
            test.tunnels.contains(.remove(homeAddress: AgentHarness.home, bid: 1)),
            "the tunnel of the binding that went is taken down")
    }

    @Test("RFC only: O in the header is ignored where the policy says that the bit is reserved (A8)")
    func draftIgnoresTheHeaderBit() throws {
        var test = try AgentHarness(.draft06)
        test.update(1, [test.bid(1, at: 0)])
        test.update(2, [test.bid(2, at: 1)], flags: [.acknowledge, .homeRegistration, .overwrite])
        #expect(test.bindings.map(\.bid) == [1, 2])
    }

    @Test("with P the bit of O is B of RFC 6602 (A8)")
    func proxyRegistrationHasNoOverwrite() throws {
        var test = try AgentHarness(.rfc5648)
        test.update(1, [test.bid(1, at: 0)])
        test.update(
            2, [test.bid(2, at: 1)], flags: [.acknowledge, .homeRegistration, .overwrite, .proxyRegistration])
        #expect(test.bindings.map(\.bid) == [1, 2])
    }

    @Test("A14 O in one option of a draft bulk counts for all, or needs all by policy")
    func overwriteInOneOption() throws {
        for counts in [true, false] {
            var test = try AgentHarness(.draft06) { $0.policies.anyOverwriteCounts = counts }
            test.update(1, [test.bid(1, at: 0)])
            test.update(2, [test.bid(2, .ipv6(AgentHarness.careOf[1]), overwrite: true), test.bid(3, at: 2)])
            #expect(test.bindings.map(\.bid) == (counts ? [2, 3] : [1, 2, 3]))
        }
    }

    @Test("R-032 draft-06: a new BID for a cached care-of address takes the binding over (A5, review item 2)")
    func newBidMovesTheBinding() throws {
        var test = try AgentHarness(.draft06)
        test.update(1, [test.bid(1, at: 0)])
        test.update(1, [test.bid(2, at: 0)])
        #expect(test.bindings == [Held(2, at: 0, 3600)])
    }

    @Test("R-032 rfc5648: a new BID for a cached care-of address is a second binding (A5)")
    func newBidAddsABinding() throws {
        var test = try AgentHarness(.rfc5648)
        test.update(1, [test.bid(1, at: 0)])
        test.update(2, [test.bid(2, at: 0)])
        #expect(test.bindings == [Held(1, at: 0, 3600), Held(2, at: 0, 3600)])
    }

    @Test("R-032 draft-06: the replaced BID can be used again in the same update, options in order (A5)")
    func replacedBidIsFreeInTheSameUpdate() throws {
        var test = try AgentHarness(.draft06)
        test.update(1, [test.bid(1, at: 0)])
        test.update(2, [test.bid(2, at: 0), test.bid(1, at: 1)])
        #expect(test.bindings == [Held(1, at: 1, 3600), Held(2, at: 0, 3600)])
    }

    @Test("R-126 draft-06: without C the care-of address is the source")
    func sourceIsTheCareOfAddress() throws {
        var test = try AgentHarness(.draft06)
        test.update(1, [test.bid(1)], from: AgentHarness.careOf[2])
        #expect(test.bindings == [Held(1, at: 2, 3600)])
    }

    @Test("R-127 draft-06: without C an Alternate Care-of Address goes before the source")
    func alternateGoesBeforeTheSource() throws {
        var test = try AgentHarness(.draft06)
        test.update(1, [.alternateCareOfAddress(AgentHarness.careOf[1]), test.bid(1)])
        #expect(test.bindings == [Held(1, at: 1, 3600)])
    }

    @Test("R-125 the care-of address in the option counts, not the source", arguments: bothProfiles)
    func optionCounts(_ profile: WireProfile) throws {
        var test = try AgentHarness(profile)
        test.update(1, [.alternateCareOfAddress(AgentHarness.careOf[2]), test.bid(1, at: 1)])
        #expect(test.bindings == [Held(1, at: 1, 3600)])
    }

    @Test("R-126 rfc5648: Length 4 refreshes a known BID and is refused with 167 for an unknown one")
    func lengthFourNeedsAKnownBid() throws {
        var test = try AgentHarness(.rfc5648)
        test.update(1, [test.bid(1, at: 1)])
        test.wait(.seconds(100))
        #expect(test.update(2, [test.bid(1)])?.status == 0)
        #expect(test.bindings == [Held(1, at: 1, 3600)])
        let refused = test.update(3, [test.bid(7)])
        #expect(refused?.status == 167)
        #expect(refused?.bidStatuses == [167])
        #expect(test.bindings.map(\.bid) == [1])
    }

    @Test("R-117 a failure of one BID in a bulk: 4 in the acknowledgement, the code in the option")
    func partOfABulkFails() throws {
        var test = try AgentHarness(.rfc5648)
        let answer = test.update(1, [test.bid(1, at: 0), test.bid(2), test.bid(3, at: 2)])
        #expect(answer?.status == 4)
        #expect(answer?.bidStatuses == [0, 167, 0])
        #expect(answer?.lifetime == 900)
        #expect(test.bindings.map(\.bid) == [1, 3])
    }

    @Test("A9 rfc5648: O with Length 4 takes the address from the cache before it is emptied")
    func overwriteWithKnownBid() throws {
        var test = try AgentHarness(.rfc5648)
        test.update(1, [test.bid(1, at: 0), test.bid(2, at: 1)])
        let answer = test.update(
            2, [test.bid(2), test.bid(5)], flags: [.acknowledge, .homeRegistration, .overwrite])
        #expect(answer?.status == 4)
        #expect(answer?.bidStatuses == [0, 167])
        #expect(test.bindings == [Held(2, at: 1, 3600)])
    }

    @Test("A9 draft-06: O without C takes the source")
    func overwriteWithSource() throws {
        var test = try AgentHarness(.draft06)
        test.update(1, [test.bid(1, at: 0)])
        test.update(2, [test.bid(2, overwrite: true)], from: AgentHarness.careOf[3])
        #expect(test.bindings == [Held(2, at: 3, 3600)])
    }

    @Test("O of which no option is valid removes nothing")
    func uselessOverwriteRemovesNothing() throws {
        var test = try AgentHarness(.rfc5648)
        test.update(1, [test.bid(1, at: 0)])
        let answer = test.update(
            2, [test.bid(9)], flags: [.acknowledge, .homeRegistration, .overwrite])
        #expect(answer?.status == 167)
        #expect(test.bindings == [Held(1, at: 0, 3600)])
    }
}

extension AgentHarness {
    /// A Binding Update with O in the place where the profile has it.
    mutating func overwriting(
        _ sequence: UInt16, _ bids: [(UInt16, Int)], lifetime: UInt16 = 900
    ) -> BindingAcknowledgement? {
        let options = bids.map { bid($0.0, .ipv6(Self.careOf[$0.1]), overwrite: true) }
        return update(
            sequence, lifetime: lifetime, options,
            flags: profile == .rfc5648
                ? [.acknowledge, .homeRegistration, .overwrite] : [.acknowledge, .homeRegistration])
    }
}
