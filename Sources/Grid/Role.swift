/// What a piece of the screen means, as a number. Names and looks are given by whoever paints: a theme has a style for
/// each role, and a grid holds roles, so changing the theme repaints nothing but colours.
public struct Role: RawRepresentable, Hashable, Sendable {
    /// Index into the styles of a theme.
    public let rawValue: UInt16

    /// The role with this index.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// Ordinary text on the ordinary background.
    public static let plain = Role(rawValue: 0)
}
