import Crypto
import MobilityWire
import Testing

/// Vectors made with Python's hmac and hashlib; the key is invented. Both messages carry a checksum that is no zero.
struct MobilityMessageAuthenticationTests {
    let cryptography: OpenSSLCryptography
    let key = SecretKey(octets("101112131415161718191a1b1c1d1e1f"))
    let homeAddress = address("2001:db8:1::1234")
    let careOfAddress = address("2001:db8:a::10")

    /// Sequence 8, A and H, lifetime 900; PadN; BID 1 with 2001:db8:a::10; Pad1; MN-HA with SPI 256; PadN.
    let withHomeAgent = octets(
        """
        3b070500 beef 0008 c000 0384  0104 00000000  2314 0001 0000 20010db8000a00000000000000000010
        00  0911 01 00000100 a0144c6558feffc484b57558  0102 0000
        """)
    /// The same with MN-AAA and SPI 3 (HMAC_SHA1_SPI).
    let withServer = octets(
        """
        3b080500 beef 0008 c000 0384  0104 00000000  2314 0001 0000 20010db8000a00000000000000000010
        00  0919 02 00000003 f8e4de082640229b363336f52deefdfe68f4856b  0102 0000
        """)

    init() throws {
        cryptography = try OpenSSLCryptography()
    }

    private func homeAgentData(_ message: [UInt8], at offset: Int) -> Authenticator? {
        MobilityMessageAuthentication.homeAgentAuthenticator(
            key: key, careOfAddress: careOfAddress, homeAddress: homeAddress,
            mobilityHeader: message.span.bytes, authenticationDataAt: offset, by: cryptography)
    }

    private func serverData(_ message: [UInt8], at offset: Int) -> SHA1Digest? {
        MobilityMessageAuthentication.aaaAuthenticator(
            key: key, careOfAddress: careOfAddress, homeAddress: homeAddress,
            mobilityHeader: message.span.bytes, authenticationDataAt: offset, by: cryptography)
    }

    @Test func homeAgentAuthenticationDataFollowsRFC4285() {
        #expect(homeAgentData(withHomeAgent, at: 48)?.octets == Array(withHomeAgent[48..<60]))
    }

    @Test func serverAuthenticationDataIsAnHMACOfAHash() {
        #expect(serverData(withServer, at: 48)?.octets == Array(withServer[48..<68]))
    }

    @Test func everyOctetButTheChecksumCounts() {
        for index in 0..<48 {
            var changed = withHomeAgent
            changed[index] ^= 0x80
            let counts = homeAgentData(changed, at: 48)?.octets != Array(withHomeAgent[48..<60])
            #expect(counts == (index != 4 && index != 5), "octet \(index)")
        }
    }

    @Test func authenticationDataOutsideTheHeaderIsNone() {
        for offset in [-1, 0, 5, 65, Int.max] {
            #expect(homeAgentData(withHomeAgent, at: offset) == nil)
            #expect(serverData(withHomeAgent, at: offset) == nil)
        }
    }
}
