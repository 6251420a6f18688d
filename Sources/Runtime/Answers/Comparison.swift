/// Two runs of one beginning beside each other, with what differs.
public struct Comparison: Hashable, Sendable, Codable {
    /// Why they cannot be compared; nil: they can.
    public var refusal: String?
    /// What the left column is: `branch 2`, `as it is`.
    public var left: String
    /// What the right column is: `the run`, `profile draft-06`.
    public var right: String
    /// Bindings, caches, exchange.
    public var parts: [Part]

    /// A part of it.
    public struct Part: Hashable, Sendable, Codable {
        /// What stands above it: `Binding cache of ha1`.
        public var title: String
        /// Its rows, those that are alike among them.
        public var rows: [Row]

        /// A part of these rows.
        public init(_ title: String, rows: [Row]) {
            self.title = title
            self.rows = rows
        }
    }

    /// Two things beside each other.
    public struct Row: Hashable, Sendable, Codable {
        /// That of the left in words; empty: there is none.
        public var left: String
        /// That of the right in words; empty: there is none.
        public var right: String
        /// Whether one differs from the other.
        public var differs: Bool

        /// Two things beside each other.
        public init(left: String, right: String, differs: Bool) {
            self.left = left
            self.right = right
            self.differs = differs
        }
    }

    /// Another run to compare with.
    public enum Other: Hashable, Sendable, Codable {
        /// A branch by its number; nil: the one that was left, or the one that left last.
        case branch(String?)
        /// What would be if a setting had had another value from the beginning.
        case setting(String, String)
        /// What would have become of a subject under the other profile, under each other policy, and with another
        /// agent: those that make a difference.
        case choices(Subject)
    }

    /// A comparison that is not possible.
    public init(refusal: String) {
        self.refusal = refusal
        left = ""
        right = ""
        parts = []
    }

    /// A comparison of these parts.
    public init(left: String, right: String, parts: [Part]) {
        self.left = left
        self.right = right
        self.parts = parts
    }

    /// How many rows differ.
    public var differences: Int { parts.reduce(0) { $0 + $1.rows.filter(\.differs).count } }
}

extension Comparison.Part {
    /// Things with names, beside each other by name: those of the left first, then what only the right has.
    public init(
        _ title: String, named left: [(name: String, text: String)], _ right: [(name: String, text: String)]
    ) {
        self.title = title
        rows = left.map { name, text in
            let other = right.first { $0.name == name }?.text ?? ""
            return Comparison.Row(left: text, right: other, differs: text != other)
        }
        for (name, text) in right where !left.contains(where: { $0.name == name }) {
            rows.append(Comparison.Row(left: "", right: text, differs: true))
        }
    }

    /// Things in order, beside each other so that as many as possible are alike.
    ///
    /// - Parameters:
    ///   - left: what each is, and how it is shown; those are alike that are the same, however they are shown.
    ///   - right: the same of the other.
    public init(
        _ title: String, inOrder left: [(key: String, text: String)], _ right: [(key: String, text: String)]
    ) {
        self.title = title
        let change = right.map(\.key).difference(from: left.map(\.key))
        var removed = Set<Int>()
        var added = Set<Int>()
        for step in change {
            switch step {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        rows = []
        var place = 0
        var other = 0
        while place < left.count || other < right.count {
            let goes = place < left.count && removed.contains(place)
            let comes = other < right.count && added.contains(other)
            // What goes and what comes instead stand in one row.
            if goes || comes {
                rows.append(
                    Comparison.Row(
                        left: goes ? left[place].text : "", right: comes ? right[other].text : "",
                        differs: true))
                if goes, comes, left[place].text == right[other].text {
                    rows[rows.count - 1].right += " in another layout"
                }
                place += goes ? 1 : 0
                other += comes ? 1 : 0
            } else if place < left.count, other < right.count {
                rows.append(
                    Comparison.Row(left: left[place].text, right: right[other].text, differs: false))
                place += 1
                other += 1
            } else {
                break
            }
        }
    }
}
