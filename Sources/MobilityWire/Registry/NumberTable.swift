/// One row of a table of assigned numbers: a number, or a range of numbers that share a meaning.
///
/// Texts are static: naming something never makes a String.
public protocol NumberRow: Sendable {
    /// The numbers the row stands for.
    var numbers: ClosedRange<UInt8> { get }
    /// What the specification calls it, in its own spelling.
    var name: StaticString { get }
    /// What it means, in one sentence.
    var meaning: StaticString { get }
    /// Where that is written.
    var section: StaticString { get }
}

/// A table in which each of the 256 numbers has exactly one row, those that nobody assigned included.
public struct NumberTable<Row: NumberRow>: Sendable {
    /// The rows in the order of their numbers.
    public let rows: [Row]
    /// The row of each number.
    private let positions: [UInt8]

    /// A table of these rows, which are expected to cover 0…255; where they do not, the last row stands in.
    init(_ rows: [Row]) {
        var positions = [UInt8](repeating: UInt8(clamping: rows.count - 1), count: 256)
        for (position, row) in rows.enumerated() {
            for number in row.numbers { positions[Int(number)] = UInt8(clamping: position) }
        }
        self.rows = rows
        self.positions = positions
    }

    /// The row of a number.
    public subscript(number: UInt8) -> Row { rows[Int(positions[Int(number)])] }
}

/// The plain row: nothing but number, name, meaning and section.
public struct NumberMeaning: NumberRow {
    /// The numbers the row stands for.
    public let numbers: ClosedRange<UInt8>
    /// What the specification calls it, in its own spelling.
    public let name: StaticString
    /// What it means, in one sentence.
    public let meaning: StaticString
    /// Where that is written.
    public let section: StaticString
    /// Whether somebody assigned it.
    public let isAssigned: Bool

    init(_ number: UInt8, _ name: StaticString, _ meaning: StaticString, _ section: StaticString) {
        self.init(number...number, name, meaning, section, isAssigned: true)
    }

    init(
        _ numbers: ClosedRange<UInt8>, _ name: StaticString, _ meaning: StaticString, _ section: StaticString,
        isAssigned: Bool
    ) {
        self.numbers = numbers
        self.name = name
        self.meaning = meaning
        self.section = section
        self.isAssigned = isAssigned
    }

    /// Numbers that nobody assigned.
    static func unassigned(_ numbers: ClosedRange<UInt8>, _ section: StaticString) -> NumberMeaning {
        NumberMeaning(
            numbers, "unassigned", "No text gives this number a meaning.", section, isAssigned: false)
    }
}

/// A number of one octet that is looked up in a table of its own.
public protocol AssignedNumber: RawRepresentable, Hashable, Sendable where RawValue == UInt8 {
    /// What the table says of one number.
    associatedtype Row: NumberRow
    /// The table: the one place for these numbers, their names and meanings.
    static var table: NumberTable<Row> { get }
}

extension AssignedNumber {
    /// The row of the table.
    public var row: Row { Self.table[rawValue] }
    /// What the specification calls it, in its own spelling.
    public var name: StaticString { row.name }
    /// What it means, in one sentence.
    public var meaning: StaticString { row.meaning }
    /// Where that is written.
    public var section: StaticString { row.section }
}
