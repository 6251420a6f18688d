import MobilityWire
import Nodes

/// A lab in which a scenario plays, with the names that its file uses.
struct ScenarioStage: Sendable {
    var lab: Lab
    let node: StationReference
    let agents: [StationReference]
    let correspondents: [StationReference]
    /// A host in the network behind the mobile router.
    let inside: StationReference?

    /// Makes everything that the scenario says exists, settled, at the origin of time.
    ///
    /// - Throws: what a node has against its configuration.
    init(
        _ world: ScenarioWorld, profile: WireProfile, seed: UInt64, cryptography: any MobilityCryptography
    ) throws {
        var policies = Policies(profile: profile)
        world.policies.apply(to: &policies)
        lab = Lab(seed: seed, cryptography: cryptography)
        var links: [LinkReference] = []
        for link in ScenarioWorld.standardLinks { links.append(lab.addLink(link)) }
        let home = links[0]
        var agents: [StationReference] = []
        for (index, agent) in world.agents.enumerated() {
            agents.append(
                try lab.addHomeAgent(
                    named: "ha\(index + 1)",
                    world.configuration(ofAgent: index + 1, agent, policies: policies), on: home))
        }
        self.agents = agents
        node = try lab.addMobileNode(
            named: world.node.name, world.nodeConfiguration(policies: policies),
            interfaces: world.interfaces.map(\.name)
        )
        var correspondents: [StationReference] = []
        for (index, correspondent) in world.correspondents.enumerated() {
            correspondents.append(
                try lab.addCorrespondent(
                    named: "cn\(index + 1)", number: index + 1, correspondent, policies: policies,
                    on: links[6]))
        }
        self.correspondents = correspondents
        if case .none = world.node.router {
            inside = nil
        } else {
            let network = lab.addMobileNetwork(
                named: "inside", ScenarioWorld.mobilePrefix, behind: node, homeAgent: agents[0])
            inside = lab.addHost(
                named: "inside", IPv6Address(high: ScenarioWorld.mobilePrefix.address.high, low: 0x10),
                on: network)
        }
        for quality in world.links { apply(quality) }
        for (interface, port) in zip(world.interfaces, lab.network.ports(of: node)) {
            if let link = interface.link.flatMap(lab.network.link(named:)) { lab.settle(port, on: link) }
        }
        lab.run(until: .zero)
    }

    private mutating func apply(_ quality: ScenarioWorld.Quality) {
        guard let link = lab.network.link(named: quality.link) else { return }
        quality.change.apply(to: &lab.network[link].up)
        quality.change.apply(to: &lab.network[link].down)
        if let timeout = quality.translatorTimeout { lab.network[link].translator?.timeout = timeout }
        if let mtu = quality.mtu { lab.network[link].mtu = mtu }
    }

    /// The station of a name.
    func station(_ name: String) -> StationReference? { lab.network.station(named: name) }

    /// The interface of the mobile node with this name.
    func port(_ name: String) -> PortReference? { lab.network.port(named: name, of: node) }

    /// The address of an agent or correspondent.
    func address(of name: String) -> IPv6Address {
        if let index = agents.firstIndex(where: { lab.network[$0].name == name }) {
            return ScenarioWorld.agentAddress(index + 1)
        }
        let index = correspondents.firstIndex { lab.network[$0].name == name }
        return ScenarioWorld.correspondentAddress((index ?? 0) + 1)
    }
}

extension ScenarioWorld {
    /// The key of the security association that node and agents share where they use one.
    private static let key = SecretKey(Array("careof lab secret".utf8.prefix(16)))
    /// 2026-01-01 in seconds since 1900.
    private static let epoch: UInt32 = 3_976_214_400

    static let standardLinks: [Link] = [
        Link(name: "home", prefix: homePrefix, ipv4: IPv4Network(IPv4Address(0xc633_6400), length: 24)),
        Link(name: "a", prefix: IPv6Prefix(IPv6Address(high: 0x2001_0db8_000a_0000, low: 0), length: 64)),
        Link(name: "b", prefix: IPv6Prefix(IPv6Address(high: 0x2001_0db8_000b_0000, low: 0), length: 64)),
        Link(name: "c", prefix: IPv6Prefix(IPv6Address(high: 0x2001_0db8_000c_0000, low: 0), length: 64)),
        Link(name: "v4", ipv4: IPv4Network(IPv4Address(0xc000_0200), length: 24)),
        Link(
            name: "nat", ipv4: IPv4Network(IPv4Address(0x0a00_0000), length: 24),
            translator: AddressTranslator(publicAddress: IPv4Address(0xcb00_7101))),
        Link(name: "c0", prefix: IPv6Prefix(IPv6Address(high: 0x2001_0db8_00c0_0000, low: 0), length: 64)),
    ]

    func nodeConfiguration(policies: Policies) -> MobileNode.Configuration {
        var configuration = MobileNode.Configuration(
            homeAddress: ScenarioWorld.homeAddress, homePrefix: ScenarioWorld.homePrefix,
            homeAgents: node.discovers ? [] : agents.indices.map { ScenarioWorld.agentAddress($0 + 1) },
            lifetime: node.lifetime, policies: policies)
        configuration.registration = node.registration
        configuration.returnHome = node.returnHome
        configuration.multipleCareOfAddresses = node.multiple
        configuration.bulkRegistration = node.bulk
        configuration.interfaces = interfaces.map { interface in
            MobileNode.InterfaceRule(
                name: interface.name, bid: interface.bid, priority: interface.priority)
        }
        switch node.protection {
        case .none: break
        case .ipsec(let keyMobility): configuration.security = .ipsec(keyMobility: keyMobility)
        case .authentication:
            configuration.security = .authentication(
                MobileNode.SecurityAssociation(
                    spi: 256, key: ScenarioWorld.key, epoch: ScenarioWorld.epoch))
        }
        switch node.router {
        case .none: break
        case .explicit:
            configuration.mobileRouter = MobileNode.MobileRouter(prefixes: [ScenarioWorld.mobilePrefix])
        case .implicit:
            configuration.mobileRouter = MobileNode.MobileRouter(
                prefixes: [ScenarioWorld.mobilePrefix], explicit: false)
        }
        if node.ipv4 {
            configuration.dualStack = MobileNode.DualStack(
                homeAgent: ScenarioWorld.agentIPv4Address(1), homeAddress: node.ipv4Home,
                forceEncapsulation: node.forcesEncapsulation)
        }
        return configuration
    }

    func configuration(ofAgent number: Int, _ agent: Agent, policies: Policies) -> HomeAgent.Configuration {
        var configuration = HomeAgent.Configuration(
            address: ScenarioWorld.agentAddress(number), homePrefix: ScenarioWorld.homePrefix,
            policies: policies)
        configuration.onlyRouter = agent.onlyRouter && agents.count == 1
        configuration.permitsNeighbourDiscovery = agent.permitsNeighbourDiscovery
        configuration.ipv4Address = ScenarioWorld.agentIPv4Address(number)
        configuration.ipv4HomePool = HomeAgent.IPv4Pool(first: IPv4Address(0xc633_6480), count: 64)
        configuration.epoch = ScenarioWorld.epoch
        agent.administration.apply(to: &configuration.administration)
        var entry = HomeAgent.NodeEntry(homeAddress: ScenarioWorld.homeAddress)
        if agent.knowsPrefix { entry.prefixes = [ScenarioWorld.mobilePrefix] }
        switch node.protection {
        case .none: break
        case .ipsec(let keyMobility): entry.security = .ipsec(keyMobility: keyMobility)
        case .authentication:
            entry.security = .authentication(
                HomeAgent.SecurityAssociation(spi: 256, key: ScenarioWorld.key))
        }
        configuration.nodes = [entry]
        return configuration
    }
}

extension Lab {
    /// Adds a correspondent as a scenario describes it.
    mutating func addCorrespondent(
        named name: String, number: Int, _ description: ScenarioWorld.Correspondent, policies: Policies,
        on link: LinkReference
    ) throws -> StationReference {
        let address = ScenarioWorld.correspondentAddress(number)
        guard description.isMobile else { return addHost(named: name, address, on: link) }
        var configuration = CorrespondentNode.Configuration(address: address, policies: policies)
        configuration.administration.isLegacy = description.isLegacy
        configuration.administration.multipleCareOfAddresses = description.multiple
        return try addCorrespondent(named: name, configuration, on: link)
    }
}
