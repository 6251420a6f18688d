/// The timestamps of Message Identification options (RFC 4285 §6): NTP time, 32 bits of seconds since 1900 and 32 bits of
/// fraction, each greater than the one before.
struct TimestampClock: Hashable, Sendable {
    /// Whether Binding Updates carry timestamps.
    var isOn = false
    /// NTP seconds at `Instant.zero`.
    private var epoch: UInt32 = 0
    /// The last timestamp.
    private var last: UInt64 = 0

    /// The clock that a configuration asks for.
    init(_ security: MobileNode.Security) {
        guard case .authentication(let association) = security else { return }
        isOn = association.replayProtection
        epoch = association.epoch
    }

    /// The next timestamp; nil where there are none.
    mutating func next(at now: Instant) -> UInt64? {
        guard isOn else { return nil }
        let timestamp = date(at: now)
        last = timestamp > last ? timestamp : last &+ 1
        return last
    }

    /// The date of this clock.
    private func date(at now: Instant) -> UInt64 { now.timestamp(epoch: epoch) }

    /// Whether a timestamp of the home agent is near this clock. The agent took Binding Updates that were up to its
    /// tolerance away; its own timestamps may be as far in the other direction, and a journey older.
    func isClose(_ timestamp: UInt64, at now: Instant) -> Bool {
        let own = date(at: now)
        let distance = timestamp > own ? timestamp - own : own - timestamp
        return distance <= UInt64(TimestampWindow.tolerance.wholeSeconds * 2) << 32
    }

    /// The home agent's time: the upper 32 bits of what it sent with status 144 are its seconds.
    mutating func adopt(_ timestamp: UInt64, at now: Instant) {
        let elapsed = UInt32(truncatingIfNeeded: max(0, now.wholeSeconds))
        epoch = UInt32(truncatingIfNeeded: timestamp >> 32) &- elapsed
        last = 0
    }
}

extension Instant {
    /// Whole seconds since the origin.
    fileprivate var wholeSeconds: Int64 { nanoseconds / 1_000_000_000 }
}
