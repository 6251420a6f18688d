import Grid
import Runtime
import Themes

// │ … state       life         next          kernel                       agent                path    │
// │ … registered  ███▎   52 s  refresh 43 s  ✓ careof1, MTU 1460, default ✓ confirmed         12 ms   │

extension Painter {
    /// What stands beside what the node believes: the kernel's side, the agent's, and how the path answers.
    var columnsOfBooks: [TableLayout.Column] {
        let kernel = books.reduce(0) { max($0, kernelLine($1).width) }
        let confirmed = books.reduce(0) { max($0, confirmedLine($1).width) }
        return [
            TableLayout.Column(
                title: "kernel", width: books.isEmpty ? 0 : 6, rank: 1, growth: max(0, min(kernel, 32) - 6)),
            TableLayout.Column(
                title: "agent", width: books.isEmpty ? 0 : 5, rank: 1, growth: max(0, min(confirmed, 32) - 5)),
            TableLayout.Column(
                title: "path", width: books.contains { $0.roundTrip != nil || $0.isSilent } ? 8 : 0, rank: 7,
                alignsRight: true),
        ]
    }

    /// Where the three books would not fit beside each other, care-of addresses give way: "why" has them whole.
    mutating func narrowAddresses(_ available: Int) {
        guard !books.isEmpty else { return }
        // BID, via, state, life, next, kernel, agent, and the address.
        let needed = bindingColumns.enumerated().filter { [0, 2, 4, 5, 6, 11, 12].contains($0.offset) }
            .reduce(0) { $0 + $1.element.width + 1 }
        bindingColumns[1].width = min(bindingColumns[1].width, max(16, available - needed))
    }

    /// An address with its middle left out.
    func shortened(_ address: String, _ width: Int?) -> String {
        guard let width, address.utf8.count > width, width > 8 else { return address }
        let end = (width - 1) / 2
        return address.prefix(width - 1 - end) + String(Character(glyphs.ellipsis)) + address.suffix(end)
    }

    /// What stands in a book, or its sign alone.
    func fitting(_ line: Line, _ place: TableLayout.Place?) -> Line {
        guard let place, line.width > place.width, place.width < 12, let first = line.text.first else {
            return line
        }
        return Line(String(first), line.pieces.first?.role ?? .text)
    }

    /// The kernel's side of a binding; with a sign where it is not what the node believes.
    func kernelLine(_ books: BindingBooks) -> Line {
        let isAlike = books.kernel == books.believed
        var line = Line(sign(isAlike), isAlike ? .statusGood : .statusBad)
        line.add(" " + words(books.kernelWords), isAlike ? .text : .statusBad)
        if !isAlike, let kernel = books.kernel { line.add(", " + text(kernel), .statusBad) }
        return line
    }

    /// What the agent confirmed last.
    func confirmedLine(_ books: BindingBooks) -> Line {
        if books.isDoubtful { return Line("? not known", .statusWarning) }
        let isAlike = books.confirmed == books.believed
        var line = Line(sign(isAlike), isAlike ? .statusGood : .statusBad)
        let said = books.confirmed.map { isAlike ? "confirmed" : text($0) } ?? "nothing"
        line.add(" " + (isAlike && books.confirmed == nil ? "nothing" : said), isAlike ? .text : .statusBad)
        return line
    }

    /// How long the last probe took.
    func pathLine(_ books: BindingBooks) -> Line {
        if books.isSilent { return Line("silent", .statusBad) }
        return Line(books.roundTrip.map(Wording.roundTrip) ?? "unknown", .textMuted)
    }

    private func sign(_ isAlike: Bool) -> String { String(Character(isAlike ? glyphs.tick : glyphs.cross)) }

    /// The books of what "why" speaks of.
    func books(of subject: Subject) -> BindingBooks? {
        guard case .binding(let peer, let bid) = subject else { return nil }
        return books.first { $0.peer == peer && $0.bid == bid }
    }
}
