/// Octets written as hexadecimal digits; spaces and line ends do not count.
func octets(_ text: String) -> [UInt8] {
    var octets: [UInt8] = []
    var half: UInt8?
    for character in text {
        guard let digit = character.hexDigitValue.map(UInt8.init) else { continue }
        if let high = half {
            octets.append(high << 4 | digit)
            half = nil
        } else {
            half = digit
        }
    }
    return octets
}

/// Octets as hexadecimal digits, for messages of failed expectations.
func hex(_ octets: [UInt8]) -> String {
    octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
