import MobilityWire

// What arrives, sorted by whom it is for and what it is.

extension HomeAgent {
    /// A datagram came in.
    mutating func receive(_ datagram: Datagram, at now: Instant, into actions: inout [Action]) {
        guard !administration.isSilent else { return }
        var problems = ProblemCounter()
        let packet = PacketView(datagram.octets.span.bytes, problems: &problems)
        guard packet.facts.kind != .unreadable, packet.facts.missing == 0 else {
            return drop("unreadable", Rule(0, "RFC 8200 §3"), into: &actions)
        }
        let isDiscovery = packet.facts.kind == .discovery && isHomeAgentsAnycast(packet.destination)
        guard packet.destination == configuration.address || isDiscovery else {
            return forward(packet, datagram, at: now, into: &actions)
        }
        guard packet.facts.path.count == 1 || UpdateRequest.Outer(packet) != nil else {
            // A tunnel that ends here must not carry signalling for us: its inner source is the home address, as if it
            // came from the home link.
            return drop("for the agent, but inside a tunnel", Rule(0, "RFC 6275 §10.4.5"), into: &actions)
        }
        switch packet.facts.kind {
        case .mobility:
            receiveMobility(packet, datagram, at: now, into: &actions)
        case .discovery:
            guard acceptsHomeAddressOption(of: packet, at: now, into: &actions) else { return }
            receiveDiscovery(packet, datagram, at: now, into: &actions)
        default:
            // the check is for every packet with a Home Address option.
            _ = acceptsHomeAddressOption(of: packet, at: now, into: &actions)
        }
    }

    /// A Mobility Header for this agent: the checks of RFC 6275 §9.2 in order.
    private mutating func receiveMobility(
        _ packet: borrowing PacketView, _ datagram: Datagram, at now: Instant, into actions: inout [Action]
    ) {
        guard packet.checksum == .correct else {
            return drop("checksum", Rule(0, "RFC 6275 §9.2"), into: &actions)
        }
        let header: MobilityHeaderView
        do {
            header = try MobilityHeaderView(packet.payload)
        } catch {
            return receiveUnusable(error, packet, at: now, into: &actions)
        }
        if header.kind == .bindingUpdate {
            // no check of the Home Address option for a Binding Update.
            receiveUpdate(header, packet, datagram, at: now, into: &actions)
            return
        }
        guard header.kind != nil else {
            let homeAddress = packet.homeAddressOption ?? .unspecified
            sendError(.unrecognisedType, about: homeAddress, to: packet.source, at: now, into: &actions)
            return
        }
        guard acceptsHomeAddressOption(of: packet, at: now, into: &actions) else { return }
        if header.kind == .bindingRevocation || header.kind == .bindingError {
            receiveAnswer(header, packet, datagram, at: now, into: &actions)
        }
    }

    /// A Binding Update for this agent.
    private mutating func receiveUpdate(
        _ header: borrowing MobilityHeaderView, _ packet: borrowing PacketView, _ datagram: Datagram,
        at now: Instant, into actions: inout [Action]
    ) {
        let rule = Rule(114, "RFC 6275 §9.5.1")
        var request: UpdateRequest
        do {
            request = try UpdateRequest(header, in: packet, datagram, format: policies.format)
        } catch {
            return drop("an option reaches behind the end", Rule(0, "RFC 6275 §6.2.1"), into: &actions)
        }
        guard request.homeAddress.isRoutableUnicast, request.source.isRoutableUnicast else {
            return drop("home address or source is not a unicast address", rule, into: &actions)
        }
        // RFC 6275 §9.5.1: nonces have no place in a home registration; without H it is for a correspondent.
        let isHomeRegistration = request.flags.contains(.homeRegistration) && request.nonceIndices == nil
        guard isHomeRegistration || cache[request.homeAddress] != nil else {
            return drop("not a home registration", rule, homeAddress: request.homeAddress, into: &actions)
        }
        if administration.legacy != nil { request.forgetBids() }
        switch authenticate(request, header, at: now) {
        case .accepted:
            register(&request, at: now, into: &actions)
        case .refused(let status):
            refuseUnauthenticated(request, status, at: now, into: &actions)
        case .dropped(let why):
            drop(why, Rule(154, "RFC 4285 §5"), homeAddress: request.homeAddress, into: &actions)
        }
    }

    /// Notes that something was thrown away, and why.
    func drop(_ why: String, _ rule: Rule, homeAddress: IPv6Address? = nil, into actions: inout [Action]) {
        actions.append(.note(Note(.dropped, rule, homeAddress: homeAddress, to: why)))
    }
}

extension UpdateRequest {
    /// What an agent sees that does not know Binding Identifiers: it skips the options (RFC 6275 §6.2.1).
    mutating func forgetBids() {
        identifiers.removeAll()
        hasMalformedIdentifier = false
    }
}
