import Grid
import MobilityWire
import Nodes
import Runtime
import Themes

// ┌ Binding cache ── 2001:db8:1::100 ── 2 bindings ────────────────┐
// │ Bindings at ha1                                                │
// │   1 2001:db8:a::100      default  pri 10  ███████▎   52 s      │
// │ Mobile networks  2001:db8:f::/48                               │
// │ Flows                                                          │
// │   ssh  tcp port 22  BID 2                                      │
// │ Last messages                                                  │
// │   12.400 BA 3 accepted  2 ✓                                    │

/// A line of the view of one node.
enum NodeLine: Hashable, Sendable {
    case heading(String)
    case binding(HomeAgent.CacheRow)
    case fact(String, String)
    case flow(FlowView)
    /// An entry of the journal.
    case message(Int)
    case remark(String)
}

extension Console {
    /// All there is to say of the node that is looked at.
    func nodeLines(_ run: some Run) -> [NodeLine] {
        guard let node = cache.node else { return [] }
        let holder = run.caches().first { $0.party == node.holder }
        let rows = CacheSearch.rows(of: node.homeAddress, in: node.holder, run)
        let details = run.cacheDetails(node.holder, of: node.homeAddress)
        var lines: [NodeLine] = [.heading("Bindings at \(holder?.name ?? "the agent")")]
        lines += rows.isEmpty ? [.remark("none any more")] : rows.map { .binding($0) }
        if let address = details.ipv4HomeAddress { lines.append(.fact("IPv4 home address", "\(address)")) }
        if !details.prefixes.isEmpty {
            lines.append(.fact("Mobile networks", details.prefixes.joined(separator: "  ")))
        }
        if !details.flows.isEmpty {
            lines.append(.heading("Flows"))
            lines += details.flows.map { .flow($0) }
        }
        lines.append(.heading("Last messages"))
        let numbers = cache.messages.homeAddress == node.homeAddress ? Array(cache.messages.numbers) : []
        lines += numbers.reversed().prefix(NodeMessages.limit).map { .message($0) }
        if numbers.isEmpty {
            let words = cache.messages.isComplete ? "none is kept in the journal" : "looking for them"
            lines.append(.remark(words))
        }
        return lines
    }
}

extension Painter {
    mutating func paintNode(_ node: CacheView.Node, _ rectangle: Rectangle) {
        let lines = console.nodeLines(run)
        let bindings = lines.count { if case .binding = $0 { true } else { false } }
        let inside = frame(
            rectangle, .cache,
            [text(node.homeAddress), "\(bindings) binding\(bindings == 1 ? "" : "s")", "Esc the list"])
        let selected = max(0, min(console.cache.nodeRow, lines.count - 1))
        let first =
            isFocused(.cache)
            ? ListWindow.first(selected: selected, total: lines.count, rows: inside.rows) : 0
        for offset in 0..<max(0, min(inside.rows, lines.count - first)) {
            paint(lines[first + offset], inside, offset)
            if first + offset == selected, isFocused(.cache) { select(inside, offset) }
        }
    }

    private mutating func paint(_ line: NodeLine, _ inside: Rectangle, _ row: Int) {
        switch line {
        case .heading(let words): self.row(Line(" " + words, .label), inside, row)
        case .binding(let entry): paint(entry, inside, row, withOwner: false)
        case .fact(let name, let value):
            var content = Line(" \(name)", .label)
            content.add("  " + words(value), .text)
            self.row(content, inside, row)
        case .flow(let flow):
            var content = Line("   " + flow.name, .textStrong)
            content.add("  \(words(flow.matches))  BID \(flow.bid)", .text)
            if flow.usedBid != flow.bid { content.add("  now by \(flow.way)", .statusWarning) }
            self.row(content, inside, row)
        case .message(let number):
            guard let entry = run.journal[number] else {
                return self.row(Line("   it is no longer kept", .textMuted), inside, row)
            }
            var content = Line()
            content.add(Wording.time(entry.time - run.begin), endingAt: 11, .time)
            content.add(" " + words(entryText.line(of: entry)), entry.role)
            self.row(content, inside, row)
        case .remark(let words): self.row(Line("   " + words, .textMuted), inside, row)
        }
    }
}
