import MobilityWire
import Testing

@testable import Nodes

/// Anything that can arrive, in any order.
@Suite("Home agent: random inputs")
struct AgentRandomTests {
    @Test(
        "any Binding Updates at any time: nothing traps, every answer fits, and the invariants hold",
        arguments: bothProfiles)
    func anyUpdates(_ profile: WireProfile) throws {
        let seed = TestSeed.value
        for run in 0..<8 {
            var test = try AgentHarness(profile) {
                $0.ipv4Address = RandomUpdates.agentIPv4
                $0.onlyRouter = run % 2 == 0
                $0.ipv4HomePool = HomeAgent.IPv4Pool(first: RandomUpdates.ipv4Addresses[0], count: 1)
                $0.administration.maximumBindingsPerNode = run < 4 ? 3 : 128
                $0.administration.refreshRequestLead = run < 6 ? nil : .seconds(5)
                $0.nodes = [
                    HomeAgent.NodeEntry(
                        homeAddress: AgentHarness.home,
                        prefixes: AgentHarness.careOf.map { IPv6Prefix($0, length: 48) })
                ]
            }
            var updates = RandomUpdates(profile: profile, seed: seed &+ UInt64(run))
            for step in 0..<600 {
                let packet = updates.next()
                let octets: [UInt8]
                do { octets = try packet.encoded(format: updates.format) } catch { continue }
                let answer = test.deliver(Datagram(octets: octets, interface: InterfaceIdentifier(1)))
                check(test, packet, answer, "step \(step), seed \(seed &+ UInt64(run))")
                if step % 7 == 0 { test.wait(.seconds(Int64(step % 50))) }
                if step % 31 == 0 { test.handle(.neighbourProbe(AgentHarness.home, isReachable: false)) }
            }
            test.wait(.seconds(300_000))
            test.handle(.neighbourProbe(AgentHarness.home, isReachable: false))
            #expect(test.bindings == [])
            #expect(test.agent.cache.nodeCount == 0)
            #expect(test.agent.networks.count == 0)
            #expect(test.agent.ipv4Owners.count == 0)
            #expect(test.agent.nextDeadline == nil)
        }
    }

    private func check(
        _ test: AgentHarness, _ packet: SignallingPacket, _ answer: BindingAcknowledgement?, _ place: Comment
    ) {
        guard let node = test.agent.cache[AgentHarness.home] else { return }
        let live = node.bindings.filter { $0.isLive(at: test.now) }
        // Ascending by BID, each once.
        #expect(zip(node.bindings, node.bindings.dropFirst()).allSatisfy { $0.bid < $1.bid }, place)
        // an ordinary binding stands alone. R-071: there is one home binding.
        #expect(live.count <= 1 || live.allSatisfy { $0.bid != 0 }, place)
        #expect(live.filter(\.isHome).count <= 1, place)
        #expect(live.count <= test.agent.configuration.administration.maximumBindingsPerNode, place)
        for binding in live {
            #expect(binding.isHome == (binding.careOfAddress == .ipv6(AgentHarness.home)), place)
            #expect(binding.careOfAddress.isRoutableUnicast, place)
            // Every tunnel the world should have it has.
            #expect(binding.isHome != binding.marks.contains(.tunnelled), place)
        }
        // somebody answers for the home address, and not two.
        let mayDefend = node.homeLink?.mayDefend == true && live.contains(where: \.isHome)
        #expect(node.marks.contains(.proxied) == (!live.isEmpty && !mayDefend), place)
        guard let answer, case .bindingUpdate(let update)? = packet.message else { return }
        // every readable option is repeated in order.
        let readable = update.options.compactMap { option -> UInt16? in
            switch option {
            case .bindingIdentifier(let identifier): identifier.bid
            case .malformed(35, let data) where data.count >= 2: UInt16(data[0]) << 8 | UInt16(data[1])
            default: nil
            }
        }
        if test.acknowledgements.count == 1 { #expect(answer.identifiers.map(\.bid) == readable, place) }
        #expect(answer.lifetime <= update.lifetime, place)
        #expect(answer.status < 128 || answer.lifetime == 0, place)
    }

    @Test("any octets: nothing traps and nothing is bound", arguments: bothProfiles)
    func anyOctets(_ profile: WireProfile) throws {
        let seed = TestSeed.value
        var test = try AgentHarness(profile) { $0.security = .ipsec(keyMobility: false) }
        test.update(1, [test.bid(1, at: 0)], protection: .transport)
        let before = test.bindings
        var updates = RandomUpdates(profile: profile, seed: seed)
        for _ in 0..<3000 {
            var octets: [UInt8]
            do { octets = try updates.next().encoded(format: updates.format) } catch { continue }
            for _ in 0..<Int.random(in: 1...4, using: &updates.random) {
                let offset = Int.random(in: 0..<octets.count, using: &updates.random)
                octets[offset] = UInt8.random(in: .min ... .max, using: &updates.random)
            }
            if Bool.random(using: &updates.random) {
                octets.removeLast(Int.random(in: 0..<octets.count, using: &updates.random))
            }
            // unprotected, so whatever it says, it changes nothing.
            test.actions = []
            test.agent.handle(
                .datagram(Datagram(octets: octets)), at: test.now, random: &test.random, into: &test.actions)
            #expect(test.bindings == before, "seed \(seed)")
        }
    }
}
