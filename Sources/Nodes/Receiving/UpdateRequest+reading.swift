import MobilityWire

// From the views of a packet to a request, without values in between.

extension UpdateRequest {
    /// Reads the Binding Update in a packet.
    ///
    /// - Throws: `WireError` where an option reaches behind the end of the header.
    init(
        _ header: borrowing MobilityHeaderView, in packet: borrowing PacketView, _ datagram: Datagram,
        format: WireFormat
    ) throws(WireError) {
        homeAddress = packet.logicalSource
        hasHomeAddressOption = packet.homeAddressOption != nil
        source = packet.source
        destination = packet.destination
        outer = Outer(packet)
        interface = datagram.interface
        linkLayerSource = datagram.linkLayerSource
        protection = datagram.protection
        if let update = header.bindingUpdate {
            sequence = update.sequence
            flags = update.flags
            lifetime = update.lifetime
        }
        var walk = header.options
        while let position = try walk.next() {
            if !position.isPadding { add(position, of: header, format: format) }
        }
    }

    private mutating func add(
        _ position: OptionPosition, of header: borrowing MobilityHeaderView, format: WireFormat
    ) {
        if authentication != nil { hasOptionBehindAuthentication = true }
        if position.type == format.bindingIdentifierType {
            return addIdentifier(position, of: header, format: format)
        }
        switch OptionKind(number: position.type) {
        case .alternateCareOfAddress:
            alternateCareOfAddress = header.alternateCareOfAddress(at: position)
        case .ipv4CareOfAddress:
            ipv4CareOfAddress = header.ipv4CareOfAddress(at: position)
        case .ipv4HomeAddress:
            ipv4HomeAddress = header.ipv4HomeAddress(at: position).map {
                IPv4HomeAddressRequest(
                    address: $0.address, prefixLength: $0.prefixLength, requestsPrefix: $0.requestsPrefix)
            }
        case .mobileNetworkPrefix:
            addPrefix(header.mobileNetworkPrefix(at: position))
        case .linkLayerAddress:
            // RFC 5568 §6.4.3: 2 is the address of the mobile node.
            guard header.firstOctet(at: position) == 2, position.length > 1 else { return }
            let octets = header.octets.array(position.dataOffset + 1..<position.end)
            linkLayerAddress = LinkLayerAddress(octets)
        case .nonceIndices:
            nonceIndices = header.nonceIndices(at: position).map {
                NonceIndices(home: $0.home, careOf: $0.careOf)
            }
        case .mobileNodeIdentifier:
            guard let subtype = header.firstOctet(at: position) else { return }
            nodeIdentifier = NodeIdentifier(
                subtype: subtype, identifier: header.octets.array(position.dataOffset + 1..<position.end))
        case .messageIdentification:
            identification = header.messageIdentification(at: position)
        case .messageAuthentication:
            guard authentication == nil, let fields = header.messageAuthentication(at: position) else {
                return
            }
            authentication = AuthenticationOption(
                subtype: fields.subtype, spi: fields.spi, dataOffset: position.dataOffset + 5,
                end: position.end)
        case .bindingAuthorizationData:
            guard position.length == Authenticator.size else { return }
            authorizationOffset = position.dataOffset
            isAuthorizationLast = position.end == header.length
        default:
            break
        }
    }

    private mutating func addIdentifier(
        _ position: OptionPosition, of header: borrowing MobilityHeaderView, format: WireFormat
    ) {
        if let option = header.bindingIdentifier(at: position, profile: format.profile) {
            identifiers.append(Identifier(option: option))
            return
        }
        // An option without a layout: where its BID could be read it will be repeated in the answer (policy A10).
        hasMalformedIdentifier = true
        guard position.length >= 2 else { return }
        let bid = header.octets.number16(inside: position.dataOffset)
        let option = BindingIdentifier(profile: format.profile, bid: bid, flags: 0)
        identifiers.append(Identifier(option: option, isMalformed: true))
    }

    private mutating func addPrefix(_ prefix: (length: UInt8, address: IPv6Address)?) {
        guard let prefix, prefix.length <= 128 else {
            hasInvalidPrefix = true
            return
        }
        prefixes.append(IPv6Prefix(prefix.address, length: Int(prefix.length)))
    }
}

extension UpdateRequest.Outer {
    /// The IPv4 header, and the UDP header behind it, if that is what stands around a packet.
    init?(_ packet: borrowing PacketView) {
        guard packet.facts.path.count > 1, case .ipv4(let source, let destination)? = packet.header(0) else {
            return nil
        }
        self.init(source: source, destination: destination)
        if case .udp(let sourcePort, let destinationPort)? = packet.header(1) {
            ports = Ports(source: sourcePort, destination: destinationPort)
        }
    }
}
