import MobilityWire

// What arrives: read, checked as far as all messages have it in common, and handed on (RFC 6275 §9.2, §11.2).

extension MobileNode {
    /// A datagram arrived.
    mutating func receive(_ datagram: Datagram, _ turn: inout Turn<some RandomNumberGenerator>) {
        var report = ReadingReport()
        let packet: SignallingPacket
        do throws(WireError) {
            packet = try SignallingPacket(
                reading: datagram.octets.span.bytes, format: configuration.policies.format, report: &report)
        } catch {
            drop("unreadable", Rule(0, "RFC 6275 §9.2"), &turn)
            return
        }
        // RFC 6275 §6.4: a type 2 routing header names this node's home address, or the packet is not for it.
        guard packet.routingHeader == nil || packet.routingHeader == configuration.homeAddress else {
            drop("other-home-address", Rule(0, "RFC 6275 §11.3.3"), from: packet.source, &turn)
            return
        }
        switch packet.payload {
        case .mobility(let message):
            receive(message, in: Arrival(packet: packet, datagram: datagram), &turn)
        case .discovery(let message):
            receive(message, in: Arrival(packet: packet, datagram: datagram), &turn)
        case .icmpError(let type, let code, let parameter, let offending):
            receiveError(type: type, code: code, parameter: parameter, offending: offending, &turn)
        case .esp, .data: break
        }
    }

    private mutating func receive(
        _ message: MobilityMessage, in arrival: Arrival, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        switch message {
        case .bindingAcknowledgement(let acknowledgement):
            receive(acknowledgement, in: arrival, &turn)
        case .homeTest(let test): receiveHomeTest(test, in: arrival, &turn)
        case .careOfTest(let test): receiveCareOfTest(test, in: arrival, &turn)
        case .bindingRefreshRequest(let request): receive(request, in: arrival, &turn)
        case .bindingError(let error): receive(error, in: arrival, &turn)
        case .homeAgentSwitch(let message): receive(message, in: arrival, &turn)
        case .bindingRevocationIndication(let indication): receive(indication, in: arrival, &turn)
        case .homeTestInit, .careOfTestInit, .bindingUpdate, .bindingRevocationAcknowledgement:
            drop("not-for-a-mobile-node", Rule(0, "RFC 6275 §11.2"), from: arrival.source, &turn)
        case .other(let message): receiveUnknown(message, in: arrival, &turn)
        }
    }

    /// RFC 6275 §9.2: an unknown type of message is answered with a Binding Error of status 2, three times a second at
    /// most.
    private mutating func receiveUnknown(
        _ message: OtherMessage, in arrival: Arrival, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        let rule = Rule(0, "RFC 6275 §9.3.3")
        drop("unknown-type", rule, from: arrival.source, number: Int64(message.type), &turn)
        guard errorRate.permits(at: turn.now), arrival.source.isRoutableUnicast,
            let way = way(backTo: arrival)
        else { return }
        errorRate.departed(at: turn.now)
        let packet = SignallingPacket(
            source: arrival.packet.destination, destination: arrival.source,
            payload: .mobility(
                .bindingError(
                    BindingError(status: 2, homeAddress: arrival.packet.homeAddressOption ?? .unspecified))))
        guard let octets = try? packet.encoded(format: configuration.policies.format) else { return }
        turn.act(.send(Datagram(octets: octets, interface: way.interface), rule: rule))
    }

    /// A message that arrived, with all that came around it.
    struct Arrival {
        /// The packet as read.
        let packet: SignallingPacket
        /// The packet as it came.
        let datagram: Datagram

        /// Who sent it.
        var source: IPv6Address { packet.source }
    }

    /// Something that arrived is not used.
    func drop(
        _ word: String, _ rule: Rule, from source: IPv6Address? = nil, number: Int64? = nil,
        _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        turn.note(note(.dropped, rule, peer: source, number: number, to: word))
    }
}
