import Grid

/// How themes write colours: `#rrggbb`, or one of the terminal's own by its word.
enum ColourWords {
    /// The terminal's own colours, whatever the user made of them, in the order of their numbers from 0.
    static let terminal = [
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "bright-black", "bright-red",
        "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan", "bright-white",
    ]

    /// What a problem says would be accepted.
    static let accepted = "#rrggbb, default, \(terminal.joined(separator: ", "))"

    /// Whether a word is a colour's, and so no name for a palette to give.
    static func contains(_ word: String) -> Bool { word == "default" || terminal.contains(word) }

    /// The colour that a text writes; nil where it writes none.
    static func colour(_ text: String) -> Colour? {
        if text == "default" { return .standard }
        if let index = terminal.firstIndex(of: text) { return .terminal(UInt8(index)) }
        let digits = text.utf8.dropFirst()
        // `UInt32(_:radix:)` takes a sign as well; six digits leave no room for one that is wrong.
        guard text.utf8.first == UInt8(ascii: "#"), digits.count == 6, digits.allSatisfy(isHexadecimal)
        else { return nil }
        return UInt32(text.dropFirst(), radix: 16).map { .rgb($0) }
    }

    /// A colour as a theme would write it.
    static func text(_ colour: Colour) -> String {
        switch colour {
        case .standard: return "default"
        case .terminal(let index): return terminal[Int(index & 15)]
        case .rgb(let value):
            let digits = String(value & 0xff_ffff, radix: 16)
            return "#" + String(repeating: "0", count: 6 - digits.count) + digits
        }
    }

    private static func isHexadecimal(_ octet: UInt8) -> Bool {
        switch octet {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}

/// How themes write attributes: words with blanks between, or `normal` for none.
enum AttributeWords {
    private static let words: KeyValuePairs<String, TextAttributes> = [
        "bold": .bold, "dim": .dim, "underline": .underline, "reverse": .reverse, "italic": .italic,
    ]

    /// What a problem says would be accepted.
    static let accepted =
        "\"normal\", or of bold, dim, underline, reverse, italic one or several: \"bold underline\""

    /// The attributes that a text writes; nil where it has another word, or one twice.
    static func attributes(_ text: String) -> TextAttributes? {
        if text == "normal" { return [] }
        var attributes: TextAttributes = []
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        for part in parts {
            guard let word = words.first(where: { $0.key == part }), attributes.insert(word.value).inserted
            else { return nil }
        }
        return attributes
    }
}
