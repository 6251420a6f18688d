import MobilityWire
import Nodes

// Who is heard first.

extension NodeHost {
    /// Mobility Headers of the home agent and of correspondents come first: under a flood of others' the node still hears
    /// its answers.
    public func precedence(of octets: RawSpan) -> Precedence {
        guard octets.holds(40, at: 0), octets.octet(inside: 0) >> 4 == 6,
            [43, 60, 135].contains(octets.octet(inside: 6))
        else { return .known }
        let source = octets.ipv6Address(inside: 8)
        return node.homeAgent == source || node.peers(0..<node.peerCount).contains { $0.address == source }
            ? .known : .stranger
    }
}
