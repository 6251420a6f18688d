import MobilityWire
import Nodes
import Testing

@Suite("Mobile node: returning home")
struct NodeReturningHomeTests {
    /// A node with BIDs 1 and 2 registered whose interface 1 then comes to the home link.
    private func comingHome(
        _ mode: MobileNode.ReturnHomeMode, _ profile: WireProfile = .rfc5648,
        _ registration: MobileNode.RegistrationMode = .automatic,
        _ addresses: [String] = [CareOf.one, CareOf.two],
        edit: (inout MobileNode.Configuration) -> Void = { _ in }
    ) throws -> MobileNodeBench {
        var bench = try MobileNodeBench.registered(
            addresses,
            .test(profile, registration) {
                $0.returnHome = mode
                edit(&$0)
            })
        bench.pause()
        bench.fact(1, .addressGone(IPv6Address(text: CareOf.one)))
        bench.fact(1, .router(address: .agent, linkLayerAddress: .test(99), prefixes: [.home]))
        bench.gather()
        return bench
    }

    // MARK: The home interface alone

    @Test(
        "R-062 R-077 R-078: home interface only: one removal of everything from the home address, tentative until then",
        arguments: [WireProfile.rfc5648, .draft06])
    func homeOnly(profile: WireProfile) throws {
        var bench = try comingHome(.homeOnly, profile)
        let sent = try bench.takeUpdate()
        #expect(sent.packet.source == .homeAddress)
        #expect(sent.packet.homeAddressOption == nil)
        #expect(sent.update?.lifetime == 0)
        #expect(try #require(sent.update).options.isEmpty)
        #expect(sent.datagram.interface == InterfaceIdentifier(1))
        #expect(sent.datagram.linkLayerDestination == .test(99), "no neighbour discovery for it")
        #expect(
            bench.homeAddressPlaces.last == .tentative(.homeAddress, interface: InterfaceIdentifier(1)))
        try bench.answer(sent)
        #expect(bench.state(2) == .idle)
        #expect(
            bench.homeAddressPlaces.last
                == .home(.homeAddress, interface: InterfaceIdentifier(1), defended: true))
        bench.advance(by: .seconds(300))
        #expect(bench.takeSent().count == 0, "interface 2 stays unregistered at home")
    }

    @Test("R-062: 133 says that there was nothing; then the node is at home as well")
    func nothingThere() throws {
        var bench = try MobileNodeBench(.test { $0.returnHome = .homeOnly })
        bench.attachHome(1)
        let sent = try bench.takeUpdate()
        #expect(
            sent.update?.lifetime == 0, "what a former life left at the agent would defend the home address")
        try bench.answer(sent, status: 133)
        #expect(bench.node.summary.place == "home")
    }

    @Test("R-077: a refusal leaves the home address tentative, and is no end")
    func removalRefused() throws {
        var bench = try comingHome(.homeOnly)
        let sent = try bench.takeUpdate()
        try bench.answer(sent, status: 128)
        #expect(bench.node.summary.place == "arriving")
        #expect(bench.takeSent().count == 0)
        bench.advance(by: .seconds(32))
        try bench.answer(try bench.takeUpdate())
        #expect(bench.node.summary.place == "home")
    }

    @Test("Leaving after home interface only registers everything again, without O")
    func leavingAgain() throws {
        var bench = try comingHome(.homeOnly)
        try bench.acceptAll()
        bench.pause()
        bench.fact(1, .routersGone)
        bench.fact(1, .address(IPv6Address(text: CareOf.one), state: .preferred))
        bench.gather()
        let sent = try bench.takeUpdate()
        #expect(sent.bids == [1, 2])
        #expect(bench.homeAddressPlaces.last == .away(.homeAddress))
    }

    @Test(
        "R-059 R-062: the home link goes before the removal of everything is answered: what has no link is removed by its BID",
        arguments: [WireProfile.rfc5648, .draft06], [MobileNode.RegistrationMode.automatic, .manual])
    func homeOnlyUnanswered(profile: WireProfile, registration: MobileNode.RegistrationMode) throws {
        var bench = try comingHome(.homeOnly, profile, registration)
        if registration == .manual { bench.command(.returnHome(.homeOnly)) }
        #expect(try bench.takeUpdate().bids.isEmpty)
        bench.pause()
        _ = bench.takeSent()
        bench.fact(1, .routersGone)
        bench.gather()
        let sent = bench.takeSent()
        let removed = sent.filter { $0.update?.lifetime == 0 }.flatMap(\.bids)
        let registered = sent.filter { $0.update?.lifetime != 0 }.flatMap(\.bids)
        #expect(removed == (registration == .automatic ? [1] : [1, 2]))
        #expect(registered == (registration == .automatic ? [2] : []), "it has a link, and is wanted")
        for one in sent { try bench.answer(one, bidStatus: one.update?.lifetime == 0 ? [1: 133] : [:]) }
        #expect(bench.state(1) != .deleting, "the agent had the first removal")
        #expect(bench.state(2) == (registration == .automatic ? .bound : .idle))
    }

    @Test(
        "R-062: another home agent is used before the removal of everything is answered: the former one is still told"
    )
    func agentChangesWhileReturning() throws {
        var bench = try comingHome(.homeOnly)
        _ = try bench.takeUpdate()
        bench.command(.useHomeAgent(.secondAgent))
        bench.pause()
        let told = bench.takeSent().filter { $0.packet.destination == .agent }
        #expect(!told.isEmpty)
        #expect(told.allSatisfy { $0.update?.lifetime == 0 && $0.bids.isEmpty })
    }

    // MARK: Visited links alone

    @Test(
        "R-065 R-066 review item 3: visited only: the home interface's binding is removed through another, then it is shut",
        arguments: [WireProfile.rfc5648, .draft06])
    func visitedOnly(profile: WireProfile) throws {
        var bench = try comingHome(.visitedOnly, profile)
        let sent = try bench.takeUpdate()
        #expect(sent.bids == [1])
        #expect(sent.update?.lifetime == 0)
        #expect(sent.packet.source == IPv6Address(text: CareOf.two))
        #expect(shutInterfaces(bench).isEmpty)
        try bench.answer(sent)
        #expect(shutInterfaces(bench) == [1])
        #expect(bench.state(2) == .bound)
        #expect(bench.homeAddressPlaces.last != .tentative(.homeAddress, interface: InterfaceIdentifier(1)))
        bench.command(.returnHome(.homeOnly))
        #expect(bench.node.summary.place == "arriving")
    }

    @Test(
        "R-065 R-066 manual: visited only, by hand, removes the home interface's binding through another, too"
    )
    func visitedOnlyByHand() throws {
        var bench = try comingHome(.both, .rfc5648, .manual)
        #expect(bench.takeSent().isEmpty)
        bench.command(.returnHome(.visitedOnly))
        bench.gather()
        let sent = try bench.takeUpdate()
        #expect(sent.bids == [1])
        #expect(sent.update?.lifetime == 0)
        #expect(sent.packet.source == IPv6Address(text: CareOf.two))
        try bench.answer(sent)
        #expect(shutInterfaces(bench) == [1])
    }

    @Test("R-061: an interface that is configured not to be used is at home nowhere")
    func unusedInterface() throws {
        var bench = try MobileNodeBench(
            .test { $0.interfaces = [.init(name: "if1", used: false), .init(name: "*")] })
        bench.attachHome(1)
        bench.gather()
        #expect(bench.node.summary.place == "away")
        #expect(bench.takeSent().isEmpty)
        bench.attachHome(2)
        bench.gather()
        #expect(bench.node.summary.homeInterface == InterfaceIdentifier(2))
    }

    @Test("R-073 rfc5648: at home with both, a binding registered alone leaves from the home link, too")
    func aloneFromHome() throws {
        var bench = try comingHome(.both)
        try bench.acceptAll()
        bench.pause()
        bench.command(.register(2))
        let sent = try bench.takeUpdate()
        #expect(sent.bids == [2])
        #expect(sent.packet.source == .homeAddress)
    }

    private func shutInterfaces(_ bench: MobileNodeBench) -> [UInt32] {
        bench.journal.compactMap {
            if case .interface(let interface, shut: true, _) = $0.action { interface.number } else { nil }
        }
    }

    @Test("R-065: without a visited link, visited only cannot be")
    func visitedOnlyWithoutVisited() throws {
        var bench = try MobileNodeBench(.test(.rfc5648, .manual))
        bench.attachHome(1)
        bench.command(.returnHome(.visitedOnly))
        #expect(bench.refusal == "no-visited-link")
    }

    // MARK: Both

    @Test(
        "R-067 R-070 R-071 R-069 R-077 rfc5648: both: a home binding with H, the home address and a lifetime, and the MAC"
    )
    func bothByRFC() throws {
        var bench = try comingHome(.both)
        let sent = try bench.takeUpdate()
        #expect(sent.packet.source == .homeAddress)
        #expect(sent.packet.homeAddressOption == nil)
        #expect(sent.update?.lifetime == 15)
        let identifier = try #require(sent.identifiers.first)
        #expect(sent.bids == [1], "the BID the interface had before")
        #expect(identifier.home)
        #expect(identifier.careOfAddress == .ipv6(.homeAddress))
        let address = LinkLayerAddress.test(1).octets
        #expect(try #require(sent.update).options.contains(.linkLayerAddress(code: 2, address: address)))
        #expect(
            bench.homeAddressPlaces.last == .tentative(.homeAddress, interface: InterfaceIdentifier(1)))
        try bench.answer(sent)
        #expect(bench.state(1) == .bound)
        #expect(bench.state(2) == .bound)
        #expect(
            bench.homeAddressPlaces.last
                == .home(.homeAddress, interface: InterfaceIdentifier(1), defended: true))
    }

    @Test(
        "R-081 R-073 rfc5648: the home binding is soft state; at home every registration leaves from the home link"
    )
    func softState() throws {
        var bench = try comingHome(.both)
        try bench.acceptAll()
        bench.advance(by: .seconds(44))
        let refresh = bench.takeSent()
        #expect(refresh.flatMap(\.bids).sorted() == [1, 2])
        #expect(refresh.allSatisfy { $0.packet.source == .homeAddress })
        #expect(refresh.flatMap(\.identifiers).first { $0.bid == 1 }?.home == true)
    }

    @Test(
        "R-070 R-072 R-057 draft-06: both: lifetime 0 with H and no care-of address, hard state",
        arguments: [UInt8(0), 5])
    func bothByDraft(status: UInt8) throws {
        var bench = try comingHome(.both, .draft06)
        let sent = try bench.takeUpdate()
        #expect(sent.packet.source == .homeAddress)
        #expect(sent.update?.lifetime == 0)
        let identifier = try #require(sent.identifiers.first)
        #expect(identifier.bid == 1)
        #expect(identifier.flags == 0x20)
        #expect(identifier.careOfAddress == nil)
        try bench.answer(sent, bidStatus: [1: status])
        #expect(bench.state(1) == .bound)
        #expect(try bench.row(1).remaining == nil)
        #expect(bench.node.summary.place == (status == 0 ? "home" : "home-without-nd"))
        bench.advance(by: .seconds(44))
        let again = bench.takeSent()
        #expect(again.map(\.bids) == [[1], [2]])
        #expect(again.first?.update?.lifetime == 0, "what has no lifetime is told again all the same")
        try bench.answer(again[1])
        #expect(try bench.row(1).remaining == nil, "a refresh of the others gives it none (R-054)")
    }

    @Test("R-057 review item 1 draft-06: hard state is told once where the policy says so")
    func hardStateOnce() throws {
        var bench = try comingHome(.both, .draft06)
        var policies = Policies.draft06
        policies.confirmsHardState = false
        bench.command(.setPolicies(policies))
        try bench.answer(try bench.takeUpdate())
        bench.advance(by: .seconds(44))
        #expect(try bench.takeUpdate().bids == [2], "only the other one has a lifetime")
    }

    @Test("R-057 review item 1 draft-06: a node that left the home link counts on its hard state no more")
    func hardStateEnds() throws {
        var bench = try comingHome(.both, .draft06)
        try bench.answer(try bench.takeUpdate())
        #expect(bench.state(1) == .bound)
        bench.fact(1, .routersGone)
        #expect(bench.state(1) == .deleting)
        #expect(try bench.row(1).grantedLifetime == nil)
        bench.gather()
        let removal = try bench.takeUpdate()
        #expect(removal.bids == [1])
        #expect(removal.update?.lifetime == 0)
        #expect(removal.identifiers.first?.home == false)
        #expect(removal.packet.source == IPv6Address(text: CareOf.two))
    }

    @Test(
        "R-057 review item 1 draft-06: hard state whose removal was under way when the home link went counts no more"
    )
    func hardStateBeingRemoved() throws {
        var bench = try comingHome(.both, .draft06)
        try bench.answer(try bench.takeUpdate())
        bench.command(.changeBid(from: 1, to: 9))
        bench.gather()
        _ = bench.takeSent()
        #expect(bench.state(1) == .deleting)
        bench.fact(1, .vanished)
        #expect(try bench.row(1).grantedLifetime == nil)
        #expect(try bench.row(1).confirmedCareOfAddress == nil)
        bench.advance(by: .seconds(2))
        let removal = bench.takeSent().filter { $0.bids.contains(1) }
        #expect(removal.allSatisfy { $0.packet.source == IPv6Address(text: CareOf.two) })
        #expect(!removal.isEmpty)
    }

    @Test("R-062: at home alone, an agent of which nothing is known any more is told again that all is gone")
    func forgottenAtHome() throws {
        var bench = try comingHome(.homeOnly, .draft06)
        try bench.answer(try bench.takeUpdate(), status: 133)
        #expect(bench.node.summary.place == "home")
        bench.command(.forgetPeer(.agent))
        let removal = try bench.takeUpdate()
        #expect(removal.update?.lifetime == 0)
        #expect(removal.identifiers.isEmpty)
        try bench.answer(removal)
        bench.advance(by: .seconds(300))
        #expect(bench.takeSent().isEmpty)
        #expect(bench.node.summary.place == "home")
    }

    @Test("R-070 R-122 draft-06: an agent that has no binding at all says 133: a visited link goes first")
    func nothingToReturnTo() throws {
        var bench = try comingHome(.both, .draft06)
        try bench.answer(try bench.takeUpdate(), status: 133, bidStatus: [1: 133])
        // the agent will look for duplicates before its first binding.
        #expect(bench.node.summary.place == "arriving")
        bench.gather()
        let first = try bench.takeUpdate()
        #expect(first.bids == [2])
        #expect(first.overwrites)
        try bench.answer(first)
        bench.gather()
        let home = try bench.takeUpdate()
        #expect(home.bids == [1])
        #expect(home.identifiers.first?.home == true)
        try bench.answer(home)
        #expect(bench.node.summary.place == "home")
    }

    @Test("R-070 R-122 draft-06: 133 and no visited link: simply at home, until there is one")
    func nothingButHome() throws {
        var bench = try comingHome(.both, .draft06)
        bench.fact(2, .vanished)
        try bench.answer(try bench.takeUpdate(), status: 133, bidStatus: [1: 133])
        #expect(bench.node.summary.place == "home")
        bench.attach(2, CareOf.two)
        #expect(bench.node.summary.place == "arriving")
        bench.gather()
        #expect(try bench.takeUpdate().bids == [2])
    }

    @Test(
        "R-074 R-079 A3 rfc5648: status 5 in either field forbids neighbour discovery",
        arguments: [[UInt8(5), 0], [0, 5], [5, 5]])
    func withoutNeighbourDiscovery(places: [UInt8]) throws {
        var bench = try comingHome(.both)
        try bench.answer(
            try bench.takeUpdate(), status: places[0], bidStatus: places[1] == 0 ? [:] : [1: 5])
        #expect(bench.state(1) == .bound)
        #expect(
            bench.homeAddressPlaces.last
                == .home(.homeAddress, interface: InterfaceIdentifier(1), defended: false))
    }

    @Test("R-080: without neighbour discovery, frames go to the router's link-layer address")
    func nextHop() throws {
        var bench = try comingHome(.both)
        let first = try bench.takeUpdate()
        let flow = FlowKey(source: .homeAddress, destination: .correspondent)
        try bench.answer(first, status: 5, bidStatus: [1: 5])
        #expect(bench.node.path(for: flow, at: bench.now) == .onLink(.test(99)), "data")
        bench.advance(by: .seconds(50))
        let refreshes = bench.takeSent()
        #expect(!refreshes.isEmpty)
        #expect(refreshes.allSatisfy { $0.datagram.linkLayerDestination == .test(99) }, "signalling")
    }

    @Test("R-078 R-080: with neighbour discovery, the world finds the next hop of data itself")
    func nextHopByDiscovery() throws {
        var bench = try comingHome(.both)
        try bench.answer(try bench.takeUpdate())
        let flow = FlowKey(source: .homeAddress, destination: .correspondent)
        #expect(bench.node.path(for: flow, at: bench.now) == .onLink(nil))
    }

    @Test("R-081: 169: one side only", arguments: [MobileNode.ReturnHomeMode.homeOnly, .visitedOnly])
    func simultaneousProhibited(rest: MobileNode.ReturnHomeMode) throws {
        var bench = try comingHome(.both) { $0.withoutSimultaneousUse = rest }
        bench.pause()
        let sent = try #require(bench.takeSent().last { $0.identifiers.first?.home == true })
        try bench.answer(sent, status: 169)
        try bench.acceptAll()
        if rest == .homeOnly {
            #expect(bench.node.summary.place == "home")
            #expect(bench.state(2) == .idle)
        } else {
            #expect(bench.node.summary.place == "unused")
            #expect(bench.state(2) == .bound)
        }
    }

    @Test(
        "R-081: no BID in the answer to a home binding: the agent removed everything; the home link alone is used",
        arguments: [WireProfile.rfc5648, .draft06])
    func legacyAtHome(profile: WireProfile) throws {
        var bench = try comingHome(.both, profile)
        let sent = try bench.takeUpdate()
        try bench.answer(sent, identifiers: false)
        #expect(bench.state(1) != .bound)
        #expect(bench.state(2) == .idle)
        #expect(bench.node.summary.place == "home")
        bench.advance(by: .seconds(60))
        #expect(bench.takeSent().count == 0)
    }

    @Test(
        "R-073: leaving the home link: the interface's new care-of address takes the BID back, H clear",
        arguments: [WireProfile.rfc5648, .draft06])
    func leavingWithNewAddress(profile: WireProfile) throws {
        var bench = try comingHome(.both, profile)
        try bench.acceptAll()
        bench.pause()
        bench.fact(1, .routersGone)
        bench.fact(1, .address(IPv6Address(text: CareOf.three), state: .preferred))
        bench.gather()
        let sent = try bench.takeUpdate()
        #expect(sent.bids == [1])
        #expect(sent.identifiers.first?.home == false)
        #expect(sent.identifiers.first?.careOfAddress == CareOf.ipv6(CareOf.three))
        #expect(sent.packet.source == IPv6Address(text: CareOf.three))
        #expect(bench.homeAddressPlaces.last == .away(.homeAddress))
        try bench.answer(sent)
        #expect(bench.state(1) == .bound)
    }

    @Test(
        "R-073: the home interface is unplugged: the home binding is removed through another one",
        arguments: [WireProfile.rfc5648, .draft06])
    func unplugged(profile: WireProfile) throws {
        var bench = try comingHome(.both, profile)
        try bench.acceptAll()
        bench.pause()
        bench.fact(1, .vanished)
        bench.gather()
        let sent = try bench.takeUpdate()
        #expect(sent.bids == [1])
        #expect(sent.update?.lifetime == 0)
        #expect(sent.identifiers.first?.home == false)
        #expect(sent.packet.source == IPv6Address(text: CareOf.two))
    }

    // MARK: By hand

    @Test(
        "Manual: the home link is seen and nothing is done; a command returns, another leaves",
        arguments: [WireProfile.rfc5648, .draft06])
    func manual(profile: WireProfile) throws {
        var bench = try comingHome(.both, profile, .manual)
        bench.pause()
        #expect(bench.takeSent().count == 0)
        #expect(bench.node.summary.place == "away")
        bench.command(.returnHome(.both))
        let sent = try bench.takeUpdate()
        #expect(sent.identifiers.first?.home == true)
        try bench.answer(sent)
        #expect(bench.node.summary.place == "home")
        bench.command(.leaveHome)
        let removal = try bench.takeUpdate()
        #expect(removal.bids == [1])
        #expect(removal.update?.lifetime == 0)
        #expect(removal.packet.source == IPv6Address(text: CareOf.two))
        try bench.answer(removal)
        #expect(bench.node.summary.place == "away")
        bench.pause()
        #expect(bench.takeSent().count == 0)
    }

    @Test("Going from both to home only removes everything from the home link")
    func changingTheMode() throws {
        var bench = try comingHome(.both)
        try bench.acceptAll()
        bench.pause()
        bench.command(.returnHome(.homeOnly))
        let sent = try bench.takeUpdate()
        #expect(sent.bids.isEmpty)
        #expect(sent.update?.lifetime == 0)
        #expect(sent.packet.source == .homeAddress)
        try bench.answer(sent)
        #expect(bench.node.summary.place == "home")
        #expect(bench.state(1) != .bound)
    }
}
