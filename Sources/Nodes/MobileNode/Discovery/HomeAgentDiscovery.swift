import MobilityWire

/// The search for a home agent: those configured or discovered, tried in order (RFC 6275 §11.4.1).
struct HomeAgentDiscovery: Hashable, Sendable {
    /// The agents there are, preferred first.
    var candidates: [IPv6Address]
    /// How many of them in a row did not do.
    var failures = 0
    /// The request that is out, by its identifier; nil: none is.
    var identifier: UInt16?
    /// When it is sent again: 3 s, doubling, four times.
    var timer = HomeAgentDiscovery.newTimer
    /// Whether a request is to be sent as soon as there is a care-of address.
    var isWanted = false

    /// INITIAL_DHAAD_TIMEOUT, doubling.
    static var newTimer: RetransmissionTimer {
        RetransmissionTimer(
            initial: ProtocolConstants.initialHomeAgentDiscoveryTimeout, maximum: .seconds(48))
    }

    /// Agents known from the beginning.
    init(candidates: [IPv6Address]) {
        self.candidates = candidates
    }
}

/// Mobile prefix discovery (RFC 6275 §11.4.2): the prefixes of the home link, as the home agent says.
struct PrefixDiscovery: Hashable, Sendable {
    /// The solicitation that is out, by its identifier; nil: none is.
    var identifier: UInt16?
    /// When it is sent again.
    var timer = PrefixDiscovery.newTimer
    /// Whether one is to be sent as soon as there is a binding.
    var isWanted = false
    /// What the home agent said last.
    var prefixes: [DiscoveryMessage.PrefixInformation] = []
    /// When it said so.
    var receivedAt: Instant?
    /// When to ask again, before the first of the prefixes is over.
    var askAgainAt: Instant?

    /// INITIAL_SOLICIT_TIMER, doubling.
    static var newTimer: RetransmissionTimer {
        RetransmissionTimer(initial: ProtocolConstants.initialSolicitationTimer, maximum: .seconds(48))
    }
}
