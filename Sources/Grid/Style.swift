/// A colour as a theme means it: 24 bits of red, green, blue; or the terminal's own.
public enum Colour: Hashable, Sendable {
    /// What the terminal has as its default.
    case standard
    /// Number 0…15 of the terminal's own palette, whatever the user made of it.
    case terminal(UInt8)
    /// Red, green and blue in 24 bits, 0xRRGGBB.
    case rgb(UInt32)
}

/// Attributes that every terminal has some of, with or without colour.
public struct TextAttributes: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt8

    /// Attributes from bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Bold.
    public static let bold = TextAttributes(rawValue: 1)
    /// Dim.
    public static let dim = TextAttributes(rawValue: 2)
    /// Underlined.
    public static let underline = TextAttributes(rawValue: 4)
    /// Foreground and background exchanged.
    public static let reverse = TextAttributes(rawValue: 8)
    /// Italic; few terminals show it.
    public static let italic = TextAttributes(rawValue: 16)
}

/// How a role looks.
public struct Style: Hashable, Sendable {
    /// Colour of the character.
    public var foreground: Colour
    /// Colour behind it.
    public var background: Colour
    /// Attributes beside the colours.
    public var attributes: TextAttributes
    /// Attributes where there is no colour: what keeps the meaning on a monochrome terminal.
    public var mono: TextAttributes

    /// A style; by default the terminal's own look.
    public init(
        foreground: Colour = .standard, background: Colour = .standard, attributes: TextAttributes = [],
        mono: TextAttributes = []
    ) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
        self.mono = mono
    }
}
