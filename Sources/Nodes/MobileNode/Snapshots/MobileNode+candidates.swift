import MobilityWire

// What could be registered, though nobody has asked for it yet.

extension MobileNode {
    /// Rows for BIDs that have a care-of address and of which the home agent was never told anything: unregistered,
    /// ascending by BID. Together with `bindings` they are all that a person can choose from.
    public func candidates(at now: Instant) -> [BindingRow] {
        guard let homeAgent else { return [] }
        let agent = homeAgentIndex.map { list[$0] }
        return assignments.filter { agent?[$0.bid] == nil }.map { assignment in
            BindingRow(
                peer: homeAgent, role: Peer.Role.homeAgent.rawValue, bid: assignment.bid,
                careOfAddress: assignment.careOfAddress, confirmedCareOfAddress: nil,
                interface: assignment.interface,
                interfaceName: interface(assignment.interface)?.name ?? "", priority: assignment.priority,
                home: assignment.home, state: .idle, since: .zero, because: Rule(2, "RFC 5648 §5.1"),
                lastStatus: nil, askedLifetime: nil, grantedLifetime: nil, remaining: nil, nextRefresh: nil,
                retransmissions: 0, nextTransmission: nil, sequenceSent: nil, sequenceAcknowledged: nil)
        }
    }
}
