import Foundation
import MobilityWire
import Nodes
import Runtime
import Testing
import Watching

/// A capture as it was after one of its messages.
struct PastTests {
    private func tables(_ run: some Run) -> String {
        run.caches().filter { $0.bindings > 0 }.map { holder in
            "\(holder.name) \(holder.kind) \(run.cache(holder.party, 0..<99, order: .homeAddress).rows)"
        }.joined(separator: "\n")
            + "\n\(run.bindings(0..<99).rows.map { "\($0.peer) \($0.bid ?? 0) \($0.state) \($0.careOfAddress.map { "\($0)" } ?? "") \($0.grantedLifetime ?? 0) \($0.gaps)" })"
    }

    private func lines(_ run: some Run) -> [String] {
        JournalJSON(parties: run.parties, format: run.format).lines(of: run.journal)
    }

    @Test func anyMessageIsTheCaptureThatEndedThere() throws {
        let seed =
            ProcessInfo.processInfo.environment["CAREOF_SEED"].flatMap { UInt64($0) }
            ?? .random(in: 0...99_999)
        print("seed \(seed)")
        var random = SeededRandom(seed: seed)
        var packets: [SignallingPacket] = []
        for sequence in 1...40 {
            let bids = (1...3).filter { _ in Bool.random(using: &random) }.map(UInt16.init)
            let lifetime: UInt16 = Bool.random(using: &random) ? 2 : Bool.random(using: &random) ? 0 : 15
            let address = { (bid: UInt16) in bid == 2 ? Wire.second : Wire.first }
            if Int.random(in: 0..<5, using: &random) > 0 {
                packets.append(
                    Wire.update(UInt16(sequence), lifetime: lifetime, bids.map { ($0, address($0)) }))
            }
            if Int.random(in: 0..<5, using: &random) > 0 {
                packets.append(
                    Wire.acknowledgement(
                        UInt16(sequence), status: Int.random(in: 0..<6, using: &random) == 0 ? 129 : 0,
                        lifetime: lifetime, bids))
            }
        }
        var session = CaptureSession(try Opened.run(packets))
        let all = lines(session)
        var places = Array(1..<packets.count)
        places.shuffle(using: &random)
        for count in places.prefix(20) {
            let part = try Opened.run(Array(packets[..<count]))
            let entry = part.journal.nextNumber - 1
            #expect(session.perform(.past(.entry(entry))) == .done(entry: entry, ""))
            #expect(session.journal.nextNumber == entry + 1)
            #expect(lines(session) == Array(all.prefix(entry)))
            #expect(
                session.journal.exchangeRows.map { session.journal.exchangeRow($0) }
                    == part.journal.exchangeRows.map { part.journal.exchangeRow($0) })
            #expect(tables(session) == tables(part), "after \(count) packets")
            #expect(session.now == part.now)
        }
        #expect(session.perform(.past(.present)) == .done(entry: 0, "the present"))
        #expect(lines(session) == all)
    }

    @Test func aCaptureIsOnlyLookedAt() throws {
        var session = CaptureSession(try Opened.run([UInt8](Data(contentsOf: Opened.umip))))
        let last = session.journal.nextNumber - 1
        session.perform(.rewind(-1))
        #expect(session.past?.entry == last - 1)
        guard case .refused(let words) = session.perform(.past(.branch)) else {
            Issue.record("a branch of a capture")
            return
        }
        #expect(words.contains("Only a lab"))
        session.perform(.rewind(5))
        #expect(session.past == nil)
    }

    @Test func whatIsNotKeptCannotBeGoneBackTo() throws {
        let packets = (1...200).map { Wire.update(UInt16($0), [(1, Wire.first)]) }
        let octets = try Wire.capture(
            try packets.enumerated().map { (1_000_000_000 + Double($0.offset), try $0.element.wire) })
        var session = CaptureSession(try Opened.run(octets, capacity: 4096))
        #expect(session.journal.dropped > 0)
        guard case .refused(let words) = session.perform(.rewind(-1)) else {
            Issue.record("went back")
            return
        }
        #expect(words.contains("not kept"))
    }
}
