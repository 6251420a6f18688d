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

    /// The exchange as a ladder, then a line for each expectation.
    public var text: [String] {
        var lines = [
            "\(run.scenario.name): \(run.scenario.title) (\(run.profile.rawValue), seed \(seed))", "",
        ]
        lines += Ladder(run.lab, format: run.format).lines
        lines.append("")
        for verdict in run.verdicts {
            let time = Ladder.seconds(verdict.expectation.time)
            let line = "line \(verdict.expectation.line)"
            lines.append(
                verdict.holds
                    ? "holds  \(time)  \(line)  \(verdict.claim)"
                    : "FAILS  \(time)  \(line)  \(verdict.claim); \(verdict.found)")
        }
        lines += run.lab.defects.map { "DEFECT \($0)" }
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
        var last = JSONLine()
        last.add("kind", "verdict")
        last.add("scenario", run.scenario.name)
        last.add("profile", run.profile.rawValue)
        last.add("seed", seed)
        last.add("expectations", run.verdicts.count)
        last.add("holds", run.holds)
        if !run.lab.defects.isEmpty { last.add("defects", run.lab.defects) }
        lines.append(last.text)
        return lines
    }
}
