import Nodes
public import Runtime

// What a person does with the messages that the gate holds.

extension LabRun {
    /// The messages that the gate holds.
    public var held: [HeldMessage] { lab.heldMessages }

    mutating func carryOut(_ command: GateCommand) throws(Refusal) -> String {
        switch command {
        case .hold(let filter):
            let isOpen = lab.gate.filter.isOpen
            let filter = filter ?? (isOpen ? GateFilter(outgoing: true, incoming: true) : .open)
            stage.lab.setGate(filter)
            return filter.isOpen ? "the gate is open" : "messages are held until they are released"
        case .release(let number): stage.lab.release(heldAt: try index(number))
        case .drop(let number): stage.lab.drop(heldAt: try index(number))
        case .duplicate(let number): stage.lab.duplicate(heldAt: try index(number))
        case .delay(let number, let delay): stage.lab.delay(heldAt: try index(number), by: delay)
        case .edit(let number, let field, let value):
            let index = try index(number)
            do {
                return try stage.lab.edit(heldAt: index, field, value, format: format)
            } catch {
                throw Refusal(words: error.words)
            }
        case .undo(let number):
            guard stage.lab.undo(heldAt: try index(number)) else {
                throw Refusal(words: "Nothing was changed in it.")
            }
        }
        return ""
    }

    private func index(_ number: Int?) throws(Refusal) -> Int {
        if let index = lab.heldIndex(number) { return index }
        let held = held.map { "\($0.number)" }
        guard let number, !held.isEmpty else {
            throw Refusal(words: "No message is held: s holds them from now on.")
        }
        throw Refusal(
            words: "No message with departure \(number) is held: expected \(held.joined(separator: ", ")).")
    }

    /// The gate in a word or two, for the top line.
    var gateWords: String {
        let filter = lab.gate.filter
        guard !filter.isOpen else { return "open" }
        let kinds = filter.messages.isEmpty ? "" : " " + filter.messages.joined(separator: " ")
        return filter.direction + kinds + (held.isEmpty ? "" : ", \(held.count) held")
    }
}
