import Grid
import MobilityWire
import Nodes
import Runtime
import Themes

// ┌ Edit BA 5 · held before mr1 sees it ───────────────────────────────────────┐
// │ 1 padding made right  2 authenticator made right  3 checksum made right    │
// │   ▾ Mobility Header   Binding Acknowledgement │ Status  164 MCOA MALFORMED │
// │ ▸     Status          0 Accepted              │ octet 58: 00               │
// │       ▸ Binding Id.   2                       │ a number, or a name        │
// ├────────────────────────────────────────────────────────────────────────────┤
// │ ! The checksum is wrong                                                    │
// │ Answer  after 20 ms mr1 sends BU 6 …                                       │
// └ Status 0 → 164 ────────────────────────────────────────────────────────────┘

extension Painter {
    mutating func paintEditor(_ state: EditorState) {
        guard let opened = console.opened else { return }
        let label = MessageLabel(opened.editor.octets, run.format)
            .written(inASCII: console.options.isASCII)
        let name = label.texts.dropFirst().first ?? label.texts.last ?? "message"
        let verb = state.target == .composed ? "Compose" : "Edit"
        let area = dialog(
            words("\(verb) \(name) · \(opened.place) · \(opened.editor.octets.count) octets"),
            columns: grid.columns, rows: grid.rows - 2)
        let found = foundLines(opened, columns: area.columns)
        guard area.rows >= 8, area.columns >= 40 else { return paintShort(state, opened, found, area) }
        paintCorrections(opened, area)
        let most = state.showsAll ? area.rows - 5 : area.rows * 2 / 5
        let footer = max(3, min(found.count, most))
        let body = Rectangle(
            column: area.column, row: area.row + 1, columns: area.columns, rows: area.rows - footer - 2)
        let left = min(body.columns * 11 / 20, 76)
        let tree = Rectangle(column: body.column, row: body.row, columns: left, rows: body.rows)
        let side = Rectangle(
            column: tree.endColumn + 2, row: body.row, columns: body.columns - left - 2, rows: body.rows)
        let rows = state.rows(opened.editor.fields)
        paintFields(rows, state, opened, tree)
        for row in body.row..<body.endRow {
            grid.paint(
                Cell(glyphs.vertical, role: .dialogBorder), column: tree.endColumn, row: row)
        }
        if case .choosing(let list) = state.mode {
            paintChoices(list, side)
        } else if rows.indices.contains(state.row) {
            paintDetails(rows[state.row], opened, side)
        }
        for column in area.column..<area.endColumn {
            grid.paint(Cell(glyphs.horizontal, role: .dialogBorder), column: column, row: body.endRow)
        }
        paintFound(
            found,
            Rectangle(column: area.column, row: body.endRow + 1, columns: area.columns, rows: footer))
        paintEditorNotice(area)
    }

    /// On the smallest screen: the selected field, and as much of what would come of it as there is room for.
    private mutating func paintShort(
        _ state: EditorState, _ opened: OpenedMessage,
        _ found: [(label: String, text: String, role: Role)], _ area: Rectangle
    ) {
        let rows = state.rows(opened.editor.fields)
        let fields = max(1, area.rows / 2)
        if case .choosing(let list) = state.mode, list.items.indices.contains(list.selected) {
            paintItems(
                list, Rectangle(column: area.column, row: area.row, columns: area.columns, rows: fields))
        } else {
            paintFields(
                rows, state, opened,
                Rectangle(column: area.column, row: area.row, columns: area.columns, rows: fields))
        }
        paintFound(
            found,
            Rectangle(
                column: area.column, row: area.row + fields, columns: area.columns,
                rows: max(0, area.rows - fields)))
        paintEditorNotice(area)
    }

    /// What came of the last key, in the lowest border.
    private mutating func paintEditorNotice(_ area: Rectangle) {
        guard let notice = console.notice else { return }
        let sign = notice.isError ? "✗ " : ""
        let text = DisplayWidth.prefix(" \(sign)\(words(notice.text)) ", columns: area.columns - 2)
        grid.paint(
            String(text), column: area.column, row: area.endRow, limit: area.columns - 2,
            role: notice.isError ? .statusBad : .statusGood)
    }

    private mutating func paintCorrections(_ opened: OpenedMessage, _ area: Rectangle) {
        var content = Line()
        for (index, correction) in MessageEditor.Correction.allCases.enumerated() {
            let title = correction == .layout ? "padding" : correction.rawValue
            guard let state = opened.state(of: correction) else { continue }
            if content.width > 0 { content.add("  ", .dialog) }
            content.add("\(index + 1)", .key)
            content.add(" \(title) \(state)", state == "made right" ? .dialogLabel : .dialogWarning)
        }
        grid.paint(
            content, column: area.column, row: area.row, limit: area.columns, ellipsis: glyphs.ellipsis)
    }

    private mutating func paintFields(
        _ rows: [EditableField], _ state: EditorState, _ opened: OpenedMessage, _ area: Rectangle
    ) {
        let first = ListWindow.first(selected: state.row, total: rows.count, rows: area.rows)
        let valueColumn = min(26, area.columns * 3 / 5)
        for offset in 0..<max(0, min(area.rows, rows.count - first)) {
            let field = rows[first + offset]
            let isSelected = first + offset == state.row
            let isWrong = opened.problems.contains { problem in
                field.isFoldable && state.isOpen(field)
                    ? false : field.field.octets.contains(problem.offset)
            }
            var content = Line(isSelected ? String(Character(glyphs.pointer)) : " ", .dialog)
            content.add(String(repeating: "  ", count: field.depth), .dialog)
            if field.isFoldable {
                content.add(
                    String(Character(state.isOpen(field) ? glyphs.opened : glyphs.closed)) + " ", .dialog)
            } else {
                content.add("  ", .dialog)
            }
            let isOn = field.field.value == "on"
            content.add(
                field.field.name,
                isSelected ? .dialogButtonSelected : field.isFoldable ? .dialogLabel : .dialogButton)
            if !field.field.value.isEmpty {
                content.pad(to: valueColumn, atLeast: 1)
                content.add(
                    words(field.field.value),
                    isSelected ? .dialogButtonSelected : isOn ? .fieldChanged : .dialog)
            }
            if isWrong { content.add(" !", .problem) }
            grid.paint(
                content, column: area.column, row: area.row + offset, limit: area.columns - 1,
                ellipsis: glyphs.ellipsis)
        }
    }

    /// The selected field: its meaning, its octets, what is permitted, what is wrong with it.
    private mutating func paintDetails(_ field: EditableField, _ opened: OpenedMessage, _ area: Rectangle) {
        var lines: [(text: String, role: Role)] = []
        func add(_ text: String, _ role: Role) {
            for part in WordWrap.lines(text, columns: area.columns) { lines.append((part, role)) }
        }
        add(words("\(field.field.name) \(field.field.value)"), .dialogTitle)
        if !field.field.meaning.isEmpty { add(words(field.field.meaning), .dialog) }
        if !field.field.section.isEmpty { add("[\(field.field.section)]", .rule) }
        if !field.permitted.isEmpty { add("Permitted: \(field.permitted).", .dialogLabel) }
        for problem in opened.problems where field.field.octets.contains(problem.offset) {
            add("! \(words(problem.words))", .problem)
        }
        let isPrivate = console.options.isPrivate
        let octets = opened.editor.octets
        if field.field.length > 0, !isPrivate {
            let shown = octets[field.field.octets.clamped(to: 0..<octets.count)].prefix(48)
            let digits = shown.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
            add("Octet \(field.field.offset): \(digits)\(field.field.length > 48 ? " …" : "")", .hex)
        }
        for (offset, line) in lines.prefix(area.rows).enumerated() {
            grid.paint(
                line.text, column: area.column, row: area.row + offset, limit: area.columns, role: line.role)
        }
        // All of it where there is room.
        let used = min(lines.count, area.rows) + 1
        guard area.rows - used >= 6, area.columns >= 30, !isPrivate else { return }
        paintHex(
            MessageContents(octets, run.format),
            Rectangle(
                column: area.column, row: area.row + used, columns: area.columns, rows: area.rows - used),
            perLine: area.columns >= 56 ? 16 : 8, offsets: area.columns >= 56 || area.columns < 50 ? 6 : 6,
            selected: field.field, isLit: true)
    }

    private mutating func paintChoices(_ list: EditorState.Choosing, _ area: Rectangle) {
        guard list.items.indices.contains(list.selected), area.rows > 4 else { return }
        let meaning = WordWrap.lines(list.items[list.selected].text, columns: area.columns)
        let foot = min(4, meaning.count)
        let rows = max(1, area.rows - foot - 1)
        grid.paint(list.title, column: area.column, row: area.row, limit: area.columns, role: .dialogTitle)
        paintItems(list, Rectangle(column: area.column, row: area.row + 1, columns: area.columns, rows: rows))
        for (offset, line) in meaning.prefix(foot).enumerated() {
            grid.paint(
                line, column: area.column, row: area.endRow - foot + offset, limit: area.columns,
                role: .dialog)
        }
    }

    private mutating func paintItems(_ list: EditorState.Choosing, _ area: Rectangle) {
        let first = ListWindow.first(selected: list.selected, total: list.items.count, rows: area.rows)
        for offset in 0..<max(0, min(area.rows, list.items.count - first)) {
            let isSelected = first + offset == list.selected
            var content = Line(isSelected ? String(Character(glyphs.pointer)) + " " : "  ", .dialog)
            content.add(list.items[first + offset].title, isSelected ? .dialogButtonSelected : .dialogButton)
            grid.paint(
                content, column: area.column, row: area.row + offset, limit: area.columns,
                ellipsis: glyphs.ellipsis)
        }
    }

    // MARK: What was found

    /// Problems, and what would become of the message.
    private func foundLines(_ opened: OpenedMessage, columns: Int) -> [(
        label: String, text: String, role: Role
    )] {
        var lines: [(label: String, text: String, role: Role)] = []
        func add(_ label: String, _ text: String, _ role: Role) {
            for (index, part) in WordWrap.lines(words(text), columns: columns - 9).enumerated() {
                lines.append((index == 0 ? label : "", part, role))
            }
        }
        if !opened.refusal.isEmpty { add("Refused", opened.refusal, .problem) }
        var label = "Problem"
        for problem in opened.problems {
            add(label, problem.words, .problem)
            label = ""
        }
        var last: ForeseenAnswer.Kind?
        for line in opened.answer.lines {
            let label =
                switch line.kind {
                case .answer: "Answer"
                case .status: "Status"
                case .effect: "Effect"
                case .remark: "Foreseen"
                }
            add(line.kind == last ? "" : label, line.text, line.isBad ? .dialogWarning : .dialog)
            last = line.kind
        }
        return lines
    }

    private mutating func paintFound(
        _ lines: [(label: String, text: String, role: Role)], _ area: Rectangle
    ) {
        for (offset, line) in lines.prefix(area.rows).enumerated() {
            let row = area.row + offset
            if offset == area.rows - 1, lines.count > area.rows {
                grid.paint(
                    "… and \(lines.count - area.rows + 1) lines more", column: area.column + 9, row: row,
                    limit: area.columns - 9, role: .dialog)
                continue
            }
            grid.paint(line.label, column: area.column, row: row, limit: 8, role: .dialogLabel)
            grid.paint(line.text, column: area.column + 9, row: row, limit: area.columns - 9, role: line.role)
        }
    }
}
