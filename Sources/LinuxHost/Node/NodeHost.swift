import MobilityWire
public import Nodes
public import Runtime

/// A mobile node, or mobile router, on this machine: tells the node what the kernel says, and does in the kernel what
/// the node asks for.
public final class NodeHost: MachineNode {
    /// The machine.
    public let machine: Machine
    /// The node.
    public private(set) var node: MobileNode
    /// Interfaces that lead to the network behind a mobile router, which are none of the node's links.
    private let inside: [String]
    /// The networks behind a mobile router, and where they are.
    var insidePrefixes: [(IPv6Prefix, String)] {
        Array(zip(node.configuration.mobileRouter?.prefixes ?? [], inside))
    }
    /// What the node was told of its interfaces, ascending.
    private var told: [ToldInterface] = []
    /// The tunnels, ascending by BID.
    var tunnels: [NodeTunnel] = []
    /// What leads packets of care-of addresses out of their own interfaces.
    var careOfRoutes: [KernelChange] = []
    /// The flow table in the kernel.
    var flowRules: [KernelChange] = []
    /// What the kernel has for data that goes straight to correspondents, by correspondent.
    var optimised: [(peer: IPv6Address, changes: [KernelChange])] = []
    /// Where the home address stands.
    var homeAddressPlace: KernelChange?
    /// What default packets take.
    var defaultRoute: KernelChange?
    /// Probes of the paths; nil: none are sent.
    private(set) var probes: PathProbes?
    /// What fits into tunnels from care-of addresses.
    var sizes = PathSizes()
    /// The default binding the node named last.
    var defaultBid: UInt16??

    /// What outlives the process.
    private var memory: NodeMemory
    private var memoryProblem: KernelError?

    /// A node on a machine, that has not begun; it goes on counting where its predecessor ended.
    ///
    /// - Throws: what is in the way of IPv4, where that is configured.
    public init(_ node: MobileNode, inside: [String], on machine: Machine) throws(KernelError) {
        var node = node
        memory = NodeMemory(folder: machine.settings.state)
        if let sequence = memory.recall(node.configuration.homeAddress, at: node.homeAgent) {
            node.resume(after: sequence)
        }
        self.node = node
        self.inside = inside
        self.machine = machine
        if let interval = machine.settings.probeInterval {
            probes = PathProbes(interval: interval, secret: machine.random.next())
        }
        machine.parties = [
            Party(
                id: Machine.own, name: node.configuration.mobileRouter == nil ? "MN" : "MR",
                kind: .mobileNode, address: node.configuration.homeAddress)
        ]
        machine.parties += node.configuration.homeAgents.prefix(1).map {
            Party(id: PartyIdentifier(1), name: "HA", kind: .homeAgent, address: $0)
        }
        if let dualStack = node.configuration.dualStack { try machine.useIPv4(port: dualStack.port) }
    }

    /// The home address.
    var homeAddress: IPv6Address { node.configuration.homeAddress }

    /// It begins.
    public func begin() {
        prepareKernel()
        let number = machine.note(.started)
        tell(.started, cause: number)
        kernelChanged()
    }

    /// Tells the node what changed.
    public func kernelChanged() {
        let links = machine.kernel.links.filter(isOfTheNode)
        for former in told where !links.contains(where: { $0.identifier == former.identifier }) {
            tell(.vanished, about: former.identifier)
        }
        told.removeAll { former in !links.contains { $0.identifier == former.identifier } }
        machine.parties[0].interfaces = links.map { .init(id: $0.identifier, name: $0.name) }
        // What is lost comes first: then a binding whose link went finds its way over the others at once.
        for link in links { tell(link, onlyLosses: true) }
        for link in links { tell(link, onlyLosses: false) }
        updateCareOfRoutes(links)
        loosenReversePaths(links)
        followLinkSizes()
    }

    private func isOfTheNode(_ link: KernelState.Link) -> Bool {
        !link.isLoopback && !link.isFallback && !machine.isOwn(link) && !inside.contains(link.name)
    }

    private func tell(_ link: KernelState.Link, onlyLosses: Bool) {
        let index: Int
        if let known = told.firstIndex(where: { $0.identifier == link.identifier }) {
            index = known
        } else {
            index = told.count
            told.append(ToldInterface(identifier: link.identifier))
        }
        let facts = told[index].facts(
            of: link, in: machine.kernel, homeAddress: homeAddress, homeAgent: node.homeAgent,
            onlyLosses: onlyLosses)
        for fact in facts { tell(fact, about: link.identifier) }
    }

    private func tell(_ fact: InterfaceFact, about interface: InterfaceIdentifier) {
        let number = machine.note(.interface(interface, fact))
        tell(.interface(interface, fact), cause: number)
    }

    /// A packet came: what is for the node is told to it.
    public func receive(_ datagram: Datagram) {
        if let answer = probes?.heard(datagram.octets, at: machine.now) {
            if let answer { tell(answer) }
            return
        }
        guard let link = datagram.interface.flatMap({ machine.kernel.link($0) }), isOfTheNode(link),
            NeighbourMessage.target(of: datagram.octets) == nil, isOurs(datagram.octets)
        else { return }
        if let tooBig = PacketTooBig(datagram.octets), tooBig.ends.remote == node.homeAgent {
            learn(tooBig)
            return
        }
        guard !machine.holds(datagram, departure: departure(of: datagram)) else { return }
        deliver(datagram, departure: nil)
    }

    /// The node is told of a packet that is for it.
    public func deliver(_ datagram: Datagram, departure: Int?) {
        var actions: [Action] = []
        turn(.datagram(datagram), into: &actions)
        let number = machine.noteDelivery(
            datagram, cause: departure ?? self.departure(of: datagram), of: actions,
            isHeld: departure != nil)
        if let number {
            carryOut(actions, cause: number)
        } else {
            for case .send(let answer, _) in actions { machine.sendUnnoted(answer) }
        }
    }

    /// The entry of a packet's departure at a peer that has a lane: it left there some time before, nobody here knows
    /// when. 0: nobody with a lane.
    private func departure(of datagram: Datagram) -> Int {
        guard let source = PacketEnds(datagram.octets)?.source,
            let peer = machine.parties.dropFirst().first(where: { $0.address == source })
        else { return 0 }
        return machine.note(.sent(octets: datagram.octets, nil, .none, Rule()), by: peer.id)
    }

    private func tell(_ verdict: PathProbes.Verdict) {
        let number = machine.note(.probe(verdict.text))
        tell(.path(verdict.careOfAddress, isSilent: verdict.isSilent), cause: number)
    }

    /// When `deadlinePassed` has to be called at the latest.
    public var nextDeadline: Instant? {
        [node.nextDeadline, probes?.nextDeadline, sizes.deadline].compactMap(\.self).min()
    }

    /// Does what is due.
    public func deadlinePassed() {
        if let due = probes?.due(at: machine.now) {
            // Probes stand in no journal: there are many, and all are alike. One that cannot leave is unanswered.
            for probe in due.probes { try? machine.port.send(probe) }
            for verdict in due.verdicts { tell(verdict) }
        }
        if let due = sizes.deadline, due <= machine.now { forgetPaths() }
        guard let deadline = node.nextDeadline, deadline <= machine.now else { return }
        var actions: [Action] = []
        turn(nil, into: &actions)
        guard !actions.isEmpty else { return }
        carryOut(actions, cause: machine.note(.timer))
    }

    /// Tells the node something, and does what it asks for.
    func tell(_ input: MobileNode.Input, cause: Int) {
        var actions: [Action] = []
        turn(input, entry: cause, into: &actions)
        carryOut(actions, cause: cause)
    }

    private func turn(_ input: MobileNode.Input?, entry: Int = 0, into actions: inout [Action]) {
        machine.turn(
            &node, input, in: \.past.mobileNode, entry: entry > 0 ? entry : machine.journal.nextNumber,
            into: &actions)
    }

    private func carryOut(_ actions: [Action], cause: Int) {
        // Messages leave before the kernel is rearranged, and a tunnel goes when its traffic has gone elsewhere.
        for action in actions {
            if case .send(let datagram, let rule) = action {
                machine.send(datagram, because: rule, cause: cause)
            } else if case .note(let note) = action {
                machine.note(.note(note), cause: cause)
            } else {
                machine.note(.action(action), cause: cause)
            }
        }
        for action in actions { if !action.takesTunnelDown { change(action) } }
        for action in actions where action.takesTunnelDown { change(action) }
        updateCorrespondents()
        machine.format = node.configuration.policies.format
        if !machine.isDryRun, actions.contains(where: \.changesTunnels) {
            probes?.follow(
                tunnels.map(\.wanted), ipv4Agent: node.configuration.dualStack?.homeAgent, at: machine.now)
        }
        guard !machine.isDryRun else { return }
        do {
            try memory.keep(node.sequenceToKeep, homeAddress, at: node.homeAgent)
            memoryProblem = nil
        } catch {
            // Once, and not with every Binding Update.
            if memoryProblem != error { machine.note(.fault(error.description)) }
            memoryProblem = error
        }
    }

    /// Does what a person wants, or says why not.
    public func perform(_ command: RunCommand) -> Outcome {
        // A setting is told as it was set: of all the rules it is one.
        let line = if case .set = command { command.line } else { String?.none }
        let wanted: MobileNode.Command?
        do { wanted = try nodeCommand(command) } catch { return .refused(error.words) }
        guard let command = wanted else {
            return .refused(RefusalText.unavailable(command) ?? "Not on a machine.")
        }
        let first = machine.note(.command(line ?? command.text))
        tell(.command(command), cause: first)
        if case .setFlowRules = command { updateFlowRules() }
        for number in first..<machine.journal.nextNumber {
            guard case .note(let note)? = machine.journal[number]?.event, note.event == .commandRefused else {
                continue
            }
            return .refused(RefusalText.sentence(note))
        }
        return .done(entry: first, "")
    }

    /// The node's own settings, and the choices where the texts are open.
    public func settings() -> [Setting] { node.settings(followers: "the node follows") }

    /// The names that arguments of commands can have now.
    public var vocabulary: Vocabulary {
        var vocabulary = Vocabulary()
        let rows = node.bindings(at: machine.now)
        vocabulary.bids = rows.compactMap(\.bid)
        vocabulary.interfaces = machine.parties[0].interfaces.map(\.name)
        vocabulary.peers = rows.map(\.peer.description)
        vocabulary.flows = node.configuration.flowRules.map(\.name)
        vocabulary.settings = settings()
        return vocabulary
    }
}

extension Action {
    fileprivate var changesTunnels: Bool {
        if case .tunnel = self { true } else { false }
    }

    fileprivate var takesTunnelDown: Bool {
        if case .tunnel(.remove, _) = self { true } else { false }
    }
}
