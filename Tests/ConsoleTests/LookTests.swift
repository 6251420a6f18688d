import Grid
import Testing
import Themes

/// Screens as they look where a theme has given every role its look: attributes alone on a terminal without colours,
/// colours and attributes on others.
@Suite struct LookTests {
    private struct NoFolders: ThemeFiles {
        func names(in folder: String) -> [String] { [] }
        func octets(of path: String) throws(ThemeFileProblem) -> [UInt8] {
            throw ThemeFileProblem(words: "there are no files")
        }
    }

    private static let library = ThemeLibrary(folders: [], files: NoFolders())

    @Test(arguments: Situation.allCases, Size.all)
    func screensWithoutColoursAreThoseOfTheirFiles(_ situation: Situation, _ size: Size) throws {
        let theme = try Self.library.theme("mono")
        var stage = try Stage(columns: size.columns, rows: size.rows)
        situation.play(&stage)
        let looks = Looks(stage.screen) { cell in Looks.words(theme.style(cell.role).mono, cell.emphasis) }
        try Golden.expect(looks.withText, "\(situation.rawValue).\(size).mono.txt")
    }

    @Test(arguments: Situation.allCases)
    func coloursAreThoseOfTheirFiles(_ situation: Situation) throws {
        let theme = try Self.library.theme(ThemeLibrary.defaultName)
        var text = ""
        for size in Size.all {
            var stage = try Stage(columns: size.columns, rows: size.rows)
            situation.play(&stage)
            let looks = Looks(stage.screen) { cell in
                let style = theme.style(cell.role)
                let attributes = Looks.words(style.attributes, cell.emphasis)
                return "\(Looks.word(style.foreground))/\(Looks.word(style.background))"
                    + (attributes.isEmpty ? "" : " \(attributes)")
            }
            text += "\(size)\n\(looks.runsAlone)"
        }
        try Golden.expect(text, "\(situation.rawValue).colours")
    }
}

/// What each place of a screen looks like, in runs.
private struct Looks {
    private let grid: Grid
    private let look: (Cell) -> String

    init(_ grid: Grid, look: @escaping (Cell) -> String) {
        self.grid = grid
        self.look = look
    }

    /// Each row, and where something looks like anything, how.
    var withText: String {
        (0..<grid.rows).map { row in
            let runs = runs(row).filter { !$0.look.isEmpty }.map { "\($0.first)-\($0.last) \($0.look)" }
            return grid.lineText(row) + "\n" + (runs.isEmpty ? "" : "    ~ \(runs.joined(separator: ", "))\n")
        }
        .joined()
    }

    /// Rows that look alike are told once, with how many columns look like what.
    var runsAlone: String {
        var text = ""
        var before = ""
        for row in 0..<grid.rows {
            let line = runs(row).map { "\($0.last - $0.first + 1) \($0.look)" }.joined(separator: ", ")
            if line != before { text += "\(row): \(line)\n" }
            before = line
        }
        return text
    }

    private func runs(_ row: Int) -> [(look: String, first: Int, last: Int)] {
        var runs: [(look: String, first: Int, last: Int)] = []
        for column in 0..<grid.columns {
            let look = look(grid[column, row])
            if runs.last?.look == look {
                runs[runs.count - 1].last = column
            } else {
                runs.append((look, column, column))
            }
        }
        return runs
    }

    /// Attributes as the terminal gets them: what is chosen is turned over, what cannot be used is dim.
    static func words(_ attributes: TextAttributes, _ emphasis: Cell.Emphasis) -> String {
        var attributes = attributes
        if emphasis.contains(.selected) { attributes.formSymmetricDifference(.reverse) }
        if emphasis.contains(.disabled) { attributes.insert(.dim) }
        let names: [(TextAttributes, String)] = [
            (.bold, "bold"), (.dim, "dim"), (.underline, "underline"), (.reverse, "reverse"),
            (.italic, "italic"),
        ]
        return names.filter { attributes.contains($0.0) }.map(\.1).joined(separator: "+")
    }

    static func word(_ colour: Colour) -> String {
        switch colour {
        case .standard: "-"
        case .terminal(let number): "\(number)"
        case .rgb(let value): String(value, radix: 16)
        }
    }
}
