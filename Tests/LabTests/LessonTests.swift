import Crypto
import Foundation
import Lab
import MobilityWire
import Nodes
import Runtime
import StrictTOML
import Testing

/// The lessons that scenarios carry.
struct LessonTests {
    private static let scenarios = ScenarioLibrary.names.compactMap { name in
        try? ScenarioLibrary.scenario(named: name)
    }

    private func scenario(_ lesson: String, until end: String = "") throws -> Scenario {
        let text = """
            title = "Short"
            teaches = "Nothing."
            profiles = ["rfc5648", "draft-06"]
            \(end)

            [[step]]
            at = 1.0
            do = "bulk-register"

            [[expect]]
            at = 4.0
            that = "answers"
            by = ["ha1"]

            \(lesson)
            """
        return try Scenario(Array(text.utf8), name: "short", file: "short.toml")
    }

    private func step(_ place: String, _ title: String = "T", _ rest: String = "") -> String {
        """
        [[lesson]]
        \(place)
        title = "\(title)"
        text = "Something happens."
        sections = ["RFC 5648 §5.2"]
        \(rest)


        """
    }

    private func run(_ scenario: Scenario, until limit: Instant? = nil) throws -> ScenarioRun {
        try ScenarioRun(
            scenario, profile: .rfc5648, until: limit, cryptography: try OpenSSLCryptography())
    }

    // MARK: The scenarios of the program

    @Test func everyScenarioOfTheProgramIsALesson() {
        #expect(Self.scenarios.count == ScenarioLibrary.names.count)
        for scenario in Self.scenarios {
            let lesson = scenario.lesson
            #expect((3...8).contains(lesson.count), "\(scenario.name) has \(lesson.count) steps")
            #expect(Set(lesson.map(\.title)).count == lesson.count, "\(scenario.name) has a title twice")
            #expect(lesson.contains { $0.waits }, "\(scenario.name) never waits")
            #expect(
                lesson.contains { if case .message = $0.place { true } else { false } },
                "\(scenario.name) looks at no message")
            #expect(
                lesson.contains {
                    $0.sections.contains { if case .section = $0.place { true } else { false } }
                },
                "\(scenario.name) cites no section of a text")
        }
    }

    @Test("Each step asks something and fits into a pane", arguments: scenarios.map(\.name))
    func stepsAskAndAreShort(name: String) throws {
        let scenario = try #require(try ScenarioLibrary.scenario(named: name))
        for step in scenario.lesson {
            let place = "\(name), line \(step.line)"
            #expect((4...60).contains(step.title.count), "\(place): title")
            #expect((15...420).contains(step.text.count), "\(place): text of \(step.text.count)")
            let question = try #require(step.question, "\(place) asks nothing")
            #expect(question.hasSuffix("?") && question.count <= 240, "\(place): question")
            let answer = try #require(step.answer, "\(place) has no answer")
            #expect((20...480).contains(answer.count), "\(place): answer of \(answer.count)")
            #expect((step.hint?.count ?? 0) <= 200, "\(place): hint")
            for text in [step.text, question, answer, step.hint ?? ""] {
                #expect(!text.contains("  ") && !text.contains("\n"), "\(place): spaces in \(text)")
            }
        }
    }

    @Test("A lesson holds", arguments: ScenarioTests.plays)
    func holds(play: ScenarioTests.Play) throws {
        let run = try ScenarioRun(
            play.scenario, profile: play.profile, cryptography: try OpenSSLCryptography())
        #expect(run.lesson.count == play.scenario.lesson.count)
        for verdict in run.lesson where !verdict.holds {
            Issue.record("\(verdict.claim): \(verdict.found)")
        }
    }

    // MARK: The example of the handbook

    @Test func theExampleForTeachersHolds() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "Lessons/the-cable-comes-out.toml")
        let scenario = try Scenario(
            Array(try Data(contentsOf: file)), name: "the-cable-comes-out", file: "the-cable-comes-out.toml")
        #expect(scenario.lesson.count == 4)
        for profile in scenario.profiles {
            let run = try ScenarioRun(scenario, profile: profile, cryptography: try OpenSSLCryptography())
            #expect(run.holds)
            #expect(run.lesson.count == 4)
        }
    }

    // MARK: Places

    @Test func aStepFindsItsMessageByNameSenderNumberAndTime() throws {
        let lesson =
            step("at = 1.0") + step("message = \"BU\"")
            + step("message = \"BA\"\nfrom = \"ha1\"\nsince = 1.5")
        let run = try run(try scenario(lesson))
        #expect(run.holds)
        #expect(run.lesson.map(\.reached?.time) == [1000, 1000, 2020].map { .zero + .milliseconds($0) })
        #expect(run.lesson[0].reached?.entry == 0)
        for verdict in run.lesson.dropFirst() {
            let entry = run.lab.journal[try #require(verdict.reached?.entry)]
            #expect(entry?.kind == .sent)
        }
    }

    @Test(arguments: [
        "message = \"BRR\"", "message = \"BU\"\nnumber = 9", "message = \"BU\"\nsince = 3.0",
        "message = \"BA\"\nfrom = \"mn1\"",
    ])
    func aMessageThatNeverComesBreaksTheLesson(place: String) throws {
        let run = try run(try scenario(step(place)))
        #expect(!run.holds)
        #expect(run.lesson.map(\.found) == ["no such message"])
        #expect(run.verdicts.allSatisfy { $0.holds })
    }

    @Test func stepsOutOfOrderBreakTheLesson() throws {
        let run = try run(try scenario(step("message = \"BA\"") + step("message = \"BU\"", "Too early")))
        #expect(!run.holds)
        #expect(run.lesson.map(\.found) == ["", "found at 1.000, before the step above"])
    }

    @Test func anInstantIsBeforeAllThatHappensInIt() throws {
        let before = try run(try scenario(step("at = 1.0") + step("message = \"BU\"")))
        #expect(before.holds)
        let behind = try run(try scenario(step("message = \"BU\"") + step("at = 1.0")))
        #expect(!behind.holds)
    }

    @Test func whatWouldComeAfterAStopIsNotJudged() throws {
        let scenario = try scenario(step("at = 1.0") + step("message = \"BA\"") + step("at = 3.0"))
        let run = try run(scenario, until: .zero + .milliseconds(1500))
        #expect(run.holds)
        #expect(run.lesson.map(\.index) == [0])
    }

    @Test func aLessonDoesNotMakeAScenarioLonger() throws {
        #expect(try scenario(step("at = 4.5")).lastInstant == scenario("").lastInstant)
    }

    // MARK: Reading on

    @Test func progressReadPieceByPieceIsTheSameAsReadAtOnce() throws {
        let scenario = try #require(try ScenarioLibrary.scenario(named: "correspondent"))
        let whole = try run(scenario)
        var progress = LessonProgress(scenario.lesson)
        #expect(progress.current == nil)
        var order: [Int] = []
        for time in stride(from: 0, through: 12_000, by: 20) {
            let part = try run(scenario, until: .zero + .milliseconds(Int64(time)))
            order += progress.read(
                part.lab.journal, now: part.lab.now, parties: part.lab.parties, format: .rfc5648)
        }
        #expect(progress.reached == whole.lesson.map(\.reached))
        #expect(order == Array(scenario.lesson.indices))
        #expect(progress.current == scenario.lesson.count - 1)
        #expect(progress.nextStop == nil)
    }

    // MARK: Printing

    @Test func aLessonIsPrintedAtItsPlacesAndAnsweredBehind() throws {
        let asking = step(
            "message = \"BU\"", "Look here", "question = \"Why?\"\nhint = \"Flags.\"\nanswer = \"Because.\"")
        let run = try run(try scenario(asking))
        let lines = ScenarioReport(run, seed: 1).lessonText
        let message = try #require(lines.firstIndex { $0.contains("BU 40518") })
        let answers = try #require(lines.firstIndex(of: "Answers"))
        #expect(
            Array(lines[(message + 1)...(message + 6)]) == [
                "", "            1  Look here", "               Something happens.",
                "               Question: Why?", "               Hint: Flags.", "",
            ])
        #expect(
            Array(lines[answers...(answers + 4)]) == [
                "Answers", "", "1  Look here", "   Because.", "   See RFC 5648 §5.2",
            ])
        #expect(!lines[..<answers].contains { $0.contains("Because") })
        #expect(lines.last == "1 of 1 expectations hold")
        #expect(lines.dropLast().last == "1 of 1 steps of the lesson hold")
        // Without it the exchange is what it was.
        let plain = ScenarioReport(run, seed: 1).text
        #expect(!plain.contains { $0.contains("Look here") })
    }

    @Test func printedLessonsKeepToThePage() throws {
        for scenario in Self.scenarios {
            let profile = try #require(scenario.profiles.first)
            let run = try ScenarioRun(
                scenario, profile: profile, cryptography: try OpenSSLCryptography())
            let lesson = ScenarioReport(run, seed: 1).lessonText
            let exchange = Set(ScenarioReport(run, seed: 1).text)
            for line in lesson where !exchange.contains(line) {
                #expect(line.count <= 92, "\(scenario.name): \(line)")
            }
        }
    }
}

struct CitationTests {
    @Test(arguments: [
        "RFC 5648 §6.2", "RFC 6275 §11.7.1", "RFC 4861 §4.6.2", "RFC 6275 §A.1", "draft-06 §5.6.3", "R-001",
        "R-161", "policy A1", "policy A19", "review item 3",
    ])
    func aCitationIsWrittenAsItIsRead(text: String) throws {
        #expect(try #require(Citation(text)).description == text)
    }

    @Test(arguments: [
        "", "RFC", "RFC 5648", "RFC 5648 §", "RFC 5648 6.2", "RFC 5648 §6.", "RFC 5648 §.2", "RFC 5648 §6.02",
        "RFC 05648 §6.2", "RFC 99999 §1", "RFC 5648  §6.2", "RFC -1 §1", "rfc 5648 §6.2", "draft-07 §5",
        "draft-06 5", "R-000", "R-162", "R-54", "R-0054", "R-+54", "policy A0", "policy A20", "policy 1",
        "review item 0", "review item 4", "RFC 5648 §6.２",
    ])
    func otherWordsAreNone(text: String) {
        #expect(Citation(text) == nil)
    }
}
