import MobilityWire
import Nodes
import Runtime

extension Network {
    /// Puts a packet on its way.
    ///
    /// It leaves by `interface`, or where none is named by the one that has its source address, else by the first that
    /// is up. A link-layer destination is obeyed without asking anybody.
    public mutating func send(
        _ flight: Flight, from station: StationReference, by interface: InterfaceIdentifier? = nil,
        linkLayerDestination: LinkLayerAddress? = nil, after delay: Interval = .zero
    ) {
        guard delay == .zero else {
            return schedule(.depart(flight, station, interface, linkLayerDestination), in: delay)
        }
        guard let header = PacketHeader(flight.octets) else { return say(.lost(flight, .malformed, nil)) }
        let port =
            interface.map { PortReference(station, interface: $0) }
            ?? exit(of: station, for: header.addresses)
        guard let port, let link = self[port].link, self[port].isUp else {
            return say(.lost(flight, .noCarrier, nil))
        }
        var flight = flight
        flight.sender = port
        guard flight.octets.count <= self[link].mtu else { return say(.lost(flight, .tooLarge, link)) }
        self[port].sent.count(flight.octets.count)
        if let linkLayerDestination {
            if let neighbour = member(of: link, with: linkLayerDestination) {
                carry(flight, to: neighbour, on: link)
            } else if routers(of: link).contains(where: { $0.linkLayerAddress == linkLayerDestination }) {
                carryToGateway(flight, on: link)
            } else {
                say(.lost(flight, .noNeighbour, link))
            }
            return
        }
        switch header.addresses {
        case .ipv6(_, let destination) where destination.isMulticast:
            for member in self[link].members where member != port { carry(flight, to: member, on: link) }
        case .ipv6(_, let destination) where isOnLink(destination, link):
            if let neighbour = resolve(destination, on: link, asking: port) {
                carry(flight, to: neighbour, on: link)
            } else {
                say(.lost(flight, .noNeighbour, link))
            }
        case .ipv4(_, let destination) where self[link].ipv4?.contains(destination) == true:
            if let neighbour = self[link].members.first(where: { self[$0].ipv4 == destination }) {
                carry(flight, to: neighbour, on: link)
            } else {
                say(.lost(flight, .noNeighbour, link))
            }
        default: carryToGateway(flight, on: link)
        }
    }

    /// The interface by which a packet leaves whose sender named none.
    private func exit(of station: StationReference, for addresses: PacketHeader.Addresses) -> PortReference? {
        let up = ports(of: station).filter { self[$0].isUp }
        switch addresses {
        case .ipv6(let source, let destination):
            return up.first { port in self[port].addresses.contains { $0.address == source } }
                ?? up.first { port in self[port].link.map { isOnLink(destination, $0) } ?? false }
                ?? up.first { port in self[port].link.map { self[$0].prefix != nil } ?? false }
        case .ipv4(let source, _):
            return up.first { self[$0].ipv4 == source }
                ?? up.first { port in self[port].link.map { self[$0].ipv4 != nil } ?? false }
        }
    }

    private func isOnLink(_ destination: IPv6Address, _ link: LinkReference) -> Bool {
        destination.isLinkLocal || self[link].prefix?.contains(destination) == true
    }

    private func member(of link: LinkReference, with address: LinkLayerAddress) -> PortReference? {
        self[link].members.first { self[$0].linkLayerAddress == address }
    }

    // MARK: On a link

    private mutating func carry(_ flight: Flight, to target: PortReference, on link: LinkReference) {
        for (flight, delay) in impaired(flight, by: [self[link].up, self[link].down], on: link) {
            schedule(.reaches(target, link, flight), in: delay)
        }
    }

    private mutating func carryToGateway(_ flight: Flight, on link: LinkReference) {
        if case .station(let gateway) = self[link].gateway, gateway != flight.sender {
            return carry(flight, to: gateway, on: link)
        }
        for (flight, delay) in impaired(flight, by: [self[link].up], on: link) {
            schedule(.outwards(link, flight), in: delay)
        }
    }

    mutating func reach(_ port: PortReference, on link: LinkReference, _ flight: Flight) {
        guard self[port].link == link, self[port].isUp else {
            return say(.lost(flight, .receiverGone, link))
        }
        self[port].received.count(flight.octets.count)
        say(.arrived(flight, port))
    }

    /// What becomes of a packet in one or two directions of a link: none, one or two of it, each with its delay.
    private mutating func impaired(
        _ flight: Flight, by impairments: [Impairment], on link: LinkReference
    ) -> [(Flight, Interval)] {
        var copies = [(flight: flight, delay: Interval.zero)]
        for impairment in impairments {
            if impairment.loss.happens(&random) {
                say(.lost(copies[0].flight, .impairment, link))
                copies.removeFirst()
                if copies.isEmpty { return [] }
            }
            if copies.count == 1, impairment.duplication.happens(&random) {
                say(.duplicated(copies[0].flight, link))
                copies.append(copies[0])
            }
            for index in copies.indices {
                copies[index].delay = copies[index].delay + impairment.latency
                if impairment.jitter > .zero {
                    let drawn = random.next() % UInt64(impairment.jitter.nanoseconds)
                    copies[index].delay = copies[index].delay + Interval(nanoseconds: Int64(drawn))
                }
                if impairment.reordering.happens(&random) {
                    copies[index].delay = copies[index].delay + impairment.reorderingDelay
                }
                if impairment.corruption.happens(&random), flipBit(of: &copies[index].flight) {
                    say(.corrupted(copies[index].flight, link))
                }
            }
        }
        return copies
    }

    /// Flips one bit behind the outermost IP header: those of the header itself are the link layer's to protect, and
    /// no checksum of RFC 6275 covers them.
    private mutating func flipBit(of flight: inout Flight) -> Bool {
        guard let header = PacketHeader(flight.octets), flight.octets.count > header.length else {
            return false
        }
        let bits = UInt64(flight.octets.count - header.length) * 8
        let bit = Int(random.next() % bits)
        flight.octets[header.length + bit / 8] ^= 1 << UInt8(bit % 8)
        return true
    }

    // MARK: Between links

    mutating func forwardOutwards(_ flight: Flight, from link: LinkReference) {
        var flight = flight
        if let loss = obstacle(at: link) { return say(.lost(flight, loss, link)) }
        guard flight.hops < 64 else { return say(.lost(flight, .hopLimit, link)) }
        flight.hops += 1
        flight.sender = nil
        guard let header = PacketHeader(flight.octets) else { return say(.lost(flight, .malformed, link)) }
        let target: LinkReference?
        switch header.addresses {
        case .ipv6(_, let destination): target = route(to: destination)
        case .ipv4(_, let destination):
            if self[link].translator != nil {
                let outside = links[link.index].translator?.outbound(flight.octets, at: now)
                guard let outside else {
                    return say(.lost(flight, .translator, link))
                }
                flight.octets = outside
            }
            target = route(to: destination)
        }
        guard let target else { return say(.lost(flight, .noRoute, link)) }
        schedule(.inwards(target, flight), in: coreLatency)
    }

    mutating func forwardInwards(_ flight: Flight, to link: LinkReference) {
        var flight = flight
        if let loss = obstacle(at: link) { return say(.lost(flight, loss, link)) }
        guard flight.octets.count <= self[link].mtu else { return say(.lost(flight, .tooLarge, link)) }
        if self[link].translator != nil, PacketHeader(flight.octets)?.isIPv4 == true {
            let inside = links[link.index].translator?.inbound(flight.octets, at: now)
            guard let inside else {
                return say(.lost(flight, .translator, link))
            }
            flight.octets = inside
        }
        guard let target = receiver(of: flight, on: link) else {
            return say(.lost(flight, .noNeighbour, link))
        }
        for (flight, delay) in impaired(flight, by: [self[link].down], on: link) {
            schedule(.reaches(target, link, flight), in: delay)
        }
    }

    /// To whom a link's gateway gives a packet that came from the world.
    private func receiver(of flight: Flight, on link: LinkReference) -> PortReference? {
        if case .station(let gateway) = self[link].gateway { return gateway }
        switch PacketHeader(flight.octets)?.addresses {
        case .ipv6(_, let destination):
            if self[link].prefix?.contains(destination) == true {
                return resolve(destination, on: link, asking: nil)
            }
            return delegation(of: destination)
        case .ipv4(_, let destination):
            return self[link].members.first { self[$0].ipv4 == destination }
        case nil: return nil
        }
    }

    private func obstacle(at link: LinkReference) -> Loss? {
        self[link].routerIsSilent ? .silentRouter : self[link].isPartitioned ? .partition : nil
    }

    private func route(to destination: IPv6Address) -> LinkReference? {
        if let port = delegation(of: destination) { return self[port].link }
        return links.firstIndex { $0.isRouted && $0.prefix?.contains(destination) == true }
            .map(LinkReference.init)
    }

    private func delegation(of destination: IPv6Address) -> PortReference? {
        delegations.first { $0.prefix.contains(destination) }?.port
    }

    private func route(to destination: IPv4Address) -> LinkReference? {
        links.firstIndex { link in
            if let translator = link.translator { return translator.publicAddress == destination }
            return link.ipv4?.contains(destination) == true
        }.map(LinkReference.init)
    }
}

extension PacketHeader {
    var isIPv4: Bool {
        if case .ipv4 = addresses { true } else { false }
    }
}
