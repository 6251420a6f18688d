import MobilityWire

/// The keygen tokens that one correspondent gave, and the tests that run for more: one for the home address, one for each
/// care-of address.
struct TokenStore: Hashable, Sendable {
    /// The home test.
    var home = TokenTest()
    /// The care-of tests, ascending by address.
    private(set) var careOf: [CareOfTest] = []

    /// A test of one care-of address.
    struct CareOfTest: Hashable, Sendable {
        /// The care-of address.
        let address: IPv6Address
        /// The BID it had when the test began, which stands in the message in draft-06.
        var bid: UInt16
        /// The test.
        var test = TokenTest()
    }

    /// The position of the test of a care-of address, which is entered where it is new.
    mutating func enter(_ address: IPv6Address, bid: UInt16) -> Int {
        let index = careOf.firstIndex { $0.address >= address } ?? careOf.count
        if index == careOf.count || careOf[index].address != address {
            careOf.insert(CareOfTest(address: address, bid: bid), at: index)
        }
        careOf[index].bid = bid
        return index
    }

    /// The test of a care-of address.
    subscript(address: IPv6Address) -> TokenTest? {
        get { careOf.first { $0.address == address }?.test }
        set {
            guard let index = careOf.firstIndex(where: { $0.address == address }) else { return }
            if let newValue { careOf[index].test = newValue } else { careOf.remove(at: index) }
        }
    }

    /// Changes a test in place.
    mutating func modify(at index: Int, _ change: (inout CareOfTest) -> Void) {
        change(&careOf[index])
    }

    /// Forgets tokens that are too old, and the tests of care-of addresses that are no more.
    mutating func expire(at now: Instant, keeping isInUse: (IPv6Address) -> Bool) {
        home.expire(at: now)
        for index in careOf.indices { careOf[index].test.expire(at: now) }
        careOf.removeAll { !isInUse($0.address) }
    }
}

/// A Home Test or Care-of Test and its outcome (RFC 6275 §11.6.1, §11.6.2).
struct TokenTest: Hashable, Sendable {
    /// The token, while it may be used.
    private(set) var token: KeygenToken?
    /// The cookie of the init message that is out; nil: none is. A new one with each transmission.
    private(set) var cookie: UInt64?
    /// When the init message is sent again.
    private(set) var timer = RetransmissionTimer()

    /// Whether an answer is awaited.
    var isRunning: Bool { cookie != nil }

    /// An init message with this cookie leaves.
    mutating func sent(_ cookie: UInt64, at now: Instant) {
        if !isRunning { timer.reset() }
        self.cookie = cookie
        timer.sent(at: now)
    }

    /// The answer came.
    mutating func received(_ token: KeygenToken) {
        self.token = token
        cookie = nil
        timer.reset()
    }

    /// The token is of no use any more: its nonce expired.
    mutating func discard() {
        token = nil
    }

    /// The test ends without an answer.
    mutating func stop() {
        cookie = nil
        timer.reset()
    }

    /// A token may be used for MAX_TOKEN_LIFETIME after it came.
    mutating func expire(at now: Instant) {
        if let token, token.expiresAt <= now { self.token = nil }
    }
}

/// A keygen token with the index of the nonce it was made of (RFC 6275 §6.1.5, §6.1.6).
struct KeygenToken: Hashable, Sendable {
    /// The token, 64 bits.
    let value: UInt64
    /// The nonce's index, which the Binding Update repeats.
    let nonceIndex: UInt16
    /// When it came.
    let receivedAt: Instant

    /// When it is too old.
    var expiresAt: Instant { receivedAt + ProtocolConstants.maximumTokenLifetime }
}
