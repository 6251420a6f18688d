// From packets to octets.

extension SignallingPacket {
    /// The octets of the packet, all lengths, padding and checksums made.
    ///
    /// - Throws: `WireError` where a field cannot hold its value (a message above 2048 octets, say).
    public func encoded(format: WireFormat) throws(WireError) -> [UInt8] {
        var writer = OctetWriter(capacity: 256)
        try encode(into: &writer, format: format)
        return writer.octets
    }

    /// Appends the octets of the packet to `writer`, all lengths, padding and checksums made. Where `writer` has the
    /// room, nothing is allocated.
    ///
    /// Headers are written with traffic class, flow label and IPv4 identification 0, outer ones with hop limit 64. A
    /// packet between two IPv4-mapped addresses is written as one of IPv4. ESP behind UDP of port 4500 has no IP header
    /// between: the addresses are those of the header around UDP.
    ///
    /// - Throws: `WireError` where a field cannot hold its value, or headers do not go together: UDP without an IP
    ///   header around it, more than eight headers, Mobile IPv6 over a bare IPv4 header, anything but ESP behind port
    ///   4500. `writer` is then as before.
    public func encode(into writer: inout OctetWriter, format: WireFormat) throws(WireError) {
        let start = writer.count
        do throws(WireError) {
            guard encapsulation.count < HeaderPath.limit else {
                throw WireError(field: .internetHeader, offset: 0, reason: .tooDeep(limit: HeaderPath.limit))
            }
            try writeLayer(0, around: nil, start: start, into: &writer, format: format)
        } catch {
            writer.truncate(to: start)
            throw error
        }
    }

    /// Addresses that a pseudo header takes from the IP header around.
    private enum Addresses {
        case ipv6(IPv6Address, IPv6Address)
        case ipv4(IPv4Address, IPv4Address)

        func pseudoHeader(length: Int, protocolNumber: UInt8) -> Checksum {
            switch self {
            case .ipv6(let source, let destination):
                .pseudoHeader(
                    source: source, destination: destination, length: length, nextHeader: protocolNumber)
            case .ipv4(let source, let destination):
                .pseudoHeader(
                    source: source, destination: destination, length: length, protocolNumber: protocolNumber)
            }
        }
    }

    /// The innermost header's addresses where both are IPv4-mapped: it is a header of IPv4 then.
    private var ipv4Addresses: (source: IPv4Address, destination: IPv4Address)? {
        guard source.isIPv4Mapped, destination.isIPv4Mapped else { return nil }
        return (
            IPv4Address(UInt32(truncatingIfNeeded: source.low)),
            IPv4Address(UInt32(truncatingIfNeeded: destination.low))
        )
    }

    /// Whether the innermost UDP header is one that ESP stands right behind, with no IP header between: of port 4500
    /// (RFC 3948 §2.1), unless the other port is that of RFC 5555.
    private var isBehindNATTraversal: Bool {
        guard case .udp(let sourcePort, let destinationPort)? = encapsulation.last else { return false }
        return (sourcePort == TunnelPort.natTraversal || destinationPort == TunnelPort.natTraversal)
            && sourcePort != TunnelPort.dualStack && destinationPort != TunnelPort.dualStack
    }

    /// The protocol number by which the header around names layer `index`.
    private func protocolNumber(ofLayer index: Int) -> UInt8 {
        guard index < encapsulation.count else {
            return ipv4Addresses == nil ? ProtocolNumber.ipv6 : ProtocolNumber.ipv4
        }
        switch encapsulation[index] {
        case .ipv6: return ProtocolNumber.ipv6
        case .ipv4: return ProtocolNumber.ipv4
        case .udp: return ProtocolNumber.udp
        }
    }

    /// Writes layer `index` and everything inside it; behind the encapsulation comes the packet itself.
    private func writeLayer(
        _ index: Int, around: Addresses?, start: Int, into writer: inout OctetWriter, format: WireFormat
    ) throws(WireError) {
        let begin = writer.count
        guard index < encapsulation.count else {
            guard isBehindNATTraversal else {
                return try writeInnermost(start: start, into: &writer, format: format)
            }
            guard case .esp = payload, homeAddressOption == nil, routingHeader == nil else {
                throw WireError(field: .esp, offset: begin - start, reason: .unsupported)
            }
            return try writePayload(start: start, into: &writer, format: format)
        }
        let next = protocolNumber(ofLayer: index + 1)
        switch encapsulation[index] {
        case .ipv6(let source, let destination):
            writer.writeIPv6Header(
                source: source, destination: destination, next: next, hopLimit: SignallingPacket.usualHopLimit
            )
            try writeLayer(
                index + 1, around: .ipv6(source, destination), start: start, into: &writer, format: format)
            try writer.finishIPv6Header(at: begin, start: start)
        case .ipv4(let source, let destination):
            writer.writeIPv4Header(
                source: source, destination: destination, next: next,
                timeToLive: SignallingPacket.usualHopLimit)
            try writeLayer(
                index + 1, around: .ipv4(source, destination), start: start, into: &writer, format: format)
            try writer.finishIPv4Header(at: begin, start: start)
        case .udp(let sourcePort, let destinationPort):
            guard let around else {
                throw WireError(field: .udpHeader, offset: begin - start, reason: .unsupported)
            }
            writer.write(sourcePort)
            writer.write(destinationPort)
            writer.write(UInt32(0))
            try writeLayer(index + 1, around: nil, start: start, into: &writer, format: format)
            let length = writer.count - begin
            try writer.finishLength(length, at: begin + 4, field: .udpLength, start: start)
            // RFC 3948 §2.1: ESP behind UDP goes without a checksum.
            guard !isBehindNATTraversal || index + 1 < encapsulation.count else { return }
            let checksum = around.pseudoHeader(length: length, protocolNumber: ProtocolNumber.udp)
            writer.finishChecksum(checksum, at: begin + 6, over: begin, zeroMeansNone: true)
        }
    }

    /// Writes the innermost IP header, its extension headers, and what is carried.
    private func writeInnermost(
        start: Int, into writer: inout OctetWriter, format: WireFormat
    ) throws(WireError) {
        let begin = writer.count
        if let (source, destination) = ipv4Addresses {
            guard homeAddressOption == nil, routingHeader == nil, !payload.needsIPv6 else {
                throw WireError(field: .internetHeader, offset: begin - start, reason: .unsupported)
            }
            writer.writeIPv4Header(
                source: source, destination: destination, next: payload.protocolNumber, timeToLive: hopLimit)
            try writePayload(start: start, into: &writer, format: format)
            return try writer.finishIPv4Header(at: begin, start: start)
        }
        let behindRouting =
            homeAddressOption == nil ? payload.protocolNumber : ProtocolNumber.destinationOptions
        writer.writeIPv6Header(
            source: source, destination: destination,
            next: routingHeader == nil ? behindRouting : ProtocolNumber.routing, hopLimit: hopLimit)
        if let routingHeader {
            // RFC 6275 §6.4.1: length 2, type 2, one segment left.
            writer.write(UInt32(behindRouting) << 24 | 0x02_02_01)
            writer.write(UInt32(0))
            writer.write(routingHeader)
        }
        if let homeAddressOption {
            // RFC 6275 §6.3: length 2, PadN of 4 octets, so that the option stands at 8n+6.
            writer.write(UInt32(payload.protocolNumber) << 24 | 0x02_01_02)
            writer.write(UInt32(0x00_00_c9_10))
            writer.write(homeAddressOption)
        }
        try writePayload(start: start, into: &writer, format: format)
        try writer.finishIPv6Header(at: begin, start: start)
    }

    private func writePayload(
        start: Int, into writer: inout OctetWriter, format: WireFormat
    ) throws(WireError) {
        let begin = writer.count
        switch payload {
        case .mobility(let message):
            do throws(WireError) {
                try message.encode(into: &writer, format: format)
            } catch {
                throw error.shifted(by: begin - start)
            }
            finishChecksum(at: begin + 4, over: begin, into: &writer)
        case .discovery(let message):
            message.write(into: &writer)
            finishChecksum(at: begin + 2, over: begin, into: &writer)
        case .icmpError(let type, let code, let parameter, let offending):
            writer.write(UInt16(type) << 8 | UInt16(code))
            writer.write(UInt16(0))
            writer.write(parameter)
            writer.write(offending)
            finishChecksum(at: begin + 2, over: begin, into: &writer)
        case .esp(let spi, let sequence, let octets):
            writer.write(spi)
            writer.write(sequence)
            writer.write(octets)
        case .data(_, let octets):
            writer.write(octets)
        }
    }

    /// RFC 6275 §6.1.1: the home address stands for the source where a Home Address option is present, for the
    /// destination where a type 2 routing header is.
    private func finishChecksum(at offset: Int, over begin: Int, into writer: inout OctetWriter) {
        let checksum = Checksum.pseudoHeader(
            source: logicalSource, destination: logicalDestination, length: writer.count - begin,
            nextHeader: payload.protocolNumber)
        writer.finishChecksum(checksum, at: offset, over: begin)
    }
}

extension SignallingPacket.Payload {
    /// The number by which the header before it names it.
    public var protocolNumber: UInt8 {
        switch self {
        case .mobility: ProtocolNumber.mobility
        case .discovery, .icmpError: ProtocolNumber.icmpv6
        case .esp: ProtocolNumber.esp
        case .data(let nextHeader, _): nextHeader
        }
    }

    /// Whether it has a checksum over IPv6 addresses.
    fileprivate var needsIPv6: Bool {
        switch self {
        case .mobility, .discovery, .icmpError: true
        case .esp, .data: false
        }
    }
}
