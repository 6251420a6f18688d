import MobilityWire

/// What the headers around a message say of it: lengths and checksums.
enum Lengths {
    /// Makes the lengths in the headers around a message those of the packet.
    static func fitHeaders(_ octets: inout [UInt8], around base: Int) {
        for header in headers(octets) where header.offset < base {
            let length = octets.count - header.offset
            switch header.kind {
            case .ipv6: set(&octets, header.offset + 4, UInt16(clamping: length - 40))
            case .ipv4: set(&octets, header.offset + 2, UInt16(clamping: length))
            case .udp: set(&octets, header.offset + 4, UInt16(clamping: length))
            }
        }
    }

    /// Makes the checksum of a message right (RFC 6275 §6.1.1, RFC 4443 §2.3), then those of UDP and IPv4 around it,
    /// from the inside out: each covers what is inside.
    static func correctChecksums(_ octets: inout [UInt8]) {
        if let (offset, sum) = payloadChecksum(octets) { set(&octets, offset, sum) }
        let headers = headers(octets)
        for (index, header) in headers.enumerated().reversed() {
            switch header.kind {
            case .ipv6: break
            case .ipv4:
                let length = 4 * Int((octets[clamped: header.offset..<header.offset + 1].first ?? 0) & 0xf)
                guard length >= 20, header.offset + length <= octets.count else { continue }
                set(&octets, header.offset + 10, 0)
                var sum = Checksum()
                add(octets, header.offset..<header.offset + length, to: &sum)
                set(&octets, header.offset + 10, sum.value)
            case .udp:
                guard index > 0, header.offset + 8 <= octets.count else { continue }
                correctUDP(&octets, at: header.offset, inside: headers[index - 1])
            }
        }
    }

    private static func correctUDP(
        _ octets: inout [UInt8], at offset: Int, inside header: (kind: HeaderKind, offset: Int)
    ) {
        let length = octets.count - offset
        var sum: Checksum
        switch header.kind {
        case .ipv4:
            // RFC 768: without a checksum it goes on without one.
            guard octets[offset + 6] != 0 || octets[offset + 7] != 0, header.offset + 20 <= offset else {
                return
            }
            sum = Checksum()
            add(octets, header.offset + 12..<header.offset + 20, to: &sum)
            sum.add(UInt16(clamping: length))
            sum.add(UInt16(17))
        case .ipv6:
            guard header.offset + 40 <= offset else { return }
            sum = Checksum()
            add(octets, header.offset + 8..<header.offset + 40, to: &sum)
            sum.add(UInt32(clamping: length))
            sum.add(UInt16(17))
        case .udp: return
        }
        set(&octets, offset + 6, 0)
        add(octets, offset..<octets.count, to: &sum)
        set(&octets, offset + 6, sum.value == 0 ? 0xffff : sum.value)
    }

    /// Where the checksum of the message stands, and what would be right; nil: it has none, or it cannot be told.
    private static func payloadChecksum(_ octets: [UInt8]) -> (offset: Int, sum: UInt16)? {
        var report = NoProblems()
        let packet = PacketView(octets.span.bytes, problems: &report)
        guard let sums = packet.checksums else { return nil }
        switch packet.facts.kind {
        case .mobility: return (packet.facts.payloadOffset + 4, sums.computed)
        case .discovery: return (packet.facts.payloadOffset + 2, sums.computed)
        default: return nil
        }
    }

    private static func headers(_ octets: [UInt8]) -> [(kind: HeaderKind, offset: Int)] {
        var report = NoProblems()
        let path = PacketView(octets.span.bytes, problems: &report).facts.path
        return (0..<path.count).compactMap { index in
            guard let kind = path[index], let offset = path.offset(index) else { return nil }
            return (kind, offset)
        }
    }

    private static func add(_ octets: [UInt8], _ range: Range<Int>, to sum: inout Checksum) {
        let part = Array(octets[clamped: range])
        sum.add(part.span.bytes)
    }

    private static func set(_ octets: inout [UInt8], _ offset: Int, _ number: UInt16) {
        guard offset >= 0, offset + 2 <= octets.count else { return }
        octets[offset] = UInt8(truncatingIfNeeded: number >> 8)
        octets[offset + 1] = UInt8(truncatingIfNeeded: number)
    }
}
