public import Nodes

/// Where in the past a run is looked at.
public struct PastView: Hashable, Sendable, Codable {
    /// The entry of the journal that was asked for. What is shown is the run after the step that made it: what an input
    /// brings about at one instant belongs together, so a few entries behind it may be there too.
    public var entry: Int
    /// When it happened.
    public var time: Instant
    /// The entries that one can go to.
    public var entries: ClosedRange<Int>
    /// When the first of them and the last happened.
    public var times: ClosedRange<Instant>
    /// The entries before which a person told the run something.
    public var inputs: [Int]

    /// A place in the past.
    public init(
        entry: Int, time: Instant, entries: ClosedRange<Int>, times: ClosedRange<Instant>, inputs: [Int] = []
    ) {
        self.entry = entry
        self.time = time
        self.entries = entries
        self.times = times
        self.inputs = inputs
    }
}

/// One of the ways that a run took.
public struct BranchView: Hashable, Sendable, Codable {
    /// 1, 2, …: in the order in which they began.
    public var number: Int
    /// The number of the branch that it left; nil: it is the first.
    public var parent: Int?
    /// The last entry that both have.
    public var lastShared: Int
    /// How many entries it has, and its time.
    public var entries: Int
    /// Its present.
    public var now: Instant
    /// What a person told it first after it left; empty: nothing yet.
    public var firstInput: String
    /// Whether it is the one that is shown.
    public var isShown: Bool

    /// A branch.
    public init(
        number: Int, parent: Int?, lastShared: Int, entries: Int, now: Instant, firstInput: String,
        isShown: Bool
    ) {
        self.number = number
        self.parent = parent
        self.lastShared = lastShared
        self.entries = entries
        self.now = now
        self.firstInput = firstInput
        self.isShown = isShown
    }

    /// `branch 2`; the first is `the run`.
    public var name: String { number == 1 ? "the run" : "branch \(number)" }
}
