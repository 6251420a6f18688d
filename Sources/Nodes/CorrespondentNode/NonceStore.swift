import MobilityWire

/// The nonces of a correspondent node (RFC 6275 §5.2.2): 64 random bits each, a new one after 30 s, none older than 240 s,
/// known by a number of 16 bits.
struct NonceStore: Hashable, Sendable {
    private var nonces: [Nonce] = []
    private var nextIndex: UInt16 = 1

    private struct Nonce: Hashable, Sendable {
        var index: UInt16
        var value: UInt64
        var since: Instant
    }

    /// The nonce that tokens are made with now. It is made when it is needed, not by a timer.
    mutating func current(
        at now: Instant, random: inout some RandomNumberGenerator
    ) -> (index: UInt16, value: UInt64) {
        nonces.removeAll { now - $0.since >= ProtocolConstants.maximumNonceLifetime }
        if let last = nonces.last, now - last.since < ProtocolConstants.nonceInterval {
            return (last.index, last.value)
        }
        let nonce = Nonce(index: nextIndex, value: random.next(), since: now)
        nextIndex &+= 1
        nonces.append(nonce)
        // MAX_NONCE_LIFETIME holds eight of them.
        if nonces.count > 8 { nonces.removeFirst() }
        return (nonce.index, nonce.value)
    }

    /// The nonce of a number; nil: too old, or never made.
    func value(_ index: UInt16, at now: Instant) -> UInt64? {
        nonces.first { $0.index == index && now - $0.since < ProtocolConstants.maximumNonceLifetime }?.value
    }
}
