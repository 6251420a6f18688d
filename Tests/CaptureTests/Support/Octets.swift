/// Octets from hexadecimal digits; blanks and line ends are passed over, and what stands behind `//` in a line.
func octets(_ text: String) -> [UInt8] {
    var octets: [UInt8] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
        let digits = line.prefix { $0 != "/" }.compactMap(\.hexDigitValue)
        precondition(digits.count % 2 == 0, "odd number of digits in \(line)")
        for index in stride(from: 0, to: digits.count, by: 2) {
            octets.append(UInt8(digits[index] << 4 | digits[index + 1]))
        }
    }
    return octets
}

/// Numbers as a capture of either byte order holds them.
struct Numbers {
    let isBigEndian: Bool

    func callAsFunction<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        withUnsafeBytes(of: isBigEndian ? number.bigEndian : number.littleEndian) { Array($0) }
    }
}
