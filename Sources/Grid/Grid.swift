/// A screen, or a piece of one, as a rectangle of cells. Painting outside is cut off, never an error: terminals change
/// their size at any moment.
public struct Grid: Hashable, Sendable {
    /// Width in columns.
    public let columns: Int
    /// Height in rows.
    public let rows: Int
    /// Row by row, `columns` cells each.
    public private(set) var cells: [Cell]
    /// Where the terminal's cursor belongs; nil hides it.
    public var cursor: Position?

    /// A blank grid; negative sizes count as 0.
    public init(columns: Int, rows: Int) {
        self.columns = max(0, columns)
        self.rows = max(0, rows)
        cells = Array(repeating: .blank, count: self.columns * self.rows)
    }

    /// A place: column and row from 0 at the top left.
    public struct Position: Hashable, Sendable {
        /// Column from 0.
        public var column: Int
        /// Row from 0.
        public var row: Int

        /// A place.
        public init(column: Int, row: Int) {
            self.column = column
            self.row = row
        }
    }

    /// The whole of it.
    public var bounds: Rectangle { Rectangle(column: 0, row: 0, columns: columns, rows: rows) }

    /// The cell at a place; blank outside.
    public subscript(column: Int, row: Int) -> Cell {
        guard column >= 0, column < columns, row >= 0, row < rows else { return .blank }
        return cells[row * columns + column]
    }

    /// Paints one cell, keeping wide characters whole: painting on half of one blanks the other half.
    public mutating func paint(_ cell: Cell, column: Int, row: Int) {
        guard column >= 0, column < columns, row >= 0, row < rows else { return }
        let index = row * columns + column
        if cells[index].isContinuation, !cell.isContinuation, column > 0 {
            cells[index - 1].base = UInt32(UInt8(ascii: " "))
        }
        if column + 1 < columns, cells[index + 1].isContinuation {
            cells[index + 1].base = UInt32(UInt8(ascii: " "))
        }
        cells[index] = cell
    }

    /// Paints text from a place to the right, no further than `limit` columns; what does not fit is cut off.
    ///
    /// Control characters are painted as U+FFFD: nothing that came from outside reaches the terminal as a command.
    /// - Returns: the columns painted.
    @discardableResult
    public mutating func paint(
        _ text: String, column: Int, row: Int, limit: Int = .max, role: Role = .plain,
        emphasis: Cell.Emphasis = []
    ) -> Int {
        guard row >= 0, row < rows, limit > 0 else { return 0 }
        var offset = 0
        for scalar in text.unicodeScalars {
            let place = column + offset
            // Nearly all of a screen: one column each, on its place, no half of a wide character beside it.
            if scalar.value >= 0x20, scalar.value < 0x7f, offset < limit, place > 0, place + 1 < columns {
                let index = row * columns + place
                if cells[index].base != 0, cells[index + 1].base != 0 {
                    cells[index] = Cell(scalar, role: role, emphasis: emphasis)
                    offset += 1
                    continue
                }
            }
            let width = DisplayWidth.of(scalar)
            if width == 0 {
                let previous = previousBase(column: place, row: row)
                if offset > 0, let previous { cells[previous].add(mark: scalar) }
                continue
            }
            guard offset + width <= limit else { break }
            let shown: Unicode.Scalar = isControl(scalar) ? "\u{fffd}" : scalar
            if width == 2, place + 1 >= columns {
                paint(Cell(" ", role: role, emphasis: emphasis), column: place, row: row)
            } else {
                paint(Cell(shown, role: role, emphasis: emphasis), column: place, row: row)
                if width == 2, place < 0 {
                    // Its left half is off the screen, so nothing of it can be shown.
                    paint(Cell(" ", role: role, emphasis: emphasis), column: place + 1, row: row)
                } else if width == 2 {
                    let half = Cell.continuation(role: role, emphasis: emphasis)
                    paint(half, column: place + 1, row: row)
                }
            }
            offset += width
        }
        return offset
    }

    private func previousBase(column: Int, row: Int) -> Int? {
        var place = column - 1
        guard place >= 0, place < columns else { return nil }
        if cells[row * columns + place].isContinuation { place -= 1 }
        return place >= 0 ? row * columns + place : nil
    }

    private func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value)
    }

    /// Fills a rectangle with one cell.
    public mutating func fill(_ rectangle: Rectangle, with cell: Cell = .blank) {
        let visible = rectangle.intersection(bounds)
        guard !visible.isEmpty else { return }
        for row in visible.row..<visible.endRow {
            // At the edges a wide character may be cut in two; between them nothing of what was there is left.
            paint(cell, column: visible.column, row: row)
            paint(cell, column: visible.endColumn - 1, row: row)
            guard visible.columns > 2 else { continue }
            let start = row * columns
            for index in start + visible.column + 1..<start + visible.endColumn - 1 { cells[index] = cell }
        }
    }

    /// Marks a rectangle with an emphasis, keeping what is painted there.
    public mutating func emphasise(_ rectangle: Rectangle, _ emphasis: Cell.Emphasis) {
        let visible = rectangle.intersection(bounds)
        for row in visible.row..<visible.endRow {
            for column in visible.column..<visible.endColumn {
                cells[row * columns + column].emphasis.insert(emphasis)
            }
        }
    }

    /// The cells of a rectangle, row by row; what is outside of the grid is left out.
    public func copy(_ rectangle: Rectangle) -> [Cell] {
        let visible = rectangle.intersection(bounds)
        var copied: [Cell] = []
        copied.reserveCapacity(visible.columns * visible.rows)
        for row in visible.row..<visible.endRow {
            copied += cells[row * columns + visible.column..<row * columns + visible.endColumn]
        }
        return copied
    }

    /// Puts back what `copy` took from the same rectangle of a grid of the same size; other cells are left alone.
    public mutating func paste(_ copied: [Cell], _ rectangle: Rectangle) {
        let visible = rectangle.intersection(bounds)
        guard !visible.isEmpty, copied.count == visible.columns * visible.rows else { return }
        for row in 0..<visible.rows {
            let start = (visible.row + row) * columns + visible.column
            let from = row * visible.columns
            cells.replaceSubrange(
                start..<start + visible.columns, with: copied[from..<from + visible.columns])
        }
    }

    /// Paints another grid with its top left corner at a place.
    public mutating func paint(_ other: Grid, column: Int, row: Int) {
        for otherRow in 0..<other.rows {
            for otherColumn in 0..<other.columns {
                paint(other[otherColumn, otherRow], column: column + otherColumn, row: row + otherRow)
            }
        }
    }
}

/// A rectangle of places; never negative in size.
public struct Rectangle: Hashable, Sendable {
    /// The left column.
    public var column: Int
    /// The top row.
    public var row: Int
    /// Width in columns.
    public var columns: Int
    /// Height in rows.
    public var rows: Int

    /// A rectangle; negative sizes count as 0.
    public init(column: Int, row: Int, columns: Int, rows: Int) {
        self.column = column
        self.row = row
        self.columns = max(0, columns)
        self.rows = max(0, rows)
    }

    /// The column behind the last.
    public var endColumn: Int { column + columns }
    /// The row behind the last.
    public var endRow: Int { row + rows }
    /// Whether nothing is in it.
    public var isEmpty: Bool { columns == 0 || rows == 0 }

    /// Whether a place is in it.
    public func contains(_ position: Grid.Position) -> Bool {
        position.column >= column && position.column < endColumn && position.row >= row
            && position.row < endRow
    }

    /// What both have; empty where nothing.
    public func intersection(_ other: Rectangle) -> Rectangle {
        let left = max(column, other.column)
        let top = max(row, other.row)
        return Rectangle(
            column: left, row: top, columns: min(endColumn, other.endColumn) - left,
            rows: min(endRow, other.endRow) - top)
    }

    /// The rectangle without a border of one cell.
    public var inside: Rectangle {
        Rectangle(column: column + 1, row: row + 1, columns: columns - 2, rows: rows - 2)
    }
}
