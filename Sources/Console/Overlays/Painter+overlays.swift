import Grid
import Nodes
import Runtime
import Themes

extension Painter {
    mutating func paintOverlay() {
        switch console.overlay {
        case .confirm(let question): paint(question)
        case .menu(let menu): paint(menu)
        case .help(let first): paintHelp(from: first)
        case .comparison(let comparison, let first): paint(comparison, from: first)
        case .settings(let selected): paintSettings(selected)
        case .line(let editor): paintCompletion(editor)
        case .editor(let state): paintEditor(state)
        case nil: break
        }
    }

    /// An empty box in the middle of the panes; what there is inside, with a blank at both sides.
    mutating func dialog(_ title: String, columns: Int, rows: Int) -> Rectangle {
        // A dialog that would leave a seam of the panes beside it takes the whole width, or height.
        let columns = columns > grid.columns - 4 ? grid.columns : columns
        let rows = rows > grid.rows - 4 ? grid.rows - 2 : rows
        let box = Rectangle(
            column: (grid.columns - columns) / 2, row: max(1, (grid.rows - rows) / 2), columns: columns,
            rows: rows)
        grid.fill(box, with: Cell(" ", role: .dialog))
        let title =
            DisplayWidth.of(title) > columns - 6
            ? DisplayWidth.prefix(title, columns: columns - 7) + "…" : title[...]
        grid.box(box, title: String(title), glyphs: glyphs, role: .dialogBorder, titleRole: .dialogTitle)
        return Rectangle(column: box.column + 2, row: box.row + 1, columns: columns - 4, rows: rows - 2)
    }

    // MARK: Questions

    // ┌ Deregister BID 2 ──────────────────────────────────────────────┐
    // │ Sends   BU 4  A H  lifetime 0, BID 2, from eth0                │
    // │ Effect  the home agent removes 2 → 2001:db8:b::100             │
    // │                                                                │
    // │                                   [ Cancel ]   Deregister      │
    // └────────────────────────────────────────────────────────────────┘

    private mutating func paint(_ question: Confirmation) {
        let columns = min(78, grid.columns - 2)
        let textColumns = columns - 4 - 8
        var lines: [(label: String, text: String, isWarning: Bool, isOctets: Bool)] = []
        for entry in question.entries {
            if entry.isOctets {
                // Octets would give away the addresses.
                if !console.options.isPrivate, textColumns >= 50 {
                    lines.append((entry.label, entry.text, false, true))
                }
                continue
            }
            for (index, part) in WordWrap.lines(words(entry.text), columns: textColumns).enumerated() {
                lines.append((index == 0 ? entry.label : "", part, entry.isWarning, false))
            }
        }
        let room = grid.rows - 2 - 4
        // What would go matters more than the octets.
        if lines.count > room { lines.removeAll { $0.isOctets } }
        if lines.count > room, room > 0 {
            lines =
                Array(lines.prefix(room - 1)) + [
                    ("", "… and \(lines.count - room + 1) lines more", false, false)
                ]
        }
        let area = dialog(question.title, columns: columns, rows: lines.count + 4)
        for (offset, line) in lines.enumerated() where offset < area.rows - 2 {
            grid.paint(line.label, column: area.column, row: area.row + offset, limit: 7, role: .dialogLabel)
            grid.paint(
                line.text, column: area.column + 8, row: area.row + offset, limit: area.columns - 8,
                role: line.isWarning ? .dialogWarning : .dialog)
        }
        var buttons = Line()
        func button(_ text: String, _ isSelected: Bool) {
            buttons.add(
                isSelected ? "[ \(text) ]" : "  \(text)  ", isSelected ? .dialogButtonSelected : .dialogButton
            )
        }
        button("Cancel", !question.isConfirming)
        buttons.add("  ", .dialog)
        button(question.button, question.isConfirming)
        grid.paint(
            buttons, column: max(area.column, area.endColumn - buttons.width), row: area.endRow - 1,
            limit: area.columns, ellipsis: glyphs.ellipsis)
    }

    // MARK: Menus

    private mutating func paint(_ menu: Menu) {
        let wide = menu.items.reduce(40) {
            max($0, DisplayWidth.of($1.title) + min(60, DisplayWidth.of($1.text)) + 10)
        }
        let columns = min(wide, grid.columns - 4, 96)
        let titleColumns = menu.items.reduce(8) { max($0, DisplayWidth.of($1.title)) } + 2
        let textColumns = max(8, columns - 4 - 2 - titleColumns)
        var lines: [(item: Int, title: String, text: String, isRefusal: Bool)] = []
        for (index, item) in menu.items.enumerated() {
            var title = item.title
            for part in WordWrap.lines(words(item.text), columns: textColumns) {
                lines.append((index, title, part, false))
                title = ""
            }
            if !item.refusal.isEmpty {
                for part in WordWrap.lines("Not now: " + words(item.refusal), columns: textColumns) {
                    lines.append((index, title, part, true))
                    title = ""
                }
            }
        }
        let note = menu.note.isEmpty ? [] : [""] + WordWrap.lines(words(menu.note), columns: columns - 4)
        let area = dialog(menu.title, columns: columns, rows: lines.count + note.count + 2)
        let rows = max(1, area.rows - note.count)
        let selected = lines.firstIndex { $0.item == menu.selected } ?? 0
        let first = ListWindow.first(selected: selected, total: lines.count, rows: rows)
        for offset in 0..<max(0, min(rows, lines.count - first)) {
            let line = lines[first + offset]
            let row = area.row + offset
            let isSelected = line.item == menu.selected
            let isOff = !menu.items[line.item].refusal.isEmpty
            let role: Role = isSelected ? .dialogButtonSelected : isOff ? .disabled : .dialogButton
            if isSelected {
                grid.fill(
                    Rectangle(column: area.column, row: row, columns: area.columns, rows: 1),
                    with: Cell(" ", role: role))
            }
            if isSelected, !line.title.isEmpty {
                grid.paint(String(Character(glyphs.pointer)), column: area.column, row: row, role: role)
            }
            grid.paint(line.title, column: area.column + 2, row: row, limit: titleColumns, role: role)
            grid.paint(
                line.text, column: area.column + 2 + titleColumns, row: row, limit: textColumns,
                role: isSelected ? role : line.isRefusal ? .dialogWarning : isOff ? .disabled : .dialog)
        }
        for (offset, text) in note.enumerated() where rows + offset < area.rows {
            grid.paint(
                text, column: area.column, row: area.row + rows + offset, limit: area.columns, role: .dialog)
        }
    }

    // MARK: Help

    private mutating func paintHelp(from first: Int) {
        let columns = min(92, grid.columns)
        let lines = helpLines(columns: columns - 4)
        let area = dialog("Keys and commands", columns: columns, rows: min(lines.count + 2, grid.rows - 2))
        let start = max(0, min(first, lines.count - area.rows))
        for offset in 0..<max(0, min(area.rows, lines.count - start)) {
            grid.paint(
                lines[start + offset], column: area.column, row: area.row + offset, limit: area.columns,
                ellipsis: glyphs.ellipsis)
        }
        if start + area.rows < lines.count, area.columns > 20 {
            grid.paint(" more below ", column: area.endColumn - 13, row: area.endRow, role: .scroll)
        }
    }

    /// Help out of the table of commands and the keys: first what has a key, then what is typed.
    private func helpLines(columns: Int) -> [Line] {
        var keys: [String: String] = [:]
        for binding in console.options.keys.bindings {
            keys[binding.command] =
                keys[binding.command].map { $0 + " " + binding.key.label } ?? binding.key.label
        }
        var lines: [Line] = []
        for section in CommandDefinition.Section.allCases {
            let rows = CommandTable.standard.rows(of: section).filter {
                isOffered($0) && keys[$0.name] != nil
            }
            guard !rows.isEmpty else { continue }
            if !lines.isEmpty { lines.append(Line()) }
            lines.append(Line(section.title, .dialogTitle))
            for row in rows { lines += help(row, keys[row.name] ?? "", indent: 12, columns) }
        }
        lines.append(Line())
        lines.append(
            Line("Typed behind \(keyName("command-line")), as all others can be by name", .dialogTitle))
        for section in CommandDefinition.Section.allCases {
            for row in CommandTable.standard.rows(of: section) where isOffered(row) && keys[row.name] == nil {
                lines += help(row, row.usage, indent: 26, columns)
            }
        }
        return lines
    }

    /// A key or a usage, and what it does, in as many lines as it takes.
    private func help(_ row: CommandDefinition, _ head: String, indent: Int, _ columns: Int) -> [Line] {
        let isOff = console.options.isReadOnly && row.effect != .view
        var lines: [Line] = []
        var content = Line(" ", .dialog)
        content.add(head, isOff ? .keyDisabled : .key)
        // What is longer than its column has the line to itself.
        if content.width >= indent {
            lines.append(content)
            content = Line()
        }
        let text = row.summary + (isOff ? " (read only)" : "")
        for part in WordWrap.lines(text, columns: max(10, columns - indent)) {
            content.add(String(repeating: " ", count: max(0, indent - content.width)), .dialog)
            content.add(part, isOff ? .disabled : .dialog)
            lines.append(content)
            content = Line()
        }
        return lines
    }

    /// Whether a command makes sense here.
    private func isOffered(_ row: CommandDefinition) -> Bool {
        switch row.section {
        case .agent: headline.kind != .node && headline.kind != .capture
        case .lab: headline.kind == .lab
        case .registration, .home: headline.kind != .capture
        default: true
        }
    }

    // MARK: Settings

    private mutating func paintSettings(_ selected: Int) {
        let settings = run.settings()
        let columns = min(100, grid.columns)
        var lines: [(index: Int?, content: Line)] = []
        var section: Setting.Section?
        for (index, setting) in settings.enumerated() {
            if setting.section != section {
                section = setting.section
                lines.append((nil, Line(setting.section.title, .dialogTitle)))
            }
            let isSelected = index == selected
            let isChanged = setting.value != setting.defaultValue
            var content = Line(isSelected ? String(Character(glyphs.pointer)) : " ", .dialog)
            content.add(isChanged ? "*" : " ", .fieldChanged)
            content.add(setting.number, isSelected ? .dialogButtonSelected : .dialogLabel)
            content.pad(to: 7)
            content.add(
                words(setting.value),
                isSelected ? .dialogButtonSelected : isChanged ? .fieldChanged : .dialogButton)
            content.pad(to: 22)
            content.add(setting.title, isSelected ? .dialogButtonSelected : .dialog)
            lines.append((index, content))
        }
        let area = dialog("Settings: profile, policies, home agent", columns: columns, rows: lines.count + 6)
        let footer = 4
        let rows = max(1, area.rows - footer)
        let place = lines.firstIndex { $0.index == selected } ?? 0
        let first = ListWindow.first(selected: place, total: lines.count, rows: rows)
        for offset in 0..<max(0, min(rows, lines.count - first)) {
            grid.paint(
                lines[first + offset].content, column: area.column, row: area.row + offset,
                limit: area.columns,
                ellipsis: glyphs.ellipsis)
        }
        guard settings.indices.contains(selected), area.rows > footer else { return }
        let setting = settings[selected]
        let choices = setting.choices.isEmpty ? setting.expects : setting.choices.joined(separator: ", ")
        let text =
            "\(setting.key), \(setting.title): \(choices). Default \(setting.defaultValue.isEmpty ? "none" : setting.defaultValue)."
            + (setting.source.isEmpty ? "" : " [\(setting.source)]") + " * differs from the default."
        _ = paragraph(
            words(text), Rectangle(column: area.column, row: area.endRow - 3, columns: area.columns, rows: 3),
            from: 0,
            role: .dialogLabel)
    }

    // MARK: The line

    mutating func paintEditor(_ editor: LineEditor) {
        let row = layout.bottom.row
        let prompt =
            switch editor.purpose {
            case .command: ":"
            case .filter, .cacheFilter: "/"
            case .argument(_, let question): question + " "
            case .setting(let key): "\(key) = "
            }
        grid.fill(layout.bottom, with: Cell(" ", role: .input))
        let start = grid.paint(prompt, column: 0, row: row, limit: grid.columns - 10, role: .inputPrompt)
        let room = max(1, grid.columns - start - 1)
        // The part around the cursor where the whole does not fit.
        let before = String(editor.text.prefix(editor.cursor))
        let skipped = max(0, DisplayWidth.of(before) - room + 1)
        var hidden = 0
        var first = 0
        while hidden < skipped, first < editor.cursor {
            hidden += DisplayWidth.of(String(editor.text[first]))
            first += 1
        }
        grid.paint(String(editor.text.dropFirst(first)), column: start, row: row, limit: room, role: .input)
        let column = start + DisplayWidth.of(String(editor.text[first..<editor.cursor]))
        grid.cursor = Grid.Position(column: min(column, grid.columns - 1), row: row)
    }

    /// What could be typed next, or what is wrong, above the line.
    private mutating func paintCompletion(_ editor: LineEditor) {
        var lines: [Line] = []
        if !editor.error.isEmpty {
            lines = WordWrap.lines(editor.error, columns: grid.columns - 2).map {
                Line(" \($0)", .inputError)
            }
        } else if case .command = editor.purpose {
            let completion = CommandTable.standard.completion(
                of: editor.string, vocabulary: console.vocabulary(run))
            if !completion.hint.isEmpty { lines.append(Line(" \(words(completion.hint))", .inputCompletion)) }
            if completion.candidates.count > 1 || completion.hint.isEmpty {
                let text = words(completion.candidates.joined(separator: "  "))
                lines += WordWrap.lines(text, columns: grid.columns - 2).prefix(3).map {
                    Line(" \($0)", .inputCompletion)
                }
            }
        } else if case .filter = editor.purpose {
            lines = [
                Line(" words that entries must have; Enter shows them, nothing shows all", .inputCompletion)
            ]
        } else if case .cacheFilter = editor.purpose {
            lines = WordWrap.lines(CacheFilter.hint, columns: grid.columns - 2).map {
                Line(" \($0)", .inputCompletion)
            }
        } else if case .setting(let key) = editor.purpose,
            let setting = run.settings().first(where: { $0.key == key })
        {
            lines = [Line(" \(setting.title): \(setting.expects)", .inputCompletion)]
        }
        let shown = lines.prefix(max(0, grid.rows - 3))
        for (offset, line) in shown.enumerated() {
            let row = grid.rows - 1 - shown.count + offset
            grid.fill(
                Rectangle(column: 0, row: row, columns: grid.columns, rows: 1), with: Cell(" ", role: .input))
            grid.paint(line, column: 0, row: row, limit: grid.columns, ellipsis: glyphs.ellipsis)
        }
    }
}

extension Setting.Section {
    /// What stands above the section.
    var title: String {
        switch self {
        case .node: "Node"
        case .policies: "Where the texts are open"
        case .agent: "Home agent"
        }
    }
}
