import Console
import Grid
import Nodes
import Runtime
import Testing

/// Back in time by keys and lines.
struct PastTests {
    private func registered(columns: Int = 120, rows: Int = 40, ascii: Bool = false) throws -> Stage {
        var stage = try Stage(columns: columns, rows: rows, ascii: ascii)
        stage.press("b")
        stage.wait(3)
        return stage
    }

    @Test func bracketsGoThroughTheJournal() throws {
        var stage = try registered()
        let last = stage.run.journal.nextNumber - 1
        stage.press("[")
        #expect(stage.run.past?.entry == last - 1)
        #expect(stage.text.contains("PAST entry \(last - 1) of \(last)"))
        stage.press("[ [")
        #expect(stage.run.past?.entry == last - 3)
        stage.press("]")
        #expect(stage.run.past?.entry == last - 2)
        // Forward beyond the last entry is the present.
        stage.press("] ]")
        #expect(stage.run.past == nil)
        #expect(!stage.text.contains("PAST"))
        stage.press("]")
        #expect(stage.text.contains("This is the present"))
    }

    @Test func everyViewIsAsItWas() throws {
        var stage = try Stage()
        let before = stage.screen
        let entry = stage.run.journal.nextNumber - 1
        stage.press("b")
        stage.wait(3)
        #expect(stage.registered == [1, 2, 3])
        stage.type("goto \(entry)")
        #expect(stage.registered == [])
        #expect(stage.run.caches().allSatisfy { $0.bindings == 0 })
        #expect(stage.run.journal.nextNumber - 1 == entry)
        stage.press("escape")
        #expect(stage.run.past == nil)
        #expect(stage.registered == [1, 2, 3])
        #expect(stage.screen != before)
    }

    @Test func aTimeIsAPlaceToo() throws {
        var stage = try registered()
        stage.type("goto 2.1s")
        let past = try #require(stage.run.past)
        #expect(past.time <= .zero + .milliseconds(2100))
        #expect(stage.run.journal[past.entry + 1].map { $0.time > .zero + .milliseconds(2100) } ?? true)
        stage.type("goto nowhere")
        #expect(stage.text.contains("a time, as in 12.5s"))
    }

    @Test(arguments: ["b", "r", "d", "D", "o", "p", "+"]) func nothingIsDoneInThePast(_ key: String) throws {
        var stage = try registered()
        stage.press("[ [ [ [")
        let inputs = stage.run.present.inputs
        stage.press(key)
        stage.wait(1)
        #expect(stage.text.contains(":branch"))
        #expect(stage.run.present.inputs == inputs)
        #expect(stage.run.past != nil)
    }

    /// The keys below are those that act there.
    @Test(arguments: Size.all) func thePastNamesItsOwnKeys(_ size: Size) throws {
        var stage = try registered(columns: size.columns, rows: size.rows)
        stage.press("[ [")
        let keys = try #require(stage.screen.plainText.split(separator: "\n").last)
        #expect(keys.contains("[ back") && keys.contains("Esc ") && keys.contains(":branch "), "\(keys)")
        #expect(!keys.contains("b bulk") && !keys.contains("f fault") && !keys.contains("p pause"), "\(keys)")
    }

    @Test func aBranchGoesOnAndTheRunIsKept() throws {
        var stage = try registered()
        let end = stage.run.journal.nextNumber
        stage.type("goto 20")
        stage.type("branch")
        #expect(stage.run.past == nil)
        let shared = stage.run.journal.nextNumber - 1
        #expect(stage.text.contains("branch 2 continues from entry \(shared)"), "\(stage.text)")
        stage.press("p")
        stage.wait(5)
        stage.type("branches")
        #expect(stage.text.contains("from entry \(shared) of the run"), "\(stage.text)")
        stage.press("escape")
        stage.type("branch 1")
        #expect(stage.run.journal.nextNumber == end)
        #expect(stage.registered == [1, 2, 3])
        stage.type("branch 9")
        #expect(stage.text.contains("There is no branch"))
    }

    @Test func readOnlyMayLookBack() throws {
        var stage = try registered()
        stage.console.options.isReadOnly = true
        stage.press("[ [")
        #expect(stage.run.past != nil)
        stage.type("branch")
        #expect(stage.text.contains("read only"))
    }

    @Test(arguments: [Size.all[0], Size.all[2]]) func thePastLooksLikeThis(_ size: Size) throws {
        var stage = try registered(columns: size.columns, rows: size.rows)
        stage.type("goto 34")
        try Golden.expect(stage.screen, "past.\(size)", withRoles: true)
    }

    @Test func branchesStandSideBySide() throws {
        var stage = try registered()
        stage.type("compare")
        #expect(stage.text.contains("one branch only"))
        stage.type("goto 20")
        stage.type("branch")
        stage.press("p")
        stage.type("drop-next BA")
        stage.wait(2)
        stage.type("compare")
        #expect(stage.text.contains("branch 2 at ") && stage.text.contains(" and the run at "))
        #expect(stage.text.contains("Binding cache of ha1"))
        #expect(stage.text.contains("≠"))
        stage.press("escape")
        // Against itself there is nothing to see.
        stage.type("compare 2")
        #expect(stage.text.contains("branch 2 itself"))
    }

    @Test func whatIfTheAgentDidNotKnow() throws {
        var stage = try registered()
        let key = try #require(stage.run.settings().first { $0.key.hasSuffix("legacy") }).key
        let version = stage.run.version
        stage.type("what-if \(key) rfc6275")
        #expect(stage.text.contains("as it is and \(key) rfc6275"))
        #expect(stage.text.contains("≠ BID 2"))
        try Golden.expect(stage.screen, "what-if.120x40", withRoles: false)
        stage.press("escape")
        // The run itself knows nothing of it.
        #expect(stage.run.version == version)
        #expect(stage.registered == [1, 2, 3])
    }

    @Test(
        "W: what would have become of the selected binding under each other choice",
        arguments: [Size.all[0], Size.all[2]])
    func whatElse(_ size: Size) throws {
        var stage = try registered(columns: size.columns, rows: size.rows)
        let version = stage.run.version
        stage.press("W")
        #expect(stage.text.contains("as it is and what it would have been"))
        #expect(stage.text.contains("mcoa off"))
        try Golden.expect(stage.screen, "what-else.\(size)", withRoles: false)
        stage.press("escape")
        #expect(stage.run.version == version)
        stage.type("what-if a2 on")
        #expect(stage.text.contains("as it is and refresh-renews-all on"))
        stage.press("escape")
        stage.type("what-if a2")
        #expect(stage.text.contains("had been what?"))
    }

    @Test func whatIfItHadBeenTheDraft() throws {
        var stage = try registered()
        stage.type("what-if profile draft-06")
        #expect(stage.text.contains("as it is and profile draft-06"))
        stage.press("escape")
        stage.type("what-if profile rfc5648")
        #expect(stage.text.contains("that is how it is"))
    }
}
