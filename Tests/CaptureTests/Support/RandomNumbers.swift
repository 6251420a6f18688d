import Foundation

/// Random numbers that come again for the same seed (SplitMix64).
struct RandomNumbers: RandomNumberGenerator {
    /// The seed of this run: from the environment variable `CAREOF_SEED`, or a new one. Tests name it where they fail.
    static let seed =
        ProcessInfo.processInfo.environment["CAREOF_SEED"].flatMap { UInt64($0) }
        ?? UInt64.random(in: 0...UInt64.max)

    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
