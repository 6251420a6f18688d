/// How many error messages a node may send (RFC 6275 §9.3.3: as RFC 4443 §2.4 limits those of ICMPv6): a bucket of
/// tokens that fills up as time passes.
struct ErrorRate: Hashable, Sendable {
    /// How many may leave at once.
    static let burst = 10
    /// How long until one more may.
    static let interval = Interval.milliseconds(100)

    private var tokens = burst
    private var filledAt = Instant.zero

    /// Whether one more may leave now; if so, it counts.
    mutating func allows(at now: Instant) -> Bool {
        let elapsed = (now - filledAt).nanoseconds / Self.interval.nanoseconds
        if elapsed > 0 {
            tokens = Int(min(Int64(Self.burst), Int64(tokens) + min(elapsed, Int64(Self.burst))))
            filledAt = filledAt + Self.interval * elapsed
        }
        guard tokens > 0 else { return false }
        tokens -= 1
        return true
    }
}
