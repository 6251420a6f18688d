import Grid
import MobilityWire
import Nodes
import Runtime
import Themes

/// Paints one screen. The panes are extensions of it, a file each.
struct Painter<Source: Run> {
    let console: Console
    let run: Source
    let layout: Layout
    let glyphs: Glyphs
    let headline: Headline
    /// Where in the past the run is; nil: at its present.
    let past: PastView?
    let parties: [Party]
    let interfaces: [InterfaceView]
    /// The messages that the gate holds.
    let held: [HeldMessage]
    let bindings: [BindingLine]
    /// What the kernel has of them and what the agent confirmed; none in a lab.
    let books: [BindingBooks]
    /// Where BIDs end in the pane of bindings.
    let bidEnd: Int
    /// What stands in the pane of bindings, worked out when it is painted.
    lazy var bindingColumns = columnsOfBindings()
    /// The words for entries of the journal.
    let entryText: EntryText
    /// How many rows of the text of a pane are below what is seen; negative: so many rows are empty.
    var below: [Pane: Int] = [:]
    /// What the last command came to, where it is too long for the border of a pane.
    var longNotice: Line?
    /// Where in the lesson's pane begins what was shown last of what a step keeps back.
    var revealedRow: Int?
    /// What is left of the lifetimes that are seen in caches.
    var drained: [Interval] = []
    /// What the frame before looked like.
    var memory: ScreenMemory
    var grid: Grid

    init(
        _ console: Console, _ run: Source, columns: Int, rows: Int, memory: ScreenMemory = ScreenMemory()
    ) {
        self.memory = memory
        var console = console
        // What came since the last key.
        if !console.filter.isEmpty { console.found.search(console.filter, run) }
        console.leaveEmptyQueue(run)
        if console.cache.isSearching || console.cache.node != nil { _ = console.cache.search(run) }
        self.console = console
        self.run = run
        glyphs = console.options.glyphs
        headline = run.headline
        past = run.past
        parties = run.parties
        entryText = EntryText(parties: parties, format: run.format)
        interfaces = run.interfaces()
        held = run.held
        bindings = BindingLine.lines(of: run, interfaces: interfaces)
        books = run.books()
        bidEnd = Painter.bidEnd(bindings)
        layout = console.layout(
            run, interfaces: interfaces, columns: columns, rows: rows, bindingLines: bindings.count)
        grid = Grid(columns: columns, rows: rows)
    }

    mutating func paintAll() {
        guard grid.columns >= Layout.smallest.columns, grid.rows >= Layout.smallest.rows else {
            return paintTooSmall()
        }
        paintTopLine()
        paintTimeLine()
        for place in layout.places { paintOrCopy(place) }
        paintNotice()
        paintBottomLine()
        paintOverlay()
        if console.options.isASCII { grid.becomeASCII() }
    }

    mutating func paint(_ place: Layout.Place) {
        switch place.pane {
        case .interfaces: paintInterfaces(place.rectangle)
        case .bindings: paintBindings(place.rectangle)
        case .exchange: paintExchange(place.rectangle)
        case .message: paintMessage(place.rectangle)
        case .why: paintWhy(place.rectangle)
        case .held: paintHeld(place.rectangle)
        case .cache: paintCache(place.rectangle)
        case .flows: paintFlows(place.rectangle)
        case .log: paintLog(place.rectangle)
        case .lesson: paintLesson(place.rectangle)
        }
    }

    private mutating func paintTooSmall() {
        var sentences = [
            "careof needs a larger window:",
            "at least \(Layout.smallest.columns) columns and \(Layout.smallest.rows) rows.",
            "This one has \(grid.columns) by \(grid.rows).",
        ]
        var lines = sentences.flatMap { WordWrap.lines($0, columns: grid.columns) }
        // What a person can see for themselves goes first where there is no room.
        while lines.count > grid.rows, sentences.count > 1 {
            sentences.removeLast()
            lines = sentences.flatMap { WordWrap.lines($0, columns: grid.columns) }
        }
        let first = max(0, (grid.rows - lines.count) / 2)
        for (offset, line) in lines.enumerated() where first + offset < grid.rows {
            grid.paint(line, column: 0, row: first + offset)
        }
    }

    // MARK: Parts

    /// A border with a title in pieces; what there is inside.
    mutating func frame(_ rectangle: Rectangle, _ pane: Pane, _ details: [String] = [], position: String = "")
        -> Rectangle
    {
        let isFocused = console.focus == pane && console.overlay == nil
        let border: Role = isFocused ? .borderFocused : .border
        grid.fill(rectangle)
        grid.box(rectangle, glyphs: glyphs, role: border)
        let room = rectangle.columns - 4
        guard room > 4 else { return rectangle.inside }
        // Where several panes share the place, the title says that there are more.
        let place = layout.places.first { $0.pane == pane }
        let others = console.isZoomed ? [] : (place?.sharing ?? []).filter { $0 != pane }
        var title = Line(" " + pane.title, isFocused ? .titleFocused : .title)
        for detail in details where title.width + DisplayWidth.of(detail) + 5 <= room {
            title.add(" \(line(2)) ", border)
            title.add(detail, .title)
        }
        title.add(" ", border)
        grid.paint(
            title, column: rectangle.column + 1, row: rectangle.row, limit: room, ellipsis: glyphs.ellipsis)
        var right = Line()
        if console.isZoomed {
            right.add(" z all panes ", .textMuted)
        } else if !others.isEmpty, isFocused {
            right.add(" Tab " + others.map(\.title).joined(separator: ", ") + " ", .textMuted)
        }
        if title.width + right.width + 2 <= room, right.width > 0 {
            grid.paint(
                right, column: rectangle.endColumn - 2 - right.width, row: rectangle.row, limit: right.width,
                ellipsis: glyphs.ellipsis)
        }
        if !position.isEmpty, position.utf8.count + 4 <= room {
            grid.paint(
                " \(position) ", column: rectangle.endColumn - 4 - position.utf8.count,
                row: rectangle.endRow - 1,
                role: .scroll)
        }
        return rectangle.inside
    }

    /// A line of a pane; the row that the cursor is on stands out.
    mutating func row(_ content: Line, _ inside: Rectangle, _ row: Int, isSelected: Bool = false) {
        grid.paint(
            content, column: inside.column, row: inside.row + row, limit: inside.columns,
            ellipsis: glyphs.ellipsis)
        if isSelected { select(inside, row) }
    }

    /// Marks a row as the one that the cursor is on.
    mutating func select(_ inside: Rectangle, _ row: Int) {
        grid.emphasise(
            Rectangle(column: inside.column, row: inside.row + row, columns: inside.columns, rows: 1),
            .selected)
    }

    /// Text in lines between words, from a row on; the row behind it.
    mutating func paragraph(
        _ text: String, _ area: Rectangle, from row: Int, role: Role = .text
    ) -> Int {
        // Further down nobody sees it, and that there is more is known.
        guard row <= area.rows else { return row + 1 }
        var row = row
        for part in WordWrap.lines(text, columns: area.columns) {
            if row >= 0, row < area.rows {
                grid.paint(part, column: area.column, row: area.row + row, limit: area.columns, role: role)
            }
            row += 1
        }
        return row
    }

    /// A piece of a horizontal line.
    func line(_ count: Int) -> String {
        String(repeating: Character(glyphs.horizontal), count: max(0, count))
    }

    /// An address, masked where addresses are to be hidden.
    func text(_ address: IPv6Address) -> String {
        (console.options.isPrivate ? AddressMask.masked(address) : address).description
    }

    /// A care-of address, masked where addresses are to be hidden.
    func text(_ address: CareOfAddress) -> String {
        switch address {
        case .ipv6(let address): text(address)
        case .ipv4(let address):
            (console.options.isPrivate ? AddressMask.masked(address) : address).description
        }
    }

    /// Words that may have addresses in them.
    func words(_ text: String) -> String {
        console.options.isPrivate ? AddressMask.masked(text) : text
    }

    /// Whether the pane has the keys.
    func isFocused(_ pane: Pane) -> Bool { console.focus == pane }
}

extension Grid {
    /// Puts something of ASCII in the place of everything else: for a serial line.
    mutating func becomeASCII() {
        for row in 0..<rows {
            for column in 0..<columns {
                var cell = self[column, row]
                guard cell.base > 0x7e || cell.firstMark != 0 else { continue }
                cell.base = Grid.ascii[cell.base] ?? UInt32(UInt8(ascii: "?"))
                cell.firstMark = 0
                cell.secondMark = 0
                paint(cell, column: column, row: row)
            }
        }
    }

    private static let ascii: [UInt32: UInt32] = {
        let pairs: [(Unicode.Scalar, Unicode.Scalar)] = [
            ("·", "-"), ("–", "-"), ("—", "-"), ("…", "~"), ("×", "x"), ("→", ">"), ("←", "<"), ("▸", ">"),
            ("▾", "v"), ("✓", "+"), ("✗", "x"), ("●", "*"), ("○", "."), ("◌", "o"), ("│", "|"), ("─", "-"),
            ("┌", "+"), ("┐", "+"), ("└", "+"), ("┘", "+"), ("├", "|"), ("┤", "|"), ("▶", ">"), ("◀", "<"),
            ("█", "#"), ("“", "\""), ("”", "\""), ("‘", "'"), ("’", "'"), ("≥", ">"), ("≤", "<"), ("§", "S"),
            ("┄", "."), ("»", ">"),
        ]
        return Dictionary(uniqueKeysWithValues: pairs.map { ($0.0.value, $0.1.value) })
    }()
}

extension Console {
    /// Panes that have nothing to show, whatever happens: a node on a machine cannot see its agent's cache.
    func absent(_ run: some Run) -> Set<Pane> {
        run.headline.kind == .node && run.caches().isEmpty ? [.cache] : []
    }

    /// Where the panes stand.
    func layout(
        _ run: some Run, interfaces: [InterfaceView]? = nil, columns: Int, rows: Int, bindingLines: Int
    ) -> Layout {
        let interfaces = interfaces ?? run.interfaces()
        let caches = run.caches()
        return Layout(
            columns: columns, rows: rows,
            wishes: Layout.Wishes(
                focus: focus, isZoomed: isZoomed, hidden: hidden.union(absent(run)), recent: recent,
                bindingLines: bindingLines,
                interfaceLines: Console.lines(
                    of: interfaces, isDetailed: columns >= 110 && rows >= 48),
                cacheLines: caches.reduce(0) { $0 + 1 + max(1, $1.bindings) },
                isAgent: run.headline.kind == .agent, hasLesson: showsLesson(run),
                hasHeld: showsHeld(run),
                hasTimeLine: run.past != nil))
    }
}
