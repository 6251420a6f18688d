import Runtime

/// Finds entries by their words, as they stand in the log.
struct EntrySearch {
    private let words: [String]
    private let journal: Journal
    private let text: EntryText

    init(_ filter: String, _ run: some Run) {
        words = filter.lowercased().split(separator: " ").map(String.init)
        journal = run.journal
        text = EntryText(parties: run.parties, format: run.format)
    }

    /// Whether an entry has all the words.
    func finds(_ number: Int) -> Bool {
        guard let entry = journal[number] else { return false }
        let line = "\(text.line(of: entry)) \(entry.kind.rawValue) \(entry.rule?.text ?? "")".lowercased()
        return words.allSatisfy { line.contains($0) }
    }
}
