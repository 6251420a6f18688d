import Capture
import Testing

struct LinkLayerTests {
    struct Frame: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var linkType: LinkType
        var octets: [UInt8]
        var expected: NetworkLayer

        init(_ description: String, _ linkType: LinkType, _ text: String, _ expected: NetworkLayer) {
            testDescription = description
            self.linkType = linkType
            octets = CaptureTests.octets(text)
            self.expected = expected
        }
    }

    /// Destination and source.
    static let stations = "02 00 00 00 00 01  02 00 00 00 00 02"

    static let frames: [Frame] = [
        Frame("Ethernet, IPv6", .ethernet, "\(stations) 86dd 60", .ipv6(offset: 14)),
        Frame("Ethernet, IPv4", .ethernet, "\(stations) 0800 45", .ipv4(offset: 14)),
        Frame("Ethernet, ARP", .ethernet, "\(stations) 0806 00", .other(etherType: 0x0806, offset: 14)),
        Frame("802.1Q tag", .ethernet, "\(stations) 8100 0005 86dd 60", .ipv6(offset: 18)),
        Frame("802.1ad on 802.1Q", .ethernet, "\(stations) 88a8 0064 8100 0005 0800 45", .ipv4(offset: 22)),
        Frame(
            "tags of 9100", .ethernet, "\(stations) 9100 0001 9100 0002 9100 0003 86dd", .ipv6(offset: 26)),
        Frame("tagged ARP", .ethernet, "\(stations) 8100 0005 0806", .other(etherType: 0x0806, offset: 18)),
        Frame(
            "tag cut off", .ethernet, "\(stations) 8100 0005 86", .missing(.tooShort(expected: 18, found: 17))
        ),
        Frame(
            "eight tags", .ethernet,
            "\(stations) 8100 \(String(repeating: "0001 8100 ", count: 7)) 0001 86dd",
            .ipv6(offset: 46)),
        Frame(
            "nine tags", .ethernet, "\(stations) 8100 \(String(repeating: "0001 8100 ", count: 8)) 0001 86dd",
            .missing(.tooManyTags(limit: 8))),
        Frame("802.3 with SNAP", .ethernet, "\(stations) 0030 aaaa03 000000 86dd 60", .ipv6(offset: 22)),
        Frame(
            "802.3 with SNAP of an organisation", .ethernet, "\(stations) 0030 aaaa03 00000c 2000",
            .other(etherType: 0, offset: 14)),
        Frame("802.3, spanning tree", .ethernet, "\(stations) 0026 424203", .other(etherType: 0, offset: 14)),
        Frame(
            "Ethernet cut off", .ethernet, "\(stations) 86", .missing(.tooShort(expected: 14, found: 13))),

        Frame("raw IPv6", .raw, "60", .ipv6(offset: 0)),
        Frame("raw IPv4", .raw, "45", .ipv4(offset: 0)),
        Frame("raw of another version", .raw, "50", .missing(.unknownVersion(5))),
        Frame("raw without an octet", .raw, "", .missing(.tooShort(expected: 1, found: 0))),
        Frame("raw by DLT 12", .init(rawValue: 12), "60", .ipv6(offset: 0)),
        Frame("raw by DLT 14", .init(rawValue: 14), "45", .ipv4(offset: 0)),
        Frame("link type IPv4", .init(rawValue: 228), "45", .ipv4(offset: 0)),
        Frame("link type IPv6", .init(rawValue: 229), "60", .ipv6(offset: 0)),
        Frame("link type IPv4, empty", .ipv4, "", .missing(.tooShort(expected: 1, found: 0))),
        Frame("link type IPv6, empty", .ipv6, "", .missing(.tooShort(expected: 1, found: 0))),

        // Packet type, hardware type, address length, address, protocol.
        Frame("cooked IPv6", .linuxCooked, "0000 0001 0006 0200000000010000 86dd 60", .ipv6(offset: 16)),
        Frame("cooked IPv4", .linuxCooked, "0004 0001 0006 0200000000010000 0800 45", .ipv4(offset: 16)),
        Frame("cooked, tunnel", .linuxCooked, "0000 0301 0010 20010db800010000 86dd 60", .ipv6(offset: 16)),
        Frame(
            "cooked, tagged", .linuxCooked, "0000 0001 0006 0200000000010000 8100 0005 86dd 60",
            .ipv6(offset: 20)),
        Frame(
            "cooked, LLC", .linuxCooked, "0000 0001 0006 0200000000010000 0004 aaaa03 000000 86dd 60",
            .ipv6(offset: 24)),
        Frame(
            "cooked, 802.3", .linuxCooked, "0000 0001 0006 0200000000010000 0001 ffff",
            .other(etherType: 0, offset: 16)),
        Frame(
            "cooked netlink", .linuxCooked, "0004 0338 0000 0000000000000000 86dd",
            .other(etherType: 0, offset: 16)),
        Frame(
            "cooked, cut off", .linuxCooked, "0000 0001 0006 0200000000010000 86",
            .missing(.tooShort(expected: 16, found: 15))),

        // Protocol, reserved, interface index, hardware type, packet type, address length, address.
        Frame(
            "cooked v2 IPv6", .linuxCooked2, "86dd 0000 00000003 0001 00 06 0200000000010000 60",
            .ipv6(offset: 20)),
        Frame(
            "cooked v2 IPv4", .linuxCooked2, "0800 0000 00000003 0001 04 06 0200000000010000 45",
            .ipv4(offset: 20)),
        Frame(
            "cooked v2, tagged", .linuxCooked2,
            "8100 0000 00000003 0001 00 06 0200000000010000 0005 86dd 60", .ipv6(offset: 24)),
        Frame(
            "cooked v2 netlink", .linuxCooked2, "0000 0000 00000003 0338 04 00 0000000000000000",
            .other(etherType: 0, offset: 20)),
        Frame(
            "cooked v2, cut off", .linuxCooked2, "86dd 0000 00000003 0001 00 06 02000000000100",
            .missing(.tooShort(expected: 20, found: 19))),

        Frame("null, IPv4, little endian", .null, "02000000 45", .ipv4(offset: 4)),
        Frame("null, IPv4, big endian", .null, "00000002 45", .ipv4(offset: 4)),
        Frame("null, IPv6 of Linux", .null, "0a000000 60", .ipv6(offset: 4)),
        Frame("null, IPv6 of NetBSD", .null, "18000000 60", .ipv6(offset: 4)),
        Frame("null, IPv6 of FreeBSD", .null, "0000001c 60", .ipv6(offset: 4)),
        Frame("null, IPv6 of macOS", .null, "1e000000 60", .ipv6(offset: 4)),
        Frame("loop, IPv6 of OpenBSD", .loop, "00000018 60", .ipv6(offset: 4)),
        Frame("loop, IPv4", .loop, "00000002 45", .ipv4(offset: 4)),
        Frame("null, another family", .null, "07000000", .missing(.unknownFamily(0x0700_0000))),
        Frame("null, cut off", .null, "1e0000", .missing(.tooShort(expected: 4, found: 3))),

        Frame(
            "a link type that is not supported", .init(rawValue: 105), "60",
            .missing(.unsupported(.init(rawValue: 105)))),
    ]

    @Test(arguments: frames)
    func theNetworkLayerIsFound(frame: Frame) {
        let found = frame.linkType.networkLayer(of: frame.octets.span.bytes)
        #expect(found == frame.expected)
    }

    @Test(arguments: frames)
    func aFrameCutAnywhereIsNeitherReadBeyondNorGivenAnOffsetBeyond(frame: Frame) {
        for length in 0...frame.octets.count {
            let cut = Array(frame.octets.prefix(length))
            switch frame.linkType.networkLayer(of: cut.span.bytes) {
            case .ipv6(let offset), .ipv4(let offset), .other(_, let offset): #expect(offset <= length)
            case .missing: break
            }
        }
    }

    @Test func aLinkTypeIsSupportedExactlyIfItsFramesAreRead() {
        let frame = Samples.ethernet
        for number in UInt16.min...UInt16.max {
            let linkType = LinkType(rawValue: number)
            let answer = linkType.networkLayer(of: frame.span.bytes)
            #expect(linkType.isSupported == (answer != .missing(.unsupported(linkType))))
        }
    }

    @Test func problemsNameTheNumber() {
        let problem = LinkLayerProblem.unsupported(.init(rawValue: 105))
        #expect("\(problem)" == "link type 105 is not supported")
        #expect("\(LinkType.linuxCooked2)" == "276 (Linux cooked v2)")
    }
}
