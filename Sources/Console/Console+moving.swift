import Runtime

// Moving in the pane that has the keys.

extension Console {
    /// So many rows down; negative up. Stops at the ends.
    mutating func move(_ steps: Int, _ run: some Run) {
        switch focus {
        case .bindings: moveBinding(steps, BindingLine.lines(of: run), wraps: false)
        case .exchange: moveMessage(steps, run)
        case .log: moveLog(steps, run)
        case .held: moveHeld(steps, run)
        case .message:
            guard let opened = contents(run) else { return }
            let last = max(0, opened.contents.rows.count - 1)
            fieldRow = fieldRow.map { clamped($0, steps, last) } ?? min(opened.contents.payloadRow, last)
        case .interfaces: interfaceRow = clamped(interfaceRow, steps, run.interfaces().count - 1)
        case .flows: flowRow = clamped(flowRow, steps, run.flows().count - 1)
        case .cache: moveCache(steps, run)
        // `stopAtTheEnd` knows how long the text is.
        case .why: whyRow = clamped(whyRow, steps, .max)
        case .lesson: lessonRow = clamped(lessonRow, steps, .max)
        }
    }

    /// Takes back what was scrolled beyond the end of a text.
    mutating func stopAtTheEnd(_ run: some Run, columns: Int, rows: Int) {
        if turnsToRevealed { turnToRevealed(run, columns: columns, rows: rows) }
        guard whyRow > 0 || lessonRow > 0 else { return }
        // Far enough that no text of a pane is longer, near enough to count from.
        whyRow = min(whyRow, 100_000)
        lessonRow = min(lessonRow, 100_000)
        let painter = painted(run, columns: columns, rows: rows)
        if let below = painter.below[.why], below < 0 { whyRow = max(0, whyRow + below) }
        if let below = painter.below[.lesson], below < 0 { lessonRow = max(0, lessonRow + below) }
    }

    /// The panes of text, painted to see how long it is.
    private func painted<R: Run>(_ run: R, columns: Int, rows: Int) -> Painter<R> {
        var painter = Painter(self, run, columns: columns, rows: rows)
        for place in painter.layout.places where [.why, .lesson].contains(place.pane) { painter.paint(place) }
        return painter
    }

    /// Scrolls the lesson as far as is needed to see the hint or the answer that was asked for: its end, or where it is
    /// longer than the pane its beginning.
    private mutating func turnToRevealed(_ run: some Run, columns: Int, rows: Int) {
        turnsToRevealed = false
        lessonRow = .max
        stopAtTheEnd(run, columns: columns, rows: rows)
        let revealed = painted(run, columns: columns, rows: rows).revealedRow
        if let revealed, revealed < 0 { lessonRow = max(0, lessonRow + revealed) }
    }

    /// To the left or right: another message while one is open, else another pane's business.
    mutating func turn(_ step: Int, _ run: some Run) {
        switch focus {
        case .message:
            moveMessage(step, run)
            fieldRow = nil
        case .exchange: moveMessage(step * 10, run)
        case .lesson: turnLesson(step, run)
        default: break
        }
    }

    /// Another binding.
    mutating func moveBinding(_ steps: Int, _ lines: [BindingLine], wraps: Bool) {
        let keys = lines.compactMap(\.key)
        guard !keys.isEmpty else { return }
        let current = selectedBinding(lines)?.key
        let index = current.flatMap { keys.firstIndex(of: $0) } ?? 0
        binding = keys[clamped(index, steps, keys.count - 1)]
        whyRow = 0
    }

    /// Another entry of the exchange; beyond the last one it follows what comes.
    private mutating func moveMessage(_ steps: Int, _ run: some Run) {
        let journal = run.journal
        let all = journal.exchangeRows
        guard let current = selectedExchangeRow(run) else { return }
        whyRow = 0
        if filter.isEmpty {
            let (sum, overflow) = current.addingReportingOverflow(steps)
            let row = overflow ? (steps < 0 ? all.lowerBound : all.upperBound) : sum
            if row >= all.upperBound {
                message = nil
            } else {
                select(row: max(all.lowerBound, row), run)
            }
            return
        }
        // Beyond the newest that was found it follows what comes.
        guard let row = found.rows.number(steps, from: current) else {
            if steps > 0 { message = nil }
            return
        }
        select(row: row, run)
    }

    /// Selects a row of the exchange.
    mutating func select(row: Int, _ run: some Run) {
        message = run.journal.exchangeRow(row)?.number
        fieldRow = nil
    }

    private mutating func moveLog(_ steps: Int, _ run: some Run) {
        let numbers = run.journal.numbers
        guard let last = numbers.last else { return }
        let current = logEntry ?? last
        whyRow = 0
        if filter.isEmpty {
            let (sum, overflow) = current.addingReportingOverflow(steps)
            let number = overflow ? (steps < 0 ? numbers.lowerBound : numbers.upperBound) : sum
            logEntry = number > last ? nil : max(numbers.lowerBound, number)
            return
        }
        guard let number = found.numbers.number(steps, from: current) else {
            if steps > 0 { logEntry = nil }
            return
        }
        logEntry = number
    }

    /// How many rows the pane with the keys shows.
    func pageRows(_ run: some Run, _ columns: Int, _ rows: Int) -> Int {
        let lines = BindingLine.lines(of: run)
        let layout = layout(run, columns: columns, rows: rows, bindingLines: lines.count)
        return max(1, (layout.rectangle(of: focus)?.rows ?? 3) - 3)
    }

    private func clamped(_ value: Int, _ steps: Int, _ last: Int) -> Int {
        let (sum, overflow) = value.addingReportingOverflow(steps)
        if overflow { return steps < 0 ? 0 : max(0, last) }
        return max(0, min(sum, last))
    }
}
