import Capture
import MobilityWire
import Nodes
import Runtime
import Testing
import Watching

/// Captures that kept the beginnings of packets only: what is missing is the capture's doing, and nobody else's.
struct CapturedInPartTests {
    /// A capture of a Binding Update with three BIDs and of its Acknowledgement, at most so many octets of each kept.
    private func capture(snapshot: Int) throws -> [UInt8] {
        var encoder = try CaptureEncoder(format: .pcap)
        let update = try Wire.update(1, [(1, Wire.first), (2, Wire.second), (3, Wire.agent)]).wire
        let answer = try Wire.acknowledgement(1, [1, 2, 3]).wire
        for (second, packet) in [update, answer].enumerated() {
            try encoder.append(
                Array(packet.prefix(snapshot)), nanoseconds: Int64(second) * 1_000_000_000,
                originalLength: packet.count)
        }
        return encoder.take()
    }

    @Test(arguments: [CaptureFormat.pcap, .pcapng])
    func anExportKeepsTheLengthThatPacketsHad(_ format: CaptureFormat) throws {
        let update = try Wire.update(1, [(1, Wire.first), (2, Wire.second), (3, Wire.agent)]).wire
        let run = try Opened.run(capture(snapshot: 110))
        let exported = try CaptureExport.octets(of: run, format: format)
        var lengths: [[Int]] = []
        try Wire.forEachFrame(of: exported) { lengths.append([$0.octets.byteCount, $0.originalLength]) }
        let answer = try Wire.acknowledgement(1, [1, 2, 3]).wire
        #expect(lengths == [[110, update.count], [answer.count, answer.count]])
    }

    @Test func aRecordingKnowsItToo() throws {
        let run = try Opened.run(capture(snapshot: 110))
        var encoder = RecordingEncoder()
        let recording = try Recording(encoder.octets(of: run, isLast: true))
        let again = try CaptureExport.octets(of: CaptureRun(recording), format: .pcap)
        #expect(try again == CaptureExport.octets(of: run, format: .pcap))
    }

    @Test func theJournalSaysHowMuchThereIs() throws {
        let run = try Opened.run(capture(snapshot: 110))
        #expect(run.journal.capturedPart(of: 1) == CapturedPart(captured: 110, original: 152))
        let text = EntryText(parties: run.parties, format: run.format)
        let line = try #require(run.journal[2].map(text.line))
        #expect(line.hasSuffix("captured in part, 110 octets of 152"))
        // The answer is there in full.
        let answer = try #require(run.journal.exchangeRow(1)?.number)
        #expect(run.journal.capturedPart(of: answer) == nil)
    }

    @Test func octetsOfTheLinkAreNoPartOfThePacket() throws {
        // The frame check sequence was cut off, the packet is whole.
        var encoder = try CaptureEncoder(format: .pcap)
        let packet = try Wire.update(1, [(1, Wire.first)]).wire
        try encoder.append(packet, nanoseconds: 0, originalLength: packet.count + 4)
        let run = try Opened.run(encoder.take())
        #expect(run.journal.capturedPart(of: 1) == nil)
        #expect(run.bindings(0..<9).rows.map(\.bid) == [1])
    }
}
