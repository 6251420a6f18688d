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
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView,
        _ header: borrowing MobilityHeaderView,
        _ problems: borrowing FoundProblems, into out: inout OutputBuffer
    ) {
        begin(sighting, packet, into: &out)
        var field = header.fields(format: sighting.format, base: packet.facts.payloadOffset)
        verdict(sighting, packet, in: &field)
        print(field, of: packet, into: &out)
        if let detection = sighting.tellingDetection {
            out.append("Binding Identifier options are read as ")
            out.append(sighting.format.profile.staticName)
            out.append(detection.isAmbiguous ? "; another layout fits as well. " : ". ")
            out.append(text: detection.reason.sentence)
            out.append("\n")
        }
        end(problems, into: &out)
    }

    /// The tree of a message whose end was not captured.
    public mutating func partial(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView, _ part: PartialMobilityHeader,
        _ header: borrowing MobilityHeaderView, _ problems: borrowing FoundProblems,
        into out: inout OutputBuffer
    ) {
        begin(sighting, packet, into: &out)
        if var field = part.fields(format: sighting.format, base: packet.facts.payloadOffset) {
            verdict(sighting, packet, in: &field)
            print(field, of: packet, into: &out)
        }
        end(problems, into: &out)
    }

    /// The tree of headers in front of what could not be read.
    public mutating func malformed(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView, _ type: MobilityHeaderType?,
        _ problems: borrowing FoundProblems,
        into out: inout OutputBuffer
    ) {
        begin(sighting, packet, into: &out)
        rest(
            packet, type?.name.description ?? "Octets",
            problems.failure != nil
                ? "Unusable; what is wrong with it follows below." : "The rest was not captured.",
            "RFC 6275 §9.2", into: &out)
        end(problems, into: &out)
    }

    /// The tree of ESP, which ends where encryption begins.
    public mutating func esp(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView, spi: UInt32, sequence: UInt32,
        _ problems: borrowing FoundProblems,
        into out: inout OutputBuffer
    ) {
        begin(sighting, packet, into: &out)
        print(packet.payloadField, of: packet, into: &out)
        end(problems, into: &out)
    }

    /// The tree of a discovery message.
    public mutating func discovery(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView, _ message: DiscoveryMessage,
        _ problems: borrowing FoundProblems,
        into out: inout OutputBuffer
    ) {
        begin(sighting, packet, into: &out)
        var field = packet.payloadField
        verdict(sighting, packet, in: &field)
        print(field, of: packet, into: &out)
        end(problems, into: &out)
    }

    /// The tree of headers in front of anything else.
    public mutating func datagram(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView, _ problems: borrowing FoundProblems,
        into out: inout OutputBuffer
    ) {
        begin(sighting, packet, into: &out)
        let next = NextHeader(rawValue: packet.facts.nextHeader)
        rest(packet, next.name.description, next.meaning.description, next.section.description, into: &out)
        end(problems, into: &out)
    }

    // MARK: Parts

    private func begin(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView, into out: inout OutputBuffer
    ) {
        out.append("Frame ")
        out.append(decimal: sighting.frame)
        out.append("  ")
        if let time = sighting.time { out.append(date: time) } else { out.append("without time") }
        out.append("  ")
        out.append(decimal: packet.octets.byteCount)
        out.append(sighting.isReassembled ? " octets, put together from fragments" : " octets")
        if let part = sighting.part {
            out.append(", ")
            out.append(part)
        }
        out.append("\n")
        for header in sighting.outer {
            out.append("The fragments stood inside: ")
            out.append(header)
            out.append("\n")
        }
        for field in packet.headerFields { print(field, of: packet, into: &out) }
    }

    /// Says at the checksum whether it is right.
    private func verdict(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView, in field: inout Field
    ) {
        guard let index = field.children.firstIndex(where: { $0.name == "Checksum" }) else { return }
        switch sighting.checksum {
        case .correct: field.children[index].meaning = "It is right."
        case .incorrect: field.children[index].meaning = "It is wrong: a receiver drops the packet silently."
        case .unverifiable: field.children[index].meaning = "It cannot be verified: octets are missing."
        }
    }

    /// A payload that is shown whole.
    private func rest(
        _ packet: borrowing PacketView, _ name: String, _ meaning: String, _ section: String,
        into out: inout OutputBuffer
    ) {
        let facts = packet.facts
        guard facts.payloadLength > 0 else { return }
        print(
            Field(
                name, at: facts.payloadOffset, length: facts.payloadLength,
                value: "\(facts.payloadLength) octets", meaning: meaning, section: section),
            of: packet, into: &out)
    }

    /// A header with its fields; places count from its beginning.
    private func print(_ field: Field, of packet: borrowing PacketView, into out: inout OutputBuffer) {
        line(field, from: 0, depth: 0, of: packet, into: &out)
        for child in field.children {
            print(child, from: field.offset, depth: 1, of: packet, into: &out)
        }
    }

    private func print(
        _ field: Field, from base: Int, depth: Int, of packet: borrowing PacketView,
        into out: inout OutputBuffer
    ) {
        line(field, from: base, depth: depth, of: packet, into: &out)
        for child in field.children {
            print(child, from: base, depth: depth + 1, of: packet, into: &out)
        }
    }

    private func line(
        _ field: Field, from base: Int, depth: Int, of packet: borrowing PacketView,
        into out: inout OutputBuffer
    ) {
        let place = field.offset - base
        for limit in [10, 100, 1000] where place < limit { out.append(" ") }
        out.append(decimal: place)
        out.append("  ")
        let mark = out.count
        // The octets of a field that holds others stand with those.
        if field.children.allSatisfy({ $0.octets == field.octets }),
            packet.octets.byteCount >= field.octets.upperBound
        {
            out.append(hexadecimal: packet.octets.extracting(field.octets))
        }
        out.pad(from: mark, to: 32)
        out.append("  ")
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
