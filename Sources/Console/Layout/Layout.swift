import Grid

/// Where the panes stand on a screen of a size.
///
/// ```
/// 80×24 and up: one column          110 columns and 26 rows and up: two
/// ┌ top line ─────────────┐         ┌ top line ──────────────────────┐
/// │ bindings · interfaces │         │ interfaces │ bindings          │
/// │ exchange · log        │         │ cache      │ exchange · log    │
/// │ why · message         │         │ why        │ message           │
/// └ keys ─────────────────┘         └ keys ──────────────────────────┘
/// ```
///
/// A *slot* is a place that several panes share; the one that was focused last is shown. So every pane can be reached at
/// every size, and a larger screen shows more of them at once.
struct Layout: Hashable, Sendable {
    /// The top line, the bottom line.
    var top: Rectangle
    var bottom: Rectangle
    /// Below the top line while the past is looked at.
    var timeLine: Rectangle?
    /// The panes that are seen, in the order in which Tab goes through them.
    var places: [Place]
    /// The panes that Tab goes through, seen or behind another one.
    var order: [Pane]

    /// A pane and where it stands.
    struct Place: Hashable, Sendable {
        var pane: Pane
        var rectangle: Rectangle
        /// The panes that share the place, this one included.
        var sharing: [Pane]
    }

    /// The smallest screen on which the panes make sense.
    static let smallest = (columns: 40, rows: 10)

    /// What a layout depends on beside the size.
    struct Wishes: Hashable, Sendable {
        /// The pane that the keys go to.
        var focus: Pane = .bindings
        /// Nothing but this pane.
        var isZoomed = false
        /// Panes that a person does not want to see.
        var hidden: Set<Pane> = []
        /// The pane that was focused last in each slot, the latest last.
        var recent: [Pane] = []
        /// How many lines the bindings would take.
        var bindingLines = 4
        /// How many lines the interfaces would take.
        var interfaceLines = 6
        /// How many lines the caches would take.
        var cacheLines = 4
        /// Whether the cache is what the screen is about, as on an agent, which has no bindings of its own.
        var isAgent = false
        /// Whether there is a lesson.
        var hasLesson = false
        /// Whether the queue of the gate is seen.
        var hasHeld = false
        /// Whether the past is looked at.
        var hasTimeLine = false
    }

    /// The place of a pane; nil: it is not seen.
    func rectangle(of pane: Pane) -> Rectangle? {
        places.first { $0.pane == pane }?.rectangle
    }

    /// The layout of a screen.
    init(columns: Int, rows: Int, wishes: Wishes) {
        top = Rectangle(column: 0, row: 0, columns: columns, rows: 1)
        bottom = Rectangle(column: 0, row: rows - 1, columns: columns, rows: 1)
        var body = Rectangle(column: 0, row: 1, columns: columns, rows: rows - 2)
        if wishes.hasTimeLine {
            timeLine = Rectangle(column: 0, row: 1, columns: columns, rows: 1)
            body.row += 1
            body.rows -= 1
        }
        places = []
        order = []
        guard !wishes.isZoomed else {
            order = Pane.allCases.filter {
                !wishes.hidden.contains($0) && ($0 != .lesson || wishes.hasLesson)
                    && ($0 != .held || wishes.hasHeld)
            }
            places = [Place(pane: wishes.focus, rectangle: body, sharing: [wishes.focus])]
            return
        }
        // A lesson stays in sight, across the whole screen: a class reads it from afar.
        var lesson: Place?
        if wishes.hasLesson, !wishes.hidden.contains(.lesson) {
            let lessonRows = max(5, min(12, body.rows / 3))
            body.rows -= lessonRows
            lesson = Place(
                pane: .lesson,
                rectangle: Rectangle(column: 0, row: body.endRow, columns: columns, rows: lessonRows),
                sharing: [.lesson])
        }
        // The queue of the gate is as high as it will ever be: panes that jump with every message cannot be read.
        var held: Place?
        if wishes.hasHeld, !wishes.hidden.contains(.held) {
            let heldRows = body.rows < 18 ? 3 : body.rows < 28 ? 4 : 6
            body.rows -= heldRows
            held = Place(
                pane: .held,
                rectangle: Rectangle(column: 0, row: body.endRow, columns: columns, rows: heldRows),
                sharing: [.held])
        }
        if columns >= 110, body.rows >= (held == nil ? 24 : 20) {
            twoColumns(body, wishes)
        } else {
            oneColumn(body, wishes)
        }
        if let held {
            places.append(held)
            order.append(.held)
        }
        if let lesson {
            places.append(lesson)
            order.append(.lesson)
        }
    }

    // MARK: One column

    private mutating func oneColumn(_ body: Rectangle, _ wishes: Wishes) {
        let upper = Slot([wishes.isAgent ? .cache : .bindings, .interfaces, .flows], wishes)
        var lower = Slot(wishes.isAgent ? [.why, .message] : [.why, .message, .cache], wishes)
        let middle = Slot([.exchange, .log], wishes)
        // A low screen has room for two: what is looked at, and what it belongs to.
        let slots = [upper, middle, lower].filter { $0.shown != nil }
        order = slots.flatMap(\.panes)
        guard !slots.isEmpty else { return }
        // With the queue of the gate below, a message that is changed needs the room more than the exchange.
        let isLow = body.rows < (wishes.hasHeld && wishes.focus == .message ? 20 : 16)
        if isLow, slots.count > 1 {
            let focused = slots.first { $0.panes.contains(wishes.focus) } ?? slots[0]
            if body.rows < 11 {
                stack([(focused, body.rows)], in: body)
            } else {
                let other = slots.first { $0 != focused } ?? focused
                let first = max(4, body.rows / 2 - 1)
                let isUpper = slots.firstIndex(of: focused) == 0 || focused == middle && other == lower
                stack(
                    isUpper
                        ? [(focused, body.rows - first), (other, first)]
                        : [(other, first), (focused, body.rows - first)], in: body)
            }
            return
        }
        // Side by side below, where there is room for both.
        let isWide = body.columns >= 96 && body.rows >= 24 && !wishes.hidden.contains(.message)
        if isWide { lower = Slot(wishes.isAgent ? [.why] : [.why, .cache], wishes) }
        let wanted = upperLines(upper.shown, wishes)
        var lowerRows = isWide ? max(9, body.rows * 2 / 5) : max(6, body.rows / 4)
        if wishes.focus == .message || wishes.focus == .cache && !wishes.isAgent, !isWide {
            lowerRows = body.rows / 2
        }
        let upperRows = min(max(5, wanted), max(6, (body.rows - lowerRows) / 2))
        let parts: [(Slot, Int)] =
            slots.count == 3
            ? [(upper, upperRows), (middle, body.rows - upperRows - lowerRows), (lower, lowerRows)]
            : slots.map { ($0, body.rows / slots.count) }
        stack(parts, in: body)
        if isWide, let index = places.lastIndex(where: { lower.panes.contains($0.pane) }) {
            let whole = places[index].rectangle
            let right = min(44, whole.columns * 36 / 100)
            places[index].rectangle.column += whole.columns - right
            places[index].rectangle.columns = right
            var left = whole
            left.columns = whole.columns - right
            places.insert(Place(pane: .message, rectangle: left, sharing: [.message]), at: index)
            order = places.flatMap(\.sharing)
        }
    }

    private func upperLines(_ pane: Pane?, _ wishes: Wishes) -> Int {
        switch pane {
        case .interfaces: wishes.interfaceLines + 2
        case .bindings: wishes.bindingLines + 3
        case .cache: wishes.cacheLines + 2
        default: 6
        }
    }

    // MARK: Two columns

    private mutating func twoColumns(_ body: Rectangle, _ wishes: Wishes) {
        let leftColumns = min(60, 39 + max(0, body.columns - 120) / 4)
        var left = body
        left.columns = leftColumns
        var right = body
        right.column += leftColumns
        right.columns -= leftColumns

        let isTall = body.rows >= 44
        let interfaces = Slot(isTall ? [.interfaces] : [.interfaces, .flows], wishes)
        let cache = Slot(wishes.isAgent ? [] : [.cache], wishes)
        let flows = Slot(isTall ? [.flows] : [], wishes)
        let why = Slot([.why], wishes)
        let interfaceRows = min(max(6, wishes.interfaceLines + 2), body.rows * 2 / 5)
        let cacheRows = min(max(5, wishes.cacheLines + 2), body.rows / 3)
        stack(
            [(interfaces, interfaceRows), (cache, cacheRows), (flows, isTall ? 7 : 0), (why, 0)]
                .filter { $0.0.shown != nil }, in: left)

        let bindings = Slot([wishes.isAgent ? .cache : .bindings], wishes)
        let exchange = Slot(isTall ? [.exchange] : [.exchange, .log], wishes)
        let message = Slot([.message], wishes)
        let log = Slot(isTall ? [.log] : [], wishes)
        let bindingRows =
            wishes.isAgent
            ? min(max(6, wishes.cacheLines + 2), body.rows * 2 / 5)
            : min(max(6, wishes.bindingLines + 3), body.rows / 3)
        let messageRows = isTall ? 16 : max(9, body.rows * 3 / 10)
        let logRows = isTall ? 10 : 0
        let rest = body.rows - bindingRows - messageRows - logRows
        stack(
            [(bindings, bindingRows), (exchange, rest), (message, messageRows), (log, logRows)]
                .filter { $0.0.shown != nil }, in: right)
        order = [bindings, exchange, message, log, interfaces, cache, flows, why].flatMap(\.panes)
        if places.isEmpty { return }
        // With one column empty the other has it all.
        for index in places.indices
        where !places.contains(where: { $0.rectangle.column != places[index].rectangle.column }) {
            places[index].rectangle.column = 0
            places[index].rectangle.columns = body.columns
        }
    }

    // MARK: Slots

    /// Panes that share a place.
    private struct Slot: Hashable {
        var panes: [Pane]
        var shown: Pane?

        init(_ panes: [Pane], _ wishes: Wishes) {
            self.panes = panes.filter { !wishes.hidden.contains($0) }
            let here = self.panes
            if here.contains(wishes.focus) {
                shown = wishes.focus
            } else {
                shown = wishes.recent.last { here.contains($0) } ?? here.first
            }
        }
    }

    /// Puts slots above each other; what is left over goes to the last but at least `4` rows to each that fits.
    private mutating func stack(_ slots: [(Slot, Int)], in area: Rectangle) {
        var row = area.row
        for (index, part) in slots.enumerated() {
            let isLast = index == slots.count - 1
            let left = area.endRow - row
            let rows = isLast ? left : min(left, part.1)
            guard rows >= 3, let pane = part.0.shown else { continue }
            places.append(
                Place(
                    pane: pane,
                    rectangle: Rectangle(column: area.column, row: row, columns: area.columns, rows: rows),
                    sharing: part.0.panes))
            row += rows
        }
    }
}
