import MobilityWire
import Nodes
import Runtime

// What can be set while the lab goes on.

extension LabRun {
    /// The node's settings, the policies of all nodes, what the first home agent allows.
    public func settings() -> [Setting] {
        guard let node else { return [] }
        let agent = stage.agents.first.flatMap(lab.homeAgent)
        return node.settings(followers: "nodes follow") + (agent?.settings(onlyRouterByDefault: true) ?? [])
    }

    /// Sets one; what there is to say of it.
    mutating func set(_ key: String, _ value: String) throws(Refusal) -> String {
        guard let node else { throw Refusal(words: "There is no mobile node here.") }
        let setting = try settings().setting(key, for: value)
        switch setting.section {
        case .node, .policies:
            let command = try node.command(setting: setting, to: value)
            if key == "registration" { awaitsFirstBulk = false }
            if case .setPolicies(let policies) = command {
                setPolicies(policies, told: "set \(setting.key) \(value)")
            } else {
                stage.lab.command(command, to: stage.node)
            }
        case .agent:
            let station = try agent
            guard let agent = lab.homeAgent(station) else { break }
            let command = try agent.command(setting: setting, to: value)
            switch command {
            // The link's packets go another way as well.
            case .setOnlyRouter(let onlyRouter): stage.lab.setOnlyRouter(station, onlyRouter)
            case .setAdministration(let rules):
                stage.lab.administer(station, told: "set \(key) \(value)") { $0 = rules }
            default: stage.lab.command(command, to: station)
            }
        }
        return "\(key) is \(value)"
    }

    /// All nodes follow the same text, as in a scenario.
    private mutating func setPolicies(_ policies: Policies, told words: String) {
        stage.lab.command(MobileNode.Command.setPolicies(policies), to: stage.node, told: words)
        for agent in stage.agents {
            stage.lab.command(HomeAgent.Command.setPolicies(policies), to: agent, told: words)
        }
        for peer in stage.correspondents {
            stage.lab.command(CorrespondentNode.Command.setPolicies(policies), to: peer, told: words)
        }
    }
}
