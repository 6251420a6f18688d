import Nodes
import Runtime

/// A lesson as plain text: each step at its place of the exchange, the answers behind all of it, so that a class can read
/// the one without the other.
struct LessonText {
    private let lesson: [LessonStep]
    private let verdicts: [LessonVerdict]

    /// How wide a line of text is, in characters.
    private static let width = 92
    private static let indent = "            "

    init(_ lesson: [LessonStep], _ verdicts: [LessonVerdict]) {
        self.lesson = lesson
        self.verdicts = verdicts
    }

    /// The exchange with the lesson in it.
    func lines(of ladder: Ladder) -> [String] {
        var lines = [ladder.heading]
        var rest = verdicts.filter { $0.reached != nil }[...]
        for row in ladder.rows {
            while let next = rest.first, let reached = next.reached, reached.entry == 0,
                reached.time <= row.time
            {
                append(next.index, to: &lines)
                rest.removeFirst()
            }
            lines.append(row.text)
            while let next = rest.first, next.reached?.entry == row.number {
                append(next.index, to: &lines)
                rest.removeFirst()
            }
        }
        for next in rest { append(next.index, to: &lines) }
        return lines
    }

    /// The answers, with their sources.
    var answers: [String] {
        var lines = ["Answers"]
        for (index, step) in lesson.enumerated() {
            lines += ["", "\(index + 1)  \(step.title)"]
            if let answer = step.answer { lines += LessonText.wrapped(answer, behind: "   ") }
            lines += LessonText.wrapped(
                step.sections.map(\.description).joined(separator: "; "), behind: "   See ", then: "   ")
        }
        return lines
    }

    /// Appends a step, with one empty line before and one behind it.
    private func append(_ index: Int, to lines: inout [String]) {
        let step = lesson[index]
        let number = "\(index + 1)"
        let inner = LessonText.indent + String(repeating: " ", count: number.count + 2)
        if lines.last?.isEmpty == false { lines.append("") }
        lines.append(LessonText.indent + number + "  " + step.title)
        lines += LessonText.wrapped(step.text, behind: inner)
        if let question = step.question {
            lines += LessonText.wrapped(question, behind: inner + "Question: ", then: inner)
        }
        if let hint = step.hint { lines += LessonText.wrapped(hint, behind: inner + "Hint: ", then: inner) }
        lines.append("")
    }

    /// A text in lines that are no wider than the page where its words allow it.
    static func wrapped(_ text: String, behind opening: String, then margin: String? = nil) -> [String] {
        var lines: [String] = []
        var line = opening
        var isEmpty = true
        for word in text.split(whereSeparator: \.isWhitespace) {
            if !isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = margin ?? opening
                isEmpty = true
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        return lines + [line]
    }
}
