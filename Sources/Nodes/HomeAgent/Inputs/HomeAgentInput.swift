import MobilityWire

extension HomeAgent {
    /// What can happen to a home agent.
    public enum Input: Hashable, Sendable {
        /// A datagram came in that is for the agent, or for a home address that it defends.
        case datagram(Datagram)
        /// Duplicate address detection is over (`Action.detectDuplicates`).
        case duplicateDetection(of: IPv6Address, isDuplicate: Bool)
        /// A probe is over (`Action.probeNeighbour`).
        case neighbourProbe(IPv6Address, isReachable: Bool)
        /// Another home agent was heard on the home link (RFC 6275 §10.1); lifetime zero: it stops being one.
        case homeAgentHeard(IPv6Address, preference: Int16, lifetime: Interval)
        /// A person wants something.
        case command(Command)
    }

    /// What a person can ask of a home agent. Each is done at once, or refused with a note that says why.
    public enum Command: Hashable, Sendable {
        /// Ask a node to refresh these BIDs; none named: those that policy A11 names.
        case requestRefresh(IPv6Address, bids: [UInt16])
        /// Revoke these bindings of a node (RFC 5846); none named: all of them. The trigger says why, 1 is
        /// "administrative reason".
        case revoke(IPv6Address, bids: [UInt16], trigger: UInt8)
        /// Send a node to other agents (RFC 5142); none named: let it look for one.
        case switchAgent(IPv6Address, to: [IPv6Address])
        /// Other administrative rules.
        case setAdministration(Administration)
        /// Other choices where the texts are open; also another wire format.
        case setPolicies(Policies)
        /// Another flow table.
        case setFlowRules([FlowRule])
        /// Enter a node into the list, or change its entry.
        case setNode(homeAddress: IPv6Address, prefixes: [IPv6Prefix], isAllowed: Bool)
        /// The agent becomes the only router of the home link, or is no longer.
        case setOnlyRouter(Bool)
    }
}
