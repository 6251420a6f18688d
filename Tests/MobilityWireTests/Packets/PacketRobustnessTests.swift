import MobilityWire
import MobilityWireTestSupport
import TestSupport
import Testing

/// Whatever is cut off or changed: nothing traps, and every promise is kept.
@Suite struct PacketRobustnessTests {
    @Test(arguments: Vector.all)
    func everyPrefixIsRead(vector: Vector) {
        let packet = vector.packet
        for count in 0...packet.count {
            let exercise = PacketExercise(packet.span.bytes.extracting(first: count))
            hold(exercise, "\(count) octets of \(packet)")
        }
    }

    /// Complains about broken promises; cheaper than an expectation where there are many.
    func hold(_ exercise: PacketExercise, _ packet: @autoclosure () -> String) {
        if !exercise.broken.isEmpty { Issue.record("\(packet()): \(exercise.broken)") }
    }

    /// Headers that differ; Mobility Headers are changed in tests of their own.
    static let differentHeaders: [Vector] = {
        var known: Set<[UInt8]> = []
        return Vector.all.filter {
            let shape =
                $0.headers.count == 40 ? [40] : Array($0.headers[6...].prefix(1)) + [UInt8($0.headers.count)]
            return known.insert(shape).inserted
        }
    }()

    @Test(arguments: differentHeaders)
    func everySingleOctetOfTheHeadersMayBeAnything(vector: Vector) {
        for place in vector.headers.indices {
            var packet = vector.packet
            // Of addresses only the ends of their range matter: which kind an address is.
            let isInAddress = vector.packet[0] >> 4 == 6 && (8..<40).contains(place)
            for octet in isInAddress
                ? [0, 1, 0x20, 0x7f, 0x80, 0xfd, 0xfe, 0xff] : Array(UInt8.min...UInt8.max)
            {
                packet[place] = octet
                let exercise = PacketExercise(packet.span.bytes, formats: [.rfc5648])
                hold(exercise, "octet \(place) is \(octet) in \(vector)")
            }
        }
    }

    @Test(arguments: Vector.all)
    func everySingleBitMayBeTheOther(vector: Vector) {
        var packet = vector.packet
        for bit in 0..<8 * packet.count {
            packet[bit / 8] ^= 1 << (bit % 8)
            let exercise = PacketExercise(packet.span.bytes, formats: [VectorTests.format(of: vector)])
            hold(exercise, "bit \(bit) of \(vector)")
            packet[bit / 8] ^= 1 << (bit % 8)
        }
    }

    @Test func octetsWithoutAnyOrderAreRead() {
        var generator = SplitMix.ofThisRun()
        for _ in 0..<2000 {
            var packet = (0..<Int.random(in: 0...200, using: &generator)).map { _ in
                UInt8.random(in: .min ... .max, using: &generator)
            }
            if !packet.isEmpty { packet[0] = Bool.random(using: &generator) ? 0x60 : 0x45 }
            let exercise = PacketExercise(packet.span.bytes)
            hold(exercise, "\(packet)")
        }
    }

    /// Headers of every kind inside each other at random, their lengths right, around a message.
    @Test func headersInAnyOrderAreFollowed() {
        var generator = SplitMix.ofThisRun()
        var readable = 0
        for _ in 0..<3000 {
            var (next, content): (UInt8, [UInt8]) = (135, Vector.named("C2").octets)
            for _ in 0..<Int.random(in: 0...10, using: &generator) {
                (next, content) = RandomHeaders.wrap(next, content, using: &generator)
            }
            let packet = Bool.random(using: &generator) ? ipv6(next, content) : ipv4(next, content)
            let exercise = PacketExercise(packet.span.bytes)
            hold(exercise, "\(packet)")
            if Walked(packet).facts.kind == .mobility { readable += 1 }
        }
        #expect(readable > 300)
    }
}

/// Headers chosen at random around a content.
enum RandomHeaders {
    static func wrap(
        _ next: UInt8, _ content: [UInt8], using generator: inout SplitMix
    ) -> (next: UInt8, content: [UInt8]) {
        switch Int.random(in: 0..<12, using: &generator) {
        case 0: return (60, homeAddressOption(next, content))
        case 1: return (60, options(next, [1, 4, 0, 0, 0, 0], content))
        case 2: return (0, options(next, [5, 2, 0, 0, 1, 0], content))
        case 3: return (43, routing2(next, segmentsLeft: UInt8.random(in: 0...2, using: &generator), content))
        case 4: return (43, [next, 2, 0, 0, 0, 0, 0, 0] + address(homeAgent).octets + content)
        case 5: return (44, fragment(next, 0, more: false, content))
        case 6:
            let offset = 8 * Int.random(in: 0...3, using: &generator)
            return (44, fragment(next, offset, more: Bool.random(using: &generator), content))
        case 7: return (51, [next, 4] + [UInt8](repeating: 0, count: 22) + content)
        case 8: return (17, udp(to: Bool.random(using: &generator) ? 4191 : 4500, content))
        case 9: return (4, ipv4(next, content))
        case 10: return (41, ipv6(next, from: homeAddress, content))
        default: return (17, udp(ipv6(next, content)))
        }
    }
}
