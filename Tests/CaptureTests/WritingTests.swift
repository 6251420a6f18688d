import Capture
import Foundation
import Testing

struct WritingTests {
    static let ipv4 = octets(
        """
        45 00 00 1c  // version 4, header of 20 octets, total length 28
        00 00 00 00 40 11 00 00  // UDP
        c0 00 02 01 c6 33 64 01  // 192.0.2.1 > 198.51.100.1
        10 5f 10 5f 00 08 00 00  // port 4191
        """)

    @Test func pcapIsWrittenOctetByOctet() throws {
        var encoder = try CaptureEncoder(format: .pcap)
        try encoder.append([0x60, 1, 2], nanoseconds: 1_795_464_000_000_000_007, originalLength: 40)
        #expect(
            encoder.take()
                == octets(
                    """
                    4d 3c b2 a1  // magic: nanoseconds
                    02 00 04 00  // version 2.4
                    00 00 00 00 00 00 00 00  // reserved
                    00 00 04 00  // snapshot length 262144
                    65 00 00 00  // link type 101, raw IP
                    40 9b 04 6b  // 1795464000 s
                    07 00 00 00  // 7 ns
                    03 00 00 00  // captured length
                    28 00 00 00  // original length 40
                    60 01 02
                    """))
    }

    @Test func pcapngIsWrittenOctetByOctet() throws {
        var encoder = try CaptureEncoder(format: .pcapng, interfaces: [CaptureInterface(name: "link")])
        try encoder.append(
            [0x60, 1, 2], nanoseconds: 0x0102_0304_0506_0708, originalLength: 40, comment: "lost")
        #expect(
            encoder.take()
                == octets(
                    """
                    0a 0d 0d 0a  // Section Header Block
                    2c 00 00 00  // length 44
                    4d 3c 2b 1a  // byte-order magic
                    01 00 00 00  // version 1.0
                    ff ff ff ff ff ff ff ff  // section length not known
                    04 00 06 00 63 61 72 65 6f 66 00 00  // shb_userappl "careof"
                    00 00 00 00  // end of options
                    2c 00 00 00  // length 44
                    01 00 00 00  // Interface Description Block
                    28 00 00 00  // length 40
                    65 00 00 00  // link type 101, raw IP; reserved
                    00 00 04 00  // snapshot length 262144
                    02 00 04 00 6c 69 6e 6b  // if_name "link"
                    09 00 01 00 09 00 00 00  // if_tsresol 10^-9
                    00 00 00 00  // end of options
                    28 00 00 00  // length 40
                    06 00 00 00  // Enhanced Packet Block
                    30 00 00 00  // length 48
                    00 00 00 00  // interface 0
                    04 03 02 01 08 07 06 05  // time, high and low half
                    03 00 00 00  // captured length
                    28 00 00 00  // original length 40
                    60 01 02 00  // octets, padding
                    01 00 04 00 6c 6f 73 74  // opt_comment "lost"
                    00 00 00 00  // end of options
                    30 00 00 00  // length 48
                    """))
    }

    @Test func whatIsWrittenIsReadBack() throws {
        var random = RandomNumbers(seed: RandomNumbers.seed)
        for format in CaptureFormat.allCases {
            var encoder = try CaptureEncoder(format: format)
            var expected: [Packet] = []
            for number in 1...200 {
                let packet = (0..<Int.random(in: 0...300, using: &random)).map { _ in
                    UInt8.random(in: 0...255, using: &random)
                }
                let nanoseconds = Int64.random(in: 0..<4_294_967_296_000_000_000, using: &random)
                let extra = Int.random(in: 0...9, using: &random)
                let comment = Bool.random(using: &random) ? String(repeating: "é", count: extra) : nil
                try encoder.append(
                    packet, nanoseconds: nanoseconds, originalLength: packet.count + extra,
                    comment: comment)
                let fraction = String(nanoseconds % 1_000_000_000 + 1_000_000_000).dropFirst()
                expected.append(
                    Packet(
                        number, "\(nanoseconds / 1_000_000_000).\(fraction)", .raw, packet,
                        originalLength: packet.count + extra,
                        comments: format == .pcapng ? comment.map { [$0] } ?? [] : []))
            }
            #expect(
                read(encoder.take()) == Outcome(packets: expected), "CAREOF_SEED=\(RandomNumbers.seed)")
        }
    }

    @Test func interfacesAreDescribedByNumberAndName() throws {
        let interfaces = [
            CaptureInterface(name: "home"), CaptureInterface(linkType: .ethernet, name: "visited"),
            CaptureInterface(linkType: .ipv6),
        ]
        var encoder = try CaptureEncoder(format: .pcapng, interfaces: interfaces)
        for number in [2, 0, 1] {
            try encoder.append(Samples.ipv6, nanoseconds: 0, interface: number)
        }
        let file = encoder.take()
        let packets = read(file).packets
        #expect(packets.map(\.interface) == [2, 0, 1])
        #expect(packets.map(\.linkType) == [229, 101, 1])
        var capture = InMemoryCapture(file.span.bytes)
        _ = try capture.next()
        #expect(capture.interfaces == interfaces)
    }

    @Test func whatIsTakenFollowsWhatWasTaken() throws {
        var whole = try CaptureEncoder(format: .pcapng)
        var pieces = try CaptureEncoder(format: .pcapng)
        var taken = pieces.take()
        for index in 0..<5 {
            try whole.append(Samples.ipv6, nanoseconds: Int64(index))
            try pieces.append(Samples.ipv6, nanoseconds: Int64(index))
            #expect(pieces.pendingCount > 0)
            taken += pieces.take()
            #expect(pieces.pendingCount == 0)
        }
        #expect(taken == whole.take())
    }

    @Test func whatTheFormatCannotHoldIsRefusedAndLeavesNothingBehind() throws {
        #expect(throws: CaptureError.severalInterfaces) {
            try CaptureEncoder(format: .pcap, interfaces: [CaptureInterface(), CaptureInterface()])
        }
        #expect(throws: CaptureError.severalInterfaces) { try CaptureEncoder(format: .pcap, interfaces: []) }
        let long = [UInt8](repeating: 0, count: CaptureLimits.snapshot + 1)
        for format in CaptureFormat.allCases {
            var encoder = try CaptureEncoder(format: format)
            let header = encoder.pendingCount
            func error(
                _ packet: [UInt8], _ nanoseconds: Int64, interface: Int = 0
            ) -> CaptureError? {
                do {
                    try encoder.append(packet, nanoseconds: nanoseconds, interface: interface)
                    return nil
                } catch {
                    return error
                }
            }
            #expect(error(Samples.ipv6, -1) == .unwritableTime(nanoseconds: -1))
            let tooLong = CaptureError.packetTooLong(length: long.count, limit: CaptureLimits.snapshot)
            #expect(error(long, 0) == tooLong)
            #expect(error([], 0, interface: 1) == .undescribedInterface(1, described: 1))
            #expect(error([], 0, interface: -1) == .undescribedInterface(-1, described: 1))
            if format == .pcap {
                let late: Int64 = 4_294_967_296_000_000_000
                #expect(error([], late) == .unwritableTime(nanoseconds: late))
            }
            #expect(encoder.pendingCount == header)
            #expect(error([], .max) == (format == .pcap ? .unwritableTime(nanoseconds: .max) : nil))
        }
    }

    /// An option's length has 16 bits; the cut is not inside a character.
    @Test func longCommentsAreCut() throws {
        var encoder = try CaptureEncoder(format: .pcapng)
        try encoder.append([0x60], nanoseconds: 0, comment: String(repeating: "€", count: 30_000))
        try encoder.append([0x60], nanoseconds: 0, comment: "a" + String(repeating: "é", count: 40_000))
        let packets = read(encoder.take()).packets
        #expect(packets.map(\.comments.count) == [1, 1])
        #expect(packets[0].comments[0] == String(repeating: "€", count: 21_845))
        #expect(packets[1].comments[0] == "a" + String(repeating: "é", count: 32_767))
    }

    @Test func aFileIsWrittenAndReadBack() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/written.pcapng"
            try write([1, 2, 3], to: path)
            var writer = try CaptureWriter(path: path, format: .pcapng)
            var encoder = try CaptureEncoder(format: .pcapng)
            for index in 0..<3000 {
                let packet = index % 2 == 0 ? Samples.ipv6 : Self.ipv4
                try writer.append(packet, nanoseconds: Int64(index), comment: "packet \(index)")
                try encoder.append(packet, nanoseconds: Int64(index), comment: "packet \(index)")
            }
            try writer.flush()
            #expect(try contents(of: path) == encoder.take())
        }
    }

    @Test func aPacketThatIsFlushedIsSeenAtTheOtherEndOfAPipe() throws {
        let pipe = Pipe()
        var writer = try CaptureWriter(descriptor: pipe.fileHandleForWriting.fileDescriptor, format: .pcap)
        var reader = CaptureReader(descriptor: pipe.fileHandleForReading.fileDescriptor)
        for index in 1...3 {
            try writer.append(Samples.ipv6, nanoseconds: Int64(index))
            try writer.flush()
            let packet = try reader.next()
            #expect(packet?.number == index)
        }
    }

    @Test func afterAnErrorNothingMoreIsWritten() throws {
        final class Sink {
            var writes = 0
        }
        let sink = Sink()
        let error = CaptureError.system(.write, code: ENOSPC)
        var writer = try CaptureWriter(format: .pcap) { _ throws(CaptureError) in
            sink.writes += 1
            throw error
        }
        try writer.append(Samples.ipv6, nanoseconds: 0)
        #expect(sink.writes == 0)
        for _ in 0..<2 {
            do {
                try writer.flush()
                Issue.record("no error")
            } catch let found {
                #expect(found == error)
            }
        }
        #expect(throws: error) { try writer.append([], nanoseconds: 0) }
        #expect(sink.writes == 1)
    }
}
