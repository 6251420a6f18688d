// Rows: the gate, the journal, and what a person sees.

extension CommandTable {
    private static let held = CommandDefinition.Parameter.optional("message", .number(1...Int(Int32.max)))

    static let gateRows: [CommandDefinition] = heldRows + editingRows

    private static let heldRows: [CommandDefinition] = [
        .run(
            "step-mode", .gate, "hold messages, out before they leave, in before they are seen, or both",
            [.optional("direction", .word(GateFilter.directions)), .optional("messages", .text)]
        ) { a throws(CommandError) in
            guard let direction = a.word(0) else { return .gate(.hold(nil)) }
            _ = try a.word(0, of: GateFilter.directions)
            var kinds: [String] = []
            for index in 1..<max(1, a.words.count) { kinds.append(try a.word(index, of: messages)) }
            let isBoth = direction.text == "both"
            return .gate(
                .hold(
                    GateFilter(
                        outgoing: isBoth || direction.text == "out",
                        incoming: isBoth || direction.text == "in",
                        messages: kinds.filter { $0 != "any" })))
        },
        .run("release", .gate, "let a held message go, by its entry; none: the first held", [held]) {
            a throws(CommandError) in .gate(.release(try a.held(0)))
        },
        .run("drop", .gate, "lose a held message", [held]) {
            a throws(CommandError) in .gate(.drop(try a.held(0)))
        },
        .run("duplicate", .gate, "let a held message go twice", [held]) {
            a throws(CommandError) in .gate(.duplicate(try a.held(0)))
        },
        .run("delay", .gate, "let a held message go later", [.required("time", .duration), held]) {
            a throws(CommandError) in .gate(.delay(try a.held(1), try a.duration(0)))
        },
    ]

    static let journalRows: [CommandDefinition] = [
        .run("back", .journal, "back in the journal", [.optional("entries", .number(1...1_000_000))]) {
            a throws(CommandError) in .rewind(a.word(0) == nil ? -1 : -(try a.number(0, in: 1...1_000_000)))
        },
        .run("forward", .journal, "forward in the journal", [.optional("entries", .number(1...1_000_000))]) {
            a throws(CommandError) in .rewind(a.word(0) == nil ? 1 : try a.number(0, in: 1...1_000_000))
        },
        .run(
            "goto", .journal, "show the run as it was after an entry, 120, or at a time, 12.5s",
            [.required("entry", .name)]
        ) { a throws(CommandError) in .past(try a.place(0)) },
        .run("present", .journal, "back from the past") { _ throws(CommandError) in .past(.present) },
        .run(
            "branch", .journal, "continue from the past that is shown; with a number, go to that branch",
            [.optional("number", .name)]
        ) { a throws(CommandError) in .past(a.word(0).map { .goToBranch($0.text) } ?? .branch) },
        .run(
            "note", .journal, "words of your own, to be found in the journal later",
            [.required("words", .text)]
        ) { a throws(CommandError) in .note(a.rest(from: 0)) },
        .view(
            "compare", .journal, "what is shown beside another branch: bindings, caches, exchange",
            [.optional("number", .name)]),
        .view(
            "what-if", .journal,
            "what would be with another setting from the beginning; none named: each other profile and policy",
            [.optional("setting", .setting), .optional("value", .settingValue)]),
        .view("branches", .journal, "the branches of the run, to choose one"),
        .run(
            "write", .journal, "write the run, its messages, ladder or bindings into a file",
            [.optional("kind", .word(FileKind.allCases.map(\.rawValue))), .optional("file", .name)]
        ) { a throws(CommandError) in
            .write(
                kind: a.word(0) == nil ? "" : try a.word(0, of: FileKind.allCases.map(\.rawValue)),
                file: a.word(1)?.text ?? "")
        },
        .view(
            "record", .journal, "record the run into a file as it goes on; off: end it",
            [.optional("file", .name)]),
        .view(
            "filter", .journal, "show only entries with these words; none: all", [.optional("words", .text)]),
    ]

    static let viewRows: [CommandDefinition] = [
        .view("mark", .view, "mark the selected binding, or take the mark away"),
        .view("inspect", .view, "look into the selected row"),
        .view("next-pane", .view, "the next pane"),
        .view("previous-pane", .view, "the pane before"),
        .view("up", .view, "one row up"),
        .view("down", .view, "one row down"),
        .view("left", .view, "to the left, or close a branch"),
        .view("right", .view, "to the right, or open a branch"),
        .view("page-up", .view, "a page up"),
        .view("page-down", .view, "a page down"),
        .view("first", .view, "to the first row"),
        .view("last", .view, "to the last row, and follow what comes"),
        .view("pane", .view, "show a pane, and go there", [.required("pane", .pane)]),
        .view("hide", .view, "hide a pane, or show it again", [.optional("pane", .pane)]),
        .view(
            "sort", .view,
            "bindings of the caches by address, lifetime or change; none named: the next order",
            [.optional("order", .word(["address", "lifetime", "change"]))]),
        .view("find", .view, "the binding of a home address in the caches", [.optional("address", .name)]),
        .view("zoom", .view, "the pane alone, or all panes again"),
        .view("theme", .view, "another theme; none named: the next one", [.optional("theme", .theme)]),
        .view(
            "preview", .view, "show each message before it is sent, or send at once",
            [.optional("state", .toggle)]),
        .view("privacy", .view, "mask addresses, or show them", [.optional("state", .toggle)]),
        .view("copy", .view, "copy the selected row"),
        .view("settings", .view, "profile, policies, home agent"),
    ]

    static let programRows: [CommandDefinition] = [
        .view("command-line", .program, "type a command"),
        .view("help", .program, "keys and commands"),
        .view("cancel", .program, "close what is open"),
        .view("redraw", .program, "draw the screen anew"),
        .view("suspend", .program, "back to the shell; fg returns"),
        .view("quit", .program, "leave"),
    ]
}
