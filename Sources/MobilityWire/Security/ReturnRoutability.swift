/// The computations of return routability (RFC 6275 §5.2): what a correspondent node puts into its Home Test and
/// Care-of Test, and what a mobile node proves by them in a Binding Update.
///
/// All octet strings are joined without separators; tokens and nonces are 64 bits, most significant octet first.
public enum ReturnRoutability {
    /// Home keygen token: First (64, HMAC_SHA1 (Kcn, home address | nonce | 0)) (RFC 6275 §5.2.5).
    public static func homeKeygenToken(
        for homeAddress: IPv6Address, nonce: UInt64, nodeKey: SecretKey,
        by cryptography: some MobilityCryptography
    ) -> UInt64 {
        keygenToken(for: homeAddress, nonce: nonce, kind: 0, nodeKey: nodeKey, by: cryptography)
    }

    /// Care-of keygen token: First (64, HMAC_SHA1 (Kcn, care-of address | nonce | 1)) (RFC 6275 §5.2.5).
    public static func careOfKeygenToken(
        for careOfAddress: IPv6Address, nonce: UInt64, nodeKey: SecretKey,
        by cryptography: some MobilityCryptography
    ) -> UInt64 {
        keygenToken(for: careOfAddress, nonce: nonce, kind: 1, nodeKey: nodeKey, by: cryptography)
    }

    /// The octet behind the nonce keeps a home token from being taken for a care-of token.
    private static func keygenToken(
        for address: IPv6Address, nonce: UInt64, kind: UInt8, nodeKey: SecretKey,
        by cryptography: some MobilityCryptography
    ) -> UInt64 {
        let words: InlineArray<3, UInt64> = [address.high.bigEndian, address.low.bigEndian, nonce.bigEndian]
        let last: InlineArray<1, UInt8> = [kind]
        return cryptography.hmacSHA1(key: nodeKey.octets.span.bytes, words.span.bytes, last.span.bytes)
            .prefix64
    }

    /// Binding management key Kbm: SHA1 (home keygen token | care-of keygen token) (RFC 6275 §5.2.5).
    ///
    /// Without a care-of token it is SHA1 (home keygen token), for a Binding Update that deletes the binding with the
    /// home address as care-of address.
    public static func bindingManagementKey(
        homeToken: UInt64, careOfToken: UInt64?, by cryptography: some MobilityCryptography
    ) -> BindingManagementKey {
        let home: InlineArray<1, UInt64> = [homeToken.bigEndian]
        guard let careOfToken else { return BindingManagementKey(cryptography.sha1(home.span.bytes)) }
        let careOf: InlineArray<1, UInt64> = [careOfToken.bigEndian]
        return BindingManagementKey(cryptography.sha1(home.span.bytes, careOf.span.bytes))
    }

    /// Authenticator of a Binding Update to, or a Binding Acknowledgement from, a correspondent node:
    /// First (96, HMAC_SHA1 (Kbm, care-of address | correspondent | MH Data)) (RFC 6275 §6.2.7).
    ///
    /// - Parameters:
    ///   - careOfAddress: the one being registered; the home address where that binding is deleted from home. It
    ///     stands first in both directions.
    ///   - mobilityHeader: the whole header from Payload Proto on, Header Len already final. Its checksum counts as
    ///     zero whatever it is, and is to be computed once the authenticator stands in its place.
    ///   - offset: of the first octet of the authenticator, behind type and length of its option.
    /// - Returns: nil where `offset` lies outside the header.
    public static func authenticator(
        key: BindingManagementKey, careOfAddress: IPv6Address, correspondent: IPv6Address,
        mobilityHeader: RawSpan, authenticatorAt offset: Int, by cryptography: some MobilityCryptography
    ) -> Authenticator? {
        let key = key.digest.words
        return MobilityHeaderData(mobilityHeader, authenticatorAt: offset)?
            .hmac(key: key.span.bytes, behind: careOfAddress, correspondent, by: cryptography).prefix96
    }
}

/// The key that a mobile node and a correspondent share for one binding (Kbm, RFC 6275 §5.2.5): 20 octets.
public struct BindingManagementKey: Hashable, Sendable {
    /// The SHA-1 it is, all of whose octets are the key.
    public let digest: SHA1Digest

    /// The key in a digest.
    public init(_ digest: SHA1Digest) {
        self.digest = digest
    }
}
