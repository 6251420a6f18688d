import MobilityWire
import Nodes
import Runtime

/// Which bindings of one cache fit what is looked for, sorted as somebody wants them.
///
/// A cache may have a million rows and hands them out by home address only. So they are looked at a slice at a time,
/// between two waits of the program, and what is kept of a row is where it stands; what is drawn is asked for anew, so
/// that it is never older than its frame. When all were looked at and things went on, it begins again; until it is
/// through, the former result stands.
struct CacheIndex: Sendable {
    /// By what rows are sorted.
    enum Order: String, CaseIterable, Hashable, Sendable {
        /// By home address, then BID: as the cache has them.
        case address
        /// By what is left of the lifetime, the shortest first.
        case lifetime
        /// By when the node last named them, the latest first.
        case change

        /// What the title says.
        var words: String {
            switch self {
            case .address: "by address"
            case .lifetime: "by lifetime"
            case .change: "latest first"
            }
        }
    }

    /// A binding, and by what it is sorted.
    struct Key: Hashable, Comparable, Sendable {
        var value: Int64
        var homeAddress: IPv6Address
        var bid: UInt16?
        /// Where it stood in the cache when it was looked at: where it is looked for first. It is the same binding elsewhere.
        var place = 0

        static func == (left: Key, right: Key) -> Bool {
            left.value == right.value && left.homeAddress == right.homeAddress && left.bid == right.bid
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(value)
            hasher.combine(homeAddress)
            hasher.combine(bid)
        }

        static func < (left: Key, right: Key) -> Bool {
            if left.value != right.value { return left.value < right.value }
            if left.homeAddress != right.homeAddress { return left.homeAddress < right.homeAddress }
            return (left.bid ?? 0) < (right.bid ?? 0)
        }
    }

    /// So many rows are looked at in one go: about a millisecond.
    static let slice = 1_000

    private let order: Order
    private let filter: CacheFilter
    /// The last complete result; nil: there is none yet.
    private var complete: SortedRuns<Key>?
    private var found = SortedRuns<Key>()
    /// The last row that was looked at in this round; nil: none.
    private var last: Key?
    private var looked = 0
    private var total = 0
    /// Whether all rows were looked at.
    private(set) var isComplete = false
    private var version: UInt64 = 0
    private var begun = Instant.zero

    /// An index that has looked at nothing.
    init(order: Order, filter: CacheFilter) {
        self.order = order
        self.filter = filter
    }

    /// How many rows fit, so far as they were looked at.
    var count: Int { (complete ?? found).count }

    /// How far the first round has come, of a hundred; nil: it is through.
    var percent: Int? {
        guard complete == nil else { return nil }
        return total == 0 ? 0 : min(99, 100 * looked / total)
    }

    /// The bindings in some places of the order.
    func keys(_ range: Range<Int>) -> [Key] { (complete ?? found).elements(range) }

    /// Looks at so many rows more.
    mutating func search(_ holder: PartyIdentifier, _ run: some Run, atMost limit: Int = slice) {
        if isComplete {
            // The more there are, the longer a result stands: looking at all of them is work.
            let pause = Interval.milliseconds(max(1_000, Int64(total) / 20))
            guard run.version != version, run.now >= begun + pause || run.now < begun else { return }
            found = SortedRuns()
            last = nil
            looked = 0
            isComplete = false
        }
        if last == nil {
            version = run.version
            begun = run.now
        }
        // Rows may have come and gone since the last slice: it goes on behind the last one by its address.
        let first = last.map { CacheSearch.place(behind: $0, in: holder, run) } ?? 0
        let window = run.cache(holder, first..<first + limit, order: .homeAddress)
        total = window.total
        let now = run.now
        var keys: [Key] = []
        for (offset, row) in window.rows.enumerated() where filter.fits(row, at: now) {
            keys.append(key(of: row, at: window.first + offset, now))
        }
        found.add(keys.sorted())
        if let row = window.rows.last {
            last = Key(
                value: 0, homeAddress: row.homeAddress, bid: row.bid,
                place: window.first + window.rows.count - 1)
        }
        looked = window.first + window.rows.count
        guard window.rows.isEmpty || looked >= total else { return }
        isComplete = true
        complete = found
        found = SortedRuns()
    }

    private func key(of row: HomeAgent.CacheRow, at place: Int, _ now: Instant) -> Key {
        let value: Int64 =
            switch order {
            case .address: 0
            case .lifetime: row.remaining.map { (now + $0).nanoseconds } ?? .max
            case .change: -row.verified.nanoseconds
            }
        return Key(value: value, homeAddress: row.homeAddress, bid: row.bid, place: place)
    }
}

/// Looking for rows of a cache by home address, which it has sorted; each step asks for one row.
enum CacheSearch {
    /// The first row whose home address is not below another one; how many there are where none is.
    static func place(notBelow homeAddress: IPv6Address, in holder: PartyIdentifier, _ run: some Run) -> Int {
        place(in: holder, run) { $0.homeAddress < homeAddress }
    }

    /// The first row behind a binding.
    static func place(behind key: CacheIndex.Key, in holder: PartyIdentifier, _ run: some Run) -> Int {
        place(in: holder, run, near: key.place + 1) { row in
            row.homeAddress != key.homeAddress
                ? row.homeAddress < key.homeAddress : (row.bid ?? 0) <= (key.bid ?? 0)
        }
    }

    /// - Parameter guess: where it most likely is. What is near there is found with a few questions, however many rows
    ///   there are: the steps away from it are twice as long each time.
    private static func place(
        in holder: PartyIdentifier, _ run: some Run, near guess: Int? = nil,
        where isBefore: (HomeAgent.CacheRow) -> Bool
    ) -> Int {
        /// Whether what is looked for is behind this row.
        func isBehind(_ place: Int) -> Bool {
            run.cache(holder, place..<place + 1, order: .homeAddress).rows.first.map(isBefore) ?? false
        }
        var low = 0
        var high = run.cache(holder, 0..<0, order: .homeAddress).total
        if let guess, (low..<high).contains(guess) {
            var step = 1
            if isBehind(guess) {
                low = guess + 1
                while low < high {
                    let probe = min(high - 1, low + step - 1)
                    guard isBehind(probe) else {
                        high = probe
                        break
                    }
                    low = probe + 1
                    step *= 2
                }
            } else {
                high = guess
                while low < high {
                    let probe = max(low, high - step)
                    guard !isBehind(probe) else {
                        low = probe + 1
                        break
                    }
                    high = probe
                    step *= 2
                }
            }
        }
        while low < high {
            let middle = low + (high - low) / 2
            if isBehind(middle) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The row of a binding; nil: it is gone.
    static func row(_ key: CacheIndex.Key, in holder: PartyIdentifier, _ run: some Run) -> HomeAgent.CacheRow?
    {
        // Where it stood it stands, as long as none before it came or went.
        if let row = self.row(at: key.place, of: key, in: holder, run) { return row }
        return row(at: place(behind: key, in: holder, run) - 1, of: key, in: holder, run)
    }

    private static func row(
        at place: Int, of key: CacheIndex.Key, in holder: PartyIdentifier, _ run: some Run
    ) -> HomeAgent.CacheRow? {
        guard place >= 0,
            let row = run.cache(holder, place..<place + 1, order: .homeAddress).rows.first,
            row.homeAddress == key.homeAddress, row.bid == key.bid
        else { return nil }
        return row
    }

    /// The bindings of a home address; a node has a handful.
    static func rows(
        of homeAddress: IPv6Address, in holder: PartyIdentifier, _ run: some Run
    ) -> [HomeAgent.CacheRow] {
        let first = place(notBelow: homeAddress, in: holder, run)
        return run.cache(holder, first..<first + 64, order: .homeAddress).rows.filter {
            $0.homeAddress == homeAddress
        }
    }
}
