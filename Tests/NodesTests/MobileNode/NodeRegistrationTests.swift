import MobilityWire
import Nodes
import Testing

@Suite("Mobile node: registration")
struct NodeRegistrationTests {
    @Test(
        "R-002 R-040 R-099: the first registration of one care-of address carries BID, care-of address and O",
        arguments: [WireProfile.rfc5648, .draft06])
    func firstRegistration(profile: WireProfile) throws {
        var bench = try MobileNodeBench(.test(profile))
        bench.attach(1, CareOf.one)
        #expect(bench.takeSent().count == 0, "it waits a moment for others")
        bench.gather()
        let sent = try bench.takeUpdate()
        let update = try #require(sent.update)
        #expect(sent.packet.source == IPv6Address(text: CareOf.one))
        #expect(sent.packet.destination == .agent)
        #expect(sent.packet.homeAddressOption == .homeAddress)
        #expect(sent.datagram.interface == InterfaceIdentifier(1))
        #expect(update.flags.contains([.acknowledge, .homeRegistration]))
        #expect(update.flags.contains(.overwrite) == (profile == .rfc5648))
        #expect(update.lifetime == 15)
        #expect(update.options.count == 1)
        let identifier = try #require(sent.identifiers.first)
        #expect(identifier.bid == 1)
        #expect(identifier.status == 0)
        #expect(identifier.overwrite == (profile == .draft06))
        #expect(identifier.home == false)
        #expect(identifier.careOfAddress == CareOf.ipv6(CareOf.one))
        #expect(bench.state(1) == .waiting)
        try bench.answer(sent)
        #expect(bench.state(1) == .bound)
    }

    @Test(
        "R-003 R-046 R-047 R-019 R-048: care-of addresses that come together leave in one bulk, each with its address",
        arguments: [WireProfile.rfc5648, .draft06])
    func bulk(profile: WireProfile) throws {
        var bench = try MobileNodeBench(.test(profile))
        bench.attach(1, CareOf.one)
        bench.attach(2, CareOf.two)
        bench.attach(3, CareOf.three)
        bench.gather()
        let sent = try bench.takeUpdate()
        #expect(sent.bids == [1, 2, 3])
        #expect(
            sent.identifiers.map(\.careOfAddress) == [CareOf.one, CareOf.two, CareOf.three].map(CareOf.ipv6))
        #expect(sent.overwrites)
        #expect(
            try #require(sent.update).options.allSatisfy {
                if case .bindingIdentifier = $0 { true } else { false }
            }, "no Alternate Care-of Address")
        if profile == .draft06 {
            #expect(sent.identifiers.allSatisfy { $0.careOfAddressFlag && $0.overwrite })
        }
        try bench.answer(sent)
        for bid in 1...3 { #expect(bench.state(UInt16(bid)) == .bound) }
    }

    @Test("R-030: several care-of addresses of one interface are registered like those of several")
    func severalOnOneInterface() throws {
        var bench = try MobileNodeBench()
        bench.attach(1, CareOf.one)
        bench.fact(1, .address(IPv6Address(text: CareOf.two), state: .preferred))
        bench.gather()
        let sent = try bench.takeUpdate()
        #expect(sent.bids == [1, 2])
        #expect(try bench.row(2).interface == InterfaceIdentifier(1))
    }

    @Test("R-010: a single binding keeps its BID")
    func bidWithOneBinding() throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two])
        bench.command(.deregister([2]))
        try bench.acceptAll()
        bench.advance(by: .seconds(45))
        #expect(try bench.takeUpdate().bids == [1])
    }

    @Test("R-045 R-031: one more care-of address is added, with its address and without O")
    func addingOne() throws {
        var bench = try MobileNodeBench.registered([CareOf.one])
        bench.attach(2, CareOf.two)
        bench.gather()
        let sent = try bench.takeUpdate()
        #expect(sent.bids == [2])
        #expect(sent.overwrites == false)
        #expect(sent.identifiers.first?.careOfAddress == CareOf.ipv6(CareOf.two))
        #expect(sent.packet.source == IPv6Address(text: CareOf.two))
        try bench.answer(sent)
        #expect(bench.state(1) == .bound)
        #expect(bench.state(2) == .bound)
    }

    @Test("R-031 rfc5648: a refresh leaves the care-of address out, a change brings it again")
    func refreshWithoutAddress() throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two])
        bench.advance(by: .seconds(45))
        let refresh = try bench.takeUpdate()
        #expect(refresh.bids == [1, 2])
        #expect(refresh.identifiers.allSatisfy { $0.careOfAddress == nil })
        try bench.answer(refresh)
        bench.fact(1, .addressGone(IPv6Address(text: CareOf.one)))
        bench.fact(1, .address(IPv6Address(text: CareOf.three), state: .preferred))
        bench.gather()
        let sent = bench.takeSent()
        let move = try #require(sent.last)
        #expect(move.bids == [1], "the same binding keeps its BID")
        #expect(move.identifiers.first?.careOfAddress == CareOf.ipv6(CareOf.three))
    }

    @Test(
        "R-019 R-126 draft-06: a bulk refresh carries every care-of address; a lone one from its own may leave it out"
    )
    func draftRefresh() throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two], .test(.draft06))
        bench.advance(by: .seconds(45))
        let refresh = try bench.takeUpdate()
        #expect(refresh.identifiers.map(\.careOfAddress) == [CareOf.one, CareOf.two].map(CareOf.ipv6))
        try bench.answer(refresh)
        bench.command(.register(2))
        let alone = try bench.takeUpdate()
        #expect(alone.packet.source == IPv6Address(text: CareOf.two))
        #expect(alone.identifiers.first?.careOfAddress == nil)
        #expect(alone.identifiers.first?.careOfAddressFlag == false)
    }

    @Test("R-046 rfc5648: options with and without care-of address stand in one bulk")
    func mixedBulk() throws {
        var bench = try MobileNodeBench.registered([CareOf.one])
        bench.attach(2, CareOf.two)
        bench.command(.registerBulk([1, 2]))
        let sent = try bench.takeUpdate()
        #expect(sent.identifiers.map(\.careOfAddress) == [nil, CareOf.ipv6(CareOf.two)])
    }

    @Test(
        "R-041 R-042: under IPsec the care-of address stands in the option, and there is no Alternate Care-of Address"
    )
    func noAlternateCareOfAddress() throws {
        var bench = try MobileNodeBench(.test { $0.security = .ipsec(keyMobility: false) })
        bench.attach(1, CareOf.one)
        bench.gather()
        let sent = try bench.takeUpdate()
        #expect(sent.datagram.protection == .transport)
        #expect(sent.identifiers.first?.careOfAddress == CareOf.ipv6(CareOf.one))
        #expect(try #require(sent.update).options.count == 1)
    }

    @Test("A node of RFC 6275 sends no BID, and under IPsec an Alternate Care-of Address")
    func ordinaryNode() throws {
        var bench = try MobileNodeBench(
            .test {
                $0.security = .ipsec(keyMobility: true)
                $0.multipleCareOfAddresses = false
            })
        bench.attach(1, CareOf.one)
        bench.attach(2, CareOf.two)
        bench.gather()
        let sent = try bench.takeUpdate()
        let update = try #require(sent.update)
        #expect(update.options == [.alternateCareOfAddress(IPv6Address(text: CareOf.one))])
        #expect(update.flags == [.acknowledge, .homeRegistration, .keyManagementMobility])
    }

    @Test("R-052 R-055 R-022: O replaces what the Binding Update does not name")
    func overwriteByHand() throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two], .test(.rfc5648, .manual))
        bench.command(.setOverwrite(true))
        bench.command(.register(2))
        let sent = try bench.takeUpdate()
        #expect(sent.overwrites)
        #expect(sent.identifiers.first?.careOfAddress != nil, "beside O the care-of address always stands")
        try bench.answer(sent)
        #expect(bench.state(2) == .bound)
        #expect(bench.state(1) == .idle)
        bench.command(.register(2))
        #expect(try bench.takeUpdate().overwrites == false, "one Binding Update clears it")
    }

    @Test(
        "R-061 and configuration: BID and priority follow the interface's rule; others get the next free number"
    )
    func configuredBids() throws {
        var bench = try MobileNodeBench(
            .test {
                $0.interfaces = [
                    .init(name: "wlan*", bid: 7, priority: 20), .init(name: "lte?", bid: 1, priority: 5),
                    .init(name: "lo", used: false), .init(name: "*"),
                ]
            })
        bench.attach(1, CareOf.one, name: "wlan0")
        bench.attach(2, CareOf.two, name: "lte0")
        bench.attach(3, CareOf.three, name: "eth0")
        bench.attach(4, "2001:db8:e::1", name: "lo")
        bench.gather()
        let sent = try bench.takeUpdate()
        #expect(sent.bids == [1, 2, 7])
        #expect(sent.identifiers.map(\.priority) == [5, 0, 20])
        #expect(sent.packet.source == IPv6Address(text: CareOf.two), "the best priority sends")
    }

    @Test(
        "A15: a bulk above the path MTU is split; only the first part has O, the rest waits for its acknowledgement"
    )
    func splitting() throws {
        var bench = try MobileNodeBench()
        for number in 1...84 {
            bench.fact(1, .address(IPv6Address(text: "2001:db8:a::\(number)"), state: .preferred))
        }
        bench.gather()
        let first = try bench.takeUpdate()
        #expect(first.bids == Array(1...50), "50 options of 24 octets fit into 1280")
        #expect(first.datagram.octets.count <= 1280)
        #expect(first.overwrites)
        try bench.answer(first)
        let second = try bench.takeUpdate()
        #expect(second.bids == Array(51...84))
        #expect(second.overwrites == false)
        try bench.answer(second)
        for bid in 1...84 { #expect(bench.state(UInt16(bid)) == .bound) }
    }

    @Test("84 BIDs fit one Binding Update where the path takes them")
    func largestBulk() throws {
        var bench = try MobileNodeBench(.test { $0.pathMTU = 9000 })
        for number in 1...85 {
            bench.fact(1, .address(IPv6Address(text: "2001:db8:a::\(number)"), state: .preferred))
        }
        bench.gather()
        #expect(try bench.takeUpdate().bids == Array(1...84))
    }

    @Test("Manual: nothing leaves but by a command, not even a refresh")
    func manual() throws {
        var bench = try MobileNodeBench(.test(.rfc5648, .manual))
        bench.attach(1, CareOf.one)
        bench.attach(2, CareOf.two)
        bench.advance(by: .seconds(10))
        #expect(bench.takeSent().count == 0)
        #expect(bench.state(1) == .idle)
        bench.command(.registerBulk([]))
        try bench.answer(try bench.takeUpdate())
        bench.fact(2, .addressGone(IPv6Address(text: CareOf.two)))
        bench.advance(by: .seconds(59))
        #expect(bench.takeSent().count == 0)
        #expect(bench.state(1) == .bound)
        bench.advance(by: .seconds(1))
        #expect(bench.state(1) == .idle, "its lifetime is over")
    }

    @Test("Tentative and deprecated addresses: the first is no care-of address yet, the second a worse one")
    func addressStates() throws {
        var bench = try MobileNodeBench(.test(.rfc5648, .manual))
        bench.fact(1, .address(IPv6Address(text: CareOf.one), state: .tentative))
        #expect(bench.node.bindingCount == 0)
        bench.fact(1, .address(IPv6Address(text: CareOf.one), state: .preferred))
        bench.fact(2, .address(IPv6Address(text: CareOf.two), state: .preferred))
        bench.fact(1, .address(IPv6Address(text: CareOf.one), state: .deprecated))
        bench.command(.registerBulk([]))
        #expect(try bench.takeUpdate().packet.source == IPv6Address(text: CareOf.two))
    }
}
