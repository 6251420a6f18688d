import Capture

// Times as text.

extension OutputBuffer {
    /// Adds seconds since 1970 as a decimal number with the capture's own precision.
    public mutating func append(_ time: CaptureTime) {
        let decimals = time.resolution.decimals
        guard time.seconds >= 0 else {
            // Whole seconds count backwards there and the fraction forwards: not worth a fast path.
            append(text: time.description)
            return
        }
        append(decimal: UInt64(time.seconds))
        guard decimals > 0 else { return }
        append(octet: UInt8(ascii: "."))
        append(decimal: time.fraction, digits: decimals)
    }

    /// Adds the date of a day counted from 1970-01-01: `2026-11-23`.
    mutating func append(day: Int64) {
        let date = CivilDate(days: day)
        append(decimal: Int(date.year))
        append("-")
        append(decimal: UInt64(date.month), digits: 2)
        append("-")
        append(decimal: UInt64(date.day), digits: 2)
    }

    /// Adds date and time of the day: `2026-11-23 12:34:56.000123 UTC`.
    public mutating func append(date time: CaptureTime) {
        let second = (time.seconds % 86_400 + 86_400) % 86_400
        append(day: time.day)
        append(" ")
        append(decimal: UInt64(second / 3600), digits: 2)
        append(":")
        append(decimal: UInt64(second / 60 % 60), digits: 2)
        append(":")
        append(decimal: UInt64(second % 60), digits: 2)
        if time.resolution.decimals > 0 {
            append(".")
            append(decimal: time.fraction, digits: time.resolution.decimals)
        }
        append(" UTC")
    }
}

/// A date of the Gregorian calendar.
struct CivilDate: Hashable, Sendable {
    var year: Int64
    /// 1…12.
    var month: Int64
    /// 1…31.
    var day: Int64

    /// The date that many days after 1970-01-01.
    ///
    /// Years are counted from 1 March, so that the leap day is the last; 400 of them have 146,097 days.
    init(days: Int64) {
        let shifted = days + 719_468  // days since 0000-03-01
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }
}
