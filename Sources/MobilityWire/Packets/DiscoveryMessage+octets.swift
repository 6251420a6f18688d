extension DiscoveryMessage {
    /// The ICMPv6 type.
    public var type: UInt8 {
        switch self {
        case .homeAgentAddressRequest: 144
        case .homeAgentAddressReply: 145
        case .mobilePrefixSolicitation: 146
        case .mobilePrefixAdvertisement: 147
        }
    }

    /// Type and Length of a Prefix Information option, which has 32 octets (RFC 4861 §4.6.2).
    private static let prefixInformation: (type: UInt8, length: UInt8) = (3, 4)

    /// Reads an ICMPv6 message of types 144–147; its checksum is not looked at.
    ///
    /// - Parameters:
    ///   - octets: the message from its type to its end.
    ///   - offset: where it stands in what is read; errors and problems count from there.
    package init(_ octets: RawSpan, at offset: Int, problems: inout some ProblemSink) throws(WireError) {
        guard octets.byteCount >= 8 else {
            throw WireError(
                field: .icmpHeader, offset: offset,
                reason: .truncated(needed: 8, available: octets.byteCount))
        }
        let type = octets.octet(inside: 0)
        let code = octets.octet(inside: 1)
        let identifier = octets.number16(inside: 4)
        let flags = octets.number16(inside: 6)
        if code != 0 {
            problems.report(.discoveryCodeIsZero, .icmpCode, at: offset + 1, found: UInt64(code), expected: 0)
        }
        // RFC 3963 §7: R is the first bit behind the identifier. RFC 6275 §6.8: M and O stand there.
        let defined: UInt16 = type == 147 ? 0xc000 : type == 146 ? 0 : 0x8000
        if flags & ~defined != 0 {
            problems.report(
                .headerReservedIsZero, .reserved, at: offset + 6, found: UInt64(flags & ~defined), expected: 0
            )
        }
        switch type {
        case 144:
            self = .homeAgentAddressRequest(identifier: identifier, mobileRouter: flags & 0x8000 != 0)
        case 145:
            var homeAgents: [IPv6Address] = []
            var place = 8
            while octets.byteCount - place >= 16 {
                homeAgents.append(octets.ipv6Address(inside: place))
                place += 16
            }
            if place < octets.byteCount {
                problems.report(
                    .discoveryLengthFits, .trailingOctets, at: offset + place,
                    found: UInt64(octets.byteCount - place), expected: 0)
            }
            self = .homeAgentAddressReply(
                identifier: identifier, mobileRouter: flags & 0x8000 != 0, homeAgents: homeAgents)
        case 146:
            self = .mobilePrefixSolicitation(identifier: identifier)
        case 147:
            self = .mobilePrefixAdvertisement(
                identifier: identifier, managed: flags & 0x8000 != 0, other: flags & 0x4000 != 0,
                prefixes: try DiscoveryMessage.prefixes(octets, at: offset, problems: &problems))
        default:
            throw WireError(field: .icmpHeader, offset: offset, reason: .unsupported)
        }
    }

    /// The Prefix Information options; others are passed over (RFC 6275 §6.8).
    private static func prefixes(
        _ octets: RawSpan, at offset: Int, problems: inout some ProblemSink
    ) throws(WireError) -> [PrefixInformation] {
        var prefixes: [PrefixInformation] = []
        var place = 8
        while place < octets.byteCount {
            let rest = octets.byteCount - place
            let units = rest >= 2 ? octets.octet(inside: place + 1) : 1
            // RFC 4861 §4.6: Length counts units of 8 octets; 0 makes the message unusable.
            guard units > 0 else {
                throw WireError(
                    field: .icmpOption, offset: offset + place + 1, reason: .invalid(found: 0, expected: 1))
            }
            let size = 8 * Int(units)
            guard size <= rest else {
                throw WireError(
                    field: .icmpOption, offset: offset + place,
                    reason: .truncated(needed: size, available: rest))
            }
            if octets.octet(inside: place) == prefixInformation.type {
                if units == prefixInformation.length {
                    prefixes.append(PrefixInformation(octets.extracting(place..<(place + size))))
                } else {
                    problems.report(
                        .discoveryLengthFits, .icmpOption, at: offset + place + 1, found: UInt64(units),
                        expected: UInt64(prefixInformation.length))
                }
            }
            place += size
        }
        return prefixes
    }

    /// Appends the message to `writer`, its checksum 0.
    func write(into writer: inout OctetWriter) {
        writer.write(type)
        writer.write(UInt8(0))
        writer.write(UInt16(0))
        switch self {
        case .homeAgentAddressRequest(let identifier, let mobileRouter):
            writer.write(identifier)
            writer.write(UInt16(mobileRouter ? 0x8000 : 0))
        case .homeAgentAddressReply(let identifier, let mobileRouter, let homeAgents):
            writer.write(identifier)
            writer.write(UInt16(mobileRouter ? 0x8000 : 0))
            for homeAgent in homeAgents { writer.write(homeAgent) }
        case .mobilePrefixSolicitation(let identifier):
            writer.write(identifier)
            writer.write(UInt16(0))
        case .mobilePrefixAdvertisement(let identifier, let managed, let other, let prefixes):
            writer.write(identifier)
            writer.write(UInt16((managed ? 0x8000 : 0) | (other ? 0x4000 : 0)))
            for prefix in prefixes {
                writer.write(DiscoveryMessage.prefixInformation.type)
                writer.write(DiscoveryMessage.prefixInformation.length)
                prefix.write(into: &writer)
            }
        }
    }
}

extension DiscoveryMessage.PrefixInformation {
    /// Reads the 32 octets of an option.
    fileprivate init(_ octets: RawSpan) {
        self.init(
            address: octets.ipv6Address(inside: 16), length: octets.octet(inside: 2),
            flags: octets.octet(inside: 3), validLifetime: octets.number32(inside: 4),
            preferredLifetime: octets.number32(inside: 8))
    }

    /// Appends what stands behind Type and Length.
    fileprivate func write(into writer: inout OctetWriter) {
        writer.write(length)
        writer.write(flags)
        writer.write(validLifetime)
        writer.write(preferredLifetime)
        writer.write(UInt32(0))
        writer.write(address)
    }
}
