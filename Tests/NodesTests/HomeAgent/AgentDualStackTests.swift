import MobilityWire
import Testing

@testable import Nodes

/// IPv4 care-of addresses and home addresses (RFC 5555, RFC 5648 §8).
@Suite("Home agent: dual stack")
struct AgentDualStackTests {
    typealias Held = AgentHarness.Held
    static let agentIPv4 = IPv4Address(0xc633_6401)
    static let publicAddress = IPv4Address(0xc000_020a)
    static let privateAddress = IPv4Address(0x0a00_0007)

    func harness(_ profile: WireProfile, pool: UInt32 = 0) throws -> AgentHarness {
        try AgentHarness(profile) {
            $0.ipv4Address = Self.agentIPv4
            if pool > 0 { $0.ipv4HomePool = HomeAgent.IPv4Pool(first: IPv4Address(0xc633_6480), count: pool) }
        }
    }

    /// A Binding Update over UDP and IPv4 (figure 6 of the draft, figure 9 of RFC 5648).
    func send(
        _ test: inout AgentHarness, _ sequence: UInt16, from source: IPv4Address, _ options: [MobilityOption],
        lifetime: UInt16 = 900, port: UInt16 = 50000,
        flags: BindingUpdate.Flags = [.acknowledge, .homeRegistration]
    ) -> BindingAcknowledgement? {
        let update = BindingUpdate(sequence: sequence, flags: flags, lifetime: lifetime, options: options)
        return test.send(
            SignallingPacket(
                encapsulation: [
                    .ipv4(source: source, destination: Self.agentIPv4),
                    .udp(sourcePort: port, destinationPort: 4191),
                ], source: AgentHarness.home, destination: AgentHarness.agentAddress,
                payload: .mobility(.bindingUpdate(update))))
    }

    func detection(_ answer: BindingAcknowledgement?) -> (force: Bool, time: UInt32)? {
        for case .natDetection(let force, let time)? in answer?.options ?? [] { return (force, time) }
        return nil
    }

    @Test(
        "R-140 R-142 R-143 R-146 an IPv4 care-of address by UDP, no NAT: bound, answered the same way",
        arguments: bothProfiles)
    func withoutNAT(_ profile: WireProfile) throws {
        var test = try harness(profile)
        let answer = send(&test, 9, from: Self.publicAddress, [test.bid(4, .ipv4(Self.publicAddress))])
        #expect(answer?.status == 0)
        #expect(test.bindings == [Held(bid: 4, careOf: .ipv4(Self.publicAddress), seconds: 3600)])
        #expect(detection(answer)?.force == false)
        #expect(detection(answer)?.time == .max)
        let packet = try #require(test.packets.last)
        #expect(
            packet.encapsulation == [
                .ipv4(source: Self.agentIPv4, destination: Self.publicAddress),
                .udp(sourcePort: 4191, destinationPort: 50000),
            ])
        #expect(packet.destination == AgentHarness.home)
        #expect(packet.routingHeader == nil)
        guard case .set(let tunnel)? = test.tunnels.last else {
            Issue.record("no tunnel")
            return
        }
        #expect(tunnel.careOfAddress == .ipv4(Self.publicAddress))
        #expect(tunnel.ports == nil, "no UDP without a NAT")
    }

    @Test(
        "R-149 behind a NAT the outer source is the care-of address, and the answer says so",
        arguments: bothProfiles)
    func behindNAT(_ profile: WireProfile) throws {
        var test = try harness(profile)
        let answer = send(
            &test, 9, from: Self.publicAddress, [test.bid(4, .ipv4(Self.privateAddress))], port: 61000)
        #expect(answer?.status == 0)
        #expect(test.bindings == [Held(bid: 4, careOf: .ipv4(Self.publicAddress), seconds: 3600)])
        #expect(detection(answer)?.force == true)
        #expect(detection(answer)?.time == 110)
        guard case .set(let tunnel)? = test.tunnels.last else {
            Issue.record("no tunnel")
            return
        }
        #expect(tunnel.ports == .init(local: 4191, remote: 61000))
        #expect(test.agent.cacheRows(of: AgentHarness.home, at: test.now).first?.behindNAT == true)
    }

    @Test("a refresh without an address keeps what is known of the NAT")
    func refreshBehindNAT() throws {
        var test = try harness(.rfc5648)
        _ = send(&test, 1, from: Self.publicAddress, [test.bid(4, .ipv4(Self.privateAddress))])
        let answer = send(&test, 2, from: Self.publicAddress, [test.bid(4)])
        #expect(answer?.status == 0)
        #expect(detection(answer)?.force == true)
        #expect(test.agent.cacheRows(of: AgentHarness.home, at: test.now).first?.behindNAT == true)
    }

    @Test("a NAT that gives another port changes the tunnel")
    func portChanges() throws {
        var test = try harness(.rfc5648)
        _ = send(&test, 1, from: Self.publicAddress, [test.bid(4, .ipv4(Self.privateAddress))], port: 61000)
        _ = send(&test, 2, from: Self.publicAddress, [test.bid(4, .ipv4(Self.privateAddress))], port: 61001)
        guard case .set(let tunnel)? = test.tunnels.last else {
            Issue.record("no tunnel")
            return
        }
        #expect(tunnel.ports?.remote == 61001)
    }

    @Test("F asks for UDP without a NAT, or is refused with 144 by policy")
    func forcedEncapsulation() throws {
        var test = try harness(.rfc5648)
        let flags: BindingUpdate.Flags = [.acknowledge, .homeRegistration, .forceUDPEncapsulation]
        let answer = send(
            &test, 1, from: Self.publicAddress, [test.bid(4, .ipv4(Self.publicAddress))], flags: flags)
        #expect(answer?.status == 0)
        #expect(detection(answer)?.force == true)
        guard case .set(let tunnel)? = test.tunnels.last else {
            Issue.record("no tunnel")
            return
        }
        #expect(tunnel.ports?.remote == 50000)
        test.agent.configuration.administration.forcedEncapsulation = false
        #expect(
            send(&test, 2, from: Self.publicAddress, [test.bid(4, .ipv4(Self.publicAddress))], flags: flags)?
                .status == 144)
        #expect(
            send(&test, 3, from: Self.publicAddress, [test.bid(4, .ipv4(Self.privateAddress))], flags: flags)?
                .status == 0,
            "behind a NAT there has to be UDP")
    }

    @Test(
        "R-145 without a NAT the IPv4 binding may be refreshed in a bulk from an IPv6 care-of address",
        arguments: bothProfiles)
    func bulkWithoutNAT(_ profile: WireProfile) throws {
        var test = try harness(profile)
        _ = send(&test, 1, from: Self.publicAddress, [test.bid(4, .ipv4(Self.publicAddress))])
        let answer = test.update(2, [test.bid(1, at: 0), test.bid(4, .ipv4(Self.publicAddress))])
        #expect(answer?.status == 0)
        #expect(test.bindings.map(\.bid) == [1, 4])
        #expect(detection(answer) == nil)
    }

    @Test(
        "R-141 R-144 R-147 R-148 an IPv4 address that was not verified is refused in a bulk, in its option",
        arguments: bothProfiles)
    func unverifiedInABulk(_ profile: WireProfile) throws {
        var test = try harness(profile)
        let first = test.update(1, [test.bid(1, at: 0), test.bid(4, .ipv4(Self.publicAddress))])
        #expect(first?.status == 4)
        #expect(first?.bidStatuses == [0, 174])
        _ = send(&test, 2, from: Self.publicAddress, [test.bid(4, .ipv4(Self.privateAddress))])
        let translated = test.update(3, [test.bid(1, at: 0), test.bid(4, .ipv4(Self.privateAddress))])
        #expect(translated?.bidStatuses == [0, 174], "behind a NAT it cannot be checked from elsewhere")
        #expect(test.bindings.last?.careOf == .ipv4(Self.publicAddress))
    }

    @Test("without BID the IPv4 Care-of Address option gives the address (RFC 5555 §4.3.1)")
    func ordinaryBinding() throws {
        var test = try harness(.rfc5648)
        let answer = send(&test, 1, from: Self.publicAddress, [.ipv4CareOfAddress(Self.privateAddress)])
        #expect(answer?.status == 0)
        #expect(test.bindings == [Held(bid: 0, careOf: .ipv4(Self.publicAddress), seconds: 3600)])
        #expect(detection(answer)?.force == true)
    }

    @Test(
        "R-150 R-151 R-152 R-153 an IPv4 home address: given, answered before any BID, only if asked for",
        arguments: bothProfiles)
    func ipv4HomeAddress(_ profile: WireProfile) throws {
        var test = try harness(profile, pool: 2)
        let wish = MobilityOption.ipv4HomeAddress(.unspecified, prefixLength: 32, requestsPrefix: false)
        let answer = test.update(1, [test.bid(1, at: 0), wish, test.bid(2, at: 1)])
        let given = IPv4Address(0xc633_6480)
        #expect(answer?.options.first == .ipv4AddressAcknowledgement(status: 0, prefixLength: 32, given))
        #expect(answer?.identifiers.map(\.bid) == [1, 2])
        #expect(
            test.actions.contains(
                .ipv4HomeAddress(
                    given, homeAddress: AgentHarness.home, active: true, rule: Rule(150, "RFC 5555 §4.4"))))
        #expect(
            test.update(2, [test.bid(1, at: 0), wish])?.options.first
                == .ipv4AddressAcknowledgement(status: 0, prefixLength: 32, given))
        let without = test.update(3, [test.bid(1, at: 0)])
        #expect(without?.options.count == 1)
        #expect(test.agent.cache[AgentHarness.home]?.ipv4HomeAddress == nil, "left out, it ends")
    }

    @Test("R-153 statuses of the IPv4 home address say nothing about the bindings")
    func ipv4HomeAddressRefused() throws {
        func status(pool: UInt32, _ option: MobilityOption) throws -> UInt8? {
            var test = try harness(.rfc5648, pool: pool)
            let answer = test.update(1, [test.bid(1, at: 0), option])
            #expect(answer?.status == 0)
            #expect(answer?.bidStatuses == [0])
            guard case .ipv4AddressAcknowledgement(let status, _, _)? = answer?.options.first else {
                return nil
            }
            return status
        }
        let any = IPv4Address.unspecified
        #expect(try status(pool: 0, .ipv4HomeAddress(any, prefixLength: 32, requestsPrefix: false)) == 129)
        #expect(
            try status(
                pool: 2, .ipv4HomeAddress(Self.privateAddress, prefixLength: 32, requestsPrefix: false))
                == 130)
        #expect(try status(pool: 2, .ipv4HomeAddress(any, prefixLength: 0, requestsPrefix: false)) == 131)
        #expect(try status(pool: 2, .ipv4HomeAddress(any, prefixLength: 24, requestsPrefix: true)) == 133)
    }

    @Test("R-150 the pool runs out: 132; what is given back can be given again")
    func poolRunsOut() throws {
        var test = try harness(.rfc5648, pool: 1)
        let wish = MobilityOption.ipv4HomeAddress(.unspecified, prefixLength: 32, requestsPrefix: false)
        let other = AgentHarness.address("2001:db8:1::77")
        func status(_ answer: BindingAcknowledgement?) -> UInt8? {
            guard case .ipv4AddressAcknowledgement(let status, _, _)? = answer?.options.first else {
                return nil
            }
            return status
        }
        #expect(status(test.update(1, lifetime: 10, [test.bid(1, at: 0), wish])) == 0)
        #expect(status(test.update(1, [test.bid(1, at: 1), wish], home: other)) == 132)
        test.wait(.seconds(40))
        #expect(status(test.update(2, [test.bid(1, at: 1), wish], home: other)) == 0)
    }
}
