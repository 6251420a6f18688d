import Testing

@testable import Capture

/// Captures cut and changed anywhere: never a trap, never a packet that was not there, the same however they come.
struct RobustnessTests {
    @Test(arguments: Samples.all.indices)
    func everyPrefixGivesThePacketsBeforeTheCut(sample: Int) {
        let file = Samples.all[sample]
        let whole = read(file)
        #expect(whole.error == nil)
        var clean = 0
        for length in 1..<file.count {
            let cut = Array(file.prefix(length))
            let outcome = read(cut)
            #expect(outcome.packets == Array(whole.packets.prefix(outcome.packets.count)))
            switch outcome.error {
            case nil: clean += 1
            case .notACapture: #expect(length < 4)
            case .truncated(_, let offset, let expected, let found):
                #expect(offset + found == length)
                #expect(expected > found)
                #expect(offset + expected <= file.count)
            case let error: Issue.record("\(length) octets: \(String(describing: error))")
            }
            #expect(read(cut, piecesOf: [7, 1, 40]) == outcome)
        }
        // A cut behind a header, record or block cannot be noticed; so many of them each sample has.
        #expect([3, 3, 7, 14][sample % 4] == clean + 1)
    }

    /// Small samples only: every octet takes every other value.
    @Test(arguments: [
        Samples.pcap(bigEndian: false), Samples.pcap(bigEndian: true, magic: 0xa1b2_3c4d),
        PcapngTests.handWritten,
    ])
    func everyChangeOfAnOctetIsRead(file: [UInt8]) {
        for index in file.indices {
            var changed = file
            for value in UInt8.min...UInt8.max where value != file[index] {
                changed[index] = value
                walk(changed)
            }
        }
    }

    @Test func randomChangesAndPiecesAreReadAlike() {
        var random = RandomNumbers(seed: RandomNumbers.seed)
        for round in 0..<3000 {
            var file = Samples.all.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                let index = file.indices.randomElement(using: &random) ?? 0
                file[index] = .random(in: 0...255, using: &random)
            }
            if Bool.random(using: &random) {
                file.removeLast(Int.random(in: 0..<file.count, using: &random))
            }
            let sizes = (0..<20).map { _ in Int.random(in: 1...90, using: &random) }
            let capacity = Int.random(in: 1...200, using: &random)
            #expect(
                read(file, piecesOf: sizes, capacity: capacity) == read(file),
                "CAREOF_SEED=\(RandomNumbers.seed), round \(round)")
        }
    }

    @Test func randomOctetsBehindAHeaderAreRead() {
        var random = RandomNumbers(seed: RandomNumbers.seed)
        for _ in 0..<3000 {
            let header = Array(Samples.all.randomElement(using: &random)?.prefix(28) ?? [])
            let rest = (0..<Int.random(in: 0...200, using: &random)).map { _ in
                // Small numbers make plausible lengths.
                UInt8.random(in: 0...(Bool.random(using: &random) ? 4 : 255), using: &random)
            }
            walk(header + rest)
        }
    }

    /// Reads everything that can be asked of a capture.
    private func walk(_ octets: [UInt8]) {
        var capture = InMemoryCapture(octets.span.bytes)
        do {
            while let packet = try capture.next() {
                precondition(packet.octets.byteCount <= octets.count)
                _ = packet.networkLayer
                _ = packet.comments
                _ = packet.time?.nanoseconds
                _ = packet.time?.fraction
            }
        } catch {
            _ = error.description
        }
    }
}
