internal import Glibc
public import MobilityWire
public import Nodes
public import Runtime

/// A node on this machine as a run: what a console shows, and what a person can do.
///
/// The machine is a thing of its own behind it, so a copy is no second machine: the past can be looked at, and no more.
public struct HostRun: Run {
    let host: any MachineNode
    /// What the configuration is called.
    private let title: String
    private var changes: UInt64 = 0
    /// What is looked at of the past.
    var glimpse = Glimpse<Glance>()
    /// The past that is looked at; nil: the present.
    var glance: Glance? { glimpse.moment }
    /// Times are told from here on: those of the machine count from its start, weeks ago on a router.
    public let begin: Instant

    /// Grows with every look at the machine that found something, and every move through time.
    public var version: UInt64 { (glimpse.moves &<< 40) &+ changes }

    /// A run that begins now.
    public init(_ host: any MachineNode, title: String) {
        self.host = host
        self.title = title
        host.machine.lookAtClock()
        begin = host.machine.firstTime
        machine.keepsPast = true
        machine.past.keep(machine.kernel, machine.ledger, entry: 0)
        host.begin()
    }

    /// A node that runs already, for those that ask: what its machine is waiting for is somebody else's.
    init(running host: any MachineNode, title: String, since begin: Instant) {
        self.host = host
        self.title = title
        self.begin = begin
    }

    private var machine: Machine { host.machine }
    private var nodeHost: NodeHost? { host as? NodeHost }
    private var agentHost: AgentHost? { host as? AgentHost }

    // What is shown: at present, or as it was.
    private var node: MobileNode? { glance == nil ? nodeHost?.node : glance?.mobileNode }
    private var agent: HomeAgent? { glance == nil ? agentHost?.agent : glance?.homeAgent }
    private var correspondent: CorrespondentNode? {
        glance == nil ? (host as? CorrespondentHost)?.node : glance?.correspondent
    }
    /// Nil: what the kernel had then is not kept.
    private var kernel: KernelState? { glance == nil ? machine.kernel : glance?.kernel }

    // MARK: Time and descriptors

    /// The machine's time, or that of the past that is looked at.
    public var now: Instant { glance?.time ?? machine.now }
    /// Events of the kernel, and packets.
    public var descriptors: [Int32] { [machine.events.descriptor, machine.port.descriptor] }
    /// The node's deadline.
    public var nextTime: Instant? { host.nextWake }

    /// Takes what the kernel and the network brought.
    public mutating func receive() {
        machine.lookAtClock()
        if host.takeWhatCame() { changes &+= 1 }
    }

    /// Does what is due.
    public mutating func advance(to instant: Instant) {
        machine.lookAtClock()
        if host.passTime() { changes &+= 1 }
    }

    /// Does what a person wants.
    public mutating func perform(_ command: RunCommand) -> Outcome {
        switch command {
        case .rewind(let entries): return rewind(by: entries)
        case .past(let command): return move(command)
        default: break
        }
        if let words = pastRefusal { return .refused(words) }
        changes &+= 1
        return host.carryOut(command)
    }

    /// When the machine was started: messages have their time of day where they are written down.
    public var epoch: Int64? { HostRun.start }

    private static let start: Int64 = {
        func nanoseconds(_ clock: clockid_t) -> Int64 {
            var time = timespec()
            clock_gettime(clock, &time)
            return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
        }
        return nanoseconds(CLOCK_REALTIME) - nanoseconds(CLOCK_BOOTTIME)
    }()

    // MARK: Views

    /// What happened.
    public var journal: Journal { glance?.journal ?? machine.journal }
    /// The lanes: this machine's node, and the one it speaks with.
    public var parties: [Party] { machine.parties }
    /// The layout of messages.
    public var format: WireFormat { machine.format }

    /// The top line.
    public var headline: Headline {
        if let summary = node?.summary {
            return Headline(
                kind: .node, title: title, node: machine.parties.first?.name ?? "",
                homeAddress: summary.homeAddress, homeAgent: summary.homeAgent, profile: summary.profile,
                gate: gateWords, overwritesNext: summary.overwritesNext,
                returnHome: summary.returnHome, place: summary.place,
                tunnels: machine.tunnels.rawValue, registration: summary.registration, remark: remark)
        }
        return Headline(
            kind: .agent, title: title, node: machine.parties.first?.name ?? "",
            homeAgent: agent?.configuration.address, profile: format.profile,
            gate: gateWords,
            tunnels: agentHost == nil ? "none, \(machine.correspondentWords)" : machine.tunnels.rawValue,
            remark: remark)
    }

    /// The gate, now or in the past that is looked at.
    private var gateWords: String { (glance?.gate ?? machine.gate).words }

    /// What is missing of the past.
    private var remark: String {
        guard let glance, glance.kernel == nil else { return "" }
        return "the kernel's books of then are not kept"
    }

    /// The messages that the gate holds, with what happens while they wait.
    public var held: [HeldMessage] {
        // What waited then waited then: nothing can be done about it from the past.
        if let glance { return glance.gate.held.map { $0.view() } }
        return machine.gate.held.map { held in
            held.view(
                costs: HoldingCost.of(
                    held.octets, since: held.since, format: format, node: node,
                    agentRows: { agent?.cacheRows(of: $0, at: now) ?? [] }, at: now))
        }
    }

    /// A message that somebody changes or makes by hand; in the past nobody does.
    public func opened(_ target: EditTarget, trying edit: MessageEdit?, known: OpenedMessage?)
        -> OpenedMessage?
    {
        // What its own node does about it costs nothing to find out.
        pastRefusal == nil ? host.opened(target, trying: edit) : nil
    }

    /// Lets everything go that the gate holds, because the program ends; how many messages that were.
    public func openGate() -> Int {
        machine.lookAtClock()
        return host.openGate()
    }

    /// The machine's interfaces, without our own tunnels.
    public func interfaces() -> [InterfaceView] {
        let rows = rows
        guard let kernel else { return [] }
        let homeAddress = node?.configuration.homeAddress
        let homePrefix = node?.configuration.homePrefix
        return kernel.links.filter { !$0.isLoopback && !$0.isFallback && !machine.isOwn($0) }.map {
            link in
            let prefixes = kernel.prefixes(of: link.identifier)
            let isHome = homePrefix.map(prefixes.contains) ?? (link.name == agentHost?.interface)
            let addresses = link.addresses.filter { address in
                if case .ipv6(let value) = address.address { !value.isLinkLocal } else { true }
            }
            return InterfaceView(
                id: link.identifier, name: link.name, isUp: link.isUp,
                isShut: glance?.shut.contains(link.name)
                    ?? machine.ledger.contains(.down(device: link.name)),
                link: !link.isUp ? .none : isHome ? .home : .visited,
                linkName: prefixes.first?.description ?? "",
                bid: rows.first { $0.interface == link.identifier && $0.bid != nil }?.bid,
                addresses: addresses.map {
                    .init(
                        $0.address, state: $0.state,
                        isHomeAddress: homeAddress.map { .ipv6($0) } == $0.address, facts: $0.facts)
                },
                sent: .init(packets: link.counters.sentPackets, octets: link.counters.sentOctets),
                received: .init(
                    packets: link.counters.receivedPackets, octets: link.counters.receivedOctets),
                facts: kernel.facts(of: link))
        }
    }

    /// The node's bindings at its home agent with what could be one, then those at correspondents.
    private var rows: [MobileNode.BindingRow] {
        guard let node else { return [] }
        let rows = node.bindings(at: now)
        let candidates = node.candidates(at: now)
        let atAgent = (rows.filter { $0.peer == node.homeAgent } + candidates)
            .sorted { ($0.bid ?? 0) < ($1.bid ?? 0) }
        return atAgent + rows.filter { $0.peer != node.homeAgent }
    }

    /// Rows of the node's bindings.
    public func bindings(_ window: Range<Int>) -> Window<MobileNode.BindingRow> {
        let rows = rows
        let range = window.clamped(to: 0..<rows.count)
        return Window(total: rows.count, first: range.lowerBound, rows: Array(rows[range]))
    }

    /// The node's peers.
    public func peers() -> [MobileNode.PeerRow] { node.map { $0.peers(0..<$0.peerCount) } ?? [] }

    /// How data goes to a correspondent.
    public func dataWay(to peer: IPv6Address) -> String {
        guard let nodeHost, machine.optimisesRoutes else { return machine.correspondentWords }
        return nodeHost.goesStraight(to: peer) ? "data goes straight" : "data by the home agent"
    }

    /// The flow rules of the node or the agent.
    public func flows() -> [FlowView] {
        if let agentHost, let agent { return agentHost.flows(of: agent, isPresent: glance == nil) }
        guard let node else { return [] }
        let bound = glance.map { _ in rows.filter { [.bound, .refreshing].contains($0.state) }.map(\.bid) }
        return node.configuration.flowRules.map { rule in
            let isUsed =
                bound?.contains(rule.bid)
                ?? (nodeHost?.tunnels.contains { $0.wanted.bid == rule.bid } ?? false)
            return FlowView(
                name: rule.name, matches: rule.words(peer: "to"), bid: rule.bid,
                usedBid: isUsed ? rule.bid : node.summary.defaultBid,
                way: isUsed ? "tunnel \(machine.settings.device(ofBid: rule.bid))" : "the default binding")
        }
    }

    /// The agent's cache; a node cannot see its agent's.
    public func caches() -> [CacheHolder] {
        if let correspondent {
            return [
                CacheHolder(
                    party: Machine.own, name: machine.parties.first?.name ?? "", kind: .correspondent,
                    bindings: correspondent.cacheWindow(0..<0, at: now).total)
            ]
        }
        guard let agent else { return [] }
        return [
            CacheHolder(
                party: Machine.own, name: machine.parties.first?.name ?? "", kind: .homeAgent,
                bindings: agent.overview.bindings)
        ]
    }

    /// Rows of the agent's cache.
    public func cache(
        _ holder: PartyIdentifier, _ window: Range<Int>, order: HomeAgent.CacheOrder
    ) -> HomeAgent.CacheWindow {
        agent?.cacheWindow(window, order: order, at: now)
            ?? correspondent?.cacheWindow(window, at: now)
            ?? HomeAgent.CacheWindow(total: 0, first: 0, rows: [])
    }

    /// What the agent has of a node beside its bindings.
    public func cacheDetails(_ holder: PartyIdentifier, of homeAddress: IPv6Address) -> CacheDetails {
        agent?.details(of: homeAddress, at: now) ?? CacheDetails()
    }

    /// Why something is as it is.
    public func why(_ subject: Subject) -> Explanation {
        Explainer(
            journal: journal, parties: machine.parties, format: format, now: now, node: node,
            party: Machine.own, held: held
        ).explanation(of: subject, interfaces: interfaces())
    }

    /// What a node would send at once, found out by asking a copy of it; the machine is not touched.
    public func preview(_ command: RunCommand) -> Preview {
        if let words = pastRefusal { return Preview(refusal: words) }
        guard let node = nodeHost else {
            return Preview(takesAway: command.takesAway)
        }
        let wanted: MobileNode.Command
        do {
            guard let meant = try node.nodeCommand(command) else {
                return Preview(refusal: RefusalText.unavailable(command) ?? "Not on a machine.")
            }
            wanted = meant
        } catch {
            return Preview(refusal: error.words)
        }
        var copy = node.node
        var random = machine.random
        var actions: [Action] = []
        copy.handle(.command(wanted), at: now, random: &random, into: &actions)
        var preview = Preview(takesAway: command.takesAway)
        for action in actions {
            switch action {
            case .send(let datagram, _):
                let name = datagram.interface.flatMap { machine.kernel.link($0)?.name } ?? ""
                preview.messages.append(
                    .init(
                        text: text(of: datagram.octets), sender: Machine.own,
                        interface: datagram.interface, interfaceName: name, octets: datagram.octets))
            case .note(let note) where note.event == .commandRefused:
                preview.refusal = RefusalText.sentence(note)
            case .tunnel(.remove(_, let bid), _):
                preview.effects.append(
                    "The tunnel of \(bid.map { "BID \($0)" } ?? "the binding") goes at once.")
            default: break
            }
        }
        return preview
    }

    private func text(of octets: [UInt8]) -> String {
        var report = ReadingReport()
        let packet = try? SignallingPacket(reading: octets.span.bytes, format: format, report: &report)
        return packet.map { MessageText($0).line } ?? "packet of \(octets.count) octets"
    }

    /// What can be set, with the values of this moment.
    public func settings() -> [Setting] { host.settings() }
    /// The names that arguments can have now.
    public func vocabulary() -> Vocabulary { host.vocabulary }

    /// Leaves the kernel as it was found; what could not be taken out is returned.
    public func close() -> [KernelError] {
        withExtendedLifetime(host) { host.machine.close() }
    }
}

extension RunCommand {
    /// Whether a person should be asked first.
    fileprivate var takesAway: Bool {
        switch self {
        case .deregister, .deregisterAll, .revoke: true
        case .returnHome(let mode): mode == .homeOnly
        default: false
        }
    }
}
