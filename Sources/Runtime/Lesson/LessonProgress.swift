public import MobilityWire
public import Nodes

/// How far a run has come in its lesson. It reads a journal as it grows, so that a screen can ask after each event.
public struct LessonProgress: Sendable {
    /// The lesson.
    public let lesson: [LessonStep]
    /// For each step, where the run reached it; nil: not yet.
    public private(set) var reached: [Reached?]
    /// How many messages of its kind there were, for each step.
    private var counts: [Int]
    private var nextEntry = 1

    /// Where a step was reached.
    public struct Reached: Hashable, Sendable {
        /// When.
        public var time: Instant
        /// The journal entry of the message that it is about; 0: it is about an instant.
        public var entry: Int

        /// Whether it is in the order of an exchange: an instant is before all that happens in it.
        public static func <= (left: Reached, right: Reached) -> Bool {
            (left.time, left.entry) <= (right.time, right.entry)
        }
    }

    /// The beginning of a lesson.
    public init(_ lesson: [LessonStep]) {
        self.lesson = lesson
        reached = Array(repeating: nil, count: lesson.count)
        counts = Array(repeating: 0, count: lesson.count)
    }

    /// The step that a run is at: of those reached the last; nil: before the first.
    public var current: Int? { reached.lastIndex { $0 != nil } }

    /// The next instant at which a run has to wait; nil: there is none.
    public var nextStop: Instant? {
        var next: Instant?
        for (index, step) in lesson.enumerated() where reached[index] == nil && step.waits {
            if case .instant(let instant) = step.place { next = min(next ?? instant, instant) }
        }
        return next
    }

    /// Reads what the journal has got since the last time.
    ///
    /// - Parameters:
    ///   - now: the time of the run.
    ///   - parties: who takes part, for the names of senders.
    ///   - format: the layout of messages.
    /// - Returns: the steps that were reached now.
    @discardableResult
    public mutating func read(
        _ journal: Journal, now: Instant, parties: @autoclosure () -> [Party], format: WireFormat
    ) -> [Int] {
        var steps: [Int] = []
        for index in lesson.indices where reached[index] == nil {
            guard case .instant(let instant) = lesson[index].place, instant <= now else { continue }
            reached[index] = Reached(time: instant, entry: 0)
            steps.append(index)
        }
        while nextEntry < journal.nextNumber {
            if journal.kind(of: nextEntry) == .sent, let entry = journal[nextEntry] {
                steps += read(entry, parties(), format)
            }
            nextEntry += 1
        }
        return steps.sorted()
    }

    private mutating func read(_ entry: JournalEntry, _ parties: [Party], _ format: WireFormat) -> [Int] {
        guard case .sent(let octets, _, _, _) = entry.event else { return [] }
        var report = ReadingReport()
        guard
            let packet = try? SignallingPacket(reading: octets.span.bytes, format: format, report: &report)
        else { return [] }
        let name = MessageText(packet).name
        let sender = entry.party.map { parties.name(of: $0) }
        var steps: [Int] = []
        for index in lesson.indices where reached[index] == nil {
            guard case .message(let message) = lesson[index].place, message.name == name,
                message.since <= entry.time, message.sender == nil || message.sender == sender
            else { continue }
            counts[index] += 1
            guard counts[index] == message.number else { continue }
            reached[index] = Reached(time: entry.time, entry: entry.number)
            steps.append(index)
        }
        return steps
    }
}
