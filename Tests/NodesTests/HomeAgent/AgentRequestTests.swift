import MobilityWire
import Testing

@testable import Nodes

/// What the agent asks by itself: refreshes, revocations, another agent.
@Suite("Home agent: requests and revocations")
struct AgentRequestTests {
    func bids(_ options: [MobilityOption]) -> [UInt16] {
        options.compactMap { if case .bindingIdentifier(let option) = $0 { option.bid } else { nil } }
    }

    func requests(_ test: AgentHarness) -> [[UInt16]] {
        test.packets.compactMap {
            if case .bindingRefreshRequest(let request)? = $0.message { bids(request.options) } else { nil }
        }
    }

    @Test(
        "R-135 A11 a refresh is asked for before the end: those due, in the draft all that came in bulk",
        arguments: bothProfiles)
    func refreshRequest(_ profile: WireProfile) throws {
        var test = try AgentHarness(profile) { $0.administration.refreshRequestLead = .seconds(20) }
        test.agent.configuration.policies.refreshRenewsAll = false
        test.update(1, lifetime: 15, [test.bid(1, at: 0), test.bid(2, at: 1)])
        test.wait(.seconds(10))
        test.update(2, lifetime: 100, [test.bid(2, at: 1), test.bid(3, at: 2)])
        test.wait(.seconds(30))
        #expect(requests(test) == (profile == .rfc5648 ? [[1]] : [[1, 2, 3]]))
        let packet = try #require(test.packets.last)
        #expect(packet.destination == AgentHarness.home, "to the home address")
        #expect(packet.encapsulation.count == 1, "through the tunnel")
        test.wait(.seconds(5))
        #expect(requests(test) == [], "once")
    }

    @Test("R-135 a refresh by command, with and without BIDs")
    func refreshRequestByHand() throws {
        var test = try AgentHarness(.rfc5648)
        test.update(1, [test.bid(1, at: 0), test.bid(2, at: 1)])
        test.handle(.command(.requestRefresh(AgentHarness.home, bids: [2])))
        #expect(requests(test) == [[2]])
        test.handle(.command(.requestRefresh(AgentHarness.home, bids: [])))
        #expect(requests(test) == [[1, 2]])
        test.handle(.command(.requestRefresh(AgentHarness.home, bids: [9])))
        #expect(requests(test) == [])
        guard case .note(let note)? = test.actions.first else {
            Issue.record("no note")
            return
        }
        #expect(note.event == .commandRefused)
        #expect(note.to == "unknown-bid")
    }

    func indication(_ test: AgentHarness) -> BindingRevocationIndication? {
        guard case .bindingRevocationIndication(let indication)? = test.packets.last?.message else {
            return nil
        }
        return indication
    }

    func acknowledge(_ test: inout AgentHarness, _ sequence: UInt16, status: UInt8 = 0) {
        let answer = BindingRevocationAcknowledgement(status: status, sequence: sequence)
        test.send(
            SignallingPacket(
                source: AgentHarness.careOf[0], destination: AgentHarness.agentAddress,
                homeAddressOption: AgentHarness.home,
                payload: .mobility(.bindingRevocationAcknowledgement(answer))))
    }

    @Test(
        "a revocation names the BIDs, goes to a care-of address, and ends them with its acknowledgement (RFC 5846 §7)",
        arguments: bothProfiles)
    func revocation(_ profile: WireProfile) throws {
        var test = try AgentHarness(profile)
        test.update(1, [test.bid(1, at: 0), test.bid(2, at: 1)])
        test.handle(.command(.revoke(AgentHarness.home, bids: [2], trigger: 1)))
        let indication = try #require(self.indication(test))
        #expect(bids(indication.options) == [2])
        #expect(indication.trigger == 1)
        #expect(test.packets.last?.routingHeader == AgentHarness.home)
        #expect(test.bindings.map(\.bid) == [1, 2], "until it is acknowledged")
        acknowledge(&test, indication.sequence &+ 1)
        #expect(test.bindings.map(\.bid) == [1, 2], "another number is no answer")
        acknowledge(&test, indication.sequence)
        #expect(test.bindings.map(\.bid) == [1])
        #expect(test.agent.nextDeadline != nil)
    }

    @Test(
        "all bindings are revoked without BIDs; without an answer it is sent again after 1 s and ends 2 s later"
    )
    func revocationWithoutAnswer() throws {
        var test = try AgentHarness(.rfc5648)
        test.update(1, [test.bid(1, at: 0), test.bid(2, at: 1)])
        test.handle(.command(.revoke(AgentHarness.home, bids: [], trigger: 129)))
        let first = try #require(self.indication(test))
        #expect(bids(first.options) == [])
        test.wait(.milliseconds(999))
        #expect(test.packets.isEmpty)
        test.wait(.milliseconds(1))
        #expect(indication(test)?.sequence == first.sequence)
        test.wait(.milliseconds(1999))
        #expect(test.packets.isEmpty)
        #expect(test.bindings.count == 2)
        test.wait(.milliseconds(1))
        #expect(test.bindings == [])
        #expect(test.proxying == [false])
        #expect(test.agent.nextDeadline == nil)
    }

    @Test("a node that knows nothing of revocation says so by Binding Error 2: the bindings end")
    func revocationUnknownToTheNode() throws {
        var test = try AgentHarness(.rfc5648)
        test.update(1, [test.bid(1, at: 0)])
        test.handle(.command(.revoke(AgentHarness.home, bids: [], trigger: 1)))
        test.send(
            SignallingPacket(
                source: AgentHarness.careOf[0], destination: AgentHarness.agentAddress,
                payload: .mobility(.bindingError(BindingError(status: 2, homeAddress: AgentHarness.home)))))
        #expect(test.bindings == [])
    }

    @Test("a node is sent to other agents through the tunnel (RFC 5142)")
    func homeAgentSwitch() throws {
        var test = try AgentHarness(.rfc5648)
        test.update(1, [test.bid(1, at: 0)])
        let others = [AgentHarness.address("2001:db8:1::2"), AgentHarness.address("2001:db8:1::3")]
        test.handle(.command(.switchAgent(AgentHarness.home, to: others)))
        #expect(test.packets.last?.message == .homeAgentSwitch(HomeAgentSwitch(homeAgents: others)))
        #expect(test.packets.last?.destination == AgentHarness.home)
    }

    @Test("commands about a node that is not there are refused with a reason")
    func unknownNode() throws {
        var test = try AgentHarness(.rfc5648)
        for command in [
            HomeAgent.Command.revoke(AgentHarness.home, bids: [], trigger: 1),
            .requestRefresh(AgentHarness.home, bids: []), .switchAgent(AgentHarness.home, to: []),
        ] {
            test.handle(.command(command))
            guard case .note(let note)? = test.actions.first else {
                Issue.record("no note")
                return
            }
            #expect(note.to == "unknown-home-address")
        }
    }
}
