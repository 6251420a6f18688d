// Rows: messages changed and made by hand.

extension CommandTable {
    static let editingRows: [CommandDefinition] = [
        .run(
            "edit", .gate,
            "change a held or composed message: FIELD VALUE, add OPTION, remove, move, correct; undo, redo",
            [.required("change", .text)]
        ) { a throws(CommandError) in try a.edit() },
        .run("undo", .gate, "take back what was changed last in a message", [.optional("message", .text)]) {
            a throws(CommandError) in .edit(.change(try a.editTarget(0), .undo))
        },
        .run("redo", .gate, "change again what was taken back", [.optional("message", .text)]) {
            a throws(CommandError) in .edit(.change(try a.editTarget(0), .redo))
        },
        .run(
            "compose", .gate,
            "make a message by hand: bu and others, next (what the node would send), or the entry of one to copy",
            [.optional("message", .name), .optional("interface", .interface)]
        ) { a throws(CommandError) in
            .edit(.compose(try a.template(0), interface: a.word(1)?.text))
        },
        .run("send", .gate, "send the composed message") { _ throws(CommandError) in .edit(.send) },
        .run("discard", .gate, "throw the composed message away") { _ throws(CommandError) in
            .edit(.discard)
        },
    ]
}

extension CommandArguments {
    /// Which message; nothing: the composed one, or the one that waits longest.
    func editTarget(_ index: Int) throws(CommandError) -> EditTarget {
        guard let word = word(index) else { return .any }
        if let number = Int(word.text), number > 0 { return .held(number) }
        guard let target = EditTarget(word: word.text) else {
            throw CommandError(
                offset: word.offset, problem: "\"\(word.text)\" is no message",
                expects: "the entry of a held message, as in 12, or #new")
        }
        return target
    }

    /// A change, and of which message.
    func edit() throws(CommandError) -> RunCommand {
        var rest = words[...]
        var target = EditTarget.any
        if let first = rest.first, first.text.hasPrefix("#") {
            target = try editTarget(0)
            rest = rest.dropFirst()
        }
        guard let first = rest.first else { throw missing("change") }
        let arguments = Array(rest.dropFirst())
        switch first.text {
        case "add":
            guard let option = arguments.first else { throw missing("option") }
            var tail = arguments.dropFirst()
            var place: String?
            if tail.count >= 2, tail[tail.endIndex - 2].text == "after" {
                place = tail.last?.text
                tail = tail.dropLast(2)
            }
            try refuse(tail.dropFirst(1))
            return .edit(
                .change(target, .add(option: option.text, value: tail.first?.text, after: place)))
        case "remove":
            guard let option = arguments.first else { throw missing("option") }
            try refuse(arguments[1...])
            return .edit(.change(target, .remove(option.text)))
        case "move":
            guard arguments.count >= 2 else { throw missing(arguments.isEmpty ? "option" : "place") }
            try refuse(arguments[2...])
            guard let place = MessageEdit.MoveTarget(rawValue: arguments[1].text) else {
                throw CommandError(
                    offset: arguments[1].offset, problem: "\"\(arguments[1].text)\" is no place",
                    expects: MessageEdit.MoveTarget.allCases.map(\.rawValue).alternatives)
            }
            return .edit(.change(target, .move(arguments[0].text, place)))
        case "correct":
            guard arguments.count >= 2 else { throw missing(arguments.isEmpty ? "what" : "on or off") }
            try refuse(arguments[2...])
            guard let what = MessageEditor.Correction(rawValue: arguments[0].text) else {
                throw CommandError(
                    offset: arguments[0].offset, problem: "\"\(arguments[0].text)\" is not made right",
                    expects: MessageEditor.Correction.allCases.map(\.rawValue).alternatives)
            }
            guard ["on", "off"].contains(arguments[1].text) else {
                throw CommandError(
                    offset: arguments[1].offset, problem: "\"\(arguments[1].text)\" is neither",
                    expects: "on or off")
            }
            return .edit(.change(target, .correct(what, arguments[1].text == "on")))
        case "undo", "redo":
            try refuse(arguments[...])
            return .edit(.change(target, first.text == "undo" ? .undo : .redo))
        default:
            guard let value = arguments.first else { throw missing("value") }
            if arguments.count == 2, target == .any, let number = Int(arguments[1].text), number > 0 {
                return .edit(.change(.held(number), .set(field: first.text, value: value.text)))
            }
            try refuse(arguments[1...])
            return .edit(.change(target, .set(field: first.text, value: value.text)))
        }
    }

    private func missing(_ what: String) -> CommandError {
        CommandError(offset: Int.max, problem: "\(what) is missing", expects: "")
    }

    private func refuse(_ more: ArraySlice<Word>) throws(CommandError) {
        guard let word = more.first else { return }
        throw CommandError(
            offset: word.offset, problem: "\"\(word.text)\" is one word too many",
            expects: "edit [#MESSAGE] FIELD VALUE, add OPTION [VALUE] [after OPTION], remove OPTION, "
                + "move OPTION PLACE or correct WHAT on or off")
    }

    /// What a new message begins as.
    func template(_ index: Int) throws(CommandError) -> EditCommand.Template {
        guard let word = word(index) else { return .empty("BU") }
        if word.text == "next" { return .next }
        if let number = Int(word.text), number > 0 { return .copy(number) }
        let names = EditCommand.Template.messages
        guard let name = names.first(where: { $0.lowercased() == word.text.lowercased() }) else {
            throw CommandError(
                offset: word.offset, problem: "\"\(word.text)\" is no message that can be made",
                expects: "next, the number of an entry, or " + names.map { $0.lowercased() }.alternatives)
        }
        return .empty(name)
    }
}
