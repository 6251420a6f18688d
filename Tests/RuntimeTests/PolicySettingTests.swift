import MobilityWire
import Nodes
import Runtime
import Testing

/// The choices where the texts are open, as settings.
struct PolicySettingTests {
    /// The names of the stored choices that a setting changes.
    private static func changed(by setting: PolicySetting, _ profile: WireProfile) -> Set<String> {
        let before = Policies(profile: profile)
        var names: Set<String> = []
        for word in setting.choices.isEmpty ? ["200"] : setting.choices {
            var after = before
            setting.choose(&after, word)
            #expect(setting.value(after) == word)
            for (old, new) in zip(Mirror(reflecting: before).children, Mirror(reflecting: after).children)
            where "\(old.value)" != "\(new.value)" { names.insert(new.label ?? "") }
        }
        return names
    }

    @Test(arguments: [WireProfile.rfc5648, .draft06])
    func everyChoiceHasOneSettingThatChangesItAlone(_ profile: WireProfile) {
        var names: [String] = []
        for setting in PolicySetting.all {
            let changed = Self.changed(by: setting, profile)
            #expect(changed.count == 1, "\(setting.key) changes \(changed)")
            names += changed
        }
        let all = Mirror(reflecting: Policies(profile: profile)).children.compactMap(\.label)
        #expect(names.sorted() == all.sorted())
    }
}
