import MobilityWire

// What a registration asks for beside bindings: mobile networks, an IPv4 home address, a link-local address.

extension HomeAgent {
    /// Carries out what an accepted registration asks for beside its bindings.
    mutating func updateFeatures(
        of node: inout CachedNode, by request: UpdateRequest, answer: inout Answer, at now: Instant,
        into actions: inout [Action]
    ) {
        answer.flags = acknowledgementFlags(request)
        if request.flags.contains(.linkLocalCompatibility) { node.marks.insert(.linkLocal) }
    }

    /// The node has no binding left: what it had beside bindings ends, too.
    func forgetFeatures(of node: inout CachedNode, into actions: inout [Action]) {
        node.marks.remove([.linkLocal, .mobileRouter])
    }
}
