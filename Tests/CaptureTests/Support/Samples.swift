/// Small captures of every format, for tests that change or cut them.
enum Samples {
    /// An IPv6 packet without payload.
    static let ipv6 = octets(
        """
        60 00 00 00  // version 6
        00 00 3b 40  // payload length 0, no next header, hop limit 64
        20 01 0d b8 00 01 00 00 00 00 00 00 00 00 00 01  // source 2001:db8:1::1
        20 01 0d b8 00 01 00 00 00 00 00 00 00 00 01 00  // destination 2001:db8:1::100
        """)

    /// The same packet on Ethernet.
    static let ethernet = octets("020000000001 020000000002 86dd") + ipv6

    /// pcap with two Ethernet frames, the second one cut to 20 octets.
    static func pcap(bigEndian: Bool, magic: UInt32 = 0xa1b2_c3d4, linkType: UInt32 = 1) -> [UInt8] {
        let number = Numbers(isBigEndian: bigEndian)
        var file: [UInt8] = []
        file += number(magic)
        file += number(UInt16(2)) + number(UInt16(4))  // version 2.4
        file += number(UInt32(0)) + number(UInt32(0))  // reserved
        file += number(UInt32(65_535))  // snapshot length
        file += number(linkType)
        file += number(UInt32(1_795_464_000)) + number(UInt32(123))  // time
        file += number(UInt32(54)) + number(UInt32(54))  // captured, original length
        file += ethernet
        file += number(UInt32(1_795_464_001)) + number(UInt32(999_999))
        file += number(UInt32(20)) + number(UInt32(54))
        file += ethernet.prefix(20)
        return file
    }

    /// pcapng with a section header, an Ethernet interface with microseconds, a raw one with nanoseconds, a name
    /// and an offset of an hour, an unknown block, an Enhanced Packet Block with two comments on the second
    /// interface, a Simple Packet Block, an obsolete Packet Block.
    static func pcapng(bigEndian: Bool) -> [UInt8] {
        let number = Numbers(isBigEndian: bigEndian)
        var file = block(number, 0x0a0d_0d0a, sectionHeader(number))
        file += block(number, 1, number(UInt16(1)) + number(UInt16(0)) + number(UInt32(0)))
        file += block(
            number, 1,
            number(UInt16(101)) + number(UInt16(0)) + number(UInt32(262_144))
                + option(number, 2, Array("wlan0".utf8)) + option(number, 9, [9])
                + option(number, 14, number(Int64(3600))) + option(number, 0, []))
        file += block(number, 0x7000_0001, [1, 2, 3, 4, 5, 6, 7, 8])
        file += block(
            number, 6,
            number(UInt32(1)) + time(number, 1_795_464_000_000_000_789)
                + number(UInt32(40)) + number(UInt32(40)) + ipv6
                + option(number, 1, Array("first".utf8)) + option(number, 2, [0, 0, 0, 1])
                + option(number, 1, Array("zweiter Vermerk: äöü".utf8)) + option(number, 0, []))
        file += block(number, 3, number(UInt32(54)) + ethernet + [0, 0])
        file += block(
            number, 2,
            number(UInt16(0)) + number(UInt16(7)) + time(number, 1_795_464_002_000_001)
                + number(UInt32(21)) + number(UInt32(54)) + ethernet.prefix(21) + [0, 0, 0])
        return file
    }

    static func sectionHeader(_ number: Numbers, length: Int64 = -1) -> [UInt8] {
        number(UInt32(0x1a2b_3c4d)) + number(UInt16(1)) + number(UInt16(0)) + number(length)
    }

    static func time(_ number: Numbers, _ ticks: UInt64) -> [UInt8] {
        number(UInt32(ticks >> 32)) + number(UInt32(truncatingIfNeeded: ticks))
    }

    static func block(_ number: Numbers, _ type: UInt32, _ body: [UInt8]) -> [UInt8] {
        let length = UInt32(body.count + 12)
        return number(type) + number(length) + body + number(length)
    }

    static func option(_ number: Numbers, _ code: UInt16, _ value: [UInt8]) -> [UInt8] {
        let padding = [UInt8](repeating: 0, count: (4 - value.count % 4) % 4)
        return number(code) + number(UInt16(value.count)) + value + padding
    }

    /// Every sample there is.
    static let all: [[UInt8]] = [false, true].flatMap { order in
        [
            pcap(bigEndian: order), pcap(bigEndian: order, magic: 0xa1b2_3c4d),
            pcapng(bigEndian: order), pcapng(bigEndian: order) + pcapng(bigEndian: !order),
        ]
    }
}
