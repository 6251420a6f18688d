public import Nodes

extension [FlowRule] {
    /// The flow table after a command that changes it: a rule of a name that there is takes its place.
    ///
    /// - Throws: what is to go is not there.
    public func after(_ command: RunCommand) throws(Refusal) -> [FlowRule] {
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
                let known = map(\.name).joined(separator: ", ")
                throw Refusal(
                    words: "There is no flow rule \"\(name)\""
                        + (known.isEmpty ? ": there is none." : ": there are \(known)."))
            }
            rules.removeAll { $0.name == name }
        default: break
        }
        return rules
    }
}
