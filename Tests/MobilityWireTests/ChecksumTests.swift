import MobilityWire
import TestSupport
import Testing

@Suite struct ChecksumTests {
    /// The slow way of RFC 1071 §4.1: word by word, carries added at once.
    func slowly(_ octets: [UInt8]) -> UInt16 {
        var sum: UInt32 = 0
        var index = 0
        while index < octets.count {
            let low = index + 1 < octets.count ? octets[index + 1] : 0
            sum += UInt32(octets[index]) << 8 | UInt32(low)
            sum = (sum & 0xffff) + (sum >> 16)
            index += 2
        }
        return ~UInt16(sum)
    }

    @Test func exampleOfRFC1071() {
        // RFC 1071 §3: 00 01 f2 03 f4 f5 f6 f7 sums to ddf2.
        var checksum = Checksum()
        checksum.add(octets("0001f203f4f5f6f7").span.bytes)
        #expect(checksum.value == ~0xddf2)
    }

    @Test func everyLengthAndOffsetGivesWhatAddingWordByWordGives() {
        var generator = SplitMix(seed: 1071)
        let all = (0..<200).map { _ in UInt8.random(in: 0...255, using: &generator) }
        for start in 0..<9 {
            for end in start...all.count {
                var checksum = Checksum()
                checksum.add(all.span.bytes.extracting(start..<end))
                #expect(checksum.value == slowly(Array(all[start..<end])))
            }
        }
    }

    @Test func onesEverywhereDoNotLoseCarries() {
        for count in [1, 2, 7, 8, 9, 65_535] {
            let all = [UInt8](repeating: 0xff, count: count)
            var checksum = Checksum()
            checksum.add(all.span.bytes)
            #expect(checksum.value == slowly(all))
        }
    }

    @Test func addressesAndNumbersAddUpToTheirOctets() throws {
        let source = try #require(IPv6Address("2001:db8:ffff:fffe:8000:1:0:ff"))
        let destination = try #require(IPv6Address("::1"))
        let written = source.octets + destination.octets + [0, 1, 0x86, 0xa0, 0, 0, 0, 135]
        #expect(
            Checksum.pseudoHeader(
                source: source, destination: destination, length: 100_000, nextHeader: 135
            ).value == slowly(written))
    }

    @Test func pseudoHeaderOfIPv4() {
        // 192.0.2.10 to 198.51.100.1, UDP (17), 80 octets.
        let checksum = Checksum.pseudoHeader(
            source: IPv4Address(0xc000_020a), destination: IPv4Address(0xc633_6401), length: 80,
            protocolNumber: 17)
        #expect(checksum.value == slowly(octets("c000020a c6336401 00 11 0050")))
    }
}
