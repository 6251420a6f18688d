import MobilityWire
import Nodes
import Testing

@Suite("Mobile node: IPv4, mobile routers, key exchange, flows")
struct NodeDualStackTests {
    private static let agent4 = IPv4Address(0xc633_6401)
    private static let own4 = IPv4Address(0xc000_020a)

    private func configuration(
        _ profile: WireProfile = .rfc5648, edit: (inout MobileNode.DualStack) -> Void = { _ in }
    ) -> MobileNode.Configuration {
        var dualStack = MobileNode.DualStack(homeAgent: Self.agent4, port: 50000)
        edit(&dualStack)
        return .test(profile) { $0.dualStack = dualStack }
    }

    private func attach4(_ interface: UInt32, _ address: IPv4Address, _ bench: inout MobileNodeBench) {
        bench.fact(interface, .present(name: "if\(interface)", up: true, linkLayerAddress: nil))
        bench.fact(interface, .ipv4Address(address))
    }

    @Test(
        "R-141 R-142 R-143 R-146: the first registration of an IPv4 care-of address stands alone, in UDP over IPv4",
        arguments: [WireProfile.rfc5648, .draft06])
    func firstRegistration(profile: WireProfile) throws {
        var bench = try MobileNodeBench(configuration(profile))
        attach4(2, Self.own4, &bench)
        bench.attach(1, CareOf.one)
        bench.attach(3, CareOf.two)
        bench.gather()
        let bulk = try bench.takeUpdate()
        #expect(bulk.bids == [2, 3], "those of IPv6 go together")
        try bench.answer(bulk)
        let sent = try bench.takeUpdate()
        #expect(sent.bids == [1])
        #expect(sent.identifiers.first?.careOfAddress == .ipv4(Self.own4))
        #expect(
            sent.packet.encapsulation == [
                .ipv4(source: Self.own4, destination: Self.agent4),
                .udp(sourcePort: 50000, destinationPort: 4191),
            ])
        #expect(sent.packet.source == .homeAddress)
        #expect(sent.packet.homeAddressOption == nil)
        #expect(try #require(sent.update).options.count == 1)
        if profile == .draft06 { #expect(sent.identifiers.first?.flags == 0x90, "C and D") }
        try bench.answer(sent)
        #expect(bench.state(1) == .bound)
    }

    @Test("R-145: without a NAT the IPv4 care-of address joins the bulk, from an IPv6 care-of address")
    func bulkAfterwards() throws {
        var bench = try MobileNodeBench(configuration())
        attach4(2, Self.own4, &bench)
        bench.attach(1, CareOf.one)
        bench.gather()
        for _ in 0..<2 {
            try bench.answer(
                try bench.takeUpdate(), options: [.natDetection(forceEncapsulation: false, refreshTime: .max)]
            )
        }
        bench.advance(by: .seconds(45))
        let refresh = try bench.takeUpdate()
        #expect(refresh.bids == [1, 2])
        #expect(refresh.packet.source == IPv6Address(text: CareOf.one))
        #expect(refresh.packet.encapsulation.isEmpty)
    }

    @Test("R-144 R-146: behind a NAT it stays alone, keeps the NAT open, and its tunnel is in UDP")
    func behindNAT() throws {
        var bench = try MobileNodeBench(configuration())
        attach4(1, Self.own4, &bench)
        bench.gather()
        try bench.answer(
            try bench.takeUpdate(), options: [.natDetection(forceEncapsulation: true, refreshTime: 20)])
        let tunnel = bench.journal.compactMap { entry -> Action.Tunnel? in
            if case .tunnel(.set(let tunnel), _) = entry.action { tunnel } else { nil }
        }.last
        #expect(tunnel?.ports == .init(local: 50000, remote: 4191))
        bench.attach(2, CareOf.two)
        bench.gather()
        try bench.answer(try bench.takeUpdate())
        bench.advance(by: .seconds(20))
        let refresh = try bench.takeUpdate()
        #expect(refresh.bids == [1])
        #expect(!refresh.packet.encapsulation.isEmpty)
        #expect(refresh.identifiers.first?.careOfAddress == .ipv4(Self.own4))
        bench.command(.registerBulk([1, 2]))
        #expect(bench.refusal == "ipv4-alone")
    }

    @Test("R-147: a changed IPv4 care-of address is registered alone again, although there was no NAT")
    func changed() throws {
        var bench = try MobileNodeBench(configuration())
        attach4(1, Self.own4, &bench)
        bench.attach(2, CareOf.two)
        bench.gather()
        try bench.acceptAll()
        bench.pause()
        bench.fact(1, .ipv4AddressGone(Self.own4))
        bench.fact(1, .ipv4Address(IPv4Address(0xc000_020b)))
        bench.gather()
        let sent = try bench.takeUpdate()
        #expect(sent.bids == [1])
        #expect(sent.packet.encapsulation.count == 2)
    }

    @Test(
        "R-150 R-152 R-153: the IPv4 home address is asked for in each registration, and told to the world when granted"
    )
    func ipv4HomeAddress() throws {
        var bench = try MobileNodeBench(configuration { $0.homeAddress = .unspecified })
        bench.attach(1, CareOf.one)
        bench.gather()
        let sent = try bench.takeUpdate()
        #expect(
            try #require(sent.update).options.contains(
                .ipv4HomeAddress(.unspecified, prefixLength: 32, requestsPrefix: false)))
        let granted = IPv4Address(0x0a00_0007)
        try bench.answer(
            sent, options: [.ipv4AddressAcknowledgement(status: 0, prefixLength: 32, granted)])
        #expect(bench.node.ipv4HomeAddress == granted)
        bench.advance(by: .seconds(45))
        #expect(
            try #require(try bench.takeUpdate().update).options.contains(
                .ipv4HomeAddress(granted, prefixLength: 32, requestsPrefix: false)))
    }

    @Test("R-153: a refused IPv4 home address is not used, and the bindings stand all the same")
    func ipv4HomeAddressRefused() throws {
        var bench = try MobileNodeBench(configuration { $0.homeAddress = .unspecified })
        bench.attach(1, CareOf.one)
        bench.gather()
        let refused = IPv4Address(0x0a00_0007)
        try bench.answer(
            try bench.takeUpdate(),
            options: [.ipv4AddressAcknowledgement(status: 132, prefixLength: 32, refused)])
        #expect(bench.node.ipv4HomeAddress == nil)
        #expect(bench.state(1) == .bound)
    }

    @Test(
        "RFC 5555 §4.1: where IPv6 stays silent three times, IPv4 gets its turn, and IPv6 comes back to it later"
    )
    func silentIPv6() throws {
        var bench = try MobileNodeBench(configuration())
        bench.attach(1, CareOf.one)
        attach4(2, Self.own4, &bench)
        bench.advance(by: .seconds(5))
        let silent = bench.takeSent()
        #expect(silent.map(\.bids) == [[1], [1], [1]])
        bench.advance(by: .seconds(6))
        let other = try bench.takeUpdate()
        #expect(other.bids == [2])
        #expect(other.overwrites)
        #expect(other.packet.encapsulation.count == 2)
        try bench.answer(other)
        #expect(bench.state(2) == .bound)
        #expect(bench.state(1) != .bound)
        bench.advance(by: .seconds(33))
        let again = bench.takeSent().filter { $0.bids == [1] }
        #expect(again.isEmpty == false)
        #expect(again.contains(where: \.overwrites) == false, "what IPv4 registered stays")
        try bench.answer(try #require(again.last))
        #expect(bench.state(1) == .bound)
    }

    @Test("RFC 5555 §4.1: an ordinary binding changes from one to the other as long as nobody answers")
    func silentOrdinary() throws {
        var plain = configuration()
        plain.multipleCareOfAddresses = false
        var bench = try MobileNodeBench(plain)
        bench.attach(1, CareOf.one)
        attach4(2, Self.own4, &bench)
        bench.advance(by: .seconds(300))
        let byIPv4 = bench.takeSent().map { !$0.packet.encapsulation.isEmpty }
        #expect(byIPv4.prefix(9) == [false, false, false, true, true, true, false, false, false])
    }

    @Test("RFC 5555: F refused with 144 is cleared")
    func forceRefused() throws {
        var bench = try MobileNodeBench(configuration { $0.forceEncapsulation = true })
        attach4(1, Self.own4, &bench)
        bench.gather()
        let sent = try bench.takeUpdate()
        #expect(sent.update?.flags.contains(.forceUDPEncapsulation) == true)
        try bench.answer(sent, status: 144)
        let again = try bench.takeUpdate()
        #expect(again.update?.flags.contains(.forceUDPEncapsulation) == false)
        try bench.answer(again)
        #expect(bench.state(1) == .bound)
    }

    @Test("No IPv4 care-of address at a correspondent")
    func noRouteOptimisation() throws {
        var bench = try MobileNodeBench(configuration())
        attach4(1, Self.own4, &bench)
        bench.gather()
        try bench.acceptAll()
        bench.command(.registerAtCorrespondent(1, peer: .correspondent))
        #expect(bench.refusal == "ipv4-at-correspondent")
    }

    // MARK: Mobile router

    private static let network = IPv6Prefix(IPv6Address(text: "2001:db8:f::"), length: 48)

    private func prefixRoutes(_ bench: MobileNodeBench) -> [Bool] {
        bench.journal.compactMap {
            if case .prefixRoute(Self.network, _, let active, _) = $0.action { active } else { nil }
        }
    }

    @Test(
        "R-139: a mobile router has R and, explicitly, its prefixes beside the BIDs; with R in the answer it forwards",
        arguments: [true, false])
    func mobileRouter(explicit: Bool) throws {
        var bench = try MobileNodeBench(
            .test { $0.mobileRouter = .init(prefixes: [Self.network], explicit: explicit) })
        bench.attach(1, CareOf.one)
        bench.gather()
        let sent = try bench.takeUpdate()
        let update = try #require(sent.update)
        #expect(update.flags.contains(.mobileRouter))
        #expect(update.options.contains(.mobileNetworkPrefix(Self.network)) == explicit)
        var answer = try bench.acknowledgement(to: sent)
        answer.flags = .mobileRouter
        try bench.deliver(answer, answering: sent)
        #expect(prefixRoutes(bench) == [true])
        bench.command(.deregister([1]))
        let removal = try bench.takeUpdate()
        #expect(try #require(removal.update).options.allSatisfy { $0 != .mobileNetworkPrefix(Self.network) })
        try bench.answer(removal)
        #expect(prefixRoutes(bench) == [true, false])
    }

    @Test(
        "R-139: without R in the answer the agent serves no mobile routers",
        arguments: [nil, UInt8(140), 141, 142, 143])
    func notServed(status: UInt8?) throws {
        var bench = try MobileNodeBench(.test { $0.mobileRouter = .init(prefixes: [Self.network]) })
        bench.attach(1, CareOf.one)
        bench.gather()
        try bench.answer(try bench.takeUpdate(), status: status ?? 0)
        #expect(prefixRoutes(bench).isEmpty)
        #expect(bench.state(1) == (status == nil ? .bound : .failed))
    }

    // MARK: Key exchange

    private func keyChanges(_ bench: MobileNodeBench) -> [Action.KeyExchangeChange] {
        bench.journal.compactMap { if case .keyExchange(let change, _) = $0.action { change } else { nil } }
    }

    private func answerProtected(
        _ sent: MobileNodeBench.Sent, _ bench: inout MobileNodeBench, keyMobility: Bool
    ) throws {
        var answer = try bench.acknowledgement(to: sent)
        if keyMobility { answer.flags = .keyManagementMobility }
        try bench.deliver(answer, answering: sent, protection: .transport)
    }

    @Test(
        "R-155 R-156 R-157: one care-of address carries IKE; another takes over by K, or IKE begins anew",
        arguments: [true, false])
    func keyExchange(peerMoves: Bool) throws {
        var bench = try MobileNodeBench(.test { $0.security = .ipsec(keyMobility: true) })
        bench.attach(1, CareOf.one)
        bench.attach(2, CareOf.two)
        bench.gather()
        let one = CareOf.ipv6(CareOf.one)
        let two = CareOf.ipv6(CareOf.two)
        #expect(keyChanges(bench) == [.reestablish(homeAddress: .homeAddress, from: one)])
        try answerProtected(try bench.takeUpdate(), &bench, keyMobility: peerMoves)
        bench.command(.moveKeyExchange(2))
        let move = try bench.takeUpdate()
        #expect(move.bids == [2])
        #expect(move.update?.flags.contains(.keyManagementMobility) == true)
        try answerProtected(move, &bench, keyMobility: peerMoves)
        #expect(
            keyChanges(bench).last
                == (peerMoves
                    ? .move(homeAddress: .homeAddress, to: two)
                    : .reestablish(homeAddress: .homeAddress, from: two)))
    }

    @Test("R-157: without K a lost care-of address of IKE means a new association")
    func lostWithoutMobility() throws {
        var bench = try MobileNodeBench(.test { $0.security = .ipsec(keyMobility: false) })
        bench.attach(1, CareOf.one)
        bench.attach(2, CareOf.two)
        bench.gather()
        try answerProtected(try bench.takeUpdate(), &bench, keyMobility: false)
        bench.fact(1, .vanished)
        #expect(
            keyChanges(bench).last
                == .reestablish(homeAddress: .homeAddress, from: CareOf.ipv6(CareOf.two)))
    }

    // MARK: Flows

    private func flow(_ port: UInt16, _ to: IPv6Address = .correspondent) -> FlowKey {
        FlowKey(source: .homeAddress, destination: to, transportProtocol: 17, destinationPort: port)
    }

    @Test("R-011 RFC 6089: a flow goes by the first matching rule whose binding stands, else by priority")
    func flows() throws {
        var bench = try MobileNodeBench(
            .test {
                $0.interfaces = [
                    .init(name: "if1", bid: 1, priority: 20), .init(name: "if2", bid: 2, priority: 10),
                ]
                $0.flowRules = [
                    .init(name: "sip", transportProtocol: 17, port: 5060, bid: 1),
                    .init(name: "gone", transportProtocol: 17, port: 53, bid: 77),
                ]
            })
        #expect(bench.node.path(for: flow(5060), at: bench.now) == .none)
        bench.attach(1, CareOf.one)
        bench.attach(2, CareOf.two)
        bench.gather()
        try bench.acceptAll()
        let one = DataPath.tunnel(bid: 1, careOfAddress: CareOf.ipv6(CareOf.one), peer: .agent)
        let two = DataPath.tunnel(bid: 2, careOfAddress: CareOf.ipv6(CareOf.two), peer: .agent)
        #expect(bench.node.path(for: flow(5060), at: bench.now) == one)
        #expect(bench.node.path(for: flow(53), at: bench.now) == two)
        #expect(bench.node.path(for: flow(80), at: bench.now) == two)
        bench.command(.setPriority(1, 5))
        #expect(bench.node.path(for: flow(80), at: bench.now) == one)
        #expect(
            bench.journal.last { if case .defaultBinding = $0.action { true } else { false } }?.action
                == .defaultBinding(
                    homeAddress: .homeAddress, bid: 1, rule: Nodes.Rule(11, "RFC 6089 §4.1")))
        bench.command(.deregister([1]))
        #expect(bench.node.path(for: flow(5060), at: bench.now) == two)
    }
}
