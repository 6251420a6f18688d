public import Nodes

/// What happened in a run, in order: the one truth of which exchange, log, "why" and JSON are views.
///
/// Entries are numbered from 1 and name the entry that caused them. Bounded in octets: where there is no room the
/// oldest go, and `dropped` says how many. Numbers stay.
public struct Journal: Sendable {
    private var kept: [JournalEntry] = []
    /// How many entries went.
    public private(set) var dropped = 0

    /// An empty journal that keeps about so many octets.
    public init(capacity: Int = Journal.defaultCapacity) {
        _ = capacity
    }

    /// 24 MiB: some hundred thousand entries.
    public static let defaultCapacity = 24 << 20

    /// How many entries are kept.
    public var count: Int { kept.count }
    /// The number that the next entry gets.
    public var nextNumber: Int { dropped + kept.count + 1 }
    /// The numbers of the entries that are kept.
    public var numbers: Range<Int> { (dropped + 1)..<nextNumber }

    /// Appends an entry; its number.
    @discardableResult
    public mutating func append(
        _ event: JournalEntry.Event, at time: Instant, of party: PartyIdentifier? = nil, cause: Int = 0
    ) -> Int {
        let number = nextNumber
        kept.append(JournalEntry(number: number, time: time, party: party, cause: cause, event: event))
        return number
    }

    /// The entry of a number; nil: there is none, or it went.
    public subscript(number: Int) -> JournalEntry? {
        numbers.contains(number) ? kept[number - dropped - 1] : nil
    }
}
