import Nodes
import Runtime

/// Why a setting was not changed, as a sentence.
struct SettingRefusal: Error {
    var words: String

    /// There is none of that key.
    static func unknown(_ key: String) -> SettingRefusal {
        SettingRefusal(words: "There is no setting \"\(key)\".")
    }

    /// It cannot have that value.
    static func unfit(_ setting: Setting, _ value: String) -> SettingRefusal {
        let accepted =
            setting.choices.isEmpty ? setting.expects : "one of " + setting.choices.joined(separator: ", ")
        return SettingRefusal(words: "\(setting.key) cannot be \"\(value)\": expected \(accepted).")
    }
}

extension [Setting] {
    /// The setting of a key, where it can have this value.
    func setting(_ key: String, for value: String) throws(SettingRefusal) -> Setting {
        guard let setting = first(where: { $0.key == key }) else { throw .unknown(key) }
        guard setting.choices.isEmpty || setting.choices.contains(value) else { throw .unfit(setting, value) }
        return setting
    }
}

extension PolicySetting {
    /// These policies with another value of one of them; nil: it cannot have that one.
    static func policies(_ policies: Policies, with key: String, _ value: String) -> Policies? {
        guard let policy = named(key), policy.accepts(value) else { return nil }
        var changed = policies
        policy.choose(&changed, value)
        return changed
    }
}
