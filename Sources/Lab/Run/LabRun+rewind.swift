import Nodes
import Runtime

// The past of a lab: what happened happens again, from a copy on.
//
// The state at entry k is the state after the step that made entry k. A step is what cannot be divided: an occurrence of
// the network with all that a node does about it, a deadline, a deed of the scenario, a command of a person.

extension LabRun {
    /// Lets the next thing happen that is due by `limit`, in the order of `advance`: all that the lab has for an instant,
    /// then what the scenario does at it. Else the time is `limit` then, and the answer false.
    ///
    /// - Parameter lastTurn: not beyond so many turns of the run.
    mutating func happenNext(until limit: Instant, lastTurn: Int = .max) -> Bool {
        guard !lab.isHeldByGate, turns < lastTurn else { return false }
        // The deeds are turns of the run, not of its lab.
        let last = lastTurn - nextStep
        if steps.indices.contains(nextStep), case let step = steps[nextStep], step.time <= limit {
            if !stage.lab.step(until: step.time, lastTurn: last) {
                guard turns < lastTurn else { return false }
                perform(step.deed)
                nextStep += 1
            }
        } else if !stage.lab.step(until: limit, lastTurn: last) {
            return false
        }
        followLesson()
        return true
    }

    /// Lets happen what is due by a limit, until an entry is there.
    ///
    /// - Parameters:
    ///   - entry: the entry.
    ///   - lastTurn: not beyond so many turns of the run.
    ///   - budget: how many things may happen.
    ///   - observe: called after each step.
    mutating func happen(
        until limit: Instant, through entry: Int = .max, lastTurn: Int = .max, _ budget: inout Int,
        observe: (LabRun) -> Void = { _ in }
    ) {
        while journal.nextNumber <= entry, budget > 0, happenNext(until: limit, lastTurn: lastTurn) {
            budget -= 1
            observe(self)
        }
    }

    /// Lets happen again what happened in a run of the same beginning, until an entry is there.
    ///
    /// - Parameters:
    ///   - entry: the entry; the run has not got it yet.
    ///   - time: when it happened.
    ///   - inputs: what the other run was told; those that this one was told already are its first ones.
    ///   - observe: called after each step.
    mutating func replay(
        through entry: Int, at time: Instant, inputs: [RecordedInput], observe: (LabRun) -> Void
    ) {
        // Nobody waits for a lesson that was waited for already.
        waitsForLesson = false
        isHeldByLesson = false
        // Steps without a trace come between entries, but not without end.
        var budget = 1_000_000 + 64 * max(0, entry - journal.nextNumber)
        for input in inputs.dropFirst(self.inputs.count) where input.entry <= entry {
            catchUp(with: input, &budget, observe: observe)
            repeatInput(input)
            observe(self)
            guard journal.nextNumber <= entry else { return }
        }
        happen(until: time, through: entry, &budget, observe: observe)
    }

    /// It at an entry of a run that went on from it; nil: that run has no such entry, or did not.
    func replayed(through entry: Int, of run: LabRun) -> LabRun? {
        guard let time = run.journal[entry]?.time, journal.nextNumber <= entry else { return nil }
        var copy = self
        copy.replay(through: entry, at: time, inputs: run.inputs) { _ in }
        return copy.journal.nextNumber > entry ? copy : nil
    }

    /// Lets time pass in which nothing happened that left an entry.
    mutating func pass(to time: Instant) {
        waitsForLesson = false
        var copy = self
        var budget = 100_000
        copy.happen(until: time, &budget)
        // A person may have held up what would have happened then: the run stays where its last entry was.
        if copy.journal.nextNumber == journal.nextNumber { self = copy }
    }

    /// Does what a person once said.
    mutating func repeatInput(_ input: RecordedInput) {
        guard
            let action = try? CommandTable.standard.parse(input.line, vocabulary: vocabulary()),
            case .run(let command) = action
        else { return }
        perform(command)
    }
}
