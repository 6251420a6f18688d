extension PacketView {
    /// Reads a UDP header (RFC 768) and answers which IP header follows it, or nil where a payload begins instead.
    mutating func udpHeader(problems: inout some ProblemSink) throws(WireError) -> UInt8? {
        let header = try take(8, .udpHeader)
        let ports = (header.number16(inside: 0), header.number16(inside: 2))
        if ports.0 == TunnelPort.dualStack || ports.1 == TunnelPort.dualStack {
            return try dualStack(problems: &problems)
        }
        if ports.0 == TunnelPort.natTraversal || ports.1 == TunnelPort.natTraversal {
            try natTraversal(problems: &problems)
        } else {
            settle(ProtocolNumber.udp, kind: .other)
        }
        return nil
    }

    /// RFC 5555 §4.1: behind UDP stands an IPv4 or IPv6 header, and its first four bits say which.
    private mutating func dualStack(problems: inout some ProblemSink) throws(WireError) -> UInt8? {
        let version = walked.payloadLength > 8 ? octets.octet(inside: walked.position + 8) >> 4 : 0
        guard version == 4 || version == 6 else {
            settle(ProtocolNumber.udp, kind: .other)
            return nil
        }
        try enterDatagram(zeroIsRight: false, problems: &problems)
        return version == 4 ? ProtocolNumber.ipv4 : ProtocolNumber.ipv6
    }

    /// RFC 3948 §2: ESP, key exchange behind four zero octets, or a single octet ff.
    private mutating func natTraversal(problems: inout some ProblemSink) throws(WireError) {
        let available = walked.payloadLength - 8
        let data = walked.position + 8
        if available == 1, octets.octet(inside: data) == 0xff {
            try enterDatagram(zeroIsRight: true, problems: &problems)
            settle(ProtocolNumber.udp, kind: .keepAlive)
        } else if available >= 4, octets.number32(inside: data) == 0 {
            try enterDatagram(zeroIsRight: true, problems: &problems)
            _ = try take(4, .udpHeader)
            walked.position += 4
            settle(ProtocolNumber.udp, kind: .keyExchange)
        } else if available >= 8 {
            try enterDatagram(zeroIsRight: true, problems: &problems)
            _ = try take(8, .esp)
            settle(ProtocolNumber.esp, kind: .esp)
        } else {
            settle(ProtocolNumber.udp, kind: .other)
        }
    }

    /// Goes behind the UDP header, verifying its checksum on the way.
    private mutating func enterDatagram(
        zeroIsRight: Bool, problems: inout some ProblemSink
    ) throws(WireError) {
        let begin = walked.position
        let length = Int(octets.number16(inside: begin + 4))
        guard length >= 8 else {
            throw WireError(
                field: .udpLength, offset: begin + 4, reason: .invalid(found: UInt64(length), expected: 8))
        }
        try append(.udp)
        enter(promised: begin + length, field: .udpLength, offset: begin + 4, problems: &problems)
        verifyChecksum(length, zeroIsRight: zeroIsRight, problems: &problems)
        walked.position = begin + 8
    }

    /// RFC 768, RFC 8200 §8.1. Over IPv4 a sender may leave it out. ESP in UDP goes without (RFC 3948 §2.1); other
    /// tunnels over IPv6 may only where both ends agreed (RFC 6935 §5).
    private func verifyChecksum(_ length: Int, zeroIsRight: Bool, problems: inout some ProblemSink) {
        let offset = walked.position + 6
        let found = octets.number16(inside: offset)
        guard found != 0 else {
            if walked.isIPv6, !zeroIsRight {
                problems.report(.udpChecksumIsThere, .udpChecksum, at: offset, found: 0)
            }
            return
        }
        guard walked.missing == 0, !walked.extensions.contains(.unknownDestination) else { return }
        var checksum = pseudoHeader(length: length, protocolNumber: ProtocolNumber.udp)
        checksum.add(octets.extracting(walked.position..<walked.end))
        guard checksum.value != 0 else { return }
        checksum.add(~found)
        problems.report(
            .udpChecksumFits, .udpChecksum, at: offset, found: UInt64(found),
            expected: UInt64(checksum.value))
    }
}
