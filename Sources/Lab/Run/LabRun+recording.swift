public import MobilityWire
import Nodes
public import Runtime

// A recorded lab runs again: the same world, the same chance, the same inputs.

extension LabRun {
    /// The run of a recording, run again from its beginning to its end; time stands still there.
    ///
    /// - Parameters:
    ///   - budget: how many things may happen beyond those that its journal stands for.
    ///   - observe: called at the beginning and after each step.
    /// - Returns: nil where the recording says nothing of its beginning, or its scenario cannot be read any more.
    /// - Throws: what a node has against its configuration.
    public init?(
        replaying recording: Recording, cryptography: any MobilityCryptography, budget: Int = 1_000_000,
        observe: (LabRun) -> Void = { _ in }
    ) throws {
        guard let origin = recording.origin else { return nil }
        if origin.scenario.isEmpty {
            try self.init(profile: origin.profile, seed: origin.seed, cryptography: cryptography)
        } else {
            let scenario = try Scenario(origin.scenario, name: origin.name, file: origin.name)
            try self.init(
                scenario, profile: origin.profile, seed: origin.seed, cryptography: cryptography)
        }
        // Much more than any recording that was made by running.
        var budget = budget + 64 * recording.journal.count
        observe(self)
        for input in recording.inputs where budget > 0 {
            catchUp(with: input, &budget, observe: observe)
            repeatInput(input)
        }
        // To the last entry: what follows it in the recording's time was not written any more.
        if let last = recording.journal.numbers.last.flatMap({ recording.journal[$0] }) {
            happen(until: last.time, through: last.number, &budget, observe: observe)
        }
        advance(to: .zero)
        perform(.pause(true))
    }

    /// The first entry in which a run differs from a recording of it; nil: there is none. Of one that breaks off only
    /// what is there counts.
    public func difference(from recording: Recording) -> Int? {
        for number in recording.journal.numbers {
            guard let mine = journal[number], let other = recording.journal[number],
                mine.time == other.time, mine.party == other.party, mine.cause == other.cause,
                mine.event == other.event
            else { return number }
        }
        let isWhole = journal.nextNumber == recording.journal.nextNumber || recording.breaksOff != nil
        return isWhole ? nil : recording.journal.nextNumber
    }
}
