import Runtime

/// The entries that have the words of a filter, kept as the journal grows and forgets: every one of them, however far
/// from what is seen. The newest are looked at first, so many at a time that no key waits for them.
struct FilterIndex: Sendable {
    /// The words that were looked for.
    private(set) var filter = ""
    /// The numbers of the entries found.
    private(set) var numbers = AscendingNumbers()
    /// The rows of the exchange among them.
    private(set) var rows = AscendingNumbers()
    /// The entries that were looked at.
    private var searched = 0..<0
    /// Whether all entries there are were looked at.
    private(set) var isComplete = true

    /// So many entries are looked at in one go: a few milliseconds.
    static let slice = 1_000

    /// Looks at entries that were not looked at yet, at most so many, the newest first.
    mutating func search(_ wanted: String, _ run: some Run, atMost limit: Int = slice) {
        let journal = run.journal
        let all = journal.numbers
        // Another filter, or another journal than that which was searched.
        if wanted != filter || searched.upperBound > all.upperBound {
            self = FilterIndex()
            filter = wanted
            searched = all.upperBound..<all.upperBound
        }
        guard !filter.isEmpty else { return }
        numbers.forget(below: all.lowerBound)
        rows.forget(below: journal.exchangeRows.lowerBound)
        if searched.upperBound < all.lowerBound { searched = all.upperBound..<all.upperBound }
        var search = EntrySearch(filter, run)
        var left = limit
        while left > 0, searched.upperBound < all.upperBound {
            let number = searched.upperBound
            if search.finds(number) {
                numbers.add(newest: number)
                if let row = FilterIndex.row(of: number, journal) { rows.add(newest: row) }
            }
            searched = searched.lowerBound..<number + 1
            left -= 1
        }
        while left > 0, searched.lowerBound > all.lowerBound {
            let number = searched.lowerBound - 1
            if search.finds(number) {
                numbers.add(oldest: number)
                if let row = FilterIndex.row(of: number, journal) { rows.add(oldest: row) }
            }
            searched = number..<searched.upperBound
            left -= 1
        }
        isComplete = searched.upperBound == all.upperBound && searched.lowerBound <= all.lowerBound
    }

    /// The row that an entry has of its own; nil: it has none.
    private static func row(of number: Int, _ journal: Journal) -> Int? {
        let row = journal.exchangeRow(notBefore: number)
        return journal.exchangeRow(row)?.number == number ? row : nil
    }

    /// What a pane says of the filter in its title.
    var words: String { isComplete ? "filter \"\(filter)\"" : "filter \"\(filter)\", searching" }
}

/// Numbers that ascend, and grow at both ends.
struct AscendingNumbers: Sendable, RandomAccessCollection {
    /// Those added at the old end, the oldest last.
    private var older: [Int] = []
    private var newer: [Int] = []

    var startIndex: Int { 0 }
    var endIndex: Int { older.count + newer.count }

    subscript(index: Int) -> Int {
        index < older.count ? older[older.count - 1 - index] : newer[index - older.count]
    }

    mutating func add(newest number: Int) { newer.append(number) }
    mutating func add(oldest number: Int) { older.append(number) }

    /// Forgets all below a number.
    mutating func forget(below number: Int) {
        while let oldest = older.last, oldest < number { older.removeLast() }
        guard older.isEmpty, let first = newer.first, first < number else { return }
        newer.removeFirst(self.first(notBelow: number))
    }

    /// Where the first stands that is not below a number; the end where there is none.
    func first(notBelow number: Int) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The numbers around one of them, at most so many: what is newer than it takes no more than half of the room
    /// where there is enough that is older.
    func window(around number: Int, rows: Int) -> [Int] {
        guard rows > 0 else { return [] }
        let behind = first(notBelow: number == .max ? .max : number + 1)
        let end = Swift.min(count, Swift.max(behind + rows / 2, rows))
        return Array(self[Swift.max(0, end - rows)..<end])
    }

    /// The number so many steps away from another; the last one at either end; nil where there is none on that side.
    func number(_ steps: Int, from number: Int) -> Int? {
        guard steps != 0, !isEmpty else { return nil }
        if steps > 0 {
            let behind = first(notBelow: number == .max ? .max : number + 1)
            guard behind < count else { return nil }
            return self[behind + Swift.min(steps - 1, count - 1 - behind)]
        }
        let before = first(notBelow: number)
        guard before > 0 else { return nil }
        return self[before - Int(Swift.min(steps.magnitude, UInt(before)))]
    }
}

extension Console {
    /// Goes on looking for what is asked for in the journal and the caches, for some milliseconds.
    ///
    /// - Returns: whether everything was looked at.
    public mutating func search(_ run: some Run) -> Bool {
        found.search(filter, run)
        return cache.search(run) && found.isComplete
    }
}
