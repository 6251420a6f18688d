import Foundation

/// A small generator whose numbers follow from its seed alone (Steele, Lea, Flood 2014), so that a random test can be
/// run again.
public struct SplitMix: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The numbers of a seed.
    public init(seed: UInt64) {
        state = seed
    }

    /// The numbers of a random test: of a seed that is printed, or that `CAREOF_SEED` gives.
    public static func ofThisRun(_ test: String = #function) -> SplitMix {
        let given = ProcessInfo.processInfo.environment["CAREOF_SEED"].flatMap { UInt64($0) }
        let seed = given ?? UInt64.random(in: .min ... .max)
        print("\(test): CAREOF_SEED=\(seed)")
        return SplitMix(seed: seed)
    }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
