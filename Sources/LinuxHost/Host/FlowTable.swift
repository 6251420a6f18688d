import MobilityWire
import Nodes
import Runtime

extension [FlowRule] {
    /// The flow table after a command that changes it.
    func after(_ command: RunCommand) throws(SettingRefusal) -> [FlowRule] {
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
                throw SettingRefusal(words: "There is no flow rule \"\(name)\".")
            }
            rules.removeAll { $0.name == name }
        default: break
        }
        return rules
    }
}
