import Grid
import TestSupport
import Testing

struct GridTests {
    @Test func paintingOutsideIsCutOff() {
        var grid = Grid(columns: 4, rows: 2)
        grid.paint("abcdef", column: 2, row: 0)
        grid.paint("xyz", column: -1, row: 1)
        grid.paint("never", column: 0, row: 7)
        grid.fill(Rectangle(column: -5, row: -5, columns: 2, rows: 2), with: Cell("#"))
        #expect(grid.plainText == "  ab\nyz\n")
    }

    @Test func wideCharactersStayWhole() {
        var grid = Grid(columns: 5, rows: 1)
        grid.paint("日本語", column: 0, row: 0)
        #expect(grid.plainText == "日本\n")
        grid.paint("x", column: 1, row: 0)
        #expect(grid.plainText == " x本\n")
        grid.paint("y", column: 2, row: 0)
        #expect(grid.plainText == " xy\n")
    }

    @Test func combiningMarksStayWithTheirCharacter() {
        var grid = Grid(columns: 3, rows: 1)
        let painted = grid.paint("e\u{301}x", column: 0, row: 0)
        #expect(painted == 2)
        #expect(grid[0, 0].firstMark == 0x301)
        #expect(grid.plainText == "e\u{301}x\n")
        grid.paint("\u{301}", column: 0, row: 0)
        #expect(grid[0, 0].secondMark == 0)
    }

    @Test func controlCharactersNeverReachTheTerminal() {
        var grid = Grid(columns: 6, rows: 1)
        grid.paint("a\u{1b}[2J\u{9b}", column: 0, row: 0)
        #expect(grid.plainText == "a\u{fffd}[2J\u{fffd}\n")
    }

    @Test(arguments: [("abc", 3), ("日本", 4), ("e\u{301}", 1), ("👍", 2), ("é", 1), ("", 0), ("│▶", 2)])
    func displayWidthCountsColumns(text: String, columns: Int) {
        #expect(DisplayWidth.of(text) == columns)
    }

    @Test func prefixKeepsWholeCharacters() {
        #expect(DisplayWidth.prefix("a日本", columns: 4) == "a日")
        #expect(DisplayWidth.prefix("e\u{301}x", columns: 1) == "e\u{301}")
        #expect(DisplayWidth.suffix("a日本", columns: 3) == "本")
        #expect(DisplayWidth.suffix("xe\u{301}", columns: 1) == "e\u{301}")
        #expect(DisplayWidth.suffix("ab", columns: 9) == "ab")
    }

    @Test func boxesCarryTheirTitle() {
        var grid = Grid(columns: 12, rows: 3)
        grid.box(grid.bounds, title: "Why", glyphs: .ascii)
        #expect(grid.plainText == "+ Why -----+\n|          |\n+----------+\n")
    }

    @Test(arguments: [
        (0.0, "        "), (1.0, "████████"), (0.5, "████    "), (0.0625 + 0.5, "████▌   "),
        (7.0, "████████"),
        (-1.0, "        "), (Double.nan, "        "),
    ])
    func barsDrainInEighths(share: Double, text: String) {
        var grid = Grid(columns: 9, rows: 1)
        grid.bar(share, column: 0, row: 0, columns: 8, glyphs: .unicode)
        grid.paint("|", column: 8, row: 0)
        #expect(grid.plainText == text + "|\n")
    }

    @Test func rolesAreShownInStyledText() {
        var grid = Grid(columns: 6, rows: 1)
        grid.paint("ok", column: 1, row: 0, role: Role(rawValue: 1), emphasis: .selected)
        #expect(grid.styledText { $0 == .plain ? "plain" : "good" } == " ok\n    ~ 1-2 good*\n")
    }

    @Test func everySizeAndPlaceIsSafe() {
        var random = SplitMix.ofThisRun()
        for _ in 0..<500 {
            var grid = Grid(
                columns: Int.random(in: -2...9, using: &random), rows: Int.random(in: -2...4, using: &random))
            for _ in 0..<20 {
                let column = Int.random(in: -5...12, using: &random)
                let row = Int.random(in: -3...6, using: &random)
                grid.paint(
                    ["日", "e\u{301}", "x", "\u{301}"].randomElement(using: &random) ?? "x", column: column,
                    row: row)
            }
            for row in 0..<grid.rows {
                for column in 0..<grid.columns where grid[column, row].isContinuation {
                    #expect(column > 0 && !grid[column - 1, row].isContinuation)
                }
            }
        }
    }
}
