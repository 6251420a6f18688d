import Runtime
import Testing

@testable import Console

/// The gate by its keys: hold, look, change, let go.
@Suite struct GateKeyTests {
    @Test func aStatusIsChangedWhileTheAcknowledgementIsHeld() throws {
        var stage = try Stage(columns: 120, rows: 50)
        stage.type("step-mode in BA")
        stage.press("b")
        stage.wait(3)
        #expect(stage.text.contains("in BA, 1 held"), "\(stage.text)")
        #expect(stage.text.contains("n go") && stage.text.contains("e edit"))
        #expect(stage.screen.plainText.contains("held"))
        let now = stage.run.now
        stage.wait(10)
        #expect(stage.run.now == now)
        // The editor opens; the second option's status is found by walking down to it.
        stage.press("e")
        try EditorKeyTests.walk(to: "mobility-header/binding-identifier#1", &stage)
        stage.press("right")
        try EditorKeyTests.walk(to: "mobility-header/binding-identifier#1/status", &stage)
        try Golden.expect(stage.screen, "held.120x50", withRoles: true)
        // A number is typed, and seen at once what it would come to.
        stage.press("enter 3")
        for digit in "00".unicodeScalars { stage.press(.character(digit, alt: false)) }
        #expect(stage.text.contains("Refused") && stage.text.contains("0 to 255"), "\(stage.text)")
        stage.press("enter")
        #expect(stage.run.held.first?.isEdited == false)
        stage.press("ctrl-u")
        for digit in "164".unicodeScalars { stage.press(.character(digit, alt: false)) }
        #expect(stage.text.contains("MCOA MALFORMED"), "\(stage.text)")
        stage.press("enter")
        #expect(stage.text.contains("BID 2: Status 0 → 164"), "\(stage.text)")
        // What the acknowledgement does to its node is told, not what the agent would do without it.
        #expect(
            stage.text.contains("mr1: BID 2 becomes ") && stage.text.contains("mr1: BID 1 becomes registered")
        )
        #expect(
            !stage.text.contains("ha1 renews") && !stage.text.contains("No answer comes"), "\(stage.text)")
        try Golden.expect(stage.screen, "held-changed.120x50", withRoles: true)
        stage.press("escape")
        #expect(stage.text.contains("held, changed"))
        stage.press("n")
        #expect(stage.registered == [1, 3])
        // The arrow says what came, not what left.
        #expect(stage.text.contains("1 ✓ 2 ✗164 3 ✓"), "\(stage.text)")
        stage.press("s")
        #expect(stage.text.contains("gate open"))
    }

    @Test(arguments: Size.all)
    func keysOfTheGateSayWhatTheyDoAtEverySize(_ size: Size) throws {
        var stage = try Stage(columns: size.columns, rows: size.rows)
        for key in ["n", "x", "y", "l"] {
            stage.press(key)
            #expect(stage.text.contains("essage is held: s holds them"), "\(key) at \(size)\n\(stage.text)")
        }
        stage.press("s n")
        #expect(stage.text.contains("essage is held yet"), "\(stage.text)")
        #expect(stage.text.contains("s open") && !stage.text.contains("n lets go"))
        stage.press("b")
        #expect(stage.run.held.count == 1)
        try Golden.expect(stage.screen, "held-leaving.\(size)", withRoles: true)
        stage.press("y")
        stage.wait(1)
        #expect(stage.run.held.first?.isIncoming == true, "the first copy, where it arrives")
        stage.press("x")
        #expect(stage.run.held.isEmpty)
        stage.wait(1)
        #expect(stage.run.held.first?.isIncoming == true, "the second one")
        stage.press("l")
        for scalar in "250ms".unicodeScalars { stage.press(.character(scalar, alt: false)) }
        stage.press("enter")
        #expect(stage.run.held.isEmpty)
        stage.wait(3)
        #expect(stage.run.held.count == 1, "the answer")
        stage.press("s")
        stage.wait(3)
        #expect(stage.registered == [1, 2, 3])
    }

    @Test(arguments: Size.all)
    func theQueueIsWalkedThroughAndTheSelectedMessageIsMeant(_ size: Size) throws {
        var stage = try Stage(columns: size.columns, rows: size.rows)
        stage.press("b")
        stage.wait(3)
        #expect(!stage.text.contains(" Held "), "nothing waits, and the gate is open")
        stage.type("pane held")
        #expect(stage.text.contains("o message is held"), "\(stage.text)")
        stage.type("step-mode out BU")
        #expect(stage.text.contains("messages wait here"), "\(stage.text)")
        for bid in 1...3 { stage.type("register \(bid)") }
        #expect(stage.run.held.count == 3, "\(stage.text)")
        stage.type("pane held")
        let numbers = stage.run.held.map(\.number)
        try #require(numbers.count == 3)
        stage.press("down")
        try Golden.expect(stage.screen, "queue.\(size)", withRoles: true)
        stage.press("x")
        #expect(stage.run.held.map(\.number) == [numbers[0], numbers[2]], "the second one is lost")
        // What was selected is gone: the one that waits longest is meant, and the arrows go on from there.
        stage.press("down enter")
        #expect(stage.console.focus == .message && stage.console.message == numbers[2])
        stage.press("n")
        #expect(stage.run.held.map(\.number) == [numbers[0]], "out of its turn")
        stage.type("pane held")
        stage.press("up down up n s")
        #expect(stage.run.held.isEmpty)
        #expect(stage.console.focus == .held || stage.console.focus == .exchange)
        stage.press("down")
        #expect(stage.console.focus == .exchange, "the queue is gone")
        stage.wait(5)
        #expect(stage.registered.contains(3) && stage.registered.contains(1))
    }

    @Test func whoMayOnlyReadHoldsNothing() throws {
        var stage = try Stage(options: ConsoleOptions(isReadOnly: true))
        for key in ["s", "n", "x", "y", "e"] {
            stage.press(key)
            #expect(stage.text.contains("read only"), "\(key)\n\(stage.text)")
        }
        #expect(stage.run.headline.gate == "open")
    }
}
