/// The first 96 bits of an HMAC-SHA1, as they stand in a Binding Authorization Data option (RFC 6275 §6.2.7) and in
/// the MN-HA mobility message authentication option (RFC 4285 §5.1): 12 octets.
///
/// Comparing takes the same time wherever two authenticators differ.
public struct Authenticator: Hashable, Sendable {
    /// Octets 0–7 as a number, the first octet most significant.
    public let high: UInt64
    /// Octets 8–11 as a number, the first of them most significant.
    public let low: UInt32

    /// Its size on the wire, in octets.
    public static let size = 12

    /// An authenticator from its words, the first octets most significant.
    public init(high: UInt64, low: UInt32) {
        self.high = high
        self.low = low
    }

    /// The authenticator in exactly 12 octets; nil for any other number of them.
    public init?(_ octets: RawSpan) {
        guard octets.byteCount == Authenticator.size else { return nil }
        self.init(high: octets.number64(inside: 0), low: octets.number32(inside: 8))
    }

    /// The twelve octets.
    public var octets: [UInt8] {
        var octets = [UInt8]()
        octets.reserveCapacity(Authenticator.size)
        withUnsafeBytes(of: high.bigEndian) { octets.append(contentsOf: $0) }
        withUnsafeBytes(of: low.bigEndian) { octets.append(contentsOf: $0) }
        return octets
    }

    /// In constant time.
    public static func == (left: Authenticator, right: Authenticator) -> Bool {
        (left.high ^ right.high) | UInt64(left.low ^ right.low) == 0
    }
}
