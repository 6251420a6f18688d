import Grid
import MobilityWire
import Nodes
import Runtime
import Themes

// ┌ Bindings ── home agent 2001:db8:1::1 ── 2 of 3 registered ──────────────────────────┐
// │     BID  care-of address      via    pri  state        life              next       │
// │▸●✓    1  2001:db8:a::100      eth0    10  registered   ███████▎    52 s  refresh 43 s│

extension Painter {
    mutating func paintBindings(_ rectangle: Rectangle) {
        let rows = bindings.filter { if case .peer = $0 { false } else { true } }
        var details: [String] = []
        if let agent = headline.homeAgent {
            let name = rectangle.columns >= 100 ? "home agent " : "HA "
            details.append(name + text(agent))
        }
        let isOrdinary = rows.contains {
            if case .binding(let row) = $0 { row.bid == nil && row.isBound } else { false }
        }
        let atAgent = rows.filter { line in
            switch line {
            case .binding(let row): row.role != "correspondent" && (!isOrdinary || row.state != .idle)
            default: !isOrdinary
            }
        }
        if run.peers().first(where: { $0.role != "correspondent" })?.multiple == "no" {
            details.append("takes one binding only")
        }
        let registered = atAgent.count { if case .binding(let row) = $0 { row.isBound } else { false } }
        if !atAgent.isEmpty { details.append("\(registered) of \(atAgent.count) registered") }
        if headline.kind == .capture, !rows.isEmpty { details.append("inferred") }
        if !console.marks.isEmpty { details.append("\(console.marks.count) marked") }
        let selected = console.bindingIndex(in: bindings)
        let inside = frame(
            rectangle, .bindings, details,
            position: bindings.count > rectangle.rows - 3 ? "\((selected ?? 0) + 1)/\(bindings.count)" : "")
        guard !bindings.isEmpty else {
            let hint =
                headline.kind == .capture
                ? "No binding follows from what passed."
                : "No care-of address yet: plug an interface into a link (f)."
            _ = paragraph(hint, inside, from: 0, role: .textMuted)
            return
        }
        narrowAddresses(inside.columns - 1)
        let columns = bindingColumns
        let table = TableLayout(columns, available: inside.columns - 1)
        var heading = Line()
        for (index, place) in table.places.enumerated() {
            guard let place else { continue }
            heading.pad(to: place.column, atLeast: 0)
            if columns[index].alignsRight {
                heading.pad(
                    to: place.column + place.width - DisplayWidth.of(columns[index].title), atLeast: 0)
            }
            heading.add(columns[index].title, .label)
        }
        row(heading, inside, 0)
        let visible = inside.rows - 1
        let first = ListWindow.first(selected: selected ?? 0, total: bindings.count, rows: visible)
        for offset in 0..<max(0, min(visible, bindings.count - first)) {
            let index = first + offset
            let isSelected = index == selected
            switch bindings[index] {
            case .peer(let peer, let way):
                var content = Line(" correspondent ", .label)
                content.add(text(peer.address), .address)
                if peer.multiple == "no" || peer.multiple == "refused" {
                    content.add("  takes one binding only", .textMuted)
                }
                if !way.isEmpty { content.add("  " + words(way), .textMuted) }
                row(content, inside, offset + 1)
            case .binding(let binding):
                paint(binding, table, inside, offset + 1, isSelected)
            case .candidate(let interface, let bid):
                paint(interface, bid, table, inside, offset + 1, isSelected)
            }
            if isSelected { select(inside, offset + 1) }
        }
    }

    // MARK: Columns

    func columnsOfBindings() -> [TableLayout.Column] {
        var address = 16
        var via = 4
        var status = 14
        for line in bindings {
            switch line {
            case .binding(let row):
                if let careOf = row.careOfAddress {
                    address = max(address, text(careOf).utf8.count + (row.isTranslated == true ? 4 : 0))
                }
                via = max(via, DisplayWidth.of(row.interfaceName) + (row.home ? 2 : 0))
                if let last = row.lastStatus { status = max(status, DisplayWidth.of(statusWords(last))) }
            case .candidate(let interface, _):
                for candidate in interface.addresses {
                    address = max(address, text(candidate.address).utf8.count)
                }
                via = max(via, DisplayWidth.of(interface.name))
            case .peer: break
            }
        }
        return [
            TableLayout.Column(title: "BID", width: bidEnd, rank: 0, alignsRight: true),
            TableLayout.Column(title: "care-of address", width: address, rank: 0),
            TableLayout.Column(title: "via", width: min(via, 12), rank: 1),
            TableLayout.Column(title: "pri", width: 3, rank: 6, alignsRight: true),
            TableLayout.Column(title: "state", width: 13, rank: 0),
            // Beside the books of a machine there is room for the time alone, at first.
            TableLayout.Column(
                title: "life", width: books.isEmpty ? 14 : 6, rank: 3, growth: books.isEmpty ? 8 : 16),
            TableLayout.Column(title: "next", width: 13, rank: 2),
            TableLayout.Column(title: "last status", width: 14, rank: 7, growth: min(40, status) - 14),
            TableLayout.Column(title: "asked/granted", width: 13, rank: 8, alignsRight: true),
            TableLayout.Column(title: "resent", width: 6, rank: 9, alignsRight: true),
            TableLayout.Column(title: "sequence", width: 11, rank: 10, alignsRight: true),
        ] + columnsOfBooks
    }

    /// Where BIDs end, behind the pointer, the sign of the state and the mark.
    static func bidEnd(_ bindings: [BindingLine]) -> Int {
        bindings.reduce(6) { max($0, 3 + ($1.bid.map { String($0).utf8.count } ?? 1)) }
    }

    private mutating func begin(_ bid: UInt16?, _ glyph: Unicode.Scalar, _ role: Role, isSelected: Bool)
        -> Line
    {
        var content = Line(isSelected ? String(Character(glyphs.pointer)) : " ", .text)
        content.add(String(Character(glyph)), role)
        let isMarked = bid.map(console.marks.contains) ?? false
        content.add(isMarked ? String(Character(glyphs.tick)) : " ", .mark)
        content.add(bid.map(String.init) ?? "–", endingAt: bidEnd, .textStrong)
        return content
    }

    private mutating func paint(
        _ binding: MobileNode.BindingRow, _ table: TableLayout, _ inside: Rectangle, _ row: Int,
        _ isSelected: Bool
    ) {
        let role = binding.role(glyphs)
        var cells = [Line](repeating: Line(), count: table.places.count)
        cells[0] = begin(binding.bid, binding.glyph(glyphs), role, isSelected: isSelected)
        cells[1] = Line(
            binding.careOfAddress.map { shortened(text($0), table.places[1]?.width) } ?? "no address",
            binding.careOfAddress == nil ? .bindingLost : .address)
        if binding.isTranslated == true { cells[1].add(" NAT", .flag) }
        cells[2] = Line(binding.interfaceName)
        if binding.home { cells[2].add(" H", .flag) }
        cells[3] = Line(binding.priority == 0 ? "–" : "\(binding.priority)")
        cells[4] = Line(binding.word, role)
        if !binding.gaps.isEmpty { cells[4].add(" ?", .statusWarning) }
        cells[6] = nextLine(binding)
        if let status = binding.lastStatus {
            cells[7] = Line(statusWords(status), status < 128 ? .statusGood : .statusBad)
        }
        if binding.askedLifetime != nil || binding.grantedLifetime != nil {
            cells[8] = Line(
                "\(binding.askedLifetime.map(String.init) ?? "–")/\(binding.grantedLifetime.map(String.init) ?? "–") s"
            )
        }
        cells[9] = Line(binding.retransmissions == 0 ? "–" : "\(binding.retransmissions)")
        if binding.sequenceSent != nil || binding.sequenceAcknowledged != nil {
            cells[10] = Line(
                "\(binding.sequenceSent.map(String.init) ?? "–")/\(binding.sequenceAcknowledged.map(String.init) ?? "–")"
            )
        }
        if let books = books.first(where: { $0.peer == binding.peer && $0.bid == binding.bid }) {
            cells[11] = fitting(kernelLine(books), table.places[11])
            cells[12] = fitting(confirmedLine(books), table.places[12])
            cells[13] = pathLine(books)
            // Where there is no room for the columns a sign says that "why" has something to say.
            if books.differs || books.isSilent, table.places[11] == nil {
                cells[4].add(" " + String(Character(glyphs.cross)), .statusBad)
            }
        }
        paint(cells, table, inside, row)
        if let place = table.places[5] { paintLife(binding, place, inside, row) }
    }

    private mutating func paint(
        _ interface: InterfaceView, _ bid: UInt16, _ table: TableLayout, _ inside: Rectangle, _ row: Int,
        _ isSelected: Bool
    ) {
        var cells = [Line](repeating: Line(), count: table.places.count)
        cells[0] = begin(bid, glyphs.empty, .bindingUnregistered, isSelected: isSelected)
        let address = interface.addresses.first { !$0.isHomeAddress }?.address
        cells[1] = Line(
            address.map { shortened(text($0), table.places[1]?.width) } ?? "no address",
            address == nil ? .bindingLost : .address)
        cells[2] = Line(interface.name)
        cells[4] = Line("unregistered", .bindingUnregistered)
        cells[6] = Line(address != nil && isSelected && isFocused(.bindings) ? "b or r" : "", .textMuted)
        paint(cells, table, inside, row)
    }

    private mutating func paint(_ cells: [Line], _ table: TableLayout, _ inside: Rectangle, _ row: Int) {
        let columns = bindingColumns
        for (index, place) in table.places.enumerated() {
            guard let place, place.column < inside.columns else { continue }
            let shift = columns[index].alignsRight ? max(0, place.width - cells[index].width) : 0
            grid.paint(
                cells[index], column: inside.column + place.column + shift, row: inside.row + row,
                limit: min(place.width, inside.columns - place.column), ellipsis: glyphs.ellipsis)
        }
    }

    /// `0 accepted`, `133 Not home agent for this mobile node`.
    private func statusWords(_ status: UInt8) -> String {
        status == 0 ? "0 accepted" : "\(status) \(BindingStatus(rawValue: status).name)"
    }

    private func nextLine(_ binding: MobileNode.BindingRow) -> Line {
        if let again = binding.nextTransmission { return timed("resend", again, .bindingWaiting) }
        if let refresh = binding.nextRefresh { return timed("refresh", refresh, .textMuted) }
        if let remaining = binding.remaining, binding.isBound { return timed("ends", remaining, .textMuted) }
        return Line("–", .textMuted)
    }

    private func timed(_ word: String, _ interval: Interval, _ role: Role) -> Line {
        var content = Line(word, role)
        content.add(Wording.left(interval), endingAt: 13, role)
        return content
    }

    /// A bar of what is left of a lifetime, and the time behind it.
    private mutating func paintLife(
        _ binding: MobileNode.BindingRow, _ place: TableLayout.Place, _ inside: Rectangle, _ row: Int
    ) {
        guard binding.grantedLifetime != nil, binding.state != .idle, binding.state != .failed else {
            grid.paint("–", column: inside.column + place.column, row: inside.row + row, role: .textMuted)
            return
        }
        guard let remaining = binding.remaining else {
            grid.paint(
                "no end", column: inside.column + place.column, row: inside.row + row, role: .textMuted)
            return
        }
        let time = Wording.left(remaining)
        let limit = min(place.width, inside.columns - place.column)
        let bar = limit - 6
        let role: Role = binding.isExpiring ? .barLow : .bar
        if bar >= 4 {
            let isBracketed = console.options.isASCII
            let first = inside.column + place.column
            if isBracketed {
                grid.paint("[", column: first, row: inside.row + row, role: .textMuted)
                grid.paint("]", column: first + bar - 1, row: inside.row + row, role: .textMuted)
            }
            grid.bar(
                lifeShare(binding), column: first + (isBracketed ? 1 : 0), row: inside.row + row,
                columns: isBracketed ? bar - 2 : bar, glyphs: glyphs, role: role)
        }
        grid.paint(
            time, column: inside.column + place.column + limit - time.utf8.count, row: inside.row + row,
            role: binding.isExpiring ? .bindingExpiring : .text)
    }

    /// How much of a lifetime is left, 0…1.
    func lifeShare(_ binding: MobileNode.BindingRow) -> Double {
        guard let granted = binding.grantedLifetime, granted > 0, let remaining = binding.remaining else {
            return 0
        }
        return Double(remaining.nanoseconds) / (Double(granted) * 1e9)
    }
}

extension MobileNode.BindingRow {
    /// A sign for the state, so that colour is never the only one.
    func glyph(_ glyphs: Glyphs) -> Unicode.Scalar {
        switch state {
        case .bound, .refreshing: isExpiring ? "!" : glyphs.full
        case .waiting, .testing, .deleting: glyphs.pending
        case .failed: glyphs.cross
        case .idle: glyphs.empty
        }
    }

    /// What the state looks like.
    func role(_ glyphs: Glyphs) -> Role {
        switch state {
        case .bound, .refreshing: isExpiring ? .bindingExpiring : home ? .bindingHome : .bindingRegistered
        case .waiting, .testing, .deleting: .bindingWaiting
        case .failed: .bindingRejected
        case .idle: careOfAddress == nil ? .bindingLost : .bindingUnregistered
        }
    }
}

extension Console {
    /// Where the selected binding stands among the lines; nil: there is none.
    func bindingIndex(in lines: [BindingLine]) -> Int? {
        if let binding, let index = lines.firstIndex(where: { $0.key == binding }) { return index }
        // A candidate that was registered has a peer now.
        if let bid = binding?.bid, let index = lines.firstIndex(where: { $0.bid == bid }) { return index }
        return lines.firstIndex { $0.key != nil }
    }

    /// The selected binding; nil: there is none.
    func selectedBinding(_ lines: [BindingLine]) -> BindingLine? {
        bindingIndex(in: lines).map { lines[$0] }
    }
}
