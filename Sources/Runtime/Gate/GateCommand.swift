public import Nodes

/// What can be asked of the gate. A message is named by the entry of its departure; nil: the one that waits longest.
public enum GateCommand: Hashable, Sendable, Codable {
    /// Hold these messages from now on; nil: all where none are held, else none. An open gate lets go what it held.
    case hold(GateFilter?)
    /// It goes on.
    case release(Int?)
    /// It is lost.
    case drop(Int?)
    /// It goes on twice.
    case duplicate(Int?)
    /// It goes on after so long.
    case delay(Int?, Interval)

    /// The line that says it, as `CommandTable` reads it.
    var line: String {
        func named(_ name: String, _ number: Int?) -> String { name + (number.map { " \($0)" } ?? "") }
        return switch self {
        case .hold(nil): "step-mode"
        case .hold(let filter?): (["step-mode", filter.direction] + filter.messages).joined(separator: " ")
        case .release(let number): named("release", number)
        case .drop(let number): named("drop", number)
        case .duplicate(let number): named("duplicate", number)
        case .delay(let number, let time):
            named("delay \(Double(time.nanoseconds) / 1_000_000)ms", number)
        }
    }
}
