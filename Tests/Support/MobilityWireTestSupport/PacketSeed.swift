/// The packets that fuzzing begins with, and that no node may be impressed by.
public struct PacketSeed: Sendable, CustomStringConvertible {
    /// A word for it, fit for a file name.
    public let name: String
    /// The whole packet.
    public let octets: [UInt8]
    /// Its name.
    public var description: String { name }

    /// All vectors, and what no vector has: discovery, errors, tunnels, ESP, fragments.
    public static let all: [PacketSeed] =
        Vector.all.map { PacketSeed(name: $0.name, octets: $0.packet) } + others

    /// From the care-of address of vector C2 to its home agent, with whatever checksum.
    private static let others: [PacketSeed] = {
        let home = Vector.named("C2").packet
        let prefix: [UInt8] = [3, 4, 64, 0xc0] + [UInt8](repeating: 1, count: 12) + home[8..<24]
        let contents: [(String, UInt8, [UInt8])] = [
            ("request", 58, [144, 0, 0, 0, 0, 1, 0, 0]),
            ("reply", 58, [145, 0, 0, 0, 0, 1, 0, 0] + home[8..<40]),
            ("solicitation", 58, [146, 0, 0, 0, 0, 1, 0, 0]),
            ("advertisement", 58, [147, 0, 0, 0, 0, 1, 0xc0, 0] + prefix + prefix),
            ("error", 58, [4, 2, 0, 0, 0, 0, 0, 46] + home),
            ("esp", 50, [0, 0, 1, 0, 0, 0, 0, 1] + [UInt8](repeating: 7, count: 24)),
            ("fragment", 44, [135, 0, 0, 1, 0, 0, 0, 9] + home[64..<88]),
            ("atomic", 44, [135, 0, 0, 0, 0, 0, 0, 9] + home[64...]),
            ("authentication", 51, [135, 4] + [UInt8](repeating: 0, count: 22) + home[64...]),
            ("hop-by-hop", 0, [135, 0, 5, 2, 0, 0, 1, 0] + home[64...]),
            ("ipv6", 41, home), ("ipv4", 4, Vector.named("C18").packet),
            ("udp", 17, [0xc3, 0x50, 0x10, 0x5f, 0, UInt8(8 + home.count), 0, 0] + home),
            ("udp-esp", 17, [0x11, 0x94, 0x11, 0x94, 0, 24, 0, 0] + [UInt8](repeating: 7, count: 16)),
        ]
        return contents.map { name, next, content in
            PacketSeed(
                name: name,
                octets: [0x60, 0, 0, 0, 0, UInt8(content.count), next, 64] + home[8..<40] + content)
        }
    }()

    /// The same with other addresses in an outer IPv6 header; anything else stays as it is.
    public func readdressed(source: [UInt8], destination: [UInt8]) -> [UInt8] {
        guard octets.count >= 40, octets[0] >> 4 == 6 else { return octets }
        return Array(octets[0..<8] + source + destination + octets[40...])
    }
}
