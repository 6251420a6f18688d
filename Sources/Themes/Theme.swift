import Grid

/// A theme that is ready to paint with: a style for every role.
public struct Theme: Hashable, Sendable {
    /// The name that chooses it: its file's name without the ending.
    public let name: String
    /// What it is made for.
    public let variant: Variant
    /// The styles by `Role.rawValue`; as many as there are roles.
    public let styles: [Style]

    /// What a theme is made for.
    public enum Variant: String, CaseIterable, Hashable, Sendable {
        /// Light text on a dark ground of its own.
        case dark
        /// Dark text on a light ground of its own.
        case light
        /// The terminal's own colours, whatever they are.
        case terminal
    }

    /// The style of a role; that of `text` for a number that is none of the roles.
    public func style(_ role: Role) -> Style {
        let index = Int(role.rawValue)
        return index < styles.count ? styles[index] : styles.first ?? Style()
    }
}
