import MobilityWire

/// A Binding Acknowledgement that passed before what it answers did: captures of several interfaces, merged, have their
/// records a little out of order.
struct EarlyAnswer: Hashable, Sendable {
    /// What passed.
    let acknowledgement: BindingAcknowledgement
    /// Where it went to.
    let careOfAddress: CareOfAddress
    /// When.
    let time: Instant
    /// The bindings before it, and what came of them while nobody knew what it answers.
    let before: [ObservedBinding]
    let after: [ObservedBinding]

    /// So many are remembered of a registration.
    static let limit = 4
    /// A node waits a second before it repeats a Binding Update, with another number (RFC 6275 §11.8, §12): what comes later
    /// than that is another exchange.
    static let patience = Interval.seconds(1)

    /// Whether it answers a Binding Update that passes after it.
    func answers(_ update: ObservedUpdate, at now: Instant) -> Bool {
        acknowledgement.sequence == update.sequence && now - time <= EarlyAnswer.patience
            && update.names(anyOf: acknowledgement.options.bindingIdentifiers)
    }
}

extension ObservedRegistration {
    /// Remembers an answer for what may come yet.
    mutating func remember(
        _ acknowledgement: BindingAcknowledgement, _ careOfAddress: CareOfAddress,
        _ before: [ObservedBinding], at now: Instant
    ) {
        if early.count >= EarlyAnswer.limit { early.removeFirst() }
        early.append(
            EarlyAnswer(
                acknowledgement: acknowledgement, careOfAddress: careOfAddress, time: now, before: before,
                after: bindings))
    }

    /// The answer to a Binding Update that came before it; what was made of it without knowing is taken back, unless
    /// something else happened since.
    mutating func takeEarlyAnswer(to update: ObservedUpdate, at now: Instant) -> EarlyAnswer? {
        guard let index = early.lastIndex(where: { $0.answers(update, at: now) }) else { return nil }
        let answer = early.remove(at: index)
        if bindings == answer.after { bindings = answer.before }
        return answer
    }
}
