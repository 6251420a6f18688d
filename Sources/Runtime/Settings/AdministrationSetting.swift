public import Nodes

/// One of the things that the administrator of a home agent allows, as a person sets it: by key and word.
public struct AdministrationSetting: Sendable {
    /// Kebab case; the same word as in a scenario.
    public let key: String
    /// What it decides.
    public let title: String
    /// What can be chosen; empty: a number.
    public let choices: [String]
    /// What is accepted where nothing can be chosen.
    public let expects: String
    /// Where the texts speak of it.
    public let source: String
    /// The value in some rules.
    public let value: @Sendable (HomeAgent.Administration) -> String
    /// Sets it; false: the word does not fit.
    public let set: @Sendable (inout HomeAgent.Administration, String) -> Bool

    private static func flag(
        _ key: String, _ title: String, _ source: String,
        _ path: WritableKeyPath<HomeAgent.Administration, Bool> & Sendable
    ) -> AdministrationSetting {
        AdministrationSetting(
            key: key, title: title, choices: ["on", "off"], expects: "on or off", source: source,
            value: { $0[keyPath: path] ? "on" : "off" },
            set: {
                $0[keyPath: path] = $1 == "on"
                return $1 == "on" || $1 == "off"
            })
    }

    /// All of them.
    public static let all: [AdministrationSetting] = [
        flag("serves", "serves home registrations, else 131", "RFC 6275 §9.5.1", \.servesHomeRegistrations),
        flag("mcoa", "several care-of addresses, else 166", "R-087", \.multipleCareOfAddresses),
        flag("bulk", "several bindings in one Binding Update, else 168", "R-088", \.bulkRegistration),
        flag(
            "simultaneous", "home and visited links at the same time, else 169", "R-081",
            \.simultaneousHomeAndForeign),
        flag("mobile-routers", "serves mobile routers, else 140", "RFC 3963 §6.2", \.mobileRouters),
        AdministrationSetting(
            key: "max-lifetime", title: "the longest lifetime granted", choices: [],
            expects: "seconds from 4 to 262140", source: "RFC 6275 §10.3.1",
            value: { "\($0.maximumLifetime.wholeSeconds)" },
            set: { rules, word in
                guard let seconds = Int64(word), (4...262_140).contains(seconds) else { return false }
                rules.maximumLifetime = .seconds(seconds)
                return true
            }),
        AdministrationSetting(
            key: "bindings-per-node", title: "how many bindings a node may have, else 130", choices: [],
            expects: "a number from 0 to 65535", source: "RFC 6275 §9.5.1",
            value: { "\($0.maximumBindingsPerNode)" },
            set: { rules, word in
                guard let count = Int(word), (0...65_535).contains(count) else { return false }
                rules.maximumBindingsPerNode = count
                return true
            }),
        flag(
            "duplicate-detection", "duplicate address detection before a first binding", "RFC 6275 §10.3.1",
            \.duplicateAddressDetection),
        AdministrationSetting(
            key: "legacy", title: "an agent that knows nothing of Binding Identifiers",
            choices: ["no", "rfc3775", "rfc6275"], expects: "no, rfc3775 or rfc6275", source: "R-084, R-087",
            value: { $0.legacy?.rawValue ?? "no" },
            set: { rules, word in
                rules.legacy = HomeAgent.Legacy(rawValue: word)
                return rules.legacy != nil || word == "no"
            }),
        AdministrationSetting(
            key: "refuse-with", title: "refuses every Binding Update with this status", choices: [],
            expects: "a status from 128 to 255, or no", source: "RFC 6275 §6.1.8",
            value: { $0.refuseWith.map { "\($0)" } ?? "no" },
            set: { rules, word in
                let status = UInt8(word)
                guard word == "no" || status.map({ $0 >= 128 }) == true else { return false }
                rules.refuseWith = status
                return true
            }),
        flag("silent", "answers nothing at all", "RFC 6275 §11.8", \.isSilent),
    ]

    /// The one of this key.
    public static func named(_ key: String) -> AdministrationSetting? { all.first { $0.key == key } }

    /// It as a setting of a run.
    public func setting(in rules: HomeAgent.Administration) -> Setting {
        Setting(
            key: key, title: title, section: .agent, value: value(rules),
            defaultValue: value(HomeAgent.Administration()), choices: choices, expects: expects,
            source: source)
    }
}
