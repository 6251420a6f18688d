import MobilityWire
import Nodes
public import Runtime

// Messages that a person changes or makes by hand.

extension LabRun {
    /// What the lab says to somebody who changes a message.
    var editingContext: EditingContext {
        var keys = MessageKeys()
        for node in lab.mobileNodes { keys.add(node) }
        for agent in lab.homeAgents { keys.add(agent) }
        return EditingContext(format: format, keys: keys, of: node, at: now)
    }

    private var interfaceNames: [(name: String, id: InterfaceIdentifier)] {
        lab.network.ports(of: stage.node).map { (lab.network[$0].name, $0.interface) }
    }

    mutating func carryOut(_ command: EditCommand) throws(Refusal) -> String {
        switch command {
        case .change(let target, let edit): return try change(target, edit)
        case .compose(let template, let interface): return try compose(template, interface)
        case .send:
            var composed = try takeComposed()
            composed.renew(editingContext, of: node, at: now)
            stage.lab.send(composed, of: stage.node)
            return ""
        case .discard:
            _ = try takeComposed()
            return "thrown away, nothing was sent"
        }
    }

    private mutating func takeComposed() throws(Refusal) -> ComposedMessage {
        guard let composed = lab.composed else {
            throw Refusal(words: "No message is composed: :compose bu begins one.")
        }
        stage.lab.composed = nil
        return composed
    }

    // MARK: Changing

    private mutating func change(_ target: EditTarget, _ edit: MessageEdit) throws(Refusal) -> String {
        let context = editingContext
        if var composed = lab.composed, target.number == nil {
            let words = try composed.perform(edit, context, node: node, interfaces: interfaceNames, at: now)
            stage.lab.composed = composed
            return words
        }
        guard target != .composed else {
            throw Refusal(words: "No message is composed: :compose bu begins one.")
        }
        return stage.lab.carryOut(try stage.lab.gate.change(target.number, edit, context))
    }

    private mutating func compose(
        _ template: EditCommand.Template, _ name: String?
    ) throws(Refusal) -> String {
        guard let node else { throw Refusal(words: "There is no mobile node here.") }
        var composed: ComposedMessage
        switch template {
        case .empty(let kind):
            let interface = interfaceNames.first { $0.name == name }?.id
            composed = try ComposedMessage(empty: kind, of: node, by: interface, at: now)
        case .next:
            let preview = preview(.registerBulk([]))
            guard let message = preview.messages.first(where: { $0.sender == stage.node.party }) else {
                throw Refusal(words: preview.refusal ?? "The node would send nothing now.")
            }
            composed = ComposedMessage(
                Datagram(
                    octets: message.octets, interface: message.interface,
                    protection: node.facts(at: now).protection), format: format, of: node, at: now)
        case .copy(let number):
            composed = try ComposedMessage(
                copyOf: number, in: journal, party: stage.node.party, format: format)
        }
        if let name {
            _ = try composed.perform(
                .set(field: "interface", value: name), editingContext, node: node,
                interfaces: interfaceNames, at: now)
        }
        stage.lab.composed = composed
        return ""
    }

    // MARK: Looking

    /// A message that somebody changes or makes by hand, with what would become of it.
    public func opened(_ target: EditTarget, trying edit: MessageEdit?, known: OpenedMessage?)
        -> OpenedMessage?
    {
        let context = editingContext
        if target.number == nil, var composed = lab.composed {
            var refusal = ""
            if let edit {
                do {
                    _ = try composed.perform(edit, context, node: node, interfaces: interfaceNames, at: now)
                } catch { refusal = error.words }
            }
            let name = composed.interface.map {
                lab.network[PortReference(stage.node, interface: $0)].name
            }
            var opened = OpenedMessage(
                .composed, composed.editor, context,
                place: "made by hand at \(lab.network[stage.node].name)"
                    + (name.map { ", leaves by \($0)" } ?? ""),
                interface: name ?? "",
                answer: known?.answer(for: .composed, composed.editor.octets, interface: name ?? "")
                    ?? foreseen(.composed(composed)))
            opened.refusal = refusal
            return opened
        }
        guard target != .composed, let held = lab.gate.first(target.number) else { return nil }
        var editor = held.editor ?? MessageEditor(held.octets, format: format)
        var refusal = ""
        if let edit {
            do { _ = try editor.perform(edit, context) } catch { refusal = error.words }
        }
        var changed = held
        changed.octets = editor.octets
        let station = lab.network[held.parcel.station].name
        var opened = OpenedMessage(
            .held(held.number), editor, context,
            place: held.isIncoming ? "held before \(station) sees it" : "held at \(station), which sent it",
            answer: known?.answer(for: .held(held.number), editor.octets) ?? foreseen(.held(changed)))
        opened.refusal = refusal
        return opened
    }
}
