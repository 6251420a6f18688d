import Grid
import MobilityWire
import Nodes
import Runtime
import Themes

// ┌ Exchange ─────────────────────────────────────────────────────────────────────────┐
// │     time            eth0·1      wlan0·2      wwan0·3         HA            CN     │
// │    0.000              ├─ BU 1  A H O  bulk: 1 2 ──────────────▶│             │    │
// │    0.031   +0.031     │◀──────────────── BA 1  accepted  1 ✓ 2 ✓┤             │    │
// │   11.600  +11.569     │            │            ├─ BU 2 ───✗ lost             │    │

extension Painter {
    mutating func paintExchange(_ rectangle: Rectangle) {
        let journal = run.journal
        let rows = journal.exchangeRows
        let visible = max(0, rectangle.rows - 3)
        let window = console.exchangeRows(run, rows: visible)
        var details: [String] = []
        if !console.filter.isEmpty { details.append(console.found.words) }
        if !held.isEmpty { details.append("\(held.count) held, \(keyName("release")) lets go") }
        let selected = console.selectedExchangeRow(run)
        let found = console.filter.isEmpty ? nil : console.found.rows
        // How many rows there are to go through, and how many of them stand up to a row.
        let total = found?.count ?? rows.count
        let place = { (row: Int) in found?.first(notBelow: row + 1) ?? row - rows.lowerBound + 1 }
        if console.message != nil, let last = window.last, place(last) < total {
            details.append("\(total - place(last)) newer below, \(keyName("last")) follows")
        }
        let inside = frame(
            rectangle, .exchange, details,
            position: total > visible ? "\(place(selected ?? rows.upperBound - 1))/\(total)" : "")
        guard inside.columns > 24 else { return }
        let withDifference = inside.columns >= 72
        let left = withDifference ? 20 : 11
        var bids: [InterfaceIdentifier: UInt16] = [:]
        for interface in interfaces { bids[interface.id] = interface.bid }
        let map = LaneMap(
            parties, bids: bids, columns: inside.column + left..<inside.endColumn, folds: grid.columns < 100)
        paintHeading(map, inside)
        var previous = window.first.flatMap {
            $0 > rows.lowerBound ? journal.exchangeRow($0 - 1)?.number : nil
        }
        .flatMap { journal[$0]?.time }
        for offset in 0..<max(0, inside.rows - 1) {
            let row = inside.row + 1 + offset
            guard offset < window.count, let line = journal.exchangeRow(window[offset]),
                let entry = journal[line.number]
            else {
                paintLanes(map, row)
                continue
            }
            paintLanes(map, row)
            let isSelected = window[offset] == selected
            let pointer = isSelected && isFocused(.exchange) ? String(Character(glyphs.pointer)) : " "
            grid.paint(pointer, column: inside.column, row: row)
            let time = Wording.time(entry.time - run.begin, columns: 9)
            grid.paint(time, column: inside.column + max(1, 9 - time.utf8.count), row: row, role: .time)
            if withDifference, let previous {
                let difference = Wording.difference(entry.time - previous, columns: 9)
                grid.paint(
                    difference, column: inside.column + max(10, 18 - difference.utf8.count), row: row,
                    limit: 9, role: .timeDifference)
            }
            previous = entry.time
            paint(entry, fate: line.fate, map, row, end: inside.endColumn)
            if isSelected, isFocused(.exchange) || console.focus == .message { select(inside, offset + 1) }
        }
        if rows.isEmpty || found?.isEmpty == true && console.found.isComplete {
            let room = Rectangle(
                column: inside.column + 1, row: inside.row + 2, columns: inside.columns - 2, rows: 2)
            grid.fill(
                Rectangle(
                    column: inside.column, row: inside.row + 1, columns: inside.columns, rows: inside.rows - 1
                ))
            let words =
                headline.kind == .capture ? "No message has passed yet." : "No message has been sent yet."
            _ = paragraph(
                rows.isEmpty ? words : "No row fits the filter.", room, from: 0, role: .textMuted)
        }
    }

    private mutating func paintHeading(_ map: LaneMap, _ inside: Rectangle) {
        grid.paint("time", column: inside.column + 5, row: inside.row, role: .label)
        for lane in map.lanes {
            let width = DisplayWidth.of(lane.name)
            let column = max(inside.column, min(lane.column - width / 2, inside.endColumn - width))
            grid.paint(lane.name, column: column, row: inside.row, role: lane.role)
        }
    }

    private mutating func paintLanes(_ map: LaneMap, _ row: Int) {
        for lane in map.lanes {
            grid.paint(Cell(glyphs.lane, role: lane.role), column: lane.column, row: row)
        }
    }

    private mutating func paint(_ entry: JournalEntry, fate: Int, _ map: LaneMap, _ row: Int, end: Int) {
        switch entry.event {
        case .sent(let octets, let interface, _, _):
            paintMessage(octets, entry, interface, fate, map, row, end)
        case .command(let text): paintRemark("you: " + text, .logNotice, entry, map, row, end)
        case .fault(let text): paintRemark("fault: " + text, .fault, entry, map, row, end)
        case .started:
            let name = entry.party.map { parties.name(of: $0) } ?? "the run"
            paintRemark("\(name) starts", .logInfo, entry, map, row, end)
        default: paintRemark(entryText.line(of: entry), entry.role, entry, map, row, end)
        }
    }

    /// A sentence beside the lane that it is about.
    private mutating func paintRemark(
        _ text: String, _ role: Role, _ entry: JournalEntry, _ map: LaneMap, _ row: Int, _ end: Int
    ) {
        let text = words(text)
        guard let lane = map.lane(entry.party, nil) ?? map.lanes.first else {
            // Nobody has shown what they are: what passed is told all the same.
            let start = max(0, end - map.room)
            grid.paint(Line(text, role), column: start, row: row, limit: map.room, ellipsis: glyphs.ellipsis)
            return
        }
        let width = DisplayWidth.of(text) + 2
        // To the right of the lane where it fits, else at its left, else where there is more room.
        let first = map.lanes.first?.column ?? lane.column
        let right = end - lane.column - 1
        let left = lane.column - first - 1
        let isRight = width <= right || width > left && right >= left
        let room = isRight ? right : left
        let column = isRight ? lane.column + 1 : lane.column - min(width, left)
        grid.paint(Cell(glyphs.full, role: role), column: lane.column, row: row)
        var content = Line(" ")
        content.add(text, role)
        content.add(" ")
        grid.paint(content, column: column, row: row, limit: room, ellipsis: glyphs.ellipsis)
    }

    // MARK: Arrows

    private mutating func paintMessage(
        _ octets: [UInt8], _ entry: JournalEntry, _ interface: InterfaceIdentifier?, _ fate: Int,
        _ map: LaneMap,
        _ row: Int, _ end: Int
    ) {
        let held = held.last { $0.number == entry.number }
        let outcome = fate > 0 ? run.journal[fate] : nil
        let isDropped = outcome.flatMap(run.journal.dropping) != nil
        var label = label(of: held?.octets ?? octets, cameAs: outcome)
            .written(inASCII: console.options.isASCII)
        if isDropped { label = label.dropped }
        var loss: Loss?
        var target: LaneMap.Lane?
        var receiver: PartyIdentifier?
        switch outcome?.event {
        case .delivered(_, let interface):
            receiver = outcome?.party
            target = map.lane(receiver, interface)
        case .lost(_, let why, _): loss = why
        default: break
        }
        guard let from = map.lane(entry.party, interface) else {
            return paintRemark(entryText.line(of: entry), entry.role, entry, map, row, end)
        }
        if target == nil { (target, receiver) = aim(octets, from, entry.party, map, isData: label.isData) }
        // Of a lane that many share each message says whose it is.
        let names = [
            map.sharedName(of: entry.party) ?? nodeName(of: entry.party, octets, isSender: true),
            map.sharedName(of: receiver) ?? nodeName(of: receiver, octets, isSender: false),
        ].compactMap(\.self)
        guard let to = target, to.column != from.column else {
            let whose = names.isEmpty ? "" : names.joined(separator: " to ") + ": "
            return paintRemark(whose + (label.texts.first ?? ""), entry.role, entry, map, row, end)
        }
        let role: Role =
            held != nil
            ? .messageHeld
            : loss != nil
                ? .messageLost
                : outcome == nil
                    ? .messageFlight
                    : label.isMalformed
                        ? .messageMalformed
                        : label.isRefusal || isDropped
                            ? .messageRejected
                            : label.isAcceptance
                                ? .messageAccepted
                                : to.column > from.column ? .messageSent : .messageReceived
        let arrow = Arrow(from: from.column, to: to.column, role: role)
        let named = names.first.map { label.named($0) } ?? label
        paint(arrow, named, loss: loss, isUnderWay: outcome == nil, held: held, row, end)
    }

    /// What stands on the arrow: of a message that the gate changed, what came.
    private func label(of octets: [UInt8], cameAs outcome: JournalEntry?) -> MessageLabel {
        if case .delivered(let came, _)? = outcome?.event,
            let changed = MessageLabel.changed(from: octets, to: came, run.format)
        {
            return changed
        }
        return MessageLabel(octets, run.format)
    }

    private struct Arrow {
        var from: Int
        var to: Int
        var role: Role
        var step: Int { to > from ? 1 : -1 }
        /// Columns between the lanes.
        var span: Int { abs(to - from) - 1 }
    }

    /// Whose message it is at an agent, where one party stands for all of its nodes: the home address, without the home
    /// prefix where that is the agent's own.
    private func nodeName(of party: PartyIdentifier?, _ octets: [UInt8], isSender: Bool) -> String? {
        guard let party = party.flatMap({ parties[party: $0] }), party.kind == .mobileNode,
            party.address == nil
        else { return nil }
        var problems = ProblemCounter()
        let packet = PacketView(octets.span.bytes, problems: &problems)
        let address = isSender ? packet.logicalSource : packet.logicalDestination
        guard let agent = headline.homeAgent, agent.high == address.high, !console.options.isPrivate else {
            return text(address)
        }
        return IPv6Address(high: 0, low: address.low).description
    }

    /// Where a message that has not arrived was going; nobody knows of data for somebody who has no lane.
    private func aim(
        _ octets: [UInt8], _ from: LaneMap.Lane, _ sender: PartyIdentifier?, _ map: LaneMap, isData: Bool
    ) -> (LaneMap.Lane?, PartyIdentifier?) {
        var problems = ProblemCounter()
        let packet = PacketView(octets.span.bytes, problems: &problems)
        let destination = packet.logicalDestination
        if let party = parties.first(where: { $0.address == destination }), party.id != sender {
            let careOfAddress = CareOfAddress.ipv6(packet.destination)
            let access = party.interfaces.first { $0.address == careOfAddress }?.id
            return (map.lane(party.id, access), party.id)
        }
        guard !isData || parties.allSatisfy({ $0.address != nil }) else { return (nil, nil) }
        let isNode = sender.flatMap { parties[party: $0] }?.kind == .mobileNode
        let other = map.lanes.first { lane in
            let kind = parties[party: lane.party]?.kind
            return isNode ? kind == .homeAgent : kind == .mobileNode
        }
        return (other, other?.party)
    }

    private mutating func paint(
        _ arrow: Arrow, _ label: MessageLabel, loss: Loss?, isUnderWay: Bool, held: HeldMessage?, _ row: Int,
        _ end: Int
    ) {
        // A lost message gets as far as the middle, one under way nearly there; one that is held at its sender, or before
        // its receiver.
        let length =
            held.map { max(3, $0.isIncoming ? arrow.span - 8 : arrow.span / 2) }
            ?? (loss != nil
                ? max(3, arrow.span * 3 / 5) : isUnderWay ? max(3, arrow.span * 4 / 5) : arrow.span)
        let shaft: Unicode.Scalar = isUnderWay ? "·" : glyphs.shaft
        for offset in 1...max(1, length) {
            grid.paint(Cell(shaft, role: arrow.role), column: arrow.from + offset * arrow.step, row: row)
        }
        grid.paint(
            Cell(arrow.step > 0 ? glyphs.teeRight : glyphs.teeLeft, role: arrow.role), column: arrow.from,
            row: row)
        let head: Unicode.Scalar =
            loss != nil ? glyphs.cross : arrow.step > 0 ? glyphs.arrowRight : glyphs.arrowLeft
        grid.paint(Cell(head, role: arrow.role), column: arrow.from + length * arrow.step, row: row)
        if let text = label.text(columns: length - 4) {
            let width = text.unicodeScalars.count + 2
            let column = arrow.step > 0 ? arrow.from + 2 : arrow.from - 1 - width
            grid.paint(" \(text) ", column: column, row: row, role: arrow.role)
        }
        let stands = held.map { $0.isEdited ? "held, changed" : "held" }
        let word = stands ?? loss?.sentence ?? (isUnderWay ? "under way" : "")
        guard !word.isEmpty else { return }
        let rest = arrow.span - length
        let short = held != nil ? "held" : loss?.verdict ?? ""
        for text in [" \(word) ", " \(short) "] where text.utf8.count > 2 && text.utf8.count <= rest {
            let place = arrow.from + (length + 1) * arrow.step
            grid.paint(
                text, column: arrow.step > 0 ? place : place - text.utf8.count + 1, row: row, role: arrow.role
            )
            break
        }
    }
}

extension Console {
    /// The rows of the exchange that are seen, ascending.
    func exchangeRows(_ run: some Run, rows: Int) -> [Int] {
        let journal = run.journal
        let all = journal.exchangeRows
        guard rows > 0, !all.isEmpty else { return [] }
        let selected = selectedExchangeRow(run) ?? all.upperBound - 1
        if filter.isEmpty {
            let first =
                all.lowerBound
                + ListWindow.first(selected: selected - all.lowerBound, total: all.count, rows: rows)
            return Array(first..<min(first + rows, all.upperBound))
        }
        return found.rows.window(around: selected, rows: rows)
    }

    /// The row of the selected entry; nil: the exchange follows what comes.
    func selectedExchangeRow(_ run: some Run) -> Int? {
        let journal = run.journal
        let all = journal.exchangeRows
        guard let message, !all.isEmpty else { return all.isEmpty ? nil : all.upperBound - 1 }
        let row = journal.exchangeRow(of: message) ?? journal.exchangeRow(notBefore: message)
        return max(all.lowerBound, min(row, all.upperBound - 1))
    }
}
