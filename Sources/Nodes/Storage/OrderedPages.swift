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
/// Three levels: sections, pages, entries. The first keys of sections and of pages stand apart, so that a search touches
/// few cache lines; each level knows how many rows it holds.
struct OrderedPages<Key: PagedKey, Value: PagedValue>: Sendable {
    /// How many entries a page holds at most.
    static var pageCapacity: Int { 64 }
    /// How many pages a section holds at most.
    static var sectionCapacity: Int { 128 }

    private(set) var sections: [Section] = []
    /// The first key of each section.
    private var firstKeys: [Key] = []
    /// How many entries there are.
    private(set) var count = 0
    /// How many rows the entries stand for.
    private(set) var rows = 0

    /// Neighbouring pages.
    struct Section: Sendable {
        var rows: Int
        /// The first key of each page.
        var firstKeys: [Key]
        var pages: [Page]
    }

    /// Neighbouring entries, keys apart from values.
    struct Page: Sendable {
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
        let section = firstKeys.lastIndex(notAbove: key)
        let page = sections[section].firstKeys.lastIndex(notAbove: key)
        let index = sections[section].pages[page].keys.firstIndex(notBelow: key)
        let isFound =
            index < sections[section].pages[page].keys.count
            && sections[section].pages[page].keys[index] == key
        return Place(section: section, page: page, index: index, isFound: isFound)
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
            let page = Page(rows: value.rows, keys: [key], values: [value])
            sections.append(Section(rows: value.rows, firstKeys: [key], pages: [page]))
            firstKeys.append(key)
            return
        }
        sections[place.section].insert(value, for: key, at: place)
        if key < firstKeys[place.section] { firstKeys[place.section] = key }
        let pages = sections[place.section].pages.count
        guard pages > Self.sectionCapacity else { return }
        let half = Self.splitPoint(pages, insertedAtEnd: place.page + 2 >= pages)
        let next = sections[place.section].split(at: half)
        firstKeys.insert(next.firstKeys[0], at: place.section + 1)
        sections.insert(next, at: place.section + 1)
    }

    /// Removes the entry at `place`, which must be found.
    mutating func remove(at place: Place) -> Value {
        let value = sections[place.section].remove(at: place)
        count -= 1
        rows -= value.rows
        guard let first = sections[place.section].firstKeys.first else {
            sections.remove(at: place.section)
            firstKeys.remove(at: place.section)
            return value
        }
        firstKeys[place.section] = first
        let next = place.section + 1
        if next < sections.count,
            sections[place.section].pages.count + sections[next].pages.count <= Self.sectionCapacity / 2
        {
            sections[place.section].append(sections.remove(at: next))
            firstKeys.remove(at: next)
        }
        return value
    }

    /// Keys often come in ascending order: a full page at the end is left full, any other is halved.
    fileprivate static func splitPoint(_ count: Int, insertedAtEnd: Bool) -> Int {
        insertedAtEnd ? count - 1 : count / 2
    }
}

extension OrderedPages.Section {
    fileprivate mutating func insert(_ value: Value, for key: Key, at place: OrderedPages.Place) {
        rows += value.rows
        pages[place.page].insert(value, for: key, at: place.index)
        if place.index == 0 { firstKeys[place.page] = key }
        let entries = pages[place.page].keys.count
        guard entries > OrderedPages.pageCapacity else { return }
        let half = OrderedPages.splitPoint(entries, insertedAtEnd: place.index == entries - 1)
        let next = pages[place.page].split(at: half)
        firstKeys.insert(next.keys[0], at: place.page + 1)
        pages.insert(next, at: place.page + 1)
    }

    fileprivate mutating func remove(at place: OrderedPages.Place) -> Value {
        let value = pages[place.page].remove(at: place.index)
        rows -= value.rows
        guard let first = pages[place.page].keys.first else {
            pages.remove(at: place.page)
            firstKeys.remove(at: place.page)
            return value
        }
        firstKeys[place.page] = first
        let next = place.page + 1
        if next < pages.count,
            pages[place.page].keys.count + pages[next].keys.count <= OrderedPages.pageCapacity / 2
        {
            pages[place.page].append(pages.remove(at: next))
            firstKeys.remove(at: next)
        }
        return value
    }

    fileprivate mutating func split(at half: Int) -> Self {
        let moved = Array(pages[half...])
        let next = Self(
            rows: moved.reduce(0) { $0 + $1.rows }, firstKeys: Array(firstKeys[half...]), pages: moved)
        pages.removeSubrange(half...)
        firstKeys.removeSubrange(half...)
        rows -= next.rows
        return next
    }

    fileprivate mutating func append(_ next: Self) {
        rows += next.rows
        firstKeys.append(contentsOf: next.firstKeys)
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
    }

    fileprivate mutating func remove(at index: Int) -> Value {
        keys.remove(at: index)
        let value = values.remove(at: index)
        rows -= value.rows
        return value
    }

    fileprivate mutating func split(at half: Int) -> Self {
        let moved = Array(values[half...])
        let next = Self(rows: moved.reduce(0) { $0 + $1.rows }, keys: Array(keys[half...]), values: moved)
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
