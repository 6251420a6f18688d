import MobilityWire
import Nodes
import Runtime

// Messages that a person changes or makes by hand on a machine. What a peer would say nobody knows here; what this
// machine's own node would, a copy of it says.

extension MachineNode {
    private var mobileNode: MobileNode? { (self as? NodeHost)?.node }

    /// What the machine says to somebody who changes a message: it has the keys of its own node only.
    private var editingContext: EditingContext {
        var keys = MessageKeys()
        if let mobileNode { keys.add(mobileNode) }
        if let agent = (self as? AgentHost)?.agent { keys.add(agent) }
        return EditingContext(format: machine.format, keys: keys, of: mobileNode, at: machine.now)
    }

    private var interfaceNames: [(name: String, id: InterfaceIdentifier)] {
        machine.kernel.links.filter { !$0.isLoopback && !$0.isFallback && !machine.isOwn($0) }
            .map { ($0.name, $0.identifier) }
    }

    /// Does what a person wants of a message.
    func carryOut(_ command: EditCommand) -> Outcome {
        do throws(Refusal) {
            switch command {
            case .change(let target, let edit): return try change(target, edit)
            case .compose(let template, let interface):
                machine.composed = try compose(template, interface)
                return .done(entry: 0, "")
            case .send: return send(try takeComposed())
            case .discard:
                _ = try takeComposed()
                return .done(entry: 0, "thrown away, nothing was sent")
            }
        } catch {
            return .refused(error.words)
        }
    }

    private func takeComposed() throws(Refusal) -> ComposedMessage {
        guard let composed = machine.composed else {
            throw Refusal(words: "No message is composed: :compose bu begins one.")
        }
        machine.composed = nil
        return composed
    }

    private func change(_ target: EditTarget, _ edit: MessageEdit) throws(Refusal) -> Outcome {
        if target.number == nil, var composed = machine.composed {
            let words = try composed.perform(
                edit, editingContext, node: mobileNode, interfaces: interfaceNames, at: machine.now)
            machine.composed = composed
            return .done(entry: 0, words)
        }
        guard target != .composed else {
            throw Refusal(words: "No message is composed: :compose bu begins one.")
        }
        return carryOut(try machine.gate.change(target.number, edit, editingContext))
    }

    private func compose(
        _ template: EditCommand.Template, _ name: String?
    ) throws(Refusal) -> ComposedMessage {
        guard let node = mobileNode else {
            throw Refusal(words: "Only a mobile node composes messages: this one answers them.")
        }
        var composed: ComposedMessage
        switch template {
        case .empty(let kind):
            let interface = interfaceNames.first { $0.name == name }?.id
            composed = try ComposedMessage(empty: kind, of: node, by: interface, at: machine.now)
        case .next:
            var copy = node
            var random = machine.random
            var actions: [Action] = []
            copy.handle(.command(.registerBulk([])), at: machine.now, random: &random, into: &actions)
            let datagrams = actions.compactMap { action -> Datagram? in
                if case .send(let datagram, _) = action { datagram } else { nil }
            }
            guard let datagram = datagrams.first else {
                throw Refusal(words: "The node would send nothing now.")
            }
            composed = ComposedMessage(datagram, format: machine.format, of: node, at: machine.now)
        case .copy(let number):
            composed = try ComposedMessage(
                copyOf: number, in: machine.journal, party: Machine.own, format: machine.format)
        }
        guard let name else { return composed }
        _ = try composed.perform(
            .set(field: "interface", value: name), editingContext, node: node, interfaces: interfaceNames,
            at: machine.now)
        return composed
    }

    /// A composed message leaves, past the gate: it is in somebody's hand already.
    private func send(_ composed: ComposedMessage) -> Outcome {
        var composed = composed
        composed.renew(editingContext, of: mobileNode, at: machine.now)
        let datagram = composed.datagram
        let first = machine.journal.nextNumber
        let name = GateFilter.name(of: datagram.octets) ?? "message"
        let told = machine.note(.command("send a \(name) made by hand"))
        let number = machine.note(
            .sent(
                octets: datagram.octets, datagram.interface, datagram.protection, Rule(0, "made by hand")),
            cause: told)
        if !machine.isDryRun { machine.transmit(datagram, departure: number) }
        if let host = self as? NodeHost, let sequence = composed.sequence(of: host.node) {
            host.tell(.command(.useSequence(sequence)), cause: number)
        }
        roundEnded()
        return .done(entry: first, "")
    }

    // MARK: Looking

    /// A message that somebody changes or makes by hand.
    func opened(_ target: EditTarget, trying edit: MessageEdit?) -> OpenedMessage? {
        let context = editingContext
        let unknown = ForeseenAnswer(
            .remark, "What the peer would say cannot be known here: only the lab has a copy of it to ask.")
        if target.number == nil, var composed = machine.composed {
            var refusal = ""
            if let edit {
                do {
                    _ = try composed.perform(
                        edit, context, node: mobileNode, interfaces: interfaceNames, at: machine.now)
                } catch { refusal = error.words }
            }
            let name = composed.interface.flatMap { id in interfaceNames.first { $0.id == id }?.name } ?? ""
            var opened = OpenedMessage(
                .composed, composed.editor, context,
                place: "made by hand" + (name.isEmpty ? "" : ", leaves by \(name)"), interface: name,
                answer: unknown)
            opened.refusal = refusal
            return opened
        }
        guard target != .composed, let held = machine.gate.first(target.number) else { return nil }
        var editor = held.editor ?? MessageEditor(held.octets, format: machine.format)
        var refusal = ""
        if let edit {
            do { _ = try editor.perform(edit, context) } catch { refusal = error.words }
        }
        var opened = OpenedMessage(
            .held(held.number), editor, context,
            place: held.isIncoming
                ? "held before the \(mobileNode == nil ? "agent" : "node") sees it" : "held before it leaves",
            answer: foreseen(held, editor.octets) ?? unknown)
        opened.refusal = refusal
        return opened
    }

    /// What a copy of this machine's node does about a message that came; nil: it is not for it.
    private func foreseen(_ held: Gate<HostParcel>.Held, _ octets: [UInt8]) -> ForeseenAnswer? {
        guard case .incoming(var datagram) = held.parcel else { return nil }
        datagram.octets = octets
        var random = machine.random
        var actions: [Action] = []
        if var copy = mobileNode {
            copy.handle(.datagram(datagram), at: machine.now, random: &random, into: &actions)
        } else if var copy = (self as? AgentHost)?.agent {
            copy.handle(.datagram(datagram), at: machine.now, random: &random, into: &actions)
        } else {
            return nil
        }
        var answer = ForeseenAnswer()
        answer.tell(
            of: actions, by: machine.parties.first?.name ?? "the node",
            EntryText(parties: machine.parties, format: machine.format), format: machine.format)
        return answer
    }
}
