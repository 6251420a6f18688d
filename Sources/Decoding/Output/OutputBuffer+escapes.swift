// Text that came from outside. It may be anything: a control sequence for the terminal, half a character, a quote.

extension OutputBuffer {
    /// Adds octets as the inside of a JSON string (RFC 8259 §7): always valid UTF-8, whatever came in.
    public mutating func append(json octets: RawSpan) {
        for scalar in OutputBuffer.text(octets).unicodeScalars {
            switch scalar {
            case "\"": append("\\\"")
            case "\\": append("\\\\")
            case _ where OutputBuffer.isTreacherous(scalar): append(escaped: scalar)
            default: append(text: String(scalar))
            }
        }
    }

    /// Adds octets for a person's eyes: what would steer a terminal or turn the text around is shown as `\u001b`.
    public mutating func append(visible octets: RawSpan) {
        append(visibleText: OutputBuffer.text(octets))
    }

    /// Adds a text that may have come from outside for a person's eyes.
    public mutating func append(visibleText text: String) {
        for scalar in text.unicodeScalars {
            if scalar == "\\" {
                append("\\\\")
            } else if OutputBuffer.isTreacherous(scalar) {
                append(escaped: scalar)
            } else {
                append(text: String(scalar))
            }
        }
    }

    /// The octets as text, broken UTF-8 replaced by U+FFFD.
    private static func text(_ octets: RawSpan) -> String {
        octets.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// Controls, format characters (they turn text around), separators of lines, and what is not assigned.
    private static func isTreacherous(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
            true
        default: false
        }
    }

    /// Adds `\u` and four digits, beyond 16 bits as a surrogate pair, which is JSON's way too.
    private mutating func append(escaped scalar: Unicode.Scalar) {
        for unit in String(scalar).utf16 {
            append("\\u")
            append(hexadecimal: UInt64(unit), digits: 4)
        }
    }
}
