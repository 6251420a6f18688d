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
        let nanoseconds = UInt64(max(0, now.nanoseconds))
        let seconds = UInt64(epoch) &+ nanoseconds / 1_000_000_000
        let fraction = (nanoseconds % 1_000_000_000 << 32) / 1_000_000_000
        let timestamp = seconds << 32 | fraction
        last = timestamp > last ? timestamp : last &+ 1
        return last
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
