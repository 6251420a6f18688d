import Crypto
import MobilityWire
import Nodes
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

    init(_ profile: WireProfile, seed: UInt64 = 1, onlyRouter: Bool = true) throws {
        lab = Lab(seed: seed, cryptography: try OpenSSLCryptography())
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
    @Test(arguments: [WireProfile.rfc5648, .draft06])
    func printsLadder(profile: WireProfile) throws {
        var world = try SmallWorld(profile)
        world.lab.run(until: .zero + .seconds(5))
        let probe = world.lab.probe(from: world.correspondent, to: SmallWorld.homeAddress)
        world.lab.run(until: .zero + .seconds(70))
        for line in Ladder(world.lab, format: WireFormat(profile)).lines { print(line) }
        #expect(world.lab.probes[probe].outcome == .arrived)
    }
}
