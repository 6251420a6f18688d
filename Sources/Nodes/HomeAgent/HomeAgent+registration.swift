import MobilityWire

// A Binding Update that was authenticated: judged, carried out, answered.

extension HomeAgent {
    /// Takes a Binding Update through the table, changes the node's bindings and answers.
    mutating func register(_ request: inout UpdateRequest, at now: Instant, into actions: inout [Action]) {
        var node = cache.checkOut(request.homeAddress)
        expire(&node, at: now, into: &actions)
        if let refusal = refusal(of: request, by: node, at: now) {
            refuse(&request, refusal, in: &node, into: &actions)
        } else if request.deregisters(byHomeAddress: homeAddressDeletes) {
            deregister(&request, in: &node, at: now, into: &actions)
        } else if needsDetection(request, node, at: now) {
            hold(request, at: now, into: &actions)
        } else {
            enter(&request, in: &node, at: now, into: &actions)
        }
        cache.checkIn(node, refreshRequestLead: administration.refreshRequestLead)
    }

    /// Answers a Binding Update that a row of the table refused as a whole.
    private func refuse(
        _ request: inout UpdateRequest, _ refusal: Refusal, in node: inout CachedNode,
        into actions: inout [Action]
    ) {
        // RFC 6275 §9.5.1: the number of a valid update is remembered even if a later rule refuses it.
        if refusal.lastSequence == nil, refusal.status != .registrationTypeChangeDisallowed {
            node.acceptSequence(of: request, shared: policies.sharedSequence)
        }
        if refusal.status == .mcoaMalformed {
            if !policies.echoMalformed { request.identifiers.removeAll { $0.isMalformed } }
            // A7: an option that stands alone has the status in its own field, too.
            if request.identifiers.count == 1, policies.singleFailurePlace != .acknowledgement {
                request.identifiers[0].status = refusal.status
            }
        }
        let answer = Answer(refusal.status, refusal.rule, sequence: refusal.lastSequence)
        acknowledge(request, answer, into: &actions)
    }

    /// A registration that no row refused as a whole: rows 8 to 12.
    private mutating func enter(
        _ request: inout UpdateRequest, in node: inout CachedNode, at now: Instant,
        into actions: inout [Action]
    ) {
        let granted = grantedLifetime(request, at: now)
        var answer = Answer(granted.status, Rule(132, "RFC 5648 §6.2"), lifetime: granted.units)
        let entered: Int
        if request.namesBids {
            entered = enterBindings(&request, in: &node, lifetime: granted.units, at: now, into: &actions)
            markFailures(in: &request, entered: entered, answer: &answer)
        } else {
            entered = 1
            enterOrdinaryBinding(request, in: &node, lifetime: granted.units, at: now, into: &actions)
        }
        node.acceptSequence(of: request, shared: policies.sharedSequence)
        if entered > 0 {
            updateFeatures(of: &node, by: request, answer: &answer, at: now, into: &actions)
            placeReturnHomeStatus(in: &request, of: node, answer: &answer)
        }
        settle(&node, at: now, into: &actions)
        acknowledge(request, answer, into: &actions)
    }

    /// Row 10: where the statuses stand when some options failed (R-117, policy A7).
    func markFailures(in request: inout UpdateRequest, entered: Int, answer: inout Answer) {
        guard entered < request.identifiers.count else { return }
        answer.rule = Rule(117, "RFC 5648 §6.2")
        if entered == 0 { answer.lifetime = 0 }
        if request.identifiers.count > 1 || policies.singleFailurePlace == .option {
            answer.status = .mcoaNotComplete
            return
        }
        answer.status = request.identifiers[0].status
        if policies.singleFailurePlace == .acknowledgement { request.identifiers[0].status = .accepted }
    }

    /// The lifetime of bindings that are entered now, and the status that goes with it (RFC 6275 §10.3.1).
    private func grantedLifetime(
        _ request: UpdateRequest, at now: Instant
    ) -> (units: UInt16, status: BindingStatus) {
        var lifetime = min(.lifetimeUnits(request.lifetime), administration.maximumLifetime)
        var status = BindingStatus.accepted
        for home in configuration.homePrefixes where home.prefix.contains(request.homeAddress) {
            if home.validUntil != .distantFuture { lifetime = min(lifetime, home.validUntil - now) }
            // Deprecated already, or before the binding ends; or invalid when it ends.
            let earlier = min(home.validUntil, home.preferredUntil)
            if earlier != .distantFuture, earlier <= now + lifetime { status = .prefixDiscoveryNecessary }
        }
        return (max(1, lifetime.wholeLifetimeUnits), status)
    }
}
