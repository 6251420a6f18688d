// The headers around a payload as trees of fields, and the payloads that are no Mobility Header.

extension PacketView {
    /// The headers before the payload, outermost first, extension headers among them.
    public var headerFields: [Field] {
        var fields = [Field]()
        for index in 0..<facts.path.count {
            guard let kind = facts.path[index], let offset = facts.path.offset(index) else { break }
            // The extension headers of a header end where the next one begins.
            let end = facts.path.offset(index + 1) ?? facts.payloadOffset
            switch kind {
            case .ipv6: ipv6Fields(at: offset, to: end, into: &fields)
            case .ipv4: ipv4Fields(at: offset, to: end, into: &fields)
            case .udp: udpFields(at: offset, into: &fields)
            }
        }
        return fields.map { $0.passingSectionOn() }
    }

    private func ipv6Fields(at offset: Int, to end: Int, into fields: inout [Field]) {
        guard octets.byteCount >= offset + 40 else { return }
        let make = FieldMaker(octets, base: 0)
        let word = octets.number32(inside: offset)
        let next = octets.octet(inside: offset + 6)
        var field = make.text(
            "IPv6", at: offset, 40,
            "\(octets.ipv6Address(inside: offset + 8)) > \(octets.ipv6Address(inside: offset + 24))",
            "Brings the packet from source to destination.",
            "RFC 8200 §3")
        field.children = [
            make.text("Version", at: offset, 1, "6", "The version of IP."),
            make.text(
                "Traffic Class", at: offset, 2, "\(word >> 20 & 0xff)", "Service class and congestion mark."),
            make.text(
                "Flow Label", at: offset + 1, 3, "\(word & 0xf_ffff)", "Keeps packets of a flow together."),
            make.number("Payload Length", at: offset + 4, 2, "Octets behind this header."),
            make.assigned("Next Header", at: offset + 6, NextHeader(rawValue: next)),
            make.number("Hop Limit", at: offset + 7, 1, "How many routers may still forward it."),
            make.address("Source Address", at: offset + 8, "Where it comes from."),
            make.address("Destination Address", at: offset + 24, "Where it goes to."),
        ]
        fields.append(field)
        extensionFields(next, at: offset + 40, to: end, into: &fields)
    }

    private func ipv4Fields(at offset: Int, to end: Int, into fields: inout [Field]) {
        let length = 4 * Int(octets.octet(inside: offset) & 0xf)
        guard length >= 20, octets.byteCount >= offset + length else { return }
        let make = FieldMaker(octets, base: 0)
        let next = octets.octet(inside: offset + 9)
        var field = make.text(
            "IPv4", at: offset, length,
            "\(octets.ipv4Address(inside: offset + 12)) > \(octets.ipv4Address(inside: offset + 16))",
            "Brings the packet from source to destination.",
            "RFC 791 §3.1")
        field.children = [
            make.text("Version", at: offset, 1, "4", "The version of IP."),
            make.text("IHL", at: offset, 1, "\(length / 4)", "\(length) octets of header."),
            make.number("Type of Service", at: offset + 1, 1, "Service class and congestion mark."),
            make.number("Total Length", at: offset + 2, 2, "Octets of header and payload."),
            make.number("Identification", at: offset + 4, 2, "The same in all fragments of a packet."),
            make.digits(
                "Flags and Fragment Offset", at: offset + 6, 2,
                "0x4000 forbids fragments, 0x2000: more follow; the rest in units of 8 octets."),
            make.number("Time to Live", at: offset + 8, 1, "How many routers may still forward it."),
            make.assigned("Protocol", at: offset + 9, NextHeader(rawValue: next)),
            make.digits("Header Checksum", at: offset + 10, 2, "Over this header."),
            make.ipv4Address("Source Address", at: offset + 12, "Where it comes from."),
            make.ipv4Address("Destination Address", at: offset + 16, "Where it goes to."),
        ]
        if length > 20 {
            field.children.append(make.digits("Options", at: offset + 20, length - 20, "Not read further."))
        }
        fields.append(field)
        extensionFields(next, at: offset + length, to: end, into: &fields)
    }

    private func udpFields(at offset: Int, into fields: inout [Field]) {
        guard octets.byteCount >= offset + 8 else { return }
        let make = FieldMaker(octets, base: 0)
        var field = make.text(
            "UDP", at: offset, 8,
            "\(octets.number16(inside: offset)) > \(octets.number16(inside: offset + 2))",
            "Port 4191 carries packets to and from a home agent, port 4500 ESP.", "RFC 5555 §4.1")
        field.children = [
            make.number("Source Port", at: offset, 2, "A mobile node picks its own."),
            make.number("Destination Port", at: offset + 2, 2, "4191 at a home agent."),
            make.number("Length", at: offset + 4, 2, "Octets of header and payload."),
            make.digits("Checksum", at: offset + 6, 2, "Over addresses, header and payload."),
        ]
        fields.append(field)
    }

    /// Extension headers from `start` up to `end`. The walk over the packet has checked their lengths; where it broke
    /// off, this breaks off too.
    private func extensionFields(_ first: UInt8, at start: Int, to end: Int, into fields: inout [Field]) {
        let make = FieldMaker(octets, base: 0)
        let limit = min(end, octets.byteCount)
        var next = first
        var offset = start
        while offset + 8 <= limit {
            let name = NextHeader(rawValue: next)
            let length: Int
            switch next {
            case ProtocolNumber.hopByHop, ProtocolNumber.destinationOptions, ProtocolNumber.routing:
                length = 8 * (Int(octets.octet(inside: offset + 1)) + 1)
            case ProtocolNumber.fragment: length = 8
            case ProtocolNumber.authentication: length = 4 * (Int(octets.octet(inside: offset + 1)) + 2)
            default: return
            }
            guard offset + length <= limit else { return }
            var field = make.text(
                name.name.description, at: offset, length, "", name.meaning.description,
                name.section.description)
            field.children = [
                make.assigned("Next Header", at: offset, NextHeader(rawValue: octets.octet(inside: offset)))
            ]
            switch next {
            case ProtocolNumber.routing:
                field.children += routingFields(make, at: offset, length)
            case ProtocolNumber.hopByHop, ProtocolNumber.destinationOptions:
                field.children.append(headerLength(make, at: offset, length))
                field.children += optionFields(make, at: offset, length)
            case ProtocolNumber.fragment:
                let word = octets.number16(inside: offset + 2)
                field.children += [
                    make.reserved(at: offset + 1, 1),
                    make.text("Fragment Offset", at: offset + 2, 2, "\(word & 0xfff8)", "In octets."),
                    make.text("M", at: offset + 3, 1, "\(word & 1)", "Whether more fragments follow."),
                    make.digits(
                        "Identification", at: offset + 4, 4, "The same in all fragments of a packet."),
                ]
            default:
                field.children.append(make.digits("Data", at: offset + 1, length - 1, "Not read further."))
            }
            fields.append(field)
            next = octets.octet(inside: offset)
            offset += length
        }
    }

    private func headerLength(_ make: borrowing FieldMaker, at offset: Int, _ length: Int) -> Field {
        make.text(
            "Hdr Ext Len", at: offset + 1, 1, "\(length / 8 - 1)",
            "\(length) octets: units of 8, the first not counted.")
    }

    private func routingFields(_ make: borrowing FieldMaker, at offset: Int, _ length: Int) -> [Field] {
        let type = RoutingType(rawValue: octets.octet(inside: offset + 2))
        var fields = [
            headerLength(make, at: offset, length),
            make.assigned("Routing Type", at: offset + 2, type),
            make.number("Segments Left", at: offset + 3, 1, "How many addresses are still to be visited."),
        ]
        if type == .homeAddress, length == 24 {
            fields += [
                make.reserved(at: offset + 4, 4),
                make.address(
                    "Home Address", at: offset + 8, "The node's home address; it stands for the destination.",
                    "RFC 6275 §6.4"),
            ]
        } else {
            fields.append(make.digits("Data", at: offset + 4, length - 4, "Not read further."))
        }
        return fields
    }

    private func optionFields(_ make: borrowing FieldMaker, at header: Int, _ length: Int) -> [Field] {
        var fields = [Field]()
        var offset = header + 2
        let end = header + length
        while offset < end {
            let type = DestinationOptionType(rawValue: octets.octet(inside: offset))
            guard type != .pad1 else {
                fields.append(make.text("Pad1", at: offset, 1, "0", type.meaning.description))
                offset += 1
                continue
            }
            guard offset + 2 <= end else { break }
            let size = 2 + Int(octets.octet(inside: offset + 1))
            guard offset + size <= end else { break }
            var field = make.text(
                type.name.description, at: offset, size, "", type.meaning.description,
                type.section.description)
            field.children = [
                make.number("Option Type", at: offset, 1, "Which option it is."),
                make.number("Option Length", at: offset + 1, 1, "How many octets of data follow."),
            ]
            if type == .homeAddress, size == 18 {
                let address = make.address("Home Address", at: offset + 2, "Stands for the source address.")
                field.value = address.value
                field.children.append(address)
            } else if size > 2 {
                field.children.append(
                    make.digits(
                        "Data", at: offset + 2, size - 2, type == .padN ? "Zeros." : "Not read further."))
            }
            fields.append(field)
            offset += size
        }
        return fields
    }

    /// The payload where it is ESP or discovery; else just its octets.
    public var payloadField: Field {
        let make = FieldMaker(octets, base: 0)
        let offset = facts.payloadOffset
        let length = facts.payloadLength
        switch facts.kind {
        case .esp where length >= 8:
            var field = make.text(
                "ESP", at: offset, length, "", NextHeader(rawValue: 50).meaning.description, "RFC 4303 §2")
            field.children = [
                make.digits("SPI", at: offset, 4, "Names the security association."),
                make.number("Sequence Number", at: offset + 4, 4, "Counts the packets of the association."),
            ]
            if length > 8 {
                field.children.append(
                    make.digits(
                        "Encrypted", at: offset + 8, length - 8, "Only the holder of the key can read it."))
            }
            return field.passingSectionOn()
        case .discovery where length >= 8:
            return discoveryField(make, at: offset, length).passingSectionOn()
        default:
            return make.text(
                NextHeader(rawValue: facts.nextHeader).name.description, at: offset, length,
                "\(length) octets",
                NextHeader(rawValue: facts.nextHeader).meaning.description,
                NextHeader(rawValue: facts.nextHeader).section.description)
        }
    }

    private func discoveryField(_ make: borrowing FieldMaker, at offset: Int, _ length: Int) -> Field {
        let type = DiscoveryType(rawValue: octets.octet(inside: offset))
        var field = make.text(
            type.name.description, at: offset, length, "", type.meaning.description, type.section.description)
        field.children = [
            make.assigned("Type", at: offset, type),
            make.number("Code", at: offset + 1, 1, "Always 0."),
            make.text(
                "Checksum", at: offset + 2, 2, "0x" + make.hexadecimal(at: offset + 2, 2),
                "Over addresses and message."),
            make.number("Identifier", at: offset + 4, 2, "Pairs a question with its answer."),
        ]
        switch type {
        case .homeAgentAddressReply:
            field.children.append(make.flags("Flags", at: offset + 6, 2, .homeAgentDiscovery))
            field.children += stride(from: offset + 8, through: offset + length - 16, by: 16).map {
                make.address("Home Agent Address", at: $0, "Preferred first.")
            }
        case .mobilePrefixAdvertisement:
            field.children.append(make.flags("Flags", at: offset + 6, 2, .prefixAdvertisement))
            field.children += prefixFields(make, at: offset + 8, to: offset + length)
        default:
            field.children.append(make.flags("Flags", at: offset + 6, 2, .homeAgentDiscovery))
        }
        return field
    }

    /// The options of a Mobile Prefix Advertisement (RFC 4861 §4.6): type, length in units of 8 octets.
    private func prefixFields(_ make: borrowing FieldMaker, at start: Int, to end: Int) -> [Field] {
        var fields = [Field]()
        var offset = start
        while offset + 8 <= end {
            let size = 8 * Int(octets.octet(inside: offset + 1))
            guard size > 0, offset + size <= end else { break }
            let isPrefix = octets.octet(inside: offset) == 3 && size == 32
            var field = make.text(
                isPrefix ? "Prefix Information" : "Option", at: offset, size, "",
                isPrefix ? "A prefix of the home link." : "An option that is not read further.",
                "RFC 4861 §4.6.2")
            field.children = [
                make.number("Type", at: offset, 1, "Which option it is."),
                make.number("Length", at: offset + 1, 1, "In units of 8 octets."),
            ]
            if isPrefix {
                field.children += [
                    make.number("Prefix Length", at: offset + 2, 1, "Bits that count."),
                    make.flags("Flags", at: offset + 3, 1, .prefixInformation),
                    make.number("Valid Lifetime", at: offset + 4, 4, "Seconds; all ones is for ever."),
                    make.number("Preferred Lifetime", at: offset + 8, 4, "Seconds; all ones is for ever."),
                    make.reserved(at: offset + 12, 4),
                    make.address("Prefix", at: offset + 16, "Where home addresses come from."),
                ]
            } else if size > 2 {
                field.children.append(make.digits("Data", at: offset + 2, size - 2, "Not read further."))
            }
            fields.append(field)
            offset += size
        }
        return fields
    }
}
