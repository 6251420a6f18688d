import Nodes
import Runtime

// Back in time, and on branches.

extension Console {
    /// What is selected after a move through time: the entry that was gone to, and the message that it is about.
    mutating func followMove(_ run: some Run) {
        logEntry = run.past?.entry
        message = logEntry.flatMap { entry in
            run.journal.exchangeRow(of: entry).flatMap { run.journal.exchangeRow($0)?.number }
        }
        fieldRow = nil
        whyRow = 0
        lessonStep = nil
        // It was made of another journal.
        found = FilterIndex()
    }

    // ┌ Branches ───────────────────────────────────────────────────────────┐
    // │ ▸ the run     412 entries, 61.2 s                                     │
    // │   branch 2    from entry 120 of the run, 31 entries, 14.0 s, then :deregister 2 │

    /// The branches, to choose one.
    func branchMenu(_ run: some Run) -> Menu {
        let branches = run.branchViews
        var menu = Menu(
            title: "Branches",
            items: branches.map { branch in
                let begin =
                    branch.parent == nil
                    ? "" : "from entry \(branch.lastShared) of \(name(branch.parent, branches)), "
                let first = branch.firstInput.isEmpty ? "" : ", then :\(branch.firstInput)"
                return Menu.Item(
                    title: branch.name,
                    text: "\(begin)\(branch.entries) entries, \(Wording.clock(branch.now - .zero))\(first)",
                    choice: .run(.past(.goToBranch("\(branch.number)"))))
            },
            note: "Go back with [ or :goto; :branch continues from there on another one.")
        menu.selected = branches.firstIndex(where: \.isShown) ?? 0
        return menu
    }

    /// Shows two runs beside each other, or says why not.
    mutating func compare(_ comparison: Comparison) -> [ConsoleEffect] {
        if let words = comparison.refusal { return refuse(words) }
        overlay = .comparison(comparison, 0)
        return []
    }

    /// Beside what would be with another setting; with none named, what would have become of what "why" speaks of under
    /// each other choice.
    mutating func whatIf(_ words: [String], _ run: some Run, _ lines: [BindingLine]) -> [ConsoleEffect] {
        if words.count == 2 { return compare(run.comparison(with: .setting(words[0], words[1]))) }
        guard words.isEmpty else { return refuse("what if \(words[0]) had been what?") }
        guard let subject = subject(run, lines) else { return refuse("nothing is selected") }
        return compare(run.comparison(with: .choices(subject)))
    }

    private func name(_ number: Int?, _ branches: [BranchView]) -> String {
        branches.first { $0.number == number }?.name ?? ""
    }
}
