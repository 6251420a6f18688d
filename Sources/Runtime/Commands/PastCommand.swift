public import Nodes

/// What can be asked of the past of a run. It is a matter of looking: nothing of it becomes part of a recording.
public enum PastCommand: Hashable, Sendable, Codable {
    /// Show the run as it was after this entry of the journal.
    case entry(Int)
    /// Show it as it was at this time: after the last entry that is not later.
    case time(Instant)
    /// Back to the present.
    case present
    /// Continue from the entry that is shown, on a branch of its own.
    case branch
    /// Go to the present of another branch, by its name or number.
    case goToBranch(String)
}
