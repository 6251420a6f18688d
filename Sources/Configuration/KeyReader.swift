import Console
import Grid
import StrictTOML

/// Reads `[keys]`: a command's name, and its key or keys in the place of those that it had.
struct KeyReader {
    private let before: KeyMap
    private let commands: [String]

    init(_ before: KeyMap, commands: [String]) {
        self.before = before
        self.commands = commands
    }

    func read(_ table: inout StrictTable) -> KeyMap {
        // All commands of the table give their keys back first, so that two of them can change places.
        var bindings = before.bindings.filter { !table.contains($0.command) || $0.command == KeyReader.fixed }
        for command in table.names {
            guard isCommand(command, &table) else { continue }
            for key in keys(of: command, &table) {
                guard let binding = bindings.first(where: { $0.key == key }) else {
                    bindings.append(KeyMap.Binding(key, command))
                    continue
                }
                if binding.command == command {
                    table.refuse(command, "\"\(key.name)\" stands twice", accepted: "each key once")
                } else {
                    table.refuse(
                        command, "\"\(key.name)\" is the key of `\(binding.command)`",
                        accepted:
                            "a key that nothing else has, or another one for `\(binding.command)` as well")
                }
            }
        }
        return KeyMap(sorted(bindings))
    }

    /// Escape closes what is open, whatever else the keys are.
    private static let fixed = "cancel"

    private func isCommand(_ name: String, _ table: inout StrictTable) -> Bool {
        if name == KeyReader.fixed {
            table.refuseName(name, "`cancel` is always on escape", accepted: "keys for other commands")
            return false
        }
        guard !commands.contains(name) else { return true }
        let meant = Spelling.nearest(to: name, among: commands).map { ", did you mean `\($0)`?" } ?? ""
        table.refuseName(
            name, "unknown command `\(name)`" + meant,
            accepted: commands.filter { $0 != KeyReader.fixed }.joined(separator: ", "))
        return false
    }

    /// A key, or an array of keys; those that cannot be are noted and left out.
    private func keys(of command: String, _ table: inout StrictTable) -> [Key] {
        if case .array = table.value(command)?.content {
            let names = table.strings(command)
            return names.compactMap { key($0, of: command, &table) }
        }
        return key(table.string(command), of: command, &table).map { [$0] } ?? []
    }

    private func key(_ name: String, of command: String, _ table: inout StrictTable) -> Key? {
        // The empty string is the stand-in of what was no string, which has been said.
        if name.isEmpty, table.value(command)?.content != .string("") { return nil }
        guard let key = Key(name: name) else {
            table.refuse(
                command, "there is no key \"\(name)\"",
                accepted:
                    "a character, space, f1 to f24, \(Key.Name.allCases.map(\.rawValue).joined(separator: ", ")), "
                    + "each with ctrl-, alt- or shift- before it where that makes another key")
            return nil
        }
        if let twin = KeyReader.twins[key] {
            table.refuse(
                command, "a terminal sends the same for \"\(key.name)\" and \(twin)", accepted: "\"\(twin)\"")
            return nil
        }
        if let reason = KeyReader.reserved[key] {
            table.refuse(command, "\"\(key.name)\" is \(reason)", accepted: "another key")
            return nil
        }
        return key
    }

    /// Control characters that are a named key's as well.
    private static let twins: [Key: String] = [
        .control("H"): "backspace", .control("I"): "tab", .control("J"): "enter", .control("M"): "enter",
        .control("["): "escape",
    ]

    /// Keys that mean something to what stands between a person and the console.
    private static let reserved: [Key: String] = [
        .control("A"): "kept for screen, which takes it for itself",
        .control("B"): "kept for tmux, which takes it for itself",
        .control("C"): "kept for leaving",
        .control("Q"): "kept for serial lines, which take it for flow control",
        .control("S"): "kept for serial lines, which take it for flow control",
        .named(.escape, []): "kept for closing what is open",
    ]

    /// In the order of the keys before, so that help and the bottom line keep theirs.
    private func sorted(_ bindings: [KeyMap.Binding]) -> [KeyMap.Binding] {
        var places: [String: Int] = [:]
        for (place, binding) in before.bindings.enumerated() where places[binding.command] == nil {
            places[binding.command] = place
        }
        return bindings.enumerated()
            .sorted { left, right in
                let leftPlace = places[left.element.command] ?? .max
                let rightPlace = places[right.element.command] ?? .max
                return (leftPlace, left.offset) < (rightPlace, right.offset)
            }
            .map(\.element)
    }
}
