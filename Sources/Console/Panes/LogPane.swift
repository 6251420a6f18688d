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
        if console.logEntry == nil, journal.count > rectangle.rows - 2 { details.append("follows") }
        let inside = frame(rectangle, .log, details)
        let numbers = console.logNumbers(run, rows: inside.rows)
        let selected = console.logEntry ?? numbers.last
        let width = max(4, String(journal.nextNumber).utf8.count + 1)
        for (offset, number) in numbers.enumerated() {
            guard let entry = journal[number] else { continue }
            var content = Line()
            content.add("\(number)", endingAt: width, .textMuted)
            content.add(Wording.time(entry.time), endingAt: width + 11, .time)
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
        let search = EntrySearch(filter, run)
        // With a filter: those around the selected one, looked for in both directions.
        let middle = logEntry ?? journal.numbers.upperBound - 1
        var before: [Int] = []
        var number = middle
        var looked = 0
        while number >= journal.numbers.lowerBound, before.count < rows, looked < Console.searchLimit {
            if search.finds(number) { before.append(number) }
            number -= 1
            looked += 1
        }
        var after: [Int] = []
        number = middle + 1
        while number < journal.numbers.upperBound, after.count < rows, looked < 2 * Console.searchLimit {
            if search.finds(number) { after.append(number) }
            number += 1
            looked += 1
        }
        let tail = max(rows / 2, rows - after.count)
        return Array((before.prefix(tail).reversed() + after).prefix(rows))
    }

    /// How many entries are looked at for one screen: enough to find what is near, few enough not to be felt.
    static let searchLimit = 1024
}

/// Finds entries by their words, as they stand in the log.
struct EntrySearch {
    private let words: [String]
    private let journal: Journal
    private let text: EntryText

    init(_ filter: String, _ run: some Run) {
        words = filter.lowercased().split(separator: " ").map(String.init)
        journal = run.journal
        text = EntryText(parties: run.parties, format: run.format)
    }

    /// Whether an entry has all the words.
    func finds(_ number: Int) -> Bool {
        guard let entry = journal[number] else { return false }
        let line = "\(text.line(of: entry)) \(entry.kind.rawValue) \(entry.rule?.text ?? "")".lowercased()
        return words.allSatisfy { line.contains($0) }
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
        case .command: .logNotice
        case .note(let note) where note.event == .commandRefused || note.event == .dropped: .logWarning
        case .timer, .action: .logDebug
        default: .logInfo
        }
    }
}
