import MobilityWire

// Finding home agents and the prefixes of the home link (RFC 6275 §10.5, §10.6).

/// A home agent heard on the home link (RFC 6275 §10.1).
struct KnownHomeAgent: PagedValue {
    /// Higher is preferred.
    var preference: Int16
    /// When it stops being one.
    var expiry: Instant
}

extension HomeAgent {
    /// How many other agents are remembered.
    static let knownAgentsLimit = 255

    /// Enters a home agent that was heard into the list, or takes it out (RFC 6275 §10.5.1).
    mutating func hear(_ address: IPv6Address, preference: Int16, lifetime: Interval, at now: Instant) {
        guard lifetime > .zero else {
            knownAgents.remove(address)
            return
        }
        guard knownAgents[address] != nil || knownAgents.count < Self.knownAgentsLimit else { return }
        knownAgents.set(address, to: KnownHomeAgent(preference: preference, expiry: now + lifetime))
    }

    /// A discovery message for this agent, or for all home agents of a home prefix.
    mutating func receiveDiscovery(
        _ packet: borrowing PacketView, _ datagram: Datagram, at now: Instant, into actions: inout [Action]
    ) {
        var report = ReadingReport()
        let value: SignallingPacket
        do {
            value = try SignallingPacket(packet, format: policies.format, report: &report)
        } catch {
            return drop("\(error.field)", Rule(0, "RFC 6275 §6.5"), into: &actions)
        }
        guard case .discovery(let message) = value.payload else { return }
        switch message {
        case .homeAgentAddressRequest(let identifier, let mobileRouter):
            answerAddressRequest(identifier, mobileRouter, to: value, at: now, into: &actions)
        case .mobilePrefixSolicitation(let identifier):
            answerPrefixSolicitation(identifier, to: value, datagram, at: now, into: &actions)
        case .homeAgentAddressReply, .mobilePrefixAdvertisement:
            break
        }
    }

    /// RFC 6275 §10.5.1: the list of agents, preferred first, from a unicast address of this one.
    private func answerAddressRequest(
        _ identifier: UInt16, _ mobileRouter: Bool, to request: SignallingPacket, at now: Instant,
        into actions: inout [Action]
    ) {
        var agents: [(address: IPv6Address, preference: Int16)] = [
            (configuration.address, configuration.preference)
        ]
        knownAgents.forEach { address, agent in
            if agent.expiry > now { agents.append((address, agent.preference)) }
        }
        // Equal preferences in order of addresses, so that every run says the same.
        agents.sort {
            $0.preference != $1.preference ? $0.preference > $1.preference : $0.address < $1.address
        }
        // RFC 6275 §10.5.1: what 1280 octets hold.
        let addresses = agents.prefix((1280 - 40 - 16) / 16).map(\.address)
        let reply = DiscoveryMessage.homeAgentAddressReply(
            identifier: identifier, mobileRouter: mobileRouter && administration.mobileRouters,
            homeAgents: addresses)
        let packet = SignallingPacket(
            source: configuration.address, destination: request.source, payload: .discovery(reply))
        send(packet, rule: Rule(0, "RFC 6275 §10.5.1"), into: &actions)
    }

    /// RFC 6275 §10.6.3: the prefixes of the home link, for a node that is registered; from whichever of its care-of
    /// addresses.
    private func answerPrefixSolicitation(
        _ identifier: UInt16, to request: SignallingPacket, _ datagram: Datagram, at now: Instant,
        into actions: inout [Action]
    ) {
        let rule = Rule(158, "RFC 6275 §10.6.3")
        guard let homeAddress = request.homeAddressOption else {
            return drop("no Home Address option", rule, into: &actions)
        }
        let prefixes = configuration.homePrefixes.filter { $0.validUntil > now }.map {
            DiscoveryMessage.PrefixInformation(
                address: $0.prefix.address, length: UInt8($0.prefix.length), flags: 0xc0,
                validLifetime: $0.validUntil.seconds(from: now),
                preferredLifetime: $0.preferredUntil.seconds(from: now))
        }
        let advertisement = DiscoveryMessage.mobilePrefixAdvertisement(
            identifier: identifier, managed: false, other: false, prefixes: prefixes)
        let packet = SignallingPacket(
            source: configuration.address, destination: request.source, routingHeader: homeAddress,
            payload: .discovery(advertisement))
        send(packet, Datagram(octets: [], protection: datagram.protection), rule: rule, into: &actions)
    }

    /// The anycast address of all home agents of a prefix: interface identifier fdff:ffff:ffff:fffe (RFC 2526).
    func isHomeAgentsAnycast(_ address: IPv6Address) -> Bool {
        address.low == 0xfdff_ffff_ffff_fffe
            && configuration.homePrefixes.contains { $0.prefix.length <= 64 && $0.prefix.contains(address) }
    }
}

extension Instant {
    /// The seconds from `now` until this moment as they stand in a Prefix Information option: all ones is for ever.
    fileprivate func seconds(from now: Instant) -> UInt32 {
        self == .distantFuture
            ? .max : UInt32(clamping: min(Int64(UInt32.max) - 1, (self - now).wholeSeconds))
    }
}
