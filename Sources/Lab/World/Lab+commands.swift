import MobilityWire
import Nodes
import Runtime

// What persons, scenarios and faults do to a running lab.

extension Lab {
    /// A person asks a mobile node for something.
    ///
    /// - Parameter words: how it is told; nil: in the words of the command.
    public mutating func command(
        _ command: MobileNode.Command, to station: StationReference, told words: String? = nil
    ) {
        guard case .mobileNode(let index) = actors[station.index] else { return }
        let number = journal.append(.command(words ?? command.text), at: now, of: station)
        tell(index, station, .command(command), cause: number)
    }

    /// A person asks a home agent for something.
    ///
    /// - Parameter words: how it is told; nil: in the words of the command.
    public mutating func command(
        _ command: HomeAgent.Command, to station: StationReference, told words: String? = nil
    ) {
        let number = journal.append(.command(words ?? command.text), at: now, of: station)
        tell(station, HomeAgent.Input.command(command), cause: number)
    }

    /// A person asks a correspondent for something.
    ///
    /// - Parameter words: how it is told; nil: in the words of the command.
    public mutating func command(
        _ command: CorrespondentNode.Command, to station: StationReference, told words: String? = nil
    ) {
        guard case .correspondent = actors[station.index] else { return }
        let number = journal.append(.command(words ?? command.text), at: now, of: station)
        tell(station, CorrespondentNode.Input.command(command), cause: number)
    }

    /// A person's own words stand in the journal, in the lane of a station.
    public mutating func note(_ words: String, of station: StationReference) {
        journal.append(.remark(words), at: now, of: station)
    }

    /// An administrator changes the rules of a home agent.
    ///
    /// - Parameter words: which of them, where it is one.
    public mutating func administer(
        _ station: StationReference, told words: String? = nil,
        _ change: (inout HomeAgent.Administration) -> Void
    ) {
        guard case .homeAgent(let index) = actors[station.index] else { return }
        var administration = homeAgents[index].configuration.administration
        change(&administration)
        command(HomeAgent.Command.setAdministration(administration), to: station, told: words)
    }

    /// A home agent becomes the only router of its link, or is no longer (R-075, R-076).
    public mutating func setOnlyRouter(_ station: StationReference, _ onlyRouter: Bool) {
        guard let port = network.ports(of: station).first, let link = network[port].link else { return }
        network[link].gateway = onlyRouter ? .station(port) : .router(.first)
        command(HomeAgent.Command.setOnlyRouter(onlyRouter), to: station)
    }

    /// The mobile node of a station.
    public func mobileNode(_ station: StationReference) -> MobileNode? {
        guard case .mobileNode(let index) = actors[station.index] else { return nil }
        return mobileNodes[index]
    }

    /// The home agent of a station.
    public func homeAgent(_ station: StationReference) -> HomeAgent? {
        guard case .homeAgent(let index) = actors[station.index] else { return nil }
        return homeAgents[index]
    }

    /// The correspondent of a station.
    public func correspondent(_ station: StationReference) -> CorrespondentNode? {
        guard case .correspondent(let index) = actors[station.index] else { return nil }
        return correspondents[index]
    }

    /// Where the home address of a mobile node stands, as its machine was told.
    public func homeAddressPlace(of station: StationReference) -> Action.HomeAddressChange? {
        kernels[station.index].homeAddress
    }

    /// The tunnels that a station's machine has.
    public func tunnels(of station: StationReference) -> [Action.Tunnel] { kernels[station.index].tunnels }

    /// Whether a station routes a prefix through the tunnels of a home address.
    public func routes(_ prefix: IPv6Prefix, at station: StationReference) -> Bool {
        kernels[station.index].prefixRoutes.contains { $0.prefix == prefix }
    }

    // MARK: Cables and links

    /// A cable goes in; out of another link first.
    public mutating func plug(_ port: PortReference, into link: LinkReference) {
        journal.append(
            .fault("plug \(network[port].name) into \(network[link].name)"), at: now, of: port.station)
        network.plug(port, into: link)
    }

    /// A cable comes out.
    public mutating func unplug(_ port: PortReference) {
        journal.append(.fault("unplug \(network[port].name)"), at: now, of: port.station)
        network.unplug(port)
    }

    /// A link's router deprecates the prefix of an interface's addresses.
    public mutating func deprecate(_ port: PortReference) {
        journal.append(.fault("deprecate the addresses of \(network[port].name)"), at: now, of: port.station)
        network.deprecate(port)
    }

    /// A link's router falls silent, or speaks again.
    public mutating func setSilent(_ link: LinkReference, _ silent: Bool) {
        journal.append(
            .fault("the router of \(network[link].name) \(silent ? "falls silent" : "speaks again")"), at: now
        )
        network.setSilent(link, silent)
    }

    /// A link is cut off from the world, or joined to it again.
    public mutating func setPartitioned(_ link: LinkReference, _ partitioned: Bool) {
        journal.append(
            .fault("\(network[link].name) is \(partitioned ? "cut off" : "joined again")"), at: now)
        network[link].isPartitioned = partitioned
    }

    /// A link gets better or worse.
    public mutating func impair(
        _ link: LinkReference, up: Bool = true, down: Bool = true, _ change: (inout Impairment) -> Void
    ) {
        if up { change(&network[link].up) }
        if down { change(&network[link].down) }
        journal.append(.fault("\(network[link].name) changes its quality"), at: now)
    }

    /// A link's NAT forgets everything.
    public mutating func resetTranslator(of link: LinkReference) {
        journal.append(.fault("the NAT of \(network[link].name) forgets"), at: now)
        network[link].translator?.reset()
    }

    /// Somebody sends a packet that no node made: what a stranger does.
    public mutating func inject(_ octets: [UInt8], from station: StationReference) {
        let number = journal.append(
            .sent(octets: octets, nil, .none, Nodes.Rule()), at: now, of: station)
        network.send(Flight(octets: octets, origin: number), from: station)
    }
}
