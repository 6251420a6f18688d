import MobilityWire

// What a person asks of an agent.

extension HomeAgent {
    /// Does what a command asks, or notes why not.
    mutating func obey(_ command: Command, at now: Instant, into actions: inout [Action]) {
        switch command {
        case .setAdministration(let administration):
            do {
                try administration.validate()
                configuration.administration = administration
            } catch {
                refuse("\(error)", into: &actions)
            }
        case .setPolicies(let policies):
            do {
                try Configuration.validate(policies)
                configuration.policies = policies
            } catch {
                refuse("\(error)", into: &actions)
            }
        case .setFlowRules(let rules):
            guard !rules.contains(where: { $0.bid == 0 }) else {
                return refuse("reserved-bid", into: &actions)
            }
            configuration.flowRules = rules
        case .setOnlyRouter(let onlyRouter):
            configuration.onlyRouter = onlyRouter
        case .setNode, .requestRefresh, .revoke, .switchAgent:
            break
        }
    }

    private func refuse(_ why: String, into actions: inout [Action]) {
        actions.append(.note(Note(.commandRefused, Rule(), to: why)))
    }
}
