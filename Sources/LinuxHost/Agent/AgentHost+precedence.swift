import MobilityWire
public import Nodes

// Who is heard first.

extension AgentHost {
    /// Mobility Headers of nodes that are bound come first, by what their octets say at the place where nodes put it:
    /// looking closer is what a flood must not make the agent do.
    public func precedence(of datagram: Datagram) -> Precedence {
        let octets = datagram.octets
        guard octets.first.map({ $0 >> 4 }) == 6 else {
            // In UDP in IPv4 the home address is the source of the packet inside.
            return PacketEnds(octets).map { bindings[$0.source] == nil } == false ? .moved : .stranger
        }
        guard octets.count >= 48, let source = IPv6Address(network: octets[8...]) else { return .known }
        switch octets[6] {
        case 60:
            // Destination options: padding to 8n + 6, then the Home Address option (RFC 6275 §6.3).
            guard octets.count >= 64, octets[46] == 201, let home = IPv6Address(network: octets[48...]),
                let node = bindings[home]
            else { return .stranger }
            return node.contains { $0.careOfAddress == source } ? .known : .moved
        case 135: return bindings[source] == nil ? .stranger : .known
        case 43: return .stranger
        default: return .known
        }
    }
}
