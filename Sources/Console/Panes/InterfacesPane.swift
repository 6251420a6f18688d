import Grid
import Nodes
import Runtime
import Themes

// ┌ Interfaces ─────────────────────────┐
// │▸1 eth0   up    visited  a           │
// │   2001:db8:a::100           12k/9k  │

extension Painter {
    mutating func paintInterfaces(_ rectangle: Rectangle) {
        let inside = frame(rectangle, .interfaces, ["octets out/in"])
        guard !interfaces.isEmpty else {
            row(Line(" none", .textMuted), inside, 0)
            return
        }
        // Facts are for those who have the room: nothing that is watched may go for them.
        let isDetailed = Console.lines(of: interfaces, isDetailed: true) <= inside.rows
        let nameWidth = interfaces.reduce(4) { max($0, DisplayWidth.of($1.name)) }
        var lines: [(content: Line, right: Line, index: Int)] = []
        for (index, interface) in interfaces.enumerated() {
            let isSelected = index == console.interfaceRow && isFocused(.interfaces)
            var content = Line(isSelected ? String(Character(glyphs.pointer)) : " ")
            content.add(interface.bid.map(String.init) ?? "–", endingAt: 3, .textStrong)
            content.pad(to: 4)
            content.add(interface.name, .textStrong)
            content.pad(to: 5 + nameWidth)
            content.add(
                interface.isShut ? "shut" : interface.isUp ? "up" : "down",
                interface.isUp && !interface.isShut ? .interfaceUp : .interfaceDown)
            content.pad(to: 11 + nameWidth)
            content.add(interface.link == .none ? "no link" : interface.link.rawValue, interface.link.role)
            if !interface.linkName.isEmpty, interface.linkName != interface.link.rawValue {
                content.add("  " + interface.linkName, .textMuted)
            }
            lines.append((content, Line(trafficWords(interface), .textMuted), index))
            for fact in isDetailed ? factLines(of: interface) : [] {
                lines.append((Line("    " + fact, .textMuted), Line(), index))
            }
            for address in interface.addresses {
                var content = Line("    ")
                content.add(text(address.address), .address)
                if address.isHomeAddress { content.add("  home address", .interfaceHome) }
                if let state = address.state, state != .preferred {
                    content.add("  " + state.rawValue, .statusWarning)
                }
                if address.facts?.isDuplicate == true { content.add("  duplicate", .statusBad) }
                lines.append((content, Line(address.facts.map(lifetimes) ?? "", .textMuted), index))
            }
        }
        let selected = lines.firstIndex { $0.index == console.interfaceRow } ?? 0
        let first =
            isFocused(.interfaces)
            ? ListWindow.first(selected: selected, total: lines.count, rows: inside.rows) : 0
        for offset in 0..<max(0, min(inside.rows, lines.count - first)) {
            let line = lines[first + offset]
            row(line.content, inside, offset)
            if line.right.width > 0, line.content.width + line.right.width + 2 <= inside.columns {
                grid.paint(
                    line.right, column: inside.endColumn - 1 - line.right.width, row: inside.row + offset,
                    limit: line.right.width, ellipsis: glyphs.ellipsis)
            }
            if line.index == console.interfaceRow, isFocused(.interfaces) { select(inside, offset) }
        }
    }

    /// How much an interface has carried, out and in.
    func trafficWords(_ interface: InterfaceView) -> String {
        Wording.octets(interface.sent.octets) + "/" + Wording.octets(interface.received.octets)
    }
}

extension InterfaceView.Link {
    /// What the kind of link looks like.
    var role: Role {
        switch self {
        case .home: .interfaceHome
        case .visited: .interfaceVisited
        case .none: .interfaceDown
        }
    }
}
