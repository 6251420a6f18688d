/// One change of a message by hand. A field or an option is named by as much of its path as makes it one; see
/// `MessageEditor`.
public enum MessageEdit: Hashable, Sendable, Codable {
    /// A field gets another value.
    case set(field: String, value: String)
    /// One more option, by its name or number, with this as what it tells; behind the option of a path, or (nil) where
    /// it belongs.
    case add(option: String, value: String?, after: String?)
    /// An option goes.
    case remove(String)
    /// An option goes elsewhere among the others.
    case move(String, MoveTarget)
    /// Something is made right after every change, or stays as it is typed.
    case correct(MessageEditor.Correction, Bool)
    /// What was changed last is as before.
    case undo
    /// What was taken back last is changed again.
    case redo

    /// Where an option goes.
    public enum MoveTarget: String, CaseIterable, Hashable, Sendable, Codable {
        /// Before the option in front of it.
        case up
        /// Behind the option that follows it.
        case down
        /// In front of all others.
        case first
        /// Behind all others.
        case last
    }

    /// The words that say it, as `init(words:)` reads them.
    var words: [String] {
        switch self {
        case .set(let field, let value): [field, value]
        case .add(let option, let value, let place):
            ["add", option] + (value.map { [$0] } ?? []) + (place.map { ["after", $0] } ?? [])
        case .remove(let option): ["remove", option]
        case .move(let option, let target): ["move", option, target.rawValue]
        case .correct(let correction, let isOn): ["correct", correction.rawValue, isOn ? "on" : "off"]
        case .undo: ["undo"]
        case .redo: ["redo"]
        }
    }
}

/// Which message is changed.
public enum EditTarget: Hashable, Sendable, Codable {
    /// The one that is composed where there is one, else the held one that waits longest.
    case any
    /// The one that is composed.
    case composed
    /// A held one, by the entry of its departure.
    case held(Int)

    /// The entry of a held message; nil: it is none, or any.
    public var number: Int? { if case .held(let number) = self { number } else { nil } }

    /// The word that says it; nil: it need not be said.
    var word: String? {
        switch self {
        case .any: nil
        case .composed: "#new"
        case .held(let number): "#\(number)"
        }
    }

    /// What a word says; nil: it says no message.
    init?(word: String) {
        if word == "#new" {
            self = .composed
        } else if word.first == "#", let number = Int(word.dropFirst()), number > 0 {
            self = .held(number)
        } else {
            return nil
        }
    }
}

/// What a person does with messages by hand: change those that are held, make new ones.
public enum EditCommand: Hashable, Sendable, Codable {
    /// A message is changed.
    case change(EditTarget, MessageEdit)
    /// A new message begins from a template, to leave by an interface; nil: by the first that can.
    case compose(Template, interface: String?)
    /// The composed message leaves.
    case send
    /// The composed message is thrown away.
    case discard

    /// What a new message begins as.
    public enum Template: Hashable, Sendable, Codable {
        /// A message of this short name, `BU`, with nothing in it that it could do without.
        case empty(String)
        /// What the node would send if it registered everything now.
        case next
        /// The message of an entry of the journal.
        case copy(Int)
    }

    /// The line that says it, as `CommandTable` reads it.
    var line: String {
        switch self {
        case .change(let target, .undo): (["undo"] + (target.word.map { [$0] } ?? [])).joined(separator: " ")
        case .change(let target, .redo): (["redo"] + (target.word.map { [$0] } ?? [])).joined(separator: " ")
        case .change(let target, let edit):
            (["edit"] + (target.word.map { [$0] } ?? []) + edit.words).joined(separator: " ")
        case .compose(let template, let interface):
            "compose \(template.word)" + (interface.map { " \($0)" } ?? "")
        case .send: "send"
        case .discard: "discard"
        }
    }
}

extension EditCommand.Template {
    /// The word that says it: `bu`, `next`, `120`.
    var word: String {
        switch self {
        case .empty(let name): name.lowercased()
        case .next: "next"
        case .copy(let entry): "\(entry)"
        }
    }

    /// The short names of the messages that can begin empty.
    public static let messages = ["BU", "BA", "BRR", "HoTI", "CoTI", "HoT", "CoT", "BE", "BRI", "BRA", "HAS"]
}
