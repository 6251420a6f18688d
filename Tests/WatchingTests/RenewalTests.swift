import Foundation
import MobilityWire
import Nodes
import Testing
import Watching

/// What only goes on is taken by a shorter way: with the same outcome.
struct RenewalTests {
    /// Random messages between a node and its agent, of which some are missing, with traffic between them.
    private static func packets(_ random: inout SeededRandom) -> [SignallingPacket] {
        var packets: [SignallingPacket] = []
        for sequence in 1...60 {
            let bids = (1...3).filter { _ in Int.random(in: 0..<4, using: &random) > 0 }.map(UInt16.init)
            let lifetime: UInt16 = Int.random(in: 0..<8, using: &random) == 0 ? 0 : 900
            // Now and then a BID comes with the address of another.
            let moves = Int.random(in: 0..<12, using: &random) == 0
            let addresses = [Wire.first, Wire.second, Wire.correspondent]
            let pairs = bids.map { ($0, addresses[Int($0) - (moves && $0 > 1 ? 2 : 1)]) }
            var exchange: [SignallingPacket] = []
            if Int.random(in: 0..<10, using: &random) > 0 {
                exchange.append(Wire.update(UInt16(sequence), lifetime: lifetime, pairs))
            }
            if Int.random(in: 0..<10, using: &random) > 0 {
                let status: UInt8 = Int.random(in: 0..<10, using: &random) == 0 ? 129 : 0
                // Now and then a BID is left out.
                let answered = bids.filter { _ in Int.random(in: 0..<12, using: &random) > 0 }
                exchange.append(
                    Wire.acknowledgement(UInt16(sequence), status: status, lifetime: lifetime, answered))
            }
            // Now and then the answer's record comes first.
            if Int.random(in: 0..<12, using: &random) == 0 { exchange.reverse() }
            packets += exchange
            if Bool.random(using: &random) {
                packets.append(Wire.tunnelled(to: addresses.randomElement(using: &random) ?? Wire.first))
            }
        }
        return packets
    }

    private static func seed() -> UInt64 {
        let seed =
            ProcessInfo.processInfo.environment["CAREOF_SEED"].flatMap { UInt64($0) }
            ?? .random(in: 0...99_999)
        print("seed \(seed)")
        return seed
    }

    @Test func whoIsNotToldOfRefreshesIsToldOfAllElse() throws {
        var random = SeededRandom(seed: Self.seed())
        var renewed = 0
        for _ in 0..<10 {
            var all = Watch()
            var some = Watch()
            var reader = PassageReader()
            let timed = try Self.packets(&random).enumerated().map {
                (1_000_000_000 + Double($0.offset), try $0.element.wire)
            }
            try Wire.forEachFrame(of: Wire.capture(timed)) { frame in
                guard let passage = reader.read(frame), let packet = passage.packet else { return }
                let now = Instant(nanoseconds: passage.nanoseconds)
                _ = some.advance(to: now)
                if some.observer.onlyRenews(packet) { renewed += 1 }
                let told = all.take(passage, at: now)
                #expect(
                    some.take(passage, at: now, tellsRefreshes: false)
                        == told.filter { $0.kind != .refreshed })
                #expect(some.observer.registrations == all.observer.registrations)
            }
        }
        #expect(renewed > 100)
    }

    /// Status 1 is accepted, too, and goes the long way.
    @Test func aRenewalIsWhatEnteringAnewComesTo() throws {
        var random = SeededRandom(seed: Self.seed())
        var renewed = 0
        for _ in 0..<10 {
            var short = Observer()
            var long = Observer()
            for (second, packet) in Self.packets(&random).enumerated() {
                let now = Instant(nanoseconds: Int64(second) * 1_000_000_000)
                var other = packet
                if case .mobility(.bindingAcknowledgement(var answer)) = packet.payload, answer.status == 0 {
                    short.expire(at: now)
                    if short.onlyRenews(packet) { renewed += 1 }
                    answer.status = 1
                    other.payload = .mobility(.bindingAcknowledgement(answer))
                }
                short.observe(packet, at: now)
                long.observe(other, at: now)
                #expect(short.registrations.map(\.bindings) == long.registrations.map(\.bindings))
            }
        }
        #expect(renewed > 100)
    }
}
