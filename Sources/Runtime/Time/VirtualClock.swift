public import Nodes

/// A run's time as a function of the machine's: it stands still, or passes so many times as fast.
///
/// Between two changes of speed the relation is a straight line from an anchor, so that nothing adds up.
public struct VirtualClock: Hashable, Sendable, Codable {
    /// How many seconds of the run pass in one second.
    public private(set) var speed: Double = 1
    /// Whether the run's time stands still.
    public private(set) var isPaused = false
    private var machine = Instant.zero
    private var run = Instant.zero

    /// A clock whose two times agree at these instants.
    public init(machine: Instant = .zero, run: Instant = .zero) {
        self.machine = machine
        self.run = run
    }

    /// The run's time at an instant of the machine's; never before the anchor.
    public func run(at instant: Instant) -> Instant {
        guard !isPaused, instant > machine else { return run }
        let passed = Double((instant - machine).nanoseconds) * speed
        return run + Interval(nanoseconds: passed < 9e18 ? Int64(passed) : .max)
    }

    /// When it is that late in the run; nil: never, as long as time stands still.
    public func machine(at instant: Instant) -> Instant? {
        guard !isPaused else { return nil }
        let rest = Double((instant - run).nanoseconds) / speed
        // Not a nanosecond too early, or somebody wakes for nothing.
        return rest < 9e18 ? machine + Interval(nanoseconds: Int64(rest.rounded(.up))) : .distantFuture
    }

    /// The two times agree at these instants from now on: where the run could not keep up, it is simply later.
    public mutating func anchor(machine: Instant, run: Instant) {
        self.machine = machine
        self.run = run
    }

    /// Another speed, from this instant of the machine's time on.
    public mutating func setSpeed(_ speed: Double, at instant: Instant) {
        anchor(machine: instant, run: run(at: instant))
        self.speed = min(1000, max(0.01, speed))
    }

    /// The run's time stands still from this instant on, or goes on.
    public mutating func setPaused(_ paused: Bool, at instant: Instant) {
        anchor(machine: instant, run: run(at: instant))
        isPaused = paused
    }

    /// The speeds that `faster` and `slower` know.
    public static let speeds: [Double] = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100]

    /// The next speed up or down; the speed itself at either end.
    public func next(faster: Bool) -> Double {
        faster
            ? VirtualClock.speeds.first { $0 > speed } ?? speed
            : VirtualClock.speeds.last { $0 < speed } ?? speed
    }
}
