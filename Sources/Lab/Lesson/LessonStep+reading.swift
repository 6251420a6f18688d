import Nodes
import Runtime
import StrictTOML

extension LessonStep {
    /// Reads a step.
    ///
    /// - Parameters:
    ///   - earliest: the latest instant that a step above names; it grows.
    ///   - end: when the scenario is over.
    init(
        _ table: inout StrictTable, _ names: ScenarioNames, notBefore earliest: inout Instant, end: Instant
    ) {
        let place = Place(&table, names)
        if case .instant(let instant) = place {
            if instant > end {
                table.refuse(
                    "at", "`at` is behind the end of the scenario",
                    accepted: "at most \(Ladder.seconds(end)), or a later `until`")
            } else if instant < earliest {
                table.refuse(
                    "at", "`at` is before that of a step above",
                    accepted: "steps in the order of time, here from \(Ladder.seconds(earliest)) on")
            }
            earliest = max(earliest, instant)
        }
        let line = table.value("title")?.position.line ?? 0
        self.init(
            place: place, line: line, waits: table.boolean("waits", default: true),
            title: table.words("title"), text: table.words("text"),
            question: table.optionalWords("question"), hint: table.optionalWords("hint"),
            answer: table.optionalWords("answer"),
            sections: table.customs("sections", expecting: Citation.forms, atLeast: 1) { Citation($0) })
        let asks = table.contains("question")
        if asks, !table.contains("answer") {
            table.refuse("question", "`question` without `answer`", accepted: "`answer`, what the texts say")
        }
        for key in ["hint", "answer"] where !asks && table.contains(key) {
            table.refuse(key, "`\(key)` without `question`", accepted: "`question` beside it")
        }
    }
}

extension LessonStep.Place {
    fileprivate init(_ table: inout StrictTable, _ names: ScenarioNames) {
        let instant = table.optionalInstant("at")
        let name = table.optionalName("message", of: Expectation.MessageClaim.names)
        let namesMessage = table.contains("message")
        if namesMessage, table.contains("at") {
            table.refuse("message", "both `at` and `message`", accepted: "one of them")
        } else if !namesMessage, !table.contains("at") {
            table.refuse("at", "neither `at` nor `message`", accepted: "one of them")
        }
        if namesMessage {
            self = .message(
                LessonStep.Message(
                    name ?? "", sender: table.optionalName("from", of: names.stations),
                    since: table.optionalInstant("since") ?? .zero,
                    number: table.integer("number", in: 1...1000, default: 1)))
        } else {
            self = .instant(instant ?? .zero)
        }
    }
}

extension StrictTable {
    private static let expectedWords = "a text that is not empty"

    /// A text for people.
    fileprivate mutating func words(_ key: String) -> String {
        custom(key, expecting: StrictTable.expectedWords, standIn: "", StrictTable.text)
    }

    /// A text for people, that may be left out.
    fileprivate mutating func optionalWords(_ key: String) -> String? {
        optionalCustom(key, expecting: StrictTable.expectedWords, StrictTable.text)
    }

    private static func text(_ text: String) -> String? {
        text.allSatisfy(\.isWhitespace) ? nil : text
    }
}
