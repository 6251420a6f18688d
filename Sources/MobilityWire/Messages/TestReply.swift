/// Home Test or Care-of Test (RFC 6275 §6.1.5, §6.1.6).
public struct TestReply: Hashable, Sendable {
    /// Which nonce the token was made with.
    public var nonceIndex: UInt16
    /// The cookie of the init message.
    public var cookie: UInt64
    /// The keygen token, 64 bits.
    public var token: UInt64
    /// The mobility options in order; in draft-06 a Care-of Test repeats the BID.
    public var options: [MobilityOption]

    /// A test message; the token is 64 bits.
    public init(nonceIndex: UInt16, cookie: UInt64, token: UInt64, options: [MobilityOption] = []) {
        self.nonceIndex = nonceIndex
        self.cookie = cookie
        self.token = token
        self.options = options
    }
}
