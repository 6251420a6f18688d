import MobilityWire

/// A node that gets Binding Updates: the home agent, or a correspondent; what is known of it, and its entries.
struct Peer: Hashable, Sendable {
    /// Its address.
    let address: IPv6Address
    /// What it is.
    let role: Role
    /// Its entries, ascending by BID.
    private(set) var entries: [BindingEntry] = []
    /// The Binding Updates that are out, oldest first.
    var exchanges: [UpdateExchange] = []
    /// The numbers of all its Binding Updates, where they are shared (RFC 5648 §4.1).
    var sequence = SequenceCounter()
    /// The number of the last Binding Update that somebody made by hand: what it did there the node does not know.
    var madeByHand: UInt16?
    /// MAX_UPDATE_RATE.
    var rate = RateLimit()
    /// Whether it registers several care-of addresses.
    var multiple: Support = .unknown
    /// Whether it takes several in one Binding Update.
    var bulk: Support = .unknown
    /// Whether it allows home and visited links at the same time (169).
    var simultaneous: Support = .unknown
    /// Whether it serves mobile routers (RFC 3963).
    var mobileRouters: Support = .unknown
    /// Whether it does route optimisation at all (correspondent).
    var routeOptimisation: Support = .unknown
    /// The last timestamp of an indication it sent (RFC 4285 §6, home agent).
    var lastTimestamp: UInt64 = 0
    /// Tokens and tests of return routability (correspondent).
    var tokens = TokenStore()
    /// MAX_UPDATE_RATE for Home Test Init and Care-of Test Init.
    var homeTestRate = RateLimit()
    var careOfTestRate = RateLimit()
    /// The revocation that was carried out last.
    var revocation: Revocation?
    /// The largest packet that passes, where the path said so.
    var pathMTU: Int?
    /// Whether a Binding Update with O was accepted, so that nothing unknown is left there.
    var bootstrapped = false
    /// It refused the draft's return to the home link because it has no binding of this node at all: one on a visited link
    /// goes before it (RFC 6275 §10.3.2).
    var knowsNothing = false
    /// Everything there was removed because of 139, and nothing was accepted since.
    var beganAnew = false
    /// What a person said about O for the next Binding Update; nil: as bootstrapping needs it.
    var overwriteNext: Bool?
    /// All bindings are to be removed by one Binding Update without BID, because of this.
    var deregisterAll: Rule?
    /// It refused that; not earlier again.
    var removalRefusedUntil: Instant?

    /// A revocation that was carried out.
    struct Revocation: Hashable, Sendable {
        /// Its number.
        var sequence: UInt16
        /// The BIDs it named.
        var bids: [UInt16]
        /// When it came first.
        var at: Instant
    }

    /// What a peer is to the node.
    enum Role: String, Hashable, Sendable, Codable {
        /// The home agent.
        case homeAgent = "home-agent"
        /// A correspondent node.
        case correspondent
    }

    /// What is known about an ability of a peer.
    enum Support: String, Hashable, Sendable, Codable {
        /// Nothing yet.
        case unknown
        /// It has it.
        case yes
        /// It does not know of it.
        case no
        /// It refuses it.
        case refused
    }

    /// A peer about which nothing is known.
    init(address: IPv6Address, role: Role) {
        self.address = address
        self.role = role
    }

    /// Whether only an ordinary binding of RFC 6275 can be made there.
    var isOrdinary: Bool { multiple == .no || multiple == .refused }

    /// Whether the next Binding Update with Binding Identifiers carries O.
    var overwrites: Bool { overwriteNext ?? !bootstrapped }

    /// Whether an answer to a Binding Update with O is outstanding: until then no one knows what is left there (A15).
    var awaitsOverwrite: Bool { exchanges.contains { $0.overwrite } }
}

extension Peer {
    /// Where the entry of a BID is, or would be.
    func position(of bid: UInt16) -> (index: Int, found: Bool) {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].bid < bid { low = middle + 1 } else { high = middle }
        }
        return (low, low < entries.count && entries[low].bid == bid)
    }

    /// The entry of a BID; nil takes it away.
    subscript(bid: UInt16) -> BindingEntry? {
        get {
            let (index, found) = position(of: bid)
            return found ? entries[index] : nil
        }
        set {
            let (index, found) = position(of: bid)
            switch (newValue, found) {
            case (let entry?, true): entries[index] = entry
            case (let entry?, false): entries.insert(entry, at: index)
            case (nil, true): entries.remove(at: index)
            case (nil, false): break
            }
        }
    }

    /// Changes the entry of a BID in place; nil where there is none.
    @discardableResult
    mutating func modify<Result>(_ bid: UInt16, _ change: (inout BindingEntry) -> Result) -> Result? {
        let (index, found) = position(of: bid)
        return found ? change(&entries[index]) : nil
    }

    /// Changes the entry at a position.
    mutating func modify(at index: Int, _ change: (inout BindingEntry) -> Void) {
        change(&entries[index])
    }

    /// Takes the entries away that this says.
    mutating func removeEntries(where condition: (BindingEntry) -> Bool) {
        entries.removeAll(where: condition)
    }

    /// The exchange of a number.
    func exchangeIndex(_ number: UInt32?) -> Int? {
        guard let number else { return nil }
        return exchanges.firstIndex { $0.number == number }
    }

    /// A binding leaves the exchange that is out for it: something newer takes its place. An exchange about nothing any
    /// more ends.
    mutating func detach(_ bid: UInt16) {
        guard let number = self[bid]?.exchange else { return }
        modify(bid) { $0.exchange = nil }
        guard let index = exchangeIndex(number) else { return }
        exchanges[index].members.removeAll { $0 == bid }
        if exchanges[index].members.isEmpty, exchanges[index].purpose != .deregisterAll {
            exchanges.remove(at: index)
        }
    }
}
