import MobilityWire

// Data packets out of the tunnels of mobile nodes. Which way packets go into them, `path(for:at:)` tells.

extension HomeAgent {
    /// A packet whose innermost destination is not this agent: tunnelled here by a mobile node.
    mutating func forward(
        _ packet: borrowing PacketView, _ datagram: Datagram, at now: Instant, into actions: inout [Action]
    ) {
        guard let outermost = packet.header(0) else { return }
        switch outermost {
        case .ipv6(_, let destination)
        where packet.facts.path.count > 1 && destination == configuration.address:
            decapsulate(packet, at: now, into: &actions)
        case .ipv4(_, let destination)
        where packet.facts.path.count > 1 && destination == configuration.ipv4Address:
            decapsulate(packet, at: now, into: &actions)
        default:
            drop("not for this agent", Rule(0, "RFC 6275 §10.4.1"), into: &actions)
        }
    }

    /// Takes a packet out of a tunnel, if the outer source is one of the care-of addresses of the inner source
    /// (R-159, R-160, RFC 6275 §10.4.5).
    private mutating func decapsulate(
        _ packet: borrowing PacketView, at now: Instant, into actions: inout [Action]
    ) {
        let rule = Rule(160, "RFC 6275 §10.4.5")
        var index = 1
        if packet.facts.path[1] == .udp { index = 2 }
        guard let outer = packet.header(0)?.source, let offset = packet.facts.path.offset(index),
            case .ipv6(let source, _)? = packet.header(index)
        else { return drop("nothing in the tunnel", rule, into: &actions) }
        guard accepts(tunnelFrom: outer, source: source, at: now) else {
            return drop("a tunnel of nobody", rule, homeAddress: source, into: &actions)
        }
        let end = packet.facts.payloadOffset + packet.facts.payloadLength
        actions.append(.send(Datagram(octets: packet.octets.array(offset..<end)), rule: rule))
    }

    /// Whether a packet from `source` may come through a tunnel from `careOfAddress`: it is one of the care-of addresses
    /// registered for it, whichever.
    public func accepts(
        tunnelFrom careOfAddress: CareOfAddress, source: IPv6Address, at now: Instant
    ) -> Bool {
        guard let homeAddress = homeAddress(owning: source), let node = cache[homeAddress] else {
            return false
        }
        return node.bindings.contains { $0.careOfAddress == careOfAddress && $0.isLive(at: now) }
    }

    /// The home address that an address belongs to: itself, or that of the mobile router before it.
    func homeAddress(owning source: IPv6Address) -> IPv6Address? {
        cache[source] != nil ? source : networks.owner(of: source)
    }
}

extension SignallingPacket.Encapsulation {
    /// Where a tunnel begins; nil for UDP.
    fileprivate var source: CareOfAddress? {
        switch self {
        case .ipv6(let source, _): .ipv6(source)
        case .ipv4(let source, _): .ipv4(source)
        case .udp: nil
        }
    }
}
