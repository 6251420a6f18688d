import Capture
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

    @Test func interfacesCarryWhatTheyHadCarriedThen() throws {
        let seed =
            ProcessInfo.processInfo.environment["CAREOF_SEED"].flatMap { UInt64($0) }
            ?? .random(in: 0...99_999)
        print("seed \(seed)")
        var random = SeededRandom(seed: seed)
        var packets: [SignallingPacket] = []
        for sequence in UInt16(1)...30 {
            let address = Bool.random(using: &random) ? Wire.first : Wire.second
            let bid: UInt16 = address == Wire.first ? 1 : 2
            packets.append(Wire.update(sequence, [(bid, address)], from: address))
            for _ in 0..<Int.random(in: 0..<5, using: &random) {
                packets.append(Wire.tunnelled(to: Bool.random(using: &random) ? Wire.first : Wire.second))
            }
            packets.append(Wire.acknowledgement(sequence, [bid], to: address))
        }
        func figures(_ run: some Run) -> [String] {
            run.interfaces().filter { $0.sent.packets + $0.received.packets > 0 }.map {
                "\($0.addresses.map(\.address)) \($0.sent) \($0.received)"
            }
        }
        var session = CaptureSession(try Opened.run(packets))
        let present = figures(session)
        #expect(present.count == 2)
        // Forwards and backwards; what went through tunnels behind the last message came later.
        var places = packets.indices.filter {
            if case .mobility = packets[$0].payload { true } else { false }
        }
        places.shuffle(using: &random)
        for place in places.prefix(20) {
            let part = try Opened.run(Array(packets[...place]))
            session.perform(.past(.entry(part.journal.nextNumber - 1)))
            #expect(figures(session) == figures(part), "after \(place + 1) packets")
        }
        session.perform(.past(.present))
        #expect(figures(session) == present)
    }

    @Test func whatComesWhileThePastIsShownIsRecorded() throws {
        // More than is read at once.
        let packets = try (1...6000).map { number in
            (1_000_000_000 + Double(number), try Wire.update(UInt16(number), [(1, Wire.first)]).wire)
        }
        let octets = try Wire.capture(packets)
        let file = FileManager.default.temporaryDirectory.appending(path: "careof-\(UUID().uuidString).pcap")
        try Data(octets).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        var session = CaptureSession(
            CaptureRun(
                FileSource(try CaptureReader(path: file.path), size: UInt64(octets.count)), title: "x"))
        session.advance(to: .zero)
        let before = session.journal.nextNumber
        #expect(before < 6000)
        var encoder = RecordingEncoder()
        var recorded = session.recorded(by: &encoder, isLast: false)
        session.perform(.rewind(-3))
        let shown = session.journal.nextNumber
        #expect(shown < before)
        while session.nextTime != nil { session.advance(to: .zero) }
        #expect(session.journal.nextNumber == shown)
        recorded += session.recorded(by: &encoder, isLast: true)
        let recording = try Recording(recorded)
        #expect(recording.breaksOff == nil)
        session.perform(.past(.present))
        #expect(session.journal.nextNumber > before)
        let text = { (journal: Journal) in
            JournalJSON(parties: session.parties, format: session.format).lines(of: journal)
        }
        #expect(text(recording.journal) == text(session.journal))
    }

    @Test func aCaptureIsOnlyLookedAt() throws {
        var session = CaptureSession(try Opened.run([UInt8](Data(contentsOf: Opened.umip))))
        let last = session.journal.nextNumber - 1
        session.perform(.rewind(-1))
        #expect(session.past?.entry == last - 1)
        guard case .refused = session.perform(.note("too late")) else {
            Issue.record("a note in a file")
            return
        }
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
