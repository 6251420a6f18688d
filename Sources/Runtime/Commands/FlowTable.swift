public import Nodes

extension [FlowRule] {
    /// The flow table after a command that changes it, or why it cannot: a rule of a name that there is takes its place,
    /// and only what is there goes.
    public func after(_ command: RunCommand) -> Result<[FlowRule], FlowRefusal> {
        var rules = self
        switch command {
        case .addFlow(let name, let bid, let transportProtocol, let port, let peer):
            let rule = FlowRule(
                name: name, peer: peer, transportProtocol: transportProtocol, port: port, bid: bid)
            if let index = rules.firstIndex(where: { $0.name == name }) {
                rules[index] = rule
            } else {
                rules.append(rule)
            }
        case .removeFlow(let name):
            guard rules.contains(where: { $0.name == name }) else {
                return .failure(FlowRefusal(name: name, rules: self))
            }
            rules.removeAll { $0.name == name }
        default: break
        }
        return .success(rules)
    }
}

/// A flow rule that was to go is not there.
public struct FlowRefusal: Error, Hashable, Sendable {
    /// Why, in words.
    public let words: String

    init(name: String, rules: [FlowRule]) {
        let known = rules.map(\.name).joined(separator: ", ")
        words =
            "There is no flow rule \"\(name)\""
            + (known.isEmpty ? ": there is none." : ": there are \(known).")
    }
}
