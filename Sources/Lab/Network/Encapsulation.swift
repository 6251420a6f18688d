import MobilityWire

/// Packets inside packets: IPv6 in IPv6 (RFC 2473), IPv6 in UDP over IPv4 (RFC 5555 §4.1).
enum Encapsulation {
    /// `inner` behind an IPv6 header from `source` to `destination`.
    static func ipv6(_ inner: [UInt8], from source: IPv6Address, to destination: IPv6Address) -> [UInt8] {
        var packet = ipv6Header(
            from: source, to: destination, nextHeader: PacketHeader.NextHeader.ipv6, payload: inner.count)
        packet.append(contentsOf: inner)
        return packet
    }

    /// An IPv6 header before a payload of so many octets, hop limit 64.
    static func ipv6Header(
        from source: IPv6Address, to destination: IPv6Address, nextHeader: UInt8, payload: Int
    ) -> [UInt8] {
        var header: [UInt8] = [0x60, 0, 0, 0]
        header.reserveCapacity(40 + payload)
        header.append(UInt16(clamping: payload))
        header.append(nextHeader)
        header.append(64 as UInt8)
        header.append(contentsOf: source.octets)
        header.append(contentsOf: destination.octets)
        return header
    }

    /// `inner` behind IPv4 and UDP headers. The UDP checksum is left out, as IPv4 allows (RFC 768).
    static func udp(
        _ inner: [UInt8], from source: IPv4Address, port sourcePort: UInt16, to destination: IPv4Address,
        port destinationPort: UInt16
    ) -> [UInt8] {
        var packet = ipv4Header(
            from: source, to: destination, nextHeader: PacketHeader.NextHeader.udp, payload: 8 + inner.count)
        packet.append(sourcePort)
        packet.append(destinationPort)
        packet.append(UInt16(clamping: 8 + inner.count))
        packet.append(0 as UInt16)
        packet.append(contentsOf: inner)
        return packet
    }

    /// `inner` behind an IPv4 header (RFC 5555 §4.1, no NAT in between).
    static func ipv4(_ inner: [UInt8], from source: IPv4Address, to destination: IPv4Address) -> [UInt8] {
        var packet = ipv4Header(
            from: source, to: destination, nextHeader: PacketHeader.NextHeader.ipv6, payload: inner.count)
        packet.append(contentsOf: inner)
        return packet
    }

    private static func ipv4Header(
        from source: IPv4Address, to destination: IPv4Address, nextHeader: UInt8, payload: Int
    ) -> [UInt8] {
        var header: [UInt8] = [0x45, 0]
        header.reserveCapacity(20 + payload)
        header.append(UInt16(clamping: 20 + payload))
        header.append(contentsOf: [0, 0, 0x40, 0, 64, nextHeader, 0, 0])
        header.append(contentsOf: source.octets)
        header.append(contentsOf: destination.octets)
        header.set(InternetChecksum.of(header[...]), at: 10)
        return header
    }
}

/// The checksum of IPv4, UDP and ICMP headers (RFC 1071).
enum InternetChecksum {
    /// Over these octets, whose own checksum field has to be zero; ready to be written.
    static func of(_ octets: ArraySlice<UInt8>) -> UInt16 {
        var sum: UInt32 = 0
        var high = true
        for octet in octets {
            sum &+= high ? UInt32(octet) << 8 : UInt32(octet)
            high.toggle()
        }
        return folded(sum) ^ 0xffff
    }

    /// `checksum` after one 16-bit word changed (RFC 1624).
    static func updated(_ checksum: UInt16, from old: UInt16, to new: UInt16) -> UInt16 {
        folded(UInt32(checksum ^ 0xffff) + UInt32(old ^ 0xffff) + UInt32(new)) ^ 0xffff
    }

    private static func folded(_ sum: UInt32) -> UInt16 {
        var sum = sum
        while sum > 0xffff { sum = (sum & 0xffff) + (sum >> 16) }
        return UInt16(sum)
    }
}
