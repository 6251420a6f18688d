/// Puts fragments of IPv6 (RFC 8200 §4.5) and IPv4 (RFC 791 §3.2) together again.
///
/// A value: what it does follows from what it was given and when, nothing else. It holds a bounded number of datagrams
/// and octets for a bounded time; the oldest datagram goes first. Fragments that overlap take their whole datagram with
/// them, those still to come included (RFC 5722, RFC 8200 §4.5); a fragment that is there twice, octet for octet, does
/// no harm. For IPv4 the same rule holds here, stricter than RFC 791 asks.
public struct FragmentReassembler: Hashable, Sendable {
    /// How much is kept, and how long.
    public struct Limits: Hashable, Sendable {
        /// Datagrams that wait for more.
        public var datagrams: Int
        /// Octets of all of them, what keeping them costs included.
        public var octets: Int
        /// Nanoseconds from the first fragment on; RFC 8200 §4.5 says 60 seconds.
        public var lifetime: Int64

        /// 64 datagrams, 1 MiB and 60 seconds unless told otherwise.
        public init(datagrams: Int = 64, octets: Int = 1 << 20, lifetime: Int64 = 60_000_000_000) {
            self.datagrams = max(1, datagrams)
            self.octets = max(0, octets)
            self.lifetime = lifetime
        }
    }

    /// What became of a fragment.
    public enum Outcome: Hashable, Sendable {
        /// It was the last one missing.
        case complete(Datagram)
        /// It is kept, others are missing.
        case waiting
        /// It was thrown away.
        case discarded(Reason)
        /// The packet is no fragment: read it as it is.
        case notAFragment
    }

    /// Why a fragment, and perhaps its datagram, was thrown away.
    public enum Reason: Hashable, Sendable {
        /// It overlaps another one, or an earlier one of the datagram did (RFC 5722 §3).
        case overlap
        /// The datagram would be larger than 65535 octets.
        case tooLong
        /// Its length is no multiple of 8 though others follow, or it is empty (RFC 8200 §4.5).
        case length
        /// It stands behind the end that the last fragment gave, or gives another end.
        case end
        /// Octets of it are missing.
        case truncated
        /// It alone is more than may be kept.
        case noRoom
    }

    /// A datagram put together.
    public struct Datagram: Hashable, Sendable {
        /// The packet from its own IP header on, as if it had never been cut.
        public var octets: [UInt8]
        /// The headers that stood around its first fragment, outermost first.
        public var outer: [SignallingPacket.Encapsulation]

        /// A datagram of these octets, met inside these headers.
        public init(octets: [UInt8], outer: [SignallingPacket.Encapsulation]) {
            self.octets = octets
            self.outer = outer
        }
    }

    /// What is kept at most.
    public let limits: Limits
    /// Datagrams given up because of age or for want of room.
    public private(set) var abandoned = 0
    /// Oldest first.
    private var entries: [Entry] = []
    private var cost = 0

    /// An empty one.
    public init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// How many datagrams wait for fragments, those included that overlapping fragments have ended.
    public var datagramCount: Int { entries.count }

    /// Takes a fragment.
    ///
    /// - Parameters:
    ///   - view: a packet whose payload is a fragment; others are answered with `notAFragment`.
    ///   - time: now, in nanoseconds of any clock that is always the same.
    public mutating func add(_ view: borrowing PacketView, at time: Int64) -> Outcome {
        expire(at: time)
        guard let fragment = view.fragment else { return .notAFragment }
        guard view.facts.missing == 0 else { return .discarded(.truncated) }
        let length = view.facts.payloadLength
        guard length > 0, !fragment.moreFollow || length % 8 == 0 else { return .discarded(.length) }
        guard fragment.offset + length <= 65_535 else { return .discarded(.tooLong) }

        let key = Key(view, fragment)
        let index = entries.firstIndex { $0.key == key } ?? entries.count
        if index == entries.count {
            entries.append(Entry(key: key, since: time))
        } else {
            cost -= entries[index].cost
        }
        let reason = entries[index].insert(view, fragment)
        cost += entries[index].cost
        if let reason { return .discarded(reason) }
        if entries[index].isComplete {
            let entry = entries.remove(at: index)
            cost -= entry.cost
            guard let datagram = entry.datagram() else { return .discarded(.tooLong) }
            return .complete(datagram)
        }
        makeRoom()
        return entries.contains { $0.key == key } ? .waiting : .discarded(.noRoom)
    }

    /// Gives up datagrams whose time is over.
    public mutating func expire(at time: Int64) {
        let before = entries.count
        entries.removeAll { entry in
            let (age, overflow) = time.subtractingReportingOverflow(entry.since)
            return !overflow && age >= limits.lifetime
        }
        guard entries.count < before else { return }
        abandoned += before - entries.count
        cost = entries.reduce(0) { $0 + $1.cost }
    }

    /// Gives up the oldest until the limits are kept.
    private mutating func makeRoom() {
        while let oldest = entries.first, entries.count > limits.datagrams || cost > limits.octets {
            cost -= oldest.cost
            entries.removeFirst()
            abandoned += 1
        }
    }
}
