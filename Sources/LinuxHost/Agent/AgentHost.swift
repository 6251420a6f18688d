import Crypto
import MobilityWire
public import Nodes
public import Runtime

/// A home agent on this machine: one tunnel device for all bindings, proxy neighbour discovery on the home link.
public final class AgentHost: MachineNode {
    /// The machine.
    public let machine: Machine
    /// The agent.
    public private(set) var agent: HomeAgent
    /// Sockets that hold the anycast addresses of the home prefixes.
    var anycasts: [Int32] = []
    /// The name of the interface on the home link.
    let interface: String
    /// The one device, and what goes through it where; nil in a dry run, and where it is the kernel's.
    var tunnel: UserTunnel?
    /// The one device of the kernel; nil where it is ours.
    var sharedTunnel: SharedTunnel?
    /// Where packets go, by home address.
    var table: TunnelTable
    /// Whether the tunnels' thread has not seen it yet.
    private var isTableStale = false
    /// Bindings by home address: BID (0: an ordinary one) and care-of address, which may be an end in IPv4, ascending.
    var bindings: [IPv6Address: [(bid: UInt16, careOfAddress: IPv6Address)]] = [:]
    /// The node that commands are about; nil: none was chosen.
    private var chosen: IPv6Address?
    /// Mobile networks by home address.
    var networks: [IPv6Address: [IPv6Prefix]] = [:]
    /// The largest packets for care-of addresses.
    var sizes = PathSizes()
    /// What they depend on here.
    var outlook = Outlook()
    /// The routes into tunnels; nil: there are none.
    var routes: AgentRoutes?
    /// The flow table as rules of the kernel.
    var flowRules: [KernelChange] = []
    /// The BIDs that flow rules name, and that have a way of their own.
    var flowBids: Set<UInt16> = []
    /// How many nodes have each of these bound.
    var flowNodes: [UInt16: Int] = [:]
    /// Our devices of these BIDs.
    var flowTunnels: [UInt16: UserTunnel] = [:]
    /// The default binding of each home address.
    var defaults: [IPv6Address: UInt16] = [:]
    /// What is wrong with the home link; nil: nothing.
    private var homeObstacle: String?
    /// Tells forgers from nodes before anything is done for either; nil: nothing does.
    private(set) var seals: SealCheck?
    /// Questions asked on the home link, the oldest first.
    var inquiries = InquiryQueue()

    /// The mobile nodes in the journal.
    private static let nodes = PartyIdentifier(1)

    /// An agent on a machine, that has not begun.
    public init(_ agent: HomeAgent, interface: String, on machine: Machine) throws(KernelError) {
        self.agent = agent
        self.interface = interface
        self.machine = machine
        seals = (try? OpenSSLCryptography()).map { SealCheck(agent.configuration, by: $0) }
        table = TunnelTable(agent: agent.configuration.address)
        machine.parties = [
            Party(id: Machine.own, name: "HA", kind: .homeAgent, address: agent.configuration.address),
            // All that are served: there may be many thousands.
            Party(id: AgentHost.nodes, name: "MN", kind: .mobileNode),
        ]
        try prepareKernel()
        try prepareIPv4()
        updateFlows()
        publishTable()
    }

    /// It begins.
    public func begin() {
        machine.note(.started)
        kernelChanged()
    }

    /// Tells the node what changed.
    public func kernelChanged() {
        machine.parties[0].interfaces = machine.kernel.links.map { .init(id: $0.identifier, name: $0.name) }
        followLinks()
        followHomeLink()
    }

    /// Without its address on the home link the agent hears nobody, and answers for nobody: that is said, and when it is
    /// over. What is bound stays bound.
    private func followHomeLink() {
        var obstacle: String?
        if machine.kernel.link(named: interface)?.isUp != true {
            obstacle = "\(interface) is down or gone: nobody on the home link is answered"
        } else if !machine.kernel.owns(agent.configuration.address) {
            obstacle =
                "the agent's address \(agent.configuration.address) is on no interface: nobody is heard"
        }
        guard obstacle != homeObstacle else { return }
        homeObstacle = obstacle
        if obstacle == nil { restoreHomeLink() }
        machine.note(
            obstacle.map { .fault($0) }
                ?? .probe("\(interface) is up, with the address \(agent.configuration.address)"))
    }

    /// A packet came: what is for the node is told to it.
    public func receive(_ datagram: Datagram) {
        guard let link = datagram.interface.flatMap({ machine.kernel.link($0) }), !machine.isOwn(link) else {
            return
        }
        if let seen = NeighbourMessage.target(of: datagram.octets) {
            if link.name == interface { hear(seen.isAdvertisement, seen.source, seen.target) }
            return
        }
        if datagram.octets.count > 40, datagram.octets[0] >> 4 == 6, datagram.octets[6] == 58,
            datagram.octets[40] == 134
        {
            if link.name == interface { hear(HomeAgentAdvertisement(datagram.octets)) }
            return
        }
        if let tooBig = PacketTooBig(datagram.octets), tooBig.ends.local == agent.configuration.address {
            learn(tooBig)
            return
        }
        guard isOurs(datagram.octets) else { return }
        guard !machine.holds(datagram, departure: departure(of: datagram)) else { return }
        deliver(datagram, departure: nil)
    }

    /// The agent is told of a packet that is for it.
    public func deliver(_ datagram: Datagram, departure: Int?) {
        var actions: [Action] = []
        turn(.datagram(datagram), into: &actions)
        let number = machine.noteDelivery(
            datagram, cause: departure ?? self.departure(of: datagram), of: actions, isHeld: departure != nil)
        if let number {
            carryOut(actions, cause: number)
        } else {
            for case .send(let answer, _) in actions { machine.sendUnnoted(answer) }
        }
    }

    /// The entry of a packet's departure at a mobile node: it left there some time before, nobody here knows when.
    private func departure(of datagram: Datagram) -> Int {
        machine.note(.sent(octets: datagram.octets, nil, .none, Rule()), by: AgentHost.nodes)
    }

    /// Another home agent of the home link (RFC 6275 §10.1).
    private func hear(_ other: HomeAgentAdvertisement?) {
        guard let other, other.address != agent.configuration.address else { return }
        var actions: [Action] = []
        turn(
            .homeAgentHeard(other.address, preference: other.preference, lifetime: other.lifetime),
            into: &actions)
        carryOut(actions, cause: 0)
    }

    /// When `deadlinePassed` has to be called at the latest.
    public var nextDeadline: Instant? {
        [agent.nextDeadline, inquiries.deadline, sizes.deadline].compactMap(\.self).min()
    }

    /// Does what is due.
    public func deadlinePassed() {
        let now = machine.now
        while let inquiry = inquiries.takeFirst(dueAt: now) { settle(inquiry, isAnswered: false) }
        if let due = sizes.deadline, due <= now { forgetPaths() }
        guard let deadline = agent.nextDeadline, deadline <= now else { return }
        var actions: [Action] = []
        turn(nil, into: &actions)
        guard !actions.isEmpty else { return }
        carryOut(actions, cause: machine.note(.timer))
    }

    /// Tells the agent something, and does what it asks for.
    func tell(_ input: HomeAgent.Input, cause: Int) {
        var actions: [Action] = []
        turn(input, entry: cause, into: &actions)
        carryOut(actions, cause: cause)
    }

    private func turn(_ input: HomeAgent.Input?, entry: Int = 0, into actions: inout [Action]) {
        let isKept = machine.keepsPast && agent.overview.bindings <= MachinePast.bindingLimit
        if machine.keepsPast, !isKept { machine.past.homeAgent.removeAll() }
        machine.turn(
            &agent, input, in: \.past.homeAgent, entry: entry > 0 ? entry : machine.journal.nextNumber,
            isKept: isKept, into: &actions)
    }

    private func carryOut(_ actions: [Action], cause: Int) {
        var hasChanges = false
        for action in actions {
            switch action {
            case .send(let datagram, let rule): machine.send(datagram, because: rule, cause: cause)
            case .note(let note): machine.note(.note(note), cause: cause)
            default:
                machine.note(.action(action), cause: cause)
                change(action)
                hasChanges = true
            }
        }
        isTableStale = isTableStale || hasChanges
        machine.format = agent.configuration.policies.format
        seals?.coversSource = agent.configuration.policies.authenticatorCoversSource
    }

    /// The tunnels' thread gets the table once, however many bindings changed.
    public func roundEnded() {
        guard isTableStale else { return }
        isTableStale = false
        publishTable()
    }

    /// Does what a person wants, or says why not.
    public func perform(_ command: RunCommand) -> Outcome {
        if case .chooseNode(let homeAddress) = command {
            guard bindings[homeAddress] != nil else {
                return .refused(RefusalText.sentence("unknown-home-address", bid: nil))
            }
            chosen = homeAddress
            return .done(entry: machine.note(.command("choose-node \(homeAddress)")), "")
        }
        // A setting is told as it was set: of all the rules it is one.
        let line = if case .set = command { command.line } else { String?.none }
        let wanted: HomeAgent.Command?
        do { wanted = try agentCommand(command) } catch { return .refused(error.words) }
        guard let command = wanted else {
            return .refused(RefusalText.unavailable(command) ?? "Not on a home agent.")
        }
        let first = machine.note(.command(line ?? command.text))
        tell(.command(command), cause: first)
        if case .setFlowRules = command { updateFlows() }
        for number in first..<machine.journal.nextNumber {
            guard case .note(let note)? = machine.journal[number]?.event, note.event == .commandRefused else {
                continue
            }
            return .refused(RefusalText.sentence(note))
        }
        return .done(entry: first, "")
    }

    /// What the administrator allows, and the choices where the texts are open.
    public func settings() -> [Setting] {
        PolicySetting.all.map { $0.setting(in: agent.configuration.policies) }
            + agent.settings(onlyRouterByDefault: false)
    }

    /// The names that arguments of commands can have now.
    public var vocabulary: Vocabulary {
        var vocabulary = Vocabulary()
        vocabulary.settings = settings()
        vocabulary.flows = agent.configuration.flowRules.map(\.name)
        if let node = try? nodeOfCommands() {
            vocabulary.bids = bindings[node]?.map(\.bid).filter { $0 != 0 } ?? []
        }
        vocabulary.nodes = agent.configuration.nodes.prefix(64).map { "\($0.homeAddress)" }
        vocabulary.interfaces = machine.parties[0].interfaces.map(\.name)
        return vocabulary
    }

    /// The node that commands are about: the one that was chosen, or the only one that is bound.
    private func nodeOfCommands() throws(Refusal) -> IPv6Address {
        if let chosen, bindings[chosen] != nil { return chosen }
        guard let only = bindings.keys.first else {
            throw Refusal(words: "No mobile node is bound.")
        }
        guard bindings.count == 1 else {
            throw Refusal(
                words: "\(bindings.count) mobile nodes are bound: choose one with choose-node ADDRESS.")
        }
        return only
    }

    /// What a command means to a home agent; nil: nothing.
    private func agentCommand(_ command: RunCommand) throws(Refusal) -> HomeAgent.Command? {
        switch command {
        case .set(let key, let value):
            return try agent.command(setting: settings().setting(key, for: value), to: value)
        case .addFlow, .removeFlow:
            return .setFlowRules(try agent.configuration.flowRules.after(command))
        case .requestRefresh, .revoke, .deregister, .deregisterAll, .switchAgent, .register: break
        default: return nil
        }
        let node = try nodeOfCommands()
        switch command {
        case .register(let bid): return .requestRefresh(node, bids: [bid])
        case .requestRefresh(let bids): return .requestRefresh(node, bids: bids)
        case .revoke(let bids), .deregister(let bids): return .revoke(node, bids: bids, trigger: 1)
        case .deregisterAll: return .revoke(node, bids: [], trigger: 1)
        case .switchAgent(let agent): return .switchAgent(node, to: agent.map { [$0] } ?? [])
        default: return nil
        }
    }
}

extension IPv6Prefix {
    /// The anycast address of the home agents of this prefix (RFC 2526 §2, number 126).
    var agentsAnycast: IPv6Address { IPv6Address(high: address.high, low: 0xfdff_ffff_ffff_fffe) }
}
