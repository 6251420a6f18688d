import MobilityWire
import Testing

@testable import Nodes

@Suite("Home agent: mobile routers")
struct AgentMobileRouterTests {
    static let network = IPv6Prefix(AgentHarness.address("2001:db8:f::"), length: 48)
    static let part = IPv6Prefix(AgentHarness.address("2001:db8:f:1::"), length: 64)
    static let flags: BindingUpdate.Flags = [.acknowledge, .homeRegistration, .mobileRouter]

    func harness(_ profile: WireProfile = .rfc5648) throws -> AgentHarness {
        try AgentHarness(profile) {
            $0.nodes = [
                HomeAgent.NodeEntry(homeAddress: AgentHarness.home, prefixes: [Self.network]),
                HomeAgent.NodeEntry(
                    homeAddress: AgentHarness.address("2001:db8:1::77"),
                    prefixes: [IPv6Prefix(AgentHarness.address("2001:db8:e::"), length: 48)]),
            ]
        }
    }

    func routes(_ test: AgentHarness) -> [(IPv6Prefix, Bool)] {
        test.actions.compactMap {
            if case .prefixRoute(let prefix, AgentHarness.home, let active, _) = $0 {
                (prefix, active)
            } else {
                nil
            }
        }
    }

    @Test(
        "R-139 explicit mode: the prefixes named are routed, with several bindings as with one",
        arguments: bothProfiles)
    func explicit(_ profile: WireProfile) throws {
        var test = try harness(profile)
        let answer = test.update(
            1, [test.bid(1, at: 0), test.bid(2, at: 1), .mobileNetworkPrefix(Self.part)], flags: Self.flags)
        #expect(answer?.status == 0)
        #expect(answer?.flags == .mobileRouter)
        #expect(routes(test).map(\.0) == [Self.part])
        let flow = FlowKey(
            source: AgentHarness.careOf[3], destination: AgentHarness.address("2001:db8:f:1::5"))
        guard case .tunnel = test.agent.path(for: flow, at: test.now) else {
            Issue.record("not tunnelled")
            return
        }
        test.update(2, lifetime: 0)
        #expect(routes(test).map(\.1) == [false])
        #expect(test.agent.path(for: flow, at: test.now) == .none)
    }

    @Test("R-139 implicit mode: the agent knows the prefixes itself")
    func implicit() throws {
        var test = try harness()
        #expect(test.update(1, [test.bid(1, at: 0)], flags: Self.flags)?.status == 0)
        #expect(routes(test).map(\.0) == [Self.network])
    }

    @Test("a prefix that is named no longer is routed no longer")
    func prefixLeftOut() throws {
        var test = try harness()
        let other = IPv6Prefix(AgentHarness.address("2001:db8:f:2::"), length: 64)
        test.update(
            1, [test.bid(1, at: 0), .mobileNetworkPrefix(Self.part), .mobileNetworkPrefix(other)],
            flags: Self.flags)
        test.update(2, [test.bid(1, at: 0), .mobileNetworkPrefix(other)], flags: Self.flags)
        #expect(routes(test).map(\.0) == [Self.part])
        #expect(routes(test).map(\.1) == [false])
    }

    @Test(
        "R-139 140 no mobile routers; 141 a prefix that cannot be routed; 142 one that is not the router's; 143 none known"
    )
    func refusals() throws {
        var test = try harness()
        func status(_ options: [MobilityOption], home: IPv6Address = AgentHarness.home) -> UInt8? {
            test.update(1, [test.bid(1, at: 0)] + options, flags: Self.flags, home: home)?.status
        }
        let homeLink = IPv6Prefix(AgentHarness.agentAddress, length: 64)
        #expect(status([.mobileNetworkPrefix(homeLink)]) == 141)
        #expect(status([.malformed(type: 6, data: [0, 64])]) == 141)
        #expect(
            status([
                .mobileNetworkPrefix(Self.part),
                .mobileNetworkPrefix(IPv6Prefix(AgentHarness.careOf[0], length: 48)),
            ]) == 142)
        #expect(status([], home: AgentHarness.address("2001:db8:1::99")) == 143)
        #expect(test.bindings == [])
        test.agent.configuration.administration.mobileRouters = false
        #expect(status([]) == 140)
    }

    @Test("R-139 139 R differs from what is registered, but not for a de-registration")
    func typeChange() throws {
        var test = try harness()
        test.update(1, [test.bid(1, at: 0)], flags: Self.flags)
        #expect(test.update(2, [test.bid(1, at: 0)])?.status == 139)
        #expect(test.update(3, lifetime: 0, [test.bid(1)])?.status == 0)
    }

    @Test("a prefix that another router has now: 142 where it is asked for, 143 in implicit mode")
    func prefixTaken() throws {
        var test = try AgentHarness(.rfc5648) {
            $0.nodes = [
                HomeAgent.NodeEntry(homeAddress: AgentHarness.home, prefixes: [Self.network]),
                HomeAgent.NodeEntry(
                    homeAddress: AgentHarness.address("2001:db8:1::77"), prefixes: [Self.part]),
            ]
        }
        test.update(1, [test.bid(1, at: 0), .mobileNetworkPrefix(Self.part)], flags: Self.flags)
        let other = AgentHarness.address("2001:db8:1::77")
        #expect(test.update(1, [test.bid(1, at: 1)], flags: Self.flags, home: other)?.status == 143)
        let asked = test.update(
            1, [test.bid(1, at: 1), .mobileNetworkPrefix(Self.part)], flags: Self.flags, home: other)
        #expect(asked?.status == 142)
    }
}
