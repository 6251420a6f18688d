import MobilityWire
import Nodes
import Runtime

/// libFuzzer's door: any octets as a recording. Whatever could be read of it is written down again, explained and put
/// into every form that a run has; where the sums of its parts are wrong they are made right, so that what they guard is
/// reached.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let octets = [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    read(octets)
    read(withRightSums(octets))
    return 0
}

private func read(_ octets: [UInt8]) {
    guard let recording = try? Recording(octets, capacity: 1 << 20) else { return }
    let text = EntryText(parties: recording.parties, format: recording.format)
    let json = JournalJSON(parties: recording.parties, format: recording.format)
    for entry in recording.journal.entries {
        _ = text.line(of: entry)
        _ = json.line(of: entry)
        _ = recording.journal.causes(of: entry.number)
    }
    let explainer = Explainer(
        journal: recording.journal, parties: recording.parties, format: recording.format, now: .zero,
        node: nil,
        party: PartyIdentifier(0))
    for number in recording.journal.numbers.prefix(64) { _ = explainer.explanation(of: .entry(number)) }
    for input in recording.inputs {
        _ = try? CommandTable.standard.parse(input.line, vocabulary: Vocabulary())
    }
}

/// Every part with the sum that its octets have now.
private func withRightSums(_ octets: [UInt8]) -> [UInt8] {
    var octets = octets
    var position = 9
    while octets.count - position >= 9 {
        let length = (0..<4).reduce(0) { $0 | Int(octets[position + 1 + $1]) << (8 * $1) }
        guard octets.count - position - 9 >= length else { break }
        let end = position + 5 + length
        var sum: UInt32 = 0xffff_ffff
        for octet in octets[position..<end] {
            sum ^= UInt32(octet)
            for _ in 0..<8 { sum = sum & 1 == 1 ? 0xedb8_8320 ^ (sum >> 1) : sum >> 1 }
        }
        for index in 0..<4 { octets[end + index] = UInt8(truncatingIfNeeded: ~sum >> UInt32(8 * index)) }
        position = end + 4
    }
    return octets
}
