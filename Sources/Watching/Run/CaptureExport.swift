public import Capture
internal import Nodes
public import Runtime

/// The messages of a run as a capture that any tool opens; in pcapng each with a comment that says what it is, why it
/// was sent, and what became of it.
public enum CaptureExport {
    /// More messages than these say in their comments what they are, and no longer why: that takes time.
    private static let explained = 20_000

    /// The octets of the capture. An interface stands for each party.
    ///
    /// - Throws: `CaptureError` where a message or a time cannot stand in a capture.
    public static func octets(of run: some Run, format: CaptureFormat) throws(CaptureError) -> [UInt8] {
        let parties = run.parties
        let names = format == .pcap ? ["careof"] : parties.map(\.name) + ["others"]
        var encoder = try CaptureEncoder(
            format: format, interfaces: names.map { CaptureInterface(linkType: .raw, name: $0) })
        let journal = run.journal
        let text = EntryText(parties: parties, format: run.format)
        // A run with a time of its own begins in 1970.
        let epoch = run.epoch ?? 0
        let explains = journal.exchangeRows.count <= explained
        for row in journal.exchangeRows {
            guard let row = journal.exchangeRow(row), let entry = journal[row.number],
                case .sent(let octets, _, _, _) = entry.event
            else { continue }
            // What the gate held back or changed never was on the wire as it was.
            if case .lost(_, let loss, _)? = journal[row.fate]?.event, loss.isReplaced { continue }
            let place = entry.party.flatMap { id in parties.firstIndex { $0.id == id } } ?? parties.count
            let time = epoch.addingReportingOverflow(entry.time.nanoseconds)
            var comment: String?
            if format == .pcapng {
                comment = text.line(of: entry)
                if explains {
                    let why = run.why(.entry(entry.number))
                    comment = ([why.state] + why.because.map(\.text)).joined(separator: "\nbecause ")
                    let rules = why.rules.map(\.text).joined(separator: ", ")
                    if !rules.isEmpty { comment = (comment ?? "") + "\nrule " + rules }
                }
            }
            try encoder.append(
                octets, nanoseconds: time.overflow ? 0 : max(0, time.partialValue),
                originalLength: journal.capturedPart(of: entry.number)?.original,
                interface: format == .pcap ? 0 : place, comment: comment)
        }
        return encoder.take()
    }
}
