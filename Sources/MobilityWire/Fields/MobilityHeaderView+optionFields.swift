// Mobility options as trees of fields.

extension MobilityHeaderView {
    /// The options with their padding. Where one reaches behind the end, the rest is one field of octets.
    func optionFields(_ make: borrowing FieldMaker, _ format: WireFormat) -> [Field] {
        var fields = [Field]()
        var walk = options
        var end = optionsOffset
        while let position = (try? walk.next()) ?? nil {
            fields.append(optionField(at: position, make, format))
            end = position.end
        }
        if end < length {
            fields.append(
                make.text(
                    "Octets", at: end, length - end, make.hexadecimal(at: end, length - end),
                    "An option that reaches behind the end of the message; nothing more can be read.",
                    "RFC 6275 §6.2.1"))
        }
        return fields
    }

    private func optionField(
        at position: OptionPosition, _ make: borrowing FieldMaker, _ format: WireFormat
    ) -> Field {
        let kind = format.kind(ofType: position.type, length: position.length)
        let type = MobilityOptionType(rawValue: kind?.rawValue ?? position.type)
        var field = make.text(
            type.name.description, at: position.offset, position.end - position.offset, "",
            type.meaning.description, type.section.description)
        guard position.type != 0 else { return field }
        field.children = [
            make.number("Type", at: position.offset, 1, "Which option it is."),
            make.number("Length", at: position.offset + 1, 1, "How many octets of data follow."),
        ]
        let data = position.dataOffset
        guard let kind, kind.allows(length: position.length, profile: format.profile) else {
            if position.length > 0 {
                field.children.append(
                    make.digits(
                        "Data", at: data, position.length, position.isPadding ? "Zeros." : "Not read further."
                    ))
            }
            return field
        }
        field.children += dataFields(kind, at: position, make, format)
        field.value = field.children.dropFirst(2).first { !Self.minorFields.contains($0.name) }?.value ?? ""
        return field
    }

    /// Fields that do not tell an option from another of its kind.
    private static var minorFields: Set<String> {
        [
            "Reserved", "Option-Code", "Subtype", "Prefix Length", "Prefix-len", "Pref-len", "P", "F",
            "Status", "Data",
        ]
    }

    private func dataFields(
        _ kind: OptionKind, at position: OptionPosition, _ make: borrowing FieldMaker, _ format: WireFormat
    ) -> [Field] {
        let data = position.dataOffset
        switch kind {
        case .bindingRefreshAdvice:
            let interval = Int(octets.number16(inside: data))
            return [
                make.text(
                    "Refresh Interval", at: data, 2, "\(interval) (\(4 * interval) s)",
                    "Units of 4 seconds; less than the lifetime granted.")
            ]
        case .alternateCareOfAddress:
            return [
                make.address("Alternate Care-of Address", at: data, "Counts instead of the source address.")
            ]
        case .nonceIndices:
            return [
                make.number("Home Nonce Index", at: data, 2, "From the Home Test."),
                make.number("Care-of Nonce Index", at: data + 2, 2, "From the Care-of Test."),
            ]
        case .bindingAuthorizationData:
            return [
                make.digits(
                    "Authenticator", at: data, position.length,
                    "The first 96 bits of HMAC-SHA1 over addresses and message.")
            ]
        case .mobileNetworkPrefix:
            return [
                make.reserved(at: data, 1),
                make.number("Prefix Length", at: data + 1, 1, "Bits that count."),
                make.address(
                    "Mobile Network Prefix", at: data + 2, "Packets for it go to the mobile router."),
            ]
        case .linkLayerAddress:
            return [
                make.number("Option-Code", at: data, 1, "2 is the address of the mobile node."),
                make.digits("LLA", at: data + 1, position.length - 1, "The link-layer address."),
            ]
        case .mobileNodeIdentifier:
            return [
                make.number("Subtype", at: data, 1, "1 is a network access identifier."),
                make.text(
                    "Identifier", at: data + 1, position.length - 1, identifier(at: position),
                    "Who the mobile node is."),
            ]
        case .messageAuthentication:
            return [
                make.number(
                    "Subtype", at: data, 1, "1 is mobile node and home agent, 2 mobile node and AAA."),
                make.number(
                    "Mobility SPI", at: data + 1, 4, "Names key and algorithm; 0 to 255 are reserved."),
                make.digits(
                    "Authentication Data", at: data + 5, position.length - 5,
                    "Over addresses and message, up to here."),
            ]
        case .messageIdentification:
            return [
                make.digits("Timestamp", at: data, 8, "NTP: 32 bits of seconds since 1900, 32 of fractions.")
            ]
        case .ipv4HomeAddress:
            return [
                make.text(
                    "Prefix-len", at: data, 1, "\(octets.octet(inside: data) >> 2)", "Bits that count."),
                make.text(
                    "P", at: data, 1, octets.octet(inside: data) & 2 != 0 ? "1" : "0",
                    "Asks for a whole prefix instead of one address."),
                make.reserved(at: data, 2, mask: 0x01ff),
                make.ipv4Address("IPv4 Home Address", at: data + 2, "0.0.0.0 asks to be given one."),
            ]
        case .ipv4AddressAcknowledgement:
            return [
                make.assigned("Status", at: data, IPv4AddressStatus(rawValue: octets.octet(inside: data))),
                make.text(
                    "Pref-len", at: data + 1, 1, "\(octets.octet(inside: data + 1) >> 2)", "Bits that count."),
                make.reserved(at: data + 1, 1, mask: 0x03),
                make.ipv4Address("IPv4 Home Address", at: data + 2, "What the status is about."),
            ]
        case .natDetection:
            return [
                make.text(
                    "F", at: data, 1, octets.octet(inside: data) & 0x80 != 0 ? "1" : "0",
                    "UDP is to be used even without a NAT."),
                make.reserved(at: data, 2, mask: 0x7fff),
                make.number("Refresh Time", at: data + 2, 4, "Seconds; 0: ignore, all ones: not needed."),
            ]
        case .ipv4CareOfAddress:
            return [
                make.reserved(at: data, 2),
                make.ipv4Address("IPv4 Care-of Address", at: data + 2, "Where the node can be reached."),
            ]
        case .bindingIdentifier:
            return bindingIdentifierFields(at: position, make, format)
        case .flowSummary:
            return stride(from: data, to: data + position.length - 1, by: 2).map {
                make.number("FID", at: $0, 2, "A flow that stays as it is.")
            }
        case .flowIdentification:
            return flowFields(at: position, make)
        }
    }

    private func bindingIdentifierFields(
        at position: OptionPosition, _ make: borrowing FieldMaker, _ format: WireFormat
    ) -> [Field] {
        let data = position.dataOffset
        var fields = [
            make.number(
                "BID", at: data, 2, "Names the binding among those of the home address; 0 is reserved.")
        ]
        if format.profile == .shisa {
            fields.append(make.reserved(at: data + 2, 2))
            return fields
        }
        let isAnswer = kind == .bindingAcknowledgement || kind == .careOfTest
        let status = BindingStatus(rawValue: octets.octet(inside: data + 2))
        if isAnswer, status.rawValue != 0 {
            var field = make.assigned("Status", at: data + 2, status)
            field.children = [
                make.text("Then", at: data + 2, 1, "a mobile node", status.reaction.description)
            ]
            fields.append(field)
        } else {
            fields.append(
                make.number(
                    "Status", at: data + 2, 1,
                    isAnswer ? "The status of the acknowledgement counts." : "Means nothing in this message.")
            )
        }
        if format.profile == .draft06 {
            fields.append(make.flags("Flags", at: data + 3, 1, .draftBindingIdentifier))
        } else {
            fields.append(make.flags("Flags", at: data + 3, 1, .bindingIdentifier, ignoring: 0x7f))
            let priority = octets.octet(inside: data + 3) & 0x7f
            fields.append(
                make.text(
                    "BID-PRI", at: data + 3, 1, "\(priority)",
                    priority == 0 ? "None given." : "The lower, the better.", "RFC 6089 §4.1"))
        }
        if position.length == 20 {
            fields.append(make.address("Care-of Address", at: data + 4, "Where the node can be reached."))
        }
        if position.length == 8 {
            fields.append(
                make.ipv4Address("IPv4 Care-of Address", at: data + 4, "Where the node can be reached."))
        }
        return fields
    }

    private func flowFields(at position: OptionPosition, _ make: borrowing FieldMaker) -> [Field] {
        let data = position.dataOffset
        var fields = [
            make.number("FID", at: data, 2, "Names the flow; 0 is reserved."),
            make.number("FID-PRI", at: data + 2, 2, "The lower, the earlier it is matched; 0 is reserved."),
            make.reserved(at: data + 4, 1),
            make.assigned("Status", at: data + 5, FlowStatus(rawValue: octets.octet(inside: data + 5))),
        ]
        var walk = subOptions(at: position)
        while let sub = (try? walk.next()) ?? nil {
            let type = FlowSubOptionType(rawValue: sub.type)
            var field = make.text(
                type.name.description, at: sub.offset, sub.end - sub.offset, "", type.meaning.description,
                type.section.description)
            if sub.type == 2 {
                field.children = stride(from: sub.dataOffset, to: sub.end - 1, by: 2).map {
                    make.number("BID", at: $0, 2, "A binding the flow may use.")
                }
                field.value = field.children.map(\.value).joined(separator: ", ")
            } else if sub.length > 0 {
                field.children = [make.digits("Data", at: sub.dataOffset, sub.length, "Not read further.")]
            }
            fields.append(field)
        }
        return fields
    }

    /// A network access identifier as text, anything else in hexadecimal. It may hold what steers a terminal: whoever
    /// shows it has to take care.
    private func identifier(at position: OptionPosition) -> String {
        let value = data(at: position).extracting(droppingFirst: 1)
        guard firstOctet(at: position) == 1 else {
            return FieldMaker(value, base: 0).hexadecimal(at: 0, value.byteCount)
        }
        return value.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }
}
