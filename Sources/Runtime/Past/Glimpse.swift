public import Nodes

/// What a run shows of its past where that is only looked at, because others go on meanwhile: a moment of it, or the
/// present.
public struct Glimpse<Moment> {
    /// The moment that is shown; nil: the present.
    public private(set) var moment: Moment?
    /// How often somebody went to another time.
    public private(set) var moves: UInt64 = 0

    /// The present.
    public init() {}

    /// Goes to another time.
    ///
    /// - Parameter moment: what was after the entry that the move names, or why that cannot be had; nil: it names none.
    public mutating func go(_ move: JournalMove, to moment: Result<Moment, Refusal>?) -> Outcome {
        if case .refused(let words) = move { return .refused(words) }
        switch moment {
        case .failure(let refusal): return .refused(refusal.words)
        case .success(let found): self.moment = found
        case nil: self.moment = nil
        }
        moves &+= 1
        return .done(entry: move.entry ?? 0, move.entry == nil ? "the present" : "")
    }

    /// Changes the moment that is shown, as far as one is.
    public mutating func change(_ body: (inout Moment) -> Void) {
        guard var moment else { return }
        self.moment = nil
        body(&moment)
        self.moment = moment
    }
}

extension Glimpse: Sendable where Moment: Sendable {}

extension JournalMove {
    /// Where a command leads.
    ///
    /// - Parameters:
    ///   - shown: the entry that is looked at; nil: the present.
    ///   - begin: from when on a person counts time.
    ///   - noBranches: why nobody can go on another way from there.
    public init(
        _ command: PastCommand, from shown: Int?, in journal: Journal, begin: Instant = .zero,
        noBranches: String
    ) {
        switch command {
        case .entry(let entry): self.init(to: entry, in: journal)
        case .time(let time): self.init(to: time + (begin - .zero), in: journal)
        case .present: self = shown == nil ? .refused("This is the present.") : .present
        case .branch, .goToBranch: self = .refused(noBranches)
        }
    }

    /// The entry that it leads to; nil: to none.
    public var entry: Int? { if case .entry(let entry, _) = self { entry } else { nil } }
    /// The time that it leads to, as far as that is before `now` and after what happened at `earliest`; nil: that of its
    /// entry.
    public func time(after earliest: Instant, notAfter now: Instant) -> Instant? {
        guard case .entry(_, let time?) = self else { return nil }
        return max(earliest, min(time, now))
    }
}
