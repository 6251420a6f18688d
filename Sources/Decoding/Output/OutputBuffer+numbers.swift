// Numbers as text.

extension OutputBuffer {
    /// Adds a number in decimal.
    @inline(__always)
    public mutating func append(decimal number: some FixedWidthInteger & UnsignedInteger) {
        append(decimal64: UInt64(truncatingIfNeeded: number))
    }

    /// Adds a number that is not negative in decimal; a negative one with its sign.
    public mutating func append(decimal number: Int) {
        if number < 0 { append(octet: UInt8(ascii: "-")) }
        append(decimal64: UInt64(number.magnitude))
    }

    private mutating func append(decimal64 number: UInt64) {
        // 64 bits have at most 20 digits. They are made from the last to the first, two at a time.
        let target = room(for: 20)
        if number < 10 {
            target.storeBytes(of: UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number), as: UInt8.self)
            advance(by: 1)
            return
        }
        let length = OutputBuffer.digits(of: number)
        var rest = number
        var place = length
        while place >= 2 {
            place &-= 2
            let (quotient, pair) = rest.quotientAndRemainder(dividingBy: 100)
            target.storeBytes(of: OutputBuffer.twoDigits(pair), toByteOffset: place, as: UInt16.self)
            rest = quotient
        }
        if place == 1 {
            target.storeBytes(of: UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest), as: UInt8.self)
        }
        advance(by: length)
    }

    /// Adds the last `digits` decimal digits of a number, zeros in front where it has fewer; `digits` at most 20.
    public mutating func append(decimal number: UInt64, digits: Int) {
        let digits = max(0, min(20, digits))
        let target = room(for: 20)
        var rest = number
        var place = digits
        while place >= 2 {
            place &-= 2
            let (quotient, pair) = rest.quotientAndRemainder(dividingBy: 100)
            target.storeBytes(of: OutputBuffer.twoDigits(pair), toByteOffset: place, as: UInt16.self)
            rest = quotient
        }
        if place == 1 {
            target.storeBytes(of: UInt8(ascii: "0") &+ UInt8(rest % 10), as: UInt8.self)
        }
        advance(by: digits)
    }

    /// Adds the lowest `digits` hexadecimal digits of a number, in lower case; `digits` at most 16.
    public mutating func append(hexadecimal number: UInt64, digits: Int) {
        let digits = max(0, min(16, digits))
        let target = room(for: 16)
        var rest = number
        var place = digits
        while place > 0 {
            place &-= 1
            let nibble = UInt8(truncatingIfNeeded: rest & 0xf)
            target.storeBytes(of: OutputBuffer.digit(nibble), toByteOffset: place, as: UInt8.self)
            rest >>= 4
        }
        advance(by: digits)
    }

    /// Adds octets in hexadecimal, two lower-case digits each.
    public mutating func append(hexadecimal octets: RawSpan) {
        let length = octets.byteCount
        let target = room(for: 2 * length)
        octets.withUnsafeBytes { source in
            for (index, octet) in source.enumerated() {
                target.storeBytes(of: OutputBuffer.digit(octet >> 4), toByteOffset: 2 * index, as: UInt8.self)
                target.storeBytes(
                    of: OutputBuffer.digit(octet & 0xf), toByteOffset: 2 * index + 1, as: UInt8.self)
            }
        }
        advance(by: 2 * length)
    }

    /// How many decimal digits a number has.
    @inline(__always)
    private static func digits(of number: UInt64) -> Int {
        var digits = 1
        var rest = number
        while rest >= 10_000 {
            digits &+= 4
            rest /= 10_000
        }
        return digits &+ (rest >= 1000 ? 3 : rest >= 100 ? 2 : rest >= 10 ? 1 : 0)
    }

    /// Two decimal digits in the order in which they are stored: the tens in the lower octet.
    @inline(__always)
    private static func twoDigits(_ number: UInt64) -> UInt16 {
        // number / 10 for numbers below 100, without a division.
        let value = UInt16(truncatingIfNeeded: number)
        let tens = (value &* 103) >> 10
        return (0x3030 &+ tens &+ ((value &- tens &* 10) << 8)).littleEndian
    }

    /// The lower-case hexadecimal digit of 0…15.
    @inline(__always)
    static func digit(_ nibble: UInt8) -> UInt8 {
        nibble &+ (nibble < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") &- 10)
    }
}
