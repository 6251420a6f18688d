import Runtime

/// Where a person is in a message that is changed by hand.
struct EditorState: Hashable, Sendable {
    /// Which message.
    var target: EditTarget
    /// The selected field.
    var path = ""
    /// Its row, for when there is no such field any more.
    var row = 0
    /// The option that is selected as soon as it is there, counted without padding.
    var goesTo: Int?
    /// Containers that are open beside those that always are.
    var unfolded: Set<String> = []
    /// Whether all that would come of the message is shown, with as little of its fields as that leaves.
    var showsAll = false
    var mode = Mode.browsing

    /// What keys do.
    enum Mode: Hashable, Sendable {
        /// They walk over the fields.
        case browsing
        /// They type a value.
        case typing(LineEditor, Entry)
        /// They choose from a list.
        case choosing(Choosing)
    }

    /// What is typed.
    enum Entry: Hashable, Sendable {
        /// The value of a field.
        case value(path: String)
        /// Octets at an offset.
        case octets(offset: Int)
    }

    /// A list to choose from.
    struct Choosing: Hashable, Sendable {
        var title: String
        var items: [Item]
        var selected = 0

        struct Item: Hashable, Sendable {
            var title: String
            var text: String
            var choice: Choice
        }
    }

    enum Choice: Hashable, Sendable {
        case change(MessageEdit)
        case compose(EditCommand.Template)
    }

    /// The change that is typed or pointed at, to show what it would come to; nil: none.
    var tentative: MessageEdit? {
        switch mode {
        case .browsing: return nil
        case .typing(let line, let entry):
            let text = line.string
            guard !text.isEmpty, !text.contains(" ") || entry.isText else { return nil }
            switch entry {
            case .value(let path): return .set(field: path, value: text)
            case .octets(let offset): return .set(field: "@\(offset)", value: text)
            }
        case .choosing(let list):
            guard list.items.indices.contains(list.selected),
                case .change(let edit) = list.items[list.selected].choice
            else { return nil }
            return edit
        }
    }

    /// The fields that are seen.
    func rows(_ fields: [EditableField]) -> [EditableField] {
        var seen: [EditableField] = []
        var hiddenBelow: Int?
        for field in fields {
            if let depth = hiddenBelow {
                if field.depth > depth { continue }
                hiddenBelow = nil
            }
            seen.append(field)
            if field.isFoldable, !isOpen(field) { hiddenBelow = field.depth }
        }
        return seen
    }

    func isOpen(_ field: EditableField) -> Bool {
        // The message is what a person came for; the headers around it, flags and options open when asked.
        (field.path == "mobility-header") != unfolded.contains(field.path)
    }

    /// Opens or closes a container.
    mutating func fold(_ field: EditableField, open: Bool) {
        guard isOpen(field) != open else { return }
        if unfolded.remove(field.path) == nil { unfolded.insert(field.path) }
    }
}

extension EditorState.Entry {
    /// Whether blanks may stand in it.
    fileprivate var isText: Bool {
        if case .value(let path) = self { path.hasSuffix("/identifier") } else { false }
    }
}

extension EditableField {
    /// Whether it is an option as a whole, and no padding.
    var isOption: Bool { depth == 1 && option != nil && field.name != "Pad1" && field.name != "PadN" }

    /// Whether there are fields in it.
    var isFoldable: Bool {
        switch kind {
        case .container: field.length > 1 || !field.children.isEmpty
        case .flags: true
        default: false
        }
    }
}
