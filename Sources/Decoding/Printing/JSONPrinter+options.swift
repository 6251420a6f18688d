import MobilityWire

// Mobility options, each an object of its own.

extension JSONPrinter {
    /// The options of a message; padding is left out. A walk that breaks off has been reported as a problem.
    func options(
        _ header: borrowing MobilityHeaderView, _ sighting: borrowing Sighting, into out: inout OutputBuffer
    ) {
        out.append(#","options":["#)
        var isFirst = true
        var walk = header.options
        while let position = (try? walk.next()) ?? nil {
            if position.isPadding { continue }
            out.append(isFirst ? #"{"type":"# : #",{"type":"#)
            isFirst = false
            out.append(decimal: position.type)
            option(at: position, of: header, sighting, into: &out)
            out.append("}")
        }
        out.append("]")
    }

    private func option(
        at position: OptionPosition, of header: borrowing MobilityHeaderView, _ sighting: borrowing Sighting,
        into out: inout OutputBuffer
    ) {
        let kind = sighting.format.kind(ofType: position.type, length: position.length)
        name(
            "name",
            MobilityOptionType(rawValue: kind?.rawValue ?? position.type).identifier, into: &out)
        guard let kind, kind.allows(length: position.length, profile: sighting.format.profile) else {
            if kind != nil { bool("malformed", true, into: &out) }
            octets("data", header.data(at: position), into: &out)
            return
        }
        switch kind {
        case .bindingIdentifier:
            if let option = header.bindingIdentifier(at: position, profile: sighting.format.profile) {
                bindingIdentifier(option, in: header.kind, into: &out)
            }
        case .bindingRefreshAdvice:
            if let interval = header.bindingRefreshAdvice(at: position) {
                number("refresh_interval", 4 * UInt32(interval), into: &out)
            }
        case .alternateCareOfAddress:
            if let value = header.alternateCareOfAddress(at: position) {
                address("care_of_address", value, into: &out)
            }
        case .nonceIndices:
            if let indices = header.nonceIndices(at: position) {
                number("home_nonce_index", indices.home, into: &out)
                number("care_of_nonce_index", indices.careOf, into: &out)
            }
        case .bindingAuthorizationData:
            octets("authenticator", header.data(at: position), into: &out)
        case .mobileNetworkPrefix:
            if let prefix = header.mobileNetworkPrefix(at: position) {
                address("prefix", prefix.address, into: &out)
                number("prefix_length", prefix.length, into: &out)
            }
        case .linkLayerAddress:
            number("code", header.firstOctet(at: position) ?? 0, into: &out)
            octets("link_layer_address", header.data(at: position).extracting(droppingFirst: 1), into: &out)
        case .mobileNodeIdentifier:
            identifier(header.data(at: position), into: &out)
        case .messageAuthentication:
            if let fields = header.messageAuthentication(at: position) {
                number("subtype", fields.subtype, into: &out)
                number("spi", fields.spi, into: &out)
                octets(
                    "authentication_data", header.data(at: position).extracting(droppingFirst: 5), into: &out)
            }
        case .messageIdentification:
            digits("timestamp", header.messageIdentification(at: position) ?? 0, into: &out)
        case .ipv4HomeAddress:
            if let fields = header.ipv4HomeAddress(at: position) {
                address("home_address", fields.address, into: &out)
                number("prefix_length", fields.prefixLength, into: &out)
                bool("prefix_requested", fields.requestsPrefix, into: &out)
            }
        case .ipv4AddressAcknowledgement:
            if let fields = header.ipv4AddressAcknowledgement(at: position) {
                status(IPv4AddressStatus(rawValue: fields.status), into: &out)
                address("home_address", fields.address, into: &out)
                number("prefix_length", fields.prefixLength, into: &out)
            }
        case .natDetection:
            if let fields = header.natDetection(at: position) {
                bool("force_encapsulation", fields.forceEncapsulation, into: &out)
                number("refresh_time", fields.refreshTime, into: &out)
            }
        case .ipv4CareOfAddress:
            if let value = header.ipv4CareOfAddress(at: position) {
                address("care_of_address", value, into: &out)
            }
        case .flowSummary:
            flowIdentifiers(header.data(at: position), as: "flow_identifiers", into: &out)
        case .flowIdentification:
            flow(at: position, of: header, into: &out)
        }
    }

    private func bindingIdentifier(
        _ option: BindingIdentifier, in kind: MessageKind?, into out: inout OutputBuffer
    ) {
        number("bid", option.bid, into: &out)
        number("status", option.status, into: &out)
        // A status means something only in an answer, and 0 there that the whole answer's counts (R-017).
        if option.status != 0, kind == .bindingAcknowledgement || kind == .careOfTest {
            name("status_name", BindingStatus(rawValue: option.status).name, into: &out)
        }
        bool("home", option.home, into: &out)
        number("priority", option.priority, into: &out)
        switch option.careOfAddress {
        case .ipv6(let value): address("care_of_address", value, into: &out)
        case .ipv4(let value): address("care_of_address", value, into: &out)
        case nil: break
        }
        if option.profile == .draft06 { flags(UInt16(option.flags), .draftBindingIdentifier, into: &out) }
    }

    /// Subtype 1 is a network access identifier, which is text; it may come from anybody, and hold anything.
    private func identifier(_ data: RawSpan, into out: inout OutputBuffer) {
        guard data.byteCount >= 1 else { return }
        let subtype = data.octet(inside: 0)
        let value = data.extracting(droppingFirst: 1)
        number("subtype", subtype, into: &out)
        octets("identifier", value, into: &out)
        if subtype == 1 {
            out.append(#","network_access_identifier":""#)
            out.append(json: value)
            out.append("\"")
        }
    }

    private func flowIdentifiers(_ data: RawSpan, as name: StaticString, into out: inout OutputBuffer) {
        key(name, into: &out)
        out.append("[")
        for offset in stride(from: 0, to: data.byteCount - 1, by: 2) {
            if offset > 0 { out.append(",") }
            out.append(decimal: data.number16(inside: offset))
        }
        out.append("]")
    }

    private func flow(
        at position: OptionPosition, of header: borrowing MobilityHeaderView, into out: inout OutputBuffer
    ) {
        guard let fields = header.flowIdentification(at: position) else { return }
        number("flow_identifier", fields.flowIdentifier, into: &out)
        number("priority", fields.priority, into: &out)
        status(FlowStatus(rawValue: fields.status), into: &out)
        out.append(#","sub_options":["#)
        var isFirst = true
        var walk = header.subOptions(at: position)
        while let sub = (try? walk.next()) ?? nil {
            if sub.isPadding { continue }
            let data = header.data(at: sub)
            out.append(isFirst ? #"{"type":"# : #",{"type":"#)
            isFirst = false
            out.append(decimal: sub.type)
            name("name", FlowSubOptionType(rawValue: sub.type).name, into: &out)
            if sub.type == 2, data.byteCount & 1 == 0 {
                flowIdentifiers(data, as: "bids", into: &out)
            } else if sub.type == 3, data.byteCount >= 2 {
                number("format", data.octet(inside: 0), into: &out)
                octets("data", data.extracting(droppingFirst: 2), into: &out)
            } else {
                octets("data", data, into: &out)
            }
            out.append("}")
        }
        out.append("]")
    }
}
