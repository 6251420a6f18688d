import Crypto
import MobilityWire
import Testing

/// Vectors made by an independent program; keys, nonces and tokens are invented.
struct ReturnRoutabilityTests {
    let cryptography: OpenSSLCryptography
    let homeAddress = address("2001:db8:1::1234")
    let careOfAddress = address("2001:db8:a::10")
    let correspondent = address("2001:db8:c::99")
    let nodeKey = SecretKey(octets("000102030405060708090a0b0c0d0e0f10111213"))
    let homeToken: UInt64 = 0x0b1b_cc3f_9c83_6551
    let careOfToken: UInt64 = 0xce93_adfb_dca9_ebb1
    let key = BindingManagementKey(
        SHA1Digest(high: 0xd814_6b67_3f63_02ed, middle: 0x16db_ca6d_8cfa_9e7b, low: 0x13e1_765d))

    /// Sequence 7, A, lifetime 100; Nonce Indices; BID 1 with 2001:db8:a::10; Binding Authorization Data.
    let bindingUpdate = octets(
        """
        3b060500 643b 0007 8000 0064  0404 0011 0022  2314 0001 0000 20010db8000a00000000000000000010
        0100  050c 0802bdbaf7d43e2ee96b2bf0
        """)
    /// Status 0, sequence 7, lifetime 100; BID 1; Binding Authorization Data.
    let bindingAcknowledgement = octets(
        "3b030600 b02c 0000 0007 0064  2304 0001 0000  050c 1744c0d8c012a62c22b21652")

    init() throws {
        cryptography = try OpenSSLCryptography()
    }

    @Test func keygenTokensFollowRFC6275() {
        #expect(
            ReturnRoutability.homeKeygenToken(
                for: homeAddress, nonce: 0x1011_1213_1415_1617, nodeKey: nodeKey, by: cryptography)
                == homeToken)
        #expect(
            ReturnRoutability.careOfKeygenToken(
                for: careOfAddress, nonce: 0x2021_2223_2425_2627, nodeKey: nodeKey, by: cryptography)
                == careOfToken)
    }

    @Test func bindingManagementKeyIsMadeOfBothTokens() {
        #expect(
            ReturnRoutability.bindingManagementKey(
                homeToken: homeToken, careOfToken: careOfToken, by: cryptography) == key)
    }

    @Test func bindingManagementKeyForDeletingFromHomeIsMadeOfTheHomeToken() {
        let deleting = SHA1Digest(
            high: 0x5273_7f2a_b00a_5c40, middle: 0x4cad_511d_2856_d4f8, low: 0xbae1_7a8f)
        #expect(
            ReturnRoutability.bindingManagementKey(homeToken: homeToken, careOfToken: nil, by: cryptography)
                == BindingManagementKey(deleting))
    }

    @Test func authenticatorOfABindingUpdateStandsInIt() {
        #expect(authenticator(of: bindingUpdate, at: 44)?.octets == Array(bindingUpdate[44...]))
    }

    @Test func authenticatorOfAnAcknowledgementTakesTheSameAddressesInTheSameOrder() {
        #expect(
            authenticator(of: bindingAcknowledgement, at: 20)?.octets == Array(bindingAcknowledgement[20...]))
    }

    @Test func checksumAndWhatStandsBehindTheAuthenticatorDoNotCount() {
        var changed = bindingUpdate
        changed[4] ^= 0xff
        changed[5] ^= 0xff
        for index in 44..<56 { changed[index] = 0 }
        #expect(authenticator(of: changed, at: 44)?.octets == Array(bindingUpdate[44...]))
    }

    @Test func everyOtherOctetCounts() {
        for index in 0..<44 where index != 4 && index != 5 {
            var changed = bindingUpdate
            changed[index] ^= 1
            #expect(
                authenticator(of: changed, at: 44)?.octets != Array(bindingUpdate[44...]), "octet \(index)")
        }
        let swapped = ReturnRoutability.authenticator(
            key: key, careOfAddress: correspondent, correspondent: careOfAddress,
            mobilityHeader: bindingUpdate.span.bytes, authenticatorAt: 44, by: cryptography)
        #expect(swapped?.octets != Array(bindingUpdate[44...]))
    }

    @Test func anAuthenticatorOutsideTheHeaderIsNone() {
        #expect(authenticator(of: bindingUpdate, at: 57) == nil)
        #expect(authenticator(of: bindingUpdate, at: 5) == nil)
        #expect(authenticator(of: bindingUpdate, at: -1) == nil)
        #expect(authenticator(of: bindingUpdate, at: .max) == nil)
        #expect(authenticator(of: [], at: 0) == nil)
        #expect(authenticator(of: bindingUpdate, at: 6) != nil)
        #expect(authenticator(of: bindingUpdate, at: 56) != nil)
    }

    private func authenticator(of mobilityHeader: [UInt8], at offset: Int) -> Authenticator? {
        ReturnRoutability.authenticator(
            key: key, careOfAddress: careOfAddress, correspondent: correspondent,
            mobilityHeader: mobilityHeader.span.bytes, authenticatorAt: offset, by: cryptography)
    }
}
