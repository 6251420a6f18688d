import MobilityWire
import Testing

@testable import Nodes

/// An agent that knows nothing of Binding Identifiers, because such peers exist.
@Suite("Home agent: legacy")
struct AgentLegacyTests {
    typealias Held = AgentHarness.Held

    @Test(
        "R-015 R-084 R-107 a bulk is taken for a plain update: one binding to the source, and no BID in the answer",
        arguments: bothProfiles)
    func bulkIsPlain(_ profile: WireProfile) throws {
        for legacy in HomeAgent.Legacy.allCases {
            var test = try AgentHarness(profile) { $0.administration.legacy = legacy }
            let answer = test.update(
                1, [test.bid(1, at: 1), test.bid(2, at: 2)], from: AgentHarness.careOf[3])
            #expect(answer?.status == 0)
            #expect(answer?.identifiers == [])
            #expect(test.bindings == [Held(0, at: 3, 3600)])
        }
    }

    @Test("an Alternate Care-of Address is known to it")
    func alternateIsKnown() throws {
        var test = try AgentHarness(.rfc5648) { $0.administration.legacy = .rfc6275 }
        test.update(1, [test.bid(1, at: 1), .alternateCareOfAddress(AgentHarness.careOf[2])])
        #expect(test.bindings == [Held(0, at: 2, 3600)])
    }

    @Test("R-081 an agent of RFC 3775 takes a home binding for a de-registration of everything")
    func homeBindingDeletes() throws {
        var test = try AgentHarness(.rfc5648) { $0.administration.legacy = .rfc3775 }
        test.update(1, [test.bid(1, at: 0)])
        let answer = test.update(2, [test.bid(3, .ipv6(AgentHarness.home), home: true)], from: nil)
        #expect(answer?.status == 0)
        #expect(answer?.lifetime == 0)
        #expect(answer?.identifiers == [])
        #expect(test.bindings == [])
    }

    @Test("its sequence numbers are per home address, in either profile", arguments: bothProfiles)
    func sequence(_ profile: WireProfile) throws {
        var test = try AgentHarness(profile) { $0.administration.legacy = .rfc6275 }
        test.update(100, [test.bid(1, at: 0)])
        #expect(test.update(50, [test.bid(2, at: 1)])?.status == 135)
    }

    @Test("a policy changed at run time makes an agent forget the memo")
    func becomesLegacy() throws {
        var test = try AgentHarness(.rfc5648)
        test.update(1, [test.bid(1, at: 0), test.bid(2, at: 1)])
        var rules = test.agent.configuration.administration
        rules.legacy = .rfc6275
        test.handle(.command(.setAdministration(rules)))
        #expect(test.update(2, [test.bid(1, at: 0)])?.identifiers == [])
        #expect(test.bindings == [Held(0, at: 0, 3600)])
    }
}
