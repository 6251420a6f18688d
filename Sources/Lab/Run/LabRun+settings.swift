import MobilityWire
import Nodes
import Runtime

// What can be set while the lab goes on.

extension LabRun {
    /// The node's settings, the policies of all nodes, what the first home agent allows.
    public func settings() -> [Setting] {
        guard let node else { return [] }
        let configuration = node.configuration
        let profiles = [WireProfile.rfc5648, .draft06].map(\.rawValue)
        var settings = [
            Setting(
                key: "profile", title: "the text that nodes follow; sets every policy to its default",
                section: .node, value: configuration.policies.format.profile.rawValue,
                defaultValue: WireProfile.rfc5648.rawValue, choices: profiles, source: "RFC 5648, draft-06"),
            Setting(
                key: "lifetime", title: "the lifetime that the node asks for", section: .node,
                value: "\(configuration.lifetime.wholeSeconds)", defaultValue: "60",
                expects: "seconds from 4 to 262140", source: "RFC 6275 §6.1.7"),
            Setting(
                key: "registration", title: "by itself, or by a person's hand", section: .node,
                value: configuration.registration.rawValue, defaultValue: "automatic",
                choices: MobileNode.RegistrationMode.allCases.map(\.rawValue)),
            Setting(
                key: "return-home", title: "how to be at home", section: .node,
                value: node.summary.returnHome.rawValue, defaultValue: "both",
                choices: MobileNode.ReturnHomeMode.allCases.map(\.rawValue), source: "R-014, RFC 5648 §5.5"),
        ]
        settings += PolicySetting.all.map { $0.setting(in: configuration.policies) }
        if let agent = stage.agents.first.flatMap(lab.homeAgent) {
            settings += AdministrationSetting.all.map {
                $0.setting(in: agent.configuration.administration)
            }
            settings.append(
                Setting(
                    key: "only-router", title: "the agent is the only router of the home link",
                    section: .agent,
                    value: agent.configuration.onlyRouter ? "on" : "off", defaultValue: "on",
                    choices: ["on", "off"], source: "R-075, R-076"))
        }
        return settings
    }

    /// Sets one; what there is to say of it.
    mutating func set(_ key: String, _ value: String) throws(Refusal) -> String {
        guard let setting = settings().first(where: { $0.key == key }) else {
            throw Refusal(words: "There is no setting \"\(key)\".")
        }
        guard setting.choices.isEmpty || setting.choices.contains(value) else {
            let choices = setting.choices.joined(separator: ", ")
            throw Refusal(words: "\(key) cannot be \"\(value)\": expected one of \(choices).")
        }
        let unfit = Refusal(words: "\(key) cannot be \"\(value)\": expected \(setting.expects).")
        switch setting.section {
        case .node: try setNode(key, value, unfit)
        case .policies:
            guard let policy = PolicySetting.named(key), var policies = node?.configuration.policies,
                policy.accepts(value)
            else { throw unfit }
            policy.choose(&policies, value)
            setPolicies(policies)
        case .agent:
            let agent = try agent
            if key == "only-router" {
                stage.lab.setOnlyRouter(agent, value == "on")
            } else if let rule = AdministrationSetting.named(key),
                var rules = lab.homeAgent(agent)?.configuration.administration, rule.set(&rules, value)
            {
                stage.lab.administer(agent, told: "set \(key) \(value)") { $0 = rules }
            } else {
                throw unfit
            }
        }
        return "\(key) is \(value)"
    }

    private mutating func setNode(_ key: String, _ value: String, _ unfit: Refusal) throws(Refusal) {
        switch key {
        case "profile":
            guard let profile = WireProfile(rawValue: value) else { throw unfit }
            setPolicies(Policies(profile: profile))
        case "lifetime":
            guard let seconds = Int64(value), (4...262_140).contains(seconds) else { throw unfit }
            stage.lab.command(.setLifetime(.seconds(seconds)), to: stage.node)
        case "registration":
            guard let mode = MobileNode.RegistrationMode(rawValue: value) else { throw unfit }
            awaitsFirstBulk = false
            stage.lab.command(.setRegistration(mode), to: stage.node)
        default:
            guard let mode = MobileNode.ReturnHomeMode(rawValue: value) else { throw unfit }
            stage.lab.command(.returnHome(mode), to: stage.node)
        }
    }

    /// All nodes follow the same text, as in a scenario.
    private mutating func setPolicies(_ policies: Policies) {
        stage.lab.command(MobileNode.Command.setPolicies(policies), to: stage.node)
        for agent in stage.agents { stage.lab.command(HomeAgent.Command.setPolicies(policies), to: agent) }
        for peer in stage.correspondents {
            stage.lab.command(CorrespondentNode.Command.setPolicies(policies), to: peer)
        }
    }
}
