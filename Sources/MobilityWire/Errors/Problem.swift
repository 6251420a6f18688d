/// A deviation that leaves a message usable: which rule, at which field, where, and what stands there.
public struct Problem: Hashable, Sendable {
    /// The rule that is not kept.
    public var rule: WireRule
    /// The field that deviates.
    public var field: WireField
    /// Where it stands, in octets from the beginning of what was read.
    public var offset: Int
    /// What stands there, where a number says it.
    public var found: UInt64?
    /// What should stand there, where a number says it.
    public var expected: UInt64?

    /// A deviation at a field.
    @inlinable
    public init(
        _ rule: WireRule, field: WireField, offset: Int, found: UInt64? = nil, expected: UInt64? = nil
    ) {
        self.rule = rule
        self.field = field
        self.offset = offset
        self.found = found
        self.expected = expected
    }
}

/// Takes problems as they are found, in the order of their discovery. Checks are generic over it, so that counting
/// them, keeping them or printing them costs only what the sink itself does.
public protocol ProblemSink {
    /// Takes one problem.
    mutating func report(_ problem: Problem)
}

/// Keeps problems in an array.
extension Array: ProblemSink where Element == Problem {
    /// Appends the problem.
    @inlinable
    public mutating func report(_ problem: Problem) {
        append(problem)
    }
}

/// Only counts problems.
public struct ProblemCounter: ProblemSink, Hashable, Sendable {
    /// How many there were.
    public var count = 0

    /// A counter at 0.
    @inlinable
    public init() {}

    /// Counts the problem.
    @inlinable
    public mutating func report(_ problem: Problem) {
        count += 1
    }
}

/// Passes problems on with their offsets moved, for a header that stands inside something larger.
public struct ShiftedProblems<Base: ProblemSink>: ProblemSink {
    /// Where the problems go.
    public var base: Base
    /// What is added to each offset, in octets.
    public var shift: Int

    /// Problems for `base`, each `shift` octets further on.
    @inlinable
    public init(_ base: Base, by shift: Int) {
        self.base = base
        self.shift = shift
    }

    /// Passes the problem on.
    @inlinable
    public mutating func report(_ problem: Problem) {
        var shifted = problem
        shifted.offset += shift
        base.report(shifted)
    }
}
