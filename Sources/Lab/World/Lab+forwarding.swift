import MobilityWire
import Nodes
import Runtime

// Packets that a station passes on, through tunnels or without.

extension Lab {
    /// A home agent passes a packet on: to a mobile node by its bindings, else by ordinary routing (RFC 6275 §10.4.2).
    mutating func forward(_ flight: Flight, of station: StationReference, cause: Int) {
        guard flight.hops < 64 else { return lose(flight, .hopLimit) }
        guard case .homeAgent(let index) = actors[station.index], let flow = FlowKey(flight.octets) else {
            return lose(flight, .notForMe)
        }
        guard let homeAddress = kernels[station.index].homeAddress(for: flow.destination) else {
            return relay(
                flight, of: station, because: Rule(0, "RFC 6275 §10.4.5"), cause: cause)
        }
        let path = homeAgents[index].path(for: flow, at: now)
        send(flight, by: path, of: station, homeAddress: homeAddress, cause: cause)
    }

    /// A packet leaves a mobile node, or the network behind a mobile router.
    mutating func leave(_ flight: Flight, through index: Int, of station: StationReference, cause: Int) {
        guard flight.hops < 64 else { return lose(flight, .hopLimit) }
        guard let flow = FlowKey(flight.octets) else { return lose(flight, .malformed) }
        let homeAddress = mobileNodes[index].configuration.homeAddress
        send(
            flight, by: mobileNodes[index].path(for: flow, at: now), of: station, homeAddress: homeAddress,
            cause: cause)
    }

    /// A packet goes by a path that a node chose.
    mutating func send(
        _ flight: Flight, by path: DataPath, of station: StationReference, homeAddress: IPv6Address,
        cause: Int
    ) {
        switch path {
        case .tunnel(let bid, let careOfAddress, let peer):
            visit(flight.probe, .tunnel(bid: bid, careOfAddress: careOfAddress))
            guard
                let packet = encapsulated(
                    flight.octets, careOfAddress, peer, kernels[station.index].tunnel(homeAddress, bid),
                    station)
            else { return lose(flight, .noBinding) }
            var flight = flight
            flight.octets = packet
            // RFC 4877 §4.2: return routability is protected in the tunnel.
            flight.protection = .tunnel
            relay(flight, of: station, because: Rule(0, "RFC 6275 §10.4.2"), cause: cause)
        case .routeOptimised(let bid, let careOfAddress, _):
            visit(flight.probe, .routeOptimised(bid: bid, careOfAddress: careOfAddress))
            guard let careOfAddress = careOfAddress.ipv6,
                let packet = RouteOptimisation.packet(
                    flight.octets, homeAddress: homeAddress, careOfAddress: careOfAddress)
            else { return lose(flight, .noBinding) }
            var flight = flight
            flight.octets = packet
            relay(flight, of: station, because: Rule(0, "RFC 6275 §11.3.1"), cause: cause)
        case .onLink(let linkLayerAddress):
            relay(
                flight, of: station, by: homeInterface(of: station), to: linkLayerAddress,
                because: Rule(68, "RFC 5648 §5.6.2"), cause: cause)
        case .none: lose(flight, .noBinding)
        }
    }

    /// A packet leaves a station that did not make it.
    mutating func relay(
        _ flight: Flight, of station: StationReference, by interface: InterfaceIdentifier? = nil,
        to linkLayerDestination: LinkLayerAddress? = nil, because rule: Nodes.Rule, cause: Int
    ) {
        var flight = flight
        flight.hops += 1
        flight.origin = journal.append(
            .sent(octets: flight.octets, interface, flight.protection, rule), at: now, of: station,
            cause: cause)
        network.send(flight, from: station, by: interface, linkLayerDestination: linkLayerDestination)
    }

    private func homeInterface(of station: StationReference) -> InterfaceIdentifier? {
        switch kernels[station.index].homeAddress {
        case .home(_, let interface, _), .tentative(_, let interface): interface
        default: network.ports(of: station).first?.interface
        }
    }

    /// A packet inside a tunnel between a care-of address and the home agent, seen from `station`.
    private func encapsulated(
        _ inner: [UInt8], _ careOfAddress: CareOfAddress, _ peer: IPv6Address, _ tunnel: Action.Tunnel?,
        _ station: StationReference
    ) -> [UInt8]? {
        let isAgent = if case .homeAgent = actors[station.index] { true } else { false }
        switch careOfAddress {
        case .ipv6(let address):
            return isAgent
                ? Encapsulation.ipv6(inner, from: tunnel?.homeAgent ?? peer, to: address)
                : Encapsulation.ipv6(inner, from: address, to: peer)
        case .ipv4(let address):
            guard let far = farIPv4(of: station) else { return nil }
            let (source, destination) = isAgent ? (far, address) : (address, far)
            guard let ports = tunnel?.ports else {
                return Encapsulation.ipv4(inner, from: source, to: destination)
            }
            return Encapsulation.udp(
                inner, from: source, port: ports.local, to: destination, port: ports.remote)
        }
    }

    /// The home agent's IPv4 address, as the station knows it.
    private func farIPv4(of station: StationReference) -> IPv4Address? {
        switch actors[station.index] {
        case .homeAgent(let index): homeAgents[index].configuration.ipv4Address
        case .mobileNode(let index): mobileNodes[index].configuration.dualStack?.homeAgent
        default: nil
        }
    }
}

extension FlowKey {
    /// What packet filters see of a packet; nil: it is none of IPv6.
    init?(_ octets: [UInt8]) {
        guard let contents = PacketContents(octets),
            case .ipv6(let source, let destination) = contents.header.addresses
        else { return nil }
        let nextHeader: UInt8 =
            switch contents.kind {
            case .mobility: PacketHeader.NextHeader.mobility
            case .discovery, .error: PacketHeader.NextHeader.icmpv6
            case .tunnel: PacketHeader.NextHeader.ipv6
            case .data(let nextHeader): nextHeader
            }
        self.init(
            source: source, destination: destination, transportProtocol: nextHeader,
            sourcePort: contents.ports?.source ?? 0, destinationPort: contents.ports?.destination ?? 0)
    }
}
