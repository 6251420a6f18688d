import Capture
import MobilityWire
import MobilityWireTestSupport
import Testing
import Watching

/// What is found in captured frames.
struct PassageReaderTests {
    @Test(arguments: Vector.all) func everyMobilityHeaderIsFound(_ vector: Vector) throws {
        let passage = try #require(try Wire.passages([vector.packet])[0])
        #expect(!passage.isTraffic)
        #expect(passage.octets == vector.packet)
        #expect(passage.frame == 1)
        #expect(passage.nanoseconds == 1_000_000_000_000_000_000)
        // What a receiver would drop is found, and says why.
        #expect((passage.packet == nil) == (passage.failure != nil))
    }

    @Test func paddingOfTheLinkIsNoPartOfThePacket() throws {
        let packet = try Wire.update(1, [(1, Wire.first)]).wire
        #expect(try Wire.passages([packet + [0, 0, 0, 0]])[0]?.octets == packet)
    }

    @Test func otherTrafficIsNobodysBusiness() throws {
        let data = SignallingPacket(
            source: Wire.first, destination: Wire.correspondent,
            payload: .data(nextHeader: 17, octets: [0, 7, 0, 7, 0, 8, 0, 0]))
        #expect(try Wire.passages([data.wire])[0] == nil)
    }

    @Test func trafficInATunnelIsSeenWithoutItsOctets() throws {
        let passage = try #require(try Wire.passages([Wire.tunnelled(to: Wire.first).wire])[0])
        #expect(passage.isTraffic)
        #expect(passage.octets.isEmpty)
        #expect(passage.packet?.encapsulation == [.ipv6(source: Wire.agent, destination: Wire.first)])
        #expect(passage.packet?.destination == Wire.home)
    }

    @Test func thePacketOnItsWayThroughARouterIsTheSamePacket() throws {
        let packet = try Wire.update(1, [(1, Wire.first)]).wire
        var forwarded = packet
        forwarded[7] -= 1
        let passages = try Wire.passages([packet, forwarded, packet], apart: 0.001)
        #expect(passages.map { $0?.isRepeated } == [false, true, true])
    }

    @Test("RFC 4877 §4.1: what ESP hides may be signalling, unless it comes too often")
    func whatESPHidesMayBeSignalling() throws {
        func packet(_ sequence: UInt32, spi: UInt32 = 256) throws -> [UInt8] {
            try SignallingPacket(
                source: Wire.first, destination: Wire.agent, homeAddressOption: Wire.home,
                payload: .esp(spi: spi, sequence: sequence, octets: [UInt8](repeating: 7, count: 40))
            ).wire
        }
        // Slower than that: a message each. The bound is 16 within a second.
        let slow = try Wire.passages(try (1...60).map { try packet($0) }, apart: 0.07)
        #expect(slow.allSatisfy { $0?.isTraffic == false })
        #expect(slow[0]?.octets == (try packet(1)))
        let fast = try Wire.passages(try (1...60).map { try packet($0) }, apart: 0.001)
        #expect(fast.map { $0?.isTraffic } == (0..<60).map { $0 >= 16 })
        // Each association for itself.
        let two = try Wire.passages(try (1...32).map { try packet($0, spi: 256 + $0 % 2) }, apart: 0.001)
        #expect(two.allSatisfy { $0?.isTraffic == false })
    }

    @Test func aRetransmissionIsAnotherPacket() throws {
        let packet = try Wire.update(1, [(1, Wire.first)]).wire
        #expect(try Wire.passages([packet, packet]).map { $0?.isRepeated } == [false, false])
    }

    @Test func theLayoutIsRememberedForMessagesThatDoNotTellIt() throws {
        let draft = SignallingPacket(
            source: Wire.first, destination: Wire.agent, homeAddressOption: Wire.home,
            payload: .mobility(
                .bindingUpdate(
                    BindingUpdate(
                        sequence: 1, flags: [.acknowledge, .homeRegistration], lifetime: 15,
                        options: [.bindingIdentifier(.draft06(bid: 1, careOfAddress: .ipv6(Wire.second)))]))))
        let answer = SignallingPacket(
            source: Wire.agent, destination: Wire.first, routingHeader: Wire.home,
            payload: .mobility(
                .bindingAcknowledgement(
                    BindingAcknowledgement(
                        status: 0, sequence: 1, lifetime: 15,
                        options: [.bindingIdentifier(.draft06(bid: 1))]))))
        let passages = try Wire.passages([
            draft.encoded(format: .draft06), answer.encoded(format: .draft06),
        ])
        #expect(passages.map { $0?.format.profile } == [.draft06, .draft06])
        #expect(passages[0]?.tellsFormat == true)
    }

    @Test func aMessageInFragmentsIsOneMessage() throws {
        let whole = try Wire.update(1, [(1, Wire.first), (2, Wire.second)]).wire
        // The fragmentable part begins behind the destination options, which are here part of it (RFC 8200 §4.5).
        let part = Array(whole[40...])
        func fragment(_ range: Range<Int>, more: Bool) -> [UInt8] {
            var header = Array(whole[..<40])
            header[6] = 44
            let length = 8 + range.count
            header[4] = UInt8(length >> 8)
            header[5] = UInt8(length & 0xff)
            let offset = UInt16(range.lowerBound) | (more ? 1 : 0)
            return header + [60, 0, UInt8(offset >> 8), UInt8(offset & 0xff), 0, 0, 0, 9] + part[range]
        }
        let passages = try Wire.passages([
            fragment(0..<32, more: true), fragment(32..<part.count, more: false),
        ])
        #expect(passages[0] == nil)
        #expect(passages[1]?.packet == Wire.update(1, [(1, Wire.first), (2, Wire.second)]))
        #expect(passages[1]?.frame == 2)
    }
}
