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
        if let node = console.cache.node { return paintNode(node, rectangle) }
        let parts = console.cacheParts(run)
        let total = parts.last?.lines.upperBound ?? 0
        let selected = console.cacheLine(run, parts)
        let place = parts.last { $0.line <= selected }.map { ($0, selected - $0.line) }
        let position = place.flatMap { part, line in
            total > rectangle.rows - 2 && isFocused(.cache) ? "\(max(1, line))/\(part.count)" : nil
        }
        let inside = frame(rectangle, .cache, cacheDetails(parts), position: position ?? "")
        guard !parts.isEmpty else {
            _ = paragraph(
                "No binding cache can be seen from here: the home agent keeps it.", padded(inside), from: 0,
                role: .textMuted)
            return
        }
        let first =
            isFocused(.cache) ? ListWindow.first(selected: selected, total: total, rows: inside.rows) : 0
        for part in parts {
            let window = part.lines.clamped(to: first..<first + inside.rows)
            guard !window.isEmpty else { continue }
            if window.contains(part.line) {
                var content = Line(" \(part.holder.kind.words) ", .label)
                content.add(part.holder.name, .textStrong)
                if part.holder.isInferred { content.add("  inferred", .textMuted) }
                row(content, inside, part.line - first)
            }
            guard part.count > 0 else {
                let words = console.cache.filter.isEmpty ? "empty" : "no binding fits"
                if window.contains(part.line + 1) {
                    row(Line("   " + words, .textMuted), inside, part.line + 1 - first)
                }
                continue
            }
            let begin = max(part.line + 1, window.lowerBound)
            let wanted = begin - part.line - 1..<max(begin, window.upperBound) - part.line - 1
            for (offset, entry) in console.cacheRows(part, wanted, run).enumerated() {
                if let entry {
                    paint(entry, inside, begin + offset - first, withOwner: true)
                } else {
                    row(Line("   it is gone", .textMuted), inside, begin + offset - first)
                }
            }
        }
        if isFocused(.cache), inside.rows > 0 { select(inside, max(0, selected - first)) }
    }

    /// What the title says: whose caches, which order, what is looked for and how far.
    private func cacheDetails(_ parts: [CachePart]) -> [String] {
        let cache = console.cache
        var details = parts.map { part in
            cache.filter.isEmpty
                ? "\(part.holder.name) \(part.holder.bindings)"
                : "\(part.holder.name) \(part.count) of \(part.holder.bindings)"
        }
        if !cache.filter.isEmpty { details.append("filter \"\(words(cache.filter.text))\"") }
        if cache.order != .address { details.append(cache.order.words) }
        let percents = parts.compactMap { cache.index(of: $0.holder.party)?.percent }
        if cache.isSearching, let percent = percents.min() { details.append("searching \(percent) %") }
        return details
    }

    mutating func paint(
        _ entry: HomeAgent.CacheRow, _ inside: Rectangle, _ row: Int, withOwner: Bool
    ) {
        guard row >= 0, row < inside.rows else { return }
        if let remaining = entry.remaining { drained.append(remaining) }
        var content = Line()
        content.add(entry.bid.map(String.init) ?? "–", endingAt: 4, .textStrong)
        content.add(" ")
        content.add(
            entry.careOfAddress.map(text) ?? entry.destination,
            entry.careOfAddress == nil ? .bindingLost : .address)
        if entry.home { content.add(" H", .flag) }
        if entry.behindNAT { content.add(" NAT", .flag) }
        if !entry.gaps.isEmpty { content.add(" ?", .statusWarning) }
        if entry.revoking { content.add(" revoking", .statusWarning) }
        let time = entry.remaining.map(Wording.left) ?? "no end"
        // An agent has many nodes: whose binding it is comes first there.
        let owner = withOwner ? "of " + text(entry.homeAddress) : ""
        let changed =
            console.cache.order == .change ? "named \(Wording.left(run.now - entry.verified)) ago" : ""
        let details = [
            headline.kind == .agent ? owner : "", changed, entry.preferred ? "default" : "",
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
