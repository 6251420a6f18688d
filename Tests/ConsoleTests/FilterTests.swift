import Testing

@testable import Console

/// What a filter finds, however long the journal is.
@Suite struct FilterTests {
    @Test func numbersGrowAtBothEndsAndAreForgottenAtTheOldOne() {
        var numbers = AscendingNumbers()
        for number in [50, 60, 70] { numbers.add(newest: number) }
        for number in [40, 30, 20] { numbers.add(oldest: number) }
        #expect(Array(numbers) == [20, 30, 40, 50, 60, 70])
        #expect(numbers.first(notBelow: 41) == 3)
        #expect(numbers.window(around: 70, rows: 3) == [50, 60, 70])
        #expect(numbers.window(around: 40, rows: 4) == [30, 40, 50, 60])
        #expect(numbers.window(around: 0, rows: 4) == [20, 30, 40, 50])
        #expect(numbers.window(around: .max, rows: 100) == Array(numbers))
        #expect(numbers.number(1, from: 45) == 50)
        #expect(numbers.number(-1, from: 45) == 40)
        #expect(numbers.number(100, from: 20) == 70)
        #expect(numbers.number(.min, from: 70) == 20)
        #expect(numbers.number(1, from: 70) == nil)
        #expect(numbers.number(-1, from: 20) == nil)
        numbers.forget(below: 35)
        #expect(Array(numbers) == [40, 50, 60, 70])
        numbers.forget(below: 65)
        #expect(Array(numbers) == [70])
        numbers.forget(below: 100)
        #expect(
            numbers.isEmpty && numbers.number(1, from: 0) == nil && numbers.window(around: 1, rows: 2).isEmpty
        )
    }

    /// One deregistration at the beginning, one at the end, a hundred thousand entries in between.
    @Test func matchesAtBothEndsOfALongJournalAreFound() throws {
        var stage = try Stage(columns: 120, rows: 40)
        stage.type("set lifetime 4")
        stage.press("b")
        stage.wait(2)
        stage.type("deregister 2")
        if stage.text.contains("Cancel") { stage.press("tab enter") }
        stage.wait(1)
        stage.type("speed 1000")
        while stage.run.journal.numbers.upperBound < 100_000 { stage.wait(0.2) }
        stage.type("speed 1")
        stage.wait(1)
        stage.type("deregister 3")
        if stage.text.contains("Cancel") { stage.press("tab enter") }
        stage.wait(1)
        stage.press("p")
        stage.press("/")
        for scalar in "command deregister".unicodeScalars { stage.press(.character(scalar, alt: false)) }
        stage.press("enter")
        // The newest are there at once.
        #expect(stage.text.contains("you: deregister 3"))
        #expect(stage.text.contains("searching"))
        var slices = 0
        while !stage.console.search(stage.run) { slices += 1 }
        #expect(slices > 10)
        #expect(stage.text.contains("you: deregister 2"), "\(stage.text)")
        #expect(!stage.text.contains("searching"))
        // Keys move among what was found, to the oldest and back.
        stage.type("pane exchange")
        stage.press("home")
        #expect(
            stage.console.message.flatMap { stage.run.journal[$0] }?.time ?? .zero
                < .init(nanoseconds: 10_000_000_000))
        stage.press("end")
        #expect(stage.console.message == nil)
        stage.press("up up up up")
        let number = try #require(stage.console.message)
        stage.press("down")
        #expect(try #require(stage.console.message) > number)
        // What comes is found as it comes, what went is not shown any more.
        stage.press("p")
        stage.type("deregister 1")
        if stage.text.contains("Cancel") { stage.press("tab enter") }
        stage.wait(1)
        #expect(stage.text.contains("you: deregister 1"))
        #expect(stage.console.found.numbers.allSatisfy { stage.run.journal.numbers.contains($0) })
    }
}
