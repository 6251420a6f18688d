public import Nodes

/// Where in its journal a run is to be looked at.
public enum JournalMove: Hashable, Sendable {
    /// After this entry, at a later time before the next one where it says which.
    case entry(Int, at: Instant? = nil)
    /// At its present.
    case present
    /// Nowhere, and why.
    case refused(String)

    /// So many entries forward, or back; beyond the last one is the present.
    ///
    /// - Parameter shown: the entry that is looked at; nil: the present.
    public init(by entries: Int, from shown: Int?, in journal: Journal) {
        let numbers = journal.numbers
        guard let last = numbers.last else {
            self = .refused("Nothing happened yet.")
            return
        }
        if shown == nil, entries > 0 {
            self = .refused("This is the present.")
            return
        }
        // From the present the first step back shows the run before its last entry.
        let (sum, overflow) = (shown ?? last).addingReportingOverflow(entries)
        let entry = overflow ? (entries < 0 ? 0 : Int.max) : sum
        self = entry >= last ? .present : .entry(max(entry, numbers.lowerBound))
    }

    /// After an entry.
    public init(to entry: Int, in journal: Journal) {
        let numbers = journal.numbers
        if numbers.contains(entry) {
            self = .entry(entry)
        } else {
            self = .refused(
                numbers.isEmpty
                    ? "Nothing happened yet."
                    : "There is no entry \(entry): expected \(numbers.lowerBound) to \(numbers.upperBound - 1)."
            )
        }
    }

    /// At a time: after the last entry that is not later.
    public init(to time: Instant, in journal: Journal) {
        let numbers = journal.numbers
        var low = numbers.lowerBound
        var high = numbers.upperBound
        while low < high {
            let middle = low + (high - low) / 2
            if let header = journal.header(of: middle), header.time <= time {
                low = middle + 1
            } else {
                high = middle
            }
        }
        self =
            low > numbers.lowerBound
            ? .entry(low - 1, at: time) : .refused("Nothing that is kept happened by then.")
    }
}
