/// The authentication data of the mobility message authentication option (RFC 4285 §5), the built-in alternative to
/// IPsec between a mobile node and its home agent.
public enum MobilityMessageAuthentication {
    /// Subtype 1: between mobile node and home agent, in Binding Updates and Acknowledgements (RFC 4285 §5.1).
    public static let homeAgentSubtype: UInt8 = 1
    /// Subtype 2: between mobile node and AAA server, in Binding Updates alone (RFC 4285 §5.2).
    public static let aaaSubtype: UInt8 = 2
    /// SPIs below 256 are reserved; a security association has one from here on (RFC 4285 §5.1).
    public static let firstFreeSPI: UInt32 = 256
    /// The well-known SPI that makes MN-AAA authentication data an HMAC-SHA1 (RFC 4285 §5.2).
    public static let hmacSHA1SPI: UInt32 = 3

    /// MN-HA authentication data: First (96, HMAC_SHA1 (key, care-of address | home address | MH Data)) (RFC 4285 §5.1).
    ///
    /// - Parameters:
    ///   - careOfAddress: source of the Binding Update's packet, destination of the Acknowledgement's (A19).
    ///   - mobilityHeader: the whole header from Payload Proto on, Header Len already final. Its checksum counts as
    ///     zero whatever it is.
    ///   - offset: of the first octet of the authentication data, behind the SPI.
    /// - Returns: nil where `offset` lies outside the header.
    public static func homeAgentAuthenticator(
        key: SecretKey, careOfAddress: IPv6Address, homeAddress: IPv6Address,
        mobilityHeader: RawSpan, authenticationDataAt offset: Int, by cryptography: some MobilityCryptography
    ) -> Authenticator? {
        MobilityHeaderData(mobilityHeader, authenticatorAt: offset)?
            .hmac(key: key.octets.span.bytes, behind: careOfAddress, homeAddress, by: cryptography).prefix96
    }

    /// MN-AAA authentication data with the SPI HMAC_SHA1_SPI: HMAC_SHA1 (key, SHA1 (care-of address | home address |
    /// MH Data)), all 20 octets of it (RFC 4285 §5.2). Parameters as with the home agent.
    public static func aaaAuthenticator(
        key: SecretKey, careOfAddress: IPv6Address, homeAddress: IPv6Address,
        mobilityHeader: RawSpan, authenticationDataAt offset: Int, by cryptography: some MobilityCryptography
    ) -> SHA1Digest? {
        guard
            let mobilityData = MobilityHeaderData(mobilityHeader, authenticatorAt: offset)?
                .sha1(behind: careOfAddress, homeAddress, by: cryptography)
        else { return nil }
        let words = mobilityData.words
        return cryptography.hmacSHA1(key: key.octets.span.bytes, words.span.bytes)
    }
}
