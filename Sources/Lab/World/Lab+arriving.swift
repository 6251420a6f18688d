import MobilityWire
import Nodes
import Runtime

// Packets that come to a station: what its kernel does with them, and what its node gets to see.

extension Lab {
    mutating func arrive(_ flight: Flight, at port: PortReference) {
        guard !holds(flight, at: port) else { return }
        guard let contents = PacketContents(flight.octets) else { return lose(flight, .malformed) }
        let number = journal.append(
            .delivered(octets: flight.octets, port.interface), at: now, of: port.station,
            cause: flight.origin)
        visit(flight.probe, .station(port.station))
        let arrival = Arrival(
            flight: flight, contents: contents, port: port, number: number,
            isOwn: isOwn(contents, at: port.station))
        switch actors[port.station.index] {
        case .mobileNode(let index): arrive(arrival, atMobileNode: index)
        case .homeAgent: arriveAtHomeAgent(arrival)
        case .correspondent: arriveAtCorrespondent(arrival)
        case .host:
            if arrival.isOwn { end(flight.probe, .arrived) } else { lose(flight, .notForMe) }
        }
    }

    /// A packet at a station, with what its kernel found out.
    struct Arrival {
        var flight: Flight
        var contents: PacketContents
        var port: PortReference
        /// The journal entry of the arrival.
        var number: Int
        /// Whether the outermost destination is an address of the station.
        var isOwn: Bool

        var station: StationReference { port.station }
    }

    private func isOwn(_ contents: PacketContents, at station: StationReference) -> Bool {
        switch contents.header.addresses {
        case .ipv6(_, let destination):
            destination.isMulticast || network.accepts(destination, station)
        case .ipv4(_, let destination): network.accepts(destination, station)
        }
    }

    private func datagram(of arrival: Arrival) -> Datagram {
        Datagram(
            octets: arrival.flight.octets, interface: arrival.port.interface,
            linkLayerSource: arrival.flight.sender.map { network[$0].linkLayerAddress },
            protection: arrival.flight.protection)
    }

    // MARK: Mobile nodes

    private mutating func arrive(_ arrival: Arrival, atMobileNode index: Int) {
        visit(arrival.flight.probe, .interface(arrival.port.interface))
        guard arrival.isOwn else {
            guard isInside(arrival.port) else { return lose(arrival.flight, .notForMe) }
            return leave(arrival.flight, through: index, of: arrival.station, cause: arrival.number)
        }
        switch arrival.contents.kind {
        case .mobility, .discovery, .error:
            tell(index, arrival.station, .datagram(datagram(of: arrival)), cause: arrival.number)
        case .tunnel(let offset):
            let inner = Array(arrival.flight.octets[offset...])
            guard let contents = PacketContents(inner) else { return lose(arrival.flight, .malformed) }
            if contents.isSignalling {
                tell(index, arrival.station, .datagram(datagram(of: arrival)), cause: arrival.number)
            } else {
                receive(inner, contents, outOfTunnel: arrival)
            }
        case .data: end(arrival.flight.probe, .arrived)
        }
    }

    /// Data that came through a tunnel: for the home address, or for the network behind a mobile router.
    private mutating func receive(
        _ inner: [UInt8], _ contents: PacketContents, outOfTunnel arrival: Arrival
    ) {
        let careOfAddress: CareOfAddress =
            switch arrival.contents.header.addresses {
            case .ipv6(_, let destination): .ipv6(destination)
            case .ipv4(_, let destination): .ipv4(destination)
            }
        guard kernels[arrival.station.index].tunnel(at: careOfAddress) != nil,
            let destination = contents.destination
        else { return lose(arrival.flight, .noBinding) }
        var flight = arrival.flight
        flight.octets = inner
        if let inside = insidePort(of: arrival.station, towards: destination) {
            relay(
                flight, of: arrival.station, by: inside.interface, because: Rule(0, "RFC 3963 §5.5"),
                cause: arrival.number)
        } else {
            end(flight.probe, .arrived)
        }
    }

    /// Whether an interface leads to the network behind a mobile router.
    func isInside(_ port: PortReference) -> Bool {
        network[port].link.map { network[$0].gateway == .station(port) } ?? false
    }

    private func insidePort(of station: StationReference, towards address: IPv6Address) -> PortReference? {
        network.ports(of: station).first { port in
            isInside(port)
                && network[port].link.flatMap { network[$0].prefix }?.contains(address) == true
        }
    }

    // MARK: Home agents

    private mutating func arriveAtHomeAgent(_ arrival: Arrival) {
        guard arrival.isOwn else {
            return forward(arrival.flight, of: arrival.station, cause: arrival.number)
        }
        switch arrival.contents.kind {
        case .mobility, .discovery, .error:
            tell(arrival.station, HomeAgent.Input.datagram(datagram(of: arrival)), cause: arrival.number)
        case .tunnel(let offset):
            let inner = Array(arrival.flight.octets[offset...])
            guard let contents = PacketContents(inner), let destination = contents.destination else {
                return lose(arrival.flight, .malformed)
            }
            if network.accepts(destination, arrival.station), contents.isSignalling {
                tell(arrival.station, HomeAgent.Input.datagram(datagram(of: arrival)), cause: arrival.number)
            } else {
                receive(inner, contents, fromMobileNode: arrival)
            }
        case .data:
            if arrival.contents.homeAddressOption != nil {
                tell(arrival.station, HomeAgent.Input.datagram(datagram(of: arrival)), cause: arrival.number)
            }
            end(of: arrival)
        }
    }

    /// Data came to an agent or correspondent. A node that answers data answers by a Binding Error: it has no binding
    /// for the Home Address option.
    private mutating func end(of arrival: Arrival) {
        var isRefused = false
        for number in arrival.number..<journal.nextNumber {
            if let entry = journal[number], entry.cause == arrival.number, case .sent = entry.event {
                isRefused = true
            }
        }
        end(arrival.flight.probe, isRefused ? .lost(.noBinding) : .arrived)
    }

    /// A packet that a mobile node sent through its tunnel: any registered care-of address may be its source.
    private mutating func receive(
        _ inner: [UInt8], _ contents: PacketContents, fromMobileNode arrival: Arrival
    ) {
        let careOfAddress: CareOfAddress =
            switch arrival.contents.header.addresses {
            case .ipv6(let source, _): .ipv6(source)
            case .ipv4(let source, _): .ipv4(source)
            }
        guard let source = contents.source,
            homeAgent(arrival.station)?.accepts(tunnelFrom: careOfAddress, source: source, at: now) == true
        else { return lose(arrival.flight, .noBinding) }
        var flight = arrival.flight
        flight.octets = inner
        forward(flight, of: arrival.station, cause: arrival.number)
    }

    // MARK: Correspondents

    private mutating func arriveAtCorrespondent(_ arrival: Arrival) {
        guard arrival.isOwn else { return lose(arrival.flight, .notForMe) }
        if arrival.contents.isSignalling || arrival.contents.homeAddressOption != nil {
            tell(
                arrival.station, CorrespondentNode.Input.datagram(datagram(of: arrival)),
                cause: arrival.number)
        }
        if !arrival.contents.isSignalling { end(of: arrival) }
    }
}
