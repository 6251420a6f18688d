extension PacketView {
    /// Whether the payload's checksum is right: that of a Mobility Header, of ICMPv6, UDP or TCP. Computed when asked.
    ///
    /// The pseudo header has the home address for the source where a Home Address option is present, and for the
    /// destination where a type 2 routing header is (RFC 6275 §6.1.1, §11.3.1, §6.4; RFC 8200 §8.1), and the payload's
    /// own protocol number whatever headers stand between.
    public var checksum: ChecksumVerdict {
        guard let sum = checksumInput?.sum else { return .unverifiable }
        return sum.value == 0 ? .correct : .incorrect
    }

    /// The checksum in the packet and the one that would be right, where that can be told.
    public var checksums: (found: UInt16, computed: UInt16)? {
        guard let (sum, offset) = checksumInput else { return nil }
        let found = octets.number16(inside: walked.payloadOffset + offset)
        // Taking a word away is adding its complement (RFC 1071 §2).
        var without = sum
        without.add(~found)
        return (found, without.value)
    }

    /// The sum over pseudo header and payload, its checksum included, and where in the payload the checksum stands.
    private var checksumInput: (sum: Checksum, offset: Int)? {
        guard let (length, offset) = checksumExtent, !walked.extensions.contains(.unknownDestination) else {
            return nil
        }
        var sum = pseudoHeader(length: length, protocolNumber: walked.nextHeader)
        sum.add(octets.extracting(walked.payloadOffset..<(walked.payloadOffset + length)))
        return (sum, offset)
    }

    /// A sum that holds the pseudo header of the innermost IP header.
    func pseudoHeader(length: Int, protocolNumber: UInt8) -> Checksum {
        guard walked.isIPv6 else {
            return Checksum.pseudoHeader(
                source: octets.ipv4Address(inside: Int(walked.header) &+ 12),
                destination: octets.ipv4Address(inside: Int(walked.header) &+ 16),
                length: length, protocolNumber: protocolNumber)
        }
        return Checksum.pseudoHeader(
            source: logicalSource, destination: logicalDestination, length: length,
            nextHeader: protocolNumber)
    }

    /// How many octets the payload's checksum covers, all of which are there, and where in the payload it stands.
    private var checksumExtent: (length: Int, offset: Int)? {
        let available = walked.payloadLength
        switch walked.kind {
        case .mobility:
            // A Mobility Header says itself how long it is; the pseudo header has that length (RFC 6275 §6.1.1).
            guard available >= 8 else { return nil }
            let length = 8 * (Int(octets.octet(inside: walked.payloadOffset + 1)) + 1)
            return length <= available ? (length, 4) : nil
        case .discovery, .icmpError, .icmp:
            return walked.missing == 0 && available >= 4 ? (available, 2) : nil
        case .other where walked.nextHeader == ProtocolNumber.udp:
            guard available >= 8 else { return nil }
            let length = Int(octets.number16(inside: walked.payloadOffset + 4))
            // Over IPv4 a sender may leave the sum out (RFC 768).
            let none = octets.number16(inside: walked.payloadOffset + 6) == 0
            return length >= 8 && length <= available && !none ? (length, 6) : nil
        case .other where walked.nextHeader == ProtocolNumber.tcp:
            return walked.missing == 0 && available >= 20 ? (available, 16) : nil
        case .esp, .keyExchange, .keepAlive, .fragment, .none, .other, .unreadable:
            return nil
        }
    }
}
