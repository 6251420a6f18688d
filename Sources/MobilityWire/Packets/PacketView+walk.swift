// Following the headers of a packet from the outermost inwards. `walked` says how far the walk has come: every reading
// function begins at `walked.position`, goes behind what it has read, and answers the protocol number of what follows.
//
// Offsets are sums of lengths that were compared with the end of the octets before, so that `&+` cannot wrap.

extension PacketView {
    /// Extension headers of one IP header that are followed; each needs eight octets, RFC 8200 §4.1 has use for seven.
    static let extensionLimit = 32

    /// Follows all headers to the payload.
    mutating func follow(problems: inout some ProblemSink) throws(WireError) {
        var next = try outermost()
        var extensions = 0
        while true {
            switch next {
            case ProtocolNumber.mobility where walked.isIPv6:
                return settle(next, kind: .mobility)
            case ProtocolNumber.ipv6:
                next = try ipv6Header(problems: &problems)
                extensions = 0
                continue
            case ProtocolNumber.destinationOptions where walked.isIPv6:
                next = try destinationOptions(problems: &problems)
            case ProtocolNumber.routing where walked.isIPv6:
                next = try routingHeader(problems: &problems)
            case ProtocolNumber.ipv4:
                next = try ipv4Header(problems: &problems)
                extensions = 0
                if walked.kind == .fragment { return }
                continue
            case ProtocolNumber.udp:
                guard let inside = try udpHeader(problems: &problems) else { return }
                next = inside
                continue
            case ProtocolNumber.authentication:
                next = try authenticationHeader(problems: &problems)
            case ProtocolNumber.hopByHop where walked.isIPv6:
                next = try hopByHopOptions(isFirst: extensions == 0, problems: &problems)
            case ProtocolNumber.fragment where walked.isIPv6:
                next = try fragmentHeader(problems: &problems)
                if walked.kind == .fragment { return }
            default:
                return try payload(next, problems: &problems)
            }
            extensions &+= 1
            guard extensions < PacketView.extensionLimit else {
                throw fault(.extensionHeader, .tooDeep(limit: PacketView.extensionLimit))
            }
        }
    }

    /// Which IP header begins the packet: the first four bits say it.
    @inline(__always)
    private func outermost() throws(WireError) -> UInt8 {
        let version = try take(1, .internetHeader).octet(inside: 0) >> 4
        switch version {
        case 6: return ProtocolNumber.ipv6
        case 4: return ProtocolNumber.ipv4
        default: throw fault(.internetHeader, .invalid(found: UInt64(version), expected: 6))
        }
    }

    /// What is behind all headers, where it is not a Mobility Header.
    private mutating func payload(_ number: UInt8, problems: inout some ProblemSink) throws(WireError) {
        settle(number, kind: .other)
        switch number {
        case ProtocolNumber.icmpv6 where walked.isIPv6:
            let type = try take(4, .icmpHeader).octet(inside: 0)
            walked.kind = (144...147).contains(type) ? .discovery : type < 128 ? .icmpError : .icmp
        case ProtocolNumber.esp:
            _ = try take(8, .esp)
            walked.kind = .esp
        case ProtocolNumber.noNextHeader where walked.isIPv6:
            walked.kind = .none
            // RFC 8200 §4.7: octets behind are ignored.
            if walked.payloadLength > 0 {
                problems.report(.nothingBehindNoNextHeader, .trailingOctets, at: walked.position)
            }
        default:
            break
        }
    }

    /// Notes that the payload begins here and goes to the end of the layer.
    mutating func settle(_ number: UInt8, kind: PacketFacts.PayloadKind) {
        walked.kind = kind
        walked.nextHeader = number
    }

    /// Goes to a layer inside the one being read, which by its own length field ends at `promised`.
    ///
    /// Octets that the layer around has behind it are reported, and so is a length beyond the layer around, unless
    /// octets of that are missing too. Around the outermost layer is the link, which may pad.
    mutating func enter(promised: Int, field: WireField, offset: Int, problems: inout some ProblemSink) {
        let isInside = walked.path.count > 1
        let rest = walked.end &- promised
        if rest > 0 {
            if isInside {
                problems.report(
                    .innerPacketFillsOuter, .trailingOctets, at: promised, found: UInt64(rest), expected: 0)
            }
            walked.end = promised
            walked.missing = 0
        } else {
            if isInside, 0 &- rest > walked.missing {
                problems.report(
                    .innerPacketEndsInOuter, field, at: offset, found: UInt64(0 &- rest),
                    expected: UInt64(walked.missing))
            }
            walked.missing = 0 &- rest
        }
    }

    /// The next `count` octets, which must be there.
    @inline(__always)
    @_lifetime(copy self)
    func take(_ count: Int, _ field: WireField) throws(WireError) -> RawSpan {
        guard walked.end &- walked.position >= count else {
            throw fault(field, .truncated(needed: count, available: walked.end - walked.position))
        }
        return octets.extracting(walked.position..<(walked.position &+ count))
    }

    /// An error at the position of the walk.
    @inline(__always)
    func fault(_ field: WireField, _ reason: WireError.Reason) -> WireError {
        WireError(field: field, offset: walked.position, reason: reason)
    }
}

extension ProblemSink {
    /// Takes a problem in its parts.
    mutating func report(
        _ rule: WireRule, _ field: WireField, at offset: Int, found: UInt64? = nil, expected: UInt64? = nil
    ) {
        report(Problem(rule, field: field, offset: offset, found: found, expected: expected))
    }
}
