import Grid

/// A line of text in pieces with a meaning each, made before it is known where it will stand.
struct Line: Hashable, Sendable {
    private(set) var pieces: [Piece] = []
    /// The columns it takes.
    private(set) var width = 0

    /// Text of one role.
    struct Piece: Hashable, Sendable {
        var text: String
        var role: Role
    }

    init() {}

    init(_ text: String, _ role: Role = .plain) {
        add(text, role)
    }

    /// Appends text.
    mutating func add(_ text: String, _ role: Role = .plain) {
        guard !text.isEmpty else { return }
        pieces.append(Piece(text: text, role: role))
        width += DisplayWidth.of(text)
    }

    /// Appends another line.
    mutating func add(_ line: Line) {
        pieces += line.pieces
        width += line.width
    }

    /// Appends blanks up to a column; one where the column is passed already.
    mutating func pad(to column: Int, atLeast: Int = 1) {
        let count = max(width == 0 ? 0 : atLeast, column - width)
        add(String(repeating: " ", count: count))
    }

    /// Appends text so that it ends at a column.
    mutating func add(_ text: String, endingAt column: Int, _ role: Role = .plain) {
        pad(to: column - DisplayWidth.of(text))
        add(text, role)
    }

    /// All of it as text.
    var text: String { pieces.map(\.text).joined() }
}

extension Grid {
    /// Paints a line, no further than `limit` columns; where it is longer its last column says so.
    @discardableResult
    mutating func paint(
        _ line: Line, column: Int, row: Int, limit: Int, ellipsis: Unicode.Scalar,
        emphasis: Cell.Emphasis = []
    ) -> Int {
        guard limit > 0 else { return 0 }
        var offset = 0
        for piece in line.pieces {
            offset += paint(
                piece.text, column: column + offset, row: row, limit: limit - offset, role: piece.role,
                emphasis: emphasis)
            if offset >= limit { break }
        }
        if line.width > limit {
            let role = line.pieces.last?.role ?? .plain
            paint(Cell(ellipsis, role: role, emphasis: emphasis), column: column + limit - 1, row: row)
        }
        return offset
    }
}
