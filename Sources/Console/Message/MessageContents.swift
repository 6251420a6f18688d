import MobilityWire
import Nodes
import Runtime

/// A message opened: its fields in lines, its octets, and what is odd about it.
struct MessageContents: Sendable {
    /// The fields, each with how deep it stands.
    private(set) var rows: [Row] = []
    /// The first row of what the headers carry.
    private(set) var payloadRow = 0
    var octets: [UInt8]
    /// How much of it was captured; nil: all.
    let part: CapturedPart?
    /// How many rows each path stands for, before twins are told apart.
    private var twins: [String: Int] = [:]

    struct Row: Hashable, Sendable {
        var field: Field
        var depth: Int
        /// What stood here in the message before of its kind; nil: the same.
        var former: String?
        /// What is wrong here; empty: nothing.
        var problem = ""
        /// The names from the top, which tell fields of two messages apart.
        var path: String
    }

    /// The fields of a packet.
    ///
    /// - Parameter part: how much of it was captured; nil: all, and what is missing its sender left out.
    init(_ octets: [UInt8], _ format: WireFormat, part: CapturedPart? = nil) {
        self.octets = octets
        self.part = part
        var problems: [Problem] = []
        var sink = Collected()
        let packet = PacketView(octets.span.bytes, problems: &sink)
        for field in packet.headerFields { add(field, 0, "") }
        payloadRow = rows.count
        problems = sink.problems
        switch packet.facts.kind {
        case .mobility:
            do throws(WireError) {
                let header = try MobilityHeaderView(packet.payload)
                var field = header.fields(format: format, base: packet.facts.payloadOffset)
                if let index = field.children.firstIndex(where: { $0.name == "Checksum" }) {
                    switch packet.checksum {
                    case .correct: field.children[index].value += " correct"
                    case .incorrect: field.children[index].value += " WRONG"
                    case .unverifiable: break
                    }
                }
                add(field, 0, "")
                var found = Collected()
                header.check(format, into: &found)
                for problem in found.problems {
                    var problem = problem
                    problem.offset += packet.facts.payloadOffset
                    problems.append(problem)
                }
            } catch {
                // What a capture left out is no problem of the message.
                let fields = part.flatMap { _ in
                    PartialMobilityHeader(packet.payload)?.fields(
                        format: format, base: packet.facts.payloadOffset)
                }
                add(fields ?? rest(packet), 0, "")
            }
        case .unreadable: add(rest(packet), 0, "")
        default: add(packet.payloadField, 0, "")
        }
        for problem in problems {
            guard let index = rows.lastIndex(where: { $0.field.octets.contains(problem.offset) }) else {
                continue
            }
            rows[index].problem = problem.rule.message
        }
        blame(UnreadableMessage(octets, format).reason)
        if payloadRow >= rows.count { payloadRow = 0 }
    }

    /// Marks what makes the message unreadable, at the innermost field that it stands in.
    private mutating func blame(_ reason: WireError?) {
        guard let reason, !rows.isEmpty else { return }
        if part != nil, case .truncated = reason.reason { return }
        let index = rows.lastIndex { $0.field.octets.contains(reason.offset) } ?? rows.count - 1
        rows[index].problem = "cannot be read: \(reason)"
    }

    /// Marks what differs from another message.
    mutating func compare(_ former: MessageContents) {
        var others: [String: Int] = [:]
        for (index, row) in former.rows.enumerated() { others[row.path] = index }
        for index in rows.indices where rows[index].field.children.isEmpty {
            guard let other = others[rows[index].path] else {
                rows[index].former = "not there"
                continue
            }
            let value = former.rows[other].field.value
            if value != rows[index].field.value { rows[index].former = value }
        }
    }

    private mutating func add(_ field: Field, _ depth: Int, _ path: String) {
        var own = path + "/" + field.name
        // Several options of one kind are told apart by their numbers.
        let before = twins[own, default: 0]
        twins[own] = before + 1
        if before > 0 { own += "#\(before)" }
        rows.append(Row(field: field, depth: depth, path: own))
        for child in field.children { add(child, depth + 1, own) }
    }

    private func rest(_ packet: borrowing PacketView) -> Field {
        let facts = packet.facts
        return Field(
            "Octets", at: facts.payloadOffset, length: facts.payloadLength, value: "\(facts.payloadLength)",
            meaning: part == nil ? "They cannot be read." : "The rest was not captured.",
            section: "RFC 6275 §9.2")
    }

    private struct Collected: ProblemSink {
        var problems: [Problem] = []
        mutating func report(_ problem: Problem) { problems.append(problem) }
    }
}

extension Console {
    /// The message that is shown, opened and compared with the one before of its kind; nil: there is none.
    func contents(_ run: some Run) -> (entry: JournalEntry, contents: MessageContents)? {
        guard let number = shownMessage(run), let entry = run.journal[number], let sent = entry.octets
        else {
            return nil
        }
        // Of a message that the gate holds what will go on is shown, with what was changed in it; of one that was changed
        // there what came.
        let octets = run.held.first { $0.number == number }?.octets ?? cameAs(entry, run) ?? sent
        var contents = MessageContents(octets, run.format, part: run.journal.capturedPart(of: number))
        if octets != sent {
            contents.compare(MessageContents(sent, run.format))
        } else if let former = formerMessage(entry, run) {
            contents.compare(
                MessageContents(former.octets, run.format, part: run.journal.capturedPart(of: former.number)))
        }
        return (entry, contents)
    }

    /// What came of a message that says something else than what left; nil: the same, or nothing.
    private func cameAs(_ entry: JournalEntry, _ run: some Run) -> [UInt8]? {
        guard let sent = entry.octets, entry.kind == .sent,
            let row = run.journal.exchangeRow(of: entry.number).flatMap({ run.journal.exchangeRow($0) }),
            case .delivered(let came, _)? = run.journal[row.fate]?.event,
            MessageLabel.changed(from: sent, to: came, run.format) != nil
        else { return nil }
        return came
    }

    /// The message before of its kind by the same party.
    private func formerMessage(
        _ entry: JournalEntry, _ run: some Run
    ) -> (number: Int, octets: [UInt8])? {
        let journal = run.journal
        guard let octets = entry.octets else { return nil }
        let kind = MessageLabel(octets, run.format).texts.last
        var row = (journal.exchangeRow(of: entry.number) ?? journal.exchangeRow(notBefore: entry.number)) - 1
        var steps = 0
        while journal.exchangeRows.contains(row), steps < 64 {
            if let number = journal.exchangeRow(row)?.number, let other = journal[number],
                other.party == entry.party,
                let octets = other.octets, MessageLabel(octets, run.format).texts.last == kind
            {
                return (number, octets)
            }
            row -= 1
            steps += 1
        }
        return nil
    }
}
