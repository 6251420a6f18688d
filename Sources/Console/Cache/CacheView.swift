import MobilityWire
import Nodes
import Runtime

/// What is seen of the binding caches: which bindings, in which order, or one node of them.
struct CacheView: Sendable {
    /// By what rows are sorted.
    var order = CacheIndex.Order.address
    /// What rows must fit.
    var filter = CacheFilter()
    /// The node that is looked at alone; nil: the list.
    var node: Node?
    /// The selected line of the node.
    var nodeRow = 0
    /// The selected binding, which keeps the cursor while others come and go.
    var selected: Selected?
    /// The last messages of the node that is looked at.
    var messages = NodeMessages()
    /// What fits, cache by cache, where it is not simply all in the cache's own order.
    private var indexes: [Index] = []

    /// A mobile node in a cache.
    struct Node: Hashable, Sendable {
        var holder: PartyIdentifier
        var homeAddress: IPv6Address
    }

    /// A binding in a cache.
    struct Selected: Hashable, Sendable {
        var holder: PartyIdentifier
        var key: CacheIndex.Key
    }

    private struct Index: Sendable {
        var holder: PartyIdentifier
        var index: CacheIndex
    }

    /// Whether rows have to be looked for.
    var isSearching: Bool { order != .address || !filter.isEmpty }

    /// What was found in a cache; nil: it is shown as it is.
    func index(of holder: PartyIdentifier) -> CacheIndex? {
        indexes.first { $0.holder == holder }?.index
    }

    /// Another order, another filter: everything is looked at again.
    mutating func begin(order: CacheIndex.Order? = nil, filter: CacheFilter? = nil) {
        self.order = order ?? self.order
        self.filter = filter ?? self.filter
        indexes = []
    }

    /// Looks at a slice of each cache.
    ///
    /// - Returns: whether all was looked at.
    mutating func search(_ run: some Run) -> Bool {
        var isComplete = true
        if let node {
            messages.search(node.homeAddress, run)
            isComplete = messages.isComplete
        }
        guard isSearching else { return isComplete }
        for holder in run.caches() {
            var place = indexes.firstIndex { $0.holder == holder.party }
            if place == nil {
                place = indexes.count
                indexes.append(
                    Index(holder: holder.party, index: CacheIndex(order: order, filter: filter)))
            }
            guard let place else { continue }
            indexes[place].index.search(holder.party, run)
            isComplete = isComplete && indexes[place].index.isComplete
        }
        return isComplete
    }
}

/// A cache as a part of the list: a line with its name, then a line for each binding that is shown.
struct CachePart {
    var holder: CacheHolder
    /// How many bindings are shown.
    var count: Int
    /// The line of its name.
    var line: Int
    /// The name, and the bindings or a line that says that there are none.
    var lines: Range<Int> { line..<line + 1 + max(1, count) }
}

extension Console {
    /// The caches in the list, one below the other.
    func cacheParts(_ run: some Run) -> [CachePart] {
        var line = 0
        return run.caches().map { holder in
            let count = cache.isSearching ? cache.index(of: holder.party)?.count ?? 0 : holder.bindings
            let part = CachePart(holder: holder, count: count, line: line)
            line = part.lines.upperBound
            return part
        }
    }

    /// Some bindings of a part, by their places; one that went since it was found is nil.
    func cacheRows(_ part: CachePart, _ range: Range<Int>, _ run: some Run) -> [HomeAgent.CacheRow?] {
        let range = range.clamped(to: 0..<part.count)
        guard !range.isEmpty else { return [] }
        if let index = cache.index(of: part.holder.party), cache.isSearching {
            return index.keys(range).map { CacheSearch.row($0, in: part.holder.party, run) }
        }
        return run.cache(part.holder.party, range, order: .homeAddress).rows
    }

    /// The line with the cursor. In the cache's own order the cursor stays on its binding.
    func cacheLine(_ run: some Run, _ parts: [CachePart]) -> Int {
        let last = (parts.last?.lines.upperBound ?? 1) - 1
        guard !cache.isSearching, run.headline.kind != .capture, let selected = cache.selected,
            let part = parts.first(where: { $0.holder.party == selected.holder })
        else { return max(0, min(cacheRow, last)) }
        let behind = CacheSearch.place(behind: selected.key, in: selected.holder, run)
        // Where it is gone, on the one that has come in its place.
        return max(part.line, min(part.line + behind, part.lines.upperBound - 1))
    }

    /// The binding with the cursor.
    func selectedCacheRow(_ run: some Run) -> (holder: PartyIdentifier, row: HomeAgent.CacheRow)? {
        let parts = cacheParts(run)
        let line = cacheLine(run, parts)
        guard let part = parts.first(where: { $0.lines.contains(line) }), line > part.line else { return nil }
        let place = line - part.line - 1
        guard let row = cacheRows(part, place..<place + 1, run).first ?? nil else { return nil }
        return (part.holder.party, row)
    }

    /// Puts the cursor on a line.
    mutating func selectCache(line: Int, _ run: some Run) {
        let parts = cacheParts(run)
        cache.selected = nil
        cacheRow = max(0, min(line, (parts.last?.lines.upperBound ?? 1) - 1))
        if let (holder, row) = selectedCacheRow(run) {
            cache.selected = CacheView.Selected(
                holder: holder,
                key: CacheIndex.Key(
                    value: 0, homeAddress: row.homeAddress, bid: row.bid,
                    place: max(0, cacheRow - (parts.first { $0.holder.party == holder }?.line ?? 0) - 1)))
        }
    }

    /// So many lines down.
    mutating func moveCache(_ steps: Int, _ run: some Run) {
        if cache.node != nil {
            let last = nodeLines(run).count - 1
            let (sum, overflow) = cache.nodeRow.addingReportingOverflow(steps)
            cache.nodeRow = overflow ? (steps < 0 ? 0 : max(0, last)) : max(0, min(sum, last))
            return
        }
        let (sum, overflow) = cacheLine(run, cacheParts(run)).addingReportingOverflow(steps)
        selectCache(line: overflow ? (steps < 0 ? 0 : .max) : sum, run)
    }

    /// A row of the pane, which shows so many, was clicked.
    mutating func clickCache(_ row: Int, rows: Int, _ run: some Run) {
        if cache.node != nil {
            let total = nodeLines(run).count
            let first = ListWindow.first(selected: cache.nodeRow, total: total, rows: rows)
            cache.nodeRow = max(0, min(first + row, total - 1))
            return
        }
        let parts = cacheParts(run)
        let total = parts.last?.lines.upperBound ?? 0
        let first = ListWindow.first(selected: cacheLine(run, parts), total: total, rows: rows)
        selectCache(line: first + row, run)
    }

    // MARK: Commands

    /// Another order; none named: the next one.
    mutating func sortCache(_ word: String?, _ run: some Run) -> [ConsoleEffect] {
        let all = CacheIndex.Order.allCases
        var order = word.flatMap(CacheIndex.Order.init(rawValue:))
        if word == nil {
            let index = all.firstIndex(of: cache.order) ?? 0
            order = all[(index + 1) % all.count]
        }
        guard let order else {
            return refuse("sorted by \(Wording.list(all.map(\.rawValue), "or"))")
        }
        showCaches()
        cache.begin(order: order)
        _ = cache.search(run)
        selectCache(line: 1, run)
        say("bindings \(order.words)")
        return []
    }

    /// Only bindings that fit these words; none: all.
    mutating func filterCache(_ words: String, _ run: some Run) -> [ConsoleEffect] {
        do throws(CacheFilter.Problem) {
            let filter = try CacheFilter(words)
            showCaches()
            cache.begin(filter: filter)
            _ = cache.search(run)
            selectCache(line: 1, run)
            return []
        } catch {
            return refuse(error.text)
        }
    }

    /// The cursor goes to an address, or to the first one behind it.
    mutating func findInCache(_ word: String, _ run: some Run) -> [ConsoleEffect] {
        guard let address = IPv6Address(word) else { return refuse("\"\(word)\" is no IPv6 address") }
        let holders = run.caches()
        guard !holders.isEmpty else { return refuse("no binding cache can be seen from here") }
        showCaches()
        // By address, and all: else it could not be there.
        if cache.isSearching { cache.begin(order: .address, filter: CacheFilter()) }
        let parts = cacheParts(run)
        let known = parts.first { !CacheSearch.rows(of: address, in: $0.holder.party, run).isEmpty }
        guard let part = known ?? parts.first(where: { $0.count > 0 }) else {
            return refuse("there is no binding")
        }
        let place = CacheSearch.place(notBelow: address, in: part.holder.party, run)
        selectCache(line: min(part.line + 1 + place, part.lines.upperBound - 1), run)
        if known == nil { say("\(address) has no binding here; this is where it would stand") }
        return []
    }

    private mutating func showCaches() {
        hidden.remove(.cache)
        if focus != .cache { setFocus(.cache) }
        cache.node = nil
    }

    /// Enter: from the list to a node, from a message of it to the message, else back. On an agent commands are about
    /// the node from then on.
    mutating func inspectCache(_ run: inout some Run) -> [ConsoleEffect] {
        if cache.node != nil {
            let lines = nodeLines(run)
            if lines.indices.contains(cache.nodeRow), case .message(let number) = lines[cache.nodeRow] {
                message = number
                fieldRow = nil
                setFocus(.message)
            } else {
                leaveNode()
            }
            return []
        }
        guard let (holder, row) = selectedCacheRow(run) else { return refuse("no binding is selected") }
        cache.node = CacheView.Node(holder: holder, homeAddress: row.homeAddress)
        cache.nodeRow = 0
        _ = cache.search(run)
        guard run.headline.kind == .agent, !options.isReadOnly else { return [] }
        let effects = execute(.chooseNode(row.homeAddress), &run)
        if notice == nil { say("commands are about \(row.homeAddress) now") }
        return effects
    }

    /// Back to the list.
    mutating func leaveNode() { cache.node = nil }
}
