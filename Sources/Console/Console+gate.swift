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
        default: command
        }
    }

    /// The held message that a change is about which names none; nil: the run takes the one that is composed, or waits
    /// longest.
    func aimedTarget(_ run: some Run) -> EditTarget? {
        guard run.opened(.composed, trying: nil) == nil else { return nil }
        return selectedHeld(run).map(EditTarget.held)
    }
}
