import Grid
import Runtime
import Themes

// b bulk  r register  d deregister  o O flag  h return home  space mark  s step  f faults  : command  ? help     q quit

extension Painter {
    /// What the last command came to, in the lowest border of the panes: the widest one, so that no corner is hidden.
    mutating func paintNotice() {
        let lowest = layout.places.map(\.rectangle).filter { $0.endRow == layout.bottom.row }
        guard let notice = console.notice, let place = lowest.max(by: { $0.columns < $1.columns }) else {
            return
        }
        let sign = notice.isError ? "✗ " : ""
        let text = words(notice.text)
        // How far the pane is scrolled stands at the right end of its border, and stays to be read.
        let row = place.endRow - 1
        let scroll = (place.column..<place.endColumn).first { grid[$0, row].role == .scroll }
        let end = min(place.endColumn - 3, (scroll ?? place.endColumn) - 1)
        let room = end - place.column - 3 - sign.utf8.count
        guard room > 8 else { return }
        let isCut = DisplayWidth.of(text) > room
        // What does not fit there has the line below to itself: the end of a refusal is what helps.
        if isCut, console.overlay == nil {
            longNotice = Line(" \(sign)\(text)", notice.isError ? .statusBad : .statusGood)
            return
        }
        let shown = isCut ? DisplayWidth.prefix(text, columns: room - 1) + "…" : text[...]
        grid.paint(
            " \(sign)\(shown) ", column: place.column + 2, row: row, limit: end + 1 - place.column - 2,
            role: notice.isError ? .statusBad : .statusGood)
    }

    mutating func paintBottomLine() {
        grid.fill(layout.bottom, with: Cell(" ", role: .bottom))
        if let longNotice {
            grid.paint(
                longNotice, column: 0, row: layout.bottom.row, limit: grid.columns, ellipsis: glyphs.ellipsis)
            return
        }
        if case .line(let editor) = console.overlay {
            return paintEditor(editor)
        }
        if case .editor(let state) = console.overlay, case .typing(let editor, _) = state.mode {
            return paintEditor(editor)
        }
        let row = layout.bottom.row
        var quit = Line(keyName("quit"), .key)
        // In the editor it leaves the editor.
        let isEditing = if case .editor = console.overlay { true } else { false }
        quit.add(isEditing ? " close" : " quit", .keyLabel)
        let room = grid.columns - quit.width - 2
        var content = Line(" ", .bottom)
        var wide = content
        let hints = hints
        for hint in hints {
            add(hint, hint.long, to: &wide)
        }
        // Short words where the long ones do not fit; what does not fit then is in help.
        if wide.width <= room {
            content = wide
        } else {
            for hint in hints
            where content.width + (hint.key ?? keyName(hint.command)).utf8.count + hint.short.utf8.count + 2
                <= room
            {
                add(hint, hint.short, to: &content)
            }
        }
        grid.paint(content, column: 0, row: row, limit: grid.columns, ellipsis: glyphs.ellipsis)
        grid.paint(
            quit, column: grid.columns - 1 - quit.width, row: row, limit: quit.width,
            ellipsis: glyphs.ellipsis)
    }

    private func add(_ hint: Hint, _ word: String, to content: inout Line) {
        let isOff = hint.changes && console.options.isReadOnly
        content.add(hint.key ?? keyName(hint.command), isOff ? .keyDisabled : .key)
        content.add(" \(word)", isOff ? .keyDisabled : .keyLabel)
        content.add(grid.columns >= 100 ? "  " : " ", .bottom)
    }

    /// The name of the key of a command.
    func keyName(_ command: String) -> String {
        console.options.keys.key(of: command)?.label ?? ":" + command
    }

    /// The keys of the editor.
    private func hints(of state: EditorState) -> [Hint] {
        func hint(_ key: String, _ long: String, _ short: String) -> Hint {
            Hint(command: "", long: long, short: short, key: key)
        }
        if case .choosing = state.mode {
            return [hint("Enter", "choose", "choose"), hint("Esc", "back", "back")]
        }
        let isAtOption = console.opened?.editor.fields.first { $0.path == state.path }?.option != nil
        var hints = [
            hint("Enter", "change", "change"),
            hint("a", isAtOption ? "add option behind" : "add option", "add"), hint("x", "remove", "remove"),
            hint("< >", "move", "move"), hint("u", "undo", "undo"), hint("r", "redo", "redo"),
        ]
        hints +=
            state.target == .composed
            ? [
                hint("i", "interface", "if"), hint("s", "send", "send"), hint("t", "begin as", "as"),
                hint("d", "discard", "discard"),
            ] : [hint("n", "let go", "go")]
        return hints + [hint("h", "octets", "hex"), hint("w", "all that comes of it", "all")]
    }

    /// The keys of the lesson: what is still kept back, where it can be turned to, whether time waits.
    private var lessonHints: [Hint] {
        var hints: [Hint] = []
        let progress = run.lesson
        let index = progress.flatMap { console.shownStep($0) }
        if headline.isPaused || index != progress?.current {
            hints.append(Hint(command: "inspect", long: "go on", short: "go on", changes: false))
        }
        if let progress, let index, progress.lesson.indices.contains(index) {
            let step = progress.lesson[index]
            let shown = console.revealed.step == index ? console.revealed.parts : 0
            if shown < console.hiddenParts(step) {
                let word = shown == 0 && step.hint != nil ? "hint" : "answer"
                hints.append(Hint(command: "mark", long: word, short: word, changes: false))
            }
            if index > 0 {
                hints.append(Hint(command: "left", long: "step before", short: "before", changes: false))
            }
        }
        hints.append(Hint(command: "next-pane", long: "pane", short: "pane", changes: false))
        return hints
    }

    /// The keys that act now, the most needed first.
    private var hints: [Hint] {
        switch console.overlay {
        case .confirm:
            return [
                Hint(command: "next-pane", long: "other button", short: "other", changes: false),
                Hint(command: "inspect", long: "choose", short: "choose", changes: false),
                Hint(command: "cancel", long: "cancel", short: "cancel", changes: false),
            ]
        case .menu, .settings:
            return [
                Hint(command: "down", long: "next", short: "next", changes: false),
                Hint(command: "up", long: "previous", short: "previous", changes: false),
                Hint(command: "inspect", long: "choose", short: "choose", changes: false),
                Hint(command: "cancel", long: "close", short: "close", changes: false),
            ]
        case .help, .comparison:
            return [
                Hint(command: "down", long: "further down", short: "down", changes: false),
                Hint(command: "up", long: "up", short: "up", changes: false),
                Hint(command: "cancel", long: "close", short: "close", changes: false),
            ]
        case .editor(let state): return hints(of: state)
        case .line, nil: break
        }
        var hints: [Hint] = []
        let move = [
            Hint(command: "next-pane", long: "pane", short: "pane", changes: false),
            Hint(command: "inspect", long: "inspect", short: "look", changes: false),
        ]
        if console.focus == .lesson {
            hints = lessonHints
        } else if past != nil {
            // Nothing can be sent from there.
            hints = [
                Hint(command: "back", long: "back", short: "back", changes: false),
                Hint(command: "forward", long: "forward", short: "forward", changes: false),
                Hint(command: "cancel", long: "to the present", short: "present", changes: false),
            ]
            if !run.branchViews.isEmpty {
                hints.append(Hint(command: "branch", long: "another way from here", short: "another way"))
            }
        } else if !held.isEmpty {
            hints = [
                Hint(command: "release", long: "let go", short: "go"),
                Hint(command: "drop", long: "drop", short: "drop"),
                Hint(command: "duplicate", long: "twice", short: "twice"),
                Hint(command: "delay", long: "later", short: "later"),
                Hint(command: "edit", long: "edit", short: "edit"),
                Hint(command: "step-mode", long: "open the gate", short: "open"),
            ]
        } else if headline.kind == .agent {
            hints = [
                Hint(command: "register", long: "ask to refresh", short: "ask"),
                Hint(command: "deregister", long: "revoke", short: "revoke"),
                Hint(command: "deregister-all", long: "revoke all", short: "all"),
            ]
            if console.focus == .cache {
                hints += [
                    Hint(command: "filter", long: "filter", short: "filter", changes: false),
                    Hint(command: "sort", long: "sort", short: "sort", changes: false),
                    Hint(command: "find", long: "find", short: "find", changes: false),
                ]
            }
        } else if headline.kind != .capture {
            hints = [
                Hint(command: "bulk-register", long: "bulk", short: "bulk"),
                Hint(command: "register", long: "register", short: "reg"),
                Hint(command: "deregister", long: "deregister", short: "dereg"),
                Hint(command: "toggle-overwrite", long: "O flag", short: "O"),
                Hint(command: "return-home", long: "return home", short: "home"),
                Hint(command: "mark", long: "mark", short: "mark", changes: false),
            ]
        }
        if past == nil, headline.isComposing {
            hints.insert(Hint(command: "edit", long: "your message", short: "your message"), at: 0)
        }
        if past == nil, held.isEmpty, console.isShut(run) {
            hints.insert(Hint(command: "step-mode", long: "open the gate", short: "open"), at: 0)
        }
        if headline.kind == .capture, past == nil {
            hints.append(Hint(command: "back", long: "back in time", short: "back", changes: false))
        }
        if headline.nodes > 1 {
            hints.append(
                Hint(command: "choose-node", long: "another node", short: "another", changes: false))
        }
        if headline.kind == .lab, past == nil {
            hints.append(Hint(command: "faults", long: "faults", short: "fault"))
        }
        hints.append(Hint(command: "command-line", long: "command", short: "cmd", changes: false))
        hints.append(Hint(command: "help", long: "help", short: "help", changes: false))
        if console.focus != .lesson { hints += move }
        if headline.kind == .lab, past == nil {
            hints.append(
                Hint(
                    command: "pause", long: headline.isPaused ? "go on" : "pause",
                    short: headline.isPaused ? "go on" : "pause"))
        }
        hints += [
            Hint(command: "settings", long: "settings", short: "set", changes: false),
            Hint(command: "zoom", long: "zoom", short: "zoom", changes: false),
            Hint(command: "filter", long: "filter", short: "filter", changes: false),
            Hint(command: "theme", long: "theme", short: "theme", changes: false),
        ]
        // Each once, where it stands first.
        var shown: [Hint] = []
        for hint in hints where !shown.contains(where: { $0.command == hint.command }) { shown.append(hint) }
        return shown
    }
}

/// A key and what it does.
private struct Hint {
    var command: String
    var long: String
    var short: String
    var changes = true
    /// The key where it is not that of the command.
    var key: String?
}
