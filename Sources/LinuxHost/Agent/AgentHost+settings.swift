import MobilityWire
import Nodes
import Runtime

// What can be set while the agent runs.

extension AgentHost {
    /// What the administrator allows, and the choices where the texts are open.
    public func settings() -> [Setting] {
        let configuration = agent.configuration
        var settings = PolicySetting.all.map { $0.setting(in: configuration.policies) }
        settings += AdministrationSetting.all.map { $0.setting(in: configuration.administration) }
        settings.append(
            Setting(
                key: "only-router", title: "the agent is the only router of the home link", section: .agent,
                value: configuration.onlyRouter ? "on" : "off", defaultValue: "off", choices: ["on", "off"],
                source: "R-075, R-076"))
        return settings
    }

    /// The command that sets one.
    func command(setting key: String, to value: String) throws(SettingRefusal) -> HomeAgent.Command {
        let setting = try settings().setting(key, for: value)
        if key == "only-router" { return .setOnlyRouter(value == "on") }
        if let rule = AdministrationSetting.named(key) {
            var rules = agent.configuration.administration
            guard rule.set(&rules, value) else { throw .unfit(setting, value) }
            return .setAdministration(rules)
        }
        guard let policies = PolicySetting.policies(agent.configuration.policies, with: key, value) else {
            throw .unfit(setting, value)
        }
        return .setPolicies(policies)
    }
}
