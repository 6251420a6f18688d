import MobilityWire
import Nodes

// Who is heard first.

extension AgentHost {
    /// Binding Updates of nodes that are bound come first, by what their octets say at the place where nodes put it, and
    /// by their seal: looking closer is what a flood must not make the agent do.
    public func precedence(of octets: RawSpan) -> Precedence {
        .atAgent(octets, seals) { home, source in
            bindings[home].map { $0.contains { $0.careOfAddress.withoutPort == source } }
        }
    }
}

extension Precedence {
    /// Who is heard first by a home agent.
    ///
    /// - Parameters:
    ///   - seals: tells forgers from nodes; nil: nothing does, and where a packet comes from has to do.
    ///   - bound: whether a home address is bound at a care-of address (one in IPv4 as an IPv4-mapped address); nil: it
    ///     is bound nowhere.
    static func atAgent(
        _ octets: RawSpan, _ seals: SealCheck?, bound: (IPv6Address, IPv6Address) -> Bool?
    ) -> Precedence {
        guard octets.holds(1, at: 0), octets.octet(inside: 0) >> 4 == 6 else {
            // In IPv4 the home address is the source of the packet inside (RFC 5555 §4.1).
            guard let ends = PacketEnds(octets), octets.holds(20, at: 0),
                let isThere = bound(ends.source, octets.ipv4Address(inside: 12).mapped)
            else { return .stranger }
            return isThere ? .known : .moved
        }
        guard octets.holds(48, at: 0) else { return .known }
        let source = octets.ipv6Address(inside: 8)
        switch octets.octet(inside: 6) {
        case 60:
            // Destination options: padding to 8n + 6, then the Home Address option (RFC 6275 §6.3).
            guard octets.holds(64, at: 0), octets.octet(inside: 46) == 201 else { return .stranger }
            let home = octets.ipv6Address(inside: 48)
            guard let isThere = bound(home, source) else { return .stranger }
            guard octets.octet(inside: 40) == 135 else { return .moved }
            let offset = 40 + (Int(octets.octet(inside: 41)) + 1) * 8
            let isSealed = seals?.passes(octets, at: offset, from: source, homeAddress: home)
            return isSealed.map { $0 ? .known : .stranger } ?? (isThere ? .known : .moved)
        case 135:
            guard bound(source, source) != nil else { return .stranger }
            let isSealed = seals?.passes(octets, at: 40, from: source, homeAddress: source)
            return isSealed == false ? .stranger : .known
        case 43: return .stranger
        default: return .known
        }
    }
}
