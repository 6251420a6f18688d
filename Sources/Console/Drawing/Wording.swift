import Nodes

/// Numbers as people read them. One place, so that every pane says them alike.
enum Wording {
    /// `12.400`: seconds with milliseconds, since the run began.
    static func time(_ passed: Interval) -> String { thousandths(passed.nanoseconds) }

    /// The same in so many columns: with fewer digits behind the point where it is long, and in days where there is no
    /// room for its seconds. A number is never cut: it would be another one.
    static func time(_ passed: Interval, columns: Int) -> String {
        let whole = time(passed)
        let point = whole.utf8.count - 4
        if whole.utf8.count <= columns { return whole }
        if point + 1 < columns { return String(whole.prefix(columns)) }
        return point <= columns ? String(whole.prefix(point)) : days(passed)
    }

    /// `19676 d`, the days that are over.
    private static func days(_ passed: Interval) -> String { "\(passed.nanoseconds / 86_400_000_000_000) d" }

    /// `12.4 s`.
    static func clock(_ passed: Interval) -> String { tenths(passed.nanoseconds) + " s" }

    /// `+0.031`, `-0.100` for what is earlier, in so many columns.
    static func difference(_ interval: Interval, columns: Int) -> String {
        (interval < .zero ? "" : "+") + time(interval, columns: interval < .zero ? columns : columns - 1)
    }

    /// What is left of something: `52 s`, `0.8 s` below 3 s, `3 min`, `2 h`. Rounded up, so that 0 says that it is over.
    static func left(_ interval: Interval) -> String {
        let tenth = interval.nanoseconds.dividedUp(by: 100_000_000)
        if tenth <= 0 { return "0 s" }
        if tenth < 30 { return "\(tenth / 10).\(tenth % 10) s" }
        let seconds = interval.nanoseconds.dividedUp(by: 1_000_000_000)
        if seconds < 1000 { return "\(seconds) s" }
        if seconds < 100 * 60 { return "\(seconds / 60) min" }
        if seconds < 100 * 3600 { return "\(seconds / 3600) h" }
        return "\(seconds / 86400) d"
    }

    /// How long something has been: `0.8 s` below a minute, then `3 min`, `2 h`.
    static func passed(_ interval: Interval) -> String {
        if interval < .seconds(60) { return tenths(interval.nanoseconds) + " s" }
        let seconds = interval.wholeSeconds
        return seconds < 6000 ? "\(seconds / 60) min" : "\(seconds / 3600) h"
    }

    /// A round trip: `0.8 ms`, `12 ms`, `1.2 s`.
    static func roundTrip(_ interval: Interval) -> String {
        let tenths = interval.nanoseconds / 100_000
        if tenths < 100 { return "\(tenths / 10).\(tenths % 10) ms" }
        if tenths < 10_000 { return "\(tenths / 10) ms" }
        return "\(tenths / 10_000).\(tenths / 1_000 % 10) s"
    }

    /// `950`, `12k`, `3.4M`: octets.
    static func octets(_ count: UInt64) -> String {
        switch count {
        case ..<1000: "\(count)"
        case ..<10_000: "\(count / 1000).\(count % 1000 / 100)k"
        case ..<1_000_000: "\(count / 1000)k"
        case ..<10_000_000: "\(count / 1_000_000).\(count % 1_000_000 / 100_000)M"
        case ..<1_000_000_000: "\(count / 1_000_000)M"
        default: "\(count / 1_000_000_000)G"
        }
    }

    /// `×2.0`, in ASCII `x2.0`.
    static func speed(_ speed: Double, ascii: Bool) -> String {
        let sign = ascii ? "x" : "×"
        guard speed.isFinite, speed >= 0, speed < 1_000_000 else { return sign + "max" }
        let hundredths = Int((speed * 100).rounded())
        if hundredths % 10 == 0 { return "\(sign)\(hundredths / 100).\(hundredths / 10 % 10)" }
        let rest = hundredths % 100
        return "\(sign)\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// `1, 2 and 3`.
    static func list(_ words: [String], _ last: String = "and") -> String {
        guard words.count > 1, let end = words.last else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " \(last) " + end
    }

    private static func tenths(_ nanoseconds: Int64) -> String {
        let sign = nanoseconds < 0 ? "-" : ""
        let tenths = nanoseconds.magnitude / 100_000_000
        return "\(sign)\(tenths / 10).\(tenths % 10)"
    }

    private static func thousandths(_ nanoseconds: Int64) -> String {
        let sign = nanoseconds < 0 ? "-" : ""
        let thousandths = nanoseconds.magnitude / 1_000_000
        let digits = String(1000 + thousandths % 1000).dropFirst()
        return "\(sign)\(thousandths / 1000).\(digits)"
    }
}

extension Int64 {
    /// The quotient, rounded up; `divisor` is positive.
    func dividedUp(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder > 0 ? quotient + 1 : quotient
    }
}
