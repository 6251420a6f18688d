import MobilityWire
import Testing

@testable import Nodes

/// A node on its home link, alone or away as well.
@Suite("Home agent: returning home")
struct AgentHomeLinkTests {
    typealias Held = AgentHarness.Held
    static let linkLayerOption = MobilityOption.linkLayerAddress(
        code: 2, address: AgentHarness.linkLayer.octets)

    /// The neighbour entries the agent asked for.
    func neighbours(_ test: AgentHarness) -> [LinkLayerAddress?] {
        test.actions.compactMap {
            if case .neighbour(AgentHarness.home, let address, _, _) = $0 { .some(address) } else { nil }
        }
    }

    /// A node with two bindings, then its return home for both sides, as its profile says it.
    func returned(_ profile: WireProfile, onlyRouter: Bool) throws -> (AgentHarness, BindingAcknowledgement?)
    {
        var test = try AgentHarness(profile) { $0.onlyRouter = onlyRouter }
        test.update(1, lifetime: 100, [test.bid(1, at: 0), test.bid(2, at: 1)])
        test.wait(.seconds(20))
        let answer =
            profile == .rfc5648
            ? test.update(
                2, lifetime: 900, [test.bid(3, .ipv6(AgentHarness.home), home: true), Self.linkLayerOption],
                from: nil)
            : test.update(
                2, lifetime: 0, [test.bid(3, home: true)], from: nil, linkLayerSource: AgentHarness.linkLayer)
        return (test, answer)
    }

    @Test("R-062 R-063 home only: lifetime 0 without BID from home ends everything, proxying first")
    func homeOnly() throws {
        for profile in bothProfiles {
            var test = try AgentHarness(profile)
            test.update(1, [test.bid(1, at: 0), test.bid(2, at: 1)])
            let answer = test.update(2, lifetime: 0, from: nil, linkLayerSource: AgentHarness.linkLayer)
            #expect(answer?.status == 0)
            #expect(answer?.lifetime == 0)
            #expect(test.bindings == [])
            #expect(test.packets.last?.routingHeader == nil)
            #expect(test.packets.last?.destination == AgentHarness.home)
            #expect(test.datagrams.last?.linkLayerDestination == AgentHarness.linkLayer)
            let proxying = test.actions.firstIndex { if case .proxyNeighbour = $0 { true } else { false } }
            let sending = test.actions.firstIndex { if case .send = $0 { true } else { false } }
            #expect(try #require(proxying) < #require(sending))
            let flow = FlowKey(source: AgentHarness.careOf[3], destination: AgentHarness.home)
            #expect(test.agent.path(for: flow, at: test.now) == .onLink(nil))
        }
    }

    @Test("R-066 a binding of a dead interface is removed from another one", arguments: bothProfiles)
    func visitedOnly(_ profile: WireProfile) throws {
        var test = try AgentHarness(profile)
        test.update(1, [test.bid(1, at: 0), test.bid(2, at: 1)])
        #expect(test.update(2, lifetime: 0, [test.bid(1)], from: AgentHarness.careOf[1])?.status == 0)
        #expect(test.bindings.map(\.bid) == [2])
    }

    @Test(
        "R-057 R-070 R-071 R-124 both: the home binding stands beside the others, whose lifetimes stay",
        arguments: bothProfiles)
    func both(_ profile: WireProfile) throws {
        let (test, answer) = try returned(profile, onlyRouter: false)
        #expect(answer?.lifetime == (profile == .rfc5648 ? 900 : 0))
        #expect(test.bindings.prefix(2) == [Held(1, at: 0, 380), Held(2, at: 1, 380)])
        #expect(test.bindings.last?.careOf == .ipv6(AgentHarness.home))
        #expect(test.tunnels == [], "nothing is tunnelled to the home link")
    }

    @Test(
        "R-068 R-074 R-076 not the only router: proxying goes on, status 5, and the neighbour entry is the agent's",
        arguments: bothProfiles)
    func severalRouters(_ profile: WireProfile) throws {
        let (test, answer) = try returned(profile, onlyRouter: false)
        #expect(answer?.bidStatuses == [5])
        // A3.
        #expect(answer?.status == (profile == .rfc5648 ? 5 : 0))
        #expect(test.proxying == [])
        #expect(neighbours(test) == [AgentHarness.linkLayer])
        #expect(test.datagrams.last?.linkLayerDestination == AgentHarness.linkLayer)
        #expect(test.packets.last?.routingHeader == nil)
    }

    @Test("R-074 R-075 the only router: it stops proxying, status 0", arguments: bothProfiles)
    func onlyRouter(_ profile: WireProfile) throws {
        let (test, answer) = try returned(profile, onlyRouter: true)
        #expect(answer?.status == 0)
        #expect(answer?.bidStatuses == [0])
        #expect(test.proxying == [false])
        #expect(neighbours(test) == [])
    }

    @Test("R-075 rfc5648: even the only router may go on proxying; the choice is the operator's")
    func onlyRouterMayProxy() throws {
        var test = try AgentHarness(.rfc5648) {
            $0.onlyRouter = true
            $0.permitsNeighbourDiscovery = false
        }
        test.update(1, [test.bid(1, at: 0)])
        let answer = test.update(
            2, [test.bid(3, .ipv6(AgentHarness.home), home: true), Self.linkLayerOption], from: nil)
        #expect(answer?.bidStatuses == [5])
        #expect(test.proxying == [])
    }

    @Test("R-069 the link-layer address comes from the option, or from the frame", arguments: bothProfiles)
    func linkLayerAddress(_ profile: WireProfile) throws {
        let (test, _) = try returned(profile, onlyRouter: false)
        #expect(test.agent.cache[AgentHarness.home]?.homeLink?.linkLayerAddress == AgentHarness.linkLayer)
    }

    @Test(
        "R-068 R-103 packets go on-link or by a tunnel, as the flow table or the last word of the node says",
        arguments: bothProfiles)
    func interceptsAll(_ profile: WireProfile) throws {
        var (test, _) = try returned(profile, onlyRouter: false)
        let peer = AgentHarness.careOf[3]
        let flow = FlowKey(
            source: peer, destination: AgentHarness.home, transportProtocol: 17, sourcePort: 53)
        #expect(test.agent.path(for: flow, at: test.now) == .onLink(AgentHarness.linkLayer))
        test.handle(
            .command(.setFlowRules([FlowRule(name: "names", transportProtocol: 17, port: 53, bid: 2)])))
        #expect(
            test.agent.path(for: flow, at: test.now)
                == .tunnel(
                    bid: 2, careOfAddress: .ipv6(AgentHarness.careOf[1]), peer: AgentHarness.agentAddress))
    }

    @Test("A3 where status 5 stands for a lone home binding")
    func placeOfStatusFive() throws {
        let expected: [Policies.StatusPlace: (UInt8, UInt8)] = [
            .both: (5, 5), .acknowledgement: (5, 0), .option: (0, 5),
        ]
        for place in Policies.StatusPlace.allCases {
            var test = try AgentHarness(.rfc5648) { $0.policies.returnHomeStatusPlace = place }
            test.update(1, [test.bid(1, at: 0)])
            let answer = test.update(2, [test.bid(3, .ipv6(AgentHarness.home), home: true)], from: nil)
            #expect(answer?.status == expected[place]?.0)
            #expect(answer?.bidStatuses.first == expected[place]?.1)
        }
    }

    @Test("R-074 in a bulk status 5 stands in the option of the home binding")
    func statusFiveInABulk() throws {
        var test = try AgentHarness(.rfc5648)
        let answer = test.update(
            1, [test.bid(1, at: 0), test.bid(3, .ipv6(AgentHarness.home), home: true), Self.linkLayerOption])
        #expect(answer?.status == 0)
        #expect(answer?.bidStatuses == [0, 5])
    }

    @Test("R-071 rfc5648: H with another care-of address than the home address: 164")
    func homeBindingNeedsTheHomeAddress() throws {
        var test = try AgentHarness(.rfc5648)
        test.update(1, [test.bid(1, at: 0)])
        #expect(
            test.update(2, [test.bid(3, .ipv6(AgentHarness.careOf[2]), home: true)])?.bidStatuses == [164])
    }

    @Test("A12 R-071 a second home binding replaces the first")
    func secondHomeBinding() throws {
        var test = try AgentHarness(.rfc5648)
        test.update(1, [test.bid(1, at: 0)])
        test.update(2, [test.bid(3, .ipv6(AgentHarness.home), home: true)], from: nil)
        test.update(3, [test.bid(4, .ipv6(AgentHarness.home), home: true)], from: nil)
        #expect(test.bindings.map(\.bid) == [1, 4])
    }

    @Test("R-081 rfc5648: the home binding is soft: refreshed, or it ends and proxying begins again")
    func homeBindingIsSoft() throws {
        var test = try AgentHarness(.rfc5648) { $0.onlyRouter = true }
        test.update(1, lifetime: 900, [test.bid(1, at: 0)])
        test.update(2, lifetime: 10, [test.bid(3, .ipv6(AgentHarness.home), home: true)], from: nil)
        test.wait(.seconds(30))
        #expect(test.update(3, lifetime: 10, [test.bid(3, home: true)], from: nil)?.status == 0)
        test.wait(.seconds(30))
        #expect(test.bindings.map(\.bid) == [1, 3])
        test.wait(.seconds(10))
        #expect(test.bindings.map(\.bid) == [1])
        #expect(test.proxying == [true])
    }

    @Test("R-073 rfc5648: an update from elsewhere with H clear takes the home link out of use")
    func leavingHome() throws {
        var (test, _) = try returned(.rfc5648, onlyRouter: false)
        let flow = FlowKey(source: AgentHarness.careOf[3], destination: AgentHarness.home)
        test.update(3, [test.bid(1, at: 0)])
        #expect(test.bindings.map(\.bid) == [1, 2, 3])
        guard case .tunnel(bid: 1, _, _) = test.agent.path(for: flow, at: test.now) else {
            Issue.record("still on the home link")
            return
        }
        test.wait(.seconds(1))
        test.update(4, [test.bid(3, home: true)], from: nil)
        #expect(test.agent.path(for: flow, at: test.now) == .onLink(AgentHarness.linkLayer))
    }

    @Test("R-073 rfc5648: out of use, the home link gets no packets even where its priority is the best")
    func leavingHomeWithPriorities() throws {
        var test = try AgentHarness(.rfc5648) { $0.pathChoice = .priority }
        let flow = FlowKey(source: AgentHarness.careOf[3], destination: AgentHarness.home)
        test.update(1, [test.bid(1, .ipv6(AgentHarness.careOf[0]), priority: 20)])
        let home = test.bid(3, .ipv6(AgentHarness.home), home: true, priority: 10)
        test.update(2, [home, Self.linkLayerOption], from: nil)
        #expect(test.agent.path(for: flow, at: test.now) == .onLink(AgentHarness.linkLayer))
        test.update(3, [test.bid(1, .ipv6(AgentHarness.careOf[0]), priority: 20)])
        guard case .tunnel(bid: 1, _, _) = test.agent.path(for: flow, at: test.now) else {
            Issue.record("still on the home link")
            return
        }
    }

    @Test("A4 R-073 rfc5648: H with lifetime 0 is de-registration of that BID")
    func homeFlagWithLifetimeZero() throws {
        var (test, _) = try returned(.rfc5648, onlyRouter: false)
        #expect(test.update(3, lifetime: 0, [test.bid(3, home: true)], from: nil)?.status == 0)
        #expect(test.bindings.map(\.bid) == [1, 2])
        #expect(neighbours(test) == [nil])
    }

    @Test("R-073 draft-06: lifetime 0 without H from home removes the binding")
    func draftWithoutHomeFlag() throws {
        var test = try AgentHarness(.draft06)
        test.update(1, [test.bid(1, at: 0), test.bid(2, at: 1)])
        #expect(test.update(2, lifetime: 0, [test.bid(1)], from: nil)?.status == 0)
        #expect(test.bindings.map(\.bid) == [2])
    }

    @Test("R-057 draft-06: the state of the home link has no end, and the node is probed (review item 1)")
    func draftStateIsHard() throws {
        var (test, _) = try returned(.draft06, onlyRouter: false)
        test.wait(.seconds(1000))
        #expect(test.bindings.map(\.bid) == [3], "the others expired")
        let probes = test.actions.filter { if case .probeNeighbour = $0 { true } else { false } }
        #expect(probes.count == 33)
        test.handle(.neighbourProbe(AgentHarness.home, isReachable: true))
        #expect(test.bindings.map(\.bid) == [3])
        test.handle(.neighbourProbe(AgentHarness.home, isReachable: false))
        #expect(test.bindings == [])
        #expect(test.proxying == [false])
        #expect(neighbours(test) == [nil])
    }

    @Test("R-057 draft-06: a node that cannot be reached at home keeps its other bindings (review item 1)")
    func unreachableAtHome() throws {
        var (test, _) = try returned(.draft06, onlyRouter: true)
        test.handle(.neighbourProbe(AgentHarness.home, isReachable: false))
        #expect(test.bindings.map(\.bid) == [1, 2])
        #expect(test.proxying == [true])
    }

    @Test("R-054 R-057 draft-06: a refresh of the others gives the home link no lifetime")
    func refreshLeavesHomeAlone() throws {
        var (test, _) = try returned(.draft06, onlyRouter: false)
        test.update(2, lifetime: 10, [test.bid(1, at: 0)])
        test.wait(.seconds(41))
        #expect(test.bindings.map(\.bid) == [3])
    }

    @Test("R-070 draft-06: a return under a BID removed lately takes room like any other: 130")
    func returnToRemovedBidWithoutRoom() throws {
        var test = try AgentHarness(.draft06) { $0.administration.maximumBindingsPerNode = 2 }
        test.update(1, [test.bid(1, at: 0), test.bid(2, at: 1)])
        test.update(2, lifetime: 0, [test.bid(2)])
        test.update(3, [test.bid(3, at: 2)])
        let answer = test.update(4, lifetime: 0, [test.bid(2, home: true)], from: nil)
        #expect(answer?.bidStatuses == [130])
        #expect(test.bindings.map(\.bid) == [1, 3])
    }

    @Test("R-070 draft-06: a node of which nothing is known cannot return: 133")
    func nothingToReturnFrom() throws {
        var test = try AgentHarness(.draft06)
        #expect(test.update(1, lifetime: 0, [test.bid(3, home: true)], from: nil)?.status == 133)
    }

    @Test("R-129 draft-06: beside a plain binding there is no home binding: 165")
    func returnBesideAPlainBinding() throws {
        var test = try AgentHarness(.draft06)
        test.update(1)
        #expect(test.update(2, lifetime: 0, [test.bid(3, home: true)], from: nil)?.status == 165)
        #expect(test.bindings.map(\.bid) == [0])
    }

    @Test("draft-06: the home binding counts among those a node may have: 130")
    func returnWithoutRoom() throws {
        var test = try AgentHarness(.draft06) { $0.administration.maximumBindingsPerNode = 2 }
        test.update(1, [test.bid(1, at: 0), test.bid(2, at: 1)])
        #expect(test.update(2, lifetime: 0, [test.bid(3, home: true)], from: nil)?.status == 130)
        #expect(test.update(3, lifetime: 0, [test.bid(2, home: true)], from: nil)?.status == 0)
    }

    @Test("R-115 no duplicate address detection when a binding exists, nor for a node on its home link")
    func noDetectionTwice() throws {
        var test = try AgentHarness(.rfc5648)
        test.answersDetection = false
        func detections() -> Int {
            test.actions.filter { if case .detectDuplicates = $0 { true } else { false } }.count
        }
        test.update(1, [test.bid(3, .ipv6(AgentHarness.home), home: true)], from: nil)
        #expect(detections() == 0)
        #expect(test.bindings.map(\.bid) == [3])
        test.update(2, [test.bid(1, at: 0)])
        #expect(detections() == 0)
        #expect(test.bindings.map(\.bid) == [1, 3])
    }
}
