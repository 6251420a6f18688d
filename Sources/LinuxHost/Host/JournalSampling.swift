import Nodes

/// Keeps a flood out of the journal: of packets that change nothing so many a second are entered, the others counted.
struct JournalSampling {
    /// Entered in any second, whatever comes of it.
    private static let limit = 500

    private var second: Int64 = 0
    private var count = 0
    private var skipped = 0

    /// Whether what comes of the next packet is entered even if it changes nothing.
    mutating func admits(at now: Instant) -> Bool {
        if now.wholeSeconds != second {
            second = now.wholeSeconds
            count = 0
        }
        count += 1
        return count <= JournalSampling.limit
    }

    /// One was left out.
    mutating func skip() { skipped += 1 }

    /// How many were left out in a second that is over; nil: none, or it is not over.
    mutating func report(at now: Instant) -> Int? {
        guard skipped > 0, now.wholeSeconds != second else { return nil }
        defer { skipped = 0 }
        return skipped
    }
}

extension Instant {
    fileprivate var wholeSeconds: Int64 { nanoseconds / 1_000_000_000 }
}

extension Action {
    /// Whether the world is another one behind it, or a binding; else it is an answer, or says that nothing was done.
    var isChange: Bool {
        switch self {
        case .send: false
        case .note(let note):
            switch note.event {
            case .bindingCache: note.to != "updated" && note.to != "refreshed"
            case .dropped, .policy, .remark: false
            default: true
            }
        default: true
        }
    }
}
