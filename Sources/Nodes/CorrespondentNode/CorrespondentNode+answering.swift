import MobilityWire

// What a correspondent sends: acknowledgements, refresh requests, and data by its bindings.

extension CorrespondentNode {
    /// Answers with a status and nothing else.
    func answer(
        _ request: UpdateRequest, _ status: BindingStatus, _ rule: Rule, key: BindingManagementKey?,
        into actions: inout [Action]
    ) {
        answer(request, Outcome(status, rule), key: key, into: &actions)
    }

    /// Sends the Binding Acknowledgement, where one is due (RFC 6275 §9.5.4): if A is set, or for a refusal that the node
    /// has to know of.
    func answer(
        _ request: UpdateRequest, _ outcome: Outcome, key: BindingManagementKey?, into actions: inout [Action]
    ) {
        let isDue: [UInt8] = [130, 135, 136, 137, 138]
        guard request.flags.contains(.acknowledge) || isDue.contains(outcome.status.rawValue) else { return }
        var acknowledgement = BindingAcknowledgement(
            status: outcome.status.rawValue, sequence: outcome.sequence ?? request.sequence,
            lifetime: outcome.lifetime)
        for identifier in request.identifiers {
            // the status stands in the acknowledgement; that of the option is zero. R-133: all are repeated.
            var echo = identifier.option
            echo.status = 0
            echo.careOfAddress = nil
            if echo.profile == .draft06 { echo.flags &= 0x60 }
            acknowledgement.options.append(.bindingIdentifier(echo))
        }
        if let key {
            let unsealed = acknowledgement
            MessageSeal.authorize(
                &acknowledgement.options, key: key, careOfAddress: registeredAddress(request),
                correspondent: configuration.address, format: policies.format, by: cryptography
            ) { options in
                var message = unsealed
                message.options = options
                return .bindingAcknowledgement(message)
            }
        }
        let packet = SignallingPacket(
            source: configuration.address, destination: request.source,
            routingHeader: request.hasHomeAddressOption ? request.homeAddress : nil,
            payload: .mobility(.bindingAcknowledgement(acknowledgement)))
        send(packet, rule: outcome.rule, into: &actions)
    }

    /// Asks for a refresh where the time has come (`Administration.refreshRequestLead`, R-135).
    func requestDueRefreshes(_ node: inout CachedNode, at now: Instant, into actions: inout [Action]) {
        guard let lead = administration.refreshRequestLead else { return }
        let due = node.bindings.filter {
            $0.isLive(at: now) && $0.expiry - lead <= now && !$0.marks.contains(.refreshRequested)
        }
        if !due.isEmpty { requestRefresh(of: &node, bids: due.map(\.bid), at: now, into: &actions) }
    }

    /// Sends a Binding Refresh Request to the home address (RFC 6275 §9.5.5).
    func requestRefresh(
        of node: inout CachedNode, bids: [UInt16], at now: Instant, into actions: inout [Action]
    ) {
        for index in node.bindings.indices where bids.contains(node.bindings[index].bid) {
            node.bindings[index].marks.insert(.refreshRequested)
        }
        let options = bids.filter { $0 != 0 }.map {
            MobilityOption.bindingIdentifier(
                BindingIdentifier(profile: policies.format.profile, bid: $0, flags: 0))
        }
        let packet = SignallingPacket(
            source: configuration.address, destination: node.homeAddress,
            payload: .mobility(.bindingRefreshRequest(BindingRefreshRequest(options: options))))
        send(packet, rule: Rule(135, "RFC 5648 §6.4"), into: &actions)
    }

    /// The way a packet to a home address goes now: straight to a care-of address with a type 2 routing header (RFC 6275
    /// §9.3.2), or ordinarily. Of several bindings the one named last is used (R-103, RFC 5648 §6.1).
    public func path(for flow: FlowKey, at now: Instant) -> DataPath {
        var best: CachedBinding?
        for binding in cache[flow.destination]?.bindings ?? [] where binding.isLive(at: now) {
            if let known = best, known.verified >= binding.verified { continue }
            best = binding
        }
        guard let best else { return .none }
        return .routeOptimised(
            bid: best.bid == 0 ? nil : best.bid, careOfAddress: best.careOfAddress, peer: flow.destination)
    }

    /// Rows of the binding cache in order of home addresses and BIDs.
    ///
    /// - Parameter range: row numbers; those outside are left out.
    public func cacheWindow(_ range: Range<Int>, at now: Instant) -> HomeAgent.CacheWindow {
        let range = range.clamped(to: 0..<cache.bindingCount)
        var window = HomeAgent.CacheWindow(total: cache.bindingCount, first: range.lowerBound, rows: [])
        cache.forEach(inRows: range) { first, node in
            let rows = rows(of: node, at: now)
            let wanted = range.clamped(to: first..<(first + rows.count))
            window.rows.append(
                contentsOf: rows[(wanted.lowerBound - first)..<(wanted.upperBound - first)])
        }
        return window
    }

    private func rows(of node: CachedNode, at now: Instant) -> [HomeAgent.CacheRow] {
        let latest = node.bindings.filter { $0.isLive(at: now) }.map(\.verified).max()
        return node.bindings.filter { !$0.marks.contains(.removed) }.map {
            HomeAgent.CacheRow(
                homeAddress: node.homeAddress, bid: $0.bid == 0 ? nil : $0.bid,
                careOfAddress: $0.careOfAddress,
                home: false, preferred: $0.verified == latest, priority: $0.priority, sequence: $0.sequence,
                grantedLifetime: 4 * Int($0.lifetime), remaining: max(.zero, $0.expiry - now),
                since: $0.since,
                verified: $0.verified, bulk: false, behindNAT: false, remotePort: nil,
                refreshRequested: $0.marks.contains(.refreshRequested), revoking: false)
        }
    }
}
