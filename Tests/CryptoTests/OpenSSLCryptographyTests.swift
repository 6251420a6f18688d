import Crypto
import MobilityWire
import Testing

struct OpenSSLCryptographyTests {
    let cryptography: OpenSSLCryptography

    init() throws {
        cryptography = try OpenSSLCryptography()
    }

    private func code(key: [UInt8], _ message: [UInt8]) -> SHA1Digest {
        cryptography.hmacSHA1(key: key.span.bytes, message.span.bytes)
    }

    private func hash(_ message: [UInt8]) -> SHA1Digest {
        cryptography.sha1(message.span.bytes)
    }

    /// RFC 2202 §3.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0b, count: 20), [UInt8]("Hi There".utf8),
            "b617318655057264e28bc0b6fb378c8ef146be00"
        ),
        (
            [UInt8]("Jefe".utf8), [UInt8]("what do ya want for nothing?".utf8),
            "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
        ),
        (
            [UInt8](repeating: 0xaa, count: 20), [UInt8](repeating: 0xdd, count: 50),
            "125d7342b9ac11cd91a39af48aa17b4f63f175d3"
        ),
        ([UInt8](1...25), [UInt8](repeating: 0xcd, count: 50), "4c9007f4026250c6bc8414f9bf50c86c2d7235da"),
        (
            [UInt8](repeating: 0x0c, count: 20), [UInt8]("Test With Truncation".utf8),
            "4c1a03424b55e07fe7f27be1d58bb9324a9a5a04"
        ),
        (
            [UInt8](repeating: 0xaa, count: 80),
            [UInt8]("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "aa4ae5e15272d00e95705637ce8a3b55ed402112"
        ),
        (
            [UInt8](repeating: 0xaa, count: 80),
            [UInt8]("Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data".utf8),
            "e8e99d0f45237d786d6bbaa7965c7808bbff1a91"
        ),
    ])
    func hmacGivesTheDigestsOfRFC2202(key: [UInt8], message: [UInt8], expected: String) {
        #expect(text(code(key: key, message)) == expected)
    }

    /// FIPS 180-4's own examples, and the empty message.
    @Test(arguments: [
        ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
        ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
        ),
    ])
    func sha1GivesTheDigestsOfFIPS180(message: String, expected: String) {
        #expect(text(hash([UInt8](message.utf8))) == expected)
    }

    @Test func segmentsCountAsIfWrittenOneBehindTheOther() {
        let message = [UInt8](0..<200)
        let key = [UInt8](3..<23)
        for (first, second, third) in [(0, 0, 0), (32, 36, 38), (1, 64, 65), (0, 64, 200), (200, 200, 200)] {
            let octets = message.span.bytes
            let joinedHash = cryptography.sha1(
                octets.extracting(0..<first), octets.extracting(first..<second),
                octets.extracting(second..<third), octets.extracting(third..<200))
            let joinedCode = cryptography.hmacSHA1(
                key: key.span.bytes, octets.extracting(0..<first), octets.extracting(first..<second),
                octets.extracting(second..<third), octets.extracting(third..<200))
            #expect(joinedHash == hash(message))
            #expect(joinedCode == code(key: key, message))
        }
    }

    @Test func anEmptyKeyIsAKeyOfZeros() {
        let zeros = [UInt8](repeating: 0, count: 64)
        let message = [UInt8]("message".utf8)
        #expect(code(key: [], message) == code(key: zeros, message))
    }

    @Test func threadsComputeWithoutDisturbingEachOther() async {
        let cryptography = cryptography
        await withTaskGroup(of: Bool.self) { group in
            for task in 0..<8 as Range<UInt8> {
                group.addTask {
                    let message = [UInt8](repeating: task, count: 100)
                    let expected = cryptography.hmacSHA1(key: message.span.bytes, message.span.bytes)
                    return (0..<2000).allSatisfy { _ in
                        cryptography.hmacSHA1(key: message.span.bytes, message.span.bytes) == expected
                    }
                }
            }
            for await undisturbed in group { #expect(undisturbed) }
        }
    }
}

struct CryptographicGeneratorTests {
    @Test func octetsAreAsManyAsAskedForAndDiffer() {
        var generator = CryptographicGenerator()
        #expect(generator.octets(0).isEmpty)
        #expect(generator.octets(-1).isEmpty)
        #expect(generator.octets(20).count == 20)
        // Equal with probability 2^-160.
        #expect(generator.octets(20) != generator.octets(20))
        // A bit that never changes in 64 numbers would do so by chance once in 2^57.
        let numbers = (0..<64).map { _ in generator.next() }
        #expect(numbers.reduce(0, |) == .max)
        #expect(numbers.reduce(.max, &) == 0)
    }
}

/// Forty hexadecimal digits.
private func text(_ digest: SHA1Digest) -> String {
    func digits(_ number: some FixedWidthInteger & UnsignedInteger) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: number.bitWidth / 4 - text.count) + text
    }
    return digits(digest.high) + digits(digest.middle) + digits(digest.low)
}
