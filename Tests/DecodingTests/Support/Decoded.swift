import Capture
import Decoding
import MobilityWire

/// A pcap capture of raw IP packets, one second apart from `start` on.
func capture(_ packets: [[UInt8]], start: UInt32 = 1_795_464_000, linkType: UInt32 = 101) -> [UInt8] {
    func little(_ number: UInt32) -> [UInt8] { (0..<4).map { UInt8(number >> (8 * $0) & 0xff) } }
    var octets =
        little(0xa1b2_c3d4) + [2, 0, 4, 0] + little(0) + little(0) + little(262_144) + little(linkType)
    for (index, packet) in packets.enumerated() {
        octets += little(start + UInt32(index)) + little(123) + little(UInt32(packet.count))
        octets += little(UInt32(packet.count)) + packet
    }
    return octets
}

/// What a printer makes of packets.
func decoded(
    _ packets: [[UInt8]], by printer: some MessagePrinter, options: DecodingOptions = DecodingOptions()
) throws -> String {
    var decoder = CaptureDecoder(printer, options: options)
    var out = OutputBuffer()
    let octets = capture(packets)
    var reader = InMemoryCapture(octets.span.bytes)
    while let frame = try reader.next() { decoder.decode(frame, into: &out) }
    return out.octets.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
}
