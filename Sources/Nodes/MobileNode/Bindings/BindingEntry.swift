import MobilityWire

/// An entry of the binding update list: what one peer was told, and answered, about one BID (RFC 6275 §11.1).
struct BindingEntry: Hashable, Sendable {
    /// The binding identifier; 0, which is reserved, stands for the ordinary binding without one.
    let bid: UInt16
    /// Whether the node wants it registered when it decides by itself.
    var wanted = false
    /// Where it stands; changed by `become` alone.
    private(set) var state: BindingState = .idle
    /// Since when.
    private(set) var since: Instant
    /// Because of what.
    private(set) var because = Rule(2, "RFC 5648 §5.1")
    /// What still has to be told to the peer.
    var need: Need?
    /// The exchange that is out for it, by its number.
    var exchange: UInt32?
    /// What the peer granted.
    var grant: Grant?
    /// Until when the peer may hold the binding although no acknowledgement came, by the lifetime asked for.
    var mayExistUntil: Instant?
    /// Registrations that were not answered and may still be under way to the peer.
    var strays = Strays()
    /// Numbers of this binding, where they are not shared.
    var sequence = SequenceCounter()
    /// The sequence number of the last Binding Update about it, and of the last that was acknowledged.
    var sequenceSent: UInt16?
    var sequenceAcknowledged: UInt16?
    /// Status and care-of address as last heard and last told.
    var lastStatus: BindingStatus?
    var toldCareOfAddress: CareOfAddress?
    /// The interface it was last told for.
    var interface: InterfaceIdentifier?
    /// Whether it is, or was last told as, the binding of the home link (H).
    var home = false
    /// Refusals in a row that may pass by themselves, and when to ask again.
    var refusals = 0
    var retryAt: Instant?
    /// The BID whose place it takes.
    var replaces: UInt16?

    /// An entry about which nothing was told yet.
    init(bid: UInt16, since: Instant) {
        self.bid = bid
        self.since = since
    }

    /// BID 0 is reserved, so it can stand for the ordinary binding of RFC 6275.
    static let ordinary: UInt16 = 0

    /// Registrations that were sent and not answered.
    struct Strays: Hashable, Sendable {
        /// When the last one left, if it was not answered.
        private var last: Instant?
        /// Until when those before it may arrive.
        private var earlier: Instant?

        /// Until when one of them may arrive: no packet is under way for longer than MAX_BINDACK_TIMEOUT.
        var until: Instant? {
            let latest = last.map { $0 + ProtocolConstants.maximumBindingAcknowledgementTimeout }
            guard let earlier else { return latest }
            return max(latest ?? earlier, earlier)
        }

        /// Whether one was never answered: it may have arrived, and its answer may be what was lost.
        var isAny: Bool { last != nil || earlier != nil }

        /// One leaves.
        mutating func sent(at now: Instant) {
            earlier = until
            last = now
        }

        /// The last one was answered.
        mutating func answered() { last = nil }
    }

    /// Something that has to be told to the peer.
    struct Need: Hashable, Sendable {
        /// What.
        var purpose: Purpose
        /// Not together with others.
        var alone = false
        /// Not earlier.
        var notBefore: Instant
        /// Because of what.
        var rule: Rule

        /// What has to be told.
        enum Purpose: Hashable, Sendable {
            /// That the binding is to be, and where.
            case register
            /// That it is to be no more.
            case deregister
        }
    }

    /// What a peer granted with an acknowledgement.
    struct Grant: Hashable, Sendable {
        /// The lifetime asked for, in units of 4 seconds.
        var asked: UInt16
        /// The lifetime granted, in units of 4 seconds.
        var granted: UInt16
        /// Where to.
        var careOfAddress: CareOfAddress?
        /// When it is over; nil: the hard state of the draft's home binding.
        var expiresAt: Instant?
        /// When to refresh it; nil: not by itself.
        var refreshAt: Instant?
        /// For a home binding: whether neighbour discovery may be used.
        var neighbourDiscovery = true
    }

    /// Whether the peer holds the binding, or may hold it.
    func mayExist(at now: Instant) -> Bool {
        grant != nil || (mayExistUntil.map { $0 > now } ?? false)
    }

    /// Goes to another state; the same state again changes nothing.
    mutating func become(_ next: BindingState, at now: Instant, because rule: Rule) {
        guard next != state else { return }
        assert(state.allows(next), "\(state) to \(next)")
        state = next
        since = now
        because = rule
    }

    /// Nothing is held any more, and nothing is out.
    mutating func forget() {
        grant = nil
        mayExistUntil = nil
        exchange = nil
        need = nil
        retryAt = nil
        refusals = 0
        home = false
    }
}
