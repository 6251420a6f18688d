import MobilityWire

// Options in a few words each, in the order in which they stand there.

extension LinePrinter {
    func options(
        _ sighting: borrowing Sighting, _ header: borrowing MobilityHeaderView, into out: inout OutputBuffer
    ) {
        var walk = header.options
        while let position = (try? walk.next()) ?? nil {
            if position.isPadding { continue }
            option(at: position, of: header, sighting, into: &out)
        }
    }

    private func option(
        at position: OptionPosition, of header: borrowing MobilityHeaderView, _ sighting: borrowing Sighting,
        into out: inout OutputBuffer
    ) {
        guard let kind = sighting.format.kind(ofType: position.type, length: position.length) else {
            out.append("  option ")
            out.append(decimal: position.type)
            return
        }
        guard kind.allows(length: position.length, profile: sighting.format.profile) else {
            out.append("  malformed ")
            out.append(MobilityOptionType(rawValue: kind.rawValue).name)
            return
        }
        switch kind {
        case .bindingIdentifier:
            if let option = header.bindingIdentifier(at: position, profile: sighting.format.profile) {
                bindingIdentifier(option, in: header, into: &out)
            }
        case .alternateCareOfAddress:
            out.append("  alternate ")
            if let address = header.alternateCareOfAddress(at: position) { out.append(address) }
        case .bindingRefreshAdvice:
            out.append("  refresh ")
            out.append(decimal: 4 * UInt32(header.bindingRefreshAdvice(at: position) ?? 0))
            out.append(" s")
        case .nonceIndices:
            guard let indices = header.nonceIndices(at: position) else { return }
            out.append("  nonces ")
            out.append(decimal: indices.home)
            out.append(" ")
            out.append(decimal: indices.careOf)
        case .bindingAuthorizationData:
            out.append("  authenticator")
        case .mobileNetworkPrefix:
            guard let prefix = header.mobileNetworkPrefix(at: position) else { return }
            out.append("  prefix ")
            out.append(prefix.address)
            out.append("/")
            out.append(decimal: prefix.length)
        case .linkLayerAddress:
            out.append("  link-layer ")
            linkLayerAddress(header.data(at: position).extracting(droppingFirst: 1), into: &out)
        case .mobileNodeIdentifier:
            identifier(header.data(at: position), into: &out)
        case .messageAuthentication:
            out.append("  authentication spi ")
            out.append(decimal: header.messageAuthentication(at: position)?.spi ?? 0)
        case .messageIdentification:
            out.append("  timestamp ")
            out.append(hexadecimal: header.messageIdentification(at: position) ?? 0, digits: 16)
        case .ipv4HomeAddress:
            guard let fields = header.ipv4HomeAddress(at: position) else { return }
            out.append("  IPv4 home ")
            out.append(fields.address)
            out.append("/")
            out.append(decimal: fields.prefixLength)
        case .ipv4AddressAcknowledgement:
            guard let fields = header.ipv4AddressAcknowledgement(at: position) else { return }
            out.append("  IPv4 home ")
            out.append(fields.address)
            out.append("/")
            out.append(decimal: fields.prefixLength)
            status(IPv4AddressStatus(rawValue: fields.status), into: &out)
        case .natDetection:
            guard let fields = header.natDetection(at: position) else { return }
            // All ones: no keep-alives needed (RFC 5555 §3.2.2).
            if fields.refreshTime == .max {
                out.append(fields.forceEncapsulation ? "  UDP" : "  no NAT")
            } else {
                out.append("  NAT, refresh ")
                out.append(decimal: fields.refreshTime)
                out.append(" s")
            }
        case .ipv4CareOfAddress:
            out.append("  IPv4 care-of ")
            if let address = header.ipv4CareOfAddress(at: position) { out.append(address) }
        case .flowSummary:
            out.append("  flows")
            numbers(header.data(at: position), into: &out)
        case .flowIdentification:
            flow(at: position, of: header, into: &out)
        }
    }

    /// `BID 2 2001:db8:b::20` in an update, `BID 2 MCOA UNKNOWN COA (167)` in an answer.
    private func bindingIdentifier(
        _ option: BindingIdentifier, in header: borrowing MobilityHeaderView, into out: inout OutputBuffer
    ) {
        out.append("  BID ")
        out.append(decimal: option.bid)
        if option.home { out.append(" home") }
        if option.overwrite { out.append(" overwrite") }
        if option.priority != 0 {
            out.append(" priority ")
            out.append(decimal: option.priority)
        }
        if let address = option.careOfAddress {
            out.append(" ")
            out.append(address)
        }
        guard header.kind == .bindingAcknowledgement || header.kind == .careOfTest else { return }
        if option.status != 0 {
            out.append(" ")
            out.append(names.status(option.status))
            out.append(" (")
            out.append(decimal: option.status)
            out.append(")")
        } else if let whole = header.bindingAcknowledgement {
            // where the BID says nothing of its own, the status of the acknowledgement is meant.
            out.append(" ")
            out.append(whole.status < 128 ? "accepted" : names.status(whole.status))
        }
    }

    private func linkLayerAddress(_ octets: RawSpan, into out: inout OutputBuffer) {
        for offset in 0..<octets.byteCount {
            if offset > 0 { out.append(":") }
            out.append(hexadecimal: UInt64(octets.octet(inside: offset)), digits: 2)
        }
    }

    private func identifier(_ data: RawSpan, into out: inout OutputBuffer) {
        guard data.byteCount >= 1 else { return }
        out.append("  id ")
        let value = data.extracting(droppingFirst: 1)
        // Subtype 1 is a network access identifier, which is text (RFC 4283 §3.1).
        if data.octet(inside: 0) == 1 { out.append(visible: value) } else { out.append(hexadecimal: value) }
    }

    private func numbers(_ data: RawSpan, into out: inout OutputBuffer) {
        for offset in stride(from: 0, to: data.byteCount - 1, by: 2) {
            out.append(" ")
            out.append(decimal: data.number16(inside: offset))
        }
    }

    private func flow(
        at position: OptionPosition, of header: borrowing MobilityHeaderView, into out: inout OutputBuffer
    ) {
        guard let fields = header.flowIdentification(at: position) else { return }
        out.append("  flow ")
        out.append(decimal: fields.flowIdentifier)
        out.append(" priority ")
        out.append(decimal: fields.priority)
        if fields.status != 0 { status(FlowStatus(rawValue: fields.status), into: &out) }
        var walk = header.subOptions(at: position)
        while let sub = (try? walk.next()) ?? nil {
            guard sub.type == 2 else { continue }
            out.append(" to BID")
            numbers(header.data(at: sub), into: &out)
        }
    }
}
