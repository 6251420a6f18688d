import Grid
import MobilityWire
import Nodes
import Runtime
import Themes

// ┌ Held ── 2 messages ── time runs ─────────────────────────────────────────────┐
// │▸   0.8 s  out  MN → HA  BU 5  A H  2  60 s             the node resends 0.8 s │
// │    0.3 s  in   HA → MN  BA 4  accepted  1 ✓            goes on in 1.2 s       │

extension Painter {
    mutating func paintHeld(_ rectangle: Rectangle) {
        var details = ["\(held.count) message\(held.count == 1 ? "" : "s")"]
        if held.count >= Gate<Int>.limit { details.append("full: others go on") }
        details.append(headline.kind == .lab ? (held.isEmpty ? "" : "time stands") : "time runs")
        if !held.isEmpty { details.append("\(keyName("release")) lets go, \(keyName("edit")) changes") }
        let rows = max(0, rectangle.rows - 2)
        let selected = console.heldIndex(held)
        let inside = frame(
            rectangle, .held, details.filter { !$0.isEmpty },
            position: held.count > rows ? "\((selected ?? 0) + 1)/\(held.count)" : "")
        guard !held.isEmpty else {
            guard past == nil else {
                _ = paragraph(
                    "What waits in the gate now is seen at the present: \(keyName("cancel")) goes there.",
                    padded(inside), from: 0, role: .textMuted)
                return
            }
            _ = paragraph(
                "The gate is shut (\(headline.gate)): messages wait here. "
                    + "\(keyName("step-mode")) opens it.",
                padded(inside), from: 0, role: .textMuted)
            return
        }
        if held.count < inside.rows {
            let meaning = "out: before it leaves its sender; in: before its receiver sees it"
            _ = paragraph(meaning, padded(inside), from: inside.rows - 1, role: .textMuted)
        }
        let first = ListWindow.first(selected: selected ?? 0, total: held.count, rows: inside.rows)
        for offset in 0..<max(0, min(inside.rows, held.count - first)) {
            let isSelected = first + offset == selected
            row(
                heldLine(held[first + offset], isSelected: isSelected, columns: inside.columns), inside,
                offset,
                isSelected: isSelected && isFocused(.held))
        }
    }

    private func heldLine(_ message: HeldMessage, isSelected: Bool, columns: Int) -> Line {
        var content = Line(isSelected ? String(Character(glyphs.pointer)) : " ")
        let age = Wording.passed(max(.zero, run.now - message.since))
        content.add(String(repeating: " ", count: max(0, 8 - age.utf8.count)) + age, .time)
        content.add(message.isIncoming ? "  in   " : "  out  ", .messageHeld)
        content.add("\(way(of: message))  ", .textStrong)
        // What happens meanwhile stands at the right, as much of it as leaves the message its name.
        let room = columns - content.width - 1
        let costs = costs(of: message)
        var shown = costs
        let label = MessageLabel(message.octets, run.format)
            .written(inASCII: console.options.isASCII)
        let shortest = min(room, 20)
        while shown.count > 1, width(shown) + 2 + shortest > room { shown.removeLast() }
        let isTight = width(shown) + 2 + 12 > room
        let right = isTight ? "" : shown.joined(separator: ", ")
        let left = max(0, room - (right.isEmpty ? 0 : DisplayWidth.of(right) + 2))
        let changed = message.isEdited ? "  changed" : ""
        if let text = label.text(columns: left - changed.utf8.count) { content.add(text, .messageHeld) }
        if !changed.isEmpty, content.width + changed.utf8.count < columns {
            content.add(changed, .statusWarning)
        }
        guard !right.isEmpty else { return content }
        content.pad(to: max(content.width + 1, columns - 1 - DisplayWidth.of(right)))
        content.add(right, .statusWarning)
        return content
    }

    private func width(_ parts: [String]) -> Int { DisplayWidth.of(parts.joined(separator: ", ")) }

    /// What happens while it waits, in words, the soonest first.
    private func costs(of message: HeldMessage) -> [String] {
        var costs: [String] = []
        if let goesAt = message.goesAt {
            costs.append("goes on in \(Wording.left(max(.zero, goesAt - run.now)))")
        }
        return costs
            + message.costs.map { "\($0.words) in \(Wording.left(max(.zero, $0.at - run.now)))" }
    }

    /// From whom to whom, as Mobile IPv6 sees it.
    private func way(of message: HeldMessage) -> String {
        var problems = ProblemCounter()
        let packet = PacketView(message.octets.span.bytes, problems: &problems)
        return "\(name(of: packet.logicalSource)) → \(name(of: packet.logicalDestination))"
    }

    private func name(of address: IPv6Address) -> String {
        guard let party = parties.first(where: { $0.address == address }) else { return text(address) }
        return party.name
    }
}

extension Console {
    /// Whether the queue of the gate is shown: something waits, or would.
    func showsHeld(_ run: some Run) -> Bool { isShut(run) || !run.held.isEmpty }

    /// Whether the gate holds what comes next.
    func isShut(_ run: some Run) -> Bool {
        let gate = run.headline.gate
        return !gate.isEmpty && gate != "open"
    }

    /// The keys go elsewhere where the queue that had them is gone.
    mutating func leaveEmptyQueue(_ run: some Run) {
        guard focus == .held, !showsHeld(run) else { return }
        setFocus(.exchange)
    }

    /// The row of the queue that keys are about: the selected message, or else the one that waits longest and does not go
    /// by itself.
    func heldIndex(_ held: [HeldMessage]) -> Int? {
        held.firstIndex { $0.number == message } ?? held.firstIndex { $0.goesAt == nil }
            ?? held.indices.first
    }

    /// Another message of the queue.
    mutating func moveHeld(_ steps: Int, _ run: some Run) {
        let held = run.held
        guard let index = heldIndex(held) else { return }
        let (sum, overflow) = index.addingReportingOverflow(steps)
        let target = overflow ? (steps < 0 ? 0 : held.count - 1) : sum
        message = held[max(0, min(target, held.count - 1))].number
        fieldRow = nil
    }
}
