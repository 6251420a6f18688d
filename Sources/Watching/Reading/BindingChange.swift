public import MobilityWire
public import Nodes

/// What became of a binding as far as the wire tells.
public struct BindingChange: Hashable, Sendable {
    /// What happened to it.
    public var kind: Kind
    /// The home address.
    public var homeAddress: IPv6Address
    /// Who holds it.
    public var peer: IPv6Address
    /// What the holder is to the node; nil: not known.
    public var role: ObservedRegistration.Role?
    /// The binding as it is now; as it was, where it went.
    public var binding: ObservedBinding

    /// When it happened, where the message that did it passed at `now`: what ends ends when its lifetime does.
    func time(at now: Instant) -> Instant { kind == .expired ? binding.ends ?? now : now }

    /// What can happen to a binding.
    public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        /// It was asked for.
        case asked
        /// It is there.
        case created
        /// It was refreshed, and nothing else of it changed.
        case refreshed
        /// It has another care-of address, or something else of it is different.
        case changed
        /// It was taken away, or refused.
        case removed
        /// Its lifetime ended.
        case expired
    }
}

extension BindingChange {
    /// What a message changed, from the bindings before and after it.
    static func between(
        _ before: [ObservedBinding], _ after: [ObservedBinding], homeAddress: IPv6Address, peer: IPv6Address,
        role: () -> ObservedRegistration.Role?
    ) -> [BindingChange] {
        guard before != after else { return [] }
        let role = role()
        func change(_ kind: Kind, _ binding: ObservedBinding) -> BindingChange {
            BindingChange(kind: kind, homeAddress: homeAddress, peer: peer, role: role, binding: binding)
        }
        var changes: [BindingChange] = []
        for binding in before where !after.contains(where: { $0.isSame(as: binding) }) {
            changes.append(change(.removed, binding))
        }
        for binding in after {
            guard let old = before.first(where: { $0.isSame(as: binding) }) else {
                changes.append(change(binding.evidence == .update ? .asked : .created, binding))
                continue
            }
            guard old != binding else { continue }
            if old.evidence == .update, binding.evidence > .update {
                changes.append(change(.created, binding))
            } else if old.careOfAddress != binding.careOfAddress || old.isHome != binding.isHome
                || old.evidence != binding.evidence
            {
                changes.append(change(.changed, binding))
            } else if old.confirmed != binding.confirmed,
                old.ends != binding.ends || old.sequence != binding.sequence
            {
                changes.append(change(.refreshed, binding))
            }
        }
        return changes
    }
}

extension ObservedBinding {
    /// Whether both stand for the same binding: by BID, or by care-of address where the BID is not known.
    fileprivate func isSame(as other: ObservedBinding) -> Bool {
        if missing.contains(.bid) || other.missing.contains(.bid) {
            return missing.contains(.bid) == other.missing.contains(.bid)
                && careOfAddress == other.careOfAddress
        }
        return bid == other.bid
    }
}

/// Watches: takes what passed, keeps the tables that follow from it, and says what changed.
public struct Watch: Sendable {
    /// The tables.
    public private(set) var observer: Observer
    /// How many messages were seen that a receiver drops.
    public private(set) var broken = 0

    /// Nothing was seen yet.
    public init(limits: Observer.Limits = Observer.Limits()) {
        observer = Observer(limits: limits)
    }

    /// Time passes: bindings end, the first first.
    public mutating func advance(to now: Instant) -> [BindingChange] {
        observer.expire(at: now).map { expired in
            BindingChange(
                kind: .expired, homeAddress: expired.homeAddress, peer: expired.peer,
                role: observer[expired.homeAddress, expired.peer]?.role, binding: expired.binding)
        }
    }

    /// A packet is known to have passed.
    mutating func observe(_ packet: SignallingPacket, at now: Instant) {
        observer.observe(packet, at: now)
    }

    /// A packet passed. A repeated one changes nothing.
    ///
    /// - Parameter tellsRefreshes: whether what only goes on is told, too.
    public mutating func take(
        _ passage: Passage, at now: Instant, tellsRefreshes: Bool = true
    ) -> [BindingChange] {
        let expired = advance(to: now)
        guard !passage.isRepeated else { return expired }
        guard let packet = passage.packet else {
            broken += 1
            return expired
        }
        return expired + take(packet, at: now, tellsRefreshes: tellsRefreshes)
    }

    private mutating func take(
        _ packet: SignallingPacket, at now: Instant, tellsRefreshes: Bool
    ) -> [BindingChange] {
        guard let pair = packet.registration, tellsRefreshes || !observer.onlyRenews(packet) else {
            observer.observe(packet, at: now)
            return []
        }
        let before = observer.bindings(pair.homeAddress, pair.peer)
        observer.observe(packet, at: now)
        let changes = BindingChange.between(
            before, observer.bindings(pair.homeAddress, pair.peer), homeAddress: pair.homeAddress,
            peer: pair.peer, role: { observer[pair.homeAddress, pair.peer]?.role })
        return tellsRefreshes ? changes : changes.filter { $0.kind != .refreshed }
    }
}

extension SignallingPacket {
    /// Whose bindings a packet can be about.
    var registration: (homeAddress: IPv6Address, peer: IPv6Address)? {
        switch payload {
        case .mobility(let message):
            switch message {
            case .bindingUpdate, .bindingRevocationAcknowledgement: return (logicalSource, destination)
            case .bindingAcknowledgement, .bindingRevocationIndication: return (logicalDestination, source)
            case .bindingError(let error): return (error.homeAddress, source)
            default: return nil
            }
        case .data, .esp:
            guard case .ipv6(let source, _)? = encapsulation.first else { return nil }
            return (destination, source)
        default: return nil
        }
    }
}
