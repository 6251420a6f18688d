import MobilityWire
import MobilityWireTestSupport

/// libFuzzer's door: any octets as a packet, through everything that reads, checks, writes and reassembles.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let exercise = PacketExercise(UnsafeRawBufferPointer(start: start, count: count).bytes)
    guard exercise.broken.isEmpty else { fatalError(exercise.broken.joined(separator: "\n")) }
    return 0
}

/// libFuzzer calls this before it looks at its corpus.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(_ count: UnsafeRawPointer?, _ arguments: UnsafeRawPointer?) -> CInt {
    for seed in PacketSeed.all { writeSeed(seed.name, seed.octets) }
    return 0
}
