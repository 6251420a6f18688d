/// When an unanswered message is sent again (RFC 6275 §11.8): after an initial time-out that doubles with every
/// transmission, up to `maximum`, at which rate it goes on.
struct RetransmissionTimer: Hashable, Sendable {
    /// The time-out after the first transmission.
    let initial: Interval
    /// The longest time-out.
    let maximum: Interval
    /// How often the message was sent; 0 before the first time.
    private(set) var transmissions = 0
    /// When it is sent again; nil before the first transmission.
    private(set) var deadline: Instant?

    /// A timer for a message that has not been sent yet.
    init(
        initial: Interval = ProtocolConstants.initialBindingAcknowledgementTimeout,
        maximum: Interval = ProtocolConstants.maximumBindingAcknowledgementTimeout
    ) {
        self.initial = initial
        self.maximum = maximum
    }

    /// The message left at `now`.
    mutating func sent(at now: Instant) {
        deadline = now + timeout(afterTransmissions: transmissions)
        if transmissions < Int.max { transmissions += 1 }
    }

    /// Nothing could be sent when it was due: look again later, which is no transmission.
    mutating func postpone(to later: Instant) {
        deadline = later
    }

    /// Starts again from the initial time-out.
    mutating func reset() {
        transmissions = 0
        deadline = nil
    }

    /// Whether the message is due again.
    func isDue(at now: Instant) -> Bool { deadline.map { $0 <= now } ?? false }

    private func timeout(afterTransmissions count: Int) -> Interval {
        // Beyond 2^20 every initial time-out is longer than any maximum.
        let doubled = initial * (Int64(1) << Int64(min(count, 20)))
        return min(doubled, maximum)
    }
}
