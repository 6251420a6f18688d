import Grid
import Runtime
import Testing

@testable import Console

/// The editor by its keys: a message opened, changed, composed, sent, with what would become of it.
@Suite struct EditorKeyTests {
    /// Walks down to a field.
    static func walk(to path: String, _ stage: inout Stage) throws {
        for _ in 0..<80 {
            guard case .editor(let state) = stage.console.overlay else { break }
            if state.path == path { return }
            stage.press("down")
        }
        Issue.record("\(path) is not among the fields\n\(stage.text)")
    }

    private static func path(_ stage: Stage) -> String? {
        guard case .editor(let state) = stage.console.overlay else { return nil }
        return state.path
    }

    private static func type(_ text: String, _ stage: inout Stage) {
        for scalar in text.unicodeScalars { stage.press(.character(scalar, alt: false)) }
    }

    /// A message that was begun and put aside lets the lab's time stand: that is seen until it is sent or thrown away.
    @Test(arguments: Size.all) func aMessageThatWasPutAsideIsNotForgotten(_ size: Size) throws {
        var stage = try Stage(columns: size.columns, rows: size.rows)
        stage.press("e escape down")
        let lines = stage.screen.plainText.split(separator: "\n")
        #expect(lines.first?.contains("COMPOSING") == true, "\(stage.text)")
        #expect(lines.last?.contains("e your message") == true, "\(stage.text)")
        let now = stage.run.now
        stage.wait(2)
        #expect(stage.run.now == now)
        stage.press("e d")
        stage.wait(1)
        #expect(!stage.text.contains("COMPOSING") && stage.run.now > now)
    }

    /// A line is typed before the editor, and the editor is there again behind it: nothing of it acts as a key.
    @Test func theEditorHasTheCommandLine() throws {
        var stage = try Stage(columns: 120, rows: 40)
        stage.press("e :")
        Self.type("undo", &stage)
        #expect(stage.text.contains(":undo"), "\(stage.text)")
        stage.press("escape")
        #expect(Self.path(stage) != nil && stage.run.headline.isComposing, "\(stage.text)")
        stage.press(":")
        Self.type("edit add bid 3", &stage)
        stage.press("enter")
        #expect(Self.path(stage) != nil && stage.text.contains("Binding Identifier"), "\(stage.text)")
        stage.press("?")
        #expect(Self.path(stage) == nil)
        stage.press("escape")
        #expect(Self.path(stage) != nil, "\(stage.text)")
    }

    @Test(arguments: Size.all)
    func whatWouldTheAgentSayToThis(_ size: Size) throws {
        var stage = try Stage(columns: size.columns, rows: size.rows)
        stage.press("e")
        #expect(stage.text.contains("Compose BU"), "\(stage.text)")
        #expect(stage.text.contains("the ordinary binding"), "what it would do to the cache\n\(stage.text)")
        // Two BIDs from a list in which Binding Identifier is what is offered.
        stage.press("a enter a enter")
        try Self.walk(to: "mobility-header/flags", &stage)
        stage.press("enter")
        try Self.walk(to: "mobility-header/flags/o", &stage)
        stage.press("enter")
        #expect(stage.text.contains("O off → on"), "\(stage.text)")
        stage.press("left left")
        #expect(stage.text.contains("adds BID 1"), "\(stage.text)")
        try Golden.expect(stage.screen, "compose.\(size)", withRoles: true)
        let now = stage.run.now
        stage.wait(5)
        #expect(stage.run.now == now)
        // Another way out, and away.
        stage.press("i")
        #expect(stage.text.contains("wlan0"), "\(stage.text)")
        stage.press("s")
        #expect(stage.console.overlay == nil)
        stage.wait(3)
        let rows = stage.run.caches().flatMap { stage.run.cache($0.party, 0..<9, order: .homeAddress).rows }
        #expect(rows.compactMap(\.bid) == [1, 2])
    }

    @Test func asciiWithoutColours() throws {
        var stage = try Stage(columns: 80, rows: 24, ascii: true)
        stage.press("e a enter")
        try Self.walk(to: "mobility-header/binding-identifier", &stage)
        stage.press("right down down down")
        stage.press("enter")
        try Golden.expect(stage.screen, "compose.80x24.ascii", withRoles: false)
        #expect(stage.text.unicodeScalars.allSatisfy { $0.isASCII })
    }

    @Test func optionsMoveAndGoAndComeBack() throws {
        var stage = try Stage(columns: 100, rows: 30)
        stage.press("e a enter a enter")
        func names() -> [String] {
            stage.console.opened?.editor.fields.filter { $0.depth == 1 && $0.option != nil }.map {
                "\($0.field.name) \($0.field.value)"
            }.filter { $0.hasPrefix("Binding") } ?? []
        }
        #expect(names() == ["Binding Identifier 1", "Binding Identifier 2"])
        try Self.walk(to: "mobility-header/binding-identifier", &stage)
        stage.press(">")
        #expect(names() == ["Binding Identifier 2", "Binding Identifier 1"])
        stage.press("x")
        #expect(names() == ["Binding Identifier 1"])
        stage.press("u u")
        #expect(names() == ["Binding Identifier 1", "Binding Identifier 2"])
        stage.press("r")
        #expect(names() == ["Binding Identifier 2", "Binding Identifier 1"])
        stage.press("home x")
        #expect(stage.text.contains("this is no option"))
    }

    @Test func anOptionIsAddedBehindTheChosenOneAndChosenThen() throws {
        var stage = try Stage(columns: 160, rows: 40)
        stage.press("e a enter a enter")
        func names() -> [String] {
            stage.console.opened?.editor.fields.filter { $0.depth == 1 && $0.option != nil }.map {
                "\($0.field.name) \($0.field.value)"
            }.filter { $0.hasPrefix("Binding") } ?? []
        }
        #expect(!stage.text.contains("add option behind"))
        try Self.walk(to: "mobility-header/binding-identifier", &stage)
        #expect(stage.text.contains("a add option behind"), "\(stage.text)")
        stage.press("a enter")
        #expect(names() == ["Binding Identifier 1", "Binding Identifier 3", "Binding Identifier 2"])
        #expect(Self.path(stage) == "mobility-header/binding-identifier#1")
        stage.press("a enter")
        #expect(
            names() == [
                "Binding Identifier 1", "Binding Identifier 3", "Binding Identifier 4",
                "Binding Identifier 2",
            ])
        // From a field inside of it as well.
        stage.press("right down down a enter u")
        #expect(names().count == 4)
        #expect(Self.path(stage)?.hasPrefix("mobility-header/binding-identifier") == true)
    }

    @Test func onlyWhatChangesTheMessageAsksTheRunAgain() throws {
        var run = ManyBindings(lab: try Stage().run.present, count: 3)
        run.lab.perform(.edit(.compose(.empty("BU"), interface: nil)))
        var console = Console()
        func press(_ key: Key) { _ = console.handle(key, run: &run, columns: 120, rows: 40) }
        func asked(_ body: () -> Void) -> Int {
            let before = run.asked.opened
            body()
            return run.asked.opened - before
        }
        #expect(asked { press(.character("e", alt: false)) } > 0)
        guard case .editor = console.overlay else {
            Issue.record("the editor is not open")
            return
        }
        // Walking, opening, closing.
        #expect(asked { for _ in 0..<6 { press(.named(.down, [])) } } == 0)
        #expect(asked { press(.named(.left, [])) } == 0)
        press(.named(.home, []))
        while true {
            guard case .editor(let state) = console.overlay, state.path != "mobility-header/sequence" else {
                break
            }
            let before = state.row
            press(.named(.down, []))
            guard case .editor(let moved) = console.overlay, moved.row != before else { break }
        }
        press(.named(.enter, []))
        #expect(asked { press(.character("7", alt: false)) } == 1)
        #expect(asked { press(.named(.left, [])) } == 0, "the same text")
        #expect(asked { press(.named(.escape, [])) } == 1, "what was typed is gone")
        #expect(asked { _ = console.draw(run, columns: 120, rows: 40) } == 0)
        run.changes += 1
        #expect(asked { press(.named(.down, [])) } == 1, "something happened")
    }

    @Test func whatIsMadeRightIsSaidAndTurned() throws {
        var stage = try Stage(columns: 80, rows: 24)
        stage.press("e")
        #expect(stage.text.contains("1 padding made right  3 checksum made right"), "\(stage.text)")
        stage.press("3")
        #expect(stage.text.contains("3 checksum left as typed"))
        try Self.walk(to: "mobility-header/sequence", &stage)
        stage.press("enter")
        Self.type("77", &stage)
        // While it is typed, what it would come to.
        #expect(stage.text.contains("The checksum is wrong"), "\(stage.text)")
        stage.press("enter")
        #expect(stage.text.contains("The checksum is wrong"))
        #expect(stage.text.contains("a message is dropped"), "the agent says nothing to it\n\(stage.text)")
        stage.press("3")
        #expect(!stage.text.contains("The checksum is wrong"))
        // Octets for the brave.
        stage.press("h")
        #expect(stage.text.contains("octets from"))
        stage.press("ctrl-u")
        Self.type("00", &stage)
        stage.press("enter")
        #expect(stage.text.contains("octets at"), "\(stage.text)")
        stage.press("escape")
        #expect(stage.text.contains("the composed message waits"), "\(stage.text)")
        stage.press("e")
        #expect(stage.text.contains("Compose"))
        stage.press("t")
        #expect(stage.text.contains("What the node would send"))
        stage.press("enter")
        #expect(stage.console.opened?.editor.fields.count { $0.field.name == "Binding Identifier" } == 3)
        stage.press("d")
        #expect(stage.console.overlay == nil && stage.text.contains("nothing was sent"))
        #expect(stage.registered.isEmpty)
    }

    @Test func linesOpenAndChangeItToo() throws {
        var stage = try Stage(columns: 120, rows: 40)
        stage.type("compose bu wwan0")
        #expect(stage.text.contains("leaves by wwan0"), "\(stage.text)")
        stage.press("escape")
        stage.type("edit add bid 9")
        #expect(stage.text.contains("Binding Identifier added"), "\(stage.text)")
        stage.type("edit colour 1")
        #expect(stage.text.contains("there is no field"), "\(stage.text)")
        stage.type("send")
        stage.wait(3)
        #expect(stage.run.caches().contains { $0.bindings == 1 })
    }

    @Test func aWallOfAnyKeysLeavesNoTrap() throws {
        var stage = try Stage(columns: 80, rows: 24)
        var state: UInt64 = 7
        let keys = [
            "up", "down", "left", "right", "enter", "a", "x", "<", ">", "u", "r", "1", "2", "3", "h", "i",
            "t", "escape",
            "e", "n", "s", "0", "f", "backspace", "page-down", "home", "end", "tab", "b",
        ]
        for step in 0..<300 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            stage.press(keys[Int(state >> 33) % keys.count])
            if step % 50 == 0 { stage.wait(0.2) }
            _ = stage.screen
        }
    }
}
