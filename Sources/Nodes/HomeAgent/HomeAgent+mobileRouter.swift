import MobilityWire

// Mobile routers (RFC 3963 §6).

extension HomeAgent {
    /// Row 3, RFC 3963 §6.2: mobile routers are served (140), and a node stays what it was (139).
    func mobileRouterRefused(_ request: UpdateRequest, _ node: CachedNode, at now: Instant) -> Refusal? {
        let isRouter = request.flags.contains(.mobileRouter)
        if isRouter, !administration.mobileRouters {
            return Refusal(status: .mobileRouterOperationNotPermitted, rule: Rule(139, "RFC 3963 §6.2"))
        }
        return nil
    }
}
