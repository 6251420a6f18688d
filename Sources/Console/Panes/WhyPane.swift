import Grid
import Nodes
import Runtime
import Themes

// ┌ Why ────────────────────────────────┐
// │ BID 3 waits for an acknowledgement. │
// │ since   11.600 s                    │
// │ because BU 2 got no answer in 0.8 s │
// │ next    resend in 1.6 s             │
// │ rule    R-046 · RFC 6275 §11.8      │

extension Painter {
    mutating func paintWhy(_ rectangle: Rectangle) {
        let cached = console.cachedSubject(run)
        guard let subject = cached == nil ? console.subject(run, bindings) : .entry(0) else {
            let inside = frame(rectangle, .why)
            let words =
                switch headline.kind {
                case .capture: "Nothing was seen yet."
                case .agent:
                    "Nobody is bound here yet. The Binding Update of a mobile node makes the first binding."
                case .node, .lab:
                    "Nothing is registered yet. \(keyName("bulk-register")) registers every care-of address in one Binding Update."
                }
            _ = paragraph(words, padded(inside), from: 0)
            return
        }
        let why = cached ?? run.why(subject)
        let inside = frame(rectangle, .why, [words(why.title)])
        let area = padded(inside)
        // Where there is little room, what comes next stands before what was.
        let isLow = area.rows < 8
        var row = -console.whyRow
        row = paragraph(words(why.state), area, from: row, role: .textStrong)
        if !isLow { row += 1 }
        if isLow {
            if books(of: subject)?.differs ?? false { row = kernel(of: subject, area, row) }
            row = next(why, area, row)
        }
        if let since = why.since {
            row = entry("since", Wording.time(since - run.begin) + " s", area, row, .time)
        }
        if !isLow { row = kernel(of: subject, area, row) }
        row = facts(of: subject, area, row)
        for (index, cause) in why.because.enumerated() {
            let rule = cause.rule.map { $0.text.isEmpty ? "" : " (\($0.text))" } ?? ""
            row = entry(
                index == 0 ? "because" : "",
                "\(Wording.time(cause.time - run.begin)) \(words(cause.text))\(rule)", area,
                row)
        }
        if !isLow { row = next(why, area, row) }
        let rules = why.rules.map(\.text).filter { !$0.isEmpty }
        if !rules.isEmpty {
            row = entry(rules.count > 1 ? "rules" : "rule", rules.joined(separator: ", "), area, row, .rule)
        }
        if let otherwise = why.ifNothing {
            if !isLow { row += 1 }
            row = paragraph(words(otherwise), area, from: row)
        }
        if headline.kind == .lab {
            row = entry(
                "what if", "\(keyName("what-if")) shows it under the other profile and other policies", area,
                row)
        }
        row = chain(why.chain, area, row)
        if row <= area.rows { row = texts(why.texts, area, row) }
        below[.why] = row - area.rows
        if row > area.rows, inside.columns > 12 {
            grid.paint(
                " more below ", column: rectangle.endColumn - 14, row: rectangle.endRow - 1, role: .scroll)
        }
    }

    /// What the kernel has of a binding, what the agent confirmed, how its path answers.
    private mutating func kernel(of subject: Subject, _ area: Rectangle, _ row: Int) -> Int {
        guard let books = books(of: subject) else { return row }
        let kernel = kernelLine(books)
        let agent = confirmedLine(books)
        var row = entry("kernel", kernel.text, area, row, kernel.pieces.last?.role ?? .text)
        row = entry("agent", agent.text, area, row, agent.pieces.last?.role ?? .text)
        guard books.roundTrip != nil || books.isSilent else { return row }
        return entry("path", pathLine(books).text, area, row)
    }

    /// From the octets by the rows of the tables to what came of them.
    private mutating func chain(_ chain: [Explanation.Step], _ area: Rectangle, _ row: Int) -> Int {
        guard !chain.isEmpty else { return row }
        var row = row + 1
        var kind: Explanation.Step.Kind?
        for step in chain {
            let name =
                switch step.kind {
                case .field: "octets"
                case .row: "table"
                case .outcome: "so"
                }
            let rules = step.rules.map(\.text).filter { !$0.isEmpty }.joined(separator: ", ")
            let place = step.offset.map { "@\($0) " } ?? ""
            let octets = step.octets.isEmpty || console.options.isPrivate ? "" : step.octets + "  "
            row = entry(
                step.kind == kind ? "" : name,
                place + octets + words(step.text) + (rules.isEmpty ? "" : " (\(rules))"), area, row,
                step.kind == .field ? .hex : .text)
            kind = step.kind
        }
        return row
    }

    /// What the draft, its review and RFC 5648 say of each requirement.
    private mutating func texts(_ texts: [RequirementText], _ area: Rectangle, _ row: Int) -> Int {
        var row = texts.isEmpty ? row : row + 1
        for text in texts {
            for (index, voice) in text.voices.enumerated() {
                row = entry(index == 0 ? text.name : "", "\(voice.text): \(voice.words)", area, row, .rule)
            }
        }
        return row
    }

    /// What comes next, and when.
    private mutating func next(_ why: Explanation, _ area: Rectangle, _ row: Int) -> Int {
        guard let next = why.next else { return row }
        let time = why.nextTime.map { "in \(Wording.left($0 - run.now)): " } ?? ""
        return entry("next", time + words(next), area, row)
    }

    /// A name and what it says, in as many lines as it takes.
    mutating func entry(
        _ name: String, _ text: String, _ area: Rectangle, _ row: Int, _ role: Role = .text
    ) -> Int {
        let indent = 8
        guard area.columns > indent + 10 else {
            return paragraph("\(name) \(text)", area, from: row, role: role)
        }
        if row >= 0, row < area.rows {
            grid.paint(name, column: area.column, row: area.row + row, role: .label)
        }
        var right = area
        right.column += indent
        right.columns -= indent
        return paragraph(text, right, from: row, role: role)
    }

    /// An area with a blank at its left and right.
    func padded(_ area: Rectangle) -> Rectangle {
        Rectangle(column: area.column + 1, row: area.row, columns: area.columns - 2, rows: area.rows)
    }
}

extension Console {
    /// Of an agent, which has no bindings of its own, "why" speaks of the binding that is selected in its cache; nil: of
    /// something else.
    func cachedSubject(_ run: some Run) -> Explanation? {
        guard whySpeaksOfCache(run.headline), let (holder, row) = cachedBinding(run) else { return nil }
        return Explainer(
            journal: run.journal, parties: run.parties, format: run.format, now: run.now, node: nil,
            party: holder
        ).explanation(of: row)
    }

    /// Whether "why" is about the selected binding of a cache.
    func whySpeaksOfCache(_ headline: Headline) -> Bool {
        headline.kind == .agent && [.bindings, .cache].contains(subjectPane)
    }

    /// The binding with the cursor, in the list or in the view of one node; else the first.
    private func cachedBinding(_ run: some Run) -> (PartyIdentifier, HomeAgent.CacheRow)? {
        if let node = cache.node {
            let lines = nodeLines(run)
            let shown = lines.indices.contains(cache.nodeRow) ? lines[cache.nodeRow] : nil
            for case .binding(let row)? in [shown] + lines { return (node.holder, row) }
            return nil
        }
        if let (holder, row) = selectedCacheRow(run) { return (holder, row) }
        for part in cacheParts(run) {
            if let row = cacheRows(part, 0..<1, run).first ?? nil { return (part.holder.party, row) }
        }
        return nil
    }

    /// What "why" speaks of.
    func subject(_ run: some Run, _ lines: [BindingLine]) -> Subject? {
        switch subjectPane {
        case .exchange, .message:
            if let number = shownMessage(run) { return .entry(number) }
        case .log:
            if let number = logEntry ?? run.journal.numbers.last { return .entry(number) }
        case .interfaces:
            let interfaces = run.interfaces()
            if interfaces.indices.contains(interfaceRow) { return .interface(interfaces[interfaceRow].id) }
        default: break
        }
        switch selectedBinding(lines) {
        case .binding(let row): return .binding(peer: row.peer, bid: row.bid)
        case .candidate(_, let bid): return run.headline.homeAgent.map { .binding(peer: $0, bid: bid) }
        case .peer, nil: return nil
        }
    }

    /// The entry that the message pane shows: the selected one, else the latest message.
    func shownMessage(_ run: some Run) -> Int? {
        let journal = run.journal
        if let message { return message }
        var row = journal.exchangeRows.upperBound - 1
        var steps = 0
        while journal.exchangeRows.contains(row), steps < 256 {
            if let number = journal.exchangeRow(row)?.number, journal[number]?.octets != nil { return number }
            row -= 1
            steps += 1
        }
        return nil
    }
}
