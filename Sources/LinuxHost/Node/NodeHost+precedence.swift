import MobilityWire
public import Nodes

// Who is heard first.

extension NodeHost {
    /// Mobility Headers of the home agent and of correspondents come first: under a flood of others' the node still hears
    /// its answers.
    public func precedence(of datagram: Datagram) -> Precedence {
        let octets = datagram.octets
        guard octets.first.map({ $0 >> 4 }) == 6, octets.count >= 40, [43, 60, 135].contains(octets[6]),
            let source = IPv6Address(network: octets[8...])
        else { return .known }
        return node.homeAgent == source || node.peers(0..<node.peerCount).contains { $0.address == source }
            ? .known : .stranger
    }
}
