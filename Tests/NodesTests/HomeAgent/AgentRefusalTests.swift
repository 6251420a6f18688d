import MobilityWire
import Testing

@testable import Nodes

/// Every row of the table that refuses.
@Suite("Home agent: refusals")
struct AgentRefusalTests {
    typealias Held = AgentHarness.Held

    @Test(
        "R-101 the window of sequence numbers (RFC 6275 §9.5.1)",
        arguments: [
            (15, 16, true), (15, 32782, true), (15, 32783, false), (15, 15, false), (65535, 0, true),
            (65000, 100, true), (100, 65000, false),
        ] as [(UInt16, UInt16, Bool)])
    func sequenceWindow(_ last: UInt16, _ sequence: UInt16, _ accepted: Bool) throws {
        for profile in bothProfiles {
            var test = try AgentHarness(profile)
            test.update(last, [test.bid(1, at: 0)])
            let answer = test.update(sequence, [test.bid(1, at: 1)])
            #expect(answer?.status == (accepted ? 0 : 135))
            #expect(answer?.sequence == (accepted ? sequence : last))
            #expect(test.bindings == [Held(1, at: accepted ? 1 : 0, 3600)])
        }
    }

    @Test("R-049 rfc5648: the sequence number is shared by all BIDs of a node")
    func sequenceIsShared() throws {
        var test = try AgentHarness(.rfc5648)
        test.update(100, [test.bid(1, at: 0)])
        #expect(test.update(50, [test.bid(2, at: 1)])?.status == 135)
        #expect(test.update(101, [test.bid(2, at: 1)])?.status == 0)
        #expect(test.agent.cache[AgentHarness.home]?.bindings.map(\.sequence) == [101, 101])
    }

    @Test(
        "R-049 R-050 R-051 draft-06: each binding has its own sequence number; one out of window spoils the bulk"
    )
    func sequencePerBinding() throws {
        var test = try AgentHarness(.draft06)
        test.update(100, [test.bid(1, at: 0)])
        #expect(test.update(50, [test.bid(2, at: 1)])?.status == 0)
        #expect(test.agent.cache[AgentHarness.home]?.bindings.map(\.sequence) == [100, 50])
        let bulk = test.update(60, [test.bid(1, at: 0), test.bid(2, at: 1)])
        #expect(bulk?.status == 135)
        #expect(bulk?.sequence == 100)
        #expect(test.update(101, [test.bid(1, at: 0), test.bid(2, at: 1)])?.status == 0)
        #expect(test.agent.cache[AgentHarness.home]?.bindings.map(\.sequence) == [101, 101])
    }

    @Test("the number of an update that a later rule refuses counts as used")
    func refusedUpdateUsesItsNumber() throws {
        var test = try AgentHarness(.rfc5648) { $0.administration.bulkRegistration = false }
        test.update(1, [test.bid(1, at: 0)])
        #expect(test.update(5, [test.bid(1, at: 0), test.bid(2, at: 1)])?.status == 168)
        #expect(test.update(4, [test.bid(2, at: 1)])?.status == 135)
    }

    @Test("R-114 H clear for a home address that is registered: 139 (RFC 6275 §9.5.1)")
    func typeChange() throws {
        var test = try AgentHarness(.rfc5648)
        test.update(1, [test.bid(1, at: 0)])
        #expect(test.update(2, [test.bid(1, at: 1)], flags: .acknowledge)?.status == 139)
        #expect(test.bindings == [Held(1, at: 0, 3600)])
    }

    @Test("H clear for an unknown home address is for a correspondent, not for this agent")
    func notAHomeRegistration() throws {
        var test = try AgentHarness(.rfc5648)
        #expect(test.update(2, [test.bid(1, at: 1)], flags: .acknowledge) == nil)
        #expect(test.drops.count == 1)
    }

    @Test("not a home agent: 131")
    func homeRegistrationNotSupported() throws {
        var test = try AgentHarness(.rfc5648) { $0.administration.servesHomeRegistrations = false }
        #expect(test.update(1, [test.bid(1, at: 0)])?.status == 131)
    }

    @Test("a home address outside the home link: 132; the agent's own: 132")
    func notHomeSubnet() throws {
        var test = try AgentHarness(.rfc5648)
        #expect(test.update(1, [test.bid(1, at: 0)], home: AgentHarness.careOf[3])?.status == 132)
        #expect(test.update(1, [test.bid(1, at: 0)], home: AgentHarness.agentAddress)?.status == 132)
    }

    @Test("a home address that the administrator does not list: 129")
    func notListed() throws {
        var test = try AgentHarness(.rfc5648) {
            $0.administration.servesUnlistedNodes = false
            $0.nodes = [
                HomeAgent.NodeEntry(homeAddress: AgentHarness.address("2001:db8:1::7")),
                HomeAgent.NodeEntry(homeAddress: AgentHarness.address("2001:db8:1::8"), isAllowed: false),
            ]
        }
        #expect(test.update(1, [test.bid(1, at: 0)])?.status == 129)
        #expect(
            test.update(1, [test.bid(1, at: 0)], home: AgentHarness.address("2001:db8:1::7"))?.status == 0)
        #expect(
            test.update(1, [test.bid(1, at: 0)], home: AgentHarness.address("2001:db8:1::8"))?.status == 129)
    }

    @Test("no room for another binding: 130, for the node or for one BID")
    func insufficientResources() throws {
        var test = try AgentHarness(.rfc5648) { $0.administration.maximumBindingsPerNode = 2 }
        let answer = test.update(1, [test.bid(1, at: 0), test.bid(2, at: 1), test.bid(3, at: 2)])
        #expect(answer?.status == 4)
        #expect(answer?.bidStatuses == [0, 0, 130])
        #expect(test.update(2, [test.bid(1, at: 1)])?.status == 0, "a refresh needs no room")
        test.handle(
            .command(
                .setAdministration(
                    {
                        var rules = HomeAgent.Administration(); rules.maximumBindings = 1; return rules
                    }())))
        let other = AgentHarness.address("2001:db8:1::9")
        #expect(test.update(1, [test.bid(1, at: 0)], home: other)?.status == 130)
    }

    @Test(
        "R-087 several care-of addresses prohibited: 166, and the options are repeated",
        arguments: bothProfiles)
    func prohibited(_ profile: WireProfile) throws {
        var test = try AgentHarness(profile) { $0.administration.multipleCareOfAddresses = false }
        let answer = test.update(1, [test.bid(1, at: 0)])
        #expect(answer?.status == 166)
        #expect(answer?.identifiers.map(\.bid) == [1])
        #expect(test.update(2)?.status == 0, "a plain binding is welcome")
    }

    @Test("R-088 bulk prohibited: 168; one at a time is welcome", arguments: bothProfiles)
    func bulkProhibited(_ profile: WireProfile) throws {
        var test = try AgentHarness(profile) { $0.administration.bulkRegistration = false }
        let answer = test.update(1, [test.bid(1, at: 0), test.bid(2, at: 1)])
        #expect(answer?.status == 168)
        #expect(answer?.bidStatuses == [0, 0])
        #expect(test.bindings == [])
        #expect(test.update(2, [test.bid(1, at: 0)])?.status == 0)
    }

    @Test("R-081 rfc5648: at home and away at once prohibited: 169")
    func simultaneousProhibited() throws {
        var test = try AgentHarness(.rfc5648) { $0.administration.simultaneousHomeAndForeign = false }
        test.update(1, [test.bid(1, at: 0)])
        let answer = test.update(2, [test.bid(3, .ipv6(AgentHarness.home), home: true)], from: nil)
        #expect(answer?.status == 169)
    }

    @Test(
        "R-118 a Length without layout: 164, and what could be read is repeated (A10)",
        arguments: bothProfiles)
    func malformedLength(_ profile: WireProfile) throws {
        for echo in [true, false] {
            var test = try AgentHarness(profile) { $0.policies.echoMalformed = echo }
            let answer = test.update(
                1, [test.bid(1, at: 0), .malformed(type: 35, data: [0, 9, 0, 0, 1])])
            #expect(answer?.status == 164)
            #expect(answer?.identifiers.map(\.bid) == (echo ? [1, 9] : [1]))
            #expect(test.bindings == [])
        }
    }

    @Test(
        "R-119 a care-of address that is not unicast and routed: 164 for that option", arguments: bothProfiles
    )
    func careOfAddressNotRoutable(_ profile: WireProfile) throws {
        for text in ["ff02::1", "fe80::1", "::", "::1"] {
            var test = try AgentHarness(profile)
            let answer = test.update(
                1, [test.bid(1, .ipv6(AgentHarness.address(text))), test.bid(2, at: 1)])
            #expect(answer?.status == 4)
            #expect(answer?.bidStatuses == [164, 0])
            #expect(test.bindings.map(\.bid) == [2])
        }
    }

    @Test("R-119 A13 draft-06: C without an address: 164 for that option")
    func addressFlagWithoutAddress() throws {
        var test = try AgentHarness(.draft06)
        let odd = BindingIdentifier(profile: .draft06, bid: 1, flags: 0x80)
        let answer = test.update(1, [.bindingIdentifier(odd), test.bid(2, at: 1)])
        #expect(answer?.status == 4)
        #expect(answer?.bidStatuses == [164, 0])
    }

    @Test("R-118 A13 draft-06: a Length other than C and D say: 164 for the whole")
    func flagsContradictLength() throws {
        let odd = [
            BindingIdentifier(
                profile: .draft06, bid: 1, flags: 0, careOfAddress: .ipv6(AgentHarness.careOf[0])),
            BindingIdentifier(
                profile: .draft06, bid: 1, flags: 0x90, careOfAddress: .ipv6(AgentHarness.careOf[0])),
            BindingIdentifier(
                profile: .draft06, bid: 1, flags: 0x80, careOfAddress: .ipv4(IPv4Address(0xc000_020a))),
            BindingIdentifier(profile: .draft06, bid: 1, flags: 0x10),
        ]
        for option in odd {
            var test = try AgentHarness(.draft06)
            let answer = test.update(1, [test.bid(2, at: 1), .bindingIdentifier(option)])
            #expect(answer?.status == 164)
            #expect(test.bindings == [])
        }
    }

    @Test("R-028 BID 0 is reserved: 164", arguments: bothProfiles)
    func reservedBid(_ profile: WireProfile) throws {
        var test = try AgentHarness(profile)
        let answer = test.update(1, [test.bid(0, at: 0)])
        #expect(answer?.status == 164)
        #expect(test.bindings == [])
    }

    @Test("R-122 A1 an unknown BID at de-registration: 133, 0 or 167 by policy", arguments: bothProfiles)
    func unknownBid(_ profile: WireProfile) throws {
        for status: UInt8 in [133, 0, 167] {
            var test = try AgentHarness(profile) { $0.policies.unknownBidStatus = status }
            test.update(1, [test.bid(1, at: 0)])
            let answer = test.update(2, lifetime: 0, [test.bid(9)])
            #expect(answer?.status == status)
            #expect(answer?.identifiers.map(\.bid) == [9])
            #expect(test.bindings.map(\.bid) == [1])
        }
    }

    @Test(
        "R-122 A6 one unknown BID of several: 4 with 133 on it and the others removed, or all refused",
        arguments: bothProfiles)
    func oneUnknownOfSeveral(_ profile: WireProfile) throws {
        var test = try AgentHarness(profile)
        test.update(1, [test.bid(1, at: 0), test.bid(2, at: 1)])
        let part = test.update(2, lifetime: 0, [test.bid(1), test.bid(9)])
        #expect(part?.status == 4)
        #expect(part?.bidStatuses == [0, 133])
        #expect(test.bindings.map(\.bid) == [2])
        test = try AgentHarness(profile) { $0.policies.partialDeregistration = .refuse }
        test.update(1, [test.bid(1, at: 0), test.bid(2, at: 1)])
        let whole = test.update(2, lifetime: 0, [test.bid(1), test.bid(9)])
        #expect(whole?.status == 133)
        #expect(test.bindings.map(\.bid) == [1, 2])
    }

    @Test("no home registration at all: 133 (RFC 6275 §10.3.2)", arguments: bothProfiles)
    func nothingToRemove(_ profile: WireProfile) throws {
        var test = try AgentHarness(profile)
        #expect(test.update(1, lifetime: 0)?.status == 133)
        #expect(test.agent.cache.nodeCount == 0)
    }

    @Test("A7 a failure of a lone BID stands in both fields, or in one by policy")
    func placeOfALoneFailure() throws {
        let expected: [Policies.StatusPlace: (UInt8, UInt8)] = [
            .both: (167, 167), .acknowledgement: (167, 0), .option: (4, 167),
        ]
        for place in Policies.StatusPlace.allCases {
            var test = try AgentHarness(.rfc5648) { $0.policies.singleFailurePlace = place }
            let answer = test.update(1, [test.bid(1)])
            #expect(answer?.status == expected[place]?.0)
            #expect(answer?.bidStatuses.first == expected[place]?.1)
        }
    }

    @Test(
        "a removed binding is remembered for 10 s: the answer is repeated, a delayed update is recognised",
        arguments: bothProfiles)
    func removedBindingIsRemembered(_ profile: WireProfile) throws {
        var test = try AgentHarness(profile)
        test.update(5, [test.bid(1, at: 0)])
        #expect(test.update(7, lifetime: 0, [test.bid(1)])?.status == 0)
        test.wait(.seconds(5))
        #expect(test.update(8, lifetime: 0, [test.bid(1)])?.status == 0, "sent again")
        #expect(test.update(6, [test.bid(1, at: 0)])?.status == 135, "delayed on its way")
        #expect(test.bindings == [])
        test.wait(.seconds(10))
        #expect(test.agent.cache.nodeCount == 0)
        #expect(test.update(9, lifetime: 0, [test.bid(1)])?.status == 133)
    }

    @Test("a fault that was asked for: every update is refused with this status")
    func faultInjection() throws {
        var test = try AgentHarness(.rfc5648) { $0.administration.refuseWith = 128 }
        #expect(test.update(1, [test.bid(1, at: 0)])?.status == 128)
        var rules = HomeAgent.Administration()
        rules.isSilent = true
        test.handle(.command(.setAdministration(rules)))
        #expect(test.update(2, [test.bid(1, at: 0)]) == nil)
        #expect(test.actions.isEmpty)
    }

    @Test("the home address as care-of address without H cannot be bound: 174")
    func homeAddressAsCareOfAddress() throws {
        var test = try AgentHarness(.rfc5648)
        #expect(test.update(1, [test.bid(1, .ipv6(AgentHarness.home))])?.status == 174)
        #expect(test.update(2, [], from: nil)?.status == 174)
        #expect(test.update(1, [test.bid(1, .ipv6(AgentHarness.agentAddress))])?.status == 174)
    }

    @Test(
        "RFC 3775 §9.5.1: a plain update with the home address as care-of address deletes, whatever its lifetime"
    )
    func homeAddressDeletesInTheDraft() throws {
        var test = try AgentHarness(.draft06)
        test.update(1, [test.bid(1, at: 0)])
        let answer = test.update(2, [], from: nil)
        #expect(answer?.status == 0)
        #expect(answer?.lifetime == 0)
        #expect(test.bindings == [])
    }
}
