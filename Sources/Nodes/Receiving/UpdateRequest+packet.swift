import MobilityWire

extension UpdateRequest {
    /// The request in a packet that was read into values.
    init(_ update: BindingUpdate, in packet: SignallingPacket, datagram: Datagram, format: WireFormat) {
        homeAddress = packet.logicalSource
        hasHomeAddressOption = packet.homeAddressOption != nil
        source = packet.source
        destination = packet.destination
        outer = Outer(packet.encapsulation)
        interface = datagram.interface
        linkLayerSource = datagram.linkLayerSource
        protection = datagram.protection
        sequence = update.sequence
        flags = update.flags
        lifetime = update.lifetime
        for option in update.options { add(option, format: format) }
    }

    private mutating func add(_ option: MobilityOption, format: WireFormat) {
        switch option {
        case .bindingIdentifier(let identifier):
            identifiers.append(Identifier(option: identifier))
        case .malformed(let type, let data) where type == format.bindingIdentifierType:
            addMalformedIdentifier(
                bid: data.count >= 2 ? UInt16(data[0]) << 8 | UInt16(data[1]) : nil, format)
        case .alternateCareOfAddress(let address): alternateCareOfAddress = address
        case .ipv4CareOfAddress(let address): ipv4CareOfAddress = address
        case .ipv4HomeAddress(let address, let length, let requestsPrefix):
            ipv4HomeAddress = IPv4HomeAddressRequest(
                address: address, prefixLength: length, requestsPrefix: requestsPrefix)
        case .mobileNetworkPrefix(let prefix): prefixes.append(prefix)
        case .malformed(type: 6, _): hasInvalidPrefix = true
        case .linkLayerAddress(code: 2, let address): linkLayerAddress = LinkLayerAddress(address)
        case .nonceIndices(let home, let careOf): nonceIndices = NonceIndices(home: home, careOf: careOf)
        case .mobileNodeIdentifier(let subtype, let identifier):
            nodeIdentifier = NodeIdentifier(subtype: subtype, identifier: identifier)
        case .messageIdentification(let timestamp): identification = timestamp
        default: break
        }
    }

    /// An option without a layout: where its BID could be read it will be repeated in the answer (policy A10).
    mutating func addMalformedIdentifier(bid: UInt16?, _ format: WireFormat) {
        hasMalformedIdentifier = true
        guard let bid else { return }
        let option = BindingIdentifier(profile: format.profile, bid: bid, flags: 0)
        identifiers.append(Identifier(option: option, isMalformed: true))
    }
}

extension UpdateRequest.Outer {
    /// The IPv4 header, and the UDP header behind it, if that is what stands around a packet.
    init?(_ encapsulation: [SignallingPacket.Encapsulation]) {
        guard case .ipv4(let source, let destination)? = encapsulation.first else { return nil }
        self.init(source: source, destination: destination)
        if encapsulation.count == 2, case .udp(let sourcePort, let destinationPort) = encapsulation[1] {
            ports = Ports(source: sourcePort, destination: destinationPort)
        }
    }
}
