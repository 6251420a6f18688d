import MobilityWire

/// What routers and hosts read of a packet: its outermost IP header.
struct PacketHeader: Hashable {
    /// Where it comes from and where it goes.
    enum Addresses: Hashable {
        case ipv6(source: IPv6Address, destination: IPv6Address)
        case ipv4(source: IPv4Address, destination: IPv4Address)
    }

    /// Source and destination.
    var addresses: Addresses
    /// What follows the header: IPv6 Next Header, IPv4 Protocol.
    var nextHeader: UInt8
    /// Octets of the header.
    var length: Int

    /// Reads the header at the beginning of `octets`; nil where there is none.
    init?(_ octets: [UInt8]) {
        guard let first = octets.first else { return nil }
        switch first >> 4 {
        case 6:
            guard octets.count >= 40 else { return nil }
            addresses = .ipv6(
                source: IPv6Address(high: octets.bigEndian64(at: 8), low: octets.bigEndian64(at: 16)),
                destination: IPv6Address(high: octets.bigEndian64(at: 24), low: octets.bigEndian64(at: 32)))
            nextHeader = octets[6]
            length = 40
        case 4:
            length = Int(first & 0x0f) * 4
            guard length >= 20, octets.count >= length else { return nil }
            addresses = .ipv4(
                source: IPv4Address(octets.bigEndian32(at: 12)),
                destination: IPv4Address(octets.bigEndian32(at: 16)))
            nextHeader = octets[9]
        default: return nil
        }
    }

    /// Upper-layer numbers that the lab's hosts and routers know.
    enum NextHeader {
        static let ipv4: UInt8 = 4
        static let udp: UInt8 = 17
        static let ipv6: UInt8 = 41
        static let icmpv6: UInt8 = 58
        static let destinationOptions: UInt8 = 60
        static let routing: UInt8 = 43
        static let none: UInt8 = 59
        static let mobility: UInt8 = 135
    }
}

extension [UInt8] {
    /// Two octets as a number; 0 where there are not so many.
    func bigEndian16(at offset: Int) -> UInt16 {
        guard offset >= 0, offset + 2 <= count else { return 0 }
        return UInt16(self[offset]) << 8 | UInt16(self[offset + 1])
    }

    /// Four octets as a number; 0 where there are not so many.
    func bigEndian32(at offset: Int) -> UInt32 {
        UInt32(bigEndian16(at: offset)) << 16 | UInt32(bigEndian16(at: offset + 2))
    }

    /// Eight octets as a number; 0 where there are not so many.
    func bigEndian64(at offset: Int) -> UInt64 {
        UInt64(bigEndian32(at: offset)) << 32 | UInt64(bigEndian32(at: offset + 4))
    }

    /// Writes two octets; nothing where there are not so many.
    mutating func set(_ value: UInt16, at offset: Int) {
        guard offset >= 0, offset + 2 <= count else { return }
        self[offset] = UInt8(value >> 8)
        self[offset + 1] = UInt8(value & 0xff)
    }

    /// Writes four octets; nothing where there are not so many.
    mutating func set(_ value: UInt32, at offset: Int) {
        set(UInt16(value >> 16), at: offset)
        set(UInt16(value & 0xffff), at: offset + 2)
    }

    /// Appends two octets.
    mutating func append(_ value: UInt16) {
        append(UInt8(value >> 8))
        append(UInt8(value & 0xff))
    }
}
