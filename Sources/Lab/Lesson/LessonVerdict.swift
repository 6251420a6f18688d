import Nodes
import Runtime

/// Whether a step of a lesson still fits the exchange.
public struct LessonVerdict: Sendable {
    /// Which one, from 0.
    public var index: Int
    /// Where the run reached it; nil: it did not.
    public var reached: LessonProgress.Reached?
    /// What was claimed, in words.
    public var claim: String
    /// What is wrong; empty where it holds.
    public var found: String

    /// Whether the run reached it, and behind the one above.
    public var holds: Bool { found.isEmpty }
}

extension LessonProgress {
    /// What came of the steps, in their order, when a run is over.
    ///
    /// - Parameter limit: when somebody stopped it; steps that may have come later are not judged. Nil: it went to its end.
    func verdicts(stoppedAt limit: Instant?) -> [LessonVerdict] {
        var verdicts: [LessonVerdict] = []
        var last: Reached?
        for (index, step) in lesson.enumerated() {
            var verdict = LessonVerdict(
                index: index, reached: reached[index],
                claim: "lesson step \(index + 1), \(step.title), at \(step.place.words)", found: "")
            if let reached = verdict.reached {
                if let last, !(last <= reached) {
                    verdict.found = "found at \(Ladder.seconds(reached.time)), before the step above"
                }
                last = reached
            } else if limit == nil {
                verdict.found = "no such message"
            } else {
                continue
            }
            verdicts.append(verdict)
        }
        return verdicts
    }
}

extension LessonStep.Place {
    /// In words: `12.000`, `BA 2 from ha1 since 11.000`.
    var words: String {
        switch self {
        case .instant(let instant): return Ladder.seconds(instant)
        case .message(let message):
            var text = "\(message.name) \(message.number)"
            if let sender = message.sender { text += " from \(sender)" }
            if message.since > .zero { text += " since \(Ladder.seconds(message.since))" }
            return text
        }
    }
}
