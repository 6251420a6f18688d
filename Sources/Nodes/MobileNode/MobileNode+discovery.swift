import MobilityWire

// Dynamic home agent address discovery (RFC 6275 §11.4.1) and mobile prefix discovery (RFC 6275 §11.4.2).

extension MobileNode {
    /// A discovery message arrived.
    mutating func receive(
        _ message: DiscoveryMessage, in arrival: Arrival, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        switch message {
        case .homeAgentAddressReply(let identifier, let mobileRouter, let agents):
            receiveHomeAgents(identifier, mobileRouter, agents, in: arrival, &turn)
        case .mobilePrefixAdvertisement(let identifier, _, _, let prefixes):
            receivePrefixes(identifier, prefixes, in: arrival, &turn)
        case .homeAgentAddressRequest, .mobilePrefixSolicitation: break
        }
    }

    /// Sends what is due of both discoveries.
    mutating func pursueDiscovery(_ turn: inout Turn<some RandomNumberGenerator>) {
        if homeAgent == nil, configuration.registration == .automatic, discovery.identifier == nil,
            discovery.candidates.isEmpty, discovery.timer.transmissions == 0
        {
            discovery.isWanted = true
        }
        if discovery.isWanted || discovery.timer.isDue(at: turn.now) { requestHomeAgents(&turn) }
        if let again = prefixDiscovery.askAgainAt, again <= turn.now,
            configuration.registration == .automatic
        {
            prefixDiscovery.askAgainAt = nil
            prefixDiscovery.isWanted = true
        }
        if prefixDiscovery.isWanted || prefixDiscovery.timer.isDue(at: turn.now) { solicit(&turn) }
    }

    // MARK: Home agents

    /// The request goes to the anycast address of all home agents on the home link.
    private mutating func requestHomeAgents(_ turn: inout Turn<some RandomNumberGenerator>) {
        let rule = Rule(0, "RFC 6275 §11.4.1")
        // DHAAD_RETRIES: the first and four more.
        guard discovery.timer.transmissions <= ProtocolConstants.homeAgentDiscoveryRetries else {
            discovery.identifier = nil
            discovery.timer.postpone(to: .distantFuture)
            turn.note(note(.remark, rule, to: "no-home-agent-found"))
            return
        }
        guard let way = bestIPv6Way, let source = way.careOfAddress?.ipv6 else {
            discovery.timer.postpone(to: .distantFuture)
            discovery.isWanted = true
            return
        }
        discovery.isWanted = false
        let identifier = discovery.identifier ?? UInt16.random(in: .min ... .max, using: &turn.random)
        discovery.identifier = identifier
        discovery.timer.sent(at: turn.now)
        let packet = SignallingPacket(
            source: source, destination: homeAgentsAnycast,
            payload: .discovery(
                .homeAgentAddressRequest(
                    identifier: identifier, mobileRouter: configuration.mobileRouter != nil)))
        guard let octets = try? packet.encoded(format: configuration.policies.format) else { return }
        turn.act(.send(Datagram(octets: octets, interface: way.interface), rule: rule))
    }

    /// The home agents' anycast address: identifier 0x7e in the reserved anycast range of the home prefix (RFC 2526 §2).
    private var homeAgentsAnycast: IPv6Address {
        let prefix = configuration.homePrefix.address
        return IPv6Address(high: prefix.high, low: prefix.low | 0xfdff_ffff_ffff_fffe)
    }

    /// The best way from an IPv6 care-of address.
    private var bestIPv6Way: Way? {
        assignments.filter { $0.careOfAddress?.ipv6 != nil && !$0.home }
            .min(by: CareOfAddressAssignment.precedes)
            .map { Way(careOfAddress: $0.careOfAddress, interface: $0.interface) }
    }

    private mutating func receiveHomeAgents(
        _ identifier: UInt16, _ mobileRouter: Bool, _ agents: [IPv6Address], in arrival: Arrival,
        _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        let rule = Rule(0, "RFC 6275 §11.4.1")
        guard identifier == discovery.identifier else {
            return drop("not-asked", rule, from: arrival.source, &turn)
        }
        // Without a list it is the sender (RFC 6275 §11.4.1).
        let offered = (agents.isEmpty ? [arrival.source] : agents).filter {
            $0.isRoutableUnicast && $0 != configuration.homeAddress
        }
        guard let first = offered.first else { return drop("no-address", rule, from: arrival.source, &turn) }
        if configuration.mobileRouter != nil, !mobileRouter {
            // RFC 3963 §7: none of them serves mobile routers.
            turn.note(
                note(.peerLearned, Rule(0, "RFC 3963 §7"), peer: arrival.source, to: "no-mobile-routers"))
        }
        discovery.identifier = nil
        discovery.timer = HomeAgentDiscovery.newTimer
        discovery.timer.postpone(to: .distantFuture)
        discovery.candidates = offered
        discovery.failures = 0
        turn.note(note(.peerLearned, rule, peer: first, number: Int64(offered.count), to: "home-agents"))
        if let homeAgent, offered.contains(homeAgent) { return }
        use(first, rule, &turn)
    }

    // MARK: Prefixes

    /// The solicitation goes from a care-of address to the home agent, with a Home Address option.
    private mutating func solicit(_ turn: inout Turn<some RandomNumberGenerator>) {
        let rule = Rule(158, "RFC 6275 §11.4.2")
        guard prefixDiscovery.timer.transmissions <= MobileNode.prefixSolicitations else {
            prefixDiscovery.identifier = nil
            prefixDiscovery.timer.postpone(to: .distantFuture)
            turn.note(note(.remark, rule, to: "no-prefixes-learned"))
            return
        }
        guard let homeAgent, let way = tunnelWay, way.careOfAddress?.ipv4 == nil else {
            prefixDiscovery.timer.postpone(to: .distantFuture)
            prefixDiscovery.isWanted = true
            return
        }
        prefixDiscovery.isWanted = false
        let identifier = prefixDiscovery.identifier ?? UInt16.random(in: 1 ... .max, using: &turn.random)
        prefixDiscovery.identifier = identifier
        prefixDiscovery.timer.sent(at: turn.now)
        let packet = SignallingPacket(
            source: way.careOfAddress?.ipv6 ?? configuration.homeAddress, destination: homeAgent,
            homeAddressOption: way.careOfAddress == nil ? nil : configuration.homeAddress,
            payload: .discovery(.mobilePrefixSolicitation(identifier: identifier)))
        guard let octets = try? packet.encoded(format: configuration.policies.format) else { return }
        var protection = Protection.none
        if case .ipsec = configuration.security { protection = .transport }
        turn.act(
            .send(Datagram(octets: octets, interface: way.interface, protection: protection), rule: rule))
    }

    /// PREFIX_ADV_RETRIES.
    private static let prefixSolicitations = 3

    private mutating func receivePrefixes(
        _ identifier: UInt16, _ prefixes: [DiscoveryMessage.PrefixInformation], in arrival: Arrival,
        _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        let rule = Rule(158, "RFC 6275 §11.4.3")
        guard arrival.source == homeAgent, arrival.packet.logicalDestination == configuration.homeAddress
        else {
            return drop("unknown-peer", rule, from: arrival.source, &turn)
        }
        if case .ipsec = configuration.security, arrival.datagram.protection == .none {
            return drop("not-authentic", rule, from: arrival.source, &turn)
        }
        // An answer has our identifier; what nobody asked for is answered by asking (RFC 6275 §11.4.3).
        guard identifier == prefixDiscovery.identifier else {
            if configuration.registration == .automatic, prefixDiscovery.identifier == nil {
                prefixDiscovery.isWanted = true
            }
            return drop("not-asked", rule, from: arrival.source, &turn)
        }
        prefixDiscovery.identifier = nil
        prefixDiscovery.timer = PrefixDiscovery.newTimer
        prefixDiscovery.timer.postpone(to: .distantFuture)
        prefixDiscovery.prefixes = prefixes
        prefixDiscovery.receivedAt = turn.now
        prefixDiscovery.askAgainAt = nextSolicitation(prefixes, turn.now)
        let own = prefixes.first {
            IPv6Prefix($0.address, length: Int($0.length)) == configuration.homePrefix
        }
        turn.note(
            note(
                .remark, rule, peer: arrival.source, number: own.map { Int64($0.validLifetime) },
                to: own == nil || own?.validLifetime == 0 ? "home-prefix-gone" : "prefixes"))
    }

    /// After three quarters of the shortest lifetime, and not before MinMobPfxAdvInterval; those for ever do not count.
    private func nextSolicitation(
        _ prefixes: [DiscoveryMessage.PrefixInformation], _ now: Instant
    ) -> Instant? {
        let lifetimes = prefixes.map(\.validLifetime).filter { $0 > 0 && $0 < .max }
        guard let shortest = lifetimes.min() else { return nil }
        return now + max(.seconds(600), .seconds(Int64(shortest) * 3 / 4))
    }
}
