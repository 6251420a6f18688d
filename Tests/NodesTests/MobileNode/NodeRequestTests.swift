import MobilityWire
import Nodes
import Testing

@Suite("Mobile node: refresh requests, revocation, home agent switch, discovery")
struct NodeRequestTests {
    private func deliver(
        _ message: MobilityMessage, _ bench: inout MobileNodeBench, from source: IPv6Address = .agent,
        protection: Protection = .none
    ) throws {
        try bench.deliver(
            SignallingPacket(
                source: source, destination: IPv6Address(text: CareOf.one), routingHeader: .homeAddress,
                payload: .mobility(message)), protection: protection)
    }

    private func request(_ bids: [UInt16], _ profile: WireProfile = .rfc5648) -> MobilityMessage {
        .bindingRefreshRequest(
            BindingRefreshRequest(
                options: bids.map {
                    .bindingIdentifier(BindingIdentifier(profile: profile, bid: $0, flags: 0))
                }))
    }

    // MARK: Refresh requests

    @Test("R-092: where IPsec protects, a request without it is a stranger's")
    func unprotectedRequest() throws {
        var bench = try MobileNodeBench(.test { $0.security = .ipsec(keyMobility: false) })
        bench.attach(1, CareOf.one)
        bench.gather()
        let sent = try bench.takeUpdate()
        try bench.deliver(try bench.acknowledgement(to: sent), answering: sent, protection: .transport)
        #expect(bench.state(1) == .bound)
        bench.pause()
        try deliver(request([1]), &bench)
        #expect(bench.takeSent().isEmpty)
        try deliver(request([1]), &bench, protection: .transport)
        #expect(try bench.takeUpdate().bids == [1])
    }

    @Test(
        "R-092 R-093 R-094: a request with a BID brings a Binding Update for it, with the option",
        arguments: [WireProfile.rfc5648, .draft06])
    func refreshOne(profile: WireProfile) throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two], .test(profile))
        bench.pause()
        try deliver(request([2], profile), &bench)
        #expect(try bench.takeUpdate().bids == [2])
    }

    @Test("R-095: a request without a BID brings what the list says")
    func refreshAll() throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two])
        bench.pause()
        try deliver(request([]), &bench)
        #expect(try bench.takeUpdate().bids == [1, 2])
    }

    @Test(
        "R-096: without an entry there is nothing to refresh; strangers ask in vain; repeated requests make no storm"
    )
    func strangeRequests() throws {
        var bench = try MobileNodeBench.registered([CareOf.one])
        bench.pause()
        try deliver(request([9]), &bench)
        try deliver(request([1]), &bench, from: .correspondent)
        #expect(bench.takeSent().count == 0)
        var count = 0
        for _ in 0..<100 {
            try deliver(request([1]), &bench)
            count += try bench.acceptAll().count
        }
        #expect(count <= 3)
    }

    @Test("Manual: a request is noted, and a person decides")
    func manual() throws {
        var bench = try MobileNodeBench.registered([CareOf.one], .test(.rfc5648, .manual))
        bench.pause()
        try deliver(request([1]), &bench)
        #expect(bench.takeSent().count == 0)
        #expect(bench.notes(.remark).map(\.to) == ["refresh-requested"])
    }

    // MARK: Revocation

    private func indication(
        _ bids: [UInt16], trigger: UInt8 = 1, flags: RevocationFlags = [], options: [MobilityOption] = []
    ) -> MobilityMessage {
        .bindingRevocationIndication(
            BindingRevocationIndication(
                trigger: trigger, sequence: 0x203, flags: flags,
                options: options + bids.map { .bindingIdentifier(.rfc5648(bid: $0)) }))
    }

    private func acknowledgement(_ bench: inout MobileNodeBench) throws -> BindingRevocationAcknowledgement {
        let sent = try #require(bench.takeSent().first)
        #expect(sent.packet.source == IPv6Address(text: CareOf.one))
        #expect(sent.packet.homeAddressOption == .homeAddress)
        guard case .bindingRevocationAcknowledgement(let acknowledgement)? = sent.packet.message else {
            throw Unexpected()
        }
        #expect(acknowledgement.sequence == 0x203)
        return acknowledgement
    }

    private struct Unexpected: Error {}

    @Test("RFC 5846 §11: BIDs in an indication end those bindings, without any all of them end")
    func revocation() throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two])
        try deliver(indication([2]), &bench)
        let answer = try acknowledgement(&bench)
        #expect(answer.status == 0)
        #expect(answer.options.identifiers.map(\.bid) == [2])
        #expect(bench.state(1) == .bound)
        #expect(bench.state(2) == .idle)
        bench.advance(by: .seconds(5))
        #expect(bench.takeSent().count == 0, "what was taken away is not asked for again")
        try deliver(indication([]), &bench)
        #expect(try acknowledgement(&bench).status == 0)
        #expect(bench.state(1) == .idle)
    }

    @Test("RFC 5846: an indication that comes again is answered, and ends nothing that was registered since")
    func revocationRepeated() throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two])
        try deliver(indication([]), &bench)
        #expect(try acknowledgement(&bench).status == 0)
        bench.command(.register(1))
        bench.gather()
        try bench.answer(try bench.takeUpdate())
        try deliver(indication([]), &bench)
        #expect(try acknowledgement(&bench).status == 0)
        #expect(bench.state(1) == .bound)
        bench.advance(by: .seconds(32))
        _ = bench.takeSent()
        try deliver(indication([]), &bench)
        #expect(bench.state(1) == .idle, "after so long it is a new one, from an agent that began anew")
    }

    @Test("RFC 5846 RFC 6275 §11.8: at most three answers a second")
    func revocationRate() throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two])
        for _ in 0..<10 { try deliver(indication([9]), &bench) }
        #expect(bench.takeSent().count == 3)
    }

    @Test("RFC 5846: unknown BIDs, proxy flag, IPv4 flag have their statuses; none of them ends a binding")
    func revocationRefused() throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two])
        try deliver(indication([9]), &bench)
        #expect(try acknowledgement(&bench).status == 128)
        try deliver(indication([], flags: .proxyBinding), &bench)
        let proxy = try acknowledgement(&bench)
        #expect(proxy.status == 135)
        #expect(proxy.flags == .proxyBinding)
        try deliver(indication([], flags: .ipv4HomeAddress), &bench)
        #expect(try acknowledgement(&bench).status == 129)
        #expect(bench.state(1) == .bound)
        bench.pause()
        try deliver(indication([2, 9]), &bench)
        #expect(try acknowledgement(&bench).status == 1)
        #expect(bench.state(2) == .idle)
    }

    @Test("RFC 5846: trigger 7 says that the caches differ: what is wanted is registered again")
    func outOfSync() throws {
        var bench = try MobileNodeBench.registered([CareOf.one])
        try deliver(indication([1], trigger: 7), &bench)
        _ = try acknowledgement(&bench)
        bench.gather()
        #expect(try bench.takeUpdate().bids == [1])
    }

    @Test(
        "RFC 5846: an indication from elsewhere, for another home address or unprotected is dropped silently")
    func revocationByStrangers() throws {
        var bench = try MobileNodeBench.registered([CareOf.one])
        try deliver(indication([]), &bench, from: .secondAgent)
        try bench.deliver(
            SignallingPacket(
                source: .agent, destination: IPv6Address(text: CareOf.one), payload: .mobility(indication([]))
            ))
        #expect(bench.takeSent().count == 0)
        #expect(bench.state(1) == .bound)
    }

    // MARK: Home agents

    @Test("RFC 5142: a switch removes the bindings at the former agent and registers at the named one")
    func homeAgentSwitch() throws {
        var bench = try MobileNodeBench.registered([CareOf.one])
        bench.pause()
        try deliver(.homeAgentSwitch(HomeAgentSwitch(homeAgents: [.secondAgent])), &bench)
        bench.gather()
        let sent = bench.takeSent()
        #expect(sent.map(\.packet.destination) == [.agent, .secondAgent])
        #expect(sent.first?.update?.lifetime == 0)
        #expect(sent.last?.overwrites == true)
        for one in sent { try bench.answer(one) }
        #expect(bench.state(1, at: .secondAgent) == .bound)
        #expect(bench.node.peerCount == 1, "the former agent is forgotten")
    }

    @Test("RFC 5142: Binding Refresh Advice delays it; an empty list asks for discovery")
    func delayedSwitch() throws {
        var bench = try MobileNodeBench.registered([CareOf.one])
        bench.pause()
        try deliver(
            .homeAgentSwitch(
                HomeAgentSwitch(homeAgents: [], options: [.bindingRefreshAdvice(interval: 5)])), &bench)
        bench.advance(by: .seconds(19))
        #expect(bench.takeSent().count == 0)
        bench.advance(by: .seconds(1))
        let sent = bench.takeSent()
        #expect(sent.count == 2)
        guard
            case .discovery(.homeAgentAddressRequest(let identifier, _))? = sent.first(where: {
                $0.update == nil
            })?
            .packet.payload
        else { throw Unexpected() }
        try bench.deliver(
            SignallingPacket(
                source: .secondAgent, destination: IPv6Address(text: CareOf.one),
                payload: .discovery(
                    .homeAgentAddressReply(
                        identifier: identifier, mobileRouter: false, homeAgents: [.secondAgent]))))
        bench.gather()
        #expect(bench.takeSent().last?.packet.destination == .secondAgent)
    }

    @Test("RFC 6275 §11.4.1: without an agent one is looked for, at the anycast address of the home link")
    func discovery() throws {
        var bench = try MobileNodeBench(.test { $0.homeAgents = [] })
        bench.give(.started)
        #expect(bench.takeSent().count == 0, "there is no care-of address yet")
        bench.attach(1, CareOf.one)
        bench.advance(by: .seconds(22))
        let sent = bench.takeSent()
        #expect(sent.map { $0.at.nanoseconds / 1_000_000_000 } == [0, 3, 9, 21])
        let request = try #require(sent.last)
        #expect(request.packet.destination == IPv6Address(text: "2001:db8:1:0:fdff:ffff:ffff:fffe"))
        #expect(request.packet.source == IPv6Address(text: CareOf.one))
        guard case .discovery(.homeAgentAddressRequest(let identifier, false)) = request.packet.payload else {
            throw Unexpected()
        }
        func reply(_ identifier: UInt16) -> SignallingPacket {
            SignallingPacket(
                source: .agent, destination: IPv6Address(text: CareOf.one),
                payload: .discovery(
                    .homeAgentAddressReply(
                        identifier: identifier, mobileRouter: false, homeAgents: [.secondAgent, .agent])))
        }
        try bench.deliver(reply(identifier &+ 1))
        #expect(bench.node.homeAgent == nil)
        try bench.deliver(reply(identifier))
        #expect(bench.node.homeAgent == .secondAgent)
        bench.gather()
        #expect(try bench.takeUpdate().packet.destination == .secondAgent)
    }

    @Test("Several agents are tried in order: silence and refusal lead to the next")
    func severalAgents() throws {
        var bench = try MobileNodeBench(
            .test {
                $0.homeAgents = [.agent, .secondAgent]
                $0.transmissionsPerHomeAgent = 3
            })
        bench.attach(1, CareOf.one)
        bench.advance(by: .seconds(11))
        let sent = bench.takeSent()
        #expect(sent.map(\.packet.destination) == [.agent, .agent, .agent, .agent, .secondAgent])
        #expect(sent.map { $0.update?.lifetime } == [15, 15, 15, 0, 15], "whatever arrived is removed")
        var other = try MobileNodeBench(.test { $0.homeAgents = [.agent, .secondAgent] })
        other.attach(1, CareOf.one)
        other.gather()
        try other.answer(try other.takeUpdate(), status: 133)
        other.gather()
        let second = try other.takeUpdate()
        #expect(second.packet.destination == .secondAgent)
        try other.answer(second, status: 129)
        other.advance(by: .seconds(60))
        #expect(other.takeSent().count == 0, "each was asked once")
    }

    @Test("By hand: another agent is used, and the former one is told")
    func useHomeAgent() throws {
        var bench = try MobileNodeBench.registered([CareOf.one])
        bench.command(.useHomeAgent(.agent))
        #expect(bench.refusal == "invalid-peer")
        bench.command(.useHomeAgent(.secondAgent))
        bench.gather()
        let sent = bench.takeSent()
        #expect(sent.map(\.packet.destination) == [.agent, .secondAgent])
        #expect(sent.map { $0.update?.lifetime } == [0, 15])
    }

    @Test("R-158 RFC 6275 §11.4.2: prefixes are solicited from the home agent with a Home Address option")
    func prefixes() throws {
        var bench = try MobileNodeBench.registered([CareOf.one])
        bench.command(.solicitPrefixes)
        let sent = try #require(bench.takeSent().first)
        #expect(sent.packet.homeAddressOption == .homeAddress)
        guard case .discovery(.mobilePrefixSolicitation(let identifier)) = sent.packet.payload else {
            throw Unexpected()
        }
        let prefix = DiscoveryMessage.PrefixInformation(
            address: IPv6Prefix.home.address, length: 64, flags: 0xc0, validLifetime: 7200,
            preferredLifetime: 3600)
        try bench.deliver(
            SignallingPacket(
                source: .agent, destination: IPv6Address(text: CareOf.one), routingHeader: .homeAddress,
                payload: .discovery(
                    .mobilePrefixAdvertisement(
                        identifier: identifier, managed: false, other: false, prefixes: [prefix]))))
        #expect(bench.notes(.remark).last?.to == "prefixes")
        bench.advance(by: .seconds(6))
        #expect(bench.takeSent().count == 0, "it was answered")
    }

    @Test("RFC 6275 §9.3.3: an unknown message gets a Binding Error, three a second at most")
    func unknownMessage() throws {
        var bench = try MobileNodeBench.registered([CareOf.one])
        for _ in 0..<10 {
            try deliver(.other(OtherMessage(type: 77, body: [0, 0])), &bench, from: .correspondent)
        }
        let sent = bench.takeSent()
        #expect(sent.count == 3)
        #expect(
            sent.first?.packet.message
                == .bindingError(BindingError(status: 2, homeAddress: .unspecified)))
    }

    @Test(
        "BE 1 of the home agent makes everything anew; with protection on, a stranger's does nothing",
        arguments: [true, false])
    func bindingErrorOfTheAgent(protected: Bool) throws {
        var bench = try MobileNodeBench.registered([CareOf.one], .test())
        if protected { bench = try MobileNodeBench.protectedAndRegistered(CareOf.one) }
        try bench.deliver(
            SignallingPacket(
                source: .agent, destination: IPv6Address(text: CareOf.one),
                payload: .mobility(.bindingError(BindingError(status: 1, homeAddress: .homeAddress)))))
        #expect(bench.state(1) == (protected ? .bound : .idle))
    }

    @Test("A15: Packet Too Big makes a bulk smaller")
    func packetTooBig() throws {
        var bench = try MobileNodeBench(.test { $0.pathMTU = 1500 })
        for number in 1...60 {
            bench.fact(1, .address(IPv6Address(text: "2001:db8:a::\(number)"), state: .preferred))
        }
        bench.gather()
        let sent = try bench.takeUpdate()
        #expect(sent.bids.count == 59)
        try bench.deliver(
            SignallingPacket(
                source: IPv6Address(text: "2001:db8:a::ffff"), destination: sent.packet.source,
                payload: .icmpError(
                    type: 2, code: 0, parameter: 1400, offending: Array(sent.datagram.octets.prefix(1232)))))
        #expect(try bench.takeUpdate().bids.count == 55)
    }
}

extension MobileNodeBench {
    /// A node under IPsec with one care-of address, registered.
    static func protectedAndRegistered(_ address: String) throws -> MobileNodeBench {
        var bench = try MobileNodeBench(.test { $0.security = .ipsec(keyMobility: false) })
        bench.attach(1, address)
        bench.gather()
        let sent = try bench.takeUpdate()
        try bench.deliver(
            try bench.acknowledgement(to: sent), answering: sent, protection: .transport)
        return bench
    }
}
