import Grid
import MobilityWire
import Nodes
import Runtime
import Themes

// ┌ Binding cache ── ha1 2 ── cn1 1 ────┐
// │ home agent ha1                      │
// │   1 2001:db8:a::100  ████▌    52 s  │

extension Painter {
    mutating func paintCache(_ rectangle: Rectangle) {
        let holders = run.caches()
        let inside = frame(rectangle, .cache, holders.map { "\($0.name) \($0.bindings)" })
        guard !holders.isEmpty else {
            row(Line(" no binding cache can be seen from here", .textMuted), inside, 0)
            return
        }
        let total = holders.reduce(0) { $0 + 1 + max(1, $1.bindings) }
        let first =
            isFocused(.cache)
            ? ListWindow.first(selected: console.cacheRow, total: total, rows: inside.rows) : 0
        var line = 0
        for holder in holders {
            let size = 1 + max(1, holder.bindings)
            defer { line += size }
            let begin = max(first, line)
            let end = min(first + inside.rows, line + size)
            guard begin < end else { continue }
            let window = begin..<end
            if window.contains(line) {
                var content = Line(" \(holder.kind.words) ", .label)
                content.add(holder.name, .textStrong)
                if holder.isInferred { content.add("  inferred", .textMuted) }
                row(content, inside, line - first)
            }
            if holder.bindings == 0 {
                if window.contains(line + 1) { row(Line("   empty", .textMuted), inside, line + 1 - first) }
            } else {
                let wanted = max(0, window.lowerBound - line - 1)..<max(0, window.upperBound - line - 1)
                let rows = run.cache(holder.party, wanted, order: .homeAddress)
                for (offset, entry) in rows.rows.enumerated() {
                    paint(entry, inside, line + 1 + rows.first + offset - first)
                }
            }
        }
        if isFocused(.cache), inside.rows > 0 {
            select(inside, max(0, min(console.cacheRow, total - 1) - first))
        }
    }

    private mutating func paint(_ entry: HomeAgent.CacheRow, _ inside: Rectangle, _ row: Int) {
        guard row >= 0, row < inside.rows else { return }
        var content = Line()
        content.add(entry.bid.map(String.init) ?? "–", endingAt: 4, .textStrong)
        content.add(" ")
        content.add(text(entry.careOfAddress), .address)
        if entry.home { content.add(" H", .flag) }
        if entry.behindNAT { content.add(" NAT", .flag) }
        if !entry.gaps.isEmpty { content.add(" ?", .statusWarning) }
        if entry.revoking { content.add(" revoking", .statusWarning) }
        let time = entry.remaining.map(Wording.left) ?? "no end"
        // An agent has many nodes: whose binding it is comes first there.
        let owner = "of " + text(entry.homeAddress)
        let details = [
            headline.kind == .agent ? owner : "", entry.preferred ? "default" : "",
            entry.priority > 0 ? "pri \(entry.priority)" : "", "seq \(entry.sequence)",
            headline.kind == .agent ? "" : owner,
        ].filter { !$0.isEmpty }
        let bar = 8
        var left = inside.columns - content.width - 9
        for detail in details where left > bar + detail.utf8.count + 4 {
            content.add("  " + detail, .textMuted)
            left -= detail.utf8.count + 2
        }
        self.row(content, inside, row)
        if let remaining = entry.remaining, let granted = entry.grantedLifetime, granted > 0, left >= bar + 2
        {
            grid.bar(
                Double(remaining.nanoseconds) / (Double(granted) * 1e9), column: inside.endColumn - 8 - bar,
                row: inside.row + row, columns: bar, glyphs: glyphs, role: .bar)
        }
        if content.width + time.utf8.count + 2 <= inside.columns {
            grid.paint(time, column: inside.endColumn - 1 - time.utf8.count, row: inside.row + row)
        }
    }
}

extension Party.Kind {
    /// What people call it.
    var words: String {
        switch self {
        case .mobileNode: "mobile node"
        case .homeAgent: "home agent"
        case .correspondent: "correspondent"
        case .other: "other"
        }
    }
}
