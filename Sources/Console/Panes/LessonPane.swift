import Grid
import Nodes
import Runtime
import Themes

// ┌ Lesson ── 2 of 5 ── One message for three ────────────────────────── time stands: Enter goes on ┐
// │ The node sends one Binding Update that carries an option for each of its addresses.             │
// │ Question  Which of them does the agent use for packets that no rule sorts?                      │
// │ Hint      Look at the priorities.                                                               │
// │ Answer    That of the lowest priority value. (RFC 5648 §5.5)                                    │

extension Painter {
    /// The step of the lesson that the run is at, or the one that somebody turned back to.
    mutating func paintLesson(_ rectangle: Rectangle) {
        guard let progress = run.lesson else {
            _ = frame(rectangle, .lesson)
            return
        }
        let total = progress.lesson.count
        guard let index = console.shownStep(progress), progress.lesson.indices.contains(index) else {
            let inside = frame(rectangle, .lesson, ["\(total) steps"])
            _ = paragraph("The lesson has not begun.", padded(inside), from: 0, role: .textMuted)
            return
        }
        let step = progress.lesson[index]
        var details = ["\(index + 1) of \(total)", words(step.title)]
        if index != progress.current {
            details.append("turned back")
        } else if headline.isPaused {
            details.append("time stands")
        }
        // It was written for the run, and tells what happened there.
        if branch != nil { details.append("of the run, not of this branch") }
        let inside = frame(rectangle, .lesson, details)
        let area = padded(inside)
        var row = paragraph(words(step.text), area, from: -console.lessonRow)
        let parts = console.revealed.step == index ? console.revealed.parts : 0
        if let question = step.question { row = part("Question", question, area, row, .textStrong) }
        let hidden = console.hiddenParts(step)
        if parts > 0, let hint = step.hint {
            revealedRow = row
            row = part("Hint", hint, area, row)
        }
        if let answer = step.answer, parts >= hidden, hidden > 0 {
            revealedRow = row
            row = part("Answer", answer, area, row)
        }
        // The sections would give the answer away.
        if hidden == 0 || parts >= hidden {
            row = part("Section", step.sections.map(\.description).joined(separator: ", "), area, row, .rule)
        } else {
            let what = parts == 0 && step.hint != nil ? "the hint" : "the answer"
            let text = isFocused(.lesson) ? "\(keyName("mark")) shows \(what)" : "\(what) waits in this pane"
            row = paragraph(text, area, from: row, role: .textMuted)
        }
        below[.lesson] = row - area.rows
        if row > area.rows, inside.columns > 12 {
            grid.paint(
                " more below ", column: rectangle.endColumn - 14, row: rectangle.endRow - 1, role: .scroll)
        }
    }

    private mutating func part(
        _ name: String, _ text: String, _ area: Rectangle, _ row: Int, _ role: Role = .text
    ) -> Int {
        let indent = 10
        if row >= 0, row < area.rows {
            grid.paint(name, column: area.column, row: area.row + row, role: .label)
        }
        var right = area
        right.column += indent
        right.columns = max(1, right.columns - indent)
        return paragraph(words(text), right, from: row, role: role)
    }
}

extension Console {
    /// Whether the run has a lesson that somebody wants to read.
    func showsLesson(_ run: some Run) -> Bool { options.showsLesson && run.lesson != nil }

    /// The step that the pane shows; nil: none has been reached.
    func shownStep(_ progress: LessonProgress) -> Int? {
        guard let current = progress.current else { return nil }
        return lessonStep.map { min($0, current) } ?? current
    }

    /// How many things a step keeps back: its hint, its answer.
    func hiddenParts(_ step: LessonStep) -> Int {
        (step.hint == nil ? 0 : 1) + (step.answer == nil ? 0 : 1)
    }

    /// Shows the hint, then the answer.
    mutating func reveal(_ run: some Run) {
        guard let progress = run.lesson, let index = shownStep(progress),
            progress.lesson.indices.contains(index)
        else { return }
        let shown = revealed.step == index ? revealed.parts : 0
        revealed = (index, min(shown + 1, hiddenParts(progress.lesson[index])))
        turnsToRevealed = revealed.parts > shown
    }

    /// Lets time go on to where the lesson waits next; from a step that was turned back to, to the one of the run.
    mutating func goOn(_ run: inout some Run) -> [ConsoleEffect] {
        lessonRow = 0
        if lessonStep != nil {
            lessonStep = nil
            return []
        }
        guard run.headline.isPaused else { return [] }
        return execute(.pause(false), &run)
    }

    /// Turns to a step before, or after, of those that were reached.
    mutating func turnLesson(_ step: Int, _ run: some Run) {
        guard let progress = run.lesson, let current = progress.current, let shown = shownStep(progress)
        else {
            return
        }
        let index = max(0, min(shown + step, current))
        lessonStep = index == current ? nil : index
        lessonRow = 0
    }
}
