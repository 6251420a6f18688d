import MobilityWire

// What outlives a node: kept by its world, given back to the next one of the same home address.

extension MobileNode {
    /// The sequence number used last with the home agent in use, where all bindings share one (RFC 5648 §4.1); nil:
    /// none was used, or each binding has its own.
    public var sequenceToKeep: UInt16? {
        guard configuration.policies.sharedSequence, let index = homeAgentIndex else { return nil }
        return list[index].sequence.last
    }

    /// Goes on counting behind a number that a former node of this home address used, so that the home agent does not
    /// take the first Binding Update for an old one (135, RFC 6275 §9.5.1). Bindings are not resumed: the first Binding
    /// Update carries O. To be called before anything happens to the node.
    public mutating func resume(after sequence: UInt16) {
        guard configuration.policies.sharedSequence, let homeAgent else { return }
        let index = list.enter(homeAgent, .homeAgent)
        list[index].sequence = SequenceCounter(last: sequence)
    }
}
