/// The unit of a timestamp, in the coding of pcapng's `if_tsresol` (draft-ietf-opsawg-pcapng §4.2).
///
/// The most significant bit clear: a negative power of ten; set: of two. The other seven bits are the exponent.
public struct TimestampResolution: RawRepresentable, Hashable, Sendable {
    /// The octet as it stands in `if_tsresol`.
    public let rawValue: UInt8

    /// The resolution an `if_tsresol` octet stands for; every octet stands for one.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// 10⁻⁶ s.
    public static let microseconds = TimestampResolution(rawValue: 6)
    /// 10⁻⁹ s.
    public static let nanoseconds = TimestampResolution(rawValue: 9)

    /// Whether the unit is a power of two rather than of ten.
    public var isPowerOfTwo: Bool { rawValue & 0x80 != 0 }

    /// How often a second is divided by ten or by two: 0…127.
    public var exponent: Int { Int(rawValue & 0x7f) }

    /// How many decimals a time of this resolution is written with: the exponent, at most 19.
    ///
    /// A power of ten needs as many decimals as its exponent; so does a power of two, whose k-th negative power has k
    /// decimals. Nineteen are what 64 bits hold; they still tell apart any two ticks of 2⁻⁶³ s.
    public var decimals: Int { min(exponent, 19) }

    /// How many ticks make a second; nil where they are more than 64 bits count, so that no timestamp reaches one.
    public var ticksPerSecond: UInt64? {
        if isPowerOfTwo { return exponent < 64 ? 1 << UInt64(exponent) : nil }
        return exponent < powersOfTen.count ? powersOfTen[exponent] : nil
    }
}

/// 10⁰ … 10¹⁹, all that 64 bits hold.
let powersOfTen: [UInt64] = {
    var powers: [UInt64] = [1]
    while powers.count < 20 { powers.append(powers[powers.count - 1] * 10) }
    return powers
}()
