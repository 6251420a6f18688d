public import Grid
public import Runtime

extension Console {
    /// Takes what a person did: changes what is seen, or has the run do something.
    ///
    /// - Returns: what the program around has to do, in order.
    public mutating func handle(
        _ key: Key, run: inout some Run, columns: Int, rows: Int
    ) -> [ConsoleEffect] {
        // Keys move among what is found: of what came since, and by the words that they themselves change.
        found.search(filter, run)
        leaveEmptyQueue(run)
        defer {
            found.search(filter, run)
            returnToEditor()
            refreshEditor(run)
            stopAtTheEnd(run, columns: columns, rows: rows)
        }
        switch key {
        case .click(let place): return click(place, &run, columns, rows)
        case .wheel(let steps, let place): return wheel(steps, place, run, columns, rows)
        case .paste(let text):
            // Pasted text goes into a line that is being typed, and never anywhere else: it cannot be a command.
            let line = text.replacing("\n", with: " ").replacing("\r", with: "")
            if case .editor(var state) = overlay, case .typing(var editor, let entry) = state.mode {
                editor.insert(line)
                state.mode = .typing(editor, entry)
                overlay = .editor(state)
                return []
            }
            guard case .line(var editor) = overlay else { return [.bell] }
            editor.insert(line)
            overlay = .line(editor)
            return []
        default: break
        }
        notice = nil
        switch overlay {
        case .line(let editor): return edit(editor, key, &run)
        case .confirm(let question): return answer(question, key, &run)
        case .menu(let menu): return choose(menu, key, &run)
        case .help(let first): return scrollHelp(first, key, rows)
        case .comparison(let comparison, let first): return scroll(comparison, first, key, rows)
        case .settings(let selected): return moveInSettings(selected, key, &run)
        case .editor(let state): return edit(state, key, &run, rows)
        case nil: break
        }
        // What ends every other program leaves this one too, by way of the same question.
        guard let command = key == .control("C") ? "quit" : options.keys[key] else { return [] }
        return act(command, &run, columns, rows)
    }

    /// Does a line as if it had been typed behind `:`.
    public mutating func handle(line: String, run: inout some Run) -> [ConsoleEffect] {
        do throws(CommandError) {
            let action = try CommandTable.standard.parse(line, vocabulary: vocabulary(run))
            let effects = perform(action, &run)
            refreshEditor(run)
            return effects
        } catch {
            notice = Notice(text: error.text, isError: true)
            return [.bell]
        }
    }

    // MARK: Mouse

    private mutating func click(
        _ place: Grid.Position, _ run: inout some Run, _ columns: Int, _ rows: Int
    ) -> [ConsoleEffect] {
        guard overlay == nil else { return [] }
        let lines = BindingLine.lines(of: run)
        let layout = layout(run, columns: columns, rows: rows, bindingLines: lines.count)
        guard let target = layout.places.first(where: { $0.rectangle.contains(place) }) else { return [] }
        notice = nil
        setFocus(target.pane)
        let row = place.row - target.rectangle.inside.row
        let visible = target.rectangle.inside.rows
        guard row >= 0, row < visible else { return [] }
        switch target.pane {
        case .bindings:
            let first = ListWindow.first(
                selected: bindingIndex(in: lines) ?? 0, total: lines.count, rows: visible - 1)
            let index = first + row - 1
            if row > 0, lines.indices.contains(index), let key = lines[index].key { binding = key }
        case .exchange:
            let window = exchangeRows(run, rows: visible - 1)
            if row > 0, window.indices.contains(row - 1) { select(row: window[row - 1], run) }
        case .log:
            let window = logNumbers(run, rows: visible)
            if window.indices.contains(row) { logEntry = window[row] }
        case .interfaces:
            // Each interface has a line, one for each of its addresses, and its facts where there is room.
            let interfaces = run.interfaces()
            let isDetailed = Console.lines(of: interfaces, isDetailed: true) <= visible
            var line = 0
            for (index, interface) in interfaces.enumerated() {
                let facts = isDetailed ? Console.factLines(of: interface) : 0
                let size = 1 + interface.addresses.count + facts
                if (line..<line + size).contains(row) { interfaceRow = index }
                line += size
            }
        case .flows: flowRow = min(row, max(0, run.flows().count - 1))
        case .cache: clickCache(row, rows: visible, run)
        case .held:
            let held = run.held
            let first = ListWindow.first(selected: heldIndex(held) ?? 0, total: held.count, rows: visible)
            if held.indices.contains(first + row) {
                message = held[first + row].number
                fieldRow = nil
            }
        case .message, .why, .lesson: break
        }
        return []
    }

    private mutating func wheel(
        _ steps: Int, _ place: Grid.Position, _ run: some Run, _ columns: Int, _ rows: Int
    ) -> [ConsoleEffect] {
        let steps = max(-100, min(steps, 100))
        switch overlay {
        case .help(let first): overlay = .help(max(0, min(first + 3 * steps, 1000)))
        case .comparison(let comparison, let first):
            overlay = .comparison(comparison, max(0, min(first + 3 * steps, Console.lastLine(comparison))))
        case .settings(let selected):
            overlay = .settings(max(0, min(selected + steps, run.settings().count - 1)))
        case .menu(var menu):
            menu.selected = max(0, min(menu.selected + steps, menu.items.count - 1))
            overlay = .menu(menu)
        case .editor(var state):
            guard state.mode == .browsing else { break }
            state.row = max(0, state.row + steps)
            state.path = ""
            overlay = .editor(state)
        case .line, .confirm: break
        case nil:
            let lines = BindingLine.lines(of: run)
            let layout = layout(run, columns: columns, rows: rows, bindingLines: lines.count)
            guard let target = layout.places.first(where: { $0.rectangle.contains(place) }) else { return [] }
            setFocus(target.pane)
            move(3 * steps, run)
        }
        return []
    }

    // MARK: What stands above

    private mutating func edit(_ before: LineEditor, _ key: Key, _ run: inout some Run) -> [ConsoleEffect] {
        var editor = before
        switch key {
        case .named(.backspace, _) where editor.text.isEmpty, .control("H") where editor.text.isEmpty:
            overlay = nil
            return []
        case .named(.up, _), .control("P"): if editor.purpose == .command { editor.recall(1, history) }
        case .named(.down, _), .control("N"): if editor.purpose == .command { editor.recall(-1, history) }
        case .named(.tab, _): if editor.purpose == .command { complete(&editor, run) }
        case .named(.escape, _), .control("C"), .control("G"):
            overlay = nil
            return []
        case .named(.enter, _): return accept(editor, &run)
        default: guard editor.take(key) else { return [] }
        }
        overlay = .line(editor)
        return []
    }

    private func complete(_ editor: inout LineEditor, _ run: some Run) {
        let line = String(editor.text.prefix(editor.cursor))
        let rest = editor.text.dropFirst(editor.cursor)
        let completion = CommandTable.standard.completion(of: line, vocabulary: vocabulary(run))
        let common = completion.common
        guard !common.isEmpty else { return }
        let end = completion.candidates.count == 1 && rest.isEmpty ? " " : ""
        let head = String(line.prefix(completion.offset)) + common + end
        editor.text = Array(head) + rest
        editor.cursor = head.count
        editor.error = ""
    }

    private mutating func accept(_ before: LineEditor, _ run: inout some Run) -> [ConsoleEffect] {
        var editor = before
        let line = editor.string
        let command: String
        switch editor.purpose {
        case .filter:
            filter = line.split(separator: " ").joined(separator: " ")
            overlay = nil
            return []
        case .cacheFilter:
            overlay = nil
            let effects = filterCache(line, run)
            guard let notice, notice.isError else { return effects }
            // The line stays, and says what is wrong.
            self.notice = nil
            editor.error = notice.text
            overlay = .line(editor)
            return effects
        case .command: command = line
        case .argument(let name, _): command = name + " " + line
        case .setting(let key): command = "set \(key) \(line)"
        }
        if command.allSatisfy({ $0 == " " }) {
            overlay = nil
            return []
        }
        if editor.purpose == .command {
            history.removeAll { $0 == line }
            history.append(line)
            if history.count > 200 { history.removeFirst() }
        }
        do throws(CommandError) {
            let action = try CommandTable.standard.parse(command, vocabulary: vocabulary(run))
            overlay = nil
            if case .setting = editor.purpose { overlay = .settings(settingsRow) }
            return perform(action, &run)
        } catch {
            // The line stays, with the cursor where the mistake is.
            editor.error = error.text
            if editor.purpose == .command { editor.cursor = max(0, min(error.offset, editor.text.count)) }
            overlay = .line(editor)
            return [.bell]
        }
    }

    private mutating func answer(
        _ before: Confirmation, _ key: Key, _ run: inout some Run
    ) -> [ConsoleEffect] {
        var question = before
        switch key {
        case .named(.tab, _), .named(.backTab, _): question.isConfirming.toggle()
        case .named(.left, _): question.isConfirming = false
        case .named(.right, _): question.isConfirming = true
        case .named(.enter, _):
            overlay = nil
            guard question.isConfirming else { return [] }
            guard let command = question.command else { return [.quit] }
            return execute(command, &run)
        case .character("y", _):
            question.isConfirming = true
        case .named(.escape, _), .control("C"), .character("n", _), .character("q", _):
            overlay = nil
            return []
        default: return []
        }
        overlay = .confirm(question)
        return []
    }

    private mutating func choose(_ before: Menu, _ key: Key, _ run: inout some Run) -> [ConsoleEffect] {
        var menu = before
        let count = menu.items.count
        switch motion(key) {
        case .up: menu.selected = (menu.selected + count - 1) % max(1, count)
        case .down: menu.selected = (menu.selected + 1) % max(1, count)
        case .first: menu.selected = 0
        case .last: menu.selected = max(0, count - 1)
        case .choose:
            guard menu.items.indices.contains(menu.selected) else { return [] }
            let item = menu.items[menu.selected]
            guard item.refusal.isEmpty else { return [.bell] }
            overlay = nil
            switch item.choice {
            case .run(let command): return ask(command, &run)
            case .line(let text):
                overlay = .line(LineEditor(.command, text: text))
                return []
            case .set(let key, let value): return execute(.set(key, value), &run)
            }
        case .close:
            overlay = nil
            return []
        case .pageUp, .pageDown, nil: return []
        }
        overlay = .menu(menu)
        return []
    }

    private mutating func scrollHelp(_ first: Int, _ key: Key, _ rows: Int) -> [ConsoleEffect] {
        let page = max(1, rows - 6)
        // More lines than help ever has; the painter stops at the last.
        let last = 200
        switch motion(key) {
        case .up: overlay = .help(max(0, min(first, last) - 1))
        case .down: overlay = .help(min(last, first + 1))
        case .pageUp: overlay = .help(max(0, first - page))
        case .pageDown: overlay = .help(min(last, first + page))
        case .first: overlay = .help(0)
        case .last: overlay = .help(last)
        case .close, .choose: overlay = nil
        case nil: if options.keys[key] == "help" { overlay = nil }
        }
        return []
    }

    private mutating func scroll(
        _ comparison: Comparison, _ first: Int, _ key: Key, _ rows: Int
    ) -> [ConsoleEffect] {
        let page = max(1, rows - 6)
        let last = Console.lastLine(comparison)
        var line = first
        switch motion(key) {
        case .up: line -= 1
        case .down: line += 1
        case .pageUp: line -= page
        case .pageDown: line += page
        case .first: line = 0
        case .last: line = last
        case .close, .choose:
            overlay = nil
            return []
        case nil: break
        }
        overlay = .comparison(comparison, max(0, min(line, last)))
        return []
    }

    /// Beyond which there is nothing to scroll to, about; the painter stops at the last line.
    private static func lastLine(_ comparison: Comparison) -> Int {
        comparison.parts.reduce(0) { $0 + 2 + 2 * $1.rows.count }
    }

    private mutating func moveInSettings(_ selected: Int, _ key: Key, _ run: inout some Run)
        -> [ConsoleEffect]
    {
        let settings = run.settings()
        let last = max(0, settings.count - 1)
        var row = selected
        switch motion(key) {
        case .up: row = max(0, selected - 1)
        case .down: row = min(last, selected + 1)
        case .pageUp: row = max(0, selected - 10)
        case .pageDown: row = min(last, selected + 10)
        case .first: row = 0
        case .last: row = last
        case .close:
            overlay = nil
            return []
        case .choose:
            guard settings.indices.contains(selected) else { return [] }
            return change(settings[selected], at: selected, &run)
        case nil:
            if options.keys[key] == "settings" { overlay = nil }
            return []
        }
        overlay = .settings(row)
        return []
    }

    /// The next of the choices of a setting, or a line for its value.
    private mutating func change(_ setting: Setting, at row: Int, _ run: inout some Run) -> [ConsoleEffect] {
        guard !options.isReadOnly else { return refuseReadOnly() }
        settingsRow = row
        guard !setting.choices.isEmpty else {
            overlay = .line(LineEditor(.setting(setting.key), text: setting.value))
            return []
        }
        let index =
            setting.choices.firstIndex(of: setting.value).map { ($0 + 1) % setting.choices.count } ?? 0
        return execute(.set(setting.key, setting.choices[index]), &run)
    }

    // MARK: Motions

    /// What keys do in a list that stands above the panes.
    private enum Motion {
        case up, down, pageUp, pageDown, first, last, choose, close
    }

    private func motion(_ key: Key) -> Motion? {
        switch key {
        case .named(.escape, _), .control("C"), .character("q", _): return .close
        case .named(.enter, _), .character(" ", _): return .choose
        case .named(.tab, _): return .down
        case .named(.backTab, _): return .up
        default: break
        }
        switch options.keys[key] {
        case "up": return .up
        case "down": return .down
        case "page-up": return .pageUp
        case "page-down": return .pageDown
        case "first": return .first
        case "last": return .last
        case "inspect": return .choose
        case "cancel": return .close
        default: return nil
        }
    }
}
