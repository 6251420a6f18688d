import MobilityWire
@testable import Nodes
import Testing

@Suite("Mobile node: commands and configuration")
struct NodeCommandTests {
    @Test("A command that cannot be done is refused with its reason, and nothing leaves")
    func refusals() throws {
        var bench = try MobileNodeBench(.test(.rfc5648, .manual))
        let cases: [(MobileNode.Command, String)] = [
            (.registerBulk([]), "no-care-of-address"), (.register(0), "reserved-bid"),
            (.register(3), "unknown-bid"), (.deregister([3]), "unknown-bid"),
            (.deregister([]), "nothing-registered"), (.deregisterAll, "no-care-of-address"),
            (.returnHome(.both), "not-on-home-link"), (.leaveHome, "not-on-home-link"),
            (.changeBid(from: 0, to: 4), "reserved-bid"), (.changeBid(from: 4, to: 5), "unknown-bid"),
            (.setPriority(9, 1), "unknown-bid"), (.setLifetime(.zero), "invalid-value"),
            (.forgetPeer(IPv6Address(text: "2001:db8::99")), "unknown-peer"),
        ]
        for (command, word) in cases {
            bench.command(command)
            #expect(bench.refusal == word, "\(command)")
        }
        bench.attach(1, CareOf.one)
        bench.command(.deregister([1]))
        #expect(bench.refusal == "not-registered")
        bench.fact(1, .vanished)
        #expect(bench.takeSent().count == 0)
    }

    @Test("R-028 R-027 and more: a configuration that cannot work is refused with its reason")
    func configurationErrors() throws {
        typealias Failure = MobileNode.ConfigurationError
        func refused(_ edit: (inout MobileNode.Configuration) -> Void) -> Failure? {
            do throws(Failure) {
                try MobileNode.Configuration.test(edit: edit).validate()
                return nil
            } catch {
                return error
            }
        }
        #expect(refused { _ in } == nil)
        #expect(
            refused { $0.interfaces = [.init(name: "a", bid: 0)] } == .reservedBid(interface: "a"))
        #expect(
            refused { $0.interfaces = [.init(name: "a", bid: 3), .init(name: "b", bid: 3)] }
                == .equalBids(3, interfaces: ["a", "b"]))
        #expect(
            refused { $0.interfaces = [.init(name: "a", priority: 128)] }
                == .priorityOutOfRange(128, interface: "a"))
        #expect(refused { $0.lifetime = .zero } == .zeroLifetime)
        #expect(refused { $0.lifetime = .seconds(300_000) } == .lifetimeTooLong(.seconds(300_000)))
        let outside = IPv6Address(text: "2001:db8:2::1")
        #expect(refused { $0.homeAddress = outside } == .homeAddressOutsidePrefix(outside, .home))
        #expect(
            refused { $0.homeAgents = [.homeAddress] } == .homeAgentIsHomeAddress(.homeAddress))
        #expect(refused { $0.homeAgents = [.agent, .agent] } == .equalHomeAgents(.agent))
        #expect(
            refused { $0.security = .authentication(.init(spi: 255, key: SecretKey([1]))) }
                == .reservedSPI(255))
        #expect(refused { $0.mobileRouter = .init(prefixes: []) } == .noMobileNetworkPrefix)
        #expect(refused { $0.pathMTU = 1279 } == .pathMTUTooSmall(1279))
        #expect(refused { $0.flowRules = [.init(name: "x", bid: 0)] } == .flowRuleWithoutBid(name: "x"))
        #expect(refused { $0.policies.unknownBidStatus = 12 } == .policy("unknown-bid"))
    }

    @Test("A plan shows what would leave, and changes nothing")
    func plan() throws {
        var bench = try MobileNodeBench(.test(.rfc5648, .manual))
        bench.attach(1, CareOf.one)
        let planned = try bench.node.plan(.register(1), at: bench.now, random: bench.random)
        let datagrams = planned.compactMap { action -> Datagram? in
            if case .send(let datagram, _) = action { datagram } else { nil }
        }
        #expect(bench.state(1) == .idle)
        bench.command(.register(1))
        #expect(bench.takeSent().map(\.datagram) == datagrams, "the same generator gives the same octets")
        #expect(throws: MobileNode.CommandRefusal.unknownBid(9)) {
            try bench.node.plan(.register(9), at: bench.now, random: bench.random)
        }
    }

    @Test("R-022: O set by hand is kept by a refused command and cleared by a Binding Update that left")
    func overwriteFlag() throws {
        var bench = try MobileNodeBench.registered([CareOf.one], .test(.rfc5648, .manual))
        #expect(bench.node.summary.overwritesNext == false)
        bench.command(.setOverwrite(true))
        bench.command(.register(5))
        #expect(bench.node.summary.overwritesNext)
        bench.command(.register(1))
        #expect(try bench.takeUpdate().overwrites)
        #expect(bench.node.summary.overwritesNext == false)
    }

    @Test("R-099 by hand: O can be left out of the first Binding Update")
    func withoutOverwrite() throws {
        var bench = try MobileNodeBench(.test(.rfc5648, .manual))
        bench.attach(1, CareOf.one)
        bench.attach(2, CareOf.two)
        bench.command(.setOverwrite(false))
        bench.command(.register(1))
        let first = try bench.takeUpdate()
        #expect(first.overwrites == false)
        try bench.answer(first)
        bench.command(.register(2))
        #expect(try bench.takeUpdate().overwrites == false)
    }

    @Test(
        "R-032 review item 2 draft-06: a new BID for a known care-of address takes the place of the old one")
    func changeBidMoves() throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two], .test(.draft06, .manual))
        bench.command(.changeBid(from: 1, to: 9))
        let sent = try bench.takeUpdate()
        #expect(sent.bids == [9])
        #expect(sent.identifiers.first?.careOfAddress == CareOf.ipv6(CareOf.one))
        #expect(sent.overwrites == false)
        #expect(bench.state(1) == .bound, "until the new one is accepted")
        try bench.answer(sent)
        #expect(bench.state(9) == .bound)
        #expect(bench.state(1) == nil)
        #expect(bench.takeSent().count == 0)
    }

    @Test(
        "R-032 review item 2 draft-06: with another care-of address meanwhile, the old entry is left, and removed"
    )
    func changeBidAndMove() throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two], .test(.draft06, .manual))
        bench.command(.changeBid(from: 1, to: 9))
        _ = try bench.takeUpdate()
        bench.fact(1, .addressGone(IPv6Address(text: CareOf.one)))
        bench.fact(1, .address(IPv6Address(text: CareOf.three), state: .preferred))
        bench.command(.register(9))
        bench.advance(by: .seconds(2))
        let sent = try #require(bench.takeSent().last { $0.bids == [9] })
        #expect(sent.identifiers.first?.careOfAddress == CareOf.ipv6(CareOf.three))
        try bench.answer(sent)
        #expect(bench.state(9) == .bound)
        let removal = try bench.takeUpdate()
        #expect(removal.bids == [1])
        #expect(removal.update?.lifetime == 0)
    }

    @Test("R-027 R-032 R-016 rfc5648: the new BID is a second entry there, so the old one is removed")
    func changeBidAdds() throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two], .test(.rfc5648, .manual))
        bench.command(.changeBid(from: 1, to: 2))
        #expect(bench.refusal == "bid-in-use")
        bench.command(.changeBid(from: 1, to: 9))
        try bench.answer(try bench.takeUpdate())
        let removal = try bench.takeUpdate()
        #expect(removal.update?.lifetime == 0)
        #expect(removal.bids == [1])
        try bench.answer(removal)
        #expect(bench.state(1) == nil)
        #expect(bench.state(9) == .bound)
    }

    @Test("Going over to automatic registers what is there")
    func becomingAutomatic() throws {
        var bench = try MobileNodeBench(.test(.rfc5648, .manual))
        bench.attach(1, CareOf.one)
        bench.attach(2, CareOf.two)
        bench.command(.setRegistration(.automatic))
        bench.gather()
        #expect(try bench.takeUpdate().bids == [1, 2])
    }

    @Test("Forgetting a peer begins anew with it: several bindings, with O")
    func forgetPeer() throws {
        var bench = try MobileNodeBench()
        bench.attach(1, CareOf.one)
        bench.attach(2, CareOf.two)
        bench.gather()
        try bench.answer(try bench.takeUpdate(), identifiers: false)
        bench.command(.forgetPeer(.agent))
        bench.gather()
        let sent = try bench.takeUpdate()
        #expect(sent.bids == [1, 2])
        #expect(sent.overwrites)
        try bench.answer(sent)
        #expect(bench.state(1) == .bound)
        #expect(bench.state(nil) == nil)
    }

    @Test("Rows come in windows")
    func windows() throws {
        let bench = try MobileNodeBench.registered([CareOf.one, CareOf.two, CareOf.three])
        #expect(bench.node.bindings(1..<3, at: bench.now).map(\.bid) == [2, 3])
        #expect(bench.node.bindings(2..<99, at: bench.now).map(\.bid) == [3])
        #expect(bench.node.bindings(50..<99, at: bench.now).isEmpty)
        #expect(bench.node.peers(0..<9).map(\.address) == [.agent])
    }

    @Test("The state table: every transition that is used is allowed, every other is not")
    func stateTable() {
        // Rows: from; a row lists the states that may follow.
        let allowed: [BindingState: [BindingState]] = [
            .idle: [.testing, .waiting],
            .waiting: [.idle, .testing, .bound, .deleting, .failed],
            // Wanted again before its removal is answered.
            .deleting: [.idle, .testing, .waiting, .bound, .refreshing, .failed],
        ]
        for (from, targets) in allowed.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            for to in BindingState.allCases { #expect(from.allows(to) == targets.contains(to)) }
        }
    }
}
