import MobilityWire
import Nodes
import Runtime

// What can be set while the node runs.

extension NodeHost {
    /// The node's own settings, and the choices where the texts are open.
    public func settings() -> [Setting] {
        let configuration = node.configuration
        let profiles = [WireProfile.rfc5648, .draft06].map(\.rawValue)
        var settings = [
            Setting(
                key: "profile", title: "the text that the node follows; sets every policy to its default",
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
        return settings
    }

    /// The command that sets one.
    func command(setting key: String, to value: String) throws(SettingRefusal) -> MobileNode.Command {
        let setting = try settings().setting(key, for: value)
        let command: MobileNode.Command? =
            switch key {
            case "profile": WireProfile(rawValue: value).map { .setPolicies(Policies(profile: $0)) }
            case "lifetime":
                Int64(value).flatMap { (4...262_140).contains($0) ? .setLifetime(.seconds($0)) : nil }
            case "registration":
                MobileNode.RegistrationMode(rawValue: value).map { .setRegistration($0) }
            case "return-home": MobileNode.ReturnHomeMode(rawValue: value).map { .returnHome($0) }
            default:
                PolicySetting.policies(node.configuration.policies, with: key, value).map { .setPolicies($0) }
            }
        guard let command else { throw .unfit(setting, value) }
        return command
    }
}
