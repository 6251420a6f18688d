import Grid
import MobilityWire
import Nodes
import Runtime
import Themes

// ┌ Message ── BU 3 · wwan0 → HA ── 80 octets ────────────────────────────────────────┐
// │ ▾ Binding Update           20 01 0d b8 00 01 00 00  00 00 00 00 00 00 01 00        │
// │ ▸   Sequence  3            3b 04 05 00 3b f1▐00 03▌ c0 00 00 0f 01 04 00 00        │
// │ Sequence: one counter for all bindings of a peer (RFC 5648 §4.1)                  │

extension Painter {
    mutating func paintMessage(_ rectangle: Rectangle) {
        guard let (entry, contents) = memory.contents(console, run) else {
            let inside = frame(rectangle, .message)
            _ = paragraph(
                "The fields and octets of a message stand here: the latest, or the one selected in Exchange.",
                padded(inside), from: 0, role: .textMuted)
            return
        }
        let label = MessageLabel(contents.octets, run.format)
            .written(inASCII: console.options.isASCII)
        let who = entry.party.map { parties.name(of: $0) } ?? ""
        let isShort = rectangle.columns < 70
        let name = label.texts.last { $0.contains(" ") } ?? label.texts.last ?? ""
        var details = [isShort ? name : label.texts.dropFirst().first ?? name]
        if let held = held.first(where: { $0.number == entry.number }) {
            details.append(held.isEdited ? "held, changed" : "held")
        } else if contents.octets != entry.octets {
            details.append("changed")
        }
        details.append("\(entry.kind == .sent ? "from" : "at") \(who)")
        details.append(contents.part?.words ?? "\(contents.octets.count) octets")
        let inside = frame(rectangle, .message, details)
        guard inside.rows >= 2, inside.columns >= 16 else { return }
        let selected = min(console.fieldRow ?? contents.payloadRow, max(0, contents.rows.count - 1))
        let isActive = isFocused(.message)
        let footer = inside.rows >= 5 ? (inside.rows >= 9 ? 2 : 1) : 0
        let body = Rectangle(
            column: inside.column, row: inside.row, columns: inside.columns, rows: inside.rows - footer)
        let perLine = inside.columns >= 86 ? 16 : inside.columns >= 56 ? 8 : 0
        // Offsets go where the names of fields would be cut.
        let offsets = inside.columns - perLine * 3 >= 44 ? 6 : 1
        let hexColumns = perLine == 0 ? 0 : offsets + perLine * 3 + (perLine > 8 ? 1 : 0)
        let tree = Rectangle(
            column: body.column, row: body.row, columns: body.columns - hexColumns, rows: body.rows)
        let chosen =
            isActive || console.fieldRow != nil
            ? contents.rows.indices.contains(selected) ? selected : nil : nil
        paintTree(contents, tree, selected: selected, chosen: chosen)
        if perLine > 0 {
            let hex = Rectangle(column: tree.endColumn, row: body.row, columns: hexColumns, rows: body.rows)
            paintHex(
                contents, hex, perLine: perLine, offsets: offsets,
                selected: contents.rows.indices.contains(selected) ? contents.rows[selected].field : nil,
                isLit: chosen != nil)
        }
        if footer > 0, contents.rows.indices.contains(selected) {
            paintMeaning(contents.rows[selected], inside, footer: footer)
        }
    }

    private mutating func paintTree(
        _ contents: MessageContents, _ area: Rectangle, selected: Int, chosen: Int?
    ) {
        let anchor = chosen ?? contents.payloadRow
        let first =
            chosen == nil
            ? max(0, min(contents.payloadRow, contents.rows.count - area.rows))
            : ListWindow.first(selected: anchor, total: contents.rows.count, rows: area.rows)
        for offset in 0..<max(0, min(area.rows, contents.rows.count - first)) {
            let index = first + offset
            let item = contents.rows[index]
            let isChosen = index == chosen
            var content = Line(isChosen ? String(Character(glyphs.pointer)) : " ")
            content.add(String(repeating: " ", count: 2 * min(item.depth, 6)))
            content.add(item.field.children.isEmpty ? "" : String(Character(glyphs.opened)) + " ", .field)
            let isChanged = item.former != nil
            content.add(item.field.name, isChosen ? .fieldSelected : item.depth == 0 ? .textStrong : .field)
            if !item.field.value.isEmpty {
                content.pad(to: min(22, area.columns / 2), atLeast: 1)
                content.add(
                    words(item.field.value),
                    isChosen ? .fieldSelected : isChanged ? .fieldChanged : .fieldValue)
            }
            // What changed has a sign of its own; an odd field too. A value that is too long does not push them out.
            var signs = Line()
            if isChanged { signs.add(" *", .fieldChanged) }
            if !item.problem.isEmpty { signs.add(" !", .problem) }
            let room = max(0, area.columns - 1 - signs.width)
            let row = area.row + offset
            grid.paint(content, column: area.column, row: row, limit: room, ellipsis: glyphs.ellipsis)
            grid.paint(
                signs, column: area.column + min(content.width, room), row: row, limit: signs.width,
                ellipsis: glyphs.ellipsis)
        }
    }

    mutating func paintHex(
        _ contents: MessageContents, _ area: Rectangle, perLine: Int, offsets: Int, selected: Field?,
        isLit: Bool
    ) {
        let lines = (contents.octets.count + perLine - 1) / perLine
        let target = isLit ? (selected?.offset ?? 0) / perLine : 0
        let first =
            isLit
            ? ListWindow.first(selected: target, total: lines, rows: area.rows)
            : max(0, min((selected?.offset ?? 0) / perLine, lines - area.rows))
        let hidden = console.options.isPrivate ? contents.hiddenOctets : []
        for offset in 0..<max(0, min(area.rows, lines - first)) {
            let start = (first + offset) * perLine
            let row = area.row + offset
            let digits = String(start, radix: 16)
            if offsets >= 6 {
                grid.paint(
                    String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits,
                    column: area.column,
                    row: row,
                    role: .hexOffset)
            }
            for place in start..<min(start + perLine, contents.octets.count) {
                let column = area.column + offsets + (place - start) * 3 + (place - start >= 8 ? 1 : 0)
                let isSelected = isLit && (selected?.octets.contains(place) ?? false)
                let octet = contents.octets[place]
                let text = hidden.contains(place) ? "xx" : (octet < 16 ? "0" : "") + String(octet, radix: 16)
                grid.paint(
                    text, column: column, row: row, role: isSelected ? .hexSelected : .hex,
                    emphasis: isSelected ? .selected : [])
                // One field is one piece, and not a stripe for each octet.
                if isSelected, place > start, selected?.octets.contains(place - 1) ?? false {
                    let gap = place - start == 8 ? 2 : 1
                    grid.paint(
                        String(repeating: " ", count: gap), column: column - gap, row: row,
                        role: .hexSelected, emphasis: .selected)
                }
            }
        }
    }

    private mutating func paintMeaning(_ item: MessageContents.Row, _ inside: Rectangle, footer: Int) {
        var text = item.field.name
        if item.field.children.isEmpty, !item.field.value.isEmpty { text += " " + words(item.field.value) }
        if !item.field.meaning.isEmpty { text += ": " + item.field.meaning }
        if !item.problem.isEmpty { text = "! " + item.problem }
        if let former = item.former { text += " Before: \(words(former))." }
        if !item.field.section.isEmpty { text += " [\(item.field.section)]" }
        let area = Rectangle(
            column: inside.column + 1, row: inside.endRow - footer, columns: inside.columns - 2, rows: footer)
        let lines = WordWrap.lines(text, columns: area.columns)
        for (offset, line) in lines.prefix(footer).enumerated() {
            let isCut = offset == footer - 1 && lines.count > footer
            var content = Line(
                isCut ? String(DisplayWidth.prefix(line, columns: area.columns - 1)) : line,
                item.problem.isEmpty ? .fieldMeaning : .problem)
            if isCut { content.add(String(Character(glyphs.ellipsis)), .fieldMeaning) }
            grid.paint(
                content, column: area.column, row: area.row + offset, limit: area.columns,
                ellipsis: glyphs.ellipsis)
        }
    }
}

extension MessageContents {
    /// The octets of addresses.
    var hiddenOctets: Set<Int> {
        var hidden: Set<Int> = []
        for row in rows where row.field.children.isEmpty {
            let isAddress = row.field.length == 16 || row.field.length == 4 && row.field.value.contains(".")
            if isAddress, AddressMask.masked(row.field.value) != row.field.value {
                hidden.formUnion(row.field.octets)
            }
        }
        return hidden
    }
}
