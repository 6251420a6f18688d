internal import MobilityWire
public import Nodes

/// The exchange of a run, to be written down: a lane for each who takes part, a step for each message and for what was
/// done to nodes and world.
public struct ExchangeExport {
    /// The names of the lanes.
    let lanes: [String]
    /// What happened, in order.
    let steps: [Step]

    struct Step {
        /// As the screen tells it: since the run began.
        var time: Instant
        var text: String
        /// The lane that it begins at, or that it is about; nil: none.
        var from: Int?
        /// The lane that a message goes to; nil: it is no message.
        var to: Int?
        /// What became of it that did not arrive, and why; empty: it did, or was seen.
        var loss = ""
        /// Whether it is still on its way.
        var isUnderWay = false
    }

    /// The exchange of a run, as far as its journal goes back.
    public init(_ run: some Run) {
        let parties = run.parties.filter { $0.kind != .other && !$0.isFolded }
        lanes = parties.map(\.name)
        let reader = StepReader(
            parties: parties, text: EntryText(parties: run.parties, format: run.format),
            format: run.format, begin: run.begin, journal: run.journal)
        let journal = run.journal
        steps = journal.exchangeRows.compactMap { row in
            guard let row = journal.exchangeRow(row), let entry = journal[row.number] else { return nil }
            return reader.step(of: entry, fate: row.fate == 0 ? nil : journal[row.fate])
        }
    }

    /// It in one of the forms that exchanges have; those that are none: as text.
    public func text(_ kind: FileKind) -> String {
        switch kind {
        case .mermaid: mermaid
        case .svg: svg
        default: ladder
        }
    }
}

/// Makes steps of entries.
private struct StepReader {
    let parties: [Party]
    let text: EntryText
    let format: WireFormat
    let begin: Instant
    let journal: Journal

    private func time(of entry: JournalEntry) -> Instant { .zero + (entry.time - begin) }

    func step(of entry: JournalEntry, fate: JournalEntry?) -> ExchangeExport.Step? {
        let from = entry.party.flatMap { id in parties.firstIndex { $0.id == id } }
        guard case .sent(let octets, _, _, _) = entry.event else {
            let words =
                switch entry.event {
                case .command(let text), .fault(let text), .probe(let text): text
                case .started: "starts"
                case .note: text.line(of: entry)
                default: text.line(of: entry)
                }
            return ExchangeExport.Step(time: time(of: entry), text: words, from: from)
        }
        var report = ReadingReport()
        let packet = try? SignallingPacket(reading: octets.span.bytes, format: format, report: &report)
        if case .data = packet?.payload { return nil }
        guard let from else {
            return ExchangeExport.Step(time: time(of: entry), text: text.line(of: entry))
        }
        var step = ExchangeExport.Step(
            time: time(of: entry),
            text: LadderWords.message(packet, octets, format), from: from)
        switch fate?.event {
        case .delivered:
            step.to = fate?.party.flatMap { id in parties.firstIndex { $0.id == id } }
            step.text += fate.map { remarks(on: $0, after: entry) } ?? ""
        case .lost(_, let loss, _): step.loss = loss.sentence
        case nil: step.isUnderWay = true
        default: break
        }
        step.to = step.to ?? aim(packet, from)
        return step
    }

    /// What is unusual about a message that came: it took its time, as on a link that delays or at the gate, or its receiver
    /// dropped it.
    private func remarks(on arrival: JournalEntry, after departure: JournalEntry) -> String {
        let delay = arrival.time - departure.time
        let late = delay >= .seconds(1) ? " (came \(delay.nanoseconds / 1_000_000) ms later)" : ""
        return late + (journal.dropping(of: arrival).map { " (dropped: \($0.reason))" } ?? "")
    }

    /// Where a message was going: whose address it bears, else the other side.
    private func aim(_ packet: SignallingPacket?, _ from: Int) -> Int? {
        if let destination = packet?.logicalDestination,
            let lane = parties.firstIndex(where: { $0.address == destination }), lane != from
        {
            return lane
        }
        let isNode = parties[from].kind == .mobileNode
        return parties.firstIndex { isNode ? $0.kind == .homeAgent : $0.kind == .mobileNode }
    }
}

extension Instant {
    /// `12.345`: seconds and milliseconds.
    public var secondsText: String {
        let milliseconds = nanoseconds.magnitude / 1_000_000
        let fraction = String(milliseconds % 1000)
        return (nanoseconds < 0 ? "-" : "") + "\(milliseconds / 1000)."
            + String(repeating: "0", count: 3 - fraction.utf8.count) + fraction
    }
}
