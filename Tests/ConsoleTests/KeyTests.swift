import Console
import Grid
import Lab
import Nodes
import Runtime
import Testing

/// What keys do, seen on the run and on the screen.
@Suite struct KeyTests {
    private func bids(_ stage: Stage, _ states: [BindingState] = [.bound, .refreshing]) -> [UInt16] {
        stage.run.bindings(0..<100).rows.filter { states.contains($0.state) && $0.role != "correspondent" }
            .compactMap(\.bid)
    }

    @Test func aNewcomerRegistersRemovesOneSetsOAndComesHome() throws {
        var stage = try Stage(columns: 80, rows: 24)
        // Each key is one that the bottom line names.
        #expect(stage.text.contains("b bulk"))
        stage.press("b")
        stage.wait(3)
        #expect(bids(stage) == [1, 2, 3])
        stage.press("down d")
        #expect(stage.text.contains("Deregister BID 2"))
        stage.press("right enter")
        stage.wait(1)
        #expect(bids(stage) == [1, 3])
        stage.press("o")
        #expect(stage.run.headline.overwritesNext)
        stage.press("o h")
        #expect(stage.text.contains("Return home"))
        // Nothing is at home yet, so the menu offers to plug an interface in.
        stage.press("enter")
        stage.wait(2)
        stage.press("h home enter right enter")
        stage.wait(2)
        #expect(stage.run.headline.place == "home")
        #expect(bids(stage).isEmpty)
    }

    @Test func cancelIsTheDefaultOfAQuestion() throws {
        var stage = try Stage()
        stage.press("b")
        stage.wait(3)
        stage.press("d enter")
        stage.wait(1)
        #expect(bids(stage) == [1, 2, 3])
        stage.press("D escape")
        stage.wait(1)
        #expect(bids(stage) == [1, 2, 3])
    }

    @Test func marksChooseWhatIsRegisteredAndRemoved() throws {
        var stage = try Stage()
        stage.type("set registration manual")
        stage.press("space space b")
        stage.wait(3)
        #expect(stage.registered == [1, 2])
        stage.press("up up up space d right enter")
        stage.wait(3)
        #expect(stage.registered == [2])
    }

    @Test(arguments: ["", "registration manual", "set registration manual"])
    func whatWasChosenByHandStaysAllThatIsRegistered(line: String) throws {
        var stage = try Stage()
        if !line.isEmpty { stage.type(line) }
        stage.press("space space b")
        stage.wait(10)
        #expect(stage.registered == [1, 2])
    }

    @Test func bulkWithOAsksAndListsWhatGoes() throws {
        var stage = try Stage()
        stage.press("b")
        stage.wait(3)
        stage.press("space o b")
        #expect(stage.text.contains("The home agent drops all others first: BID 2 and BID 3"))
        #expect(stage.text.contains("[ Cancel ]"))
    }

    @Test func quittingWithLiveBindingsAsks() throws {
        var stage = try Stage()
        stage.press("q")
        #expect(stage.effects == [.quit])
        stage.effects = []
        stage.press("b")
        stage.wait(3)
        stage.press("q enter")
        #expect(stage.effects.isEmpty)
        stage.press("q right enter")
        #expect(stage.effects == [.quit])
    }

    @Test func pastedTextIsNeverACommand() throws {
        var stage = try Stage()
        stage.press(.paste("b\nq\nD"))
        stage.wait(3)
        #expect(bids(stage).isEmpty)
        #expect(stage.effects == [.bell])
        // In a line it is text, without the end of line that would send it.
        stage.press(":")
        stage.press(.paste("bulk-register\n"))
        stage.wait(3)
        #expect(bids(stage).isEmpty)
        stage.press("enter")
        stage.wait(3)
        #expect(bids(stage) == [1, 2, 3])
    }

    @Test(arguments: ["b", "r", "d", "D", "o", "h", "i", "f"])
    func readOnlyChangesNothing(_ key: String) throws {
        var stage = try Stage(options: ConsoleOptions(isReadOnly: true))
        let version = stage.run.version
        stage.press(key)
        #expect(stage.run.version == version)
        #expect(stage.effects == [.bell])
        #expect(stage.text.contains("read only"))
        stage.type("bulk-register")
        #expect(stage.run.version == version)
    }

    @Test func privacyShowsNoAddressOfTheNode() throws {
        for size in Size.all {
            var stage = try Stage(
                columns: size.columns, rows: size.rows, options: ConsoleOptions(isPrivate: true))
            stage.press("b")
            stage.wait(3)
            for _ in 0..<8 {
                for address in ["2001:db8:1::", "2001:db8:a::", "2001:db8:b::", "2001:db8:c::"] {
                    #expect(!stage.text.contains(address), "\(address) at \(size):\n\(stage.text)")
                }
                stage.press("tab")
            }
        }
    }

    @Test func aWrongLineSaysWhatWouldBeAccepted() throws {
        var stage = try Stage()
        stage.type("loss nowhere 10")
        #expect(stage.text.contains("there is no link \"nowhere\": expected"))
        stage.press("escape")
        // The history brings it back.
        stage.type("pane log")
        stage.press(": up")
        #expect(stage.text.contains(":pane log"))
    }

    @Test func tabCompletesCommandsAndArguments() throws {
        var stage = try Stage()
        stage.press(": b u tab")
        #expect(stage.text.contains(":bulk-register"))
        stage.press("escape : p l u tab e t tab")
        #expect(stage.text.contains(":plug eth0"))
    }

    @Test func scrollingUpStopsFollowingAndEndFollowsAgain() throws {
        var stage = try Stage(columns: 80, rows: 24)
        for _ in 0..<12 {
            stage.press("b")
            stage.wait(1.5)
        }
        stage.press("tab up up up")
        let before = stage.text
        let rows = stage.run.journal.exchangeRows.upperBound
        stage.type("registration manual")
        #expect(stage.run.journal.exchangeRows.upperBound > rows)
        #expect(stage.text.contains("newer below"))
        #expect(before != stage.text)
        stage.press("end")
        #expect(!stage.text.contains("newer below"))
    }

    @Test func clickSelectsARowAndTheWheelScrolls() throws {
        var stage = try Stage(columns: 80, rows: 24)
        stage.type("registration manual")
        stage.press(.click(Grid.Position(column: 10, row: 4)))
        stage.press("r")
        stage.wait(3)
        #expect(bids(stage) == [2])
        for _ in 0..<12 {
            stage.press("r")
            stage.wait(1)
        }
        stage.press(.wheel(-2, Grid.Position(column: 10, row: 12)))
        #expect(stage.text.contains("newer below"))
        // The wheel scrolls the pane under the pointer, and what follows is that pane's.
        stage.press("end")
        #expect(!stage.text.contains("newer below"))
    }

    @Test func keysCanBeBoundAnew() throws {
        var keys = KeyMap.standard
        let commands = CommandTable.standard.rows.map(\.name)
        try keys.bind("ctrl-r", to: "bulk-register", commands: commands)
        #expect(keys[.control("R")] == "bulk-register")
        #expect(keys[.character("b", alt: false)] == nil)
        #expect(throws: KeyMap.Problem.taken(key: "d", by: "deregister")) {
            try keys.bind("d", to: "zoom", commands: commands)
        }
        #expect(throws: KeyMap.Problem.reserved(key: "ctrl-a")) {
            try keys.bind("ctrl-a", to: "zoom", commands: commands)
        }
        #expect(throws: KeyMap.Problem.unknownCommand("fly")) {
            try keys.bind("u", to: "fly", commands: commands)
        }
        #expect(throws: KeyMap.Problem.unknownKey("hyper-x")) {
            try keys.bind("hyper-x", to: "zoom", commands: commands)
        }
    }

    @Test func everyKeyHasACommandAndANameThatReadsBack() {
        for binding in KeyMap.standard.bindings {
            #expect(CommandTable.standard[binding.command] != nil, "\(binding.command)")
            #expect(Key(name: binding.key.name) == binding.key, "\(binding.key.name)")
        }
        #expect(KeyMap.standard[.control("A")] == nil)
        #expect(KeyMap.standard[.control("B")] == nil)
    }

    @Test func nothingIsRedrawnWhereNothingDrains() throws {
        var stage = try Stage()
        #expect(stage.console.nextRedraw(stage.run, columns: 120, rows: 40) == nil)
        stage.press("b")
        stage.wait(8)
        let wait = try #require(stage.console.nextRedraw(stage.run, columns: 120, rows: 40))
        #expect(wait > .zero && wait <= .seconds(1))
        // Until then the screen stays as it is, and then it changes.
        let before = stage.text
        stage.wait(Double(wait.nanoseconds) / 1e9 - 0.011)
        #expect(stage.text == before)
        stage.wait(0.05)
        #expect(stage.text != before)
        stage.press("p")
        #expect(stage.console.nextRedraw(stage.run, columns: 120, rows: 40) == nil)
    }
}

@Suite struct LongFilterTests {
    @Test func aFilterOfManyWordsLeavesTheTopLineItsPlaces() throws {
        var stage = try Stage(columns: 120, rows: 40)
        stage.press("/")
        stage.press(.paste(String(repeating: "deregister ", count: 20)))
        stage.press("enter p")
        let top = stage.screen.lineText(0)
        #expect(top.contains("PAUSED") && top.contains("filter") && top.contains("O ON"), "\(top)")
    }
}
