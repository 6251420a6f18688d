import MobilityWire

/// The timestamps of RFC 4285 §6: the date of a node, and which timestamps were seen.
///
/// A timestamp is 64 bits of NTP: seconds since 1900, then their fraction. One is accepted if it is close to the own
/// date and newer than the last one of its home address. Since an old one is refused for its age, the last ones need to
/// be remembered only for as long as they are young: two generations, the older of which is thrown away as a whole.
struct TimestampWindow: Sendable {
    /// The seconds since 1900 at `Instant.zero`.
    var epoch: UInt32
    /// How far a timestamp may be from the own date (RFC 4285 §5.1).
    static let tolerance = Interval.seconds(7)

    private var young = OrderedPages<IPv6Address, SeenTimestamp>()
    private var old = OrderedPages<IPv6Address, SeenTimestamp>()
    private var turnedAt = Instant.zero
    /// The last timestamp of an own message.
    private var last: UInt64 = 0

    /// A clock that says `epoch` at `Instant.zero`.
    init(epoch: UInt32) {
        self.epoch = epoch
    }

    /// The own date as a timestamp.
    func timestamp(at now: Instant) -> UInt64 { now.timestamp(epoch: epoch) }

    /// The timestamp of an own message: greater than all before, also at the same instant.
    mutating func next(at now: Instant) -> UInt64 {
        last = max(timestamp(at: now), last &+ 1)
        return last
    }

    /// Whether a timestamp is young and new; if so, it is remembered.
    mutating func accepts(_ timestamp: UInt64, from homeAddress: IPv6Address, at now: Instant) -> Bool {
        turn(at: now)
        let own = self.timestamp(at: now)
        let distance = timestamp > own ? timestamp - own : own - timestamp
        guard distance <= UInt64(Self.tolerance.wholeSeconds) << 32 else { return false }
        if let last = young[homeAddress] ?? old[homeAddress], timestamp <= last.timestamp { return false }
        young.set(homeAddress, to: SeenTimestamp(timestamp: timestamp))
        return true
    }

    /// Throws away what is older than any timestamp that would be accepted: one from the future counts double.
    private mutating func turn(at now: Instant) {
        let age = now - turnedAt
        guard age > Self.tolerance * 3 else { return }
        old = age > Self.tolerance * 6 ? OrderedPages() : young
        young = OrderedPages()
        turnedAt = now
    }

    private struct SeenTimestamp: PagedValue {
        var timestamp: UInt64
    }
}

extension Instant {
    /// This instant as a timestamp of RFC 4285 §6: seconds since 1900 in the upper 32 bits, their fraction in the lower.
    ///
    /// - Parameter epoch: the seconds since 1900 at `Instant.zero`.
    func timestamp(epoch: UInt32) -> UInt64 {
        let nanoseconds = UInt64(clamping: nanoseconds)
        let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        // Below 2^30 times 2^32: it cannot overflow.
        return (UInt64(epoch) &+ seconds) << 32 | (rest << 32) / 1_000_000_000
    }
}
