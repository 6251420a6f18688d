/// What was found wrong while reading, in order. `Problem` says where and by which rule.
public struct ReadingReport: Hashable, Sendable {
    /// Deviations that did not make the packet unusable.
    public var problems: [Problem] = []

    /// An empty report.
    public init() {}
}
