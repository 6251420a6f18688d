public import Nodes

extension Refusal {
    /// A setting that cannot have a value.
    public static func unfit(_ setting: Setting, _ value: String) -> Refusal {
        let accepted =
            setting.choices.isEmpty ? setting.expects : "one of " + setting.choices.joined(separator: ", ")
        return Refusal(words: "\(setting.key) cannot be \"\(value)\": expected \(accepted).")
    }
}

extension [Setting] {
    /// The setting of a key, where it can have this value.
    ///
    /// - Throws: there is none of that key, or the value is none of its choices.
    public func setting(_ key: String, for value: String) throws(Refusal) -> Setting {
        guard let setting = first(where: { $0.key == key }) else {
            throw Refusal(words: "There is no setting \"\(key)\".")
        }
        guard setting.choices.isEmpty || setting.choices.contains(value) else { throw .unfit(setting, value) }
        return setting
    }
}

extension PolicySetting {
    /// These policies with another value of one of them; nil: it cannot have that one.
    public static func policies(_ policies: Policies, with key: String, _ value: String) -> Policies? {
        guard let policy = named(key), policy.accepts(value) else { return nil }
        var changed = policies
        policy.choose(&changed, value)
        return changed
    }
}
