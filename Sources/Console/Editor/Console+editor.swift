import Grid
import Nodes
import Runtime

// The editor: a message that is held, or made by hand, field by field.

extension Console {
    /// Opens the editor on the held message that keys are about; with none, on a new one.
    mutating func edit(_ run: inout some Run) -> [ConsoleEffect] {
        let selected = run.held.first { $0.number == message }.map { EditTarget.held($0.number) }
        if let message = run.opened(selected ?? .any, trying: nil) {
            openEditor(message, run)
        } else {
            let effects = execute(.edit(.compose(.empty("BU"), interface: nil)), &run)
            guard effects.isEmpty else { return effects }
            openEditor(.any, run)
        }
        return []
    }

    /// Opens the editor on a message.
    mutating func openEditor(_ target: EditTarget, _ run: some Run) {
        guard let message = run.opened(target, trying: nil) else { return }
        openEditor(message, run)
    }

    private mutating func openEditor(_ message: OpenedMessage, _ run: some Run) {
        var state = EditorState(target: message.target)
        state.path = "mobility-header"
        overlay = .editor(state)
        opened = message
        openedFor = OpenedFor(target: message.target, edit: nil, version: run.version)
        if case .held(let number) = message.target { self.message = number }
        refreshEditor(run)
    }

    /// What the editor shows, as it is by now; it closes where its message is gone.
    mutating func refreshEditor(_ run: some Run) {
        guard case .editor(var state) = overlay else {
            opened = nil
            openedFor = nil
            return
        }
        // Only a key that changes what the message would be asks the run again: the answer to it takes a copy of a lab.
        var wanted = OpenedFor(target: state.target, edit: state.tentative, version: run.version)
        if wanted != openedFor || opened == nil {
            let known = openedFor?.version == wanted.version ? opened : nil
            guard let message = run.opened(state.target, trying: state.tentative, known: known) else {
                overlay = nil
                opened = nil
                openedFor = nil
                return
            }
            opened = message
            wanted.target = message.target
            openedFor = wanted
        }
        guard let message = opened else { return }
        state.target = message.target
        if let place = state.goesTo {
            let options = message.editor.fields.filter(\.isOption)
            if options.indices.contains(place) { state.path = options[place].path }
            state.goesTo = nil
        }
        let rows = state.rows(message.editor.fields)
        if let row = rows.firstIndex(where: { $0.path == state.path }) {
            state.row = row
        } else {
            state.row = max(0, min(state.row, rows.count - 1))
            state.path = rows.indices.contains(state.row) ? rows[state.row].path : ""
        }
        overlay = .editor(state)
    }

    /// What stood before the editor has gone.
    mutating func returnToEditor() {
        guard let state = editorBehind else { return }
        switch overlay {
        case nil:
            overlay = .editor(state)
            editorBehind = nil
        case .editor: editorBehind = nil
        default: break
        }
    }

    /// A key in the editor.
    mutating func edit(_ state: EditorState, _ key: Key, _ run: inout some Run, _ rows: Int)
        -> [ConsoleEffect]
    {
        switch state.mode {
        case .browsing: browse(state, key, &run, rows)
        case .typing(let line, let entry): type(state, line, entry, key, &run)
        case .choosing(let list): choose(state, list, key, &run)
        }
    }

    // MARK: Walking

    private mutating func browse(
        _ before: EditorState, _ key: Key, _ run: inout some Run, _ height: Int
    ) -> [ConsoleEffect] {
        var state = before
        guard let opened else { return [] }
        let rows = state.rows(opened.editor.fields)
        guard !rows.isEmpty else { return [] }
        state.row = max(0, min(state.row, rows.count - 1))
        let field = rows[state.row]
        let page = max(1, height / 3)
        switch key {
        case .named(.escape, _), .control("C"), .character("q", _):
            overlay = nil
            if state.target == .composed {
                let time = run.headline.kind == .lab ? " and time stands" : ""
                say("the composed message waits\(time): \(keyLabel("edit")) opens it, :discard drops it")
            }
            return []
        case .named(.right, _): if field.isFoldable { state.fold(field, open: true) }
        case .named(.left, _):
            if field.isFoldable, state.isOpen(field) {
                state.fold(field, open: false)
            } else if let parent = rows[..<state.row].lastIndex(where: { $0.depth < field.depth }) {
                state.row = parent
            }
        case .named(.enter, _), .character(" ", _), .named(.tab, _): return change(state, field, &run)
        case .character("a", _): return offerOptions(state, opened)
        case .character("x", _), .named(.delete, _):
            guard field.option != nil else { return refuse("this is no option") }
            return apply(.remove(optionPath(field)), state, &run)
        case .character("<", _), .character(">", _):
            guard field.option != nil else { return refuse("this is no option") }
            let isUp = key == .character("<", alt: false)
            return apply(.move(optionPath(field), isUp ? .up : .down), state, &run)
        case .character("u", _), .control("Z"): return apply(.undo, state, &run)
        case .character("r", _), .control("Y"): return apply(.redo, state, &run)
        case .character("1", _): return toggle(.layout, state, &run)
        case .character("2", _): return toggle(.authenticator, state, &run)
        case .character("3", _): return toggle(.checksum, state, &run)
        case .character("h", _):
            let octets = opened.editor.octets[
                field.field.octets.clamped(to: 0..<opened.editor.octets.count)]
            let digits = octets.prefix(64).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            state.mode = .typing(
                LineEditor(
                    .argument(command: "", question: "octets from \(field.field.offset) on:"), text: digits),
                .octets(offset: field.field.offset))
        case .character("w", _): state.showsAll.toggle()
        case .character("i", _): return nextInterface(state, opened, &run)
        case .character("t", _): return offerTemplates(state)
        case .character("d", _):
            guard state.target == .composed else { return refuse("only a composed message is thrown away") }
            overlay = nil
            return execute(.edit(.discard), &run)
        case .character("n", _), .character("s", _):
            overlay = nil
            if case .held(let number) = state.target { return execute(.gate(.release(number)), &run) }
            return execute(.edit(.send), &run)
        default:
            switch options.keys[key] {
            case "up": state.row -= 1
            case "down": state.row += 1
            case "page-up": state.row -= page
            case "page-down": state.row += page
            case "first": state.row = 0
            case "last": state.row = rows.count - 1
            case "help":
                editorBehind = state
                overlay = .help(0)
                return []
            case "command-line":
                editorBehind = state
                overlay = .line(LineEditor(.command))
                return []
            default: return []
            }
        }
        state.row = max(0, min(state.row, rows.count - 1))
        state.path = rows[state.row].path
        overlay = .editor(state)
        return []
    }

    private func keyLabel(_ command: String) -> String {
        options.keys.key(of: command)?.label ?? ":" + command
    }

    /// The path of the option that a field is in.
    private func optionPath(_ field: EditableField) -> String {
        field.path.split(separator: "/").prefix(2).joined(separator: "/")
    }

    /// Enter: opens what has fields in it, turns a flag, offers names, or takes a value.
    private mutating func change(
        _ before: EditorState, _ field: EditableField, _ run: inout some Run
    ) -> [ConsoleEffect] {
        var state = before
        switch field.kind {
        case .container:
            state.fold(field, open: !state.isOpen(field))
        case .flag:
            return apply(
                .set(field: field.path, value: field.field.value == "on" ? "off" : "on"), state, &run)
        case .flags:
            if state.isOpen(field) { state.mode = typing(field) } else { state.fold(field, open: true) }
        case .assigned(let choices):
            var list = EditorState.Choosing(
                title: field.field.name,
                items: choices.map {
                    EditorState.Choosing.Item(
                        title: "\($0.value) \($0.name)", text: "\($0.meaning) [\($0.section)]",
                        choice: .change(.set(field: field.path, value: $0.value)))
                })
            let value = field.field.value.prefix { $0 != " " }
            list.selected = choices.firstIndex { $0.value == value } ?? 0
            state.mode = .choosing(list)
        default: state.mode = typing(field)
        }
        overlay = .editor(state)
        return []
    }

    private func typing(_ field: EditableField, _ text: String = "") -> EditorState.Mode {
        .typing(
            LineEditor(
                .argument(command: "", question: "\(field.field.name) \(field.field.value) becomes"),
                text: text),
            .value(path: field.path))
    }

    private mutating func offerOptions(_ before: EditorState, _ opened: OpenedMessage) -> [ConsoleEffect] {
        var state = before
        let type = opened.editor.fields.first { $0.path == "mobility-header/mh-type" }
        let number = type.flatMap { UInt8($0.field.value.prefix { $0 != " " }) }
        let field = opened.editor.fields.first { $0.path == state.path }
        let entries = OptionNames.entries(for: number)
        var list = EditorState.Choosing(
            title: "Add an option",
            items: entries.map { entry in
                EditorState.Choosing.Item(
                    title: entry.name,
                    text: entry.meaning + " [\(entry.section)]"
                        + (entry.belongs == false ? " It does not belong into this message." : ""),
                    choice: .change(
                        .add(
                            option: entry.word, value: nil,
                            after: field.flatMap { opened.editor.placeToAdd(entry.word, at: $0) })))
            })
        // What a person most often adds.
        list.selected = entries.firstIndex { $0.word == "bid" && $0.belongs == true } ?? 0
        state.mode = .choosing(list)
        overlay = .editor(state)
        return []
    }

    private mutating func offerTemplates(_ before: EditorState) -> [ConsoleEffect] {
        var state = before
        guard state.target == .composed else { return refuse("a held message is what it is") }
        var items = [
            EditorState.Choosing.Item(
                title: "next", text: "What the node would send if it registered everything now.",
                choice: .compose(.next))
        ]
        if let message {
            items.append(
                EditorState.Choosing.Item(
                    title: "copy of \(message)", text: "The message that is selected in the exchange.",
                    choice: .compose(.copy(message))))
        }
        items += EditCommand.Template.messages.map {
            EditorState.Choosing.Item(title: $0, text: "With nothing in it.", choice: .compose(.empty($0)))
        }
        state.mode = .choosing(EditorState.Choosing(title: "Begin anew as", items: items))
        overlay = .editor(state)
        return []
    }

    private mutating func nextInterface(
        _ state: EditorState, _ opened: OpenedMessage, _ run: inout some Run
    ) -> [ConsoleEffect] {
        guard state.target == .composed else { return refuse("a held message leaves where it was to leave") }
        let names = run.interfaces().filter { $0.isUp && !$0.addresses.isEmpty }.map(\.name)
        guard !names.isEmpty else { return refuse("no interface is up") }
        let next = names.firstIndex(of: opened.interface).map { ($0 + 1) % names.count } ?? 0
        return apply(.set(field: "interface", value: names[next]), state, &run)
    }

    private mutating func toggle(
        _ correction: MessageEditor.Correction, _ state: EditorState, _ run: inout some Run
    ) -> [ConsoleEffect] {
        guard let opened else { return [] }
        return apply(.correct(correction, !opened.editor.corrects(correction)), state, &run)
    }

    /// Makes a change; the editor walks on.
    private mutating func apply(
        _ edit: MessageEdit, _ before: EditorState, _ run: inout some Run
    ) -> [ConsoleEffect] {
        var state = before
        state.mode = .browsing
        // What is added behind the chosen option is chosen then, so that one more comes behind it.
        if case .add(_, _, .some) = edit, let fields = opened?.editor.fields,
            let option = fields.first(where: { $0.path == state.path })?.option
        {
            state.goesTo = fields.count { $0.isOption && $0.option ?? 0 <= option }
        }
        overlay = .editor(state)
        return execute(.edit(.change(state.target, edit)), &run)
    }

    // MARK: Typing and choosing

    private mutating func type(
        _ before: EditorState, _ line: LineEditor, _ entry: EditorState.Entry, _ key: Key,
        _ run: inout some Run
    ) -> [ConsoleEffect] {
        var state = before
        var line = line
        switch key {
        case .named(.escape, _), .control("C"), .control("G"): state.mode = .browsing
        case .named(.enter, _):
            guard let edit = state.tentative else {
                state.mode = .browsing
                break
            }
            if let refusal = opened?.refusal, !refusal.isEmpty { return [.bell] }
            return apply(edit, state, &run)
        default:
            guard line.take(key) else { return [] }
            state.mode = .typing(line, entry)
        }
        overlay = .editor(state)
        return []
    }

    private mutating func choose(
        _ before: EditorState, _ list: EditorState.Choosing, _ key: Key, _ run: inout some Run
    ) -> [ConsoleEffect] {
        var state = before
        var list = list
        let last = max(0, list.items.count - 1)
        switch key {
        case .named(.escape, _), .control("C"), .character("q", _): state.mode = .browsing
        case .named(.enter, _), .character(" ", _):
            guard list.items.indices.contains(list.selected) else { break }
            switch list.items[list.selected].choice {
            case .change(let edit): return apply(edit, state, &run)
            case .compose(let template):
                state.mode = .browsing
                overlay = .editor(state)
                return execute(.edit(.compose(template, interface: nil)), &run)
            }
        case .character(let scalar, _) where state.path.isEmpty == false && isDigit(scalar):
            // Numbers without a name are typed.
            guard let opened, case .change(.set(let path, _)) = list.items.first?.choice,
                let field = opened.editor.fields.first(where: { $0.path == path })
            else { return [] }
            state.mode = typing(field, String(Character(scalar)))
        default:
            switch options.keys[key] {
            case "up": list.selected -= 1
            case "down", "next-pane": list.selected += 1
            case "page-up": list.selected -= 8
            case "page-down": list.selected += 8
            case "first": list.selected = 0
            case "last": list.selected = last
            default: return []
            }
            list.selected = max(0, min(list.selected, last))
            state.mode = .choosing(list)
        }
        overlay = .editor(state)
        return []
    }

    private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}
