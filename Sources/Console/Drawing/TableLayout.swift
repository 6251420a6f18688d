/// Which columns of a table fit, and where they stand.
struct TableLayout {
    /// Where each column begins and how wide it is; nil: there is no room for it.
    private(set) var places: [Place?]

    struct Place: Hashable {
        var column: Int
        var width: Int
    }

    /// What a column wants.
    struct Column {
        var title: String
        /// What it needs.
        var width: Int
        /// The higher, the sooner it goes where there is no room.
        var rank: Int
        /// How much more it can use.
        var growth = 0
        /// Whether its title stands at its right end.
        var alignsRight = false
    }

    /// Columns in `available` places with a blank between two; what is left over goes to those that can grow.
    init(_ columns: [Column], available: Int) {
        var isShown = columns.map { $0.width > 0 }
        func needed() -> Int {
            let shown = columns.indices.filter { isShown[$0] }
            return shown.reduce(0) { $0 + columns[$1].width } + max(0, shown.count - 1)
        }
        while needed() > available,
            let last = columns.indices.filter({ isShown[$0] && columns[$0].rank > 0 })
                .max(by: { columns[$0].rank < columns[$1].rank })
        {
            isShown[last] = false
        }
        var spare = max(0, available - needed())
        var widths = columns.map(\.width)
        // Words that would be cut come first, the last column that has some before the others.
        let growers = columns.indices.filter { isShown[$0] && columns[$0].growth > 0 }.reversed()
        for index in growers {
            let share = min(columns[index].growth, spare)
            widths[index] += share
            spare -= share
        }
        // A blank more between columns reads better.
        var gap = 1
        let shownCount = isShown.count { $0 }
        if shownCount > 1, spare >= shownCount - 1 { gap = 2 }
        var column = 0
        places = []
        for index in columns.indices {
            guard isShown[index] else {
                places.append(nil)
                continue
            }
            places.append(Place(column: column, width: widths[index]))
            column += widths[index] + gap
        }
    }
}

/// The rows of a list that are seen.
enum ListWindow {
    /// The first row that is seen where `selected` is to be among them; the list moves only when it has to be followed
    /// beyond the middle.
    static func first(selected: Int, total: Int, rows: Int) -> Int {
        max(0, min(selected - rows / 2, total - rows))
    }
}
