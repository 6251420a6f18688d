/// A part of the screen that shows one thing. The raw value is its name in commands.
public enum Pane: String, CaseIterable, Hashable, Sendable {
    /// The interfaces of the node: links, addresses, traffic.
    case interfaces
    /// Its bindings, peer by peer.
    case bindings
    /// The messages as a ladder.
    case exchange
    /// One message: fields and octets.
    case message
    /// Why something is as it is.
    case why
    /// The messages that the gate holds; only while it is shut or holds one.
    case held
    /// The binding caches of agents and correspondents.
    case cache
    /// The flow rules.
    case flows
    /// The journal.
    case log
    /// The lesson that goes with the run; only where there is one.
    case lesson

    /// What its border says.
    var title: String {
        switch self {
        case .interfaces: "Interfaces"
        case .bindings: "Bindings"
        case .exchange: "Exchange"
        case .message: "Message"
        case .why: "Why"
        case .held: "Held"
        case .cache: "Binding cache"
        case .flows: "Flows"
        case .log: "Log"
        case .lesson: "Lesson"
        }
    }
}
