import MobilityWire

// Mobile routers (RFC 3963 §6; R-139: the same mechanism with several bindings).

extension HomeAgent {
    /// RFC 3963 §6.2: mobile routers are served (140), a node stays what it was (139), and the prefixes are its own
    /// (141…143).
    func mobileRouterRefused(_ request: UpdateRequest, _ node: CachedNode, at now: Instant) -> Refusal? {
        let isRouter = request.flags.contains(.mobileRouter)
        if isRouter, !administration.mobileRouters {
            return Refusal(status: .mobileRouterOperationNotPermitted, rule: Rule(139, "RFC 3963 §6.2"))
        }
        guard request.lifetime > 0 else { return nil }
        if node.isRegistered(at: now), isRouter != node.marks.contains(.mobileRouter) {
            return Refusal(status: .registrationTypeChangeDisallowed, rule: Rule(139, "RFC 3963 §6.2"))
        }
        return isRouter ? prefixesRefused(request) : nil
    }

    /// The prefixes a mobile router asks for, all or none (RFC 3963 §6.2).
    private func prefixesRefused(_ request: UpdateRequest) -> Refusal? {
        let rule = Rule(139, "RFC 3963 §6.2")
        let own = entries[request.homeAddress]?.prefixes ?? []
        if request.hasInvalidPrefix { return Refusal(status: .invalidPrefix, rule: rule) }
        // Implicit mode: the agent has to know the prefixes itself.
        if request.prefixes.isEmpty {
            let isFree = own.allSatisfy { networks[$0] == nil || networks[$0] == request.homeAddress }
            return own.isEmpty || !isFree ? Refusal(status: .forwardingSetupFailed, rule: rule) : nil
        }
        for prefix in request.prefixes {
            if !prefix.isRoutable || configuration.overlapsHome(prefix) {
                return Refusal(status: .invalidPrefix, rule: rule)
            }
            let isOwn = own.contains { $0.length <= prefix.length && $0.contains(prefix.address) }
            let owner = networks[prefix]
            if !isOwn || (owner != nil && owner != request.homeAddress) {
                return Refusal(status: .notAuthorizedForPrefix, rule: rule)
            }
        }
        return nil
    }

    /// Routes the prefixes of a mobile router that was accepted to it, and those that it no longer names elsewhere.
    mutating func updateNetworks(
        of node: inout CachedNode, by request: UpdateRequest, into actions: inout [Action]
    ) {
        guard request.flags.contains(.mobileRouter) else { return }
        node.marks.insert(.mobileRouter)
        let own = entries[node.homeAddress]?.prefixes ?? []
        let wanted = request.prefixes.isEmpty ? own : request.prefixes
        let rule = Rule(139, "RFC 3963 §6.3")
        for prefix in node.prefixes where !wanted.contains(prefix) {
            networks.remove(prefix)
            actions.append(.prefixRoute(prefix, homeAddress: node.homeAddress, active: false, rule: rule))
        }
        for prefix in wanted where !node.prefixes.contains(prefix) {
            networks.set(prefix, to: node.homeAddress)
            actions.append(.prefixRoute(prefix, homeAddress: node.homeAddress, active: true, rule: rule))
        }
        node.prefixes = wanted
    }

    /// A mobile router without bindings has no network behind it.
    mutating func forgetNetworks(of node: inout CachedNode, into actions: inout [Action]) {
        for prefix in node.prefixes {
            networks.remove(prefix)
            actions.append(
                .prefixRoute(
                    prefix, homeAddress: node.homeAddress, active: false, rule: Rule(139, "RFC 3963 §6.3")))
        }
        node.prefixes = []
    }
}
