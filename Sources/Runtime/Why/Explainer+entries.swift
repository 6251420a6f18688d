internal import MobilityWire
internal import Nodes

// Why something happened, and what became of it.

extension Explainer {
    func entry(_ number: Int) -> Explanation {
        guard let entry = journal[number] else {
            return Explanation(
                title: "Entry \(number)",
                state: number <= journal.dropped
                    ? "It is no longer kept: the journal holds entries from \(journal.dropped + 1) on."
                    : "There is no such entry.")
        }
        // A message is explained from its departure, whichever end was chosen.
        if entry.octets != nil, entry.kind != .sent, let departure = journal[entry.cause],
            departure.kind == .sent
        {
            return message(departure)
        }
        if entry.kind == .sent { return message(entry) }
        var causes = causes(of: number)
        if !causes.isEmpty { causes.removeFirst() }
        return Explanation(
            title: "Entry \(number)", state: sentence(text.line(of: entry)), since: entry.time,
            because: causes, rules: Explainer.rules(causes, entry.rule.map { [$0] } ?? []))
    }

    private func message(_ departure: JournalEntry) -> Explanation {
        var causes = causes(of: departure.number)
        if !causes.isEmpty { causes.removeFirst() }
        var report = ReadingReport()
        let row = journal.exchangeRow(of: departure.number).flatMap { journal.exchangeRow($0) }
        let fate = row.flatMap { journal[$0.fate] }
        let left = (departure.octets ?? []).withPacket(format, &report)
        // At the gate it may have become another message than the one that left.
        let came = fate?.kind == .delivered ? fate?.octets?.withPacket(format, &report) : nil
        let isChanged =
            came.map { came in left.map { MessageText($0).line != MessageText(came).line } ?? true } ?? false
        let packet = came ?? left
        let unreadable = packet == nil ? UnreadableMessage(departure.octets ?? [], format) : nil
        let purpose =
            packet.map(purpose) ?? journal.capturedPart(of: departure.number).map { "It was \($0.words)." }
            ?? unreadable?.sentence ?? ""
        let outcome: String
        switch fate?.event {
        case .lost(_, .changed, _):
            outcome = " It never left: somebody changed it, and \(Loss.changed.words)."
        case .lost(_, .late, _):
            outcome = " It did not leave then: the gate held it back, and \(Loss.late.words)."
        case .lost(_, let loss, let link):
            outcome = " It was lost" + (link.map { " on link \($0)" } ?? "") + ": \(loss.words)."
        case .delivered:
            let delay = fate.map { ($0.time - departure.time).nanoseconds / 1_000_000 } ?? 0
            let receiver = fate?.party.map(parties.name(of:)) ?? "its receiver"
            let refusal = fate.flatMap(journal.dropping).map { " \(receiver) dropped it: \($0.reason)." }
            outcome = " It came to \(receiver) after \(delay) ms." + (refusal ?? "")
        case .sent:
            let seen = node != nil && departure.party == party ? "It left" : "It was seen passing"
            outcome = " \(seen); whether it arrived, what follows tells."
        default: outcome = held.first { $0.number == departure.number }.map(standing) ?? " It is under way."
        }
        var explanation = Explanation(
            title: packet.map { MessageText($0).name } ?? unreadable?.title ?? "Packet",
            state: sentence(text.line(of: departure)) + (isChanged ? changed(packet) : " ") + purpose
                + outcome,
            since: departure.time,
            because: causes, rules: Explainer.rules(causes, departure.rule.map { [$0] } ?? []))
        explanation.chain = chain(of: departure)
        var isLost = false
        if case .lost(_, let loss, _)? = fate?.event { isLost = !loss.isReplaced }
        explain(after: packet, isLost: isLost, &explanation)
        return explanation
    }

    private func changed(_ came: SignallingPacket?) -> String {
        " It was changed on its way, and came as \(came.map { MessageText($0).line } ?? "something else"). "
    }

    /// Where a message stands that the gate holds, since when, and until when.
    private func standing(_ held: HeldMessage) -> String {
        let name = held.party.map(parties.name(of:)) ?? "a node"
        let place = held.isIncoming ? "before \(name) sees it" : "at \(name), which sent it, before it leaves"
        // In a lab time stands meanwhile.
        let age = (now - held.since).nanoseconds
        let duration = age > 0 ? "for \(age / 1_000_000_000) s now" : "and time stands meanwhile"
        let end =
            held.goesAt.map { "it goes on by itself in \(max(0, ($0 - now).nanoseconds) / 1_000_000) ms" }
            ?? "it goes on when somebody lets it go"
        return
            " The gate holds it \(place), \(duration)\(held.isEdited ? "; it was changed by hand" : ""): \(end)."
    }

    /// What a message is for, in a sentence; for an acknowledgement what its statuses say.
    private func purpose(_ packet: SignallingPacket) -> String {
        switch packet.message {
        case .bindingUpdate(let update): return purpose(update)
        case .bindingAcknowledgement(let answer):
            let bids = answer.options.compactMap { option -> String? in
                guard case .bindingIdentifier(let identifier) = option, identifier.status != 0,
                    identifier.status != answer.status
                else { return nil }
                return "For BID \(identifier.bid): " + Explainer.sentence(of: identifier.status)
            }
            // It grants no lifetime: what it accepts is a removal (RFC 6275 §10.3.2).
            let isRemoval = answer.status == 0 && answer.lifetime == 0
            let whole =
                isRemoval
                ? "Status 0 with lifetime 0: what the Binding Update asked to remove is removed."
                : Explainer.sentence(of: answer.status)
            return ([whole] + bids).joined(separator: " ")
        case .some(let message):
            return "\(MobilityHeaderType(rawValue: message.type).row.meaning)"
        case nil: return ""
        }
    }

    private func purpose(_ update: BindingUpdate) -> String {
        let identifiers = update.options.bindingIdentifiers
        let names =
            identifiers.isEmpty
            ? "the ordinary binding" : "BID " + identifiers.map { "\($0.bid)" }.joined(separator: ", ")
        let overwrites =
            identifiers.contains { $0.overwrite }
            || format.profile == .rfc5648 && update.flags.contains(.overwrite) && !identifiers.isEmpty
        let others = overwrites ? " O: every binding it does not name goes (R-022)." : ""
        if update.lifetime == 0 {
            return identifiers.isEmpty
                ? "It asks to remove every binding of the home address (R-058)."
                : "It asks to remove \(names); other bindings stay (R-059)."
        }
        let bulk = identifiers.count > 1 ? " in one message, in bulk (R-046)" : ""
        return "It asks to hold \(names) for \(Int(update.lifetime) * 4) s\(bulk).\(others)"
    }

    private func explain(
        after packet: SignallingPacket?, isLost: Bool, _ explanation: inout Explanation
    ) {
        guard case .bindingUpdate = packet?.message else { return }
        if isLost {
            explanation.next = "its sender waits for an acknowledgement, and sends again with a new number"
            explanation.rules += [Rule(0, "RFC 6275 §11.8")]
        } else {
            explanation.ifNothing = "Without an acknowledgement it is sent again, with a new number."
        }
    }

    /// A line as a sentence; a name at its beginning stays as people write it.
    private func sentence(_ line: String) -> String {
        let isName = parties.contains { line.hasPrefix($0.name + " ") || line.hasPrefix($0.name + ":") }
        return (isName ? line.prefix(1) : line.prefix(1).uppercased()[...]) + line.dropFirst() + "."
    }
}

extension [UInt8] {
    fileprivate func withPacket(_ format: WireFormat, _ report: inout ReadingReport) -> SignallingPacket? {
        try? SignallingPacket(reading: span.bytes, format: format, report: &report)
    }
}
