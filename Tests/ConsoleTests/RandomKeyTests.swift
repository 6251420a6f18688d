import Console
import Foundation
import Grid
import Testing
import TestSupport

/// Keys at random on screens of random sizes: nothing traps, and no cell is painted where there is none.
@Suite struct RandomKeyTests {
    private static let seed =
        ProcessInfo.processInfo.environment["CAREOF_SEED"].flatMap { UInt64($0) } ?? 20_260_101
    private static let rounds =
        ProcessInfo.processInfo.environment["CAREOF_ROUNDS"].flatMap { Int($0) } ?? 3_000

    private static let typed = Array(
        "brdDohic snxyle[]p+-fw/:?tzvqHPMCjkgG1234567890.,abcdefz é日".unicodeScalars)
    private static let lines = [
        "loss a 50", "plug eth0 home", "unplug wlan0", "set lifetime 20", "pane log", "hide message",
        "speed 100",
        "flow ssh 2 tcp 22", "drop-next BU", "reboot ha1", "filter BU", "go-home eth0", "privacy",
        "nonsense x y",
    ]

    private func key(_ random: inout SplitMix, columns: Int, rows: Int) -> Key {
        switch UInt64.random(in: 0..<20, using: &random) {
        case 0..<10:
            return .character(
                RandomKeyTests.typed.randomElement(using: &random) ?? " ",
                alt: UInt64.random(in: 0..<30, using: &random) == 0)
        case 10..<16: return .named(Key.Name.allCases.randomElement(using: &random) ?? .enter, [])
        case 16:
            return .click(
                Grid.Position(
                    column: Int.random(in: -1...columns, using: &random),
                    row: Int.random(in: -1...rows, using: &random)))
        case 17:
            return .wheel(
                Int.random(in: -5...5, using: &random),
                Grid.Position(
                    column: Int.random(in: 0...columns, using: &random),
                    row: Int.random(in: 0...rows, using: &random)))
        case 18: return .paste("b\n\u{1b}[31m日本\u{301} quit")
        default: return .control(["L", "U", "W", "P", "C"].randomElement(using: &random) ?? "L")
        }
    }

    @Test func randomKeysOnRandomSizesNeverTrap() throws {
        print(
            "seed \(RandomKeyTests.seed), \(RandomKeyTests.rounds) keys; CAREOF_SEED and CAREOF_ROUNDS set them"
        )
        var random = SplitMix(seed: RandomKeyTests.seed)
        var stage = try Stage(columns: 80, rows: 24)
        var memory = ScreenMemory()
        for round in 0..<RandomKeyTests.rounds {
            if round % 7 == 0 {
                stage.columns = Int.random(in: 0...300, using: &random)
                stage.rows = Int.random(in: 0...100, using: &random)
            }
            if round % 500 == 499 {
                stage = try Stage(columns: stage.columns, rows: stage.rows, ascii: round % 1000 == 999)
                memory = ScreenMemory()
            }
            if round % 23 == 0 {
                stage.press("escape escape")
                stage.type(RandomKeyTests.lines.randomElement(using: &random) ?? "help")
            }
            stage.press(key(&random, columns: stage.columns, rows: stage.rows))
            if round % 5 == 0 { stage.wait(Double(Int.random(in: 0...40, using: &random)) / 20) }
            let screen = stage.screen
            #expect(screen.columns == stage.columns && screen.rows == stage.rows)
            let (remembered, _) = stage.console.frame(
                stage.run, columns: stage.columns, rows: stage.rows, memory: &memory)
            let isEqual = remembered == screen
            #expect(
                isEqual,
                "key \(round), remembered:\n\(remembered.plainText)\nand painted anew:\n\(screen.plainText)")
            let isWhole = (0..<screen.rows).allSatisfy { row in
                (0..<screen.columns).allSatisfy { column in
                    // A wide character has both its halves.
                    let isWide = DisplayWidth.of(Unicode.Scalar(screen[column, row].base) ?? " ") == 2
                    return !isWide || screen[column + 1, row].isContinuation
                }
            }
            #expect(isWhole, "torn at \(stage.columns)×\(stage.rows), key \(round)")
        }
    }

    @Test func everySizeHasWholeBorders() throws {
        var stage = try Stage()
        stage.press("b")
        stage.wait(3)
        for columns in stride(from: 40, through: 220, by: 7) {
            for rows in stride(from: 10, through: 70, by: 3) {
                stage.columns = columns
                stage.rows = rows
                let text = stage.screen.plainText
                #expect(text.count { $0 == "┌" } == text.count { $0 == "┘" }, "\(columns)×\(rows)\n\(text)")
                #expect(text.contains("Bindings"), "\(columns)×\(rows)\n\(text)")
            }
        }
    }
}
