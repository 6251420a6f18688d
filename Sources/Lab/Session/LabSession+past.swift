import Nodes
public import Runtime

// To another time, and to another branch.

extension LabSession {
    /// Where in the past the run is looked at; nil: at its present.
    public var past: PastView? {
        guard let glance, let entry = present.journal[glance.entry],
            let first = present.journal.numbers.first, let last = present.journal.numbers.last
        else { return nil }
        let begin = present.journal[first]?.time ?? .zero
        return PastView(
            entry: glance.entry, time: max(entry.time, glance.run.now), entries: first...last,
            times: begin...max(begin, present.now), inputs: present.inputs.map(\.entry))
    }

    /// The present is recorded.
    public func recorded(by encoder: inout RecordingEncoder, isLast: Bool) -> [UInt8] {
        encoder.octets(of: present, isLast: isLast)
    }

    mutating func rewind(by entries: Int) -> Outcome {
        move(JournalMove(by: entries, from: glance?.entry, in: present.journal))
    }

    mutating func perform(_ command: PastCommand) -> Outcome {
        switch command {
        case .entry(let entry): move(JournalMove(to: entry, in: present.journal))
        case .time(let time): move(JournalMove(to: time, in: present.journal))
        case .present: glance == nil ? .refused("This is the present.") : goToPresent()
        case .branch: branch()
        case .goToBranch(let name): goToBranch(name)
        }
    }

    private mutating func move(_ move: JournalMove) -> Outcome {
        switch move {
        case .entry(let entry, _): show(entry, move)
        case .present: goToPresent()
        case .refused(let words): .refused(words)
        }
    }

    // MARK: Time

    /// Shows the run after an entry.
    private mutating func show(_ entry: Int, _ move: JournalMove) -> Outcome {
        guard var run = run(at: entry) else {
            return .refused("Entry \(entry) cannot be gone to: it is not kept any more.")
        }
        if let time = move.time(after: run.now, notAfter: present.now) { run.pass(to: time) }
        glance = Glance(entry: entry, run: run)
        moves &+= 1
        return .done(entry: entry, "")
    }

    /// The run after the step that made an entry; nil: it cannot be had.
    func run(at entry: Int) -> LabRun? {
        // What happened while the world was built is one step.
        if let first = branches[shownBranch].checkpoints.runs.first, first.journal.numbers.contains(entry) {
            return first
        }
        return nearest(before: entry)?.replayed(through: entry, of: present)
    }

    /// The nearest run that has not got the entry: a checkpoint, or what is shown where that is nearer.
    private func nearest(before entry: Int) -> LabRun? {
        let checkpoint = branches[shownBranch].checkpoints.before(entry)
        guard let shown = glance?.run, shown.journal.nextNumber <= entry,
            shown.journal.nextNumber > checkpoint?.journal.nextNumber ?? 0
        else { return checkpoint }
        return shown
    }

    private mutating func goToPresent() -> Outcome {
        glance = nil
        moves &+= 1
        goOn()
        return .done(entry: 0, "the present")
    }

    /// The time that was spent elsewhere did not pass here.
    private mutating func goOn() {
        guard let machineTime else { return }
        present.machineTime = machineTime
        present.clock.anchor(machine: machineTime, run: present.now)
    }

    // MARK: Branches

    /// So many are kept at most.
    private static let branchLimit = 16

    /// The ways that the run took.
    public var branchViews: [BranchView] {
        branches.enumerated().map { index, branch in
            BranchView(
                number: index + 1, parent: branch.parent.map { $0 + 1 }, lastShared: branch.lastShared,
                entries: branch.run.journal.nextNumber - 1, now: branch.run.now,
                firstInput: branch.run.inputs.dropFirst(branch.sharedInputs).first?.line ?? "",
                isShown: index == shownBranch)
        }
    }

    /// Continues from what is shown; what it was before is kept.
    private mutating func branch() -> Outcome {
        guard let glance else { return .refused("This is the present: go back first ([ or :goto).") }
        guard branches.count < LabSession.branchLimit else {
            return .refused("There are \(branches.count) branches already, which is as many as are kept.")
        }
        var run = glance.run
        run.waitsForLesson = present.waitsForLesson
        // Whoever wants another way wants to choose it before time goes on.
        run.clock.setPaused(true, at: machineTime ?? .zero)
        branches.append(
            Branch(
                parent: shownBranch, lastShared: run.journal.nextNumber - 1, sharedInputs: run.inputs.count,
                run: run, checkpoints: branches[shownBranch].checkpoints.shared(with: run)))
        self.glance = nil
        shownBranch = branches.count - 1
        moves &+= 1
        goOn()
        // What a node does about one message is done as a whole: nothing can come in between.
        let last = run.journal.nextNumber - 1
        let begin = last == glance.entry ? "" : ", the end of what entry \(glance.entry) belongs to"
        return .done(entry: 0, "branch \(branches.count) continues from entry \(last)\(begin), paused")
    }

    private mutating func goToBranch(_ name: String) -> Outcome {
        guard let index = branches.indices.first(where: { name == "\($0 + 1)" || name == "branch-\($0 + 1)" })
        else { return .refused("There is no branch \"\(name)\": expected 1 to \(branches.count).") }
        glance = nil
        shownBranch = index
        moves &+= 1
        goOn()
        return .done(entry: 0, branchViews[index].name)
    }
}
