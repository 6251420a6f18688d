/// The characters that lines, bars and arrows are drawn with: those of Unicode, or ASCII for a serial line.
public struct Glyphs: Hashable, Sendable {
    /// Corners and lines of a box.
    public var topLeft, topRight, bottomLeft, bottomRight, horizontal, vertical: Unicode.Scalar
    /// Heads of arrows.
    public var arrowLeft, arrowRight: Unicode.Scalar
    /// Where an arrow starts from a lane to the right, or to the left.
    public var teeRight, teeLeft: Unicode.Scalar
    /// The line of a lane, and the shaft of an arrow.
    public var lane, shaft: Unicode.Scalar
    /// Marks: a cursor, a cross, a tick, something full, something pending, something gone.
    public var pointer, cross, tick, full, pending, empty: Unicode.Scalar
    /// A bar from one part of a cell to a whole one; in ASCII only whole ones.
    public var bar: [Unicode.Scalar]
    /// The part of a bar that has drained.
    public var drained: Unicode.Scalar
    /// Where text was cut off, and a tree node that is open or closed.
    public var ellipsis, opened, closed: Unicode.Scalar

    /// Box drawing, arrows and eighth blocks.
    public static let unicode = Glyphs(
        topLeft: "┌", topRight: "┐", bottomLeft: "└", bottomRight: "┘", horizontal: "─", vertical: "│",
        arrowLeft: "◀", arrowRight: "▶", teeRight: "├", teeLeft: "┤", lane: "│", shaft: "─", pointer: "▸",
        cross: "✗",
        tick: "✓", full: "●", pending: "◌", empty: "○", bar: ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"],
        drained: " ", ellipsis: "…", opened: "▾", closed: "▸")

    /// Nothing but ASCII.
    public static let ascii = Glyphs(
        topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+", horizontal: "-", vertical: "|",
        arrowLeft: "<", arrowRight: ">", teeRight: "|", teeLeft: "|", lane: "|", shaft: "-", pointer: ">",
        cross: "x",
        tick: "+", full: "*", pending: "o", empty: ".", bar: ["#"], drained: ".", ellipsis: "~", opened: "v",
        closed: ">")
}

extension Grid {
    /// Draws a border along the inside of a rectangle, with a title in its top line.
    public mutating func box(
        _ rectangle: Rectangle, title: String = "", glyphs: Glyphs, role: Role = .plain,
        titleRole: Role? = nil
    ) {
        guard rectangle.columns >= 2, rectangle.rows >= 2 else { return }
        let right = rectangle.endColumn - 1
        let bottom = rectangle.endRow - 1
        for column in rectangle.column..<rectangle.endColumn {
            paint(Cell(glyphs.horizontal, role: role), column: column, row: rectangle.row)
            paint(Cell(glyphs.horizontal, role: role), column: column, row: bottom)
        }
        for row in rectangle.row..<rectangle.endRow {
            paint(Cell(glyphs.vertical, role: role), column: rectangle.column, row: row)
            paint(Cell(glyphs.vertical, role: role), column: right, row: row)
        }
        paint(Cell(glyphs.topLeft, role: role), column: rectangle.column, row: rectangle.row)
        paint(Cell(glyphs.topRight, role: role), column: right, row: rectangle.row)
        paint(Cell(glyphs.bottomLeft, role: role), column: rectangle.column, row: bottom)
        paint(Cell(glyphs.bottomRight, role: role), column: right, row: bottom)
        if !title.isEmpty, rectangle.columns > 4 {
            paint(
                " \(title) ", column: rectangle.column + 1, row: rectangle.row, limit: rectangle.columns - 2,
                role: titleRole ?? role)
        }
    }

    /// Draws a bar that is full for `share` (0…1) of its columns, in eighths of a cell where the glyphs have them.
    public mutating func bar(
        _ share: Double, column: Int, row: Int, columns: Int, glyphs: Glyphs, role: Role = .plain
    ) {
        guard columns > 0, let whole = glyphs.bar.last else { return }
        let steps = glyphs.bar.count
        let clamped = share.isFinite ? min(1, max(0, share)) : 0
        let filled = Int((clamped * Double(columns * steps)).rounded(.up))
        for offset in 0..<columns {
            let part = filled - offset * steps
            let glyph = part >= steps ? whole : part > 0 ? glyphs.bar[part - 1] : glyphs.drained
            paint(Cell(glyph, role: role), column: column + offset, row: row)
        }
    }
}
