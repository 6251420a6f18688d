/// What a person did at the terminal.
public enum Key: Hashable, Sendable {
    /// A character that was typed, with Alt held or not. Control characters come as `control`.
    case character(Unicode.Scalar, alt: Bool)
    /// A letter with Ctrl, upper case: Ctrl-L is `control("L")`.
    case control(Unicode.Scalar)
    /// A key with a name.
    case named(Name, Modifiers)
    /// A function key, from 1.
    case function(Int)
    /// A mouse button pressed at a place.
    case click(Grid.Position)
    /// The wheel turned by this many steps, down is positive, over a place.
    case wheel(Int, Grid.Position)
    /// Text that was pasted, as one piece: it is never taken for commands.
    case paste(String)

    /// Keys with a name.
    public enum Name: String, CaseIterable, Hashable, Sendable {
        /// Return.
        case enter
        /// Escape.
        case escape
        /// Tab.
        case tab
        /// Shift-Tab.
        case backTab = "back-tab"
        /// Backspace.
        case backspace
        /// Delete.
        case delete
        /// Insert.
        case insert
        /// Arrow keys.
        case up, down, left, right
        /// The block above the arrows.
        case home, end
        /// Page Up.
        case pageUp = "page-up"
        /// Page Down.
        case pageDown = "page-down"
    }

    /// Keys held at the same time.
    public struct Modifiers: OptionSet, Hashable, Sendable {
        /// The bits.
        public let rawValue: UInt8

        /// Modifiers from bits.
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// Shift.
        public static let shift = Modifiers(rawValue: 1)
        /// Alt.
        public static let alt = Modifiers(rawValue: 2)
        /// Ctrl.
        public static let control = Modifiers(rawValue: 4)
    }
}
