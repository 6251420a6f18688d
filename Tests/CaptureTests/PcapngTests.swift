import Capture
import Testing

/// pcapng (draft-ietf-opsawg-pcapng).
struct PcapngTests {
    /// One section, written out by hand.
    static let handWritten = octets(
        """
        0a 0d 0d 0a  // Section Header Block
        00 00 00 20  // length 32
        1a 2b 3c 4d  // byte-order magic: big endian
        00 01 00 00  // version 1.0
        ff ff ff ff ff ff ff ff  // section length not known
        00 00 00 00  // end of options
        00 00 00 20  // length 32
        00 00 00 01  // Interface Description Block
        00 00 00 30  // length 48
        01 14 00 00  // link type 276, Linux cooked v2; reserved
        00 00 00 04  // snapshot length 4
        00 02 00 03 61 6e 79 00  // if_name "any"
        00 09 00 01 8a 00 00 00  // if_tsresol 2^-10
        00 0e 00 08 ff ff ff ff ff ff ff fe  // if_tsoffset -2 s
        00 00 00 30  // length 48; the list of options ends with the block
        00 00 00 06  // Enhanced Packet Block
        00 00 00 34  // length 52
        00 00 00 00  // interface 0
        00 00 00 00  // time, high
        00 00 2a 01  // time, low: 10753 / 1024 s
        00 00 00 03  // captured length 3
        00 00 00 28  // original length 40
        aa bb cc 00  // octets, padding
        00 01 00 06 68 c3 a9 6c 6c 6f 00 00  // opt_comment "héllo"
        00 00 00 00  // end of options
        00 00 00 34  // length 52
        00 00 00 03  // Simple Packet Block
        00 00 00 14  // length 20
        00 00 00 09  // original length 9, of which the snapshot length keeps 4
        dd ee ff 11
        00 00 00 14  // length 20
        00 00 00 02  // Packet Block
        00 00 00 24  // length 36
        00 00 00 05  // interface 0, 5 packets dropped
        00 00 00 00 00 00 08 00  // time: 2 s
        00 00 00 04 00 00 00 04  // captured and original length 4
        01 02 03 04
        00 00 00 24  // length 36
        """)

    @Test func everyPacketBlockIsRead() throws {
        #expect(
            read(Self.handWritten)
                == Outcome(packets: [
                    Packet(
                        1, "8.5009765625", .linuxCooked2, [0xaa, 0xbb, 0xcc], originalLength: 40,
                        comments: ["héllo"]),
                    Packet(2, nil, .linuxCooked2, [0xdd, 0xee, 0xff, 0x11], originalLength: 9),
                    Packet(3, "0.0000000000", .linuxCooked2, [1, 2, 3, 4]),
                ]))
        let file = Self.handWritten
        let interface = CaptureInterface(
            linkType: .linuxCooked2, snapshotLength: 4, resolution: .init(rawValue: 0x8a), offset: -2,
            name: "any")
        var capture = InMemoryCapture(file.span.bytes)
        while let packet = try capture.next() {
            let described = packet.interfaceDescription
            #expect(described == interface)
        }
        #expect(capture.interfaces == [interface])
        #expect(capture.format == .pcapng)
    }

    static let samplePackets = [
        Packet(
            1, "1795467600.000000789", .raw, Samples.ipv6, interface: 1,
            comments: ["first", "zweiter Vermerk: äöü"]),
        Packet(2, nil, .ethernet, Samples.ethernet),
        Packet(3, "1795464002.000001", .ethernet, Array(Samples.ethernet.prefix(21)), originalLength: 54),
    ]

    @Test(arguments: [false, true])
    func severalInterfacesWithTheirOwnLinkTypeAndResolution(bigEndian: Bool) {
        #expect(read(Samples.pcapng(bigEndian: bigEndian)) == Outcome(packets: Self.samplePackets))
    }

    @Test func sectionsHaveTheirOwnByteOrderAndInterfaces() {
        let outcome = read(
            Samples.pcapng(bigEndian: true) + Self.handWritten + Samples.pcapng(bigEndian: false))
        let expected =
            Self.samplePackets + read(Self.handWritten).packets + Self.samplePackets
        #expect(outcome.error == nil)
        #expect(outcome.packets.map(\.number) == Array(1...9))
        #expect(outcome.packets.map(\.octets) == expected.map(\.octets))
        #expect(outcome.packets.map(\.time) == expected.map(\.time))
        #expect(outcome.packets.map(\.interface) == expected.map(\.interface))
    }

    @Test func aSectionLengthIsAllowedRightOrWrong() {
        let number = Numbers(isBigEndian: false)
        let body = Samples.pcapng(bigEndian: false).dropFirst(28)
        for length in [Int64(body.count), 0, 4, .max] {
            let file =
                Samples.block(number, 0x0a0d_0d0a, Samples.sectionHeader(number, length: length)) + body
            #expect(read(file + file).packets.count == 6)
        }
    }

    @Test func anInterfaceOfAnEarlierSectionIsUnknown() {
        let number = Numbers(isBigEndian: false)
        let section = Samples.block(number, 0x0a0d_0d0a, Samples.sectionHeader(number))
        let packet = Samples.block(number, 3, number(UInt32(0)))
        let file = Samples.pcapng(bigEndian: false)
        let outcome = read(file + section + packet)
        #expect(outcome.packets.count == 3)
        #expect(
            outcome.error == .unknownInterface(offset: UInt64(file.count + 28), found: 0, described: 0))
    }

    @Test func anInterfaceThatIsNotDescribedYetIsUnknown() {
        var file = Self.handWritten
        file[80 + 11] = 1
        #expect(read(file).error == .unknownInterface(offset: 80, found: 1, described: 1))
    }

    /// Larger than any buffer, and in a stream never held.
    @Test func blocksOfOtherTypesArePassedOverWhateverTheirLength() {
        let number = Numbers(isBigEndian: false)
        let sample = Samples.pcapng(bigEndian: false)
        let large = Samples.block(number, 0xa, [UInt8](repeating: 0xff, count: 2 * CaptureLimits.record))
        let file = Array(sample.prefix(28) + large + Samples.block(number, 5, []) + sample.dropFirst(28))
        #expect(read(file).packets == Self.samplePackets)
        #expect(read(file, piecesOf: [4096]).packets == Self.samplePackets)
        let cut = Array(file.prefix(28 + 100_000))
        let error = CaptureError.truncated(
            .block, offset: 28, expected: UInt64(large.count), found: 100_000)
        #expect(read(cut) == Outcome(error: error))
        #expect(read(cut, piecesOf: [4096]) == Outcome(error: error))
    }

    @Test func aBlockLengthIsAMultipleOfFourAndLongEnough() {
        func outcome(_ length: UInt8, at offset: Int) -> CaptureError? {
            var file = Self.handWritten
            file[offset + 7] = length
            return read(file).error
        }
        #expect(outcome(0x1f, at: 0) == .blockLength(offset: 0, found: 31, minimum: 28))
        #expect(outcome(0x18, at: 0) == .blockLength(offset: 0, found: 24, minimum: 28))
        #expect(outcome(0x10, at: 32) == .blockLength(offset: 32, found: 16, minimum: 20))
        #expect(outcome(0x36, at: 80) == .blockLength(offset: 80, found: 54, minimum: 32))
        #expect(outcome(0x1c, at: 80) == .blockLength(offset: 80, found: 28, minimum: 32))
        #expect(outcome(0x0c, at: 132) == .blockLength(offset: 132, found: 12, minimum: 16))
    }

    @Test func aBlockThatIsPassedOverIsChecked() {
        let number = Numbers(isBigEndian: true)
        let unknown = Samples.block(number, 0x7000_0001, [1, 2, 3, 4])
        func outcome(_ change: (inout [UInt8]) -> Void) -> CaptureError? {
            var block = unknown
            change(&block)
            return read(Self.handWritten + block).error
        }
        let offset = UInt64(Self.handWritten.count)
        #expect(outcome { _ in } == nil)
        #expect(outcome { $0[7] = 8 } == .blockLength(offset: offset, found: 8, minimum: 12))
        #expect(outcome { $0[7] = 15 } == .blockLength(offset: offset, found: 15, minimum: 12))
        #expect(outcome { $0[15] = 20 } == .blockLengthsDiffer(offset: offset, first: 16, second: 20))
        #expect(outcome { $0.removeLast(3) } == .truncated(.block, offset: offset, expected: 16, found: 13))
    }

    @Test func theLengthBehindABlockIsTheLengthInFront() {
        var file = Self.handWritten
        file[131] = 0x30
        #expect(read(file).error == .blockLengthsDiffer(offset: 80, first: 52, second: 48))
    }

    @Test func aPacketDoesNotReachBeyondItsBlock() {
        var file = Self.handWritten
        file[103] = 21  // 52 octets of block, less 32 of fields
        #expect(read(file).error == .packetBeyondBlock(offset: 80, length: 21, room: 20))
        file[103] = 20
        #expect(read(file).packets.first?.octets.count == 20)
        file[100] = 0xff
        #expect(read(file).error == .packetBeyondBlock(offset: 80, length: 0xff00_0014, room: 20))

        var simple = Self.handWritten
        simple[47] = 0  // no snapshot length
        #expect(read(simple).error == .packetBeyondBlock(offset: 132, length: 9, room: 4))
    }

    @Test func aBlockAboveTheLimitIsRefused() {
        var file = Self.handWritten
        file.replaceSubrange(84..<88, with: [0x00, 0x10, 0x00, 0x04])
        #expect(
            read(file).error
                == .tooLong(.block, offset: 80, length: UInt64(CaptureLimits.record + 4), limit: 1 << 20))
    }

    @Test func versionsAreChecked() {
        var file = Self.handWritten
        file[15] = 2  // minor version 2 means 0
        #expect(read(file).packets.count == 3)
        file[15] = 1
        #expect(read(file).error == .unsupportedVersion(.pcapng, major: 1, minor: 1, offset: 0))
        file[13] = 2
        #expect(read(file).error == .unsupportedVersion(.pcapng, major: 2, minor: 1, offset: 0))
    }

    @Test func theByteOrderMagicIsChecked() {
        var file = Self.handWritten
        file[8] = 0
        #expect(read(file).error == .byteOrderMagic(offset: 0, found: 0x002b_3c4d))
    }

    @Test func optionsThatTimesDependOnAreChecked() {
        var file = Self.handWritten
        file[32 + 16 + 8 + 3] = 2  // if_tsresol of two octets
        #expect(read(file).error == .optionLength(offset: 56, option: 9, expected: 1, found: 2))
        file = Self.handWritten
        file[32 + 16 + 16 + 3] = 9  // if_tsoffset longer than the block
        #expect(read(file).error == .optionBeyondBlock(offset: 64, option: 14))
        file[32 + 16 + 16 + 3] = 7
        #expect(read(file).error == .optionLength(offset: 64, option: 14, expected: 8, found: 7))
    }

    /// A packet is worth more than its comments.
    @Test func aBrokenOptionOfAPacketEndsItsComments() {
        let number = Numbers(isBigEndian: true)
        let options =
            Samples.option(number, 1, Array("kept".utf8)) + number(UInt16(1)) + number(UInt16(9))
            + Array("lost".utf8)
        let packet = Samples.block(
            number, 6, number(UInt32(0)) + Samples.time(number, 0) + number(UInt64(0)) + options)
        let outcome = read(Self.handWritten + packet)
        #expect(outcome.packets.last?.comments == ["kept"])
        #expect(outcome.error == nil)
    }

    @Test func commentsOfInvalidTextAreRepaired() {
        let number = Numbers(isBigEndian: true)
        let packet = Samples.block(
            number, 6,
            number(UInt32(0)) + Samples.time(number, 0) + number(UInt64(0))
                + Samples.option(number, 1, [0x61, 0xff, 0x62]))
        #expect(read(Self.handWritten + packet).packets.last?.comments == ["a\u{fffd}b"])
    }

    @Test func interfacesAreBounded() {
        let number = Numbers(isBigEndian: false)
        let section = Samples.block(number, 0x0a0d_0d0a, Samples.sectionHeader(number))
        let interface = Samples.block(number, 1, number(UInt64(101)))
        let most = Array(repeatElement(interface, count: CaptureLimits.interfaces).joined())
        #expect(read(section + most) == Outcome())
        let offset = UInt64(section.count + most.count)
        #expect(
            read(section + most + interface).error
                == .tooManyInterfaces(offset: offset, limit: CaptureLimits.interfaces))
    }

    @Test func longInterfaceNamesAreCut() throws {
        let number = Numbers(isBigEndian: false)
        let name = [UInt8](repeating: 0x61, count: 1000)
        let file =
            Samples.block(number, 0x0a0d_0d0a, Samples.sectionHeader(number))
            + Samples.block(number, 1, number(UInt64(101)) + Samples.option(number, 2, name))
        var capture = InMemoryCapture(file.span.bytes)
        _ = try capture.next()
        #expect(capture.interfaces.first?.name?.count == 255)
    }
}
