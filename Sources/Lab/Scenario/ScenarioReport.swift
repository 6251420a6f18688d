import MobilityWire
import Nodes
import Runtime

/// What is printed of a scenario that was played.
public struct ScenarioReport {
    private let run: ScenarioRun
    private let seed: UInt64

    /// A report of a run with this seed.
    public init(_ run: ScenarioRun, seed: UInt64) {
        self.run = run
        self.seed = seed
    }

    /// The exchange as a ladder, then a line for each expectation and step of the lesson.
    public var text: [String] { [title, ""] + Ladder(run.lab, format: run.format).lines + outcome }

    /// The same with the lesson in it, and its answers behind it.
    public var lessonText: [String] {
        let lesson = LessonText(run.scenario.lesson, run.lesson)
        var lines = [title, ""]
        lines += LessonText.wrapped(run.scenario.paragraph, behind: "")
        lines.append("")
        lines += lesson.lines(of: Ladder(run.lab, format: run.format))
        lines.append("")
        lines += lesson.answers
        return lines + outcome
    }

    private var title: String {
        "\(run.scenario.name): \(run.scenario.title) (\(run.profile.rawValue), seed \(seed))"
    }

    private var outcome: [String] {
        var lines = [""]
        for verdict in run.verdicts {
            let time = Ladder.seconds(verdict.expectation.time)
            let line = "line \(verdict.expectation.line)"
            lines.append(
                verdict.holds
                    ? "holds  \(time)  \(line)  \(verdict.claim)"
                    : "FAILS  \(time)  \(line)  \(verdict.claim); \(verdict.found)")
        }
        for verdict in run.lesson where !verdict.holds {
            let line = "line \(run.scenario.lesson[verdict.index].line)"
            lines.append("FAILS  \(line)  \(verdict.claim); \(verdict.found)")
        }
        lines += run.lab.defects.map { "DEFECT \($0)" }
        if !run.scenario.lesson.isEmpty {
            lines.append(
                "\(run.lesson.count { $0.holds }) of \(run.lesson.count) steps of the lesson hold")
        }
        let holding = run.verdicts.count { $0.holds }
        lines.append("\(holding) of \(run.verdicts.count) expectations hold")
        return lines
    }

    /// The journal, the expectations, and a last line with the verdict.
    public var json: [String] {
        var lines = JournalJSON(run.lab, format: run.format).lines(of: run.lab.journal)
        for verdict in run.verdicts {
            var line = JSONLine()
            line.add("kind", "expectation")
            line.add(seconds: "time", verdict.expectation.time.nanoseconds)
            line.add("line", verdict.expectation.line)
            line.add("claim", verdict.claim)
            line.add("holds", verdict.holds)
            if !verdict.holds { line.add("found", verdict.found) }
            lines.append(line.text)
        }
        for verdict in run.lesson {
            let step = run.scenario.lesson[verdict.index]
            var line = JSONLine()
            line.add("kind", "lesson")
            if let reached = verdict.reached {
                line.add(seconds: "time", reached.time.nanoseconds)
                if reached.entry > 0 { line.add("entry", reached.entry) }
            }
            line.add("line", step.line)
            line.add("step", verdict.index + 1)
            line.add("title", step.title)
            line.add("claim", verdict.claim)
            line.add("holds", verdict.holds)
            if !verdict.holds { line.add("found", verdict.found) }
            lines.append(line.text)
        }
        var last = JSONLine()
        last.add("kind", "verdict")
        last.add("scenario", run.scenario.name)
        last.add("profile", run.profile.rawValue)
        last.add("seed", seed)
        last.add("expectations", run.verdicts.count)
        if !run.scenario.lesson.isEmpty { last.add("lesson", run.lesson.count) }
        last.add("holds", run.holds)
        if !run.lab.defects.isEmpty { last.add("defects", run.lab.defects) }
        lines.append(last.text)
        return lines
    }
}
