import Capture
import MobilityWire

/// Prints a tree a message: every field with its place, its octets, what it means and where that is written.
///
/// ```
///   @  octets                            field
///   0  3b                                  Payload Proto: 59 No Next Header  Nothing follows … [RFC 6275 §6.1.1]
/// ```
public struct TreePrinter: MessagePrinter {
    /// A printer.
    public init() {}

    /// The tree of a message.
    public mutating func message(
        _ sighting: borrowing Sighting, _ header: borrowing MobilityHeaderView,
        _ problems: borrowing FoundProblems, into out: inout OutputBuffer
    ) {
        begin(sighting, into: &out)
        var field = header.fields(format: sighting.format, base: sighting.packet.facts.payloadOffset)
        verdict(sighting, in: &field)
        print(field, of: sighting, into: &out)
        if sighting.formatIsAmbiguous || sighting.format.profile != .rfc5648 {
            out.append("Binding Identifier options are read as ")
            out.append(sighting.format.profile.staticName)
            out.append(sighting.formatIsAmbiguous ? "; another layout fits as well.\n" : ".\n")
        }
        end(problems, into: &out)
    }

    /// The tree of headers in front of what could not be read.
    public mutating func malformed(
        _ sighting: borrowing Sighting, _ type: MobilityHeaderType?, _ problems: borrowing FoundProblems,
        into out: inout OutputBuffer
    ) {
        begin(sighting, into: &out)
        rest(sighting, type?.name.description ?? "Octets", into: &out)
        end(problems, into: &out)
    }

    /// The tree of ESP, which ends where encryption begins.
    public mutating func esp(
        _ sighting: borrowing Sighting, spi: UInt32, sequence: UInt32, _ problems: borrowing FoundProblems,
        into out: inout OutputBuffer
    ) {
        begin(sighting, into: &out)
        print(sighting.packet.payloadField, of: sighting, into: &out)
        end(problems, into: &out)
    }

    /// The tree of a discovery message.
    public mutating func discovery(
        _ sighting: borrowing Sighting, _ message: DiscoveryMessage, _ problems: borrowing FoundProblems,
        into out: inout OutputBuffer
    ) {
        begin(sighting, into: &out)
        var field = sighting.packet.payloadField
        verdict(sighting, in: &field)
        print(field, of: sighting, into: &out)
        end(problems, into: &out)
    }

    /// The tree of headers in front of anything else.
    public mutating func datagram(
        _ sighting: borrowing Sighting, _ problems: borrowing FoundProblems, into out: inout OutputBuffer
    ) {
        begin(sighting, into: &out)
        rest(sighting, NextHeader(rawValue: sighting.packet.facts.nextHeader).name.description, into: &out)
        end(problems, into: &out)
    }

    // MARK: Parts

    private func begin(_ sighting: borrowing Sighting, into out: inout OutputBuffer) {
        out.append("Frame ")
        out.append(decimal: sighting.frame)
        out.append("  ")
        if let time = sighting.time { out.append(date: time) } else { out.append("without time") }
        out.append("  ")
        out.append(decimal: sighting.packet.octets.byteCount)
        out.append(" octets\n")
        for field in sighting.packet.headerFields { print(field, of: sighting, into: &out) }
    }

    /// Says at the checksum whether it is right.
    private func verdict(_ sighting: borrowing Sighting, in field: inout Field) {
        guard let index = field.children.firstIndex(where: { $0.name == "Checksum" }) else { return }
        switch sighting.checksum {
        case .correct: field.children[index].meaning = "It is right."
        case .incorrect: field.children[index].meaning = "It is wrong: a receiver drops the packet silently."
        case .unverifiable: field.children[index].meaning = "It cannot be verified: octets are missing."
        }
    }

    /// Octets of which no more is known.
    private func rest(_ sighting: borrowing Sighting, _ name: String, into out: inout OutputBuffer) {
        let facts = sighting.packet.facts
        guard facts.payloadLength > 0 else { return }
        print(
            Field(
                name, at: facts.payloadOffset, length: facts.payloadLength,
                value: "\(facts.payloadLength) octets"),
            of: sighting, into: &out)
    }

    /// A header with its fields; places count from its beginning.
    private func print(_ field: Field, of sighting: borrowing Sighting, into out: inout OutputBuffer) {
        line(field, from: 0, depth: 0, of: sighting, into: &out)
        for child in field.children {
            print(child, from: field.offset, depth: 1, of: sighting, into: &out)
        }
    }

    private func print(
        _ field: Field, from base: Int, depth: Int, of sighting: borrowing Sighting,
        into out: inout OutputBuffer
    ) {
        line(field, from: base, depth: depth, of: sighting, into: &out)
        for child in field.children {
            print(child, from: base, depth: depth + 1, of: sighting, into: &out)
        }
    }

    private func line(
        _ field: Field, from base: Int, depth: Int, of sighting: borrowing Sighting,
        into out: inout OutputBuffer
    ) {
        let place = field.offset - base
        for limit in [10, 100, 1000] where place < limit { out.append(" ") }
        out.append(decimal: place)
        out.append("  ")
        let mark = out.count
        // The octets of a field that holds others stand with those.
        if field.children.allSatisfy({ $0.octets == field.octets }),
            sighting.packet.octets.byteCount >= field.octets.upperBound
        {
            out.append(hexadecimal: sighting.packet.octets.extracting(field.octets))
        }
        out.pad(from: mark, to: 34)
        for _ in 0..<depth { out.append("  ") }
        out.append(text: field.name)
        if !field.value.isEmpty {
            out.append(": ")
            out.append(visibleText: field.value)
        }
        if !field.meaning.isEmpty {
            out.append("  ")
            out.append(text: field.meaning)
        }
        if !field.section.isEmpty {
            out.append(" [")
            out.append(text: field.section)
            out.append("]")
        }
        out.append("\n")
    }

    private func end(_ problems: borrowing FoundProblems, into out: inout OutputBuffer) {
        problems.forEach { problem in
            out.append("! ")
            problem.appendField(to: &out)
            out.append(" at ")
            out.append(decimal: problem.offset)
            out.append(": ")
            problem.appendMessage(to: &out)
            out.append(" [")
            problem.appendSection(to: &out)
            out.append("]\n")
        }
        out.append("\n")
    }
}
