import MobilityWire
import Nodes
import Runtime

// Putting a world together.

extension Lab {
    /// Adds a link.
    public mutating func addLink(_ link: Link) -> LinkReference { network.add(link) }

    /// Adds a home agent to its home link. As the only router it becomes the link's gateway; else it stands
    /// beside the router that is there.
    ///
    /// - Throws: what `HomeAgent` has against the configuration.
    public mutating func addHomeAgent(
        named name: String, _ configuration: HomeAgent.Configuration, on link: LinkReference
    ) throws(HomeAgent.ConfigurationError) -> StationReference {
        var station = Station(name: name, interfaceIdentifier: configuration.address.low)
        station.configuresItself = false
        let reference = add(station, .host)
        let port = network.addPort(named: "home0", to: reference)
        var configuration = configuration
        configuration.homeInterface = port.interface
        let agent = try HomeAgent(configuration, cryptography: cryptography)
        network.assign(configuration.address, to: port)
        for prefix in configuration.homePrefixes {
            network.assign(prefix.prefix.homeAgentsAnycast, to: port)
        }
        if let ipv4 = configuration.ipv4Address { network.assign(ipv4, to: port) }
        if configuration.onlyRouter {
            network[link].gateway = .station(port)
        } else {
            network[link].otherRouters.append(
                Link.Router(
                    address: configuration.address,
                    linkLayerAddress: network[port].linkLayerAddress))
        }
        network.plug(port, into: link)
        homeAgents.append(agent)
        agentConfigurations.append(configuration)
        actors[reference.index] = .homeAgent(homeAgents.count - 1)
        introduce(reference, configuration)
        return reference
    }

    /// Home agents of a link hear each other's advertisements (RFC 6275 §10.1).
    private mutating func introduce(
        _ newcomer: StationReference, _ configuration: HomeAgent.Configuration
    ) {
        guard let link = homeLink(of: newcomer) else { return }
        for port in network[link].members where port.station != newcomer {
            guard let other = homeAgent(port.station)?.configuration else { continue }
            tell(
                port.station,
                .homeAgentHeard(
                    configuration.address, preference: configuration.preference, lifetime: .seconds(65535)),
                cause: 0)
            tell(
                newcomer,
                .homeAgentHeard(other.address, preference: other.preference, lifetime: .seconds(65535)),
                cause: 0)
        }
    }

    /// Adds a mobile node with these interfaces, plugged in nowhere. It is started at once.
    ///
    /// - Throws: what `MobileNode` has against the configuration.
    public mutating func addMobileNode(
        named name: String, _ configuration: MobileNode.Configuration, interfaces: [String]
    ) throws(MobileNode.ConfigurationError) -> StationReference {
        let node = try MobileNode(configuration, cryptography: cryptography)
        mobileNodes.append(node)
        nodeConfigurations.append(configuration)
        var station = Station(name: name, interfaceIdentifier: configuration.homeAddress.low)
        station.ownPrefix = configuration.homePrefix
        let reference = add(station, .mobileNode(mobileNodes.count - 1))
        for interface in interfaces { _ = network.addPort(named: interface, to: reference) }
        start(reference)
        return reference
    }

    /// Adds a correspondent node on a link.
    ///
    /// - Throws: what `CorrespondentNode` has against the configuration.
    public mutating func addCorrespondent(
        named name: String, _ configuration: CorrespondentNode.Configuration, on link: LinkReference
    ) throws(CorrespondentNode.ConfigurationError) -> StationReference {
        let node = try CorrespondentNode(configuration, cryptography: cryptography)
        correspondents.append(node)
        correspondentConfigurations.append(configuration)
        return addFixed(
            named: name, configuration.address, .correspondent(correspondents.count - 1), on: link)
    }

    /// Adds a host without Mobile IPv6 on a link.
    public mutating func addHost(named name: String, _ address: IPv6Address, on link: LinkReference)
        -> StationReference
    {
        addFixed(named: name, address, .host, on: link)
    }

    private mutating func addFixed(
        named name: String, _ address: IPv6Address, _ actor: Actor, on link: LinkReference
    ) -> StationReference {
        var station = Station(name: name, interfaceIdentifier: address.low)
        station.configuresItself = false
        let reference = add(station, actor)
        let port = network.addPort(named: "eth0", to: reference)
        network.assign(address, to: port)
        network.plug(port, into: link)
        return reference
    }

    /// Puts a network behind a mobile router: packets for the prefix go to its home agent (RFC 3963).
    public mutating func addMobileNetwork(
        named name: String, _ prefix: IPv6Prefix, behind router: StationReference,
        homeAgent: StationReference
    ) -> LinkReference {
        var link = Link(name: name, prefix: prefix)
        link.isRouted = false
        link.up.latency = .milliseconds(1)
        link.down.latency = .milliseconds(1)
        let inside = network.addPort(named: name, to: router)
        link.gateway = .station(inside)
        let reference = network.add(link)
        network.assign(IPv6Address(high: prefix.address.high, low: 1), to: inside)
        network.plug(inside, into: reference)
        network.delegate(prefix, to: network.ports(of: homeAgent).first)
        return reference
    }

    /// Plugs an interface in as if it had been there before time began.
    public mutating func settle(_ port: PortReference, on link: LinkReference) {
        network.plug(port, into: link, settled: true)
    }

    private mutating func start(_ station: StationReference) {
        guard case .mobileNode(let index) = actors[station.index] else { return }
        let number = journal.append(.started, at: now, of: station)
        tell(index, station, .started, cause: number)
    }

    // MARK: Losing state

    /// A machine loses power and starts again, with its configuration and nothing else. Its cables stay where they are.
    public mutating func reboot(_ station: StationReference) {
        journal.append(.fault("reboot"), at: now, of: station)
        switch actors[station.index] {
        case .mobileNode(let index):
            guard let node = try? MobileNode(nodeConfigurations[index], cryptography: cryptography) else {
                return
            }
            network.withdraw(nodeConfigurations[index].homeAddress, from: station)
            mobileNodes[index] = node
            kernels[station.index] = Kernel()
            start(station)
            network.tellAgain(station)
        case .homeAgent(let index):
            guard let agent = try? HomeAgent(agentConfigurations[index], cryptography: cryptography) else {
                return
            }
            homeAgents[index] = agent
            kernels[station.index] = Kernel()
            network.forgetNeighbours(of: station)
        case .correspondent(let index):
            guard
                let node = try? CorrespondentNode(
                    correspondentConfigurations[index], cryptography: cryptography)
            else { return }
            correspondents[index] = node
        case .host: break
        }
    }
}

extension IPv6Prefix {
    /// The anycast address of the home agents of this prefix (RFC 2526, number 126; RFC 6275 §10.5).
    var homeAgentsAnycast: IPv6Address {
        IPv6Address(high: address.high, low: 0xfdff_ffff_ffff_fffe)
    }
}
