import Grid
import Nodes
import Runtime
import Themes

// careof  lab first-bulk   node mr1   HoA 2001:db8:1::100   HA 2001:db8:1::1   rfc5648   gate open   ×1.0   O off   …  12 s

extension Painter {
    mutating func paintTopLine() {
        grid.fill(layout.top, with: Cell(" ", role: .headline))
        let clock =
            headline.isPaused
            ? Wording.clock(run.now - run.begin)
            : "\(max(0, (run.now - run.begin).nanoseconds / 1_000_000_000)) s"
        let room = grid.columns - clock.utf8.count - 3
        // What does not fit goes, the least needed first.
        var parts = topParts
        func width(_ gap: Int) -> Int { parts.reduce(1 - gap) { $0 + $1.line.width + gap } }
        while width(2) > room, let index = parts.indices.max(by: { parts[$0].rank < parts[$1].rank }),
            parts[index].rank > 0
        {
            parts.remove(at: index)
        }
        let gap = width(3) <= room ? 3 : 2
        var content = Line(" ", .headline)
        for (index, part) in parts.enumerated() {
            if index > 0 { content.add(String(repeating: " ", count: gap), .headline) }
            content.add(part.line)
        }
        grid.paint(content, column: 0, row: 0, limit: room + 1, ellipsis: glyphs.ellipsis)
        grid.paint(clock, column: grid.columns - 1 - clock.utf8.count, row: 0, role: .headline)
    }

    /// The pieces; rank 0 stays at any width.
    private var topParts: [(line: Line, rank: Int)] {
        var parts: [(line: Line, rank: Int)] = []
        func add(_ label: String, _ value: String, _ rank: Int, _ role: Role = .headline) {
            guard !value.isEmpty else { return }
            var part = Line()
            if !label.isEmpty { part.add(label + " ", .headline) }
            part.add(words(value), role)
            parts.append((part, rank))
        }
        add(
            "careof", headline.kind.rawValue + (grid.columns >= 100 ? " " + title : ""), 0,
            .headlineName)
        if grid.columns >= 100 {
            add("node", headline.node + (headline.nodes > 1 ? " of \(headline.nodes)" : ""), 8)
        }
        add("HoA", headline.homeAddress?.description ?? "", 2)
        add("HA", headline.homeAgent?.description ?? "", 7)
        add("", headline.profile.rawValue, 3)
        let isOpen = headline.gate == "open"
        add("gate", headline.gate, isOpen ? 6 : 1, isOpen ? .headline : .headlineWarning)
        if headline.kind == .capture {
            if let past {
                add("", "PAST entry \(past.entry) of \(past.entries.upperBound)", 0, .headlineWarning)
            }
            if let progress = headline.progress { add("", progressWords(progress), 1) }
            add("", headline.remark, 1, headline.remark == "live" ? .headline : .headlineWarning)
            addOptions(add)
            return parts
        }
        if let branch { add("", branch.name, 1, .headlineName) }
        if let past {
            add("", "PAST entry \(past.entry) of \(past.entries.upperBound)", 0, .headlineWarning)
        } else if headline.isPaused {
            add("", "PAUSED", 1, .headlineWarning)
        } else if headline.isComposing {
            // Time stands as long as the message is neither sent nor thrown away.
            add("", "COMPOSING", 1, .headlineWarning)
        } else if headline.kind == .lab {
            add("", Wording.speed(headline.speed, ascii: console.options.isASCII), 5)
        }
        if headline.isCutOff { add("", "BREAKS OFF", 1, .headlineWarning) }
        // An agent sends no Binding Updates, and is where it is.
        if headline.kind != .agent {
            add(
                "O", headline.overwritesNext ? "ON" : "off", 1,
                headline.overwritesNext ? .flagOverwrite : .headline)
            add("", homeWord, 4, headline.place == "away" ? .headline : .headlineWarning)
            add("", headline.registration.rawValue, 9)
        }
        add("tunnels", headline.tunnels, 10)
        if console.options.isReadOnly { add("", "READ ONLY", 1, .headlineWarning) }
        addOptions(add)
        return parts
    }

    /// The branch that is shown; nil: it is the run that was there first, or there are none.
    var branch: BranchView? { run.branchViews.first { $0.isShown && $0.number > 1 } }

    /// Of a long path its end: what the run is in must not go for the folders a file lies in.
    private var title: String {
        let limit = 32
        guard headline.title.contains("/"), DisplayWidth.of(headline.title) > limit else {
            return headline.title
        }
        return String(Character(glyphs.ellipsis)) + DisplayWidth.suffix(headline.title, columns: limit - 1)
    }

    private func addOptions(_ add: (String, String, Int, Role) -> Void) {
        if console.options.isPrivate { add("", "addresses masked", 9, .headlineWarning) }
        if !console.filter.isEmpty {
            // However much was typed: nothing else may go for it.
            let isLong = DisplayWidth.of(console.filter) > 24
            let shown = DisplayWidth.prefix(console.filter, columns: isLong ? 23 : 24)
            let words = isLong ? shown + String(Character(glyphs.ellipsis)) : shown
            add("filter", "\"\(words)\"", 1, .headlineWarning)
        }
    }

    /// How much of a file was read: a bar, and a number for those who do not see bars.
    private func progressWords(_ progress: Double) -> String {
        let width = 10
        let full = max(0, min(width, Int(progress * Double(width))))
        let signs: (Character, Character) = console.options.isASCII ? ("#", ".") : ("█", "░")
        let bar = String(repeating: signs.0, count: full) + String(repeating: signs.1, count: width - full)
        return "reading \(bar) \(Int(progress * 100)) %"
    }

    /// How the node would be at home, and where it is.
    private var homeWord: String {
        let mode =
            switch headline.returnHome {
            case .homeOnly: "home only"
            case .visitedOnly: "visited only"
            case .both: "home and visited"
            }
        switch headline.place {
        case "away": return "home –"
        case "home", "home-without-nd": return mode
        default: return "\(mode), \(headline.place)"
        }
    }
}
