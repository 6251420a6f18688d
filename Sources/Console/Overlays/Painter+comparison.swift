import Grid
import Runtime
import Themes

// ┌ the run | branch 2, 3 differences ──────────────────────────────────┐
// │ Binding cache of ha1                                                  │
// │   BID 1 → 2001:db8:a::100, 60 s      │   BID 1 → 2001:db8:a::100      │
// │ ≠ BID 2 → 2001:db8:b::100, 60 s      │                                │
// └───────────────────────────────────────────────────────────────────────┘

extension Painter {
    mutating func paint(_ comparison: Comparison, from first: Int) {
        let columns = min(grid.columns, 150)
        let half = max(10, (columns - 4 - 5) / 2)
        let lines = comparisonLines(comparison, half)
        let count = comparison.differences
        let found = count == 0 ? "no difference" : count == 1 ? "1 difference" : "\(count) differences"
        let area = dialog(
            words("\(comparison.left) and \(comparison.right): \(found)"), columns: columns,
            rows: min(lines.count + 2, grid.rows - 2))
        let start = max(0, min(first, lines.count - area.rows))
        for offset in 0..<max(0, min(area.rows, lines.count - start)) {
            grid.paint(
                lines[start + offset], column: area.column, row: area.row + offset, limit: area.columns,
                ellipsis: glyphs.ellipsis)
        }
        if start + area.rows < lines.count, area.columns > 20 {
            grid.paint(" more below ", column: area.endColumn - 13, row: area.endRow, role: .scroll)
        }
    }

    private func comparisonLines(_ comparison: Comparison, _ half: Int) -> [Line] {
        var head = Line("  " + words(comparison.left), .dialogTitle)
        head.pad(to: half + 4)
        head.add(words(comparison.right), .dialogTitle)
        var lines = [head]
        for part in comparison.parts {
            lines.append(Line())
            lines.append(Line(part.title, .dialogTitle))
            var alike: [Comparison.Row] = []
            // Of what is alike for long, its ends are enough.
            func endOfAlike(_ lines: inout [Line]) {
                if alike.count > 4, let first = alike.first, let last = alike.last {
                    lines += self.lines(first, half)
                    lines.append(Line("    \(alike.count - 2) more alike", .textMuted))
                    lines += self.lines(last, half)
                } else {
                    for row in alike { lines += self.lines(row, half) }
                }
                alike = []
            }
            for row in part.rows {
                if row.differs {
                    endOfAlike(&lines)
                    lines += self.lines(row, half)
                } else {
                    alike.append(row)
                }
            }
            endOfAlike(&lines)
            if part.rows.isEmpty { lines.append(Line("    nothing on either side", .textMuted)) }
        }
        return lines
    }

    /// A row: each side in as many lines as it takes.
    private func lines(_ row: Comparison.Row, _ half: Int) -> [Line] {
        let left = WordWrap.lines(words(row.left), columns: half)
        let right = WordWrap.lines(words(row.right), columns: half)
        let sign = console.options.isASCII ? "! " : "≠ "
        let role: Role = row.differs ? .statusBad : .dialog
        return (0..<max(1, left.count, right.count)).map { index in
            var line = Line(row.differs && index == 0 ? sign : "  ", role)
            line.add(left.indices.contains(index) ? left[index] : "", role)
            line.pad(to: half + 2, atLeast: 0)
            line.add(String(Character(glyphs.vertical)) + " ", .dialogBorder)
            line.add(right.indices.contains(index) ? right[index] : "", role)
            return line
        }
    }
}
