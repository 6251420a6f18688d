import MobilityWire

// What is said about packets that cannot be accepted.

extension HomeAgent {
    /// The statuses of a Binding Error (RFC 6275 §6.1.9).
    enum BindingErrorStatus: UInt8 {
        /// A Home Address option without a binding.
        case unknownBinding = 1
        /// An MH Type that is not known here.
        case unrecognisedType = 2
    }

    /// a packet with a Home Address option comes from one of the registered care-of addresses; else it is thrown
    /// away and a Binding Error goes back.
    mutating func acceptsHomeAddressOption(
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
        sendError(.unknownBinding, about: homeAddress, to: packet.source, at: now, into: &actions)
        return false
    }

    /// Sends a Binding Error to the source of the packet that is at fault (RFC 6275 §9.3.3).
    mutating func sendError(
        _ status: BindingErrorStatus, about homeAddress: IPv6Address, to source: IPv6Address, at now: Instant,
        into actions: inout [Action]
    ) {
        guard source.isRoutableUnicast, errorRate.allows(at: now) else { return }
        let error = BindingError(status: status.rawValue, homeAddress: homeAddress)
        let packet = SignallingPacket(
            source: configuration.address, destination: source, payload: .mobility(.bindingError(error)))
        let rule = status == .unknownBinding ? Rule(137, "RFC 5648 §6.5") : Rule(0, "RFC 6275 §9.2")
        send(packet, rule: rule, into: &actions)
    }

    /// A Mobility Header of which nothing can be made: a Parameter Problem says where (RFC 6275 §9.2).
    mutating func receiveUnusable(
        _ error: WireError, _ packet: borrowing PacketView, at now: Instant, into actions: inout [Action]
    ) {
        let rule = Rule(0, "RFC 6275 §9.2")
        drop("\(error.field)", rule, into: &actions)
        guard error.field == .payloadProto || error.field == .headerLength, packet.source.isRoutableUnicast,
            packet.facts.path.count == 1, errorRate.allows(at: now)
        else { return }
        // RFC 4443 §3.4: code 0, erroneous header field; as much of the packet as 1280 octets hold.
        let whole = packet.octets
        let problem = SignallingPacket.Payload.icmpError(
            type: 4, code: 0, parameter: UInt32(clamping: packet.facts.payloadOffset + error.offset),
            offending: whole.array(0..<min(whole.byteCount, 1280 - 48)))
        let answer = SignallingPacket(
            source: configuration.address, destination: packet.source, payload: problem)
        send(answer, rule: rule, into: &actions)
    }
}
