import Console
import Grid
import Lab
import Nodes
import Runtime
import Testing

/// Lessons as a class sees them: `careof lab --scenario NAME --lesson`.
struct LessonTests {
    static let names = ScenarioLibrary.names

    @Test(arguments: names)
    func everyShippedLessonGoesToItsEndByEnter(name: String) throws {
        var stage = try Stage(lesson: name)
        let total = try #require(stage.run.lesson).lesson.count
        var presses = 0
        for _ in 0..<4_000 {
            stage.wait(1, by: .seconds(1))
            if stage.run.headline.isPaused {
                presses += 1
                stage.press("enter")
            }
            if !stage.run.present.hasSteps, stage.run.lesson?.current == total - 1,
                !stage.run.headline.isPaused
            {
                break
            }
        }
        let waiting = try #require(stage.run.lesson).lesson.filter(\.waits).count
        #expect(stage.run.lesson?.current == total - 1)
        #expect(presses >= 1 && presses <= waiting)
    }

    @Test func theAnswerComesAfterTheHintAndOnlyWhenAskedFor() throws {
        var stage = try Stage(lesson: try #require(Self.names.first), rows: 60)
        var step: LessonStep?
        for _ in 0..<600 where step == nil {
            stage.wait(1, by: .seconds(1))
            guard stage.run.headline.isPaused, let progress = stage.run.lesson,
                let current = progress.current
            else { continue }
            if progress.lesson[current].hint != nil, progress.lesson[current].answer != nil {
                step = progress.lesson[current]
            } else {
                stage.press("enter")
            }
        }
        _ = try #require(step)
        #expect(!stage.text.contains("Hint  ") && !stage.text.contains("Answer  "))
        // The keys below name what comes next.
        #expect(stage.text.contains("space hint"))
        stage.press("space")
        #expect(stage.text.contains("Hint  ") && !stage.text.contains("Answer  "))
        #expect(stage.text.contains("space answer"))
        stage.press("space")
        #expect(stage.text.contains("Answer  ") && stage.text.contains("Section"))
        #expect(!stage.text.contains("space "))
        stage.press("enter")
        #expect(!stage.text.contains("Enter go on"))
    }

    @Test func timeStandsWhereTheLessonWaits() throws {
        var stage = try Stage(lesson: try #require(Self.names.first))
        for _ in 0..<600 where !stage.run.headline.isPaused { stage.wait(1, by: .seconds(1)) }
        let now = stage.run.now
        #expect(stage.text.contains("time stands"))
        stage.wait(60, by: .seconds(1))
        #expect(stage.run.now == now)
        stage.press("enter")
        stage.wait(0.5)
        #expect(stage.run.now > now)
    }

    @Test(arguments: [(80, 24), (100, 30), (120, 40), (200, 60)])
    func goldenLesson(columns: Int, rows: Int) throws {
        var stage = try Stage(lesson: "bulk-registration", columns: columns, rows: rows)
        for _ in 0..<600 where !stage.run.headline.isPaused { stage.wait(0.1) }
        stage.press("space space")
        try Golden.expect(stage.screen, "lesson.\(columns)x\(rows)", withRoles: true)
    }

    @Test func goldenLessonOfASerialLine() throws {
        var stage = try Stage(lesson: "bulk-registration", columns: 80, rows: 24, ascii: true)
        for _ in 0..<600 where !stage.run.headline.isPaused { stage.wait(0.1) }
        stage.press("space space")
        let screen = stage.screen
        #expect(screen.cells.allSatisfy { $0.base < 0x80 && $0.firstMark == 0 })
        try Golden.expect(screen, "lesson.ascii", withRoles: false)
    }
}
