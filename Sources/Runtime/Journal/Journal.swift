public import Nodes

/// What happened in a run, in order: the one truth of which exchange, log, "why" and JSON are views.
///
/// Entries are numbered from 1 and name the entry that caused them. They are kept as octets in chunks and made into
/// values when somebody asks. Bounded: where the room is used up the oldest go, and `dropped` says how many; the numbers
/// of the others stay. Copying a journal copies a list of chunks: a checkpoint costs next to nothing.
public struct Journal: Sendable {
    /// How many octets are kept at most, about.
    public let capacity: Int
    private var chunks: [JournalChunk] = []
    private var rules = RuleNumbers()
    private var index = ExchangeIndex()
    /// What all chunks but the last take.
    private var closedSize = 0
    private let chunkSize: Int
    /// The number that the next entry gets.
    public private(set) var nextNumber = 1

    /// An empty journal that keeps about so many octets.
    ///
    /// - Parameter first: the number of the first entry, where those before it are not to be had.
    public init(capacity: Int = Journal.defaultCapacity, first: Int = 1) {
        nextNumber = max(1, first)
        self.capacity = max(1024, capacity)
        chunkSize = max(256, min(64 << 10, self.capacity / 8))
    }

    /// 24 MiB: some hundred thousand entries.
    public static let defaultCapacity = 24 << 20

    /// How many entries went.
    public var dropped: Int { (chunks.first?.first ?? nextNumber) - 1 }
    /// How many entries are kept.
    public var count: Int { nextNumber - 1 - dropped }
    /// The numbers of the entries that are kept.
    public var numbers: Range<Int> { (dropped + 1)..<nextNumber }
    /// When the first entry that is kept happened; nil: none is.
    public var firstTime: Instant? { self[numbers.lowerBound]?.time }
    /// How much memory it takes, about.
    public var size: Int { closedSize + (chunks.last?.size ?? 0) + index.size }

    /// Appends an entry; its number.
    @discardableResult
    public mutating func append(
        _ event: JournalEntry.Event, at time: Instant, of party: PartyIdentifier? = nil, cause: Int = 0
    ) -> Int {
        let number = nextNumber
        if (chunks.last?.octets.count ?? .max) >= chunkSize { openChunk(at: time) }
        chunks[chunks.count - 1].append(event, at: time, of: party, cause: cause, &rules)
        nextNumber += 1
        switch event {
        case .sent, .command, .fault, .started, .probe, .remark: index.append(number)
        case .note(let note) where note.event == .commandRefused: index.append(number)
        case .delivered: index.settle(cause, number, isLoss: false)
        case .lost: index.settle(cause, number, isLoss: true)
        default: break
        }
        return number
    }

    /// Appends a message that was seen passing. Who only watches cannot tell whether it arrived: what became of it is
    /// that it was seen.
    @discardableResult
    public mutating func appendPassing(
        _ octets: [UInt8], _ interface: InterfaceIdentifier?, at time: Instant, of party: PartyIdentifier?,
        cause: Int = 0
    ) -> Int {
        append(
            .sent(octets: octets, interface, .none, Rule()), at: time, of: party, cause: cause,
            isPassing: true)
    }

    /// Appends an entry; where it is a message that was only seen passing, that is what became of it.
    @discardableResult
    mutating func append(
        _ event: JournalEntry.Event, at time: Instant, of party: PartyIdentifier?, cause: Int, isPassing: Bool
    ) -> Int {
        let number = append(event, at: time, of: party, cause: cause)
        if isPassing, case .sent = event { index.settleLast() }
        return number
    }

    /// A message left for a network that nobody here looks into: what became of it is that it left.
    ///
    /// - Parameter number: the entry of its departure.
    public mutating func letPass(_ number: Int) {
        if index.rows.last.map({ index[$0].number }) == number {
            index.settleLast()
        } else {
            index.settle(number, number, isLoss: false)
        }
    }

    /// What its receiver noted that dropped a message which came; nil: it did not drop it.
    public func dropping(of arrival: JournalEntry) -> Note? {
        guard arrival.kind == .delivered else { return nil }
        // It is the first that a receiver does about a message.
        for number in arrival.number + 1..<arrival.number + 4 {
            // The kind alone costs next to nothing.
            guard number < nextNumber, kind(of: number) == .note, let entry = self[number],
                entry.cause == arrival.number, entry.party == arrival.party,
                case .note(let note) = entry.event, note.event == .dropped
            else { continue }
            return note
        }
        return nil
    }

    /// Whether a message was seen passing, and nothing more is known of it.
    public func isPassing(_ number: Int) -> Bool { exchangeRow(ofDeparture: number)?.fate == number }

    /// The row of a message that left.
    func exchangeRow(ofDeparture number: Int) -> ExchangeRow? { index.row(of: number).map { index[$0] } }

    private mutating func openChunk(at time: Instant) {
        closedSize += chunks.last?.size ?? 0
        var chunk = JournalChunk(first: nextNumber, origin: time)
        chunk.reserve(chunkSize + chunkSize / 8)
        chunks.append(chunk)
        var gone = 0
        while chunks.count - gone > 1, closedSize + chunkSize + index.size > capacity {
            closedSize -= chunks[gone].size
            gone += 1
        }
        guard gone > 0 else { return }
        chunks.removeFirst(gone)
        index.forget(below: dropped + 1)
    }

    /// It as it was after an entry that is kept, but for what was dropped since.
    public func prefix(through number: Int) -> Journal {
        guard number < nextNumber - 1, number > dropped else { return self }
        var copy = self
        copy.chunks.removeAll { $0.first > number }
        if let last = copy.chunks.last { copy.chunks[copy.chunks.count - 1].cut(at: number + 1 - last.first) }
        copy.closedSize = copy.chunks.dropLast().reduce(0) { $0 + $1.size }
        copy.index.cut(after: number)
        copy.nextNumber = number + 1
        return copy
    }

    /// Forgets entries below a number, as far as whole chunks of them go: what another copy of the journal does not keep
    /// any more need not be kept here.
    public mutating func forget(below number: Int) {
        var gone = 0
        while chunks.count - gone > 1, chunks[gone + 1].first <= number {
            closedSize -= chunks[gone].size
            gone += 1
        }
        guard gone > 0 else { return }
        chunks.removeFirst(gone)
        index.forget(below: dropped + 1)
    }

    // MARK: Entries

    /// The entry of a number; nil: there is none, or it went.
    public subscript(number: Int) -> JournalEntry? {
        guard let chunk = chunk(of: number) else { return nil }
        return chunks[chunk].entry(at: number - chunks[chunk].first, rules)
    }

    /// The kind of an entry, which costs less than the entry.
    public func kind(of number: Int) -> JournalEntry.Kind? {
        chunk(of: number).map { chunks[$0].kind(at: number - chunks[$0].first) }
    }

    /// The time and the party of an entry, which cost less than the entry.
    func header(of number: Int) -> (time: Instant, party: PartyIdentifier?)? {
        chunk(of: number).map { chunk in
            let header = chunks[chunk].header(at: number - chunks[chunk].first)
            return (header.time, header.party)
        }
    }

    /// All entries that are kept, oldest first, each made when it is asked for.
    public var entries: Entries { Entries(journal: self) }

    private func chunk(of number: Int) -> Int? {
        guard numbers.contains(number) else { return nil }
        var low = 0
        var high = chunks.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if chunks[middle].first <= number { low = middle } else { high = middle }
        }
        return low
    }

    /// The entries of a journal as a collection; an index is an entry's number.
    public struct Entries: RandomAccessCollection, Sendable {
        fileprivate let journal: Journal

        /// The number of the oldest entry that is kept.
        public var startIndex: Int { journal.numbers.lowerBound }
        /// The number that the next entry gets.
        public var endIndex: Int { journal.numbers.upperBound }

        /// The entry of a number; it has to be one that is kept.
        public subscript(number: Int) -> JournalEntry {
            journal[number]
                ?? JournalEntry(number: number, time: .zero, party: nil, cause: 0, event: .timer)
        }
    }

    // MARK: The exchange

    /// The rows of the exchange that are kept; row 0 was the first since the journal began.
    public var exchangeRows: Range<Int> { index.rows }

    /// A row of the exchange; nil: there is none, or it went.
    public func exchangeRow(_ row: Int) -> ExchangeRow? { index.rows.contains(row) ? index[row] : nil }

    /// The row of an entry; that of its departure for an entry that says what became of one.
    public func exchangeRow(of number: Int) -> Int? {
        if let row = index.row(of: number) { return row }
        guard let cause = self[number]?.cause, cause > 0 else { return nil }
        return index.row(of: cause)
    }

    /// The first row whose entry has this number or a higher one; the end of the rows where there is none.
    public func exchangeRow(notBefore number: Int) -> Int { index.firstRow(notBefore: number) }

    // MARK: Causes

    /// The chain of entries that led to one: itself first, then its cause, and so on, as far as they are kept.
    public func causes(of number: Int, limit: Int = 32) -> [JournalEntry] {
        var chain: [JournalEntry] = []
        var number = number
        while chain.count < limit, let entry = self[number] {
            chain.append(entry)
            guard entry.cause > 0, entry.cause < number else { break }
            number = entry.cause
        }
        return chain
    }
}
