import Grid
import Nodes
import Runtime
import Themes

// PAST ├────────┴───────●─────────────────────┤ entry 120 of 400   12.4 s of 60.0 s   ] forward  :branch  Esc present

extension Painter {
    /// Where in the past the run is looked at, below the top line. A tick stands where a person told it something.
    mutating func paintTimeLine() {
        guard let place = layout.timeLine, let past else { return }
        grid.fill(place, with: Cell(" ", role: .bottom))
        let last = past.entries.upperBound
        let position = " entry \(past.entry) of \(last)"
        let time =
            "  \(Wording.clock(past.time - run.begin)) of \(Wording.clock(past.times.upperBound - run.begin))"
        var text = Line(position, .headlineWarning)
        // What runs goes on meanwhile: how far it is ahead says more than where it is.
        let isLive = headline.kind == .node || headline.kind == .agent
        let behind = max(.zero, past.times.upperBound - past.time)
        if isLive { text.add("  \(Wording.passed(behind)) behind", .headlineWarning) }
        if place.columns >= (isLive ? 100 : 60) { text.add(time, .text) }
        var keys = Line()
        let commands = [("back", "back"), ("forward", "on"), ("branch", "continue"), ("present", "present")]
        // Only a lab can go on from there.
        for (command, word) in commands where command != "branch" || headline.kind == .lab {
            keys.add("  " + keyName(command), .key)
            keys.add(" " + word, .keyLabel)
        }
        // What is needed least goes where there is no room.
        if place.columns - 8 - text.width - keys.width >= 16 { text.add(keys) }
        let left = place.column + 1
        let width = place.columns - 3 - text.width
        guard width >= 8 else {
            grid.paint(
                text, column: left, row: place.row, limit: place.columns - 2, ellipsis: glyphs.ellipsis)
            return
        }
        let span = max(1, last - past.entries.lowerBound)
        func column(_ entry: Int) -> Int {
            1 + max(0, min(width - 3, (entry - past.entries.lowerBound) * (width - 3) / span))
        }
        var line = [Character](repeating: Character(glyphs.horizontal), count: width)
        line[0] = Character(glyphs.teeRight)
        line[width - 1] = Character(glyphs.teeLeft)
        let tick: Character = console.options.isASCII ? "'" : "┴"
        for entry in past.inputs where past.entries.contains(entry) { line[column(entry)] = tick }
        line[column(past.entry)] = Character(glyphs.full)
        grid.paint(String(line), column: left, row: place.row, limit: width, role: .border)
        grid.paint(
            String(Character(glyphs.full)), column: left + column(past.entry), row: place.row, limit: 1,
            role: .headlineWarning)
        grid.paint(text, column: left + width, row: place.row, limit: text.width, ellipsis: glyphs.ellipsis)
    }
}
