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
            TableLayout.Column(title: "kernel", width: books.isEmpty ? 0 : max(8, min(kernel, 32)), rank: 4),
            TableLayout.Column(
                title: "agent", width: books.isEmpty ? 0 : max(8, min(confirmed, 32)), rank: 5),
            TableLayout.Column(
                title: "path", width: books.contains { $0.roundTrip != nil || $0.isSilent } ? 8 : 0, rank: 7,
                alignsRight: true),
        ]
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
