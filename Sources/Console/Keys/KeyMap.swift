public import Grid

/// Which key does which command. Commands are those of the command table, by name.
public struct KeyMap: Hashable, Sendable {
    /// The bindings, in the order of help.
    public private(set) var bindings: [Binding]

    /// A key and what it does.
    public struct Binding: Hashable, Sendable {
        /// The key.
        public var key: Key
        /// The name of the command.
        public var command: String

        /// A key for a command.
        public init(_ key: Key, _ command: String) {
            self.key = key
            self.command = command
        }
    }

    /// What is wrong with a binding that somebody wants.
    public enum Problem: Error, Hashable, Sendable {
        /// The key has another command already.
        case taken(key: String, by: String)
        /// The key is kept for terminals that divide the screen, or for leaving it.
        case reserved(key: String)
        /// There is no key of this name.
        case unknownKey(String)
        /// There is no command of this name.
        case unknownCommand(String)

        /// A sentence for a person.
        public var text: String {
            switch self {
            case .taken(let key, let command): "\(key) is the key of \(command) already"
            case .reserved(let key): "\(key) is not for commands"
            case .unknownKey(let key): "there is no key \"\(key)\""
            case .unknownCommand(let command): "there is no command \"\(command)\""
            }
        }
    }

    /// A map of these keys; of two bindings of one key the first counts.
    public init(_ bindings: [Binding]) {
        self.bindings = bindings
    }

    /// The command of a key.
    public subscript(key: Key) -> String? { bindings.first { $0.key == key }?.command }

    /// The key that help and the bottom line name for a command.
    public func key(of command: String) -> Key? { bindings.first { $0.command == command }?.key }

    /// Gives a command another key, in the place of those that it had.
    ///
    /// - Parameter commands: the commands that there are.
    public mutating func bind(_ keyName: String, to command: String, commands: [String]) throws(Problem) {
        guard commands.contains(command) else { throw .unknownCommand(command) }
        guard let key = Key(name: keyName) else { throw .unknownKey(keyName) }
        guard key != .control("A"), key != .control("B"), key != .named(.escape, []) else {
            throw .reserved(key: key.name)
        }
        if let other = self[key], other != command { throw .taken(key: key.name, by: other) }
        let place = bindings.firstIndex { $0.command == command } ?? bindings.endIndex
        bindings.removeAll { $0.command == command }
        bindings.insert(Binding(key, command), at: min(place, bindings.count))
    }

    /// The keys as the program comes. Where a command has several, the first is the one that help names.
    public static let standard = KeyMap(
        typed([
            ("b", "bulk-register"), ("r", "register"), ("d", "deregister"), ("D", "deregister-all"),
            ("o", "toggle-overwrite"), ("h", "return-home"), ("i", "change-bid"),
            ("c", "register-at-correspondent"), (" ", "mark"), ("s", "step-mode"), ("n", "release"),
            ("x", "drop"), ("y", "duplicate"), ("l", "delay"), ("e", "edit"), ("[", "back"),
            ("]", "forward"), ("p", "pause"), ("+", "faster"), ("-", "slower"), ("f", "faults"),
            ("w", "write"), ("/", "filter"), (":", "command-line"), ("?", "help"), ("t", "theme"),
            ("z", "zoom"), ("v", "settings"), ("q", "quit"), ("H", "hide"), ("P", "preview"),
            ("M", "privacy"), ("C", "copy"), ("S", "sort"), ("F", "find"), ("W", "what-if"),
        ])
            + named([
                (.enter, "inspect"), (.tab, "next-pane"), (.backTab, "previous-pane"), (.up, "up"),
                (.down, "down"), (.left, "left"), (.right, "right"), (.pageUp, "page-up"),
                (.pageDown, "page-down"), (.home, "first"), (.end, "last"), (.escape, "cancel"),
            ])
            + [
                Binding(.control("L"), "redraw"), Binding(.control("Z"), "suspend"),
                Binding(.function(1), "help"),
            ] + typed([("=", "faster"), ("k", "up"), ("j", "down"), ("g", "first"), ("G", "last")]))

    private static func named(_ pairs: [(Key.Name, String)]) -> [Binding] {
        pairs.map { Binding(.named($0.0, []), $0.1) }
    }

    private static func typed(_ pairs: [(Unicode.Scalar, String)]) -> [Binding] {
        pairs.map { Binding(.character($0.0, alt: false), $0.1) }
    }
}

extension Key {
    /// What people call it: `b`, `space`, `ctrl-l`, `alt-x`, `page-up`, `f1`; what happens by mouse has no name.
    public var name: String {
        switch self {
        case .character(" ", let alt): (alt ? "alt-" : "") + "space"
        case .character(let scalar, let alt): (alt ? "alt-" : "") + String(Character(scalar))
        case .control(let scalar): "ctrl-" + String(Character(scalar)).lowercased()
        case .named(let name, let modifiers):
            (modifiers.contains(.control) ? "ctrl-" : "") + (modifiers.contains(.alt) ? "alt-" : "")
                + (modifiers.contains(.shift) ? "shift-" : "") + name.rawValue
        case .function(let number): "f\(number)"
        case .click, .wheel, .paste: ""
        }
    }

    /// What stands for it on the screen: `Tab` for `tab`, `^L` for `ctrl-l`.
    var label: String {
        switch self {
        case .named(.enter, []): "Enter"
        case .named(.escape, []): "Esc"
        case .named(.tab, []): "Tab"
        case .named(.backTab, []): "Shift-Tab"
        case .named(.pageUp, []): "PgUp"
        case .named(.pageDown, []): "PgDn"
        case .named(let name, []):
            name.rawValue.prefix(1).uppercased() + name.rawValue.dropFirst()
        case .control(let scalar): "^" + String(Character(scalar))
        case .function(let number): "F\(number)"
        default: name
        }
    }

    /// A key by its name.
    public init?(name: String) {
        var rest = name[...]
        var modifiers: Modifiers = []
        let prefixes: [(String, Modifiers)] = [("ctrl-", .control), ("alt-", .alt), ("shift-", .shift)]
        var isPrefixed = true
        while isPrefixed {
            isPrefixed = false
            for (prefix, modifier) in prefixes where rest.hasPrefix(prefix) && rest.count > prefix.count {
                rest = rest.dropFirst(prefix.count)
                modifiers.insert(modifier)
                isPrefixed = true
            }
        }
        if let named = Name(rawValue: String(rest)) {
            self = .named(named, modifiers)
            return
        }
        if rest.count > 1, rest.first == "f", let number = Int(rest.dropFirst()), 1...24 ~= number,
            modifiers.isEmpty
        {
            self = .function(number)
            return
        }
        let scalars = (rest == "space" ? " " : rest).unicodeScalars
        guard scalars.count == 1, let scalar = scalars.first, !modifiers.contains(.shift),
            scalar.value >= 0x20,
            scalar.value != 0x7f
        else { return nil }
        if modifiers.contains(.control) {
            guard let upper = String(Character(scalar)).uppercased().unicodeScalars.first,
                modifiers == .control
            else {
                return nil
            }
            self = .control(upper)
        } else {
            self = .character(scalar, alt: modifiers.contains(.alt))
        }
    }
}
