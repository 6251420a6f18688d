import Capture
import Testing

struct CaptureTimeTests {
    /// Ticks, `if_tsresol`, `if_tsoffset`, text.
    @Test(
        arguments: [
            (1_795_464_000_123_456, 6, 0, "1795464000.123456"),
            (1_795_464_000_000_000_007, 9, 0, "1795464000.000000007"),
            (1_795_464_000_050, 3, 0, "1795464000.050"),
            (1_795_464_000, 0, 0, "1795464000"),
            (15, 1, 0, "1.5"),
            (1_000_000_000_001, 12, 0, "1.000000000001"),
            (18_446_744_073_709_551_615, 19, 0, "1.8446744073709551615"),
            // From 10^-20 on a second has more ticks than 64 bits; text stops at 19 decimals.
            (18_446_744_073_709_551_615, 20, 0, "0.1844674407370955161"),
            (18_446_744_073_709_551_615, 38, 5, "5.0000000000000000001"),
            (18_446_744_073_709_551_615, 127, 0, "0.0000000000000000000"),
            // Powers of two.
            (3, 0x81, 0, "1.5"),
            (1025, 0x8a, 10, "11.0009765625"),
            (1, 0x80, 0, "1"),
            ((7 << 32) | 0x8000_0001, 0xa0, 0, "7.5000000002328306436"),
            (18_446_744_073_709_551_615, 0xbf, 0, "1.9999999999999999998"),
            (18_446_744_073_709_551_615, 0xc0, 0, "0.9999999999999999999"),
            (18_446_744_073_709_551_615, 0xff, 0, "0.0000000000000000001"),
            // Offsets, also to before 1970.
            (500_000, 6, 3600, "3600.500000"),
            (500_000, 6, -1, "-0.500000"),
            (250_000, 6, -2, "-1.750000"),
            (0, 6, -2, "-2.000000"),
            (18_446_744_073_709_551_615, 0, 0, "9223372036854775807"),
            (18_446_744_073_709_551_615, 6, .max, "9223372036854775807.551615"),
            (0, 0, .min, "-9223372036854775808"),
        ] as [(UInt64, UInt8, Int64, String)])
    func timesAreWrittenWithTheCapturesOwnPrecision(
        ticks: UInt64, resolution: UInt8, offset: Int64, text: String
    ) {
        let time = CaptureTime(ticks: ticks, resolution: .init(rawValue: resolution), offset: offset)
        #expect(time.description == text)
    }

    @Test(
        arguments: [
            (1_795_464_000_123_456, 6, 0, 1_795_464_000_123_456_000),
            (1_795_464_000_000_000_007, 9, 0, 1_795_464_000_000_000_007),
            (1_000_000_001_999, 12, 0, 1_000_000_001),
            (1, 0x8a, 0, 976_562),
            (250_000, 6, -2, -1_750_000_000),
            (0, 6, .max, .max),
            (0, 6, .min, .min),
        ] as [(UInt64, UInt8, Int64, Int64)])
    func nanosecondsAreCutOffAndNeverOverflow(
        ticks: UInt64, resolution: UInt8, offset: Int64, nanoseconds: Int64
    ) {
        let time = CaptureTime(ticks: ticks, resolution: .init(rawValue: resolution), offset: offset)
        #expect(time.nanoseconds == nanoseconds)
    }

    @Test func everyResolutionGivesItsDecimalsAndAFractionBelowASecond() {
        for raw in UInt8.min...UInt8.max {
            let resolution = TimestampResolution(rawValue: raw)
            for ticks in [0, 1, 999_999_999, UInt64.max / 2, UInt64.max] {
                for offset in [0, -1, Int64.min, Int64.max] {
                    let time = CaptureTime(ticks: ticks, resolution: resolution, offset: offset)
                    let text = time.description.split(separator: ".")
                    #expect((text.count > 1 ? text[1].count : 0) == resolution.decimals)
                    _ = time.nanoseconds
                }
            }
        }
    }
}
