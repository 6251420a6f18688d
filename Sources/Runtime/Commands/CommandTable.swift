/// All commands by name: the one table from which keys, the `:` line, help and completion are made.
public struct CommandTable: Sendable {
    /// The rows, in the order of help.
    public let rows: [CommandDefinition]
    private let places: [String: Int]

    /// A table of these rows; of two rows of one name the first counts.
    public init(_ rows: [CommandDefinition]) {
        self.rows = rows
        places = Dictionary(rows.enumerated().map { ($0.element.name, $0.offset) }) { first, _ in first }
    }

    /// The commands of the program.
    public static let standard = CommandTable(
        registrationRows + homeRows + agentRows + flowRows + labRows + faultRows + gateRows + journalRows
            + viewRows + programRows)

    /// The row of a name.
    public subscript(name: String) -> CommandDefinition? { places[name].map { rows[$0] } }

    /// The rows of a section.
    public func rows(of section: CommandDefinition.Section) -> [CommandDefinition] {
        rows.filter { $0.section == section }
    }

    /// Reads a line: a command, or as much of its name as makes it one, and its arguments.
    ///
    /// - Parameter vocabulary: the names that arguments can have now; names outside it are refused.
    public func parse(_ line: String, vocabulary: Vocabulary) throws(CommandError) -> CommandAction {
        let words = CommandTable.words(line)
        guard let first = words.first else {
            throw CommandError(offset: 0, problem: "nothing was typed", expects: "a command; help lists them")
        }
        let row = try definition(of: first)
        let arguments = CommandTable.spelledOut(Array(words.dropFirst()), of: row, vocabulary)
        try check(arguments, of: row, vocabulary, end: line.count)
        do {
            return try row.make(CommandArguments(arguments, for: row.parameters))
        } catch {
            // What is missing is missing at the end.
            throw CommandError(
                offset: min(error.offset, line.count), problem: error.problem,
                expects: error.expects.isEmpty ? row.usage : error.expects)
        }
    }

    /// A policy may be named by its number, too: `A2` is `refresh-renews-all`.
    private static func spelledOut(
        _ words: [CommandArguments.Word], of row: CommandDefinition, _ vocabulary: Vocabulary
    ) -> [CommandArguments.Word] {
        zip(words, row.parameters).map { word, parameter in
            guard case .setting = parameter.kind,
                let setting = vocabulary.settings.first(where: {
                    !$0.number.isEmpty && $0.number.lowercased() == word.text.lowercased()
                })
            else { return word }
            return CommandArguments.Word(text: setting.key, offset: word.offset)
        } + words.dropFirst(row.parameters.count)
    }

    /// Words divided by blanks, with their places.
    static func words(_ line: String) -> [CommandArguments.Word] {
        var words: [CommandArguments.Word] = []
        var current = ""
        var start = 0
        for (offset, character) in line.enumerated() {
            if character == " " || character == "\t" {
                if !current.isEmpty { words.append(CommandArguments.Word(text: current, offset: start)) }
                current = ""
            } else {
                if current.isEmpty { start = offset }
                current.append(character)
            }
        }
        if !current.isEmpty { words.append(CommandArguments.Word(text: current, offset: start)) }
        return words
    }

    private func definition(of word: CommandArguments.Word) throws(CommandError) -> CommandDefinition {
        if let exact = self[word.text] { return exact }
        let matches = rows.filter { $0.name.hasPrefix(word.text) }
        if matches.count == 1, let only = matches.first { return only }
        guard matches.isEmpty else {
            throw CommandError(
                offset: word.offset, problem: "\"\(word.text)\" could be several commands",
                expects: matches.map(\.name).alternatives)
        }
        let near = rows.map(\.name).filter { $0.isNear(word.text) }
        throw CommandError(
            offset: word.offset, problem: "there is no command \"\(word.text)\"",
            expects: near.isEmpty ? "a command; help lists them" : near.alternatives)
    }

    /// Whether there are as many words as the command takes, and names are those that exist.
    private func check(
        _ words: [CommandArguments.Word], of row: CommandDefinition, _ vocabulary: Vocabulary, end: Int
    ) throws(CommandError) {
        let takesRest = row.parameters.last?.kind.isRest == true
        if !takesRest, words.count > row.parameters.count {
            let word = words[row.parameters.count]
            throw CommandError(
                offset: word.offset, problem: "\"\(word.text)\" is one word too many", expects: row.usage)
        }
        for (index, parameter) in row.parameters.enumerated() {
            guard index < words.count else {
                if parameter.isOptional { return }
                throw CommandError(
                    offset: end, problem: "\(parameter.name) is missing", expects: row.usage)
            }
            let known = names(parameter.kind, vocabulary, before: words.prefix(index).map(\.text))
            guard parameter.kind.isClosed, !known.contains(words[index].text) else { continue }
            throw CommandError(
                offset: words[index].offset,
                problem: "there is no \(parameter.name) \"\(words[index].text)\"",
                expects: known.isEmpty ? "that there were one" : known.alternatives)
        }
    }

    /// The names that an argument can have now.
    func names(
        _ kind: CommandDefinition.Parameter.Kind, _ vocabulary: Vocabulary, before: [String]
    ) -> [String] {
        switch kind {
        case .bids, .bid: vocabulary.bids.map(String.init)
        case .interface: vocabulary.interfaces
        case .link: vocabulary.links
        case .peer: vocabulary.peers
        case .node: vocabulary.nodes
        case .machine: vocabulary.machines
        case .flow: vocabulary.flows
        case .toggle: ["on", "off"]
        case .word(let words): words
        case .setting: vocabulary.settings.map(\.key)
        case .settingValue:
            vocabulary.settings.first { $0.key == before.last }?.choices ?? []
        case .theme: vocabulary.themes
        case .pane: vocabulary.panes
        case .address, .prefix, .number, .duration, .factor, .name, .text: []
        }
    }
}

extension CommandDefinition.Parameter.Kind {
    /// Whether only names that exist are accepted; the command itself looks at all others.
    fileprivate var isClosed: Bool {
        switch self {
        case .interface, .link, .machine, .flow, .setting, .theme, .pane: true
        default: false
        }
    }
}

extension String {
    /// Whether it is another word but for one letter: one more, one less, one different, two swapped.
    fileprivate func isNear(_ other: String) -> Bool {
        let left = Array(utf8)
        let right = Array(other.utf8)
        guard abs(left.count - right.count) <= 1, left.count > 2 else { return false }
        var head = 0
        while head < min(left.count, right.count), left[head] == right[head] { head += 1 }
        var tail = 0
        while tail < min(left.count, right.count) - head,
            left[left.count - 1 - tail] == right[right.count - 1 - tail]
        {
            tail += 1
        }
        let rest = max(left.count, right.count) - head - tail
        return rest <= 1
            || rest == 2 && left.count == right.count && left[head] == right[head + 1]
                && left[head + 1] == right[head]
    }
}
