import MobilityWire
import Nodes
import Runtime

// What would become of a message: found out by letting it go on in a copy in which nothing gets lost.

extension LabRun {
    /// A message that a person has in hand.
    enum InHand {
        case held(Gate<Lab.Parcel>.Held)
        case composed(ComposedMessage)

        var octets: [UInt8] {
            switch self {
            case .held(let held): held.octets
            case .composed(let composed): composed.editor.octets
            }
        }
    }

    /// So many messages and remarks are told of at most; then that there are more.
    private static let toldOf = 8

    func foreseen(_ message: InHand) -> ForeseenAnswer {
        // The same world with and without it, so that what happens anyway is not taken for its doing.
        var without = self
        _ = without.stage.lab.gate.empty()
        without.stage.lab.composed = nil
        without.removeChance()
        // What happened before is nothing to it: a copy that goes on writing would have to copy it.
        without.stage.lab.journal = Journal(first: journal.nextNumber)
        var with = without
        let first = with.journal.nextNumber
        switch message {
        case .held(let held): with.stage.lab.letGo(held)
        case .composed(let composed): with.stage.lab.send(composed, of: stage.node)
        }
        let end = now + LabRun.foresight
        without.stage.lab.run(until: end)
        with.stage.lab.run(until: end)

        var answer = ForeseenAnswer()
        with.tellOfMessages(from: first, at: now, besides: without, message.octets, &answer)
        // An acknowledgement that comes late has the node ask again meanwhile, or not: what the agent does then is no
        // doing of the acknowledgement.
        let isAnswer = isAcknowledgement(message.octets)
        if !isAnswer {
            for ((present, before), after) in zip(zip(holders, without.holders), with.holders) {
                for effect in LabRun.effects(
                    on: before.name, now: present.rows, anyway: before.rows, after: after.rows)
                {
                    answer.add(.effect, effect)
                }
            }
        }
        let name = lab.network[stage.node].name
        // Without an acknowledgement the node asks again, and gets another one: what this one does is told from now on.
        let before = isAnswer ? ownRows : without.ownRows
        let after = with.ownRows
        for row in after {
            guard let former = before.first(where: { $0.name == row.name }) else {
                answer.add(.effect, "\(name): \(row.name) is \(row.text)")
                continue
            }
            guard former.text != row.text else { continue }
            let words = isAnswer ? "becomes \(row.text)" : "would be \(row.text), not \(former.text)"
            answer.add(.effect, "\(name): \(row.name) \(words)")
        }
        for row in before where !after.contains(where: { $0.name == row.name }) {
            answer.add(.effect, "\(name): \(row.name) is forgotten")
        }
        if !isAnswer, !answer.lines.contains(where: { $0.kind == .answer || $0.kind == .remark }) {
            answer.add(
                .remark, "No answer comes within \(LabRun.foresight.nanoseconds / 1_000_000_000) s.",
                isBad: true)
        }
        return answer
    }

    /// Whether nobody answers it.
    private func isAcknowledgement(_ octets: [UInt8]) -> Bool {
        var report = ReadingReport()
        let packet = try? SignallingPacket(reading: octets.span.bytes, format: format, report: &report)
        return switch packet?.message {
        case .bindingAcknowledgement, .bindingRevocationAcknowledgement, .bindingError: true
        default: false
        }
    }

    /// What is sent, dropped and lost here and not there.
    private func tellOfMessages(
        from first: Int, at start: Instant, besides other: LabRun, _ own: [UInt8],
        _ answer: inout ForeseenAnswer
    ) {
        let text = EntryText(parties: parties, format: format)
        var elsewhere = Set<String>()
        for number in first..<max(first, other.journal.nextNumber) {
            if let entry = other.journal[number] { elsewhere.insert(text.line(of: entry)) }
        }
        var told = 0
        for number in first..<journal.nextNumber {
            guard let entry = journal[number] else { continue }
            guard told < LabRun.toldOf else {
                answer.add(.remark, "More follows.")
                return
            }
            switch entry.event {
            case .sent(let octets, _, _, _):
                guard octets != own, !elsewhere.contains(text.line(of: entry)) else { continue }
                let milliseconds = (entry.time - start).nanoseconds / 1_000_000
                let name = entry.party.map(parties.name(of:)) ?? "world"
                answer.add(.answer, "after \(milliseconds) ms \(name) sends \(text.message(octets))")
                answer.tellOfStatuses(octets, format: format)
                told += 1
            case .note(let note) where note.event == .dropped || note.event == .policy:
                guard !elsewhere.contains(text.line(of: entry)) else { continue }
                answer.add(.remark, text.line(of: entry), isBad: note.event == .dropped)
                told += 1
            case .lost:
                guard !elsewhere.contains(text.line(of: entry)) else { continue }
                answer.add(.remark, text.line(of: entry), isBad: true)
                told += 1
            default: continue
            }
        }
    }

    /// The node's bindings in a word each.
    private var ownRows: [(name: String, text: String)] {
        bindings(0..<256).rows.map { row in
            let name = row.bid.map { "BID \($0)" } ?? "the ordinary binding"
            let peer = row.role == "correspondent" ? " at \(row.peer)" : ""
            return (name + peer, row.state.rawValue)
        }
    }
}
