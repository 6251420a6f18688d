import MobilityWire

/// Infers binding tables from datagrams that pass, of any implementation, in either direction, and with gaps.
///
/// It is not a party: it sees what the cable shows and says how far that carries. A binding is *confirmed* when the
/// Binding Update and its Acknowledgement were both seen; with one of them missing it stands there with what is known,
/// and `missing` names the rest. The tables follow the same rules as those of an agent (RFC 5648 §6.2, draft-06 §6.3),
/// with the policies of the profile that the options show.
///
/// Bounded: when a table is full, the registration that was silent longest goes, and `forgotten` counts it.
public struct Observer: Sendable {
    /// How much is kept.
    public struct Limits: Hashable, Sendable {
        /// Pairs of home address and peer.
        public var registrations = 4096
        /// Bindings of one pair.
        public var bindings = 255
        /// Binding Updates of one pair that wait for their answer.
        public var unanswered = 16
        /// Addresses of which something is known.
        public var parties = 8192

        /// The defaults.
        public init() {}
    }

    var entries = ObservedTable<Pair, ObservedRegistration>()
    var people = ObservedTable<IPv6Address, ObservedParty>()
    /// How many registrations and parties had to go.
    public internal(set) var forgotten = 0
    /// How many packets were looked at.
    public internal(set) var packets = 0
    /// Which layout of Binding Identifiers which nodes use.
    var profiles = ProfileMemory()
    /// How much is kept.
    public let limits: Limits
    /// When to look whose bindings end; what was refreshed meanwhile ends later than it says.
    private var ends = ObservedSchedule<Pair>()

    /// What peers hold, by home address and peer.
    public var registrations: [ObservedRegistration] {
        entries.values.sorted { ($0.homeAddress, $0.peer) < ($1.homeAddress, $1.peer) }
    }

    /// Who was seen, by address.
    public var parties: [ObservedParty] { people.values.sorted { $0.address < $1.address } }

    /// A mobile node and who may hold bindings for it.
    struct Pair: ObservedKey {
        var node: IPv6Address
        var peer: IPv6Address

        func mixed(by multiplier: UInt64) -> UInt64 {
            node.mixed(by: multiplier) &+ peer.mixed(by: multiplier &+ 2)
        }
    }

    /// An observer who has seen nothing.
    public init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// A packet passed.
    public mutating func observe(_ packet: SignallingPacket, at now: Instant) {
        packets += 1
        expire(at: now)
        switch packet.payload {
        case .mobility(let message): observe(message, in: packet, at: now)
        case .discovery(let message): observe(message, in: packet, at: now)
        case .data, .esp: observeTunnel(packet, at: now)
        case .icmpError: break
        }
    }

    private mutating func observe(_ message: MobilityMessage, in packet: SignallingPacket, at now: Instant) {
        switch message {
        case .bindingUpdate(let update): observe(update, in: packet, at: now)
        case .bindingAcknowledgement(let acknowledgement): observe(acknowledgement, in: packet, at: now)
        case .homeTestInit:
            see(packet.source, .homeAddress, at: now)
            see(packet.destination, .correspondent, at: now)
        case .careOfTestInit:
            see(packet.source, .careOfAddress, at: now)
            see(packet.destination, .correspondent, at: now)
        case .homeTest:
            see(packet.source, .correspondent, at: now)
            see(packet.logicalDestination, .homeAddress, at: now)
        case .careOfTest:
            see(packet.source, .correspondent, at: now)
            see(packet.destination, .careOfAddress, at: now)
        case .bindingRefreshRequest:
            see(packet.logicalDestination, .homeAddress, at: now)
        case .bindingError(let error): observe(error, in: packet, at: now)
        case .homeAgentSwitch(let change):
            see(packet.source, .homeAgent, at: now)
            for agent in change.homeAgents { see(agent, .homeAgent, at: now) }
        case .bindingRevocationIndication(let indication): observe(indication, in: packet, at: now)
        case .bindingRevocationAcknowledgement(let answer): observe(answer, in: packet, at: now)
        case .other: break
        }
    }

    private mutating func observe(_ message: DiscoveryMessage, in packet: SignallingPacket, at now: Instant) {
        switch message {
        case .homeAgentAddressRequest: see(packet.source, .careOfAddress, at: now)
        case .homeAgentAddressReply(_, _, let agents):
            for agent in agents { see(agent, .homeAgent, at: now) }
        case .mobilePrefixSolicitation:
            if let homeAddress = packet.homeAddressOption { see(homeAddress, .homeAddress, at: now) }
            see(packet.destination, .homeAgent, at: now)
        case .mobilePrefixAdvertisement: see(packet.source, .homeAgent, at: now)
        }
    }

    /// A Binding Error with status 1 says that the sender holds no binding (RFC 6275 §9.3.3).
    private mutating func observe(_ error: BindingError, in packet: SignallingPacket, at now: Instant) {
        guard error.status == 1, !error.homeAddress.isUnspecified else { return }
        change(error.homeAddress, packet.source, at: now) { $0.bindings.removeAll() }
    }

    /// What lives in a tunnel was bound: an agent forwards to a care-of address only what its cache says.
    private mutating func observeTunnel(_ packet: SignallingPacket, at now: Instant) {
        guard let outer = packet.encapsulation.first else { return }
        switch outer {
        case .ipv6(let source, let destination):
            tunnel(to: packet.destination, from: source, at: .ipv6(destination), at: now)
        case .ipv4(_, let destination):
            guard let registration = entries.values.first(where: { $0.homeAddress == packet.destination })
            else {
                return
            }
            tunnel(to: packet.destination, from: registration.peer, at: .ipv4(destination), at: now)
        case .udp: break
        }
    }

    private mutating func tunnel(
        to homeAddress: IPv6Address, from agent: IPv6Address, at careOfAddress: CareOfAddress, at now: Instant
    ) {
        // A packet on its way out of a tunnel's node has its home address inside as source: only known home addresses
        // count, so that a correspondent is not taken for a mobile node.
        guard place(of: homeAddress, agent) != nil || isHomeAddress(homeAddress) else { return }
        change(homeAddress, agent, at: now) { $0.confirmByTraffic(careOfAddress, at: now) }
    }

    func isHomeAddress(_ address: IPv6Address) -> Bool {
        people.place(of: address).map { people[$0].roles.contains(.homeAddress) } ?? false
    }

    /// When a binding ends at the earliest; nil: none ends by itself. It may be earlier than the truth.
    public var nextEnd: Instant? { ends.earliest }

    /// Time passes: bindings end. Those that did, in the order in which they ended; at the same time by home address, peer
    /// and BID.
    @discardableResult
    public mutating func expire(at now: Instant) -> [ExpiredBinding] {
        // Thousands of packets pass between two ends.
        guard let earliest = ends.earliest, earliest <= now else { return [] }
        var expired: [ExpiredBinding] = []
        while let (time, pair) = ends.take(until: now) {
            guard let place = entries.place(of: pair), entries.values[place].due == time else { continue }
            entries[place].due = nil
            if entries.values[place].bindings.contains(where: { $0.isOver(at: now) }) {
                for binding in entries.values[place].bindings where binding.isOver(at: now) {
                    expired.append(
                        ExpiredBinding(homeAddress: pair.node, peer: pair.peer, binding: binding))
                }
                entries[place].bindings.removeAll { $0.isOver(at: now) }
            }
            if let due = entries[place].becomesDue() { ends.enter(pair, at: due) }
        }
        return expired.sorted { $0.order < $1.order }
    }

    /// Looks at a registration again when the first of its bindings ends.
    private mutating func schedule(_ pair: Pair, at place: Int) {
        guard let due = entries[place].becomesDue() else { return }
        ends.enter(pair, at: due)
        // Who grants less and less leaves behind what no longer counts.
        guard ends.count > 2 * entries.count + 64 else { return }
        ends = ObservedSchedule()
        for registration in entries.values {
            guard let due = registration.due else { continue }
            ends.enter(Pair(node: registration.homeAddress, peer: registration.peer), at: due)
        }
    }
}

/// A binding whose lifetime ended while nobody refreshed it.
public struct ExpiredBinding: Hashable, Sendable {
    /// The home address.
    public var homeAddress: IPv6Address
    /// Who held it.
    public var peer: IPv6Address
    /// What it was.
    public var binding: ObservedBinding

    /// Who comes first of those that ended.
    fileprivate var order: (Instant, IPv6Address, IPv6Address, UInt16) {
        (binding.ends ?? .distantFuture, homeAddress, peer, binding.bid ?? 0)
    }
}

extension Observer {
    /// What a peer holds for a home address.
    public subscript(homeAddress: IPv6Address, peer: IPv6Address) -> ObservedRegistration? {
        place(of: homeAddress, peer).map { entries[$0] }
    }

    /// The bindings that a peer holds for a home address.
    public func bindings(_ homeAddress: IPv6Address, _ peer: IPv6Address) -> [ObservedBinding] {
        place(of: homeAddress, peer).map { entries[$0].bindings } ?? []
    }

    func place(of homeAddress: IPv6Address, _ peer: IPv6Address) -> Int? {
        entries.place(of: Pair(node: homeAddress, peer: peer))
    }

    /// Changes a registration, which is entered where it is new.
    mutating func change(
        _ homeAddress: IPv6Address, _ peer: IPv6Address, at now: Instant,
        _ body: (inout ObservedRegistration) -> Void
    ) {
        let index: Int
        let pair = Pair(node: homeAddress, peer: peer)
        if let place = entries.place(of: pair) {
            index = place
        } else {
            if entries.count >= limits.registrations { forgotten += entries.removeOldest(by: \.lastSeen) }
            index = entries.append(
                ObservedRegistration(homeAddress: homeAddress, peer: peer, lastSeen: now),
                for: pair)
        }
        entries[index].lastSeen = now
        body(&entries[index])
        entries[index].limit(to: limits)
        schedule(pair, at: index)
    }
}
