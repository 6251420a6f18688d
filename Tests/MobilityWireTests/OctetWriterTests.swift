import MobilityWire
import Testing

struct OctetWriterTests {
    @Test func numbersGoOutInNetworkByteOrder() {
        var writer = OctetWriter(capacity: 0)
        writer.write(0x01 as UInt8)
        writer.write(0x0203 as UInt16)
        writer.write(0x0405_0607 as UInt32)
        writer.write(0x0809_0a0b_0c0d_0e0f as UInt64)
        writer.write(IPv4Address(0x1011_1213))
        writer.write([0x14, 0x15])
        #expect(writer.octets == (0x01...0x15).map { $0 })
        writer.removeAll()
        writer.write(IPv6Address(high: 0x0001_0203_0405_0607, low: 0x0809_0a0b_0c0d_0e0f))
        #expect(writer.octets == (0x00...0x0f).map { $0 })
    }

    @Test func whatWasWrittenBeforeLeavesNoTrace() {
        var writer = OctetWriter()
        writer.write([UInt8](repeating: 0xff, count: 64))
        writer.removeAll()
        writer.writeZeros(10)
        #expect(writer.octets == [UInt8](repeating: 0, count: 10))
        writer.truncate(to: 4)
        #expect(writer.count == 4)
        writer.truncate(to: 9)
        #expect(writer.count == 4)
        writer.truncate(to: -1)
        #expect(writer.octets == [])
    }

    @Test func itGrowsBeyondItsCapacity() {
        var writer = OctetWriter(capacity: 64)
        for number in 0..<1000 { writer.write(UInt16(number)) }
        writer.write([UInt8](repeating: 7, count: 5000))
        #expect(writer.count == 7000)
        #expect(writer.octets[1998] == 0x03 && writer.octets[1999] == 0xe7 && writer.octets[6999] == 7)
    }

    @Test func replacingStaysInside() {
        var writer = OctetWriter()
        writer.write(0 as UInt32)
        writer.replace(at: 2, with: 0x0102 as UInt16)
        writer.replace(at: 3, with: 0xffff as UInt16)
        writer.replace(at: 0, with: 9 as UInt8)
        writer.replace(at: 4, with: 9 as UInt8)
        writer.replace(at: -1, with: 9 as UInt8)
        #expect(writer.octets == [9, 0, 1, 2])
    }

    @Test func theOctetsCanBeBorrowed() {
        var writer = OctetWriter()
        writer.write(0x0102 as UInt16)
        let count = writer.bytes.byteCount
        let last = writer.bytes.octet(inside: 1)
        #expect(count == 2 && last == 2)
    }
}
