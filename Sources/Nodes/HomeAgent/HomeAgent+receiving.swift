import MobilityWire

// What arrives, sorted by what it is.

extension HomeAgent {
    /// A datagram came in.
    mutating func receive(_ datagram: Datagram, at now: Instant, into actions: inout [Action]) {
        guard !administration.isSilent else { return }
        var report = ReadingReport()
        let packet: SignallingPacket
        do {
            packet = try SignallingPacket(
                reading: datagram.octets.span.bytes, format: policies.format, report: &report)
        } catch {
            drop("unreadable", Rule(0, "RFC 6275 §9.2"), into: &actions)
            return
        }
        receive(packet, datagram, at: now, into: &actions)
    }

    /// A packet that could be read.
    mutating func receive(
        _ packet: SignallingPacket, _ datagram: Datagram, at now: Instant, into actions: inout [Action]
    ) {
        guard case .mobility(let message) = packet.payload else { return }
        switch message {
        case .bindingUpdate(let update):
            var request = UpdateRequest(update, in: packet, datagram: datagram, format: policies.format)
            receive(&request, at: now, into: &actions)
        default:
            break
        }
    }

    /// A Binding Update: who may not be answered is not.
    private mutating func receive(
        _ request: inout UpdateRequest, at now: Instant, into actions: inout [Action]
    ) {
        let rule = Rule(114, "RFC 6275 §9.5.1")
        guard request.destination == configuration.address else {
            return drop("not for this agent", rule, into: &actions)
        }
        guard request.homeAddress.isRoutableUnicast, request.source.isRoutableUnicast else {
            return drop("home address or source is not a unicast address", rule, into: &actions)
        }
        // RFC 6275 §9.5.1: nonces have no place in a home registration.
        guard
            request.flags.contains(.homeRegistration)
                ? request.nonceIndices == nil : cache[request.homeAddress] != nil
        else { return drop("not a home registration", rule, into: &actions) }
        if administration.legacy != nil { request.forgetBids() }
        register(&request, at: now, into: &actions)
    }

    /// Notes that something was thrown away, and why.
    func drop(_ why: String, _ rule: Rule, homeAddress: IPv6Address? = nil, into actions: inout [Action]) {
        actions.append(.note(Note(.dropped, rule, homeAddress: homeAddress, to: why)))
    }

    /// How the signalling of a node is protected.
    func security(of homeAddress: IPv6Address) -> Security {
        guard entries.count > 0 else { return configuration.security }
        return entries[homeAddress]?.security ?? configuration.security
    }
}

extension UpdateRequest {
    /// What an agent sees that does not know Binding Identifiers: it skips the options.
    mutating func forgetBids() {
        identifiers.removeAll()
        hasMalformedIdentifier = false
    }
}
