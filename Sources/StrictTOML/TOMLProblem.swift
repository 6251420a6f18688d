/// Something in a text that is refused: where it stands, what it is, and what would be accepted in its place.
public struct TOMLProblem: Error, Hashable, Sendable {
    /// The file as it was named to the reader.
    public var file: String
    /// Where in the file.
    public var position: TOMLPosition
    /// What is wrong, as part of a sentence.
    public var what: String
    /// What would be accepted there; nil where the text is no TOML at all.
    public var accepted: String?

    /// A problem at a place.
    public init(file: String, position: TOMLPosition, what: String, accepted: String? = nil) {
        self.file = file
        self.position = position
        self.what = what
        self.accepted = accepted
    }

    /// The line, from 1.
    public var line: Int { position.line }
    /// The column, from 1.
    public var column: Int { position.column }
}

extension TOMLProblem: CustomStringConvertible {
    /// One line for a person: ``node.toml:3:12: `lifetime` is the string "60"; accepted: a whole number…``.
    public var description: String {
        var text = "\(file):\(line):\(column): \(what)"
        if let accepted { text += (what.hasSuffix("?") ? " " : "; ") + "accepted: \(accepted)" }
        return Printable.text(text)
    }
}

/// All that is refused in one file, by position; never empty.
public struct TOMLProblems: Error, Hashable, Sendable {
    /// The problems in the order of the text.
    public let problems: [TOMLProblem]

    /// Nil where there is none.
    public init?(_ problems: [TOMLProblem]) {
        guard !problems.isEmpty else { return nil }
        var seen = Set<TOMLProblem>()
        self.problems = problems.filter { seen.insert($0).inserted }.stablySorted()
    }

    /// One problem alone.
    public init(_ problem: TOMLProblem) {
        problems = [problem]
    }
}

extension TOMLProblems: CustomStringConvertible {
    /// How many lines a description has at most.
    static let shown = 50

    /// One line a problem; past fifty it says how many more there are.
    public var description: String {
        var lines = problems.prefix(TOMLProblems.shown).map(\.description)
        if problems.count > lines.count { lines.append("and \(problems.count - lines.count) more problems") }
        return lines.joined(separator: "\n")
    }
}

extension [TOMLProblem] {
    /// By position; those at one place stay in their order.
    fileprivate func stablySorted() -> [TOMLProblem] {
        enumerated()
            .sorted { ($0.element.position, $0.offset) < ($1.element.position, $1.offset) }
            .map(\.element)
    }
}
