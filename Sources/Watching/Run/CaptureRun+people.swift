import MobilityWire
import Nodes
import Runtime

// Whom a message comes from and goes to, as its kind says.

extension CaptureRun {
    /// Enters both ends of a packet; its sender, and the interface it left by.
    mutating func meet(
        _ packet: SignallingPacket, octets: Int
    ) -> (PartyIdentifier?, InterfaceIdentifier?) {
        switch packet.payload {
        case .mobility(let message):
            switch message {
            case .bindingUpdate(let update):
                let peer: Party.Kind = update.flags.contains(.homeRegistration) ? .homeAgent : .correspondent
                return fromNode(packet.logicalSource, packet, to: peer, octets)
            case .bindingAcknowledgement: return toNode(packet.logicalDestination, packet, octets)
            case .bindingRevocationIndication, .homeAgentSwitch:
                return toNode(packet.logicalDestination, packet, from: .homeAgent, octets)
            case .bindingRevocationAcknowledgement:
                return fromNode(packet.logicalSource, packet, to: .homeAgent, octets)
            case .bindingRefreshRequest: return toNode(packet.logicalDestination, packet, octets)
            case .bindingError(let error):
                return toNode(
                    error.homeAddress.isUnspecified ? packet.logicalDestination : error.homeAddress, packet,
                    octets)
            case .homeTestInit: return fromNode(packet.source, packet, to: .correspondent, octets)
            case .homeTest:
                return toNode(packet.logicalDestination, packet, from: .correspondent, octets)
            case .careOfTestInit:
                return fromNode(owner(of: packet.source), packet, to: .correspondent, octets)
            case .careOfTest:
                return toNode(owner(of: packet.destination), packet, from: .correspondent, octets)
            case .other: break
            }
        case .discovery(let message):
            switch message {
            case .homeAgentAddressRequest, .mobilePrefixSolicitation:
                return fromNode(
                    packet.homeAddressOption ?? owner(of: packet.source), packet, to: .homeAgent, octets)
            case .homeAgentAddressReply, .mobilePrefixAdvertisement:
                return toNode(
                    packet.routingHeader ?? owner(of: packet.destination), packet, from: .homeAgent, octets)
            }
        case .esp: return meet(byHeadersOf: packet, octets: octets)
        case .icmpError, .data: break
        }
        return meetOthers(packet)
    }

    /// Enters both ends of what cannot be read; its headers tell who they are.
    mutating func meet(unreadable octets: [UInt8]) -> (PartyIdentifier?, InterfaceIdentifier?) {
        var problems = ProblemCounter()
        let view = PacketView(octets.span.bytes, problems: &problems)
        let headers = SignallingPacket(
            encapsulation: (0..<max(0, view.facts.path.count - 1)).compactMap { view.header($0) },
            source: view.source, destination: view.destination, homeAddressOption: view.homeAddressOption,
            routingHeader: view.routingHeader, payload: .data(nextHeader: view.facts.nextHeader, octets: []))
        return meet(byHeadersOf: headers, octets: octets.count)
    }

    /// Who has a home address is a mobile node; whether its peer is an agent is hidden.
    private mutating func meet(
        byHeadersOf packet: SignallingPacket, octets: Int
    ) -> (PartyIdentifier?, InterfaceIdentifier?) {
        if packet.homeAddressOption != nil {
            return fromNode(packet.logicalSource, packet, to: .other, octets)
        }
        if packet.routingHeader != nil {
            return toNode(
                packet.logicalDestination, packet, from: people.kind(of: packet.source) ?? .other, octets)
        }
        return meetOthers(packet)
    }

    private mutating func meetOthers(
        _ packet: SignallingPacket
    ) -> (PartyIdentifier?, InterfaceIdentifier?) {
        let sender = people[packet.logicalSource]?.id ?? people.see(packet.logicalSource, .other)
        if people[packet.logicalDestination] == nil { _ = people.see(packet.logicalDestination, .other) }
        return (sender, nil)
    }

    /// The node behind a care-of address: who used it last; where there is one node only, that one.
    private func owner(of careOfAddress: IPv6Address) -> IPv6Address {
        people.owner(of: .ipv6(careOfAddress)) ?? people.onlyNode ?? careOfAddress
    }

    private mutating func fromNode(
        _ node: IPv6Address, _ packet: SignallingPacket, to peer: Party.Kind, _ octets: Int
    ) -> (PartyIdentifier?, InterfaceIdentifier?) {
        let sender = people.see(node, .mobileNode)
        _ = people.see(packet.destination, peer)
        let access = people.access(of: node, packet.outerSource, octets: octets, isSent: true)
        return (sender, access)
    }

    private mutating func toNode(
        _ node: IPv6Address, _ packet: SignallingPacket, from peer: Party.Kind? = nil, _ octets: Int
    ) -> (PartyIdentifier?, InterfaceIdentifier?) {
        // Who acknowledges is what it was seen to be; else, most likely, a home agent.
        let known = people.kind(of: packet.source)
        let sender = people.see(
            packet.source, peer ?? (known == nil || known == .other ? .homeAgent : known ?? .other))
        _ = people.see(node, .mobileNode)
        _ = people.access(of: node, packet.outerDestination, octets: octets, isSent: false)
        return (sender, nil)
    }

    /// What goes through a tunnel is counted at the access that it uses.
    mutating func countTraffic(_ packet: SignallingPacket) {
        let source = packet.outerSource
        let destination = packet.outerDestination
        let record: TunnelLog.Record
        if let node = people.owner(of: destination) {
            record = TunnelLog.Record(
                entry: journal.nextNumber - 1, homeAddress: node, careOfAddress: destination, isSent: false)
        } else if let node = people.owner(of: source) {
            record = TunnelLog.Record(
                entry: journal.nextNumber - 1, homeAddress: node, careOfAddress: source, isSent: true)
        } else {
            return
        }
        people.count(record)
        tunnelled.add(record)
    }
}

extension SignallingPacket {
    /// The source of the outermost IP header.
    fileprivate var outerSource: CareOfAddress {
        for header in encapsulation {
            switch header {
            case .ipv6(let source, _): return .ipv6(source)
            case .ipv4(let source, _): return .ipv4(source)
            case .udp: continue
            }
        }
        return .ipv6(source)
    }

    /// The destination of the outermost IP header.
    fileprivate var outerDestination: CareOfAddress {
        for header in encapsulation {
            switch header {
            case .ipv6(_, let destination): return .ipv6(destination)
            case .ipv4(_, let destination): return .ipv4(destination)
            case .udp: continue
            }
        }
        return .ipv6(destination)
    }
}
