public import MobilityWire

extension HomeAgent {
    /// What an agent has of a mobile node beside its bindings.
    public struct NodeSnapshot: Hashable, Sendable {
        /// The prefixes that are routed to it (RFC 3963 §6.3).
        public var prefixes: [IPv6Prefix]
        /// Its IPv4 home address (RFC 5555 §3.1.1).
        public var ipv4HomeAddress: IPv4Address?
    }

    /// What the agent has of a node; nil: it has no binding.
    public func nodeSnapshot(of homeAddress: IPv6Address) -> NodeSnapshot? {
        cache[homeAddress].map {
            NodeSnapshot(prefixes: $0.prefixes, ipv4HomeAddress: $0.ipv4HomeAddress)
        }
    }
}
