import MobilityWire
import MobilityWireTestSupport

/// libFuzzer's door: any octets as a packet, through everything that reads, checks, writes and reassembles.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let exercise = PacketExercise(UnsafeRawBufferPointer(start: start, count: count).bytes)
    guard exercise.broken.isEmpty else { fatalError(exercise.broken.joined(separator: "\n")) }
    return 0
}

/// libFuzzer calls this before it looks at its corpus: the vectors become its seeds.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(_ count: UnsafeRawPointer?, _ arguments: UnsafeRawPointer?) -> CInt {
    for vector in Vector.all { writeSeed(vector.name, vector.packet) }
    let home = Vector.named("C2").packet
    // What no vector has: discovery, errors, tunnels, ESP, fragments.
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
    for (name, next, content) in contents {
        writeSeed(name, [0x60, 0, 0, 0, 0, UInt8(content.count), next, 64] + home[8..<40] + content)
    }
    return 0
}
