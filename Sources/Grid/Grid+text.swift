extension Grid {
    /// The characters alone, one line a row, blanks at line ends removed.
    public var plainText: String {
        var text = ""
        for row in 0..<rows {
            text += lineText(row)
            text += "\n"
        }
        return text
    }

    /// One row's characters, blanks at the end removed.
    public func lineText(_ row: Int) -> String {
        guard row >= 0, row < rows else { return "" }
        var scalars = String.UnicodeScalarView()
        for cell in cells[row * columns..<(row + 1) * columns] { cell.appendText(to: &scalars) }
        while scalars.last == " " { scalars.removeLast() }
        return String(scalars)
    }

    /// The characters with the names of their roles, for tests and reviews: after each row that has any role but the
    /// plain one, a line of runs `column-column role`, with `*` where the run is selected.
    public func styledText(roleName: (Role) -> String) -> String {
        var text = ""
        for row in 0..<rows {
            text += lineText(row)
            text += "\n"
            let runs = roleRuns(row).filter { $0.role != .plain || !$0.emphasis.isEmpty }
            guard !runs.isEmpty else { continue }
            let words = runs.map { run in
                let mark =
                    run.emphasis.contains(.selected) ? "*" : run.emphasis.contains(.disabled) ? "-" : ""
                return "\(run.first)-\(run.last) \(roleName(run.role))\(mark)"
            }
            text += "    ~ " + words.joined(separator: ", ") + "\n"
        }
        return text
    }

    private func roleRuns(_ row: Int) -> [(role: Role, emphasis: Cell.Emphasis, first: Int, last: Int)] {
        var runs: [(role: Role, emphasis: Cell.Emphasis, first: Int, last: Int)] = []
        for column in 0..<columns {
            let cell = self[column, row]
            if let last = runs.last, last.role == cell.role, last.emphasis == cell.emphasis {
                runs[runs.count - 1].last = column
            } else {
                runs.append((cell.role, cell.emphasis, column, column))
            }
        }
        return runs
    }
}
