import MobilityWire
import Testing

@testable import LinuxHost

@Suite struct SegmentTests {
    private static let source = IPv6Address("2001:db8:1::100") ?? .unspecified
    private static let destination = IPv6Address("2001:db8:5::5") ?? .unspecified

    /// A TCP packet with these flags and payload; the checksum is right unless `sum` says otherwise.
    private func packet(sequence: UInt32, flags: UInt8, _ payload: [UInt8], window: UInt8 = 9) -> [UInt8] {
        var tcp: [UInt8] = [0x13, 0x88, 0x1b, 0x5f]
        tcp += withUnsafeBytes(of: sequence.bigEndian) { Array($0) } + [0, 0, 0, 7]
        tcp += [0x80, flags, 0, window, 0, 0, 0, 0, 1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2] + payload
        var sum = Checksum.pseudoHeader(
            source: Self.source, destination: Self.destination, length: tcp.count, nextHeader: 6)
        sum.add(tcp.span.bytes)
        tcp[16] = UInt8(sum.value >> 8)
        tcp[17] = UInt8(sum.value & 0xff)
        let header: [UInt8] = [0x60, 0, 0, 0, UInt8(tcp.count >> 8), UInt8(tcp.count & 0xff), 6, 64]
        return header + Self.source.octets + Self.destination.octets + tcp
    }

    private func body(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) }
    }

    @Test(
        "a large segment becomes packets as a sender without offload would have made them",
        arguments: [1, 2, 3, 7])
    func split(count: Int) throws {
        let size = 501
        let payload = body(size * (count - 1) + 100)
        // PSH, FIN and CWR beside ACK.
        var large = packet(sequence: .max - 400, flags: 0x99, payload)
        var header = OffloadHeader()
        header.needsChecksum = true
        header.kind = OffloadHeader.tcp
        header.segmentSize = UInt16(size)
        header.checksumStart = 40
        header.checksumOffset = 16
        try large.withUnsafeMutableBytes { octets in
            let splitter = try #require(SegmentSplitter(octets, header))
            #expect(splitter.count == count)
            for number in 0..<count {
                var room = [UInt8](repeating: 0xee, count: 2000)
                let written = room.withUnsafeMutableBytes { splitter.write(number, to: $0) }
                let start = number * size
                let part = Array(payload[start..<min(start + size, payload.count)])
                let flags: UInt8 = 0x10 | (number == 0 ? 0x80 : 0) | (number == count - 1 ? 0x09 : 0)
                let wanted = packet(sequence: UInt32.max - 400 &+ UInt32(start), flags: flags, part)
                #expect(Array(room.prefix(try #require(written))) == wanted)
            }
        }
    }

    @Test func packetsInARowBecomeTheSegmentTheyCameFrom() throws {
        let payload = body(1500)
        let parts = stride(from: 0, to: 1500, by: 400).map { start in
            packet(
                sequence: 1000 + UInt32(start), flags: start == 1200 ? 0x18 : 0x10,
                Array(payload[start..<min(start + 400, 1500)]))
        }
        var octets = parts.flatMap(\.self)
        try octets.withUnsafeMutableBytes { buffer in
            var segments: [TCPSegment] = []
            var start = 0
            for part in parts {
                segments.append(
                    try #require(
                        TCPSegment(
                            joinable: UnsafeMutableRawBufferPointer(
                                rebasing: buffer[start..<start + part.count]))))
                start += part.count
            }
            for index in 1..<4 {
                #expect(segments[index].continues(segments[0], after: segments[index - 1], 400 * index))
                #expect(!segments[index].continues(segments[0], after: segments[index - 1], 400 * index + 1))
            }
            #expect(!segments[1].continues(segments[3], after: segments[3], 400), "nothing behind PSH")
            let header = segments[0].begin(run: 1500, last: segments[3])
            #expect(header.segmentSize == 400)
            // Split again they are what they were.
            let first = segments[0].packet
            var joined = Array(first.prefix(segments[0].headerLength)) + payload
            try joined.withUnsafeMutableBytes { whole in
                let splitter = try #require(SegmentSplitter(whole, header))
                #expect(splitter.count == 4)
                for number in 0..<4 {
                    var room = [UInt8](repeating: 0, count: 600)
                    let size = try #require(room.withUnsafeMutableBytes { splitter.write(number, to: $0) })
                    #expect(Array(room.prefix(size)) == parts[number])
                }
            }
        }
    }

    @Test func whatIsNotPlainDataOrNotRightIsNotJoined() {
        func isJoinable(_ octets: [UInt8]) -> Bool {
            var octets = octets
            return octets.withUnsafeMutableBytes { TCPSegment(joinable: $0) != nil }
        }
        let good = packet(sequence: 1, flags: 0x10, body(100))
        #expect(isJoinable(good))
        for flags: UInt8 in [0x11, 0x12, 0x14, 0x30, 0x50, 0x90, 0x00] {
            #expect(!isJoinable(packet(sequence: 1, flags: flags, body(100))))
        }
        #expect(!isJoinable(packet(sequence: 1, flags: 0x10, [])), "no data")
        // Any octet behind the hop limit that is another one makes the checksum wrong, or the header another one.
        for index in good.indices where index > 7 {
            var bad = good
            bad[index] ^= 0x40
            #expect(!isJoinable(bad), "octet \(index)")
        }
        for count in 0..<good.count { #expect(!isJoinable(Array(good.prefix(count)))) }
    }

    @Test func offloadHeadersThatMakeNoSenseAreRefused() {
        var octets = packet(sequence: 1, flags: 0x10, body(100))
        octets.withUnsafeMutableBytes { whole in
            for kind: UInt8 in [1, 3, 4, 5] {
                for start: UInt16 in [0, 39, 40, 41, 170, 171, 172, 190, .max] {
                    for size: UInt16 in [0, 1, .max] {
                        var header = OffloadHeader()
                        header.kind = kind
                        header.needsChecksum = true
                        header.segmentSize = size
                        header.checksumStart = start
                        header.checksumOffset = 16
                        guard let splitter = SegmentSplitter(whole, header) else { continue }
                        #expect(kind == 4 && start >= 40 && size > 0)
                        var room = [UInt8](repeating: 0, count: 200)
                        room.withUnsafeMutableBytes { _ = splitter.write(0, to: $0) }
                    }
                }
            }
        }
    }
}
