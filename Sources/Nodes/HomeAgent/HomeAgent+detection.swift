import MobilityWire

// Duplicate address detection before a first binding (RFC 6275 §10.3.1).

extension HomeAgent {
    /// How many Binding Updates of one home address wait at once.
    static let updatesAwaiting = 8
    /// How many home addresses wait at once.
    static let nodesAwaiting = 65536

    /// Whether a home address has to be tested before a registration is carried out: only for a first binding,
    /// and not for a node that stands on the home link itself.
    func needsDetection(_ request: UpdateRequest, _ node: CachedNode, at now: Instant) -> Bool {
        administration.duplicateAddressDetection && !request.isUnique && !node.isRegistered(at: now)
            && !request.comesFromHomeLink && hasAcceptableBinding(request, node, at: now)
    }

    /// Keeps a Binding Update until the outcome is known. A later one about the same BIDs takes the place of an earlier
    /// one: the node sent it again.
    mutating func hold(_ request: UpdateRequest, at now: Instant, into actions: inout [Action]) {
        let rule = Rule(115, "RFC 6275 §10.3.1")
        if var waiting = awaiting[request.homeAddress] {
            let bids = request.identifiers.map(\.option.bid)
            waiting.requests.removeAll { $0.identifiers.map(\.option.bid) == bids }
            if waiting.requests.count < Self.updatesAwaiting { waiting.requests.append(request) }
            awaiting.set(request.homeAddress, to: waiting)
            return
        }
        guard awaiting.count < Self.nodesAwaiting else {
            acknowledge(request, Answer(.insufficientResources, rule), into: &actions)
            return
        }
        awaiting.set(request.homeAddress, to: AwaitingRegistration(requests: [request], since: now))
        actions.append(.detectDuplicates(of: request.homeAddress, rule: rule))
    }

    /// The outcome is known: what waited is carried out, or refused with 134.
    mutating func finishDetection(
        of homeAddress: IPv6Address, isDuplicate: Bool, at now: Instant, into actions: inout [Action]
    ) {
        guard let waiting = awaiting.remove(homeAddress) else { return }
        for var request in waiting.requests {
            if isDuplicate {
                let rule = Rule(0, "RFC 6275 §10.3.1")
                acknowledge(request, Answer(.duplicateAddressDetectionFailed, rule), into: &actions)
            } else {
                request.isUnique = true
                register(&request, at: now, into: &actions)
            }
        }
    }
}
