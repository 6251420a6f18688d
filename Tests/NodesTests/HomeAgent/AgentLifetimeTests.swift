import MobilityWire
import Testing

@testable import Nodes

@Suite("Home agent: lifetimes")
struct AgentLifetimeTests {
    typealias Held = AgentHarness.Held

    @Test("R-054 draft-06: a refresh of one BID renews all (A2, review item 1)")
    func refreshOfOneBidRenewsAll() throws {
        var test = try AgentHarness(.draft06)
        test.update(1, lifetime: 100, [test.bid(1, at: 0), test.bid(2, at: 1)])
        test.wait(.seconds(300))
        #expect(test.bindings == [Held(1, at: 0, 100), Held(2, at: 1, 100)])
        test.update(2, lifetime: 200, [test.bid(1, at: 0)])
        #expect(test.bindings == [Held(1, at: 0, 800), Held(2, at: 1, 800)])
    }

    @Test("R-054 rfc5648: a refresh of one BID leaves the others alone (A2)")
    func refreshOfOneBidRenewsOne() throws {
        var test = try AgentHarness(.rfc5648)
        test.update(1, lifetime: 100, [test.bid(1, at: 0), test.bid(2, at: 1)])
        test.wait(.seconds(300))
        test.update(2, lifetime: 200, [test.bid(1, at: 0)])
        #expect(test.bindings == [Held(1, at: 0, 800), Held(2, at: 1, 100)])
    }

    @Test("R-055 with O the bindings that remain get the lifetime of the update", arguments: bothProfiles)
    func overwriteGivesTheLifetime(_ profile: WireProfile) throws {
        var test = try AgentHarness(profile)
        test.update(1, lifetime: 800, [test.bid(1, at: 0), test.bid(2, at: 1)])
        _ = test.overwriting(2, [(1, 0)], lifetime: 10)
        #expect(test.bindings == [Held(1, at: 0, 40)])
    }

    @Test(
        "R-056 R-059 lifetime 0 removes what is named and leaves the lifetime of the others",
        arguments: bothProfiles)
    func deregistrationOfOne(_ profile: WireProfile) throws {
        var test = try AgentHarness(profile)
        test.update(1, lifetime: 100, [test.bid(1, at: 0), test.bid(2, at: 1), test.bid(3, at: 2)])
        test.wait(.seconds(60))
        let answer = test.update(2, lifetime: 0, [test.bid(1), test.bid(3)])
        #expect(answer?.status == 0)
        #expect(answer?.lifetime == 0)
        #expect(answer?.bidStatuses == [0, 0])
        #expect(test.bindings == [Held(2, at: 1, 340)])
        #expect(
            test.tunnels == [
                .remove(homeAddress: AgentHarness.home, bid: 1),
                .remove(homeAddress: AgentHarness.home, bid: 3),
            ])
    }

    @Test("R-060 a care-of address in a de-registration is ignored", arguments: bothProfiles)
    func addressInDeregistrationIsIgnored(_ profile: WireProfile) throws {
        var test = try AgentHarness(profile)
        test.update(1, [test.bid(1, at: 0), test.bid(2, at: 1)])
        #expect(test.update(2, lifetime: 0, [test.bid(1, at: 3)])?.status == 0)
        #expect(test.bindings.map(\.bid) == [2])
    }

    @Test("R-123 O in a de-registration is ignored", arguments: bothProfiles)
    func overwriteInDeregistrationIsIgnored(_ profile: WireProfile) throws {
        var test = try AgentHarness(profile)
        test.update(1, [test.bid(1, at: 0), test.bid(2, at: 1)])
        #expect(test.overwriting(2, [(1, 0)], lifetime: 0)?.status == 0)
        #expect(test.bindings.map(\.bid) == [2])
    }

    @Test(
        "R-122 R-123 a BID to remove beside a plain binding: unknown, with O or without",
        arguments: bothProfiles)
    func removalBesidePlainBinding(_ profile: WireProfile) throws {
        var test = try AgentHarness(profile)
        test.update(1)
        #expect(test.update(2, lifetime: 0, [test.bid(1)])?.status == 133)
        #expect(test.overwriting(3, [(1, 0)], lifetime: 0)?.status == 133)
        #expect(test.bindings == [Held(0, at: 0, 3600)])
    }

    @Test("a binding ends when its lifetime is over, and the last one ends proxying")
    func bindingsExpire() throws {
        var test = try AgentHarness(.rfc5648)
        test.update(1, lifetime: 10, [test.bid(1, at: 0)])
        #expect(test.proxying == [true])
        test.update(2, lifetime: 20, [test.bid(2, at: 1)])
        test.wait(.seconds(40))
        #expect(test.bindings == [Held(2, at: 1, 40)])
        #expect(test.tunnels == [.remove(homeAddress: AgentHarness.home, bid: 1)])
        #expect(test.proxying == [])
        test.wait(.seconds(40))
        #expect(test.bindings == [])
        #expect(test.proxying == [false])
        #expect(test.agent.cache.nodeCount == 0)
        #expect(test.agent.nextDeadline == nil)
    }

    @Test("an expired binding is gone for the next update, even before the deadline was served")
    func expiredBindingDoesNotCount() throws {
        var test = try AgentHarness(.rfc5648)
        test.update(1, lifetime: 10, [test.bid(1, at: 0)])
        test.now = test.now + .seconds(40)
        #expect(test.update(2, [test.bid(1)])?.status == 167)
    }

    @Test("the lifetime granted is at most the administrator's and never more than asked")
    func lifetimeIsLimited() throws {
        var test = try AgentHarness(.rfc5648) { $0.administration.maximumLifetime = .seconds(100) }
        #expect(test.update(1, lifetime: 900, [test.bid(1, at: 0)])?.lifetime == 25)
        #expect(test.bindings == [Held(1, at: 0, 100)])
        #expect(test.update(2, lifetime: 3, [test.bid(1)])?.lifetime == 3)
    }

    @Test("a lifetime below the administrator's shortest is refused with 129")
    func lifetimeTooShort() throws {
        var test = try AgentHarness(.rfc5648) { $0.administration.minimumLifetime = .seconds(60) }
        #expect(test.update(1, lifetime: 14, [test.bid(1, at: 0)])?.status == 129)
        #expect(test.update(2, lifetime: 15, [test.bid(1, at: 0)])?.status == 0)
        #expect(test.update(3, lifetime: 0, [test.bid(1)])?.status == 0)
    }

    @Test("a home prefix that ends limits the lifetime, and status 1 asks for prefix discovery")
    func prefixLimitsTheLifetime() throws {
        let prefix = IPv6Prefix(AgentHarness.agentAddress, length: 64)
        var test = try AgentHarness(.rfc5648) {
            $0.homePrefixes = [
                HomeAgent.HomePrefix(
                    prefix, validUntil: .zero + .seconds(1000), preferredUntil: .zero + .seconds(500))
            ]
        }
        let long = test.update(1, lifetime: 900, [test.bid(1, at: 0)])
        #expect(long?.status == 1)
        #expect(long?.lifetime == 250)
        let short = test.update(2, lifetime: 100, [test.bid(1)])
        #expect(short?.status == 0)
        #expect(short?.lifetime == 100)
    }

    @Test("advice to refresh comes before the end, and not with a de-registration")
    func refreshAdvice() throws {
        var test = try AgentHarness(.rfc5648) { $0.administration.refreshAdvice = 50 }
        #expect(
            test.update(1, lifetime: 100, [test.bid(1, at: 0)])?.options.first
                == .bindingRefreshAdvice(interval: 50))
        #expect(
            test.update(2, lifetime: 2, [test.bid(1, at: 0)])?.options.first
                == .bindingRefreshAdvice(interval: 1))
        #expect(test.update(3, lifetime: 0, [test.bid(1)])?.options.count == 1)
    }
}
