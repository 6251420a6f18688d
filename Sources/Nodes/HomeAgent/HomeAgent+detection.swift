import MobilityWire

// Duplicate address detection before a first binding (RFC 6275 §10.3.1).

/// Binding Updates whose home address is being tested for duplicates.
struct AwaitingRegistration: PagedValue {
    /// In order of arrival.
    var requests: [UpdateRequest]
    /// The addresses whose outcome is not known yet: the home address, with L the link-local one too.
    var untested: [IPv6Address]
    /// When to stop waiting.
    var deadline: Instant
}

/// Whose an address is that is being tested.
struct TestedAddress: PagedValue {
    /// The home address of the node.
    var homeAddress: IPv6Address
}

extension HomeAgent {
    /// How many Binding Updates of one home address wait at once.
    static let updatesAwaiting = 8
    /// How many home addresses wait at once.
    static let nodesAwaiting = 65536
    /// How long an outcome is waited for. The test itself takes about a second (RFC 4862 §5.4).
    static let detectionTimeout = Interval.seconds(10)

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
        let homeAddress = request.homeAddress
        if var waiting = awaiting[homeAddress] {
            let bids = request.identifiers.map(\.option.bid)
            waiting.requests.removeAll { $0.identifiers.map(\.option.bid) == bids }
            if waiting.requests.count < Self.updatesAwaiting { waiting.requests.append(request) }
            awaiting.set(homeAddress, to: waiting)
            return
        }
        guard awaiting.count < Self.nodesAwaiting else {
            acknowledge(request, Answer(.insufficientResources, rule), into: &actions)
            return
        }
        var addresses = [homeAddress]
        if request.flags.contains(.linkLocalCompatibility) { addresses.append(homeAddress.linkLocal) }
        let deadline = now + Self.detectionTimeout
        awaiting.set(
            homeAddress,
            to: AwaitingRegistration(requests: [request], untested: addresses, deadline: deadline))
        detectionTimers.add(homeAddress, at: deadline)
        for address in addresses {
            tested.set(address, to: TestedAddress(homeAddress: homeAddress))
            actions.append(.detectDuplicates(of: address, rule: rule))
        }
    }

    /// The outcome for an address is known: with the last one, what waited is carried out; with a duplicate, refused with
    /// 134.
    mutating func finishDetection(
        of address: IPv6Address, isDuplicate: Bool, at now: Instant, into actions: inout [Action]
    ) {
        guard let homeAddress = tested.remove(address)?.homeAddress, var waiting = awaiting[homeAddress]
        else {
            return
        }
        waiting.untested.removeAll { $0 == address }
        guard isDuplicate || waiting.untested.isEmpty else {
            awaiting.set(homeAddress, to: waiting)
            return
        }
        stopWaiting(for: homeAddress)
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

    /// Forgets what waits for an outcome.
    mutating func stopWaiting(for homeAddress: IPv6Address) {
        guard let waiting = awaiting.remove(homeAddress) else { return }
        detectionTimers.remove(homeAddress, at: waiting.deadline)
        for address in waiting.untested { tested.remove(address) }
    }
}
