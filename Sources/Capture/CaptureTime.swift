/// When a packet was captured, exactly as its capture says it.
///
/// Nothing is rounded: whole seconds, and ticks in the capture's own unit.
public struct CaptureTime: Hashable, Sendable {
    /// Whole seconds since 1970-01-01 00:00 UTC, rounded towards the past.
    public let seconds: Int64
    /// What goes beyond ``seconds``, in units of ``resolution``; always less than a second.
    public let ticks: UInt64
    /// The unit of ``ticks``.
    public let resolution: TimestampResolution

    /// A 64-bit timestamp of pcapng: ticks since 1970, moved by whole seconds (`if_tsoffset`).
    ///
    /// Seconds beyond 64 bits stay at the nearest value there is.
    @inline(__always)
    public init(ticks count: UInt64, resolution: TimestampResolution, offset: Int64) {
        // The two common units by name: dividing by a constant is several times faster.
        let (whole, rest): (UInt64, UInt64) =
            switch resolution {
            case .microseconds: count.quotientAndRemainder(dividingBy: 1_000_000)
            case .nanoseconds: count.quotientAndRemainder(dividingBy: 1_000_000_000)
            default:
                resolution.ticksPerSecond.map { count.quotientAndRemainder(dividingBy: $0) } ?? (0, count)
            }
        let (sum, overflow) = Int64(clamping: whole).addingReportingOverflow(offset)
        seconds = overflow ? (offset < 0 ? .min : .max) : sum
        ticks = rest
        self.resolution = resolution
    }

    /// A timestamp of pcap: seconds, and microseconds or nanoseconds.
    ///
    /// A fraction of a second or more, which broken writers leave, is carried into the seconds.
    @inline(__always)
    init(seconds: UInt32, fraction: UInt32, resolution: TimestampResolution) {
        let unit: UInt32 = resolution == .nanoseconds ? 1_000_000_000 : 1_000_000
        self.seconds = Int64(seconds) + (fraction < unit ? 0 : Int64(fraction / unit))
        self.ticks = UInt64(fraction < unit ? fraction : fraction % unit)
        self.resolution = resolution
    }

    /// The day, counted from 1970-01-01, rounded towards the past.
    public var day: Int64 { seconds / 86_400 - (seconds % 86_400 < 0 ? 1 : 0) }

    /// What goes beyond ``seconds``, as a whole number of units of 10⁻ᵈ, d being the resolution's `decimals`.
    ///
    /// To be written with that many digits, zeros in front. Exact up to 10⁻¹⁹ and 2⁻¹⁹, cut off behind.
    public var fraction: UInt64 {
        let exponent = resolution.exponent
        if resolution.isPowerOfTwo {
            let scaled = UInt128(ticks) * UInt128(powersOfTen[resolution.decimals])
            return UInt64(truncatingIfNeeded: scaled >> UInt128(exponent))
        }
        guard exponent > resolution.decimals else { return ticks }
        let excess = exponent - resolution.decimals
        return excess < powersOfTen.count ? ticks / powersOfTen[excess] : 0
    }

    /// Nanoseconds since 1970, finer units cut off; the nearest value there is where 64 bits do not hold it.
    public var nanoseconds: Int64 {
        let decimals = resolution.decimals
        let part = decimals <= 9 ? fraction * powersOfTen[9 - decimals] : fraction / powersOfTen[decimals - 9]
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, overflowOfSum) = whole.addingReportingOverflow(Int64(clamping: part))
        return overflow || overflowOfSum ? (seconds < 0 ? .min : .max) : sum
    }
}

extension CaptureTime: CustomStringConvertible {
    /// Seconds since 1970 as a decimal number with the capture's own precision, such as `1795464000.000123`.
    public var description: String {
        let decimals = resolution.decimals
        // Before 1970 the whole seconds count backwards and the fraction forwards; a decimal number wants one sign.
        let isMirrored = seconds < 0 && fraction > 0
        let whole = isMirrored ? (seconds + 1).magnitude : seconds.magnitude
        let sign = seconds < 0 ? "-" : ""
        guard decimals > 0 else { return "\(sign)\(whole)" }
        let digits = String(isMirrored ? powersOfTen[decimals] - fraction : fraction)
        return "\(sign)\(whole)." + String(repeating: "0", count: max(0, decimals - digits.count)) + digits
    }
}
