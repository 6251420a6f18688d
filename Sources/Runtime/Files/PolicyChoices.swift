public import Nodes
public import StrictTOML

/// Choices where the texts are open (A1–A19), as the `[policy]` table of a configuration or scenario makes them, each by
/// the key that it has in the console: `unknown-bid = 133`, `refresh-renews-all = true`, `new-bid = "move"`.
public struct PolicyChoices: Sendable {
    private var choices: [(policy: PolicySetting, word: String)] = []

    /// None: everything is as the profile has it.
    public init() {}

    /// Those of a table.
    public init(_ table: inout StrictTable) {
        for policy in PolicySetting.all {
            if let word = PolicyChoices.word(for: policy, in: &table) { choices.append((policy, word)) }
        }
    }

    /// Makes them.
    public func apply(to policies: inout Policies) {
        for (policy, word) in choices { policy.choose(&policies, word) }
    }

    /// The word that a table says for a choice; nil: nothing, or nothing that it could be.
    private static func word(for policy: PolicySetting, in table: inout StrictTable) -> String? {
        let numbers = policy.choices.compactMap { Int($0) }
        if policy.choices == ["on", "off"] {
            return table.optionalBoolean(policy.key).map { $0 ? "on" : "off" }
        } else if policy.choices.isEmpty {
            return table.optionalInteger(policy.key, in: PolicySetting.numbers).map(String.init)
        } else if numbers.count == policy.choices.count {
            // Asked for in any case, so that a misspelled one is answered with it.
            let number = table.oneOf(policy.key, numbers, default: -1)
            return number < 0 ? nil : String(number)
        }
        return table.optionalCustom(
            policy.key, expecting: policy.choices.map { "\"\($0)\"" }.joined(separator: ", ")
        ) {
            policy.choices.contains($0) ? $0 : nil
        }
    }
}

extension StrictTable {
    /// These policies with the choices of this table.
    public mutating func policies(_ policies: Policies) -> Policies {
        var chosen = policies
        PolicyChoices(&self).apply(to: &chosen)
        return chosen
    }
}
