import Grid

/// Breaks text into lines between words; words longer than a line are broken where they must be.
enum WordWrap {
    /// The lines of a text that fits into `columns`.
    static func lines(_ text: String, columns: Int) -> [String] {
        guard columns > 0 else { return [] }
        var lines: [String] = []
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            lines += wrap(paragraph, columns)
        }
        return lines
    }

    private static func wrap(_ paragraph: Substring, _ columns: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var width = 0
        for word in paragraph.split(separator: " ") {
            var word = String(word)
            var wordWidth = DisplayWidth.of(word)
            if width > 0, width + 1 + wordWidth > columns {
                lines.append(line)
                line = ""
                width = 0
            }
            while wordWidth > columns {
                let part = DisplayWidth.prefix(word, columns: columns)
                // A character wider than the line cannot be shown at all.
                guard !part.isEmpty else { break }
                lines.append(String(part))
                word = String(word.unicodeScalars.dropFirst(part.unicodeScalars.count))
                wordWidth = DisplayWidth.of(word)
            }
            if wordWidth > columns || word.isEmpty { continue }
            line += width > 0 ? " " + word : word
            width += width > 0 ? 1 + wordWidth : wordWidth
        }
        if width > 0 || lines.isEmpty { lines.append(line) }
        return lines
    }
}
