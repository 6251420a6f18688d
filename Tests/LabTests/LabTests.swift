import Crypto
import MobilityWire
import Nodes
import Runtime
import Testing

@testable import Lab

/// A home link with an agent, two access links, a correspondent, and a node with two interfaces.
struct SmallWorld {
    var lab: Lab
    let home: LinkReference
    let first: LinkReference
    let second: LinkReference
    let agent: StationReference
    let node: StationReference
    let correspondent: StationReference
    let eth0: PortReference
    let wlan0: PortReference

    static let homePrefix = IPv6Prefix(IPv6Address(high: 0x2001_0db8_0001_0000, low: 0), length: 64)
    static let homeAddress = IPv6Address(high: 0x2001_0db8_0001_0000, low: 0x100)
    static let agentAddress = IPv6Address(high: 0x2001_0db8_0001_0000, low: 1)

    static func link(_ name: String, _ high: UInt64) -> Link {
        Link(name: name, prefix: IPv6Prefix(IPv6Address(high: high, low: 0), length: 64))
    }

    init(
        _ profile: WireProfile, seed: UInt64 = 1, onlyRouter: Bool = true,
        journalCapacity: Int = Journal.defaultCapacity
    ) throws {
        lab = Lab(seed: seed, cryptography: try OpenSSLCryptography(), journalCapacity: journalCapacity)
        home = lab.addLink(Link(name: "home", prefix: Self.homePrefix))
        first = lab.addLink(Self.link("a", 0x2001_0db8_000a_0000))
        second = lab.addLink(Self.link("b", 0x2001_0db8_000b_0000))
        let outside = lab.addLink(Self.link("c0", 0x2001_0db8_00c0_0000))
        let policies = Policies(profile: profile)
        var agentConfiguration = HomeAgent.Configuration(
            address: Self.agentAddress, homePrefix: Self.homePrefix, policies: policies)
        agentConfiguration.onlyRouter = onlyRouter
        agent = try lab.addHomeAgent(named: "ha1", agentConfiguration, on: home)
        node = try lab.addMobileNode(
            named: "mn1",
            MobileNode.Configuration(
                homeAddress: Self.homeAddress, homePrefix: Self.homePrefix, homeAgents: [Self.agentAddress],
                lifetime: .seconds(60), policies: policies), interfaces: ["eth0", "wlan0"])
        correspondent = lab.addHost(
            named: "cn1", IPv6Address(high: 0x2001_0db8_00c0_0000, low: 9), on: outside)
        let ports = lab.network.ports(of: node)
        eth0 = ports[0]
        wlan0 = ports[1]
        lab.settle(eth0, on: first)
        lab.settle(wlan0, on: second)
    }
}

struct LabTests {
    @Test func aDeadlineIsKeptThoughNothingElseHappens() throws {
        var world = try SmallWorld(.rfc5648)
        world.lab.setPartitioned(world.first, true)
        world.lab.setPartitioned(world.second, true)
        world.lab.run(until: .zero + .seconds(30))
        // 0.01, 1.51, 4.51, 10.51, 22.51 s.
        let sent = world.lab.journal.entries.filter { if case .sent = $0.event { true } else { false } }
        #expect(sent.map { $0.time.nanoseconds / 10_000_000 } == [1, 151, 451, 1051, 2251])
    }

    @Test func anEntryNamesWhatCausedIt() throws {
        var world = try SmallWorld(.rfc5648)
        world.lab.run(until: .zero + .seconds(3))
        let journal = world.lab.journal
        let delivered = try #require(
            journal.entries.last { if case .delivered = $0.event { true } else { false } })
        guard case .sent(_, _, _, let rule) = try #require(journal[delivered.cause]).event else {
            Issue.record("an arrival was not caused by a departure")
            return
        }
        #expect(!rule.text.isEmpty)
        #expect(journal.entries.allSatisfy { $0.cause < $0.number })
    }

    @Test func aJournalIsBoundedAndCountsWhatItDropped() throws {
        var world = try SmallWorld(.rfc5648, journalCapacity: 4096)
        world.lab.run(until: .zero + .seconds(600))
        let journal = world.lab.journal
        #expect(journal.size <= 8192)
        #expect(journal.dropped > 0)
        #expect(journal.entries.first?.number == journal.dropped + 1)
        #expect(journal[journal.dropped] == nil)
    }

    @Test func dataGoesThroughTheTunnelAndTheJournalHasItEncapsulated() throws {
        var world = try SmallWorld(.rfc5648)
        world.lab.run(until: .zero + .seconds(3))
        let probe = world.lab.probe(from: world.correspondent, to: SmallWorld.homeAddress)
        world.lab.run(until: .zero + .seconds(4))
        #expect(world.lab.probes[probe].outcome == .arrived)
        #expect(
            world.lab.hops(of: world.lab.probes[probe])
                == ["cn1", "ha1", "tunnel 1 2001:db8:a::100", "mn1", "eth0"])
        let tunnelled = world.lab.journal.entries.last { entry in
            if case .sent = entry.event { entry.station == world.agent } else { false }
        }
        let octets = try #require(tunnelled?.octets)
        #expect(octets[6] == 41)
        #expect(octets.count == 40 + 40 + 16)
    }

    @Test func aRebootedNodeStartsWithItsConfigurationAndNothingElse() throws {
        var world = try SmallWorld(.rfc5648)
        world.lab.run(until: .zero + .seconds(3))
        #expect(world.lab.tunnels(of: world.node).count == 2)
        world.lab.reboot(world.node)
        #expect(world.lab.tunnels(of: world.node).isEmpty)
        #expect(world.lab.mobileNode(world.node)?.bindingCount == 0)
        world.lab.run(until: .zero + .seconds(10))
        #expect(world.lab.tunnels(of: world.node).count == 2)
    }

    @Test func aTrapTakesTheNextMessageOfItsKind() throws {
        var world = try SmallWorld(.rfc5648)
        world.lab.set(Trap(.drop, type: .bindingAcknowledgement))
        world.lab.run(until: .zero + .seconds(5))
        let losses = world.lab.journal.entries.filter { entry in
            if case .lost(_, .fault, _) = entry.event { true } else { false }
        }
        #expect(losses.count == 1)
        #expect(world.lab.tunnels(of: world.node).count == 2)
    }

    @Test func anHourWithoutEventsCostsNothing() throws {
        var lab = try SmallWorld(.rfc5648).lab
        lab = Lab(seed: 1, cryptography: try OpenSSLCryptography())
        lab.run(until: .zero + .seconds(3600))
        #expect(lab.now == .zero + .seconds(3600))
        #expect(lab.journal.entries.isEmpty)
    }
}
