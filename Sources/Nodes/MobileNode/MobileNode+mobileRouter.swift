import MobilityWire

// A mobile router (RFC 3963; R-139): prefixes behind it are forwarded through the tunnels while the home agent serves it.

extension MobileNode {
    /// What an accepted registration says about the mobile network: without R the home agent serves none
    /// (RFC 3963 §5.3).
    mutating func receiveMobileRouter(
        _ answer: Answer, at index: Int, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        guard configuration.mobileRouter != nil, list[index].role == .homeAgent else { return }
        let serves = answer.acknowledgement.flags.contains(.mobileRouter)
        learn(
            serves ? .yes : .no, \.mobileRouters, serves ? "mobile-routers" : "no-mobile-routers",
            Rule(139, "RFC 3963 §5.3"), at: index, &turn)
    }

    /// Tells the world which prefixes are forwarded: all of them while some binding with a serving home agent stands; at
    /// home alone the router is an ordinary one.
    mutating func updatePrefixRoutes(_ turn: inout Turn<some RandomNumberGenerator>) {
        guard let router = configuration.mobileRouter else { return }
        let serves = homeAgentIndex.map { list[$0].mobileRouters == .yes } ?? false
        let active = serves && !tunnels.isEmpty
        guard active != routesPrefixes else { return }
        routesPrefixes = active
        for prefix in router.prefixes {
            turn.act(
                .prefixRoute(
                    prefix, homeAddress: configuration.homeAddress, active: active,
                    rule: Rule(139, "RFC 3963 §5.5")))
        }
    }
}
