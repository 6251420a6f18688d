import MobilityWire

/// Where a mobile node stands towards its home link (RFC 6275 §11.5.5, RFC 5648 §5.5–5.6).
struct HomeLinkState: Hashable, Sendable {
    /// How to be at home.
    var mode: MobileNode.ReturnHomeMode
    /// The interface on the home link; nil: none is.
    var interface: InterfaceIdentifier?
    /// What came of it.
    var phase: Phase = .away
    /// A person asked to leave; the home link is ignored until it is seen anew, or a person asks to return.
    var left = false
    /// What the world was told last about the home address.
    var place: Action.HomeAddressChange?

    /// Away, and nothing done.
    init(mode: MobileNode.ReturnHomeMode) {
        self.mode = mode
    }

    /// How far the return went.
    enum Phase: Hashable, Sendable {
        /// Not at home. To: arriving, leavingUnused.
        case away
        /// The home agent was told, and has not answered: the home address is tentative. To: home, away.
        case arriving(MobileNode.ReturnHomeMode)
        /// At home; `defended`: neighbour discovery may be used for the home address. To: away, arriving.
        case home(MobileNode.ReturnHomeMode, defended: Bool)
        /// Visited links only: the bindings of the interface are being removed before it is shut. To: unused,
        /// away.
        case leavingUnused
        /// Visited links only: the interface is shut. To: away, arriving.
        case unused

        /// The way of being at home; nil: not at home.
        var mode: MobileNode.ReturnHomeMode? {
            switch self {
            case .arriving(let mode), .home(let mode, _): mode
            case .leavingUnused, .unused: .visitedOnly
            case .away: nil
            }
        }
    }
}
