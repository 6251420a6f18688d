import Capture
import MobilityWire

/// Prints one JSON object a message, one a line (RFC 8259, newline-delimited): for programs.
///
/// Keys come in the order of reading: where and when, between whom, what, its own fields, its options, its problems.
public struct JSONPrinter: MessagePrinter {
    /// A printer.
    public init() {}

    /// The object of a message.
    public mutating func message(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView,
        _ header: borrowing MobilityHeaderView,
        _ problems: borrowing FoundProblems,
        into out: inout OutputBuffer
    ) {
        begin(sighting, packet, into: &out)
        homeAddress(sighting, packet, header.bindingError?.homeAddress, into: &out)
        out.append(#","type":""#)
        out.append(header.identifier)
        out.append(#"","type_number":"#)
        out.append(decimal: header.type)
        checksum(sighting, packet, into: &out)
        out.append(#","profile":""#)
        out.append(sighting.format.profile.staticName)
        out.append(octet: UInt8(ascii: "\""))
        if let detection = sighting.tellingDetection {
            bool("profile_ambiguous", detection.isAmbiguous, into: &out)
            key("profile_reason", into: &out)
            out.append("\"")
            out.append(text: detection.reason.sentence)
            out.append("\"")
        }
        fixedPart(header, sighting, into: &out)
        options(header, sighting, into: &out)
        end(problems, into: &out)
    }

    /// The object of what could not be read: what is known, and why.
    public mutating func malformed(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView, _ type: MobilityHeaderType?,
        _ problems: borrowing FoundProblems,
        into out: inout OutputBuffer
    ) {
        begin(sighting, packet, into: &out)
        homeAddress(sighting, packet, nil, into: &out)
        out.append(#","type":""#)
        out.append(type?.identifier ?? "unknown")
        out.append(octet: UInt8(ascii: "\""))
        if let type {
            out.append(#","type_number":"#)
            out.append(decimal: type.rawValue)
        }
        checksum(sighting, packet, into: &out)
        end(problems, into: &out)
    }

    /// The object of ESP.
    public mutating func esp(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView, spi: UInt32, sequence: UInt32,
        _ problems: borrowing FoundProblems,
        into out: inout OutputBuffer
    ) {
        begin(sighting, packet, into: &out)
        homeAddress(sighting, packet, nil, into: &out)
        out.append(#","type":"esp""#)
        checksum(sighting, packet, into: &out)
        out.append(#","spi":"#)
        out.append(decimal: spi)
        out.append(#","sequence":"#)
        out.append(decimal: sequence)
        end(problems, into: &out)
    }

    /// The object of a discovery message.
    public mutating func discovery(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView, _ message: DiscoveryMessage,
        _ problems: borrowing FoundProblems,
        into out: inout OutputBuffer
    ) {
        begin(sighting, packet, into: &out)
        homeAddress(sighting, packet, nil, into: &out)
        out.append(#","type":""#)
        out.append(message.assignedType.identifier)
        out.append(#"","type_number":"#)
        out.append(decimal: message.type)
        checksum(sighting, packet, into: &out)
        fields(of: message, into: &out)
        end(problems, into: &out)
    }

    /// The object of anything else.
    public mutating func datagram(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView, _ problems: borrowing FoundProblems,
        into out: inout OutputBuffer
    ) {
        begin(sighting, packet, into: &out)
        homeAddress(sighting, packet, nil, into: &out)
        out.append(#","type":"datagram","next_header":"#)
        out.append(decimal: packet.facts.nextHeader)
        checksum(sighting, packet, into: &out)
        end(problems, into: &out)
    }

    // MARK: Parts

    private func begin(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView, into out: inout OutputBuffer
    ) {
        out.append(#"{"frame":"#)
        out.append(decimal: sighting.frame)
        out.append(#","time":"#)
        if let time = sighting.time { out.append(time) } else { out.append("null") }
        out.append(#","source":""#)
        packet.appendSource(to: &out)
        out.append(#"","destination":""#)
        packet.appendDestination(to: &out)
        out.append(#"","encapsulation":["#)
        var isFirst = true
        for header in sighting.outer {
            out.append(isFirst ? "\"" : ",\"")
            isFirst = false
            out.append(header.name)
            out.append("\"")
        }
        let path = packet.facts.path
        for index in 0..<path.count {
            out.append(isFirst ? "\"" : ",\"")
            isFirst = false
            out.append(path[index]?.name ?? "")
            out.append("\"")
        }
        out.append("]")
        if let part = sighting.part {
            out.append(#","captured_octets":"#)
            out.append(decimal: part.captured)
            out.append(#","original_octets":"#)
            out.append(decimal: part.original)
        }
    }

    /// The home address that stands in for an address of the IP header; failing that, the one a message itself names.
    private func homeAddress(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView, _ named: IPv6Address?,
        into out: inout OutputBuffer
    ) {
        if let address = packet.homeAddressOption {
            homeAddress(address, from: "destination-option", into: &out)
        } else if let address = packet.routingHeader {
            homeAddress(address, from: "routing-header", into: &out)
        } else if let named {
            homeAddress(named, from: "message", into: &out)
        }
    }

    private func homeAddress(_ address: IPv6Address, from: StaticString, into out: inout OutputBuffer) {
        out.append(#","home_address":""#)
        out.append(address)
        out.append(#"","home_address_from":""#)
        out.append(from)
        out.append(octet: UInt8(ascii: "\""))
    }

    private func checksum(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView, into out: inout OutputBuffer
    ) {
        switch sighting.checksum {
        case .correct: out.append(#","checksum":"correct""#)
        case .incorrect: out.append(#","checksum":"incorrect""#)
        case .unverifiable: out.append(#","checksum":"unverifiable""#)
        }
    }

    private func end(_ problems: borrowing FoundProblems, into out: inout OutputBuffer) {
        out.append(#","problems":["#)
        var isFirst = true
        problems.forEach { problem in
            out.append(isFirst ? #"{"offset":"# : #",{"offset":"#)
            isFirst = false
            out.append(decimal: problem.offset)
            out.append(#","field":""#)
            problem.appendField(to: &out)
            out.append(#"","message":""#)
            problem.appendMessage(to: &out)
            out.append(#"","section":""#)
            problem.appendSection(to: &out)
            out.append("\"}")
        }
        out.append("]}\n")
    }
}
