import MobilityWire

// What a registration asks for beside bindings.

extension HomeAgent {
    /// Carries out what an accepted registration asks for beside its bindings: the link-local address, mobile networks,
    /// an IPv4 home address.
    mutating func updateFeatures(
        of node: inout CachedNode, by request: UpdateRequest, answer: inout Answer, at now: Instant,
        into actions: inout [Action]
    ) {
        answer.flags = acknowledgementFlags(request)
        if request.outer != nil { answer.natDetection = natDetection(for: request, node) }
        // RFC 6275 §10.3.1: with L the link-local address is defended, too.
        if request.flags.contains(.linkLocalCompatibility) { node.marks.insert(.linkLocal) }
        if request.flags.contains(.mobileRouter) { updateNetworks(of: &node, by: request, into: &actions) }
        if request.ipv4HomeAddress != nil || node.ipv4HomeAddress != nil {
            updateIPv4HomeAddress(of: &node, by: request, answer: &answer, into: &actions)
        }
        moveKeyExchange(of: node, by: request, answer, into: &actions)
    }

    /// with K on both sides the IKE association follows the care-of address the update came from.
    private func moveKeyExchange(
        of node: CachedNode, by request: UpdateRequest, _ answer: Answer, into actions: inout [Action]
    ) {
        guard answer.flags.contains(.keyManagementMobility), !request.isBulk else { return }
        let careOfAddress = request.outer.map { CareOfAddress.ipv4($0.source) } ?? .ipv6(request.source)
        actions.append(
            .keyExchange(
                .move(homeAddress: node.homeAddress, to: careOfAddress), rule: Rule(156, "RFC 5648 §9.1")))
    }

    /// The node has no binding left: what it had beside bindings ends, too.
    mutating func forgetFeatures(of node: inout CachedNode, into actions: inout [Action]) {
        node.marks.remove([.linkLocal, .mobileRouter])
        if !node.prefixes.isEmpty { forgetNetworks(of: &node, into: &actions) }
        if node.ipv4HomeAddress != nil { forgetIPv4HomeAddress(of: &node, into: &actions) }
    }
}
