import MobilityWire
import Testing

struct AddressTests {
    @Test(arguments: [
        ("::", "::"), ("::1", "::1"), ("2001:db8::", "2001:db8::"),
        ("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("1:0:0:2:0:0:0:3", "1:0:0:2::3"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
        ("1:2:3:4:5:6:0:8", "1:2:3:4:5:6:0:8"),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.1"), ("64:ff9b::192.0.2.1", "64:ff9b::c000:201"), ("1::", "1::"),
        ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
    ])
    func textIsReadAndWrittenByRFC5952(given: String, written: String) {
        #expect(IPv6Address(given)?.description == written)
    }

    @Test(arguments: [
        "", ":", ":::", "1:2", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "g::", "1:2:3:4:5:6:7:", "::1.2.3",
        ":1::",
        "1.2.3.4::", "1:2:3:4:5:6:7:1.2.3.4", "1:2:3:4:5:6:7:8::", "fe80::1%eth0", "2001:db8::/32",
    ])
    func whatIsNoAddressIsRefused(text: String) {
        #expect(IPv6Address(text) == nil)
    }

    @Test func maskingClearsTheBitsBehindThePrefix() {
        let address = IPv6Address(high: .max, low: .max)
        #expect(address.masked(to: 0) == .unspecified)
        #expect(address.masked(to: 1) == IPv6Address(high: 1 << 63, low: 0))
        #expect(address.masked(to: 64) == IPv6Address(high: .max, low: 0))
        #expect(address.masked(to: 65) == IPv6Address(high: .max, low: 1 << 63))
        #expect(address.masked(to: 128) == address)
        #expect(address.masked(to: 200) == address)
    }

    @Test func prefixesHoldTheirAddresses() throws {
        let prefix = try #require(IPv6Prefix("2001:db8:1::/48"))
        let inside = try #require(IPv6Address("2001:db8:1:ffff::1"))
        let outside = try #require(IPv6Address("2001:db8:2::1"))
        #expect(prefix.contains(inside))
        #expect(!prefix.contains(outside))
        #expect(IPv6Prefix("2001:db8::") == nil)
        #expect(IPv6Prefix("2001:db8::/129") == nil)
    }

    @Test func ipv4TextIsStrict() {
        #expect(IPv4Address("192.0.2.1")?.value == 0xc000_0201)
        for text in ["192.0.2", "192.0.2.256", "192.0.2.1.1", "192..2.1", "a.b.c.d"] {
            #expect(IPv4Address(text) == nil)
        }
    }
}
