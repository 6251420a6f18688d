import Capture
import Testing

/// Classic pcap (draft-ietf-opsawg-pcap).
struct PcapTests {
    @Test func littleEndianMicroseconds() {
        let outcome = read(
            octets(
                """
                d4 c3 b2 a1  // magic: little endian, microseconds
                02 00 04 00  // version 2.4
                00 00 00 00 00 00 00 00  // reserved
                00 00 04 00  // snapshot length 262144
                65 00 00 00  // link type 101, raw IP
                40 0b 04 6b  // 1795427136 s
                39 30 00 00  // 12345 µs
                05 00 00 00  // captured length 5
                28 00 00 00  // original length 40
                60 00 00 00 00
                """))
        #expect(
            outcome
                == Outcome(packets: [
                    Packet(1, "1795427136.012345", .raw, [0x60, 0, 0, 0, 0], originalLength: 40)
                ]))
    }

    @Test func bigEndianNanoseconds() {
        let outcome = read(
            octets(
                """
                a1 b2 3c 4d  // magic: big endian, nanoseconds
                00 02 00 04  // version 2.4
                00 00 00 00 00 00 00 00  // reserved
                00 04 00 00  // snapshot length 262144
                00 00 00 e5  // link type 229, raw IPv6
                6b 04 0b 40  // 1795427136 s
                00 00 30 39  // 12345 ns
                00 00 00 01  // captured length 1
                00 00 00 01  // original length 1
                60
                6b 04 0b 41  // 1795427137 s
                3b 9a c9 ff  // 999999999 ns
                00 00 00 00  // captured length 0
                00 00 00 28  // original length 40
                """))
        #expect(
            outcome
                == Outcome(packets: [
                    Packet(1, "1795427136.000012345", .ipv6, [0x60]),
                    Packet(2, "1795427137.999999999", .ipv6, [], originalLength: 40),
                ]))
    }

    @Test(arguments: [false, true], [0xa1b2_c3d4, 0xa1b2_3c4d] as [UInt32])
    func bothByteOrdersAndResolutionsGiveTheSamePackets(bigEndian: Bool, magic: UInt32) {
        let decimals = magic == 0xa1b2_c3d4 ? ("000123", "999999") : ("000000123", "000999999")
        let expected = Outcome(packets: [
            Packet(1, "1795464000.\(decimals.0)", .ethernet, Samples.ethernet),
            Packet(
                2, "1795464001.\(decimals.1)", .ethernet, Array(Samples.ethernet.prefix(20)),
                originalLength: 54),
        ])
        #expect(read(Samples.pcap(bigEndian: bigEndian, magic: magic)) == expected)
    }

    @Test func theInterfaceTellsOfTheHeader() throws {
        let file = Samples.pcap(bigEndian: true, magic: 0xa1b2_3c4d)
        var capture = InMemoryCapture(file.span.bytes)
        _ = try capture.next()
        #expect(capture.format == .pcap)
        #expect(
            capture.interfaces == [
                CaptureInterface(linkType: .ethernet, snapshotLength: 65_535, resolution: .nanoseconds)
            ])
    }

    /// The four upper bits give the length of frame check sequences, bit 26 says that they do.
    @Test func frameCheckSequenceLengthIsNotPartOfTheLinkType() {
        let outcome = read(Samples.pcap(bigEndian: false, linkType: 0x4400_0001))
        #expect(outcome.packets.map(\.linkType) == [1, 1])
    }

    @Test func aFractionOfMoreThanASecondIsCarried() {
        var file = Samples.pcap(bigEndian: true)
        file.replaceSubrange(28..<32, with: [0x00, 0x1e, 0x84, 0x81])  // 2000001 µs
        #expect(read(file).packets.first?.time == "1795464002.000001")
    }

    @Test func aHeaderWithoutPacketsIsAnEmptyCapture() {
        #expect(read(Array(Samples.pcap(bigEndian: false).prefix(24))) == Outcome())
    }

    @Test func otherVersionsAreRefused() {
        var file = Samples.pcap(bigEndian: true)
        file[7] = 3
        #expect(read(file).error == .unsupportedVersion(.pcap, major: 2, minor: 3, offset: 0))
    }

    @Test(arguments: [octets("a1b2cd34"), octets("34cdb2a1")])
    func theModifiedFormatIsRefusedByName(magic: [UInt8]) {
        #expect(read(magic + [UInt8](repeating: 0, count: 60)).error == .modifiedPcap)
    }

    @Test func truncationNamesThePartAndItsOctets() {
        let file = Samples.pcap(bigEndian: false)
        let inFileHeader = read(Array(file.prefix(23)))
        #expect(inFileHeader == Outcome(error: .truncated(.fileHeader, offset: 0, expected: 24, found: 23)))
        let inFirstHeader = read(Array(file.prefix(25)))
        #expect(
            inFirstHeader == Outcome(error: .truncated(.recordHeader, offset: 24, expected: 16, found: 1)))
        let inSecondRecord = read(Array(file.dropLast()))
        #expect(inSecondRecord.error == .truncated(.record, offset: 94, expected: 36, found: 35))
        #expect(inSecondRecord.packets.count == 1)
    }

    @Test func aRecordAboveTheLimitIsRefusedAndOneAtTheLimitIsRead() {
        let limit = CaptureLimits.record
        let number = Numbers(isBigEndian: false)
        func file(_ captured: Int) -> [UInt8] {
            let header = Array(Samples.pcap(bigEndian: false).prefix(24))
            let lengths = number(UInt32(captured)) + number(UInt32(captured))
            return header + number(UInt64(0)) + lengths + [UInt8](repeating: 0x60, count: captured)
        }
        #expect(read(file(limit - 16)).packets.map(\.octets.count) == [limit - 16])
        #expect(read(file(limit - 16), piecesOf: [1000]).packets.map(\.octets.count) == [limit - 16])
        let error = CaptureError.tooLong(
            .record, offset: 24, length: UInt64(limit - 15), limit: UInt64(limit - 16))
        #expect(read(file(limit - 15)).error == error)
        #expect(read(file(limit - 15), piecesOf: [1000]).error == error)
    }
}
