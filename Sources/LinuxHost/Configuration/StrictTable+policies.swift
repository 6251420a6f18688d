import Nodes
import Runtime
import StrictTOML

extension StrictTable {
    /// The choices where the texts are open (A1–A19), each by the key that it has in the console: `unknown-bid = 133`,
    /// `refresh-renews-all = true`, `new-bid = "move"`.
    ///
    /// - Parameter policies: those where this table says nothing.
    mutating func policies(_ policies: Policies) -> Policies {
        var chosen = policies
        for policy in PolicySetting.all {
            if let word = choice(of: policy) { policy.choose(&chosen, word) }
        }
        return chosen
    }

    /// The word that this table says for a choice; nil: nothing, or nothing that it could be.
    private mutating func choice(of policy: PolicySetting) -> String? {
        let numbers = policy.choices.compactMap { Int($0) }
        if policy.choices == ["on", "off"] {
            return optionalBoolean(policy.key).map { $0 ? "on" : "off" }
        } else if policy.choices.isEmpty {
            return optionalInteger(policy.key, in: PolicySetting.numbers).map(String.init)
        } else if numbers.count == policy.choices.count {
            // Asked for in any case, so that a misspelled one is answered with it.
            let number = oneOf(policy.key, numbers, default: -1)
            return number < 0 ? nil : String(number)
        }
        return optionalCustom(
            policy.key, expecting: policy.choices.map { "\"\($0)\"" }.joined(separator: ", ")
        ) {
            policy.choices.contains($0) ? $0 : nil
        }
    }
}
