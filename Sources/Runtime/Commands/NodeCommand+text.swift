public import Nodes

// What a person asked of a node, in the words of the journal.

extension MobileNode.Command {
    /// What a person asked for, in words.
    public var text: String {
        switch self {
        case .registerBulk(let bids): bids.isEmpty ? "register all in bulk" : "register \(bids.text) in bulk"
        case .register(let bid): "register \(bid)"
        case .deregister(let bids): "deregister \(bids.text)"
        case .deregisterAll: "deregister all"
        case .setOverwrite(let value): value.map { "O \($0 ? "on" : "off")" } ?? "O automatic"
        case .returnHome(let mode): "return home: \(mode.rawValue)"
        case .leaveHome: "leave home"
        case .changeBid(let old, let new): "change BID \(old) to \(new)"
        case .registerAtCorrespondent(let bid, let peer): "register \(bid) at \(peer)"
        case .deregisterAtCorrespondent(let bid, let peer): "deregister \(bid) at \(peer)"
        case .forgetPeer(let peer): "forget \(peer)"
        case .setRegistration(let mode): "registration \(mode.rawValue)"
        case .setPriority(let bid, let priority): "priority of \(bid) is \(priority)"
        case .setFlowRules(let rules): "\(rules.count) flow rules"
        case .setPolicies(let policies): "policies of \(policies.format.profile.rawValue)"
        case .setLifetime(let lifetime): "lifetime \(lifetime.wholeSeconds) s"
        case .useHomeAgent(let agent): "use home agent \(agent)"
        case .discoverHomeAgents: "discover home agents"
        case .solicitPrefixes: "solicit prefixes"
        case .moveKeyExchange(let bid): "move IKE to \(bid)"
        case .useSequence(let number): "sequence number \(number) is used"
        }
    }
}

extension HomeAgent.Command {
    /// What a person asked for, in words.
    public var text: String {
        switch self {
        case .requestRefresh(_, let bids):
            bids.isEmpty ? "request a refresh" : "request a refresh of \(bids.text)"
        case .revoke(_, let bids, _): bids.isEmpty ? "revoke all" : "revoke \(bids.text)"
        case .switchAgent(_, let agents):
            "send the node to "
                + (agents.isEmpty ? "another agent" : agents.map(\.description).joined(separator: " "))
        case .setAdministration: "change the rules"
        case .setPolicies(let policies): "policies of \(policies.format.profile.rawValue)"
        case .setFlowRules(let rules): "\(rules.count) flow rules"
        case .setNode(let homeAddress, _, let isAllowed): "\(isAllowed ? "serve" : "refuse") \(homeAddress)"
        case .setOnlyRouter(let onlyRouter): onlyRouter ? "the only router now" : "one of several routers now"
        }
    }
}

extension CorrespondentNode.Command {
    /// What a person asked for, in words.
    public var text: String {
        switch self {
        case .setAdministration: "change the rules"
        case .setPolicies(let policies): "policies of \(policies.format.profile.rawValue)"
        case .forgetEverything: "forget everything"
        case .requestRefresh(_, let bids):
            bids.isEmpty ? "request a refresh" : "request a refresh of \(bids.text)"
        }
    }
}

extension [UInt16] {
    fileprivate var text: String { map(String.init).joined(separator: ", ") }
}
