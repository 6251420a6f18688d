import MobilityWire
import Testing

struct SecretTests {
    @Test func equalOctetsAreEqualAndADifferenceAnywhereIsFound() {
        let secret = [UInt8](1...20)
        #expect(equal(secret, Array(secret)))
        #expect(equal([], []))
        for index in secret.indices {
            for bit in 0..<8 {
                var other = secret
                other[index] ^= 1 << bit
                #expect(!equal(secret, other))
            }
        }
    }

    @Test func octetsOfDifferentLengthAreDifferent() {
        let secret = [UInt8](repeating: 0, count: 12)
        #expect(!equal(secret, Array(secret.dropLast())))
        #expect(!equal([], secret))
        #expect(SecretKey(secret) != SecretKey(secret + [0]))
    }

    @Test func digestsAndAuthenticatorsDifferByAnyBit() {
        let digest = SHA1Digest(high: 1, middle: 2, low: 3)
        #expect(digest == SHA1Digest(high: 1, middle: 2, low: 3))
        for bit in 0..<64 as Range<UInt64> {
            #expect(digest != SHA1Digest(high: 1 ^ 1 << bit, middle: 2, low: 3))
            #expect(digest != SHA1Digest(high: 1, middle: 2 ^ 1 << bit, low: 3))
            #expect(digest.prefix96 != Authenticator(high: 1 ^ 1 << bit, low: 0))
        }
        for bit in 0..<32 as Range<UInt32> {
            #expect(digest != SHA1Digest(high: 1, middle: 2, low: 3 ^ 1 << bit))
            #expect(digest.prefix96 != Authenticator(high: 1, low: 1 << bit))
        }
    }

    @Test func prefixesAreTheFirstOctets() {
        let digest = SHA1Digest(
            high: 0x0001_0203_0405_0607, middle: 0x0809_0a0b_0c0d_0e0f, low: 0x1011_1213)
        #expect(digest.octets == Array(0..<20))
        #expect(digest.prefix64 == 0x0001_0203_0405_0607)
        #expect(digest.prefix96.octets == Array(0..<12))
        let words = digest.words
        #expect(words[0] == UInt32(0x0001_0203).bigEndian && words[4] == UInt32(0x1011_1213).bigEndian)
    }

    @Test func anAuthenticatorIsReadFromTwelveOctetsOnly() {
        let octets = [UInt8](0..<20)
        #expect(authenticator(octets, 0..<12)?.octets == Array(0..<12))
        // Not aligned to a word.
        #expect(authenticator(octets, 5..<17)?.octets == Array(5..<17))
        for count in 0...20 where count != 12 {
            #expect(authenticator(octets, 0..<count) == nil)
        }
    }

    private func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        ConstantTime.equal(left.span.bytes, right.span.bytes)
    }

    private func authenticator(_ octets: [UInt8], _ range: Range<Int>) -> Authenticator? {
        Authenticator(octets.span.bytes.extracting(range))
    }

    @Test func noTextShowsASecret() {
        let key = SecretKey(octets("deadbeefdeadbeefdeadbeefdeadbeef"))
        let digest = SHA1Digest(high: 0xdead_beef, middle: 0xdead_beef, low: 0xdead_beef)
        var dumped = ""
        dump((key, digest, BindingManagementKey(digest)), to: &dumped)
        let texts = ["\(key)", "\(digest)", String(reflecting: key), String(reflecting: digest), dumped]
        for text in texts {
            // 0xde and 0xdeadbeef in the two notations that a number would come in.
            for leak in ["222", "de, ad", "dead", "3735928559"] { #expect(!text.contains(leak), "\(text)") }
        }
        #expect("\(key)" == "secret of 16 octets")
    }
}
