import Capture

/// Writes times of the day in UTC, each with the precision of its capture. Packets come many to a second, so the text of
/// the last second is kept.
struct TimeOfDay {
    private var second: Int64 = .min
    /// `12:34:56`, the first character in the lowest octet.
    private var text: UInt64 = 0
    /// The day of the last time, counted from 1970-01-01; nil: there was none.
    private var day: Int64?

    /// The day of a time, where it is not that of the time before.
    @inline(__always)
    mutating func anotherDay(_ time: CaptureTime) -> Int64? {
        time.seconds == second ? nil : change(to: time)
    }

    private mutating func change(to time: CaptureTime) -> Int64? {
        let former = day
        day = time.day
        return former == nil || former == day ? nil : day
    }

    /// Adds `12:34:56.000123`.
    @inline(__always)
    mutating func append(_ time: CaptureTime, to out: inout OutputBuffer) {
        if time.seconds != second {
            second = time.seconds
            text = TimeOfDay.text(of: time.seconds)
        }
        out.append(word: text)
        let decimals = time.resolution.decimals
        guard decimals > 0 else { return }
        out.append(octet: UInt8(ascii: "."))
        out.append(decimal: time.fraction, digits: decimals)
    }

    private static func text(of second: Int64) -> UInt64 {
        // The remainder of a time before 1970 counts from the midnight before it.
        let day = UInt64((second % 86_400 + 86_400) % 86_400)
        var text: UInt64 = 0
        for (place, number) in [(0, day / 3600), (3, day / 60 % 60), (6, day % 60)] {
            text |= (0x30 + number / 10) << UInt64(8 * place) | (0x30 + number % 10) << UInt64(8 * place + 8)
        }
        return text | 0x3a << 16 | 0x3a << 40
    }
}
