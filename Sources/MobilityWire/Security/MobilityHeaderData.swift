/// The "MH Data" that an authenticator covers: a Mobility Header from its first octet up to the authenticator, its
/// checksum taken as zero (RFC 6275 §6.2.7, RFC 4285 §5.1).
///
/// The octets stay where they are; the two of the checksum are left out and two zeros handed over in their place.
struct MobilityHeaderData: ~Escapable {
    /// Octets 0–3: everything before the checksum.
    let beforeChecksum: RawSpan
    /// Octets 6 and on, up to where the authenticator begins.
    let behindChecksum: RawSpan

    /// The covered octets of a whole Mobility Header; nil where the authenticator does not begin within it, behind the
    /// checksum.
    @_lifetime(copy mobilityHeader)
    init?(_ mobilityHeader: RawSpan, authenticatorAt offset: Int) {
        guard offset >= 6, offset <= mobilityHeader.byteCount else { return nil }
        beforeChecksum = mobilityHeader.extracting(0..<4)
        behindChecksum = mobilityHeader.extracting(6..<offset)
    }
}

extension MobilityHeaderData {
    /// HMAC-SHA1 over two addresses and these octets.
    func hmac(
        key: RawSpan, behind first: IPv6Address, _ second: IPv6Address,
        by cryptography: some MobilityCryptography
    ) -> SHA1Digest {
        let addresses = MobilityHeaderData.octets(first, second)
        let checksum: InlineArray<2, UInt8> = [0, 0]
        return cryptography.hmacSHA1(
            key: key, addresses.span.bytes, beforeChecksum, checksum.span.bytes, behindChecksum)
    }

    /// SHA-1 over two addresses and these octets.
    func sha1(
        behind first: IPv6Address, _ second: IPv6Address, by cryptography: some MobilityCryptography
    ) -> SHA1Digest {
        let addresses = MobilityHeaderData.octets(first, second)
        let checksum: InlineArray<2, UInt8> = [0, 0]
        return cryptography.sha1(addresses.span.bytes, beforeChecksum, checksum.span.bytes, behindChecksum)
    }

    /// The 32 octets of two addresses one behind the other, on the stack.
    private static func octets(_ first: IPv6Address, _ second: IPv6Address) -> InlineArray<4, UInt64> {
        [first.high.bigEndian, first.low.bigEndian, second.high.bigEndian, second.low.bigEndian]
    }
}
