/// The cryptography that mobility signalling needs, done elsewhere: this module only says what is computed over what.
///
/// Return routability (RFC 6275 §5.2) and the authentication option of RFC 4285 both rest on SHA-1 and HMAC-SHA1
/// (FIPS 180-4, RFC 2104) alone. A computation covers a few pieces that stand in different places: addresses, parts
/// of a message, a single octet. They are handed over as up to four segments, hashed as if written one behind the
/// other, so that nothing is copied or allocated to bring them together. An empty span is no segment.
public protocol MobilityCryptography: Sendable {
    /// SHA-1 over the segments one behind the other.
    func sha1(_ first: RawSpan, _ second: RawSpan, _ third: RawSpan, _ fourth: RawSpan) -> SHA1Digest

    /// HMAC-SHA1 with a key of any length over the segments one behind the other.
    func hmacSHA1(
        key: RawSpan, _ first: RawSpan, _ second: RawSpan, _ third: RawSpan, _ fourth: RawSpan
    ) -> SHA1Digest
}

extension MobilityCryptography {
    /// SHA-1 over one or two segments.
    public func sha1(_ first: RawSpan, _ second: RawSpan = RawSpan()) -> SHA1Digest {
        sha1(first, second, RawSpan(), RawSpan())
    }

    /// HMAC-SHA1 over one or two segments.
    public func hmacSHA1(key: RawSpan, _ first: RawSpan, _ second: RawSpan = RawSpan()) -> SHA1Digest {
        hmacSHA1(key: key, first, second, RawSpan(), RawSpan())
    }
}
