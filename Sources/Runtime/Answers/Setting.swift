/// Something that can be set while a run goes on: a policy, what an agent's administrator allows, what a node asks for.
public struct Setting: Hashable, Sendable, Codable {
    /// How `:set` names it, in kebab case: `refresh-renews-all`, `ha1.bulk`.
    public var key: String
    /// What people call it, with the policy's number where it has one: `A2`; else empty.
    public var number: String
    /// One line: what it decides.
    public var title: String
    /// Where it stands in the dialog.
    public var section: Section
    /// The value now, as `:set` takes it.
    public var value: String
    /// The default of the profile; the value is marked where it differs.
    public var defaultValue: String
    /// What can be chosen; empty: a number, see `expects`.
    public var choices: [String]
    /// What is accepted, in words: `seconds from 4 to 262140`.
    public var expects: String
    /// Where the texts speak of it.
    public var source: String

    /// Where a setting stands.
    public enum Section: String, CaseIterable, Hashable, Sendable, Codable {
        /// Profile, lifetime, registration of the node.
        case node
        /// The choices where the texts are open (A1–A19).
        case policies
        /// What the administrator of the home agent allows.
        case agent
    }

    /// A setting.
    public init(
        key: String, number: String = "", title: String, section: Section, value: String,
        defaultValue: String,
        choices: [String] = [], expects: String = "", source: String = ""
    ) {
        self.key = key
        self.number = number
        self.title = title
        self.section = section
        self.value = value
        self.defaultValue = defaultValue
        self.choices = choices
        self.expects = expects
        self.source = source
    }
}
