import Grid
import StrictTOML

/// A theme and those that it inherits from, put together: the later in the chain wins, name by name.
struct ThemeAssembly {
    /// The oldest ancestor first, the theme itself last; never empty.
    private let chain: [ThemeFile]
    /// The colours by name, each with the place in `chain` of the file that has the last word.
    private var palette: [String: (entry: ThemeFile.PaletteEntry, link: Int)] = [:]
    /// The looks by name, in the same way.
    private var looks: [String: (entry: ThemeFile.RoleEntry, link: Int)] = [:]
    /// The names of `looks` in the order of the files.
    private var lookNames: [String] = []
    private var problems: [TOMLProblem] = []
    private let whole: ThemeFile

    /// Puts a chain together.
    init(_ whole: ThemeFile, ancestors: [ThemeFile]) {
        self.whole = whole
        chain = ancestors + [whole]
        for (link, file) in chain.enumerated() {
            for entry in file.palette { palette[entry.name] = (entry, link) }
            for entry in file.roles {
                if looks[entry.name] == nil { lookNames.append(entry.name) }
                looks[entry.name] = (entry, link)
            }
        }
    }

    /// The theme.
    ///
    /// - Throws: colours that nothing is known of.
    mutating func theme() throws(TOMLProblems) -> Theme {
        problems = []
        let styles = Role.names.map { style(of: nearestLook(to: $0)) }
        refuseUnusedColours()
        if let problems = TOMLProblems(problems) { throw problems }
        return Theme(name: whole.name, variant: whole.variant, styles: styles)
    }

    /// What can be painted and yet would be hard to see.
    mutating func contrastProblems() -> [TOMLProblem] {
        problems = []
        var found: [TOMLProblem] = []
        for name in lookNames {
            let style = style(of: name)
            guard let (what, accepted) = trouble(style) else { continue }
            let (file, position) = culprit(of: name)
            found.append(
                TOMLProblem(file: file, position: position, what: "`\(name)` is " + what, accepted: accepted))
        }
        if let (what, accepted) = variantTrouble(style(of: "text")) {
            let (file, position) = culprit(of: "text")
            found.append(TOMLProblem(file: file, position: position, what: what, accepted: accepted))
        }
        return found
    }

    /// The longest name with a look that is the role's or its first parts; `text` last.
    private func nearestLook(to role: String) -> String {
        var name = role[...]
        while looks[String(name)] == nil {
            guard let dot = name.lastIndex(of: ".") else { return "text" }
            name = name[..<dot]
        }
        return String(name)
    }

    private mutating func style(of name: String) -> Style {
        guard let entry = looks[name]?.entry else { return Style() }
        return Style(
            foreground: colour(\.foreground, of: name), background: colour(\.background, of: name),
            attributes: entry.attributes, mono: entry.mono)
    }

    private typealias Part = KeyPath<ThemeFile.RoleEntry, ThemeFile.ColourReference?>

    private mutating func colour(_ part: Part, of name: String) -> Colour {
        guard let (reference, link) = reference(part, of: name) else { return .standard }
        return resolve(reference, in: chain[link].file)
    }

    /// The colour that a look, or the nearest shorter name that has one, refers to, and the link of the chain it is in.
    private func reference(_ part: Part, of name: String) -> (ThemeFile.ColourReference, link: Int)? {
        var name = name
        while true {
            if let (entry, link) = looks[name], let reference = entry[keyPath: part] {
                return (reference, link)
            }
            if name == "text" { return nil }
            name = name.lastIndex(of: ".").map { nearestLook(to: String(name[..<$0])) } ?? "text"
        }
    }

    private mutating func resolve(_ reference: ThemeFile.ColourReference, in file: String) -> Colour {
        if let colour = palette[reference.text]?.entry.colour ?? ColourWords.colour(reference.text) {
            return colour
        }
        let names = chain.flatMap(\.palette).map(\.name).deduplicated()
        let meant = Spelling.nearest(to: reference.text, among: names + ColourWords.terminal)
        let question = meant.map { ", did you mean \"\($0)\"?" } ?? ""
        let problem = TOMLProblem(
            file: file, position: reference.position, what: "unknown colour \"\(reference.text)\"" + question,
            accepted: "a name of the palette (\(names.joined(separator: ", "))), \(ColourWords.accepted)")
        problems.append(problem)
        return .standard
    }

    /// A colour that a theme names and nothing uses is mostly one that was misspelt.
    private mutating func refuseUnusedColours() {
        let used = chain.flatMap(\.roles).flatMap { [$0.foreground?.text, $0.background?.text] }
            .compactMap { $0 }
        let inherited = chain.dropLast().flatMap(\.palette).map(\.name)
        for entry in whole.palette where !used.contains(entry.name) && !inherited.contains(entry.name) {
            let others = (used.filter { palette[$0] != nil } + inherited).deduplicated()
            let meant =
                Spelling.nearest(to: entry.name, among: others).map { ", did you mean `\($0)`?" } ?? ""
            problems.append(
                TOMLProblem(
                    file: whole.file, position: entry.position,
                    what: "no role uses the colour `\(entry.name)`" + meant,
                    accepted: others.isEmpty
                        ? "colours that roles use" : others.map { "`\($0)`" }.joined(separator: ", ")))
        }
    }

    /// What is wrong with two colours that stand on each other.
    private func trouble(_ style: Style) -> (what: String, accepted: String)? {
        let foreground = ColourWords.text(style.foreground)
        let background = ColourWords.text(style.background)
        if let ratio = Contrast.ratio(style.foreground, style.background) {
            guard ratio < Contrast.least else { return nil }
            // Rounded down: 4.49 must not be shown as the 4.5 that would do.
            let tenths = Int(ratio * 10)
            return (
                "\(foreground) on \(background), a contrast of \(tenths / 10).\(tenths % 10):1",
                "4.5:1 or more"
            )
        }
        if style.foreground == style.background, style.foreground != .standard {
            return ("\(foreground) on \(background)", "two different colours")
        }
        guard style.foreground.isOfTerminal != style.background.isOfTerminal else { return nil }
        return (
            "\(foreground) on \(background), and one of them is the terminal's: nobody knows their contrast",
            "two colours of the terminal, or two of the form #rrggbb"
        )
    }

    /// Whether the ground is what the variant says.
    private func variantTrouble(_ text: Style) -> (what: String, accepted: String)? {
        let accepted: String
        switch (whole.variant, Contrast.isLighter(text.foreground, than: text.background)) {
        case (.dark, true), (.light, false), (.terminal, nil): return nil
        case (.dark, _): accepted = "text that is lighter than its ground, or another variant"
        case (.light, _): accepted = "text that is darker than its ground, or another variant"
        case (.terminal, _): accepted = "colours of the terminal for `text`, or another variant"
        }
        let foreground = ColourWords.text(text.foreground)
        let background = ColourWords.text(text.background)
        return (
            "variant \"\(whole.variant.rawValue)\" with `text` as \(foreground) on \(background)", accepted
        )
    }

    /// Where the look of a role was decided: in the theme itself if it had a say, by a look or by a colour.
    private func culprit(of name: String) -> (file: String, position: TOMLPosition) {
        let last = chain.count - 1
        guard let (entry, link) = looks[name] else { return (whole.file, .start) }
        if link == last { return (whole.file, entry.position) }
        for part: Part in [\.foreground, \.background] {
            guard let (reference, link) = reference(part, of: name) else { continue }
            if link == last { return (whole.file, reference.position) }
            if let (colour, link) = palette[reference.text], link == last {
                return (whole.file, colour.position)
            }
        }
        return (chain[link].file, entry.position)
    }
}

extension Colour {
    /// Whether the terminal decides how it looks.
    fileprivate var isOfTerminal: Bool {
        if case .rgb = self { false } else { true }
    }
}

extension [String] {
    /// Each word once, where it came first.
    fileprivate func deduplicated() -> [String] {
        var seen = Set<String>()
        return filter { seen.insert($0).inserted }
    }
}
