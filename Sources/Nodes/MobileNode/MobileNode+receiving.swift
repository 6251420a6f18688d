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
        case .discovery, .icmpError, .esp, .data: break
        }
    }

    private mutating func receive(
        _ message: MobilityMessage, in arrival: Arrival, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        switch message {
        case .bindingAcknowledgement(let acknowledgement):
            receive(acknowledgement, in: arrival, &turn)
        default: break
        }
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
