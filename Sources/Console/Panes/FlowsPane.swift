import Grid
import Runtime
import Themes

// ┌ Flows ──────────────────────────────┐
// │ ssh  tcp port 22          → 2       │

extension Painter {
    mutating func paintFlows(_ rectangle: Rectangle) {
        let flows = run.flows()
        let inside = frame(rectangle, .flows)
        guard !flows.isEmpty else {
            _ = paragraph(
                "No flow rules: packets go by the default binding. :flow ssh 2 tcp 22 makes one.",
                padded(inside), from: 0, role: .textMuted)
            return
        }
        let nameWidth = flows.reduce(4) { max($0, DisplayWidth.of($1.name)) }
        let first = ListWindow.first(selected: console.flowRow, total: flows.count, rows: inside.rows)
        for offset in 0..<max(0, min(inside.rows, flows.count - first)) {
            let flow = flows[first + offset]
            var content = Line(" ")
            content.add(flow.name, .textStrong)
            content.pad(to: 2 + nameWidth)
            content.add(" to BID \(flow.bid)", .textStrong)
            if flow.usedBid != flow.bid {
                content.add(flow.usedBid.map { ", now by \($0)" } ?? ", now by none", .statusWarning)
            }
            content.add("  " + words(flow.matches), .textMuted)
            if !flow.way.isEmpty { content.add("  " + words(flow.way), .textMuted) }
            row(content, inside, offset, isSelected: isFocused(.flows) && first + offset == console.flowRow)
        }
    }
}
