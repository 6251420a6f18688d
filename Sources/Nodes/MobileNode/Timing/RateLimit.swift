/// At most so many messages of one type to one node within a second (MAX_UPDATE_RATE, RFC 6275 §11.8).
struct RateLimit: Hashable, Sendable {
    /// Messages in one second.
    let perSecond: Int
    /// When the last of them left, oldest first; never more than `perSecond`.
    private var departures: [Instant] = []

    /// A limit; 3 in a second unless told otherwise.
    init(perSecond: Int = ProtocolConstants.maximumUpdateRate) {
        self.perSecond = max(1, perSecond)
    }

    /// When the next message may leave: `now`, or later.
    func nextSlot(at now: Instant) -> Instant {
        guard departures.count >= perSecond, let oldest = departures.first else { return now }
        return max(now, oldest + .seconds(1))
    }

    /// Whether a message may leave now.
    func permits(at now: Instant) -> Bool { nextSlot(at: now) <= now }

    /// A message leaves now.
    mutating func departed(at now: Instant) {
        if departures.count >= perSecond { departures.removeFirst() }
        departures.append(now)
    }
}
