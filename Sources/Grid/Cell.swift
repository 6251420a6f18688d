/// One place of the screen: a character with up to two combining marks, and what it means.
///
/// A character of double width stands in its left place; the right one holds `continuation`.
public struct Cell: Hashable, Sendable {
    /// The base character as a Unicode scalar value; 0 is the right half of a wide character.
    public var base: UInt32
    /// Combining marks of the basic plane; 0 where there is none.
    public var firstMark: UInt16 = 0
    /// A second combining mark; further ones are not kept.
    public var secondMark: UInt16 = 0
    /// What it means.
    public var role: Role
    /// Drawn as chosen: reversed in themes without a colour for it.
    public var emphasis: Emphasis = []

    /// A character with a role.
    public init(_ scalar: Unicode.Scalar, role: Role = .plain, emphasis: Emphasis = []) {
        base = scalar.value
        self.role = role
        self.emphasis = emphasis
    }

    /// An empty place.
    public static let blank = Cell(" ")

    /// The right half of a wide character.
    public static func continuation(role: Role, emphasis: Emphasis) -> Cell {
        var cell = Cell(" ", role: role, emphasis: emphasis)
        cell.base = 0
        return cell
    }

    /// Whether both are painted alike.
    public static func == (one: Cell, other: Cell) -> Bool {
        one.base == other.base && one.role == other.role && one.emphasis.rawValue == other.emphasis.rawValue
            && one.firstMark == other.firstMark && one.secondMark == other.secondMark
    }

    /// Whether this is the right half of a wide character.
    public var isContinuation: Bool { base == 0 }

    /// Whether nothing but the ground is seen.
    public var isBlank: Bool { base == 0x20 && firstMark == 0 }

    /// Adds a combining mark; what does not fit is dropped.
    public mutating func add(mark: Unicode.Scalar) {
        guard let value = UInt16(exactly: mark.value) else { return }
        if firstMark == 0 {
            firstMark = value
        } else if secondMark == 0 {
            secondMark = value
        }
    }

    /// Appends the character and its marks; nothing for a continuation.
    public func appendText(to text: inout String.UnicodeScalarView) {
        guard base != 0 else { return }
        text.append(Unicode.Scalar(base) ?? "\u{fffd}")
        for mark in [firstMark, secondMark] where mark != 0 {
            if let scalar = Unicode.Scalar(mark) { text.append(scalar) }
        }
    }

    /// How a cell stands out beyond its role.
    public struct Emphasis: OptionSet, Hashable, Sendable {
        /// The bits.
        public let rawValue: UInt8

        /// Emphasis from bits.
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// The row or field that the cursor is on.
        public static let selected = Emphasis(rawValue: 1)
        /// Cannot be used now.
        public static let disabled = Emphasis(rawValue: 2)
    }
}
