import Nodes
import Runtime

// The messages that the gate holds, as keys are about them.

extension Console {
    /// The held message that keys are about: the selected one; nil: the run takes the one that waits longest.
    private func selectedHeld(_ run: some Run) -> Int? {
        let held = run.held
        if let message, held.contains(where: { $0.number == message }) { return message }
        return nil
    }

    /// A command of the gate about the selected message, where it names none.
    func aimed(_ command: GateCommand, _ run: some Run) -> GateCommand {
        let number = selectedHeld(run)
        return switch command {
        case .release(nil): .release(number)
        case .drop(nil): .drop(number)
        case .duplicate(nil): .duplicate(number)
        case .delay(nil, let time): .delay(number, time)
        case .edit(nil, let field, let value): .edit(number, field: field, value: value)
        case .undo(nil): .undo(number)
        default: command
        }
    }

    /// Opens the held message; from a field of it, asks for the value that the field is to have.
    mutating func edit(_ run: some Run) -> [ConsoleEffect] {
        guard let held = run.held.first(where: { $0.number == message }) ?? run.held.first else {
            return refuse("no message is held: s holds them from now on")
        }
        guard focus == .message, message == held.number, let fieldRow else {
            message = held.number
            setFocus(.message)
            fieldRow = contents(run)?.contents.payloadRow
            say("choose a field, and press the key again to change it")
            return []
        }
        let places = MessageEditor(held.octets, format: run.format).places
        guard places.indices.contains(fieldRow), places[fieldRow].field.length > 0 else {
            return refuse("this field cannot be changed")
        }
        let place = places[fieldRow]
        overlay = .line(
            LineEditor(
                .argument(
                    command: "edit \(place.path)",
                    question: "\(place.field.name), \(place.field.length) octets, \(place.field.value):")))
        return []
    }
}
