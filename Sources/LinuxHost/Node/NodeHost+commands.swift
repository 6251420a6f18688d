import MobilityWire
import Nodes
import Runtime

extension NodeHost {
    /// What a command means to a mobile node; nil: nothing on a machine.
    func nodeCommand(_ command: RunCommand) throws(Refusal) -> MobileNode.Command? {
        switch command {
        case .set(let key, let value):
            return try node.command(setting: settings().setting(key, for: value), to: value)
        case .addFlow, .removeFlow:
            return .setFlowRules(try node.configuration.flowRules.after(command))
        default: return plainCommand(command)
        }
    }

    private func plainCommand(_ command: RunCommand) -> MobileNode.Command? {
        switch command {
        case .registerBulk(let bids): .registerBulk(bids)
        case .register(let bid): .register(bid)
        case .deregister(let bids): .deregister(bids)
        case .deregisterAll: .deregisterAll
        case .setOverwrite(let value): .setOverwrite(value ?? !node.summary.overwritesNext)
        case .changeBid(let old, let new): .changeBid(from: old, to: new)
        case .registerAtCorrespondent(let bid, let peer):
            correspondent(peer).map { .registerAtCorrespondent(bid, peer: $0) }
        case .deregisterAtCorrespondent(let bid, let peer):
            correspondent(peer).map { .deregisterAtCorrespondent(bid, peer: $0) }
        case .setPriority(let bid, let priority): .setPriority(bid, priority)
        case .setRegistration(let mode): .setRegistration(mode)
        case .forgetPeer(let peer): IPv6Address(peer).map { .forgetPeer($0) }
        case .returnHome(let mode): .returnHome(mode)
        case .leaveHome: .leaveHome
        case .discoverHomeAgents: .discoverHomeAgents
        case .solicitPrefixes: .solicitPrefixes
        case .useHomeAgent(let agent): .useHomeAgent(agent)
        default: nil
        }
    }

    /// A correspondent by its address; without one the first that is known.
    private func correspondent(_ text: String?) -> IPv6Address? {
        if let text { return IPv6Address(text) }
        return node.peers(0..<node.peerCount).first { $0.role == "correspondent" }?.address
    }
}
