import Foundation
import MobilityWire
import Testing

@testable import Nodes

@Suite("Home agent: views")
struct AgentSnapshotTests {
    @Test("a window of the cache holds just its rows, by home address or by what is left")
    func windows() throws {
        var test = try AgentHarness(.rfc5648)
        // Home addresses and lifetimes in opposite order.
        for index in 0..<100 {
            let home = IPv6Address(high: AgentHarness.home.high, low: UInt64(1000 + index))
            test.update(
                1, lifetime: UInt16(500 - index),
                [test.bid(1, at: 0), test.bid(2, at: 1), test.bid(3, at: 2)], home: home)
        }
        let byAddress = test.agent.cacheWindow(149..<152, at: test.now)
        #expect(byAddress.total == 300)
        #expect(byAddress.first == 149)
        #expect(byAddress.rows.map(\.homeAddress.low) == [1049, 1050, 1050])
        #expect(byAddress.rows.map(\.bid) == [3, 1, 2])
        let byLifetime = test.agent.cacheWindow(2..<5, order: .lifetime, at: test.now)
        #expect(byLifetime.rows.map(\.homeAddress.low) == [1099, 1098, 1098])
        #expect(byLifetime.rows.map(\.bid) == [3, 1, 2])
        #expect(byLifetime.rows.map(\.grantedLifetime) == [4 * 401, 4 * 402, 4 * 402])
        #expect(test.agent.cacheWindow(290..<400, at: test.now).rows.count == 10)
        #expect(test.agent.cacheWindow(400..<500, at: test.now).rows.isEmpty)
        let all = test.agent.cacheWindow(0..<300, order: .lifetime, at: test.now).rows
        #expect(all.map(\.remaining) == all.map(\.remaining).sorted { ($0 ?? .zero) < ($1 ?? .zero) })
    }

    @Test("rows say what a person asks, and survive JSON")
    func rows() throws {
        var test = try AgentHarness(.rfc5648)
        test.update(
            7, lifetime: 100,
            [
                test.bid(1, .ipv6(AgentHarness.careOf[0]), priority: 9),
                test.bid(2, .ipv6(AgentHarness.careOf[1]), priority: 3),
            ])
        test.wait(.seconds(10))
        let rows = test.agent.cacheRows(of: AgentHarness.home, at: test.now)
        #expect(rows.map(\.remaining) == [.seconds(390), .seconds(390)])
        #expect(rows.map(\.preferred) == [false, true])
        #expect(rows.map(\.priority) == [9, 3])
        #expect(rows.map(\.sequence) == [7, 7])
        #expect(rows.map(\.bulk) == [true, true])
        let window = test.agent.cacheWindow(0..<9, at: test.now)
        let copy = try JSONDecoder().decode(
            HomeAgent.CacheWindow.self, from: JSONEncoder().encode(window))
        #expect(copy == window)
        #expect(test.agent.overview.bindings == 2)
        #expect(test.agent.overview.nodes == 1)
    }

    @Test(
        "R-011 R-012 R-013 the path of a flow: by rule, else by what the node named last; a rule without binding is passed over"
    )
    func paths() throws {
        var test = try AgentHarness(.rfc5648) {
            $0.flowRules = [
                FlowRule(name: "gone", transportProtocol: 6, bid: 9),
                FlowRule(
                    name: "web", peer: IPv6Prefix(AgentHarness.careOf[3], length: 48), transportProtocol: 6,
                    bid: 1),
            ]
        }
        func bid(_ flow: FlowKey) -> UInt16? {
            guard case .tunnel(let bid, _, _) = test.agent.path(for: flow, at: test.now) else { return nil }
            return bid
        }
        test.update(1, [test.bid(1, at: 0)])
        test.wait(.seconds(1))
        test.update(2, [test.bid(2, at: 1)])
        let web = FlowKey(
            source: AgentHarness.careOf[3], destination: AgentHarness.home, transportProtocol: 6)
        let other = FlowKey(
            source: AgentHarness.careOf[2], destination: AgentHarness.home, transportProtocol: 6)
        #expect(bid(web) == 1)
        #expect(bid(other) == 2)
        test.agent.configuration.pathChoice = .priority
        #expect(bid(other) == 1)
        test.update(3, lifetime: 0, [test.bid(1)])
        #expect(bid(web) == 2)
        #expect(
            test.agent.path(
                for: FlowKey(source: AgentHarness.home, destination: AgentHarness.careOf[3]), at: test.now)
                == .none)
    }

    @Test("the same inputs give the same actions, and a copy goes its own way")
    func determinism() throws {
        var first = try AgentHarness(.draft06)
        var updates = RandomUpdates(profile: .draft06, seed: 5)
        for _ in 0..<50 { first.send(updates.next()) }
        var second = first
        var same = updates
        for _ in 0..<50 {
            first.send(updates.next())
            second.send(same.next())
            #expect(first.actions == second.actions)
        }
        let copy = second
        second.update(9, lifetime: 0)
        #expect(
            copy.agent.cache[AgentHarness.home]?.bindings == first.agent.cache[AgentHarness.home]?.bindings)
    }
}
