import MobilityWire

/// All that an agent keeps of a mobile node: its bindings, and what the world was told because of them.
struct CachedNode: PagedValue {
    /// The node's home address.
    let homeAddress: IPv6Address
    /// Its bindings, ascending by BID; those removed lately too.
    var bindings: [CachedBinding] = []
    /// The last sequence number accepted from it; nil before the first.
    var sequence: UInt16?
    /// What is known of it.
    var marks: Marks = []
    /// The BID the world was told to send by; 0 for an ordinary binding; nil: none.
    var defaultBid: UInt16?
    /// Where it stands on the home link, if it does.
    var homeLink: HomeLinkPosition?
    /// The prefixes routed to it (RFC 3963).
    var prefixes: [IPv6Prefix] = []
    /// Its IPv4 home address (RFC 5555 §3.1.1).
    var ipv4HomeAddress: IPv4Address?
    /// When to ask whether it is still reachable on the home link (review item 1).
    var nextProbe = Instant.distantFuture
    /// The instant for which the cache has noted it; nil: for none.
    var scheduled: Instant?

    /// A node of which nothing is known.
    init(_ homeAddress: IPv6Address) {
        self.homeAddress = homeAddress
    }

    /// What is known of a node beside its bindings.
    struct Marks: OptionSet, Hashable, Sendable {
        let rawValue: UInt8

        /// The world answers neighbour solicitations for the home address.
        static let proxied = Marks(rawValue: 1)
        /// It is a mobile router (RFC 3963).
        static let mobileRouter = Marks(rawValue: 2)
        /// It registered with L: its link-local address is defended too (RFC 6275 §10.3.1).
        static let linkLocal = Marks(rawValue: 4)
        /// The world has a neighbour entry for it.
        static let neighbour = Marks(rawValue: 8)
        /// It said by H being clear that the home link is out of use.
        static let leftHome = Marks(rawValue: 16)
        /// Removal was asked for by a Binding Update without BID.
        static let removedAltogether = Marks(rawValue: 32)
        /// Duplicate address detection was done for it.
        static let unique = Marks(rawValue: 64)
    }

    /// Where a node stands on the home link.
    struct HomeLinkPosition: Hashable, Sendable {
        /// Its link-layer address, where it was learned.
        var linkLayerAddress: LinkLayerAddress?
        /// The interface it was heard on.
        var interface: InterfaceIdentifier?
        /// Whether it may use neighbour discovery for its home address.
        var mayDefend: Bool
    }

    /// A row for each binding in the table; removed ones are not shown.
    var rows: Int {
        var rows = 0
        for binding in bindings where !binding.marks.contains(.removed) { rows += 1 }
        return rows
    }

    /// Where the binding of a BID stands, removed or not.
    func index(of bid: UInt16) -> Int? {
        // A node has a handful: walking is faster than searching.
        bindings.firstIndex { $0.bid == bid }
    }

    /// Where the binding of a BID stands, if it is in force.
    func liveIndex(of bid: UInt16, at now: Instant) -> Int? {
        guard let index = index(of: bid), bindings[index].isLive(at: now) else { return nil }
        return index
    }

    /// Whether a binding is in force.
    func isRegistered(at now: Instant) -> Bool {
        bindings.contains { $0.isLive(at: now) }
    }

    /// Whether an ordinary binding is in force.
    func hasOrdinaryBinding(at now: Instant) -> Bool {
        bindings.first.map { $0.bid == 0 && $0.isLive(at: now) } ?? false
    }

    /// The binding of the home link, if one is in force.
    func homeBinding(at now: Instant) -> CachedBinding? {
        bindings.first { $0.isHome && $0.isLive(at: now) }
    }

    /// Enters a binding, or replaces the one with its BID.
    mutating func set(_ binding: CachedBinding) {
        var index = bindings.endIndex
        while index > 0, bindings[index - 1].bid >= binding.bid { index -= 1 }
        if index < bindings.count, bindings[index].bid == binding.bid {
            bindings[index] = binding
        } else {
            bindings.insert(binding, at: index)
        }
    }

    /// When something is due: a binding expires, a refresh has to be asked for, or the home link has to be probed.
    func nextDeadline(refreshRequestLead: Interval?) -> Instant {
        var deadline = nextProbe
        for binding in bindings {
            deadline = min(deadline, binding.expiry)
            if let refreshRequestLead, binding.marks.isDisjoint(with: [.removed, .hard, .refreshRequested]) {
                deadline = min(deadline, binding.expiry - refreshRequestLead)
            }
        }
        return deadline
    }
}
