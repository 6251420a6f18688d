import MobilityWire
import Testing

@testable import Nodes

/// Packets other than Binding Updates: data with a Home Address option, tunnels, errors, discovery.
@Suite("Home agent: other packets")
struct AgentPacketTests {
    static let peer = AgentHarness.address("2001:db8:c::99")

    func data(from source: IPv6Address) -> SignallingPacket {
        SignallingPacket(
            source: source, destination: AgentHarness.agentAddress, homeAddressOption: AgentHarness.home,
            payload: .data(nextHeader: 17, octets: [0, 1, 0, 2, 0, 8, 0, 0]))
    }

    @Test(
        "R-136 R-137 a Home Address option from an address that is not registered: dropped, and a Binding Error",
        arguments: bothProfiles)
    func homeAddressOption(_ profile: WireProfile) throws {
        var test = try AgentHarness(profile)
        test.update(1, [test.bid(1, at: 0), test.bid(2, at: 1)])
        for index in 0..<2 {
            test.send(data(from: AgentHarness.careOf[index]))
            #expect(test.actions.isEmpty, "each of its care-of addresses is fine")
        }
        test.send(data(from: AgentHarness.careOf[2]))
        let error = try #require(test.packets.last)
        #expect(error.destination == AgentHarness.careOf[2])
        #expect(error.message == .bindingError(BindingError(status: 1, homeAddress: AgentHarness.home)))
        #expect(test.drops.count == 1)
    }

    @Test("R-138 a Binding Update is not checked so", arguments: bothProfiles)
    func updateIsNotChecked(_ profile: WireProfile) throws {
        var test = try AgentHarness(profile)
        test.update(1, [test.bid(1, at: 0)])
        #expect(test.update(2, [test.bid(1)], from: AgentHarness.careOf[3])?.status == 0)
    }

    @Test("an MH type that is not known: Binding Error 2")
    func unknownType() throws {
        var test = try AgentHarness(.rfc5648)
        let packet = SignallingPacket(
            source: Self.peer, destination: AgentHarness.agentAddress,
            payload: .mobility(.other(OtherMessage(type: 99, body: [UInt8](repeating: 0, count: 10)))))
        test.send(packet)
        #expect(
            test.packets.last?.message == .bindingError(BindingError(status: 2, homeAddress: .unspecified)))
        #expect(test.packets.last?.destination == Self.peer)
    }

    @Test("Binding Errors are limited in number")
    func errorRate() throws {
        var test = try AgentHarness(.rfc5648)
        var sent = 0
        for _ in 0..<100 {
            test.send(data(from: Self.peer))
            sent += test.packets.count
        }
        #expect(sent == 10)
        test.wait(.seconds(1))
        test.send(data(from: Self.peer))
        #expect(test.packets.count == 1)
    }

    @Test(
        "Payload Proto other than 59, or too short a header: Parameter Problem pointing at it (RFC 6275 §9.2)"
    )
    func parameterProblem() throws {
        var test = try AgentHarness(.rfc5648)
        let update = BindingUpdate(sequence: 1, flags: .homeRegistration, lifetime: 1)
        let packet = SignallingPacket(
            source: Self.peer, destination: AgentHarness.agentAddress,
            payload: .mobility(.bindingUpdate(update)))
        for (offset, change) in [(40, { $0 = 6 }), (41, { $0 = 0 })] as [(Int, (inout UInt8) -> Void)] {
            var octets = try packet.encoded(format: .rfc5648)
            change(&octets[offset])
            TestChecksum.repair(&octets, headerAt: 40)
            test.deliver(Datagram(octets: octets))
            guard case .icmpError(4, 0, let pointer, _)? = test.packets.last?.payload else {
                Issue.record("no Parameter Problem for octet \(offset)")
                continue
            }
            #expect(pointer == UInt32(offset))
        }
    }

    @Test("a wrong checksum, a cut packet, or anything else unreadable is dropped silently")
    func unreadable() throws {
        var test = try AgentHarness(.rfc5648)
        let update = BindingUpdate(sequence: 1, flags: .homeRegistration, lifetime: 1)
        let packet = SignallingPacket(
            source: Self.peer, destination: AgentHarness.agentAddress,
            payload: .mobility(.bindingUpdate(update)))
        var octets = try packet.encoded(format: .rfc5648)
        octets[44] ^= 1
        for octets in [octets, [UInt8](octets.prefix(50)), [], [0x60], [UInt8](repeating: 0x45, count: 20)] {
            test.deliver(Datagram(octets: octets))
            #expect(test.packets.isEmpty)
        }
    }

    @Test(
        "R-159 R-160 out of a tunnel a packet is forwarded if it came from one of the care-of addresses of its source",
        arguments: bothProfiles)
    func reverseTunnel(_ profile: WireProfile) throws {
        var test = try AgentHarness(profile)
        test.update(1, [test.bid(1, at: 0), test.bid(2, at: 1)])
        let homeTest = SignallingPacket(
            source: AgentHarness.home, destination: Self.peer,
            payload: .mobility(.homeTestInit(TestInit(cookie: 7))))
        let inner = try homeTest.encoded(format: test.policies.format)
        for (index, passes) in [(0, true), (1, true), (2, false)] {
            var tunnelled = homeTest
            tunnelled.encapsulation = [
                .ipv6(source: AgentHarness.careOf[index], destination: AgentHarness.agentAddress)
            ]
            test.send(tunnelled)
            #expect(test.datagrams.map(\.octets) == (passes ? [inner] : []))
        }
    }

    @Test("signalling for the agent inside a tunnel is not taken for signalling from the home link")
    func updateInsideATunnel() throws {
        var test = try AgentHarness(.rfc5648)
        test.update(1, [test.bid(1, at: 0)])
        let update = BindingUpdate(sequence: 2, flags: .homeRegistration, lifetime: 0)
        test.send(
            SignallingPacket(
                encapsulation: [
                    .ipv6(source: AgentHarness.careOf[0], destination: AgentHarness.agentAddress)
                ],
                source: AgentHarness.home, destination: AgentHarness.agentAddress,
                payload: .mobility(.bindingUpdate(update))))
        #expect(test.bindings.count == 1)
        #expect(test.drops.count == 1)
    }

    @Test("home agents are told in order of preference, this one among them (RFC 6275 §10.5.1)")
    func homeAgentDiscovery() throws {
        var test = try AgentHarness(.rfc5648) { $0.preference = 5 }
        let better = AgentHarness.address("2001:db8:1::2")
        let worse = AgentHarness.address("2001:db8:1::3")
        test.handle(.homeAgentHeard(worse, preference: -1, lifetime: .seconds(100)))
        test.handle(.homeAgentHeard(better, preference: 9, lifetime: .seconds(50)))
        func reply(to destination: IPv6Address) -> DiscoveryMessage? {
            test.send(
                SignallingPacket(
                    source: AgentHarness.careOf[0], destination: destination,
                    payload: .discovery(.homeAgentAddressRequest(identifier: 77, mobileRouter: true))))
            guard case .discovery(let message)? = test.packets.last?.payload else { return nil }
            #expect(test.packets.last?.source == AgentHarness.agentAddress)
            return message
        }
        let anycast = AgentHarness.address("2001:db8:1:0:fdff:ffff:ffff:fffe")
        #expect(
            reply(to: anycast)
                == .homeAgentAddressReply(
                    identifier: 77, mobileRouter: true,
                    homeAgents: [better, AgentHarness.agentAddress, worse]))
        test.now = test.now + .seconds(60)
        test.handle(.homeAgentHeard(worse, preference: -1, lifetime: .zero))
        #expect(
            reply(to: AgentHarness.agentAddress)
                == .homeAgentAddressReply(
                    identifier: 77, mobileRouter: true, homeAgents: [AgentHarness.agentAddress]))
    }

    @Test(
        "R-158 the prefixes of the home link are told to a registered node, from whichever of its care-of addresses",
        arguments: bothProfiles)
    func prefixDiscovery(_ profile: WireProfile) throws {
        var test = try AgentHarness(profile)
        test.update(1, [test.bid(1, at: 0), test.bid(2, at: 1)])
        for index in 0..<3 {
            test.send(
                SignallingPacket(
                    source: AgentHarness.careOf[index], destination: AgentHarness.agentAddress,
                    homeAddressOption: AgentHarness.home,
                    payload: .discovery(.mobilePrefixSolicitation(identifier: 4))))
            let answer = test.packets.last
            guard index < 2 else {
                #expect(
                    answer?.message == .bindingError(BindingError(status: 1, homeAddress: AgentHarness.home)))
                continue
            }
            #expect(answer?.destination == AgentHarness.careOf[index])
            #expect(answer?.routingHeader == AgentHarness.home)
            guard case .discovery(.mobilePrefixAdvertisement(4, _, _, let prefixes))? = answer?.payload else {
                Issue.record("no advertisement")
                continue
            }
            #expect(prefixes.map(\.length) == [64])
            #expect(prefixes.map(\.validLifetime) == [.max])
        }
    }
}
