import MobilityWire
import Nodes
import Runtime

// What would have become of one thing under each other choice.

extension LabSession {
    /// What became of a subject, beside what would have become of it under the other profile, under each other policy,
    /// and with an agent that allows something else: the choices that make a difference first, then the names of those
    /// that make none.
    func whatElse(_ subject: Subject) -> Comparison {
        let settings = shown.settings()
        var choices = settings.filter { $0.key == "profile" || $0.section != .node }.flatMap { setting in
            setting.choices.filter { $0 != setting.value }.map { (setting, $0) }
        }
        if let refusal = runAgainRefusal { return refusal }
        // Each choice is a run of its own: of a long one the other profile has to do.
        let entries = shown.journal.nextNumber - 1
        let all = choices.count
        let isLong = entries * all > LabSession.mostEntriesRunAgain
        if isLong { choices.removeAll { $0.0.key != "profile" } }
        let untried = all - choices.count
        let (time, bids) = shown.scope(of: subject)
        guard bids?.isEmpty != true else {
            return Comparison(refusal: "No binding has to do with it: select a binding or a message.")
        }
        var parts: [Comparison.Part] = []
        var alike: [String] = []
        do throws(Refusal) {
            // The past that is asked about: the same run up to there.
            let asItIs = time == shown.now ? shown : try runAgain(until: time)
            for (setting, value) in choices {
                let name = (setting.number.isEmpty ? "" : setting.number + " ") + "\(setting.key) \(value)"
                // What cannot be chosen in this run is no choice.
                guard let other = try? runAgain(with: setting.key, value, until: time) else { continue }
                let part = Comparison.Part(
                    "\(name): \(setting.title)", named: asItIs.words(about: bids),
                    other.words(about: bids))
                if part.rows.contains(where: \.differs) { parts.append(part) } else { alike.append(name) }
            }
        } catch {
            return Comparison(refusal: error.words)
        }
        if !alike.isEmpty {
            let row = Comparison.Row(left: alike.joined(separator: ", "), right: "", differs: false)
            parts.append(Comparison.Part("No difference", rows: [row]))
        }
        if isLong {
            let row = Comparison.Row(
                left:
                    "\(untried) of \(all) choices: the run has \(entries) entries, and no more than "
                    + "\(LabSession.mostEntriesRunAgain) are run again for all choices together; :what-if tries one.",
                right: "", differs: false)
            parts.append(Comparison.Part("Not tried", rows: [row]))
        }
        return Comparison(left: "as it is", right: "what it would have been", parts: parts)
    }

    /// About a second's worth.
    static let mostEntriesRunAgain = 200_000

    /// Why the run that is shown is not run again; nil: it can be.
    var runAgainRefusal: Comparison? {
        LabSession.runAgainRefusal(entries: shown.journal.nextNumber - 1)
    }

    /// The longest run that is worth waiting for; nil: one of so many entries is.
    static func runAgainRefusal(entries: Int) -> Comparison? {
        guard entries >= LabSession.mostEntriesRunAgain else { return nil }
        return Comparison(
            refusal:
                "The run has \(entries) entries, and one of \(LabSession.mostEntriesRunAgain) or more is not run "
                + "again meanwhile: go back first.")
    }
}

extension LabRun {
    /// What a subject is about: until when the run is looked at, and the BIDs, 0 for the ordinary binding; nil: all.
    fileprivate func scope(of subject: Subject) -> (time: Instant, bids: [UInt16]?) {
        switch subject {
        case .binding(_, let bid): return (now, [bid ?? 0])
        case .interface(let id):
            return (now, bindings(0..<1000).rows.filter { $0.interface == id }.map { $0.bid ?? 0 })
        case .entry(let number):
            guard let departure = departure(of: number), let octets = departure.octets else {
                return (journal[number]?.time ?? now, nil)
            }
            let message = message(octets)
            let bids = (message?.options ?? []).bindingIdentifiers.map(\.bid)
            return (end(of: departure, message), bids.isEmpty ? nil : bids)
        }
    }

    /// When a message and its answer had arrived.
    private func end(of departure: JournalEntry, _ message: MobilityMessage?) -> Instant {
        let row = journal.exchangeRow(of: departure.number) ?? journal.exchangeRows.upperBound
        var end = fate(row) ?? now
        guard case .bindingUpdate(let update) = message else { return end }
        for next in row..<max(row, min(row + 32, journal.exchangeRows.upperBound)) {
            guard let number = journal.exchangeRow(next)?.number, let octets = journal[number]?.octets,
                case .bindingAcknowledgement(let answer) = self.message(octets),
                answer.sequence == update.sequence
            else { continue }
            end = max(end, fate(next) ?? now)
            break
        }
        return end
    }

    private func fate(_ row: Int) -> Instant? {
        journal.exchangeRow(row).flatMap { journal[$0.fate]?.time }
    }

    private func departure(of number: Int) -> JournalEntry? {
        guard let entry = journal[number], entry.octets != nil else { return nil }
        return entry.kind == .sent ? entry : journal[entry.cause]
    }

    private func message(_ octets: [UInt8]) -> MobilityMessage? {
        var report = ReadingReport()
        return (try? SignallingPacket(reading: octets.span.bytes, format: format, report: &report))?.message
    }

    /// What the node and the agents have of some bindings, in words, by name.
    fileprivate func words(about bids: [UInt16]?) -> [(name: String, text: String)] {
        func isMeant(_ name: String) -> Bool {
            guard let bids, let word = name.split(separator: " ").last else { return true }
            // An ordinary binding may have taken the place of those that are meant.
            return word == "ordinary" || UInt16(word).map(bids.contains) == true
        }
        var words = bindingWords.filter { isMeant($0.name) }.map { ("list \($0.name)", "node: \($0.text)") }
        for holder in caches() {
            words += cacheWords(holder.party).filter { isMeant($0.name) }
                .map { ("\(holder.name) \($0.name)", "\(holder.name): \($0.text)") }
        }
        return words
    }
}
