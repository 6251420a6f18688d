import Decoding
import MobilityWire
import Testing

/// What `body` adds to an empty buffer of the least capacity, so that growing is part of each test.
func text(_ body: (inout OutputBuffer) -> Void) -> String {
    var buffer = OutputBuffer(capacity: 0)
    body(&buffer)
    return buffer.octets.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
}

struct OutputBufferTests {
    @Test(arguments: [
        0, 1, 9, 10, 11, 99, 100, 101, 999, 1000, 9999, 10_000, 10_001, 65_535, 262_140, 999_999, 1_000_000,
        4_294_967_295, 4_294_967_296, 9_999_999_999, 99_999_999_999_999_999, UInt64.max,
    ])
    func numbersAreWrittenInDecimal(number: UInt64) {
        #expect(text { $0.append(decimal: number) } == "\(number)")
    }

    @Test func allNumbersOfTwoOctetsAreWrittenInDecimal() {
        var buffer = OutputBuffer()
        var expected = ""
        for number in UInt16.min...UInt16.max {
            buffer.append(decimal: number)
            buffer.append(" ")
            expected += "\(number) "
        }
        #expect(buffer.octets.withUnsafeBytes { $0.elementsEqual(expected.utf8) })
    }

    @Test func signedNumbersKeepTheirSign() {
        #expect(text { $0.append(decimal: -17) } == "-17")
        #expect(text { $0.append(decimal: Int.min) } == "\(Int.min)")
    }

    @Test func digitsInFrontAreZeros() {
        #expect(text { $0.append(decimal: 123, digits: 6) } == "000123")
        #expect(text { $0.append(decimal: 0, digits: 9) } == "000000000")
        #expect(text { $0.append(decimal: 12_345, digits: 3) } == "345")
        #expect(text { $0.append(decimal: UInt64.max, digits: 20) } == "\(UInt64.max)")
        #expect(text { $0.append(decimal: 1, digits: 0) } == "")
        #expect(text { $0.append(hexadecimal: 0x1f, digits: 4) } == "001f")
        #expect(text { $0.append(hexadecimal: .max, digits: 16) } == "ffffffffffffffff")
    }

    @Test(arguments: [
        "::", "::1", "1::", "2001:db8::1", "2001:db8:1::1234", "1:2:3:4:5:6:7:8", "1:0:0:2::3",
        "::ffff:192.0.2.1",
        "0:2:3:4:5:6:7:8", "2001:db8:0:1:1:1:1:1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "64:ff9b::c000:201",
        "1:2:3:4:5:6:0:8", "::2:0:0:3:0:0", "2001:0:0:1::1", "10:200:3000:4:50:600:7000:8",
    ])
    func addressesAreWrittenByRFC5952(written: String) throws {
        let address = try #require(IPv6Address(written))
        #expect(text { $0.append(address) } == written)
    }

    @Test func addressesOfAllZeroPatternsAreWrittenAsTheAddressWritesItself() {
        for pattern in 0..<256 {
            var halves: [UInt64] = [0, 0]
            for index in 0..<8 where pattern >> index & 1 == 1 {
                halves[index / 4] |=
                    UInt64(truncatingIfNeeded: 1 << (4 * (index % 4))) << UInt64(48 - 16 * (index % 4))
            }
            let address = IPv6Address(high: halves[0], low: halves[1])
            #expect(text { $0.append(address) } == address.description)
        }
    }

    @Test func ipv4AddressesAreWrittenInDottedDecimal() {
        #expect(text { $0.append(IPv4Address(0xc000_020a)) } == "192.0.2.10")
        #expect(text { $0.append(IPv4Address(0)) } == "0.0.0.0")
        #expect(text { $0.append(IPv4Address(.max)) } == "255.255.255.255")
    }

    @Test func whatIsAddedStaysWhileTheBufferGrows() {
        var buffer = OutputBuffer(capacity: 64)
        for _ in 0..<1000 { buffer.append("0123456789") }
        #expect(buffer.count == 10_000)
        #expect(
            buffer.octets.withUnsafeBytes {
                $0.enumerated().allSatisfy { Int($1) == 0x30 + $0 % 10 }
            })
        buffer.removeAll()
        #expect(buffer.count == 0)
    }
}

struct EscapeTests {
    private func json(_ octets: [UInt8]) -> String { text { $0.append(json: octets.span.bytes) } }
    private func visible(_ octets: [UInt8]) -> String { text { $0.append(visible: octets.span.bytes) } }

    @Test func controlSequencesDoNotReachTheTerminal() {
        #expect(visible(Array("a\u{1b}[2Jb".utf8)) == #"a\u001b[2Jb"#)
        #expect(visible([0x9b, 0x41]) == "\u{fffd}A", "a lone C1 control is no UTF-8")
        #expect(visible(Array("\u{9b}A".utf8)) == #"\u009bA"#)
        #expect(visible(Array("a\nb\rc\u{7f}".utf8)) == #"a\u000ab\u000dc\u007f"#)
        #expect(visible(Array("\u{202e}gnp.exe\u{2028}".utf8)) == #"\u202egnp.exe\u2028"#)
        #expect(
            visible(Array(#"\u001b"#.utf8)) == #"\\u001b"#, "an escape that was sent is not one that was made"
        )
        #expect(visible(Array("user@example.com é日".utf8)) == "user@example.com é日")
        #expect(visible(Array("\u{e0001}".utf8)) == #"\udb40\udc01"#)
    }

    @Test func jsonStringsAreAlwaysValid() {
        #expect(json(Array(#"a"b\c"#.utf8)) == #"a\"b\\c"#)
        #expect(json([0xff, 0x61, 0xc3]) == "\u{fffd}a\u{fffd}")
        #expect(json([0, 9, 10]) == #"\u0000\u0009\u000a"#)
    }

    @Test func octetsBecomeHexadecimalDigits() {
        let octets: [UInt8] = [0x00, 0x0f, 0xa0, 0xff]
        #expect(text { $0.append(hexadecimal: octets.span.bytes) } == "000fa0ff")
    }
}
