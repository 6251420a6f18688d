import Capture
import Decoding
import MobilityWire
import MobilityWireTestSupport

/// libFuzzer's door: any octets as a capture, read at once and in pieces, and decoded.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let octets = UnsafeRawBufferPointer(start: start, count: count).bytes
    let whole = packets(octets)
    guard whole == packets(octets, pieces: count % 61 + 1) else {
        fatalError("read in pieces it is another capture")
    }
    // One style an input: all of them would make each input six times as slow.
    let format: WireFormat? = count % 2 == 0 ? nil : .draft06
    switch count / 2 % 3 {
    case 0: decode(octets, LinePrinter(), format)
    case 1: decode(octets, TreePrinter(), format)
    default: decode(octets, JSONPrinter(), format)
    }
    return 0
}

/// What is known of each packet, and how the capture ended.
private struct Reading: Equatable {
    var packets: [[Int]] = []
    var error: CaptureError?

    mutating func add(_ packet: borrowing CapturedPacket) {
        var sum = Checksum()
        sum.add(packet.octets)
        let layer =
            switch packet.networkLayer {
            case .ipv6(let offset), .ipv4(let offset): offset
            case .missing: -1
            case .other: -2
            }
        packets.append([
            packet.number, packet.interface, packet.originalLength, packet.octets.byteCount, layer,
            Int(sum.value), packet.comments.count, packet.time == nil ? 0 : 1,
            packet.interfaceDescription.linkType == packet.linkType ? 1 : 0,
        ])
    }
}

/// The capture as one borrowed whole.
private func packets(_ octets: RawSpan) -> Reading {
    var reading = Reading()
    var capture = InMemoryCapture(octets)
    do throws(CaptureError) {
        while let packet = try capture.next() { reading.add(packet) }
    } catch {
        reading.error = error
    }
    return reading
}

/// The capture fed piece by piece.
private func packets(_ octets: RawSpan, pieces length: Int) -> Reading {
    var reading = Reading()
    var parser = CaptureParser()
    var left = octets
    do throws(CaptureError) {
        while !left.isEmpty {
            let taken = parser.feed(left.extracting(first: length))
            left = left.extracting(droppingFirst: taken)
            while let packet = try parser.next() { reading.add(packet) }
        }
        parser.finish()
        while let packet = try parser.next() { reading.add(packet) }
    } catch {
        reading.error = error
    }
    return reading
}

private func decode(_ octets: RawSpan, _ printer: some MessagePrinter, _ format: WireFormat?) {
    var out = OutputBuffer(capacity: 64)
    var decoder = CaptureDecoder(printer, options: DecodingOptions(format: format, listsAll: true))
    var capture = InMemoryCapture(octets)
    while let packet = try? capture.next() { decoder.decode(packet, into: &out) }
}

/// libFuzzer calls this before it looks at its corpus: captures of the vectors become its seeds.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(_ count: UnsafeRawPointer?, _ arguments: UnsafeRawPointer?) -> CInt {
    for format in CaptureFormat.allCases {
        for vectors in [Array(Vector.all.prefix(6)), Array(Vector.all.suffix(6)), [Vector.named("C18")], []] {
            guard var encoder = try? CaptureEncoder(format: format) else { continue }
            for (index, vector) in vectors.enumerated() {
                try? encoder.append(
                    vector.packet, nanoseconds: Int64(index) * 1_000_000_001, comment: vector.name)
            }
            writeSeed("\(format.rawValue)-\(vectors.count)", encoder.take())
        }
    }
    return 0
}
