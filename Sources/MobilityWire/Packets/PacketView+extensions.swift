extension PacketView {
    /// Reads a Hop-by-Hop Options header (RFC 8200 §4.3): right behind the IPv6 header or not at all.
    mutating func hopByHopOptions(
        isFirst: Bool, problems: inout some ProblemSink
    ) throws(WireError) -> UInt8 {
        if !isFirst { problems.report(.hopByHopStandsFirst, .extensionHeader, at: walked.position) }
        walked.extensions.insert(.hopByHop)
        let header = try extensionHeader()
        try options(in: header, mayHoldHomeAddress: false, problems: &problems)
        return pass(header)
    }

    /// Reads a Destination Options header (RFC 8200 §4.6).
    mutating func destinationOptions(problems: inout some ProblemSink) throws(WireError) -> UInt8 {
        walked.extensions.insert(.destinationOptions)
        let header = try extensionHeader()
        if header.isHomeAddressAlone {
            try homeAddress(header.extracting(6..<24), at: walked.position &+ 6, problems: &problems)
        } else {
            try options(in: header, mayHoldHomeAddress: true, problems: &problems)
        }
        return pass(header)
    }

    /// Reads a routing header (RFC 8200 §4.4).
    mutating func routingHeader(problems: inout some ProblemSink) throws(WireError) -> UInt8 {
        let header = try extensionHeader()
        // RFC 6275 §6.3: the Home Address option stands behind the routing header.
        if walked.homeAddressOffset != 0 {
            problems.report(.homeAddressOptionIsInPlace, .routingHeader, at: walked.position)
        }
        let type = header.octet(inside: 2)
        let segmentsLeft = header.octet(inside: 3)
        if type == 2 {
            type2(header, segmentsLeft: segmentsLeft, problems: &problems)
        } else {
            walked.extensions.insert(.routing)
            // RFC 5095 §3: a node takes no type 0 header with segments left.
            if type == 0 {
                problems.report(.routingTypeIsInUse, .routingType, at: walked.position + 2, found: 0)
            }
            // The last address stands where only the header's own definition knows.
            if segmentsLeft != 0 { walked.extensions.insert(.unknownDestination) }
        }
        return pass(header)
    }

    /// A type 2 routing header (RFC 6275 §6.4): one address, one segment left.
    private mutating func type2(_ header: RawSpan, segmentsLeft: UInt8, problems: inout some ProblemSink) {
        let begin = walked.position
        let isRepeated = walked.extensions.contains(.routingType2)
        walked.extensions.insert(.routingType2)
        if isRepeated { problems.report(.routingHeaderStandsOnce, .routingHeader, at: begin) }
        if header.byteCount != 24 {
            problems.report(
                .routingHeaderLengthFits, .routingHeader, at: begin + 1,
                found: UInt64(header.octet(inside: 1)), expected: 2)
        }
        if segmentsLeft != 1 {
            problems.report(
                .oneSegmentIsLeft, .segmentsLeft, at: begin + 3, found: UInt64(segmentsLeft), expected: 1)
        }
        let reserved = header.number32(inside: 4)
        if reserved != 0 {
            problems.report(
                .headerReservedIsZero, .reserved, at: begin + 4, found: UInt64(reserved), expected: 0)
        }
        guard header.byteCount >= 24 else { return }
        let address = header.ipv6Address(inside: 8)
        if !address.isRoutableUnicast {
            problems.report(.homeAddressIsRoutable, .homeAddress, at: begin + 8)
        }
        // With no segment left the destination is the last address already (RFC 8200 §8.1).
        if segmentsLeft != 0, !isRepeated {
            walked.routingAddressOffset = UInt32(truncatingIfNeeded: begin &+ 8)
        }
    }

    /// Reads a fragment header (RFC 8200 §4.5). The only fragment of a datagram is read on like a whole (RFC 6946).
    mutating func fragmentHeader(problems: inout some ProblemSink) throws(WireError) -> UInt8 {
        let begin = walked.position
        let header = try take(8, .fragmentHeader)
        walked.extensions.insert(.fragment)
        let next = header.octet(inside: 0)
        let reserved = header.octet(inside: 1)
        let word = header.number16(inside: 2)
        if reserved != 0 || word & 6 != 0 {
            problems.report(
                .headerReservedIsZero, .reserved, at: begin + (reserved != 0 ? 1 : 3),
                found: UInt64(reserved != 0 ? UInt16(reserved) : word & 6), expected: 0)
        }
        walked.position = begin &+ 8
        if word & 0xfff9 != 0 {
            fragment(of: next, problems: &problems)
        } else {
            walked.nextHeaderOffset = UInt32(truncatingIfNeeded: begin)
        }
        return next
    }

    /// Notes that the rest is a part of a datagram, which ends the walk.
    mutating func fragment(of next: UInt8, problems: inout some ProblemSink) {
        settle(next, kind: .fragment)
        let length = walked.payloadLength + walked.missing
        // RFC 8200 §4.5, RFC 791 §3.2: all but the last are multiples of 8 octets.
        if let fragment, fragment.moreFollow, length % 8 != 0 {
            problems.report(
                .fragmentLengthFits, .fragmentHeader, at: fragment.unfragmentableEnd, found: UInt64(length))
        }
    }

    /// Passes over an authentication header (RFC 4302 §2), whose length counts words of four octets less two.
    mutating func authenticationHeader(problems: inout some ProblemSink) throws(WireError) -> UInt8 {
        let begin = walked.position
        let length = 4 * (Int(try take(12, .authenticationHeader).octet(inside: 1)) + 2)
        guard length >= 12 else {
            throw fault(.authenticationHeader, .invalid(found: UInt64(length), expected: 12))
        }
        let header = try take(length, .authenticationHeader)
        walked.extensions.insert(.authentication)
        // RFC 4302 §2.2: a multiple of 8 octets in IPv6.
        if walked.isIPv6, length % 8 != 0 {
            problems.report(
                .authenticationHeaderIsAligned, .authenticationHeader, at: begin + 1, found: UInt64(length))
        }
        let reserved = header.number16(inside: 2)
        if reserved != 0 {
            problems.report(
                .headerReservedIsZero, .reserved, at: begin + 2, found: UInt64(reserved), expected: 0)
        }
        return pass(header)
    }

    /// The extension header at the position of the walk, all of which is there: its length counts units of eight octets
    /// behind the first (RFC 8200 §4).
    @inline(__always)
    @_lifetime(copy self)
    private func extensionHeader() throws(WireError) -> RawSpan {
        let units = try take(8, .extensionHeader).octet(inside: 1)
        return try take(8 &* (Int(units) &+ 1), .extensionHeader)
    }

    /// Goes behind an extension header and answers what follows.
    @inline(__always)
    private mutating func pass(_ header: RawSpan) -> UInt8 {
        walked.nextHeaderOffset = UInt32(truncatingIfNeeded: walked.position)
        walked.position &+= header.byteCount
        return header.octet(inside: 0)
    }
}

extension RawSpan {
    /// Whether a Destination Options header holds a Home Address option and before it the padding that its alignment
    /// asks for, and nothing else: what every mobile node sends, told by one comparison.
    fileprivate var isHomeAddressAlone: Bool {
        // Next Header; length 2; PadN of four octets; type c9, length 16.
        byteCount == 24 && number64(inside: 0) & 0x00ff_ffff_ffff_ffff == 0x0002_0102_0000_c910
    }
}
