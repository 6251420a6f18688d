import Grid
import Runtime

/// What stands above the panes and has the keys.
enum Overlay: Hashable, Sendable {
    /// A question whether something shall be done.
    case confirm(Confirmation)
    /// Something to choose from.
    case menu(Menu)
    /// Keys and commands, from this line on.
    case help(Int)
    /// A line that is typed.
    case line(LineEditor)
    /// Two runs beside each other, from this line on.
    case comparison(Comparison, Int)
    /// What can be set; the selected row.
    case settings(Int)
    /// A message that is changed or made by hand.
    case editor(EditorState)
}

/// A question whether something shall be done, with what it would do.
struct Confirmation: Hashable, Sendable {
    var title: String
    /// What is done if it shall; nil: leave.
    var command: RunCommand?
    /// What would leave, what would become of what.
    var entries: [Entry]
    /// The word on the button that does it.
    var button: String
    /// Whether that button is the selected one; Cancel is, to begin with.
    var isConfirming = false

    struct Entry: Hashable, Sendable {
        var label: String
        var text: String
        var isWarning = false
        /// Octets are not broken into lines, and hidden where addresses are.
        var isOctets = false
    }
}

/// Something to choose from.
struct Menu: Hashable, Sendable {
    var title: String
    var items: [Item]
    var selected = 0
    /// What stands below.
    var note = ""

    struct Item: Hashable, Sendable {
        var title: String
        /// What it would do.
        var text: String
        var choice: Choice
        /// Why it cannot be chosen; empty: it can.
        var refusal = ""
    }

    enum Choice: Hashable, Sendable {
        /// Does this, after a question where something would be taken away.
        case run(RunCommand)
        /// Begins a line with this.
        case line(String)
        /// Sets a value.
        case set(String, String)
    }
}

/// A line that is typed: a command, a filter, a value.
struct LineEditor: Hashable, Sendable {
    /// What it is for.
    var purpose: Purpose
    /// What was typed.
    var text: [Character]
    /// Where the next character goes.
    var cursor: Int
    /// What is wrong with it; empty: nothing.
    var error = ""
    /// How far back in the history; 0: what is typed now.
    var historyIndex = 0
    /// What was typed before going back in the history.
    var draft: [Character] = []

    enum Purpose: Hashable, Sendable {
        case command
        case filter
        /// Words that bindings of the caches must fit.
        case cacheFilter
        /// The rest of a command; what is asked for.
        case argument(command: String, question: String)
        /// A value for a setting.
        case setting(String)
    }

    init(_ purpose: Purpose, text: String = "") {
        self.purpose = purpose
        self.text = Array(text)
        cursor = self.text.count
    }

    var string: String { String(text) }

    /// Takes text at the cursor, without what is no character.
    mutating func insert(_ new: String) {
        let clean = new.filter { character in
            !character.unicodeScalars.contains { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) }
        }
        let room = max(0, LineEditor.limit - text.count)
        let added = Array(clean.prefix(room))
        text.insert(contentsOf: added, at: cursor)
        cursor += added.count
        error = ""
    }

    private static let limit = 1024

    /// Takes a key that changes the text or moves in it; whether it does.
    mutating func take(_ key: Key) -> Bool {
        switch key {
        case .character(let scalar, alt: false): insert(String(Character(scalar)))
        case .named(.backspace, _), .control("H"): deleteBackward()
        case .named(.delete, _), .control("D"): deleteForward()
        case .named(.left, _): cursor = max(0, cursor - 1)
        case .named(.right, _): cursor = min(text.count, cursor + 1)
        case .named(.home, _): cursor = 0
        case .named(.end, _), .control("E"): cursor = text.count
        case .control("U"): replace("")
        case .control("W"): deleteWord()
        default: return false
        }
        return true
    }

    mutating func deleteBackward() {
        guard cursor > 0 else { return }
        cursor -= 1
        text.remove(at: cursor)
        error = ""
    }

    mutating func deleteForward() {
        guard cursor < text.count else { return }
        text.remove(at: cursor)
        error = ""
    }

    mutating func deleteWord() {
        while cursor > 0, text[cursor - 1] == " " { deleteBackward() }
        while cursor > 0, text[cursor - 1] != " " { deleteBackward() }
    }

    mutating func replace(_ string: String) {
        text = Array(string)
        cursor = text.count
        error = ""
    }

    /// A line of the history; positive goes back.
    mutating func recall(_ step: Int, _ history: [String]) {
        let index = max(0, min(historyIndex + step, history.count))
        guard index != historyIndex else { return }
        if historyIndex == 0 { draft = text }
        historyIndex = index
        replace(index == 0 ? String(draft) : history[history.count - index])
    }
}
