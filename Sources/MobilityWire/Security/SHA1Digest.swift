/// The 20 octets of a SHA-1 or HMAC-SHA1 result, held in three words.
///
/// Comparing takes the same time wherever two digests differ. The description shows no octet of it: a digest is as
/// often a key (Kbm) as a checksum.
public struct SHA1Digest: Hashable, Sendable {
    /// Octets 0–7 as a number, the first octet most significant.
    public let high: UInt64
    /// Octets 8–15 as a number, the first of them most significant.
    public let middle: UInt64
    /// Octets 16–19 as a number, the first of them most significant.
    public let low: UInt32

    /// Its size, in octets.
    public static let size = 20

    /// A digest from its numbers, the first octets most significant.
    public init(high: UInt64, middle: UInt64, low: UInt32) {
        self.high = high
        self.middle = middle
        self.low = low
    }

    /// The first 64 bits: a keygen token (RFC 6275 §5.2.5).
    public var prefix64: UInt64 { high }

    /// The first 96 bits: an authenticator (RFC 6275 §6.2.7, RFC 4285 §5.1).
    public var prefix96: Authenticator {
        Authenticator(high: high, low: UInt32(truncatingIfNeeded: middle >> 32))
    }

    /// The twenty octets.
    public var octets: [UInt8] {
        let words = words
        return words.span.bytes.array(0..<SHA1Digest.size)
    }

    /// The twenty octets, as five words in network byte order on the stack; their `span.bytes` is a key or a segment.
    public var words: InlineArray<5, UInt32> {
        [
            UInt32(truncatingIfNeeded: high >> 32).bigEndian, UInt32(truncatingIfNeeded: high).bigEndian,
            UInt32(truncatingIfNeeded: middle >> 32).bigEndian, UInt32(truncatingIfNeeded: middle).bigEndian,
            low.bigEndian,
        ]
    }

    /// In constant time.
    public static func == (left: SHA1Digest, right: SHA1Digest) -> Bool {
        (left.high ^ right.high) | (left.middle ^ right.middle) | UInt64(left.low ^ right.low) == 0
    }
}

extension SHA1Digest: CustomStringConvertible, CustomReflectable {
    /// Says what it is, not what it holds.
    public var description: String { "SHA-1 digest" }
    /// Without children, so that a dump holds no key.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
