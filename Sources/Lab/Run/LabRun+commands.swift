import MobilityWire
import Nodes
import Runtime

// What a person asks of the node, the agent and time.

extension LabRun {
    /// Does what a person wants, or says why not.
    @discardableResult
    public mutating func perform(_ command: RunCommand) -> Outcome {
        if command.isGate {
            // The lab has one.
        } else if let words = RefusalText.unavailable(command) {
            return .refused(words)
        }
        let first = journal.nextNumber
        if let line = command.line {
            inputs.append(RecordedInput(time: now, turn: turns, entry: first, line: line))
        }
        do {
            let words = try carryOut(command)
            noteChange()
            for number in first..<journal.nextNumber {
                guard case .note(let note) = journal[number]?.event, note.event == .commandRefused else {
                    continue
                }
                return .refused(RefusalText.sentence(note))
            }
            return .done(entry: journal.nextNumber > first ? first : 0, words)
        } catch {
            return .refused(error.words)
        }
    }

    /// Does it; what there is to say of it.
    private mutating func carryOut(_ command: RunCommand) throws(Refusal) -> String {
        switch command {
        case .registerBulk(let bids):
            stage.lab.command(.registerBulk(bids), to: stage.node)
            // What was chosen by hand stays all that is registered: an automatic node would add the rest.
            return bids.isEmpty ? leaveManual() : ""
        case .pause(let paused):
            setPaused(paused ?? !clock.isPaused)
            return clock.isPaused ? "paused" : ""
        case .speed(let speed): return setSpeed(speed)
        case .faster: return setSpeed(clock.next(faster: true))
        case .slower: return setSpeed(clock.next(faster: false))
        case .gate(let command):
            let text = try carryOut(command)
            // Time goes on from where it stood.
            clock.anchor(machine: machineTime ?? .zero, run: now)
            return text
        case .edit(let command):
            let text = try carryOut(command)
            clock.anchor(machine: machineTime ?? .zero, run: now)
            return text
        case .note(let words): stage.lab.note(words, of: stage.node)
        case .set(let key, let value): return try set(key, value)
        case .addFlow, .removeFlow: return try changeFlows(command)
        case .requestRefresh(let bids):
            stage.lab.command(HomeAgent.Command.requestRefresh(try homeAddress, bids: bids), to: try agent)
        case .revoke(let bids):
            stage.lab.command(
                HomeAgent.Command.revoke(try homeAddress, bids: bids, trigger: 1), to: try agent)
        case .switchAgent(let address):
            stage.lab.command(
                HomeAgent.Command.switchAgent(try homeAddress, to: address.map { [$0] } ?? []), to: try agent)
        case .registerAtCorrespondent(let bid, let peer):
            stage.lab.command(.registerAtCorrespondent(bid, peer: try correspondent(peer)), to: stage.node)
        case .deregisterAtCorrespondent(let bid, let peer):
            stage.lab.command(.deregisterAtCorrespondent(bid, peer: try correspondent(peer)), to: stage.node)
        case .forgetPeer(let peer):
            stage.lab.command(.forgetPeer(try correspondent(peer)), to: stage.node)
        case .setOverwrite(let value):
            stage.lab.command(
                .setOverwrite(value ?? !(node?.summary.overwritesNext ?? false)), to: stage.node)
        default:
            if case .setRegistration = command { awaitsFirstBulk = false }
            guard let command = command.forNode else { return try carryOutFault(command) }
            stage.lab.command(command, to: stage.node)
        }
        return ""
    }

    /// The lab opens manual, so that nothing moves before a person has looked; the first bulk registration ends that.
    private mutating func leaveManual() -> String {
        guard awaitsFirstBulk else { return "" }
        let isRefused: Bool = {
            guard case .note(let note) = journal[journal.nextNumber - 1]?.event else { return false }
            return note.event == .commandRefused
        }()
        guard !isRefused else { return "" }
        awaitsFirstBulk = false
        stage.lab.command(.setRegistration(.automatic), to: stage.node)
        return "registration is automatic from now on"
    }

    private mutating func setPaused(_ paused: Bool) {
        clock.setPaused(paused, at: machineTime ?? .zero)
    }

    private mutating func setSpeed(_ speed: Double) -> String {
        clock.setSpeed(speed, at: machineTime ?? .zero)
        return ""
    }

    private mutating func changeFlows(_ command: RunCommand) throws(Refusal) -> String {
        let rules = try (node?.configuration.flowRules ?? []).after(command)
        stage.lab.command(MobileNode.Command.setFlowRules(rules), to: stage.node)
        // Both ends choose by the same table, as there is no signalling of flows yet (RFC 6089 comes later).
        if let agent = stage.agents.first {
            stage.lab.command(HomeAgent.Command.setFlowRules(rules), to: agent)
        }
        return ""
    }

    // MARK: Names

    var agent: StationReference {
        get throws(Refusal) {
            guard let agent = stage.agents.first else { throw Refusal(words: "There is no home agent here.") }
            return agent
        }
    }

    private var homeAddress: IPv6Address {
        get throws(Refusal) {
            guard let node else { throw Refusal(words: "There is no mobile node here.") }
            return node.configuration.homeAddress
        }
    }

    /// The address of a correspondent by its name or address; nil: of the first.
    private func correspondent(_ name: String?) throws(Refusal) -> IPv6Address {
        guard let name else {
            guard let first = stage.correspondents.first else {
                throw Refusal(words: "There is no correspondent here.")
            }
            return stage.address(of: lab.network[first].name)
        }
        if let address = IPv6Address(name) { return address }
        if stage.correspondents.contains(where: { lab.network[$0].name == name }) {
            return stage.address(of: name)
        }
        if stage.agents.contains(where: { lab.network[$0].name == name }) { return stage.address(of: name) }
        let known = stage.correspondents.map { lab.network[$0].name }.joined(separator: ", ")
        throw Refusal(words: "There is no correspondent \"\(name)\"; known are \(known), or give an address.")
    }
}

extension RunCommand {
    /// Whether it is about messages that are held or made by hand.
    fileprivate var isGate: Bool {
        switch self {
        case .gate, .edit: true
        default: false
        }
    }

    /// It as a command of the node, where it is one and nothing has to be looked up.
    fileprivate var forNode: MobileNode.Command? {
        switch self {
        case .register(let bid): .register(bid)
        case .deregister(let bids): .deregister(bids)
        case .deregisterAll: .deregisterAll
        case .changeBid(let old, let new): .changeBid(from: old, to: new)
        case .setPriority(let bid, let priority): .setPriority(bid, priority)
        case .setRegistration(let mode): .setRegistration(mode)
        case .returnHome(let mode): .returnHome(mode)
        case .leaveHome: .leaveHome
        case .discoverHomeAgents: .discoverHomeAgents
        case .solicitPrefixes: .solicitPrefixes
        case .useHomeAgent(let address): .useHomeAgent(address)
        default: nil
        }
    }
}
