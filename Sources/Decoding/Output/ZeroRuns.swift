import MobilityWire

/// Where `::` goes in an address (RFC 5952 §4.2.3): the first of the longest runs of zero groups, looked up by which
/// groups are zero.
struct ZeroRuns {
    /// For each of the 256 patterns: start in the lower four bits, end in the upper.
    private let runs: [UInt8] = (0..<256).map { pattern in
        var best = (start: 15, length: 1)
        var current = 0
        for index in 0..<8 {
            current = pattern >> (7 - index) & 1 == 1 ? current + 1 : 0
            if current > best.length { best = (index - current + 1, current) }
        }
        return best.length < 2 ? 0x0f : UInt8((best.start + best.length) << 4 | best.start)
    }

    /// The run of an address; where there is none of two groups or more, one that no group is in.
    @inline(__always)
    subscript(address: IPv6Address) -> (start: Int, end: Int) {
        let pattern = ZeroRuns.pattern(of: address.high) << 4 | ZeroRuns.pattern(of: address.low)
        let run = runs[Int(truncatingIfNeeded: pattern & 0xff)]
        return (Int(run & 0xf), Int(run >> 4))
    }

    /// Bit 3 for the first group … bit 0 for the last, set where the group is zero.
    @inline(__always)
    private static func pattern(of half: UInt64) -> UInt64 {
        // The top bit of each group is set where the group is not zero (no carry leaves its group).
        let low: UInt64 = 0x7fff_7fff_7fff_7fff
        let zero = ~(((half & low) &+ low) | half) & ~low
        return (zero >> 60 & 8) | (zero >> 45 & 4) | (zero >> 30 & 2) | (zero >> 15 & 1)
    }
}
