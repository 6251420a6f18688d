import Crypto
import MobilityWire

/// A Binding Update whose home address, care-of addresses and sequence number can be changed in its octets: making a
/// million of them must not cost more than what is measured.
struct UpdateTemplate {
    private var octets: [UInt8]
    private var careOfOffsets: [Int]
    /// The key, and where its authenticator stands in the Mobility Header.
    private let seal: (key: SecretKey, offset: Int, cryptography: OpenSSLCryptography)?

    static let agent = IPv6Address(high: 0x2001_0db8_0001_0000, low: 1)
    private static let headerOffset = 40 + 24

    /// An update with these BIDs; `withAddress` says whether the options have care-of addresses, `key` seals it
    /// (RFC 4285 §5.1, SPI 256).
    init(bids: [UInt16], withAddress: Bool, key: String? = nil) throws {
        let marker = IPv6Address(high: 0x2001_0db8_00aa_0000, low: 0)
        var options: [MobilityOption] = bids.map {
            .bindingIdentifier(.rfc5648(bid: $0, careOfAddress: withAddress ? .ipv6(marker) : nil))
        }
        if key != nil {
            options.append(
                .messageAuthentication(
                    subtype: MobilityMessageAuthentication.homeAgentSubtype, spi: 256,
                    data: [UInt8](repeating: 0, count: Authenticator.size)))
        }
        let update = BindingUpdate(
            sequence: 0, flags: [.acknowledge, .homeRegistration], lifetime: 900, options: options)
        let octets = try SignallingPacket(
            source: marker, destination: Self.agent, homeAddressOption: marker,
            payload: .mobility(.bindingUpdate(update))
        ).encoded(format: .rfc5648)
        var seal: (key: SecretKey, offset: Int, cryptography: OpenSSLCryptography)?
        if let key {
            let view = try MobilityHeaderView(octets.span.bytes.extracting(Self.headerOffset..<octets.count))
            var walk = view.options
            while let position = try walk.next() {
                guard position.type == MobilityOptionType.messageAuthentication.rawValue else { continue }
                seal = (SecretKey(Array(key.utf8)), position.dataOffset + 5, try OpenSSLCryptography())
            }
        }
        self.seal = seal
        self.octets = octets
        careOfOffsets = [8]
        for offset in Self.headerOffset..<(octets.count - 15)
        where octets[offset] == 0x20 && octets[offset + 1] == 1 && octets[offset + 5] == 0xaa {
            careOfOffsets.append(offset)
        }
    }

    /// The packet of a node.
    func packet(node: UInt32, sequence: UInt16) -> [UInt8] {
        var packet = octets
        let home = Self.homeAddress(node)
        write(home.high, at: 48, in: &packet)
        write(home.low, at: 56, in: &packet)
        // A node sends from one of its care-of addresses: the first option's is the source.
        for (index, offset) in careOfOffsets.enumerated() {
            write(UInt64(node) << 8 | UInt64(max(0, index - 1)), at: offset + 8, in: &packet)
        }
        let header = Self.headerOffset
        packet[header + 6] = UInt8(sequence >> 8)
        packet[header + 7] = UInt8(sequence & 0xff)
        packet[header + 4] = 0
        packet[header + 5] = 0
        if let seal {
            let careOf = IPv6Address(high: number(at: 8, in: packet), low: number(at: 16, in: packet))
            let authenticator = MobilityMessageAuthentication.homeAgentAuthenticator(
                key: seal.key, careOfAddress: careOf, homeAddress: home,
                mobilityHeader: packet.span.bytes.extracting(header..<packet.count),
                authenticationDataAt: seal.offset, by: seal.cryptography
            )?.octets
            let start = header + seal.offset
            packet.replaceSubrange(start..<start + Authenticator.size, with: authenticator ?? [])
        }
        var checksum = Checksum.pseudoHeader(
            source: home, destination: Self.agent, length: packet.count - header, nextHeader: 135)
        checksum.add(packet.span.bytes.extracting(header..<packet.count))
        packet[header + 4] = UInt8(checksum.value >> 8)
        packet[header + 5] = UInt8(checksum.value & 0xff)
        return packet
    }

    /// Home addresses scattered over the prefix, as random interface identifiers are.
    static func homeAddress(_ node: UInt32) -> IPv6Address {
        IPv6Address(high: agent.high, low: (UInt64(node) + 2) &* 0x9e37_79b9_7f4a_7c15)
    }

    private func number(at offset: Int, in packet: [UInt8]) -> UInt64 {
        packet[offset..<offset + 8].reduce(0) { $0 << 8 | UInt64($1) }
    }

    private func write(_ number: UInt64, at offset: Int, in packet: inout [UInt8]) {
        for index in 0..<8 {
            packet[offset + index] = UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * index))
        }
    }
}
