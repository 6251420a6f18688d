/// Some rows of a table, and where they stand in it.
public struct Window<Row: Sendable>: Sendable {
    /// How many rows there are in all.
    public var total: Int
    /// The number of the first row here.
    public var first: Int
    /// The rows.
    public var rows: [Row]

    /// Rows from a table.
    public init(total: Int, first: Int, rows: [Row]) {
        self.total = total
        self.first = first
        self.rows = rows
    }
}

extension Window: Equatable where Row: Equatable {}
extension Window: Hashable where Row: Hashable {}
extension Window: Encodable where Row: Encodable {}
extension Window: Decodable where Row: Decodable {}
