extension PacketView {
    /// Reads an IPv6 header (RFC 8200 §3).
    mutating func ipv6Header(problems: inout some ProblemSink) throws(WireError) -> UInt8 {
        let begin = walked.position
        let header = try take(40, .internetHeader)
        guard header.octet(inside: 0) >> 4 == 6 else {
            throw fault(.internetHeader, .invalid(found: UInt64(header.octet(inside: 0) >> 4), expected: 6))
        }
        try append(.ipv6)
        walked.begin(at: begin, hopLimit: header.octet(inside: 7), isIPv6: true)
        if walked.hopLimit == 0 { problems.report(.hopLimitIsNotZero, .hopLimit, at: begin + 7, found: 0) }

        let next = header.octet(inside: 6)
        let length = Int(header.number16(inside: 4))
        if length == 0, next != ProtocolNumber.noNextHeader {
            problems.report(.payloadLengthIsNotZero, .payloadLength, at: begin + 4, found: 0)
        }
        // RFC 2675 §3: with length 0 and Hop-by-Hop Options the length is in a Jumbo Payload option; or the sender's
        // network card was to cut the packet. Read to the end of the layer around.
        if length != 0 || next != ProtocolNumber.hopByHop {
            enter(
                promised: begin &+ 40 &+ length, field: .payloadLength, offset: begin &+ 4,
                problems: &problems)
        }
        walked.nextHeaderOffset = UInt32(truncatingIfNeeded: begin &+ 6)
        walked.position = begin &+ 40
        return next
    }

    /// Reads an IPv4 header (RFC 791 §3.1). Its options are passed over.
    mutating func ipv4Header(problems: inout some ProblemSink) throws(WireError) -> UInt8 {
        let begin = walked.position
        let first = try take(20, .internetHeader).octet(inside: 0)
        guard first >> 4 == 4 else {
            throw fault(.internetHeader, .invalid(found: UInt64(first >> 4), expected: 4))
        }
        let headerLength = 4 * Int(first & 0xf)
        guard headerLength >= 20 else {
            throw fault(.internetHeaderLength, .invalid(found: UInt64(headerLength), expected: 20))
        }
        let header = try take(headerLength, .internetHeader)
        try append(.ipv4)
        walked.begin(at: begin, hopLimit: header.octet(inside: 8), isIPv6: false)
        if walked.hopLimit == 0 { problems.report(.hopLimitIsNotZero, .hopLimit, at: begin + 8, found: 0) }

        let length = Int(header.number16(inside: 2))
        if length == 0 {
            // Sent by this machine and captured before its network card cut and filled it in.
            problems.report(.payloadLengthIsNotZero, .payloadLength, at: begin + 2, found: 0)
        } else {
            guard length >= headerLength else {
                throw WireError(
                    field: .payloadLength, offset: begin + 2,
                    reason: .invalid(found: UInt64(length), expected: UInt64(headerLength)))
            }
            enter(
                promised: begin &+ length, field: .payloadLength, offset: begin &+ 2, problems: &problems)
        }
        verifyHeaderChecksum(header, at: begin, problems: &problems)

        let next = header.octet(inside: 9)
        let flags = header.number16(inside: 6)
        if flags & 0x8000 != 0 {
            problems.report(.headerReservedIsZero, .reserved, at: begin + 6, found: 1, expected: 0)
        }
        walked.nextHeaderOffset = UInt32(truncatingIfNeeded: begin &+ 9)
        walked.position = begin &+ headerLength
        if flags & 0x3fff != 0 { fragment(of: next, problems: &problems) }
        return next
    }

    /// RFC 791 §3.1: the sum of the header's words, its checksum included, has no bit clear.
    private func verifyHeaderChecksum(
        _ header: RawSpan, at offset: Int, problems: inout some ProblemSink
    ) {
        var checksum = Checksum()
        checksum.add(header)
        guard checksum.value != 0 else { return }
        let found = header.number16(inside: 10)
        checksum.add(~found)
        problems.report(
            .headerChecksumFits, .headerChecksum, at: offset + 10, found: UInt64(found),
            expected: UInt64(checksum.value))
    }

    /// Notes the header at the position of the walk.
    @inline(__always)
    mutating func append(_ kind: HeaderKind) throws(WireError) {
        guard walked.path.append(kind, at: walked.position) else {
            throw fault(.internetHeader, .tooDeep(limit: HeaderPath.limit))
        }
    }
}
