public import MobilityWire
public import Nodes

/// From what a run began, where all that follows can be had again: a world in memory.
public struct RunOrigin: Hashable, Sendable {
    /// The profile of its nodes.
    public var profile: WireProfile
    /// From which all chance follows.
    public var seed: UInt64
    /// The name of the scenario.
    public var name: String
    /// The scenario as it was written; empty: the world without one.
    public var scenario: [UInt8]

    /// A beginning.
    public init(profile: WireProfile, seed: UInt64, name: String, scenario: [UInt8] = []) {
        self.profile = profile
        self.seed = seed
        self.name = name
        self.scenario = scenario
    }
}

/// What a person told a run, and when.
public struct RecordedInput: Hashable, Sendable {
    /// The run's time.
    public var time: Instant
    /// How many things had happened in the run, those without an entry among them.
    public var turn: Int
    /// The number that the next entry of the journal had.
    public var entry: Int
    /// The command as a line.
    public var line: String

    /// An input.
    public init(time: Instant, turn: Int, entry: Int, line: String) {
        self.time = time
        self.turn = turn
        self.entry = entry
        self.line = line
    }
}
