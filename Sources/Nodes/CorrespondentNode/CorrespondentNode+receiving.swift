import MobilityWire

// What arrives, sorted by what it is.

extension CorrespondentNode {
    /// A datagram came in.
    mutating func receive(
        _ datagram: Datagram, at now: Instant, random: inout some RandomNumberGenerator,
        into actions: inout [Action]
    ) {
        guard !administration.isSilent else { return }
        var problems = ProblemCounter()
        let packet = PacketView(datagram.octets.span.bytes, problems: &problems)
        guard packet.facts.kind != .unreadable, packet.facts.missing == 0 else {
            return drop("unreadable", Rule(0, "RFC 8200 §3"), into: &actions)
        }
        guard packet.destination == configuration.address, packet.facts.path.count == 1 else {
            return drop("not for this node", Rule(0, "RFC 6275 §9.2"), into: &actions)
        }
        guard packet.facts.kind == .mobility else {
            _ = acceptsHomeAddressOption(of: packet, at: now, into: &actions)
            return
        }
        guard packet.checksum == .correct else {
            return drop("checksum", Rule(0, "RFC 6275 §9.2"), into: &actions)
        }
        let header: MobilityHeaderView
        do {
            header = try MobilityHeaderView(packet.payload)
        } catch {
            return drop("\(error.field)", Rule(0, "RFC 6275 §9.2"), into: &actions)
        }
        switch header.kind {
        case .bindingUpdate:
            // no check of the Home Address option for a Binding Update.
            receiveUpdate(header, packet, datagram, at: now, into: &actions)
        case .homeTestInit, .careOfTestInit:
            receiveTestInit(header, packet, at: now, random: &random, into: &actions)
        case nil:
            sendError(
                2, about: packet.homeAddressOption ?? .unspecified, to: packet.source, at: now, into: &actions
            )
        default:
            _ = acceptsHomeAddressOption(of: packet, at: now, into: &actions)
        }
    }

    /// a packet with a Home Address option comes from one of the registered care-of addresses; else it is thrown
    /// away and a Binding Error goes back.
    private mutating func acceptsHomeAddressOption(
        of packet: borrowing PacketView, at now: Instant, into actions: inout [Action]
    ) -> Bool {
        guard let homeAddress = packet.homeAddressOption else { return true }
        let careOfAddress = CareOfAddress.ipv6(packet.source)
        let isRegistered =
            cache[homeAddress]?.bindings.contains { $0.careOfAddress == careOfAddress && $0.isLive(at: now) }
        if isRegistered == true { return true }
        drop(
            "no binding for the Home Address option", Rule(136, "RFC 5648 §6.5"), homeAddress: homeAddress,
            into: &actions)
        sendError(1, about: homeAddress, to: packet.source, at: now, into: &actions)
        return false
    }

    /// Sends a Binding Error: 1 no binding for a Home Address option, 2 an MH Type that is not known (RFC 6275 §9.3.3).
    private mutating func sendError(
        _ status: UInt8, about homeAddress: IPv6Address, to source: IPv6Address, at now: Instant,
        into actions: inout [Action]
    ) {
        guard source.isRoutableUnicast, errorRate.allows(at: now) else { return }
        let error = BindingError(status: status, homeAddress: homeAddress)
        let packet = SignallingPacket(
            source: configuration.address, destination: source, payload: .mobility(.bindingError(error)))
        send(
            packet, rule: status == 1 ? Rule(137, "RFC 5648 §6.5") : Rule(0, "RFC 6275 §9.2"), into: &actions)
    }

    /// Sends a packet that this node made. One that cannot be written is a fault of ours; it is noted, not sent.
    func send(_ packet: SignallingPacket, rule: Rule, into actions: inout [Action]) {
        do {
            actions.append(.send(Datagram(octets: try packet.encoded(format: policies.format)), rule: rule))
        } catch {
            drop("cannot be written", rule, homeAddress: packet.logicalDestination, into: &actions)
        }
    }
}
