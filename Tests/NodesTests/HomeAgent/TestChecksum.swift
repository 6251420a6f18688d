import MobilityWire

/// Puts the right checksum into a Mobility Header that a test changed by hand.
enum TestChecksum {
    static func repair(_ octets: inout [UInt8], headerAt offset: Int) {
        octets[offset + 4] = 0
        octets[offset + 5] = 0
        var problems = ProblemCounter()
        let computed = PacketView(octets.span.bytes, problems: &problems).checksums?.computed ?? 0
        octets[offset + 4] = UInt8(computed >> 8)
        octets[offset + 5] = UInt8(computed & 0xff)
    }
}
