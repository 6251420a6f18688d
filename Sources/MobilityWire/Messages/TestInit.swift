/// Home Test Init or Care-of Test Init (RFC 6275 §6.1.3, §6.1.4).
public struct TestInit: Hashable, Sendable {
    /// The cookie that the answer has to repeat, 64 bits.
    public var cookie: UInt64
    /// The mobility options in order; in draft-06 a Care-of Test Init carries the BID.
    public var options: [MobilityOption]

    /// A test init with this cookie.
    public init(cookie: UInt64, options: [MobilityOption] = []) {
        self.cookie = cookie
        self.options = options
    }
}
