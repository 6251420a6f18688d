import Grid
import Nodes
import Runtime

// What commands do: those of the screen here, those of the run through `Run.perform`, after a question where something
// would be taken away.

extension Console {
    /// The names that arguments can have now, with those that only the console knows.
    func vocabulary(_ run: some Run) -> Vocabulary {
        var vocabulary = run.vocabulary()
        vocabulary.themes = options.themes
        vocabulary.panes = Pane.allCases.map(\.rawValue)
        return vocabulary
    }

    /// Does the command of a key, on what is selected or marked.
    mutating func act(_ command: String, _ run: inout some Run, _ columns: Int, _ rows: Int)
        -> [ConsoleEffect]
    {
        // Most keys ask for none of these.
        func selected() -> BindingLine? { selectedBinding(BindingLine.lines(of: run)) }
        let isAgent = run.headline.kind == .agent
        switch command {
        case "bulk-register":
            guard !isAgent else { return refuse("an agent registers nothing") }
            return ask(.registerBulk(marks), &run)
        case "register":
            if isAgent { return ask(.requestRefresh(marks), &run) }
            let line = selected()
            guard let bid = line?.bid else { return refuse("no BID is selected") }
            if case .binding(let row) = line, row.role == "correspondent" {
                return ask(.registerAtCorrespondent(bid, peer: row.peer.description), &run)
            }
            return ask(.register(bid), &run)
        case "deregister":
            let line = selected()
            let bids = marks.isEmpty ? line?.bid.map { [$0] } ?? [] : marks
            if isAgent { return ask(.revoke(bids), &run) }
            if marks.isEmpty, case .binding(let row) = line {
                if row.role == "correspondent" {
                    return ask(.deregisterAtCorrespondent(row.bid ?? 0, peer: row.peer.description), &run)
                }
                if row.bid == nil { return ask(.deregisterAll, &run) }
            }
            guard !bids.isEmpty else { return refuse("no BID is selected or marked") }
            return ask(.deregister(bids), &run)
        case "deregister-all": return ask(isAgent ? .revoke([]) : .deregisterAll, &run)
        case "toggle-overwrite":
            guard !isAgent else { return refuse("an agent sends no Binding Update") }
            return ask(.setOverwrite(nil), &run)
        case "return-home":
            guard !options.isReadOnly else { return refuseReadOnly() }
            overlay = .menu(homeMenu(run))
            return []
        case "change-bid":
            guard !options.isReadOnly else { return refuseReadOnly() }
            guard let bid = selected()?.bid else { return refuse("no BID is selected") }
            overlay = .line(
                LineEditor(.argument(command: "change-bid \(bid)", question: "BID \(bid) becomes BID")))
            return []
        case "register-at-correspondent":
            guard let bid = selected()?.bid else { return refuse("no BID is selected") }
            return ask(.registerAtCorrespondent(bid, peer: nil), &run)
        case "faults":
            guard !options.isReadOnly else { return refuseReadOnly() }
            let menu = faultsMenu(run)
            guard !menu.items.isEmpty else { return refuse("faults are for the lab") }
            overlay = .menu(menu)
            return []
        case "delay":
            guard !run.held.isEmpty else {
                return refuse("no message is held\(isShut(run) ? " yet" : ": s holds them from now on")")
            }
            overlay = .line(LineEditor(.argument(command: "delay", question: "It goes on after (2s, 250ms)")))
            return []
        case "edit":
            guard !options.isReadOnly else { return refuseReadOnly() }
            return edit(&run)
        case "page-up", "page-down":
            let page = max(1, pageRows(run, columns, rows) - 1)
            move(command == "page-up" ? -page : page, run)
            return []
        default: return show(command, [], &run)
        }
    }

    /// Does what a line asks for.
    mutating func perform(_ action: CommandAction, _ run: inout some Run) -> [ConsoleEffect] {
        switch action {
        case .run(let command): ask(command, &run)
        case .view(let name, let words): show(name, words, &run)
        }
    }

    // MARK: What is seen

    private mutating func show(_ name: String, _ words: [String], _ run: inout some Run) -> [ConsoleEffect] {
        func lines() -> [BindingLine] { BindingLine.lines(of: run) }
        switch name {
        case "up": move(-1, run)
        case "down": move(1, run)
        case "page-up": move(-10, run)
        case "page-down": move(10, run)
        case "left": turn(-1, run)
        case "right": turn(1, run)
        case "first": move(-1_000_000_000, run)
        case "last":
            if focus == .exchange { message = nil } else if focus == .log { logEntry = nil }
            if focus != .exchange, focus != .log { move(1_000_000_000, run) }
        case "next-pane": cycle(1, run)
        case "previous-pane": cycle(-1, run)
        case "pane":
            if let pane = words.first.flatMap(Pane.init(rawValue:)) {
                guard pane != .lesson || showsLesson(run) else { return refuse("there is no lesson here") }
                guard pane != .held || showsHeld(run) else {
                    return refuse("no message is held: s holds them from now on")
                }
                guard !absent(run).contains(pane) else {
                    return refuse("no binding cache can be seen from here: the home agent keeps it")
                }
                hidden.remove(pane)
                setFocus(pane)
            }
        case "hide": hide(words.first.flatMap(Pane.init(rawValue:)) ?? focus, run)
        case "zoom": isZoomed.toggle()
        case "mark" where focus == .lesson: reveal(run)
        case "inspect" where focus == .lesson: return goOn(&run)
        case "inspect" where focus == .cache: return inspectCache(&run)
        case "sort": return sortCache(words.first, run)
        case "find":
            guard let word = words.first else {
                overlay = .line(LineEditor(.argument(command: "find", question: "Find which home address?")))
                return []
            }
            return findInCache(word, run)
        case "filter" where focus == .cache:
            guard words.isEmpty else { return filterCache(words.joined(separator: " "), run) }
            overlay = .line(LineEditor(.cacheFilter, text: cache.filter.text))
        case "mark": mark(lines())
        case "inspect": inspect(run)
        case "filter":
            if words.isEmpty {
                overlay = .line(LineEditor(.filter, text: filter))
            } else {
                filter = words.joined(separator: " ")
            }
        case "theme": return changeTheme(words.first)
        case "privacy":
            options.isPrivate = words.first.map { $0 == "on" } ?? !options.isPrivate
            notice = Notice(
                text: options.isPrivate ? "addresses are masked" : "addresses are shown", isError: false)
        case "preview":
            options.showsPreviews = words.first.map { $0 == "on" } ?? !options.showsPreviews
            notice = Notice(
                text: options.showsPreviews
                    ? "messages are shown before they are sent" : "messages are sent at once",
                isError: false)
        case "copy":
            guard let text = selectedText(run, lines()) else { return refuse("nothing is selected") }
            notice = Notice(text: "copied: \(text)", isError: false)
            return [.copy(text)]
        case "record": return record(words.first)
        case "compare": return compare(run.comparison(with: .branch(words.first)))
        case "what-if":
            return whatIf(words, run, lines())
        case "branches":
            guard !run.branchViews.isEmpty else { return refuse("only a lab has branches") }
            overlay = .menu(branchMenu(run))
        case "settings":
            guard !run.settings().isEmpty else { return refuse("nothing can be set here") }
            overlay = .settings(0)
        case "return-home", "faults", "bulk-register", "register", "deregister":
            return act(name, &run, 80, 24)
        case "command-line": overlay = .line(LineEditor(.command))
        case "help": overlay = .help(0)
        case "cancel":
            if focus == .cache, cache.node != nil {
                leaveNode()
            } else if focus == .cache, !cache.filter.isEmpty {
                return filterCache("", run)
            } else if !marks.isEmpty {
                marks = []
            } else if !filter.isEmpty {
                filter = ""
            } else if isZoomed {
                isZoomed = false
            } else if run.past != nil {
                return execute(.past(.present), &run)
            }
        case "redraw": return [.redraw]
        case "suspend": return [.suspend]
        case "quit": return run.headline.kind == .capture ? [.quit] : quit(lines(), run)
        default:
            // What is left are commands of the run that take nothing from the screen.
            do throws(CommandError) {
                let action = try CommandTable.standard.parse(name, vocabulary: vocabulary(run))
                if case .run(let command) = action { return ask(command, &run) }
            } catch {
                overlay = .line(LineEditor(.command, text: name + " "))
            }
        }
        return []
    }

    /// Another pane gets the keys.
    ///
    /// - Parameter isPassing: on the way to another one, as Tab goes: it does not stay in its place afterwards.
    mutating func setFocus(_ pane: Pane, isPassing: Bool = false) {
        focus = pane
        if !isPassing {
            recent.removeAll { $0 == pane }
            recent.append(pane)
        }
        // "Why" and "message" go on speaking of what was selected.
        if pane != .why, pane != .message, pane != .flows, pane != .cache, pane != .lesson {
            subjectPane = pane
        }
        if pane == .message || pane == .held { subjectPane = .exchange }
        if pane == .cache, options.beginsWith == .cache { subjectPane = .cache }
        whyRow = 0
    }

    private mutating func cycle(_ step: Int, _ run: some Run) {
        // The order is that of the widest screen, so that Tab goes the same way everywhere.
        let order = [
            Pane.bindings, .exchange, .held, .message, .why, .interfaces, .cache, .flows, .log, .lesson,
        ]
        .filter {
            !hidden.contains($0) && ($0 != .lesson || showsLesson(run)) && ($0 != .held || showsHeld(run))
                && !absent(run).contains($0)
        }
        guard !order.isEmpty else { return }
        let index = order.firstIndex(of: focus) ?? 0
        setFocus(order[(index + step + order.count) % order.count], isPassing: true)
        whyRow = 0
    }

    private mutating func hide(_ pane: Pane, _ run: some Run) {
        if hidden.contains(pane) {
            hidden.remove(pane)
            setFocus(pane)
            return
        }
        guard hidden.count < Pane.allCases.count - 1 else {
            notice = Notice(text: "the last pane stays", isError: true)
            return
        }
        hidden.insert(pane)
        notice = Notice(text: ":hide \(pane.rawValue) shows the pane again", isError: false)
        if focus == pane { cycle(1, run) }
    }

    private mutating func mark(_ lines: [BindingLine]) {
        guard let bid = selectedBinding(lines)?.bid else { return }
        if let index = marks.firstIndex(of: bid) {
            marks.remove(at: index)
        } else {
            marks.append(bid)
            marks.sort()
        }
        // The next row, so that several are marked quickly.
        if focus == .bindings { moveBinding(1, lines, wraps: false) }
    }

    private mutating func inspect(_ run: some Run) {
        switch focus {
        case .bindings:
            setFocus(.why)
            subjectPane = .bindings
        case .exchange:
            if message == nil { message = shownMessage(run) }
            fieldRow = nil
            setFocus(.message)
        case .held:
            let held = run.held
            guard let index = heldIndex(held) else { return }
            message = held[index].number
            fieldRow = nil
            setFocus(.message)
        case .log:
            let entry = logEntry ?? run.journal.numbers.last
            if let entry, run.journal[entry]?.octets != nil {
                message = entry
                fieldRow = nil
                setFocus(.message)
            } else {
                setFocus(.why)
                subjectPane = .log
            }
        case .interfaces:
            setFocus(.why)
            subjectPane = .interfaces
        case .message, .why: setFocus(subjectPane)
        case .flows: isZoomed.toggle()
        case .lesson, .cache: break
        }
    }

    private mutating func changeTheme(_ name: String?) -> [ConsoleEffect] {
        guard !options.themes.isEmpty else { return refuse("there is no other theme") }
        let index = options.themes.firstIndex(of: options.theme).map { ($0 + 1) % options.themes.count } ?? 0
        options.theme = name ?? options.themes[index]
        notice = Notice(text: "theme \(options.theme)", isError: false)
        return [.theme(options.theme)]
    }

    private func selectedText(_ run: some Run, _ lines: [BindingLine]) -> String? {
        switch focus {
        case .exchange, .message, .held:
            return shownMessage(run).flatMap { run.journal[$0] }.map { entry in
                EntryText(parties: run.parties, format: run.format).line(of: entry)
            }
        case .log:
            return (logEntry ?? run.journal.numbers.last).flatMap { run.journal[$0] }.map { entry in
                EntryText(parties: run.parties, format: run.format).line(of: entry)
            }
        default:
            switch selectedBinding(lines) {
            case .binding(let row): return row.careOfAddress.map { "\($0)" }
            case .candidate(let interface, _): return interface.addresses.first.map { "\($0.address)" }
            default: return nil
            }
        }
    }

    private mutating func quit(_ lines: [BindingLine], _ run: some Run) -> [ConsoleEffect] {
        let bound = lines.compactMap { line -> String? in
            guard case .binding(let row) = line, row.isBound else { return nil }
            return row.bid.map { "BID \($0)" } ?? "the ordinary binding"
        }
        let waiting = run.headline.kind == .lab ? 0 : run.held.count
        guard !bound.isEmpty || waiting > 0, !options.isReadOnly else { return [.quit] }
        guard !bound.isEmpty else {
            overlay = .confirm(
                Confirmation(
                    title: "Quit with held messages", command: nil, entries: [Console.held(waiting)],
                    button: "Quit"))
            return []
        }
        overlay = .confirm(
            Confirmation(
                title: "Quit with live bindings", command: nil,
                entries: [
                    Confirmation.Entry(label: "Live", text: Wording.list(bound)),
                    Confirmation.Entry(
                        label: "Effect",
                        text: "Nothing is sent. The other side keeps them until their lifetimes are over.",
                        isWarning: true),
                ] + (waiting > 0 ? [Console.held(waiting)] : []), button: "Quit"))
        return []
    }

    private static func held(_ count: Int) -> Confirmation.Entry {
        Confirmation.Entry(
            label: "Held", text: "The gate opens: \(count) held message\(count == 1 ? " goes" : "s go") on.")
    }

    // MARK: Refusals

    mutating func refuse(_ reason: String) -> [ConsoleEffect] {
        notice = Notice(text: reason, isError: true)
        return [.bell]
    }

    mutating func refuseReadOnly() -> [ConsoleEffect] {
        refuse("read only: nothing may be changed")
    }
}
