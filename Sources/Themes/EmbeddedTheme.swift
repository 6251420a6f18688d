internal import CEmbedded

/// A theme that stands in the program itself, so that there always is one.
struct EmbeddedTheme: Sendable {
    var name: String
    var octets: [UInt8]

    /// All of them, the default first.
    static let all: [EmbeddedTheme] = (0..<cembedded_theme_count()).map { index in
        let file = cembedded_theme(index)
        let octets = UnsafeBufferPointer(start: file.octets, count: file.size)
        return EmbeddedTheme(name: String(cString: file.name), octets: Array(octets))
    }
}
