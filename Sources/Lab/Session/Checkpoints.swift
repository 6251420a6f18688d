import Runtime

/// Copies of a run at some of its entries, from which any entry can be reached by running a little.
///
/// A copy shares with the others all that did not change, which is nearly all of the journal. There are at most
/// `limit` of them: where a run becomes longer every second one goes, so that they lie twice as far apart.
struct Checkpoints: Sendable {
    /// Ascending by the entries that they have.
    private(set) var runs: [LabRun] = []
    /// How many entries lie between two at least.
    private(set) var spacing = 64

    /// So many copies are kept at most: a hundred thousand entries are 4096 apart then, which is milliseconds. Each has
    /// nodes of its own, and the end of its journal.
    static let limit = 48

    /// Checkpoints that begin with this one.
    init(_ first: LabRun) { runs = [first] }

    /// Keeps a copy where the last one is far enough back.
    mutating func keep(_ run: LabRun) {
        let entries = run.journal.nextNumber
        guard entries - (runs.last?.journal.nextNumber ?? 0) >= spacing else { return }
        runs.append(run)
        // What the journal does not keep cannot be gone to.
        let kept = run.journal.numbers.lowerBound
        if let first = runs.lastIndex(where: { $0.journal.nextNumber <= kept }), first > 0 {
            runs.removeFirst(first)
        }
        for index in runs.indices { runs[index].stage.lab.journal.forget(below: kept) }
        guard runs.count > Checkpoints.limit else { return }
        spacing *= 2
        runs = runs.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
    }

    /// The last copy that has not got an entry yet; nil: all have.
    func before(_ entry: Int) -> LabRun? {
        runs.last { $0.journal.nextNumber <= entry }
    }

    /// Those that a branch shares which goes on from a run.
    func shared(with run: LabRun) -> Checkpoints {
        var copy = self
        copy.runs.removeAll { $0.journal.nextNumber > run.journal.nextNumber }
        return copy
    }
}
