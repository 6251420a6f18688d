import MobilityWire
public import Nodes

// What people set of a mobile node while it runs, in the lab and on a machine.

extension MobileNode {
    /// The node's own settings, and the choices where the texts are open.
    ///
    /// - Parameter followers: who follows the text that is chosen here: "the node follows".
    public func settings(followers: String) -> [Setting] {
        [
            Setting(
                key: "profile", title: "the text that \(followers); sets every policy to its default",
                section: .node, value: configuration.policies.format.profile.rawValue,
                defaultValue: WireProfile.rfc5648.rawValue,
                choices: [WireProfile.rfc5648, .draft06].map(\.rawValue), source: "RFC 5648, draft-06"),
            Setting(
                key: "lifetime", title: "the lifetime that the node asks for", section: .node,
                value: "\(configuration.lifetime.wholeSeconds)", defaultValue: "60",
                expects: "seconds from 4 to 262140", source: "RFC 6275 §6.1.7"),
            Setting(
                key: "registration", title: "by itself, or by a person's hand", section: .node,
                value: configuration.registration.rawValue, defaultValue: "automatic",
                choices: RegistrationMode.allCases.map(\.rawValue)),
            Setting(
                key: "return-home", title: "how to be at home", section: .node,
                value: summary.returnHome.rawValue, defaultValue: "both",
                choices: ReturnHomeMode.allCases.map(\.rawValue), source: "R-014, RFC 5648 §5.5"),
        ] + PolicySetting.all.map { $0.setting(in: configuration.policies) }
    }

    /// The command that sets one of them.
    ///
    /// - Throws: it cannot have that value.
    public func command(setting: Setting, to value: String) throws(Refusal) -> Command {
        let command: Command? =
            switch setting.key {
            case "profile": WireProfile(rawValue: value).map { .setPolicies(Policies(profile: $0)) }
            case "lifetime":
                Int64(value).flatMap { (4...262_140).contains($0) ? .setLifetime(.seconds($0)) : nil }
            case "registration": RegistrationMode(rawValue: value).map { .setRegistration($0) }
            case "return-home": ReturnHomeMode(rawValue: value).map { .returnHome($0) }
            default:
                PolicySetting.policies(configuration.policies, with: setting.key, value)
                    .map { .setPolicies($0) }
            }
        guard let command else { throw .unfit(setting, value) }
        return command
    }
}

extension HomeAgent {
    /// What the administrator allows, and whether the agent is the only router of the home link.
    public func settings(onlyRouterByDefault: Bool) -> [Setting] {
        AdministrationSetting.all.map { $0.setting(in: configuration.administration) } + [
            Setting(
                key: "only-router", title: "the agent is the only router of the home link", section: .agent,
                value: configuration.onlyRouter ? "on" : "off",
                defaultValue: onlyRouterByDefault ? "on" : "off", choices: ["on", "off"],
                source: "R-075, R-076")
        ]
    }

    /// The command that sets one of them, or one of the choices where the texts are open.
    ///
    /// - Throws: it cannot have that value.
    public func command(setting: Setting, to value: String) throws(Refusal) -> Command {
        if setting.key == "only-router" { return .setOnlyRouter(value == "on") }
        if let rule = AdministrationSetting.named(setting.key) {
            var rules = configuration.administration
            guard rule.set(&rules, value) else { throw .unfit(setting, value) }
            return .setAdministration(rules)
        }
        guard let policies = PolicySetting.policies(configuration.policies, with: setting.key, value) else {
            throw .unfit(setting, value)
        }
        return .setPolicies(policies)
    }
}
