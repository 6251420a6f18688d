internal import MobilityWire
internal import Nodes

// From the octets of a message by the rows of the tables to what came of it.

extension Explainer {
    /// The chain of a message that left.
    ///
    /// - Parameters:
    ///   - departure: the entry of its departure.
    ///   - bid: the one BID that is asked about; nil: all of it.
    public func chain(of departure: JournalEntry, bid: UInt16? = nil) -> [Explanation.Step] {
        let arrival = arrival(of: departure)
        // What counted is what came: at the gate it may have become another message.
        guard let octets = arrival?.octets ?? departure.octets, let message = read(octets) else { return [] }
        var steps = fields(of: message, octets, bid)
        var deeds = [arrival].compactMap(\.self)
        switch message {
        case .bindingUpdate(let update):
            let answer = arrival.flatMap { self.answer(to: update, $0) }
            steps += rows(of: update, answer?.message, bid)
            // An agent that tests for duplicates first does nothing on arrival, but when that is over.
            if let cause = answer.flatMap({ journal[$0.cause] }), cause.number != arrival?.number {
                deeds.append(cause)
            }
        case .bindingAcknowledgement(let acknowledgement):
            steps += rows(of: acknowledgement, bid)
        default: break
        }
        return steps + deeds.flatMap { outcomes(of: $0, bid) }
    }

    /// The chain that led to the state of a binding: that of the message which decided, and the state's own row.
    func chain(to state: BindingState, causes: [Explanation.Cause], bid: UInt16?) -> [Explanation.Step] {
        var steps: [Explanation.Step] = []
        if let decided = causes.lazy.compactMap({ departure(of: $0.number) }).first {
            steps = chain(of: decided, bid: bid)
        }
        return steps + [Explanation.Step(DecisionTable.row(of: state))]
    }

    private func departure(of number: Int) -> JournalEntry? {
        guard let entry = journal[number], entry.octets != nil else { return nil }
        return entry.kind == .sent ? entry : journal[entry.cause]
    }

    private func read(_ octets: [UInt8]) -> MobilityMessage? {
        var report = ReadingReport()
        return (try? SignallingPacket(reading: octets.span.bytes, format: format, report: &report))?.message
    }

    /// Where a message came to; nil: nowhere, or nobody saw it.
    private func arrival(of departure: JournalEntry) -> JournalEntry? {
        guard let row = journal.exchangeRow(of: departure.number).flatMap({ journal.exchangeRow($0) }),
            let fate = journal[row.fate], fate.kind == .delivered
        else { return nil }
        return fate
    }

    // MARK: Fields

    /// The fields that count, with their octets.
    private func fields(
        of message: MobilityMessage, _ octets: [UInt8], _ bid: UInt16?
    ) -> [Explanation.Step] {
        let header = headerFields(octets)
        let own = header.filter { field in
            field.length <= 8 && field.children.count <= 1 && !Explainer.frame.contains(field.name)
        }
        var steps = own.map { step($0, octets) }
        // The flags stand one below the other; their octets together say which are set.
        if let flags = header.first(where: { $0.name == "Flags" }), !own.contains(flags) {
            steps.append(step(flags, octets))
        }
        for option in header where option.name == "Binding Identifier" {
            let inside = option.children
            guard let number = inside.first(where: { $0.name == "BID" }),
                bid == nil || number.value.split(separator: " ").first.flatMap({ UInt16($0) }) == bid
            else { continue }
            steps += inside.filter { field in
                field.length > 0 && !["Type", "Reserved"].contains(field.name)
                    && (field.name != "Length" || message.asks) && (field.name != "Status" || message.answers)
            }.map { step($0, octets) }
        }
        return steps.sorted { ($0.offset ?? 0) < ($1.offset ?? 0) }
    }

    /// The fields of a message's Mobility Header, options among them.
    private func headerFields(_ octets: [UInt8]) -> [Field] {
        var report = NoProblems()
        let packet = PacketView(octets.span.bytes, problems: &report)
        guard case .mobility = packet.facts.kind, let header = try? MobilityHeaderView(packet.payload) else {
            return []
        }
        return header.fields(format: format, base: packet.facts.payloadOffset).children
    }

    /// Fields of every message, which decide nothing where they are right.
    private static let frame: Set<String> = [
        "Payload Proto", "Header Len", "MH Type", "Reserved", "Checksum", "Pad1", "PadN",
    ]

    private func step(_ field: Field, _ octets: [UInt8]) -> Explanation.Step {
        var step = Explanation.Step(
            kind: .field, text: field.value.isEmpty ? field.name : "\(field.name) \(field.value)",
            offset: field.offset)
        if field.length <= 4, field.offset >= 0, field.octets.upperBound <= octets.count {
            step.octets = octets[field.octets].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
                .joined(separator: " ")
        }
        return step
    }

    // MARK: Rows

    /// By which rows a receiver came to its answer.
    private func rows(
        of update: BindingUpdate, _ answer: BindingAcknowledgement?, _ bid: UInt16?
    ) -> [Explanation.Step] {
        guard let answer else { return [] }
        let removes = update.lifetime == 0
        let status = BindingStatus(rawValue: answer.status)
        var rows: [DecisionRow] = []
        if !removes,
            update.options.bindingIdentifiers.contains(where: \.overwrite)
                || format.profile == .rfc5648 && update.flags.contains(.overwrite)
        {
            rows.append(DecisionTable.receiver[7])
        }
        // What one option of a bulk failed by stands before the row that says how failures are told.
        for identifier in answer.options.bindingIdentifiers where bid == nil || identifier.bid == bid {
            guard identifier.status >= 128 else { continue }
            let isAlone = identifier.status == answer.status
            let reason = BindingStatus(rawValue: identifier.status)
            if let row = DecisionTable.receiverRow(of: reason, isOfOption: !isAlone, removes: removes) {
                rows.append(row)
            }
        }
        if let row = DecisionTable.receiverRow(of: status, removes: removes) { rows.append(row) }
        let identifiers = answer.options.bindingIdentifiers
        if identifiers.contains(where: { $0.status == 5 }), status.rawValue != 5 {
            rows.append(DecisionTable.receiver[10])
        }
        return rows.steps
    }

    /// By which rows a mobile node reads an answer.
    private func rows(of answer: BindingAcknowledgement, _ bid: UInt16?) -> [Explanation.Step] {
        let identifiers = answer.options.bindingIdentifiers
        let isBulk = identifiers.count > 1
        let isHome = identifiers.contains(where: \.home)
        var rows: [DecisionRow] = []
        let own = BindingStatus(rawValue: answer.status)
        if own == .sequenceNumberOutOfWindow || identifiers.isEmpty {
            rows.append(DecisionTable.nodeRow(of: own))
        }
        for identifier in identifiers where own != .sequenceNumberOutOfWindow {
            guard bid == nil || identifier.bid == bid else { continue }
            let isOwn = identifier.status == 0
            rows.append(
                DecisionTable.nodeRow(
                    of: isOwn ? own : BindingStatus(rawValue: identifier.status), isOfOption: !isOwn,
                    isBulk: isBulk, isHome: isHome))
        }
        return rows.steps
    }

    /// The Acknowledgement of a Binding Update that arrived, and the entry that caused it; nil: none is kept.
    private func answer(
        to update: BindingUpdate, _ arrival: JournalEntry
    ) -> (message: BindingAcknowledgement, cause: Int)? {
        // Duplicate address detection lets an agent answer a second later: a bounded number of rows is looked at.
        let first = journal.exchangeRow(notBefore: arrival.number)
        for row in first..<max(first, min(first + 32, journal.exchangeRows.upperBound)) {
            guard let number = journal.exchangeRow(row)?.number, let entry = journal[number],
                entry.kind == .sent, entry.party == arrival.party, let octets = entry.octets,
                case .bindingAcknowledgement(let answer) = read(octets)
            else { continue }
            // 135 gives another number; then the cause tells.
            if answer.sequence == update.sequence || entry.cause == arrival.number {
                return (answer, entry.cause)
            }
        }
        return nil
    }

    // MARK: Outcomes

    /// What the receiver of a message did because of it, in words.
    private func outcomes(of arrival: JournalEntry, _ bid: UInt16?) -> [Explanation.Step] {
        var steps: [Explanation.Step] = []
        for number in arrival.number + 1..<arrival.number + 64 {
            guard let entry = journal[number] else { break }
            guard entry.cause == arrival.number, entry.party == arrival.party else { continue }
            switch entry.event {
            case .note(let note):
                // The status was read in a field; of other BIDs nobody asked.
                guard note.event != .statusReceived, bid == nil || note.bid == nil || note.bid == bid else {
                    continue
                }
            case .sent: break
            case .action(let action):
                guard case .homeAddress = action else { continue }
            default: continue
            }
            steps.append(
                Explanation.Step(
                    kind: .outcome, text: text.line(of: entry), rules: entry.rule.map { [$0] } ?? []))
        }
        return steps
    }
}

extension Explanation.Step {
    fileprivate init(_ row: DecisionRow) {
        self.init(kind: .row, text: "\(row.name): \(row.words)", rules: row.rules)
    }
}

extension [DecisionRow] {
    /// Each row once, as a step.
    fileprivate var steps: [Explanation.Step] {
        reduce(into: [DecisionRow]()) { if !$0.contains($1) { $0.append($1) } }.map { Explanation.Step($0) }
    }
}

extension MobilityMessage {
    /// Whether it asks for a binding.
    fileprivate var asks: Bool { if case .bindingUpdate = self { true } else { false } }
    /// Whether the status of an option counts in it.
    fileprivate var answers: Bool { if case .bindingAcknowledgement = self { true } else { false } }
}
