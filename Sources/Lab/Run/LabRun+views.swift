import MobilityWire
import Nodes
import Runtime

// What views ask.

extension LabRun {
    /// The lab's journal.
    public var journal: Journal { lab.journal }

    /// Lanes: the node, the agents, the correspondents, then strangers.
    public var parties: [Party] {
        let rank: [Party.Kind: Int] = [.mobileNode: 0, .homeAgent: 1, .correspondent: 2, .other: 3]
        return lab.parties.sorted {
            (rank[$0.kind] ?? 3, $0.id.index) < (rank[$1.kind] ?? 3, $1.id.index)
        }
    }

    /// That of the node.
    public var format: WireFormat { node?.configuration.policies.format ?? .rfc5648 }

    /// The top line.
    public var headline: Headline {
        guard let summary = node?.summary else { return Headline(kind: .lab, title: title, node: "") }
        let unused = awaitsFirstBulk ? "manual until the first b" : ""
        var headline = Headline(
            kind: .lab, title: title, node: lab.network[stage.node].name, homeAddress: summary.homeAddress,
            homeAgent: summary.homeAgent, profile: summary.profile, gate: lab.gate.words, speed: clock.speed,
            isPaused: clock.isPaused, overwritesNext: summary.overwritesNext, returnHome: summary.returnHome,
            place: summary.place, registration: summary.registration, remark: unused)
        headline.isComposing = lab.composed != nil
        return headline
    }

    /// The node's interfaces.
    public func interfaces() -> [InterfaceView] {
        let bids = Dictionary(
            rows.compactMap { row in row.interface.flatMap { id in row.bid.map { (id, $0) } } },
            uniquingKeysWith: { first, _ in first })
        let homeAddress = node?.configuration.homeAddress
        return lab.network.ports(of: stage.node).compactMap { reference in
            let port = lab.network[reference]
            let link = port.link.map { lab.network[$0] }
            // The network behind a mobile router is none of its accesses.
            guard link?.isRouted != false else { return nil }
            let isHome = homeAddress.map { link?.prefix?.contains($0) == true } ?? false
            let addresses = port.addresses.filter { !$0.address.isLinkLocal }.map {
                InterfaceView.Address(
                    .ipv6($0.address), state: $0.state, isHomeAddress: $0.address == homeAddress)
            }
            let ipv4 = port.ipv4.map { [InterfaceView.Address(.ipv4($0), state: nil)] } ?? []
            return InterfaceView(
                id: reference.interface, name: port.name, isUp: port.isUp, isShut: port.isShut,
                link: link == nil ? .none : isHome ? .home : .visited, linkName: link?.name ?? "",
                bid: bids[reference.interface],
                addresses: addresses + ipv4, sent: port.sent, received: port.received,
                facts: LinkFacts(
                    isEnabled: !port.isShut, hasCarrier: link != nil, mtu: link?.mtu,
                    linkLayerAddress: port.linkLayerAddress,
                    routers: (port.link.map { lab.network.routers(of: $0) } ?? []).map {
                        LinkFacts.Router($0.address, linkLayerAddress: $0.linkLayerAddress)
                    }))
        }
    }

    /// All rows: those of the home agent with what could be registered there, ascending by BID, then correspondents'.
    private var rows: [MobileNode.BindingRow] {
        guard let node else { return [] }
        let candidates = node.candidates(at: now)
        let rows = node.bindings(at: now)
        guard !candidates.isEmpty else { return rows }
        let atAgent = (rows.filter { $0.peer == candidates[0].peer } + candidates)
            .sorted { ($0.bid ?? 0) < ($1.bid ?? 0) }
        return atAgent + rows.filter { $0.peer != candidates[0].peer }
    }

    /// The node's bindings, and what could be one.
    public func bindings(_ window: Range<Int>) -> Window<MobileNode.BindingRow> {
        let rows = rows
        let range = window.clamped(to: 0..<rows.count)
        return Window(total: rows.count, first: range.lowerBound, rows: Array(rows[range]))
    }

    /// The node's peers.
    public func peers() -> [MobileNode.PeerRow] { node.map { $0.peers(0..<$0.peerCount) } ?? [] }

    /// The node's flow rules, with the ways that their packets go now.
    public func flows() -> [FlowView] {
        guard let node else { return [] }
        let somewhere = stage.correspondents.first.map { stage.address(of: lab.network[$0].name) }
        return node.configuration.flowRules.map { rule in
            let flow = FlowKey(
                source: node.configuration.homeAddress,
                destination: rule.peer?.address ?? somewhere ?? ScenarioWorld.correspondentAddress(1),
                transportProtocol: rule.transportProtocol ?? 17, sourcePort: 40000,
                destinationPort: rule.port ?? 7)
            let path = node.path(for: flow, at: now)
            return FlowView(
                name: rule.name, matches: rule.words(peer: "to"), bid: rule.bid, usedBid: path.bid,
                way: path.words)
        }
    }

    /// The agents' caches and the correspondents'.
    public func caches() -> [CacheHolder] {
        stage.agents.compactMap { reference in
            lab.homeAgent(reference).map {
                CacheHolder(
                    party: reference.party, name: lab.network[reference].name, kind: .homeAgent,
                    bindings: $0.overview.bindings)
            }
        }
            + stage.correspondents.compactMap { reference in
                lab.correspondent(reference).map {
                    CacheHolder(
                        party: reference.party, name: lab.network[reference].name, kind: .correspondent,
                        bindings: $0.cacheWindow(0..<0, at: now).total)
                }
            }
    }

    /// Rows of one of them.
    public func cache(
        _ holder: PartyIdentifier, _ window: Range<Int>, order: HomeAgent.CacheOrder
    ) -> HomeAgent.CacheWindow {
        let station = StationReference(holder)
        guard lab.network.stations.indices.contains(holder.index) else {
            return HomeAgent.CacheWindow(total: 0, first: 0, rows: [])
        }
        return lab.homeAgent(station)?.cacheWindow(window, order: order, at: now)
            ?? lab.correspondent(station)?.cacheWindow(window, at: now)
            ?? HomeAgent.CacheWindow(total: 0, first: 0, rows: [])
    }

    /// What an agent has of a node beside its bindings.
    public func cacheDetails(_ holder: PartyIdentifier, of homeAddress: IPv6Address) -> CacheDetails {
        guard lab.network.stations.indices.contains(holder.index) else { return CacheDetails() }
        return lab.homeAgent(StationReference(holder))?.details(of: homeAddress, at: now) ?? CacheDetails()
    }

    /// Why something is as it is.
    public func why(_ subject: Subject) -> Explanation {
        Explainer(
            journal: lab.journal, parties: parties, format: format, now: now, node: node,
            party: stage.node.party, held: held
        ).explanation(of: subject, interfaces: interfaces())
    }

    /// The names of this lab.
    public func vocabulary() -> Vocabulary {
        var words = Vocabulary()
        words.bids = rows.compactMap(\.bid).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        words.interfaces = interfaces().map(\.name)
        words.links = lab.network.links.filter(\.isRouted).map(\.name)
        words.peers = stage.correspondents.map { lab.network[$0].name }
        words.machines = parties.map(\.name)
        words.flows = node?.configuration.flowRules.map(\.name) ?? []
        words.settings = settings()
        return words
    }
}

extension DataPath {
    /// The binding by which it goes.
    var bid: UInt16? {
        switch self {
        case .tunnel(let bid, _, _), .routeOptimised(let bid, _, _): bid
        case .onLink, .none: nil
        }
    }

    /// It in words.
    var words: String {
        switch self {
        case .tunnel(_, let address, _): "tunnel from \(address)"
        case .routeOptimised(_, let address, _): "straight from \(address)"
        case .onLink: "on the home link"
        case .none: "dropped: no binding"
        }
    }
}
