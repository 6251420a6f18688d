/// What can stand at the end of a line.
public struct CommandCompletion: Hashable, Sendable {
    /// Where the word begins that is completed, in characters from 0.
    public var offset: Int
    /// What it can become, in the order in which it is offered.
    public var candidates: [String]
    /// What stands there, in words: the usage of the command, or what the argument can be.
    public var hint: String

    /// As much as all candidates begin with.
    public var common: String {
        guard var common = candidates.first else { return "" }
        for candidate in candidates.dropFirst() {
            common = String(zip(common, candidate).prefix { $0 == $1 }.map(\.0))
        }
        return common
    }
}

extension CommandTable {
    /// What the last word of a line can become.
    public func completion(of line: String, vocabulary: Vocabulary) -> CommandCompletion {
        var words = CommandTable.words(line)
        let isNewWord = line.isEmpty || line.last == " " || line.last == "\t"
        let last: CommandArguments.Word =
            isNewWord ? CommandArguments.Word(text: "", offset: line.count) : words.removeLast()
        guard let command = words.first else {
            let names = rows.map(\.name).filter { $0.hasPrefix(last.text) }
            let hint = self[last.text] ?? (names.count == 1 ? self[names[0]] : nil)
            return CommandCompletion(
                offset: last.offset, candidates: names, hint: hint.map { "\($0.usage)  \($0.summary)" } ?? "")
        }
        let matches = rows.filter { $0.name.hasPrefix(command.text) }
        guard let row = self[command.text] ?? (matches.count == 1 ? matches.first : nil) else {
            return CommandCompletion(offset: last.offset, candidates: [], hint: "")
        }
        let before = words.dropFirst().map(\.text)
        let rest = row.parameters.last.flatMap { $0.kind.isRest ? $0 : nil }
        guard
            let parameter = before.count < row.parameters.count ? row.parameters[before.count] : rest
        else {
            return CommandCompletion(offset: last.offset, candidates: [], hint: row.usage)
        }
        let candidates = names(parameter.kind, vocabulary, before: before)
            .filter { $0.hasPrefix(last.text) && !(parameter.kind.isRest && before.contains($0)) }
        return CommandCompletion(
            offset: last.offset, candidates: candidates,
            hint: "\(row.usage)  \(parameter.name): \(parameter.kind.words(vocabulary, before: before))")
    }
}

extension CommandDefinition.Parameter.Kind {
    /// What it can be, in words.
    fileprivate func words(_ vocabulary: Vocabulary, before: [String]) -> String {
        switch self {
        case .bids: "BIDs, as in 1 2 or 1-3"
        case .bid: "a BID from 1 to 65535"
        case .interface: "an interface of the node"
        case .link: "a link"
        case .peer: "a correspondent"
        case .node: "the home address of a mobile node"
        case .machine: "a machine"
        case .flow: "a flow rule"
        case .address: "an IPv6 address"
        case .prefix: "an IPv6 prefix"
        case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
        case .duration: "a time, as in 0.5 or 250ms"
        case .factor: "a factor, as in 10"
        case .toggle: "on or off"
        case .word(let words): words.alternatives
        case .setting: "a setting"
        case .settingValue:
            vocabulary.settings.first { $0.key == before.last }.map {
                $0.choices.isEmpty ? $0.expects : $0.choices.alternatives
            } ?? "a value"
        case .theme: "a theme"
        case .pane: "a pane"
        case .name: "a name"
        case .text: "text"
        }
    }
}
