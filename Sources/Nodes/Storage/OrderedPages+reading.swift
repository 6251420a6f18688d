// Walking over entries in order of their keys.

extension OrderedPages {
    /// Calls `body` for every entry whose rows overlap `range`, in order, with the number of its first row.
    func forEach(inRows range: Range<Int>, _ body: (_ firstRow: Int, _ key: Key, _ value: Value) -> Void) {
        var row = 0
        for section in sections {
            guard row < range.upperBound else { return }
            guard row + section.rows > range.lowerBound else {
                row += section.rows
                continue
            }
            for page in section.pages {
                guard row < range.upperBound else { return }
                guard row + page.rows > range.lowerBound else {
                    row += page.rows
                    continue
                }
                for (key, value) in zip(page.keys, page.values) {
                    guard row < range.upperBound else { return }
                    let next = row + value.rows
                    if next > range.lowerBound, next > row { body(row, key, value) }
                    row = next
                }
            }
        }
    }

    /// Calls `body` for every entry in order.
    func forEach(_ body: (_ key: Key, _ value: Value) -> Void) {
        for section in sections {
            for page in section.pages {
                for (key, value) in zip(page.keys, page.values) { body(key, value) }
            }
        }
    }

    /// The first entry.
    var first: (key: Key, value: Value)? {
        guard let page = sections.first?.pages.first else { return nil }
        return (page.keys[0], page.values[0])
    }

    /// The first entry whose key is not less than `key`.
    func first(from key: Key) -> (key: Key, value: Value)? {
        let place = place(of: key)
        guard place.section < sections.count else { return nil }
        let pages = sections[place.section].pages
        if place.index < pages[place.page].keys.count {
            return (pages[place.page].keys[place.index], pages[place.page].values[place.index])
        }
        if place.page + 1 < pages.count {
            return (pages[place.page + 1].keys[0], pages[place.page + 1].values[0])
        }
        guard place.section + 1 < sections.count else { return nil }
        let page = sections[place.section + 1].pages[0]
        return (page.keys[0], page.values[0])
    }
}
