internal import CCrypto
public import MobilityWire

/// SHA-1 and HMAC-SHA1 by OpenSSL's libcrypto.
///
/// Each thread computes in a context of its own, so one value serves all of them and costs nothing to copy.
public struct OpenSSLCryptography: MobilityCryptography {
    /// This machine's libcrypto.
    ///
    /// - Throws: `Unavailable` where a known digest does not come out right, so that this is said at the start and not
    ///   in the middle of an exchange.
    public init() throws(Unavailable) {
        guard ccrypto_available() else { throw Unavailable() }
    }

    /// libcrypto computes SHA-1 wrongly on this processor.
    public struct Unavailable: Error, CustomStringConvertible {
        /// One sentence for a person.
        public var description: String {
            "OpenSSL's libcrypto computes SHA-1 wrongly on this processor"
        }
    }

    /// SHA-1 over the segments one behind the other (FIPS 180-4).
    public func sha1(
        _ first: RawSpan, _ second: RawSpan, _ third: RawSpan, _ fourth: RawSpan
    ) -> SHA1Digest {
        digest(ccrypto_sha1_begin(), first, second, third, fourth)
    }

    /// HMAC-SHA1 with a key of any length over the segments one behind the other (RFC 2104).
    public func hmacSHA1(
        key: RawSpan, _ first: RawSpan, _ second: RawSpan, _ third: RawSpan, _ fourth: RawSpan
    ) -> SHA1Digest {
        let hash = key.withUnsafeBytes { ccrypto_hmac_sha1_begin($0.baseAddress, $0.count) }
        return digest(hash, first, second, third, fourth)
    }

    private func digest(
        _ hash: OpaquePointer, _ first: RawSpan, _ second: RawSpan, _ third: RawSpan, _ fourth: RawSpan
    ) -> SHA1Digest {
        add(first, to: hash)
        add(second, to: hash)
        add(third, to: hash)
        add(fourth, to: hash)
        var digest = ccrypto_digest()
        guard ccrypto_end(hash, &digest) else { fatalError("libcrypto refuses to compute a digest") }
        return SHA1Digest(high: digest.high, middle: digest.middle, low: digest.low)
    }

    private func add(_ segment: RawSpan, to hash: OpaquePointer) {
        segment.withUnsafeBytes { ccrypto_add(hash, $0.baseAddress, $0.count) }
    }
}
