public import Nodes

/// Which entries of a journal somebody wants to see. What is nil or empty asks for nothing.
public struct JournalFilter: Hashable, Sendable, Codable {
    /// Of one of these kinds; empty: of any.
    public var kinds: Set<JournalEntry.Kind> = []
    /// Of one of these parties; empty: of any.
    public var parties: Set<PartyIdentifier> = []
    /// Not earlier.
    public var since: Instant?
    /// Whose line in the log has these words, whatever their case, all of them; empty: any.
    public var words: [String] = []

    /// All entries.
    public init() {}

    /// Entries whose lines have the words of a text, divided by blanks.
    public init(text: String) {
        words = text.split(separator: " ").map { $0.lowercased() }
    }

    /// Whether it lets everything through.
    public var isEmpty: Bool { kinds.isEmpty && parties.isEmpty && since == nil && words.isEmpty }
}
