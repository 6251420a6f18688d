import MobilityWire

/// One call of a node: the instant, the random numbers of the caller, and the actions so far.
///
/// A turn goes down through all that a node does in the call, so that no part of it needs more than one parameter for
/// what the outside gives and takes.
struct Turn<Random: RandomNumberGenerator> {
    /// The instant of the call; everything in it happens now.
    let now: Instant
    /// The caller's generator; the node hands it back when the turn is over.
    var random: Random
    /// What the world has to do, in order.
    var actions: [Action] = []

    /// A turn at this instant.
    init(now: Instant, random: Random) {
        self.now = now
        self.random = random
    }

    /// Appends an action.
    mutating func act(_ action: Action) {
        actions.append(action)
    }

    /// Appends an entry for the journal.
    mutating func note(_ note: Note) {
        actions.append(.note(note))
    }
}
