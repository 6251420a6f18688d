import Foundation

/// The seed of a random test: that of the environment's CAREOF_SEED, else a new one. A failing expectation names it.
func randomSeed() -> UInt64 {
    ProcessInfo.processInfo.environment["CAREOF_SEED"].flatMap(UInt64.init)
        ?? UInt64.random(in: 0...9_999_999)
}
