/// Why there is no screen.
public enum TerminalError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Standard input or output is not a terminal.
    case notATerminal
    /// TERM names no terminal that is described here.
    case unknownTerminal(String)
    /// The terminal cannot place its cursor, so no screen can be drawn (TERM=dumb).
    case cannotAddress(String)
    /// The terminal's settings could not be read; an errno.
    case settings(Int32)

    /// One line for standard error.
    public var description: String {
        switch self {
        case .notATerminal:
            "standard input and output must be a terminal; `careof run` and `careof decode` need none"
        case .unknownTerminal(let name):
            "there is no description of the terminal TERM=\(name) here; try TERM=xterm, or TERM=vt100 on a serial line"
        case .cannotAddress(let name):
            "a terminal of kind TERM=\(name) cannot place its cursor; try TERM=vt100, or `careof run` without a screen"
        case .settings(let number): "the settings of the terminal cannot be read (errno \(number))"
        }
    }
}
