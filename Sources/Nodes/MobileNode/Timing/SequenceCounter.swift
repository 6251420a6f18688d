/// The sequence numbers of Binding Updates, modulo 65536 (RFC 6275 §11.7.1).
struct SequenceCounter: Hashable, Sendable {
    /// The number used last, or the one a receiver reported as accepted last; nil: none yet, the first is random.
    private(set) var last: UInt16?

    /// A counter that begins behind this number.
    init(last: UInt16? = nil) {
        self.last = last
    }

    /// The number of the next Binding Update, which counts as used from here on.
    mutating func next(random: inout some RandomNumberGenerator) -> UInt16 {
        let number = last.map { $0 &+ 1 } ?? UInt16.random(in: .min ... .max, using: &random)
        last = number
        return number
    }

    /// This number was used, for this binding too.
    mutating func use(_ number: UInt16) {
        last = number
    }

    /// A receiver with `reported` as its last accepted number refused `refused` (status 135, R-101). The next number is
    /// one more than the reported one, unless the counter is already ahead of it: then the answer is to something older.
    mutating func resynchronise(reported: UInt16, refused: UInt16?) {
        if let last, last != refused, SequenceCounter.accepts(last, after: reported) { return }
        last = reported
    }

    /// Whether a receiver whose last accepted number is `last` accepts `number`: 1…32767 steps ahead (RFC 6275 §9.5.1).
    static func accepts(_ number: UInt16, after last: UInt16) -> Bool {
        let distance = number &- last
        return distance >= 1 && distance <= 32767
    }

    /// The furthest of two numbers in the order of the circle.
    static func larger(_ one: UInt16, _ other: UInt16) -> UInt16 {
        accepts(other, after: one) ? other : one
    }
}
