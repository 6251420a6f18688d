import MobilityWire
public import Nodes
public import Runtime

/// A correspondent node on this machine: return routability and bindings of mobile nodes (RFC 6275 §9). Its data goes
/// straight to them where the kernel knows Mobile IPv6; elsewhere the kernel adds no routing headers, and data goes
/// through the home agent.
public final class CorrespondentHost: MachineNode {
    /// The machine.
    public let machine: Machine
    /// The correspondent.
    public private(set) var node: CorrespondentNode
    /// Data that goes straight, by home address.
    private var straight: [IPv6Address: StraightRoute] = [:]

    private struct StraightRoute {
        /// What is bound: care-of addresses by BID (0: the ordinary binding).
        var bound: [UInt16: IPv6Address] = [:]
        /// From which of them packets are taken.
        var sender: IPv6Address?
        /// What the kernel has.
        var changes: [KernelChange] = []
    }

    /// A correspondent on a machine, that has not begun.
    public init(_ node: CorrespondentNode, on machine: Machine) throws(KernelError) {
        guard machine.kernel.owns(node.configuration.address) else {
            throw KernelError("the address \(node.configuration.address) is on no interface", code: 99)
        }
        self.node = node
        self.machine = machine
        machine.parties = [
            Party(id: Machine.own, name: "CN", kind: .correspondent, address: node.configuration.address)
        ]
    }

    /// It begins.
    public func begin() {
        machine.note(.started)
        kernelChanged()
    }

    /// The names of interfaces change.
    public func kernelChanged() {
        machine.parties[0].interfaces = machine.kernel.links.map { .init(id: $0.identifier, name: $0.name) }
    }

    /// A packet came: what is for the node is told to it.
    public func receive(_ datagram: Datagram) {
        guard datagram.interface != nil, NeighbourMessage.target(of: datagram.octets) == nil,
            IPv6Address(network: datagram.octets.dropFirst(24)) == node.configuration.address
        else { return }
        guard !machine.holds(datagram, departure: 0) else { return }
        deliver(datagram, departure: nil)
    }

    /// The correspondent is told of a packet that is for it.
    public func deliver(_ datagram: Datagram, departure: Int?) {
        var actions: [Action] = []
        turn(.datagram(datagram), into: &actions)
        if actions.isEmpty { follow(datagram) }
        let number = machine.noteDelivery(
            datagram, cause: departure ?? 0, of: actions, isHeld: departure != nil)
        if let number {
            carryOut(actions, cause: number)
        } else {
            for case .send(let answer, _) in actions { machine.sendUnnoted(answer) }
        }
    }

    /// When `deadlinePassed` has to be called at the latest.
    public var nextDeadline: Instant? { node.nextDeadline }

    /// Does what is due.
    public func deadlinePassed() {
        var actions: [Action] = []
        turn(nil, into: &actions)
        guard !actions.isEmpty else { return }
        carryOut(actions, cause: machine.note(.timer))
    }

    private func tell(_ input: CorrespondentNode.Input, cause: Int) {
        var actions: [Action] = []
        turn(input, entry: cause, into: &actions)
        carryOut(actions, cause: cause)
    }

    private func turn(_ input: CorrespondentNode.Input?, entry: Int = 0, into actions: inout [Action]) {
        machine.turn(
            &node, input, in: \.past.correspondent, entry: entry > 0 ? entry : machine.journal.nextNumber,
            into: &actions)
    }

    private func carryOut(_ actions: [Action], cause: Int) {
        for action in actions {
            switch action {
            case .send(let datagram, let rule): machine.send(datagram, because: rule, cause: cause)
            case .note(let note): machine.note(.note(note), cause: cause)
            default: machine.note(.action(action), cause: cause)
            }
        }
        for case .note(let note) in actions where note.event == .bindingCache {
            if let homeAddress = note.homeAddress { updateRoute(to: homeAddress, after: note) }
        }
        machine.format = node.configuration.policies.format
    }

    /// Brings the kernel up to date with the binding by which packets go to a home address.
    private func updateRoute(to homeAddress: IPv6Address, after note: Note? = nil) {
        guard machine.optimisesRoutes else { return }
        var known = straight[homeAddress] ?? StraightRoute()
        if let note {
            let isBound = note.to == "created" || note.to == "updated"
            known.bound[note.bid ?? 0] = isBound ? note.careOfAddress?.ipv6 : nil
            if let sender = known.sender, !known.bound.values.contains(sender) { known.sender = nil }
        }
        var route = RouteOptimisation(homeAddress: homeAddress, correspondent: node.configuration.address)
        let flow = FlowKey(source: node.configuration.address, destination: homeAddress)
        if case .routeOptimised(_, .ipv6(let careOfAddress), _) = node.path(for: flow, at: machine.now) {
            route.careOfAddress = careOfAddress
        }
        // Another binding is no reason to take packets from elsewhere: the node says so by sending them.
        known.sender = known.sender ?? route.careOfAddress
        route.sender = known.sender
        let wanted = route.changesOnCorrespondent
        if wanted != known.changes {
            machine.ledger.exchange(known.changes, for: wanted, machine.attempt)
            known.changes = wanted
        }
        straight[homeAddress] = wanted.isEmpty ? nil : known
    }

    /// Of several bindings the node chooses the one that it sends by; the kernel takes packets from one. So it follows the
    /// node: a packet from another registered care-of address, to which the correspondent has no objection, moves it.
    private func follow(_ datagram: Datagram) {
        guard let homeAddress = PlainPacket.homeAddress(ofDataIn: datagram.octets),
            let source = IPv6Address(network: datagram.octets.dropFirst(8)),
            let known = straight[homeAddress],
            known.bound.count > 1, known.sender != source, known.bound.values.contains(source)
        else { return }
        straight[homeAddress]?.sender = source
        updateRoute(to: homeAddress)
    }

    /// Does what a person wants, or says why not.
    public func perform(_ command: RunCommand) -> Outcome {
        guard case .set(let key, let value) = command else {
            return .refused(RefusalText.unavailable(command) ?? "Not on a correspondent.")
        }
        do throws(Refusal) {
            let setting = try settings().setting(key, for: value)
            guard let policies = PolicySetting.policies(node.configuration.policies, with: key, value) else {
                throw .unfit(setting, value)
            }
            let first = machine.note(.command("\(key) = \(value)"))
            tell(.command(.setPolicies(policies)), cause: first)
            return .done(entry: first, "\(key) is \(value)")
        } catch {
            return .refused(error.words)
        }
    }

    /// The choices where the texts are open.
    public func settings() -> [Setting] {
        PolicySetting.all.map { $0.setting(in: node.configuration.policies) }
    }

    /// The names that arguments of commands can have now.
    public var vocabulary: Vocabulary {
        var vocabulary = Vocabulary()
        vocabulary.settings = settings()
        vocabulary.interfaces = machine.parties[0].interfaces.map(\.name)
        return vocabulary
    }
}
