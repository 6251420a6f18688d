import MobilityWire
import MobilityWireTestSupport
import TestSupport
import Testing

/// Fragments put together: in any order, with gaps, with overlaps, in floods.
@Suite struct FragmentReassemblerTests {
    static let second: Int64 = 1_000_000_000
    /// C2: a Binding Update with two care-of addresses behind a Home Address option.
    static let whole = Vector.named("C2").packet

    /// C2 cut into fragments of `size` octets behind its Destination Options header, or before it.
    static func parts(
        of packet: [UInt8] = whole, size: Int, before: Bool = false, identification: UInt8 = 7
    ) -> [[UInt8]] {
        let head = before ? 40 : 64
        let content = Array(packet[head...])
        let next = before ? packet[6] : packet[40]
        return stride(from: 0, to: content.count, by: size).map { offset in
            let end = min(offset + size, content.count)
            var part = Array(packet[..<head])
            part[before ? 6 : 40] = 44
            part +=
                fragment(
                    next, offset, more: end < content.count, identification: identification,
                    Array(content[offset..<end]))
            part.replaceSubrange(4..<6, with: two(part.count - 40))
            return part
        }
    }

    func add(
        _ packet: [UInt8], to reassembler: inout FragmentReassembler, at time: Int64 = 0
    ) -> FragmentReassembler.Outcome {
        var counter = ProblemCounter()
        let view = PacketView(packet.span.bytes, problems: &counter)
        return reassembler.add(view, at: time)
    }

    @Test(arguments: [8, 16, 24, 40, 56], [false, true])
    func everyOrderGivesTheDatagram(size: Int, before: Bool) {
        var generator = SplitMix(seed: 8200)
        for _ in 0..<20 {
            var parts = FragmentReassemblerTests.parts(size: size, before: before)
            parts.shuffle(using: &generator)
            var reassembler = FragmentReassembler()
            for part in parts.dropLast() { #expect(add(part, to: &reassembler) == .waiting) }
            #expect(
                add(parts[parts.count - 1], to: &reassembler)
                    == .complete(.init(octets: FragmentReassemblerTests.whole, outer: [])))
            #expect(reassembler.datagramCount == 0)
        }
    }

    @Test func packetsThatAreNoFragmentsAreLeftAlone() {
        var reassembler = FragmentReassembler()
        #expect(add(FragmentReassemblerTests.whole, to: &reassembler) == .notAFragment)
        #expect(
            add(ipv6(44, fragment(135, 0, more: false, refreshRequest)), to: &reassembler) == .notAFragment)
        #expect(add([], to: &reassembler) == .notAFragment)
    }

    @Test func fragmentTwiceDoesNoHarm() {
        let parts = FragmentReassemblerTests.parts(size: 24)
        var reassembler = FragmentReassembler()
        for _ in 0..<3 { #expect(add(parts[0], to: &reassembler) == .waiting) }
        #expect(add(parts[2], to: &reassembler) == .waiting)
        #expect(add(parts[2], to: &reassembler) == .waiting)
        #expect(
            add(parts[1], to: &reassembler)
                == .complete(.init(octets: FragmentReassemblerTests.whole, outer: [])))
    }

    @Test func overlapEndsTheDatagramForGood() {
        let parts = FragmentReassemblerTests.parts(size: 24)
        let overlaps = [
            // Octets 16–40 over 0–24 and 24–48; 0–8 inside 0–24; the same place with other octets.
            ipv6(60, homeAddressOption(44, fragment(135, 16, more: true, [UInt8](repeating: 1, count: 24)))),
            ipv6(60, homeAddressOption(44, fragment(135, 0, more: true, [UInt8](repeating: 1, count: 8)))),
            ipv6(60, homeAddressOption(44, fragment(135, 0, more: true, [UInt8](repeating: 1, count: 24)))),
        ]
        for overlap in overlaps {
            var reassembler = FragmentReassembler()
            #expect(add(parts[0], to: &reassembler) == .waiting)
            #expect(add(overlap, to: &reassembler) == .discarded(.overlap))
            // RFC 5722 §3: those not yet received as well.
            for part in parts { #expect(add(part, to: &reassembler) == .discarded(.overlap)) }
            // A minute later the identification is free again.
            let later = 60 * FragmentReassemblerTests.second
            for part in parts.dropLast() { #expect(add(part, to: &reassembler, at: later) == .waiting) }
            #expect(
                add(parts[parts.count - 1], to: &reassembler, at: later)
                    == .complete(.init(octets: FragmentReassemblerTests.whole, outer: [])))
        }
    }

    @Test func endsThatContradictEachOtherEndTheDatagram() {
        let parts = FragmentReassemblerTests.parts(size: 24)
        let last = parts.count - 1
        let beyond = ipv6(
            60, homeAddressOption(44, fragment(135, 80, more: true, [UInt8](repeating: 1, count: 8))))
        var reassembler = FragmentReassembler()
        #expect(add(parts[last], to: &reassembler) == .waiting)
        #expect(add(beyond, to: &reassembler) == .discarded(.end))

        reassembler = FragmentReassembler()
        #expect(add(beyond, to: &reassembler) == .waiting)
        #expect(add(parts[last], to: &reassembler) == .discarded(.end))

        let otherEnd = ipv6(60, homeAddressOption(44, fragment(135, 72, more: false, [1, 2])))
        reassembler = FragmentReassembler()
        #expect(add(parts[last], to: &reassembler) == .waiting)
        #expect(add(otherEnd, to: &reassembler) == .discarded(.end))
    }

    @Test func fragmentsOfImpossibleLengthAreThrownAwayAlone() {
        let parts = FragmentReassemblerTests.parts(size: 24)
        var reassembler = FragmentReassembler()
        #expect(add(parts[0], to: &reassembler) == .waiting)
        let odd = ipv6(60, homeAddressOption(44, fragment(135, 24, more: true, [1, 2, 3])))
        #expect(add(odd, to: &reassembler) == .discarded(.length))
        let empty = ipv6(60, homeAddressOption(44, fragment(135, 24, more: true, [])))
        #expect(add(empty, to: &reassembler) == .discarded(.length))
        let far = ipv6(
            60, homeAddressOption(44, fragment(135, 65_528, more: false, [UInt8](repeating: 0, count: 8))))
        #expect(add(far, to: &reassembler) == .discarded(.tooLong))
        let cut = Array(parts[1].dropLast(8))
        #expect(add(cut, to: &reassembler) == .discarded(.truncated))
        #expect(add(parts[1], to: &reassembler) == .waiting)
        #expect(
            add(parts[2], to: &reassembler)
                == .complete(.init(octets: FragmentReassemblerTests.whole, outer: [])))
    }

    @Test func datagramsAreToldApart() {
        var reassembler = FragmentReassembler()
        let one = FragmentReassemblerTests.parts(size: 40, identification: 1)
        let two = FragmentReassemblerTests.parts(size: 40, identification: 2)
        #expect(add(one[0], to: &reassembler) == .waiting)
        #expect(add(two[1], to: &reassembler) == .waiting)
        #expect(reassembler.datagramCount == 2)
        var other = one[1]
        other[23] ^= 1
        #expect(add(other, to: &reassembler) == .waiting)
        #expect(reassembler.datagramCount == 3)
        #expect(
            add(one[1], to: &reassembler)
                == .complete(.init(octets: FragmentReassemblerTests.whole, outer: [])))
        #expect(
            add(two[0], to: &reassembler)
                == .complete(.init(octets: FragmentReassemblerTests.whole, outer: [])))
    }

    @Test func timeIsOverAfterAMinute() {
        let parts = FragmentReassemblerTests.parts(size: 40)
        var reassembler = FragmentReassembler()
        #expect(add(parts[0], to: &reassembler, at: 5) == .waiting)
        reassembler.expire(at: 60 * FragmentReassemblerTests.second + 4)
        #expect(reassembler.datagramCount == 1)
        #expect(
            add(parts[1], to: &reassembler, at: 60 * FragmentReassemblerTests.second + 5) == .waiting)
        #expect(reassembler.abandoned == 1)
        // Time that goes back, as it may in a capture, keeps what is there; so does time at its ends.
        #expect(add(parts[1], to: &reassembler, at: .min) == .waiting)
        #expect(reassembler.datagramCount == 1)
    }

    @Test func oldestGoesFirstInAFlood() {
        var reassembler = FragmentReassembler(limits: .init(datagrams: 4))
        for identification in 0..<100 {
            let part = FragmentReassemblerTests.parts(size: 40, identification: UInt8(identification))[0]
            #expect(add(part, to: &reassembler, at: Int64(identification)) == .waiting)
            #expect(reassembler.datagramCount == min(identification + 1, 4))
        }
        #expect(reassembler.abandoned == 96)
        let last = FragmentReassemblerTests.parts(size: 40, identification: 96)[1]
        #expect(
            add(last, to: &reassembler, at: 100)
                == .complete(.init(octets: FragmentReassemblerTests.whole, outer: [])))
    }

    @Test func octetsAreBoundedByTheirCost() {
        var reassembler = FragmentReassembler(limits: .init(datagrams: 1000, octets: 10_000))
        for identification in 0..<200 {
            let part = FragmentReassemblerTests.parts(size: 8, identification: UInt8(identification))[0]
            _ = add(part, to: &reassembler)
            #expect(reassembler.datagramCount < 30)
        }
        // One datagram of tiny fragments, which never ends, may not take more either.
        var endless = FragmentReassembler(limits: .init(octets: 10_000))
        var refused = 0
        for index in 1..<8000 {
            let part = ipv6(
                60,
                homeAddressOption(44, fragment(135, index * 8, more: true, [UInt8](repeating: 1, count: 8))))
            if add(part, to: &endless) == .discarded(.noRoom) { refused += 1 }
        }
        #expect(refused > 50)
        #expect(endless.datagramCount <= 1)
    }

    @Test func fragmentsOfIPv4() throws {
        // C18 cut behind its first 24 octets of content, UDP header and 16 more.
        let whole = Vector.named("C18").packet
        let content = Array(whole[20...])
        let parts = [
            ipv4(17, flags: 0x2000, identification: 99, Array(content[..<24])),
            ipv4(17, flags: 3, identification: 99, Array(content[24...])),
        ]
        for order in [[0, 1], [1, 0]] {
            var reassembler = FragmentReassembler()
            #expect(add(parts[order[0]], to: &reassembler) == .waiting)
            guard case .complete(let datagram) = add(parts[order[1]], to: &reassembler) else {
                Issue.record("not complete")
                return
            }
            #expect(datagram.octets == ipv4(17, flags: 0, identification: 99, content))
            let view = Walked(datagram.octets)
            #expect(view.problems.isEmpty)
            #expect(view.path == [.ipv4, .udp, .ipv6])
            #expect(view.checksum == .correct)
        }
    }

    @Test func fragmentsInATunnelKeepWhatWasAround() {
        let parts = FragmentReassemblerTests.parts(size: 40).map { ipv4(41, $0) }
        var reassembler = FragmentReassembler()
        #expect(add(parts[0], to: &reassembler) == .waiting)
        #expect(
            add(parts[1], to: &reassembler)
                == .complete(
                    .init(
                        octets: FragmentReassemblerTests.whole, outer: [SignallingPacketTests.outerIPv4])))
    }

    @Test func datagramAboveItsLengthFieldIsThrownAway() {
        // 65528 octets and 7, behind 24 octets of extension headers, are more than a payload length can say.
        var reassembler = FragmentReassembler()
        let first = ipv6(
            60,
            homeAddressOption(44, fragment(135, 0, more: true, [UInt8](repeating: 0, count: 65_496))))
        let last = ipv6(
            60, homeAddressOption(44, fragment(135, 65_496, more: false, [UInt8](repeating: 0, count: 39))))
        #expect(add(first, to: &reassembler) == .waiting)
        #expect(add(last, to: &reassembler) == .discarded(.tooLong))
        #expect(reassembler.datagramCount == 0)
    }

    @Test func randomFloodsKeepTheBoundsAndGiveTheSameTwice() {
        let numbers = SplitMix.ofThisRun()
        func run() -> ([FragmentReassembler.Outcome], FragmentReassembler) {
            var generator = numbers
            var reassembler = FragmentReassembler(limits: .init(datagrams: 8, octets: 4096))
            var outcomes: [FragmentReassembler.Outcome] = []
            for step in 0..<3000 {
                let offset = 8 * Int.random(in: 0..<6, using: &generator)
                let length = 8 * Int.random(in: 0..<3, using: &generator)
                let packet = ipv6(
                    44,
                    fragment(
                        135, offset, more: Bool.random(using: &generator),
                        identification: UInt8.random(in: 0..<12, using: &generator),
                        [UInt8](repeating: UInt8(offset), count: length)))
                outcomes.append(add(packet, to: &reassembler, at: Int64(step) * 1_000_000_000))
                #expect(reassembler.datagramCount <= 8)
            }
            return (outcomes, reassembler)
        }
        let first = run()
        let second = run()
        #expect(first.0 == second.0)
        #expect(first.1 == second.1)
    }
}
