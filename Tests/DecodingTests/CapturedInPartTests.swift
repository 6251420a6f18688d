import Capture
import Decoding
import MobilityWire
import MobilityWireTestSupport
import Testing

/// What a capture left out is no fault of who sent it.
struct CapturedInPartTests {
    /// A Binding Update with two BIDs (vector C2), of which only so many octets were captured.
    private func printed(
        _ count: Int, of packet: [UInt8] = Vector.named("C2").packet, by printer: some MessagePrinter
    ) throws -> String {
        var encoder = try CaptureEncoder(format: .pcap)
        try encoder.append(Array(packet.prefix(count)), nanoseconds: 0, originalLength: packet.count)
        let octets = encoder.take()
        var decoder = CaptureDecoder(printer, options: DecodingOptions())
        var out = OutputBuffer()
        var reader = InMemoryCapture(octets.span.bytes)
        while let frame = try reader.next() { decoder.decode(frame, into: &out) }
        return out.octets.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }

    @Test func aLineHasTheFieldsThatAreThere() throws {
        let whole = Vector.named("C2").packet.count
        // The fixed part and the first option; of the second there is its beginning.
        let line = try printed(108, by: LinePrinter())
        #expect(line.contains("  BU    seq 2"))
        #expect(line.contains("BID 1"))
        #expect(!line.contains("BID 2"))
        #expect(line.hasSuffix("  captured in part, 108 of \(whole) octets\n"))
        // Not even the fixed part, but what it was.
        let short = try printed(70, by: LinePrinter())
        #expect(short.contains("  BU    home 2001:db8:1::1234  captured in part, 70 of \(whole) octets\n"))
        // Nor that.
        let headers = try printed(64, by: LinePrinter())
        #expect(headers.contains("  MH?   home 2001:db8:1::1234  captured in part"))
    }

    @Test(arguments: 0..<128) func nobodyIsBlamedWhereverItIsCut(_ count: Int) throws {
        for text in try [
            printed(count, by: LinePrinter()), printed(count, by: TreePrinter()),
            printed(count, by: JSONPrinter()),
        ] {
            #expect(!text.contains("malformed"))
            #expect(!text.contains("!"))
            #expect(!text.contains("are there"))
            #expect(text.isEmpty || count < Vector.named("C2").packet.count)
        }
    }

    @Test func aTreeEndsWithTheOctetsOfWhatWasCut() throws {
        let tree = try printed(108, by: TreePrinter())
        #expect(tree.hasPrefix("Frame 1  1970-01-01 00:00:00.000000000 UTC  108 octets, captured in part, "))
        #expect(tree.contains("Sequence #: 2"))
        #expect(tree.contains("The beginning of an option; the rest was not captured."))
        #expect(!tree.contains("Pad1"))
    }

    @Test func anObjectSaysHowMuchThereIs() throws {
        let object = try #require(Object.all(printed(108, by: JSONPrinter())).first)
        #expect(object.number("captured_octets") == 108)
        #expect(object.number("original_octets") == Vector.named("C2").packet.count)
        #expect(object.text("checksum") == "unverifiable")
        #expect(object.objects("options").count == 1)
        #expect(object.objects("problems").isEmpty)
    }

    @Test func whoPromisesMoreThanIsSentIsStillToldSo() throws {
        let line = try decoded([Array(Vector.named("C2").packet.prefix(108))], by: LinePrinter())
        #expect(line.contains("  malformed"))
        #expect(line.contains("are there."))
    }
}
