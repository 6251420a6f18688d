/// A place in a text: line and column, both from 1. A column is one Unicode scalar.
public struct TOMLPosition: Hashable, Comparable, Sendable {
    /// The line, from 1.
    public var line: Int
    /// The Unicode scalar in the line, from 1.
    public var column: Int

    /// A place by line and column.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// Where a text begins.
    public static let start = TOMLPosition(line: 1, column: 1)

    /// By line, then by column.
    public static func < (left: TOMLPosition, right: TOMLPosition) -> Bool {
        left.line != right.line ? left.line < right.line : left.column < right.column
    }
}

/// A value of a TOML document, and where it stands.
public struct TOMLValue: Equatable, Sendable {
    /// The value itself.
    public let content: Content
    /// Where it begins; for a table with a header, the header.
    public let position: TOMLPosition

    /// A value at a place.
    public init(_ content: Content, at position: TOMLPosition) {
        self.content = content
        self.position = position
    }

    /// The kinds of value that TOML 1.0 has.
    public enum Content: Equatable, Sendable {
        /// A string of any of the four notations, escapes resolved.
        case string(String)
        /// A whole number of 64 bits in any notation.
        case integer(Int)
        /// A number with a fraction or an exponent, `inf` or `nan`.
        case float(Double)
        /// `true` or `false`.
        case boolean(Bool)
        /// Any of TOML's four kinds of date and time, as RFC 3339 text.
        case dateTime(String)
        /// Values in brackets, or the tables of `[[headers]]`.
        case array([TOMLValue])
        /// A table, in whatever notation.
        case table(TOMLTable)
    }
}

/// The entries of a table in the order of the text.
public struct TOMLTable: Equatable, Sendable {
    /// Keys with their values, in the order in which the text first names them.
    public let entries: [Entry]
    /// Where in `entries` a key stands.
    private let indices: [String: Int]

    /// A table of entries with different keys; of equal ones the first counts.
    public init(_ entries: [Entry] = []) {
        self.entries = entries
        indices = Dictionary(
            zip(entries.lazy.map(\.key), entries.indices), uniquingKeysWith: { first, _ in first })
    }

    /// The value of a key.
    public subscript(key: String) -> TOMLValue? { entry(key)?.value }

    /// The entry of a key.
    public func entry(_ key: String) -> Entry? { indices[key].map { entries[$0] } }

    /// A key with its value.
    public struct Entry: Equatable, Sendable {
        /// The key, quotes and escapes resolved.
        public let key: String
        /// Where the key stands.
        public let position: TOMLPosition
        /// Its value.
        public let value: TOMLValue

        /// An entry whose key stands at a place.
        public init(key: String, at position: TOMLPosition, value: TOMLValue) {
            self.key = key
            self.position = position
            self.value = value
        }
    }
}
