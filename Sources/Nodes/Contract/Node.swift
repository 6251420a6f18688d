/// A protocol machine without I/O: a value to which things happen at instants, and which answers with actions.
///
/// Same inputs, instants and random numbers, same actions: on every run and in every build mode. A node never looks
/// at a clock; `nextDeadline` says when it wants to be called although nothing happened.
public protocol ProtocolNode: Sendable {
    /// What can happen to this kind of node.
    associatedtype Input: Sendable

    /// Something happened. Actions are appended in the order in which the world has to carry them out.
    mutating func handle(
        _ input: Input, at now: Instant, random: inout some RandomNumberGenerator,
        into actions: inout [Action])

    /// When `deadlinePassed` has to be called at the latest; nil: not until something happens.
    var nextDeadline: Instant? { get }

    /// Does what is due at `now`; harmless when nothing is.
    mutating func deadlinePassed(
        at now: Instant, random: inout some RandomNumberGenerator, into actions: inout [Action])
}

/// A generator whose numbers depend on its seed alone (SplitMix64, Steele, Lea, Flood 2014). For lab and tests; on a
/// machine a world passes the system's cryptographic generator.
public struct SeededRandom: RandomNumberGenerator, Hashable, Sendable, Codable {
    /// All of the state.
    public private(set) var state: UInt64

    /// A generator; equal seeds give equal numbers.
    public init(seed: UInt64) {
        state = seed
    }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
