/// A row of the exchange: a message that left, or something that was done to nodes or world.
public struct ExchangeRow: Hashable, Sendable, Codable {
    /// The entry: a departure, a command, a fault, a start, a test packet that came to its end, a remark.
    public var number: Int
    /// Of a departure, the entry that says what became of it: delivered or lost; 0: still under way; its own number: it
    /// was seen passing.
    public var fate: Int
}

/// Which entries are rows of the exchange, in order, so that a window of them costs what its rows cost.
///
/// Rows are counted from 0 since the journal began; those whose entries went are gone too, the others keep their
/// places. Pages of fixed size, so that a copy shares all but what changes.
struct ExchangeIndex: Sendable {
    private var pages: [[ExchangeRow]] = []
    private var firstPage = 0
    /// The rows that are kept.
    private(set) var rows = 0..<0
    private static let pageSize = 256

    /// How much memory it takes, about.
    var size: Int { rows.count * MemoryLayout<ExchangeRow>.size }

    subscript(row: Int) -> ExchangeRow {
        get { pages[row / ExchangeIndex.pageSize - firstPage][row % ExchangeIndex.pageSize] }
        set { pages[row / ExchangeIndex.pageSize - firstPage][row % ExchangeIndex.pageSize] = newValue }
    }

    mutating func append(_ number: Int) {
        if rows.upperBound % ExchangeIndex.pageSize == 0 {
            pages.append([])
        }
        pages[pages.count - 1].append(ExchangeRow(number: number, fate: 0))
        rows = rows.lowerBound..<(rows.upperBound + 1)
    }

    /// Says what became of a departure. What arrived arrived, though a copy of it was lost.
    mutating func settle(_ departure: Int, _ fate: Int, isLoss: Bool) {
        guard let row = row(of: departure), self[row].fate == 0 || !isLoss else { return }
        self[row].fate = fate
    }

    /// The last row was seen passing: that is what became of it.
    mutating func settleLast() {
        guard !rows.isEmpty else { return }
        self[rows.upperBound - 1].fate = self[rows.upperBound - 1].number
    }

    /// The row of an entry; nil: it is none, or it went.
    func row(of number: Int) -> Int? {
        let row = firstRow(notBefore: number)
        return rows.contains(row) && self[row].number == number ? row : nil
    }

    /// The first row whose entry has this number or a higher one.
    func firstRow(notBefore number: Int) -> Int {
        var low = rows.lowerBound
        var high = rows.upperBound
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle].number < number { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Forgets the rows of entries above a number, and what became later of those before it.
    mutating func cut(after number: Int) {
        rows = rows.lowerBound..<max(rows.lowerBound, firstRow(notBefore: number + 1))
        let pages = (rows.upperBound + ExchangeIndex.pageSize - 1) / ExchangeIndex.pageSize - firstPage
        self.pages.removeLast(max(0, self.pages.count - max(0, pages)))
        let used = rows.upperBound % ExchangeIndex.pageSize
        if used > 0, !self.pages.isEmpty {
            self.pages[self.pages.count - 1].removeLast(self.pages[self.pages.count - 1].count - used)
        }
        for row in rows where self[row].fate > number { self[row].fate = 0 }
    }

    /// Forgets the rows of entries below a number.
    mutating func forget(below number: Int) {
        rows = firstRow(notBefore: number)..<rows.upperBound
        let whole = rows.lowerBound / ExchangeIndex.pageSize - firstPage
        if whole > 0 {
            pages.removeFirst(min(whole, pages.count))
            firstPage += whole
        }
    }
}
