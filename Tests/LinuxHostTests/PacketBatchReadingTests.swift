import CLinux
import Glibc
import Testing

/// Packets that come at once are read at once. A pair of datagram sockets stands for the packet socket, which needs root.
@Suite struct PacketBatchReadingTests {
    @Test func asManyAsCameAreReadEachInItsPlaceAndALongOneIsCutOff() throws {
        var ends: [Int32] = [0, 0]
        let failure = socketpair(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0, &ends)
        try #require(failure == 0)
        defer { for end in ends { close(end) } }
        let limit = Int(careof_batch_limit)
        let slot = 100
        var octets = [UInt8](repeating: 0, count: slot * limit)
        var arrivals = [careof_arrival](repeating: careof_arrival(), count: limit)
        let nothing = careof_receive_packets(ends[1], &octets, slot, Int32(limit), &arrivals)
        #expect(nothing <= 0, "nothing is waited for")
        let lengths = [1, 50, 100, 150, 7]
        for (index, length) in lengths.enumerated() {
            let packet = [UInt8](repeating: UInt8(index + 1), count: length)
            let written = write(ends[0], packet, length)
            try #require(written == length)
        }
        let four = careof_receive_packets(ends[1], &octets, slot, 4, &arrivals)
        try #require(four == 4)
        for index in 0..<4 {
            let length = min(lengths[index], slot)
            #expect(arrivals[index].length == UInt32(length))
            #expect(octets[index * slot..<index * slot + length].allSatisfy { $0 == UInt8(index + 1) })
        }
        let last = careof_receive_packets(ends[1], &octets, slot, Int32(limit), &arrivals)
        try #require(last == 1)
        #expect(arrivals[0].length == 7 && octets[..<7].allSatisfy { $0 == 5 })
        #expect(careof_lost_packets(ends[1]) == 0)
    }
}
