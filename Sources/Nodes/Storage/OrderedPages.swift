/// A value that a page can hold: it says how many rows of a table it stands for.
protocol PagedValue: Sendable {
    /// How many rows; a cached node has one for each of its bindings.
    var rows: Int { get }
}

extension PagedValue {
    var rows: Int { 1 }
}

/// A dictionary in the order of its keys, kept in pages of a bounded size.
///
/// A plain array or hash table of a million bindings has steps that nobody can wait for: growing copies all of it, and
/// so does the first change after a checkpoint. Here a copy shares all pages; a change copies the one page it touches
/// (and the short list of pages around it), and growing splits one page in two. The order is that of the keys, so it is
/// the same in every run, and a window of rows is found without looking at the others.
///
/// Three levels: sections, pages, entries. Sections and pages remember their first key and how many rows they hold.
struct OrderedPages<Key: Comparable & Sendable, Value: PagedValue>: Sendable {
    /// How many entries a page holds at most.
    static var pageCapacity: Int { 64 }
    /// How many pages a section holds at most.
    static var sectionCapacity: Int { 128 }

    private(set) var sections: [Section] = []
    /// How many entries there are.
    private(set) var count = 0
    /// How many rows the entries stand for.
    private(set) var rows = 0

    /// Neighbouring pages.
    struct Section: Sendable {
        var firstKey: Key
        var rows: Int
        var pages: [Page]
    }

    /// Neighbouring entries, keys apart from values so that a search touches few cache lines.
    struct Page: Sendable {
        var firstKey: Key
        var rows: Int
        var keys: [Key]
        var values: [Value]
    }

    /// Where an entry stands, or would stand. Good until the next insertion or removal.
    struct Place: Equatable, Sendable {
        var section: Int
        var page: Int
        var index: Int
        /// Whether the entry is there.
        var isFound: Bool
    }

    /// Where the entry of `key` is, or belongs.
    func place(of key: Key) -> Place {
        guard !sections.isEmpty else { return Place(section: 0, page: 0, index: 0, isFound: false) }
        let section = max(0, sections.firstIndex(orderedBy: { key < $0.firstKey }) - 1)
        let page = max(0, sections[section].pages.firstIndex(orderedBy: { key < $0.firstKey }) - 1)
        let index = sections[section].pages[page].keys.firstIndex(orderedBy: { key <= $0 })
        let keys = sections[section].pages[page].keys
        return Place(
            section: section, page: page, index: index, isFound: index < keys.count && keys[index] == key)
    }

    /// The value of `key`.
    subscript(key: Key) -> Value? {
        let place = place(of: key)
        return place.isFound ? sections[place.section].pages[place.page].values[place.index] : nil
    }

    /// Puts another value into the entry at `place`, which must be found, and hands out the one that was there.
    ///
    /// Handing out a placeholder and putting the changed value back later changes it without a copy.
    mutating func exchange(_ value: Value, at place: Place) -> Value {
        let before = sections[place.section].pages[place.page].values[place.index]
        let change = value.rows - before.rows
        sections[place.section].pages[place.page].values[place.index] = value
        count(change, at: place)
        return before
    }

    /// Enters or replaces the value of `key`.
    mutating func set(_ key: Key, to value: Value) {
        let place = place(of: key)
        if place.isFound { _ = exchange(value, at: place) } else { insert(value, for: key, at: place) }
    }

    /// Removes the entry of `key`; hands out its value.
    @discardableResult
    mutating func remove(_ key: Key) -> Value? {
        let place = place(of: key)
        return place.isFound ? remove(at: place) : nil
    }

    private mutating func count(_ change: Int, at place: Place) {
        guard change != 0 else { return }
        sections[place.section].pages[place.page].rows += change
        sections[place.section].rows += change
        rows += change
    }
}

// MARK: - Growing and shrinking, a page at a time

extension OrderedPages {
    /// Enters a new entry at the place where it belongs.
    mutating func insert(_ value: Value, for key: Key, at place: Place) {
        count += 1
        rows += value.rows
        guard !sections.isEmpty else {
            let page = Page(firstKey: key, rows: value.rows, keys: [key], values: [value])
            sections.append(Section(firstKey: key, rows: value.rows, pages: [page]))
            return
        }
        sections[place.section].insert(value, for: key, at: place)
        if sections[place.section].pages.count > Self.sectionCapacity {
            let pages = sections[place.section].pages
            let half = Self.splitPoint(pages.count, insertedAtEnd: place.page + 1 >= pages.count - 1)
            sections[place.section] = Section(Array(pages[..<half]))
            sections.insert(Section(Array(pages[half...])), at: place.section + 1)
        }
    }

    /// Removes the entry at `place`, which must be found.
    mutating func remove(at place: Place) -> Value {
        let value = sections[place.section].remove(at: place)
        count -= 1
        rows -= value.rows
        if sections[place.section].pages.isEmpty {
            sections.remove(at: place.section)
        } else if place.section + 1 < sections.count,
            sections[place.section].pages.count + sections[place.section + 1].pages.count
                <= Self.sectionCapacity / 2
        {
            sections[place.section].append(sections.remove(at: place.section + 1))
        }
        return value
    }

    /// Keys often come in ascending order: a full page at the end is left full, any other is halved.
    fileprivate static func splitPoint(_ count: Int, insertedAtEnd: Bool) -> Int {
        insertedAtEnd ? count - 1 : count / 2
    }
}

extension OrderedPages.Section {
    init(_ pages: [OrderedPages.Page]) {
        firstKey = pages[0].firstKey
        rows = pages.reduce(0) { $0 + $1.rows }
        self.pages = pages
    }

    fileprivate mutating func insert(_ value: Value, for key: Key, at place: OrderedPages.Place) {
        rows += value.rows
        pages[place.page].insert(value, for: key, at: place.index)
        let entries = pages[place.page].keys.count
        if entries > OrderedPages.pageCapacity {
            let half = OrderedPages.splitPoint(entries, insertedAtEnd: place.index == entries - 1)
            let next = pages[place.page].split(at: half)
            pages.insert(next, at: place.page + 1)
        }
        firstKey = pages[0].firstKey
    }

    fileprivate mutating func remove(at place: OrderedPages.Place) -> Value {
        let value = pages[place.page].remove(at: place.index)
        rows -= value.rows
        if pages[place.page].keys.isEmpty {
            pages.remove(at: place.page)
        } else if place.page + 1 < pages.count,
            pages[place.page].keys.count + pages[place.page + 1].keys.count <= OrderedPages.pageCapacity / 2
        {
            pages[place.page].append(pages.remove(at: place.page + 1))
        }
        if let first = pages.first { firstKey = first.firstKey }
        return value
    }

    fileprivate mutating func append(_ next: Self) {
        rows += next.rows
        pages.append(contentsOf: next.pages)
    }
}

extension OrderedPages.Page {
    fileprivate mutating func insert(_ value: Value, for key: Key, at index: Int) {
        if keys.count == keys.capacity {
            keys.reserveCapacity(OrderedPages.pageCapacity + 1)
            values.reserveCapacity(OrderedPages.pageCapacity + 1)
        }
        keys.insert(key, at: index)
        values.insert(value, at: index)
        rows += value.rows
        firstKey = keys[0]
    }

    fileprivate mutating func remove(at index: Int) -> Value {
        keys.remove(at: index)
        let value = values.remove(at: index)
        rows -= value.rows
        if let first = keys.first { firstKey = first }
        return value
    }

    fileprivate mutating func split(at half: Int) -> Self {
        let moved = Array(values[half...])
        let next = Self(
            firstKey: keys[half], rows: moved.reduce(0) { $0 + $1.rows }, keys: Array(keys[half...]),
            values: moved)
        keys.removeSubrange(half...)
        values.removeSubrange(half...)
        rows -= next.rows
        return next
    }

    fileprivate mutating func append(_ next: Self) {
        rows += next.rows
        keys.append(contentsOf: next.keys)
        values.append(contentsOf: next.values)
    }
}

extension Array {
    /// The first index whose element fulfils `predicate`, in an array where those that do stand behind those that do
    /// not; `count` if none does.
    fileprivate func firstIndex(orderedBy predicate: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = low + (high - low) / 2
            if predicate(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
