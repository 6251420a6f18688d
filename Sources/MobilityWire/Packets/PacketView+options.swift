extension PacketView {
    /// Option types that are told apart (IANA "Destination Options and Hop-by-Hop Options").
    private enum OptionType {
        static let pad1: UInt8 = 0
        static let padN: UInt8 = 1
        static let jumboPayload: UInt8 = 0xc2
        static let homeAddress: UInt8 = 0xc9
    }

    /// Reads the options of a header at the position of the walk (RFC 8200 §4.2).
    mutating func options(
        in header: RawSpan, mayHoldHomeAddress: Bool, problems: inout some ProblemSink
    ) throws(WireError) {
        let begin = walked.position
        var place = 2
        while place < header.byteCount {
            let type = header.octet(inside: place)
            if type == OptionType.pad1 {
                place &+= 1
                continue
            }
            let rest = header.byteCount &- place
            let size = rest >= 2 ? 2 + Int(header.octet(inside: place &+ 1)) : 2
            guard size <= rest else {
                throw WireError(
                    field: .destinationOption, offset: begin + place,
                    reason: .truncated(needed: size, available: rest))
            }
            let option = header.extracting(place..<(place &+ size))
            switch type {
            case OptionType.padN:
                padding(option, at: begin &+ place, problems: &problems)
            case OptionType.homeAddress where mayHoldHomeAddress:
                // RFC 6275 §6.3: alignment 8n+6.
                if place & 7 != 6 {
                    problems.report(.homeAddressOptionIsAligned, .homeAddressOption, at: begin + place)
                }
                try homeAddress(option, at: begin &+ place, problems: &problems)
            case OptionType.jumboPayload where !mayHoldHomeAddress:
                problems.report(.packetIsNotJumbo, .destinationOption, at: begin + place)
            default:
                // RFC 8200 §4.2: the upper two bits say what a node does that does not know the option; 0 is pass on.
                if type >> 6 != 0 {
                    problems.report(
                        .optionIsRecognized, .destinationOption, at: begin + place, found: UInt64(type))
                }
            }
            place &+= size
        }
    }

    /// RFC 8200 §4.2: PadN holds zeros.
    private func padding(_ option: RawSpan, at offset: Int, problems: inout some ProblemSink) {
        var place = 2
        while place < option.byteCount {
            let octet = option.octet(inside: place)
            if octet != 0 {
                problems.report(
                    .headerPaddingIsZero, .padding, at: offset + place, found: UInt64(octet), expected: 0)
                return
            }
            place &+= 1
        }
    }

    /// Reads a Home Address option (RFC 6275 §6.3).
    mutating func homeAddress(
        _ option: RawSpan, at offset: Int, problems: inout some ProblemSink
    ) throws(WireError) {
        guard option.byteCount == 18 else {
            throw WireError(
                field: .homeAddressOption, offset: offset + 1,
                reason: .invalid(found: UInt64(option.byteCount - 2), expected: 16))
        }
        // §6.3: before a fragment header, AH and ESP.
        if !walked.extensions.isDisjoint(with: [.fragment, .authentication]) {
            problems.report(.homeAddressOptionIsInPlace, .homeAddressOption, at: offset)
        }
        if !option.ipv6Address(inside: 2).isRoutableUnicast {
            problems.report(.homeAddressIsRoutable, .homeAddressOption, at: offset + 2)
        }
        // §6.3: once behind an IPv6 header.
        if walked.homeAddressOffset == 0 {
            walked.homeAddressOffset = UInt32(truncatingIfNeeded: offset &+ 2)
        } else {
            problems.report(.homeAddressOptionStandsOnce, .homeAddressOption, at: offset)
        }
    }
}
