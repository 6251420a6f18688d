/// Text from outside made fit for a terminal.
///
/// A file can hold anything, and its keys and strings come back in messages: an escape sequence there would move the
/// cursor or worse, and a right-to-left mark would turn a line around.
enum Printable {
    /// The text with everything that is not seen in itself written as `\u{…}`.
    static func text(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default:
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A key or word from the text between backquotes, long ones cut.
    static func key(_ key: String) -> String { "`\(shortened(key))`" }

    /// A string from the text between quotes, long ones cut.
    static func quoted(_ string: String) -> String { "\"\(shortened(string))\"" }

    private static func shortened(_ text: String) -> String {
        let limit = 60
        let start = text.unicodeScalars.prefix(limit + 1)
        return start.count > limit ? String(String.UnicodeScalarView(start.dropLast())) + "…" : text
    }
}

extension TOMLValue {
    /// What it is, as a sentence goes on behind "is": `the string "60"`, `an array`.
    var inWords: String {
        switch content {
        case .string(let string): "the string \(Printable.quoted(string))"
        case .integer(let number): "\(number)"
        case .float(let number): "\(number)"
        case .boolean(let truth): "\(truth)"
        case .dateTime(let text): "the time \(text)"
        case .array: "an array"
        case .table: "a table"
        }
    }
}
