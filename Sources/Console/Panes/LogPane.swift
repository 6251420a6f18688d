import Grid
import Nodes
import Runtime
import Themes

// ┌ Log ── 128 entries ─────────────────────────────────────────────┐
// │    12   0.031  mr1  BID 1 is registered              R-046 · …  │

extension Painter {
    mutating func paintLog(_ rectangle: Rectangle) {
        let journal = run.journal
        var details = ["\(journal.count) entries"]
        if journal.dropped > 0 { details.append("\(journal.dropped) older ones went") }
        if !console.filter.isEmpty {
            details = [console.found.words, "\(console.found.numbers.count) of \(journal.count) entries"]
        }
        if console.logEntry == nil, journal.count > rectangle.rows - 2 { details.append("follows") }
        let inside = frame(rectangle, .log, details)
        let numbers = console.logNumbers(run, rows: inside.rows)
        if numbers.isEmpty, !console.filter.isEmpty, console.found.isComplete {
            _ = paragraph("No entry fits the filter.", padded(inside), from: 0, role: .textMuted)
        }
        let selected = console.logEntry ?? numbers.last
        let width = max(4, String(journal.nextNumber).utf8.count + 1)
        for (offset, number) in numbers.enumerated() {
            guard let entry = journal[number] else { continue }
            var content = Line()
            content.add("\(number)", endingAt: width, .textMuted)
            content.add(Wording.time(entry.time - run.begin), endingAt: width + 11, .time)
            content.pad(to: width + 13)
            content.add(words(entryText.line(of: entry)), entry.role)
            let rule = entry.rule?.text ?? ""
            row(content, inside, offset, isSelected: isFocused(.log) && number == selected)
            if !rule.isEmpty, content.width + DisplayWidth.of(rule) + 3 <= inside.columns {
                grid.paint(
                    rule, column: inside.endColumn - 1 - DisplayWidth.of(rule), row: inside.row + offset,
                    role: .rule, emphasis: isFocused(.log) && number == selected ? .selected : [])
            }
        }
    }
}

extension Console {
    /// The entries of the log that are seen, ascending.
    func logNumbers(_ run: some Run, rows: Int) -> [Int] {
        let journal = run.journal
        guard rows > 0, journal.count > 0 else { return [] }
        if filter.isEmpty {
            let selected = (logEntry ?? journal.numbers.upperBound - 1) - journal.numbers.lowerBound
            let first =
                journal.numbers.lowerBound
                + ListWindow.first(selected: selected, total: journal.count, rows: rows)
            return Array(first..<min(first + rows, journal.numbers.upperBound))
        }
        return found.numbers.window(around: logEntry ?? journal.numbers.upperBound - 1, rows: rows)
    }
}

extension JournalEntry {
    /// What the line of an entry looks like.
    var role: Role {
        switch event {
        case .sent: .messageSent
        case .delivered: .messageReceived
        case .lost: .messageLost
        case .fault: .fault
        case .command, .remark: .logNotice
        case .note(let note) where note.event == .commandRefused || note.event == .dropped: .logWarning
        case .timer, .action: .logDebug
        default: .logInfo
        }
    }
}
