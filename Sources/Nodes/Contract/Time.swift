/// A moment, in nanoseconds since the run began (in the lab) or since boot, sleep included (on a machine).
public struct Instant: Hashable, Comparable, Sendable, Codable {
    /// Nanoseconds since the origin.
    public var nanoseconds: Int64

    /// A moment by its nanoseconds.
    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// The origin.
    public static let zero = Instant(nanoseconds: 0)
    /// Later than anything that happens.
    public static let distantFuture = Instant(nanoseconds: .max)

    /// Earlier is less.
    public static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }
    /// Saturates at the ends.
    public static func + (left: Instant, right: Interval) -> Instant {
        Instant(
            nanoseconds: saturated(
                left.nanoseconds.addingReportingOverflow(right.nanoseconds), right.nanoseconds))
    }
    /// Saturates at the ends.
    public static func - (left: Instant, right: Interval) -> Instant {
        left + Interval(nanoseconds: 0 &- right.nanoseconds)
    }
    /// How long after `right`; saturates at the ends.
    public static func - (left: Instant, right: Instant) -> Interval {
        let result = left.nanoseconds.subtractingReportingOverflow(right.nanoseconds)
        return Interval(nanoseconds: saturated(result, left.nanoseconds))
    }

    private static func saturated(_ sum: (partialValue: Int64, overflow: Bool), _ sign: Int64) -> Int64 {
        sum.overflow ? (sign < 0 ? .min : .max) : sum.partialValue
    }
}

/// A length of time in nanoseconds.
public struct Interval: Hashable, Comparable, Sendable, Codable {
    /// Nanoseconds; negative backwards.
    public var nanoseconds: Int64

    /// A length of time by its nanoseconds.
    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// Nothing.
    public static let zero = Interval(nanoseconds: 0)
    /// Whole seconds; saturates.
    public static func seconds(_ count: Int64) -> Interval { Interval(nanoseconds: 1_000_000_000) * count }
    /// Whole milliseconds; saturates.
    public static func milliseconds(_ count: Int64) -> Interval { Interval(nanoseconds: 1_000_000) * count }
    /// The lifetime unit of RFC 6275 §6.1.7: 4 seconds.
    public static func lifetimeUnits(_ count: UInt16) -> Interval { .seconds(4 * Int64(count)) }

    /// Shorter is less.
    public static func < (left: Interval, right: Interval) -> Bool { left.nanoseconds < right.nanoseconds }
    /// Saturates at the ends.
    public static func + (left: Interval, right: Interval) -> Interval {
        let (sum, overflow) = left.nanoseconds.addingReportingOverflow(right.nanoseconds)
        return Interval(nanoseconds: overflow ? (right.nanoseconds < 0 ? .min : .max) : sum)
    }
    /// Saturates at the ends.
    public static func - (left: Interval, right: Interval) -> Interval {
        let (difference, overflow) = left.nanoseconds.subtractingReportingOverflow(right.nanoseconds)
        return Interval(nanoseconds: overflow ? (right.nanoseconds < 0 ? .max : .min) : difference)
    }
    /// Saturates at the ends.
    public static func * (left: Interval, right: Int64) -> Interval {
        let (product, overflow) = left.nanoseconds.multipliedReportingOverflow(by: right)
        return Interval(
            nanoseconds: overflow ? ((left.nanoseconds < 0) == (right < 0) ? .max : .min) : product)
    }

    /// Whole seconds, rounded towards zero.
    public var wholeSeconds: Int64 { nanoseconds / 1_000_000_000 }
    /// Whole lifetime units of 4 seconds, rounded down and kept within 0…65535.
    public var wholeLifetimeUnits: UInt16 { UInt16(clamping: wholeSeconds / 4) }
}
