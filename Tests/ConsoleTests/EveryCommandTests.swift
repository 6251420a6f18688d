import Grid
import Runtime
import Testing

@testable import Console

/// Every command of the table, as line and by its key, at every size.
@Suite struct EveryCommandTests {
    /// Lines of a command: without arguments, with some that it takes, with some that nothing takes.
    private static func lines(_ row: CommandDefinition) -> [String] {
        let good = row.parameters.map { parameter in
            switch parameter.kind {
            case .bids: "1 2"
            case .bid: "2"
            case .interface: "eth0"
            case .link: "b"
            case .peer: "2001:db8:c0::9"
            case .machine: "ha1"
            case .flow: "ssh"
            case .address, .node: "2001:db8:a::7"
            case .prefix: "2001:db8:7::/48"
            case .number(let range): "\(range.lowerBound)"
            case .duration: "10"
            case .factor: "2"
            case .toggle: "on"
            case .word(let words): words.first ?? "x"
            case .setting: "lifetime"
            case .settingValue: "20"
            case .theme: "mono"
            case .pane: "log"
            case .name: "ssh"
            case .text: "deregister"
            }
        }
        return [
            row.name, row.name + " " + good.joined(separator: " "),
            row.name + " ,,, %%% 日本 -1 99999999999999999999",
        ]
    }

    @Test(arguments: Size.all)
    func everyLineIsDoneOrAnsweredAndLeavesAWholeScreen(_ size: Size) throws {
        for row in CommandTable.standard.rows {
            for line in Self.lines(row) {
                var stage = try Stage(columns: size.columns, rows: size.rows)
                stage.press("b")
                stage.wait(2)
                let before = stage.screen
                stage.type(line)
                let screen = stage.screen
                #expect(screen.columns == size.columns && screen.rows == size.rows, "\(line)")
                // A key is never without an answer: the screen changes, or the program is asked for something.
                #expect(screen != before || !stage.effects.isEmpty, "\(line) does nothing at \(size)")
                stage.wait(1)
                for _ in 0..<8 { stage.press("escape") }
                #expect(stage.screen.lineText(0).hasPrefix(" careof"), "\(line) at \(size)\n\(stage.text)")
                #expect(
                    stage.screen.lineText(size.rows - 1).hasSuffix("quit"),
                    "\(line) at \(size)\n\(stage.text)")
            }
        }
    }

    @Test(arguments: Size.all)
    func everyKeyOfTheTableIsAnswered(_ size: Size) throws {
        for row in CommandTable.standard.rows {
            guard let key = KeyMap.standard.key(of: row.name) else { continue }
            var stage = try Stage(columns: size.columns, rows: size.rows)
            stage.press("b")
            stage.wait(2)
            // So that there is something before and behind what is chosen.
            stage.press("down")
            let before = stage.screen
            stage.press(key)
            let isSilent: Set<String> = ["cancel", "left", "right", "copy"]
            #expect(
                stage.screen != before || !stage.effects.isEmpty || isSilent.contains(row.name),
                "\(row.name) does nothing at \(size)")
        }
    }

    @Test func leavingAsksWhereBindingsLiveAndLeavesWhereNoneDo() throws {
        var stage = try Stage()
        stage.type("quit")
        #expect(stage.effects == [.quit])
        stage.effects = []
        stage.press("b")
        stage.wait(2)
        stage.type("quit")
        #expect(stage.text.contains("Quit with live bindings") && stage.effects.isEmpty)
        stage.press("escape")
        #expect(!stage.text.contains("Quit with live bindings"))
        stage.press("ctrl-c")
        #expect(stage.text.contains("Quit with live bindings"), "\(stage.text)")
        stage.press("right enter")
        #expect(stage.effects == [.quit])
    }

    /// Home with its only binding gone, then away again: what is abroad is registered anew, by the command's own line.
    @Test func leavingTheHomeLinkRegistersWhatIsAbroad() throws {
        var stage = try Stage()
        stage.press("b")
        stage.wait(3)
        stage.type("go-home eth0")
        stage.wait(2)
        stage.press("h home enter right enter")
        stage.wait(3)
        #expect(stage.run.headline.place == "home" && stage.registered.isEmpty, "\(stage.text)")
        stage.type("leave-home")
        stage.wait(5)
        #expect(stage.run.headline.place != "home", "\(stage.text)")
        #expect(stage.registered == [2, 3], "\(stage.text)")
    }

    @Test func whyIsScrolledToItsEndAndNoFurther() throws {
        var stage = try Stage(columns: 80, rows: 24)
        stage.press("b")
        stage.wait(2)
        stage.type("pane why")
        for _ in 0..<300 { stage.press("down") }
        let low = stage.console.whyRow
        #expect(low > 0 && low < 60)
        #expect(!stage.text.contains("more below"))
        stage.press("up")
        #expect(stage.console.whyRow == low - 1)
        #expect(stage.text.contains("more below"), "\(stage.text)")
        // A larger screen takes back what it has room for.
        stage.columns = 200
        stage.rows = 60
        stage.press("down")
        #expect(stage.console.whyRow < low)
    }

    @Test func theEndOfTheCachesIsSeenAtEverySize() throws {
        var stage = try Stage()
        stage.press("b")
        stage.wait(2)
        stage.type("pane cache")
        for rows in stride(from: 60, through: 5, by: -1) {
            for columns in [40, 80, 120] {
                stage.rows = rows
                stage.columns = columns
                stage.press("end")
                #expect(stage.screen.rows == rows)
                stage.press("home")
                #expect(stage.screen.rows == rows)
            }
        }
    }
}
