import MobilityWire

// What is due at a deadline.

extension HomeAgent {
    /// How many nodes are looked at in one call, so that no call takes long even if a million bindings end at once.
    static let nodesPerDeadline = 256

    /// Looks at home addresses for which something was waited for: the outcome of a test, an answer to a revocation.
    mutating func serveTimers(at now: Instant, into actions: inout [Action]) {
        for _ in 0..<Self.nodesPerDeadline {
            guard let due = detectionTimers.popDue(at: now) else { break }
            // RFC 6275 is silent about a test without an outcome: the node will send again.
            stopWaiting(for: due.homeAddress)
        }
        for _ in 0..<Self.nodesPerDeadline {
            guard let due = revocationTimers.popDue(at: now) else { break }
            guard let revocation = revocations[due.homeAddress] else { continue }
            continueRevocation(revocation, of: due.homeAddress, at: now, into: &actions)
        }
    }

    /// Looks at nodes whose bindings end, or that have to be asked something.
    mutating func serveBindings(at now: Instant, into actions: inout [Action]) {
        for _ in 0..<Self.nodesPerDeadline {
            guard var node = cache.checkOutDue(at: now) else { return }
            expire(&node, at: now, into: &actions)
            probe(&node, at: now, into: &actions)
            requestDueRefreshes(&node, at: now, into: &actions)
            cache.checkIn(node, refreshRequestLead: administration.refreshRequestLead)
        }
    }
}
