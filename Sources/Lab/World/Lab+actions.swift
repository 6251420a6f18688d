import MobilityWire
import Nodes
import Runtime

// What nodes ask of their world, carried out.

extension Lab {
    mutating func carryOut(_ action: Action, of station: StationReference, cause: Int) {
        switch action {
        case .send(let datagram, let rule):
            return send(datagram, of: station, because: rule, cause: cause)
        case .note(let note):
            journal.append(.note(note), at: now, of: station, cause: cause)
            return
        default: journal.append(.action(action), at: now, of: station, cause: cause)
        }
        switch action {
        case .send, .note, .keyExchange: break
        case .tunnel(let change, _): kernels[station.index].change(change)
        case .homeAddress(let change, _): place(change, of: station)
        case .proxyNeighbour(let address, let active, _):
            network.setProxy(address, by: station, active: active)
        case .neighbour(let address, let linkLayerAddress, _, _):
            network.setNeighbour(address, linkLayerAddress, of: station)
        case .detectDuplicates(let address, _):
            if let link = homeLink(of: station) {
                network.detectDuplicates(of: address, by: station, on: link)
            }
        case .probeNeighbour(let address, let linkLayerAddress, _):
            if let link = homeLink(of: station) {
                network.probe(address, linkLayerAddress: linkLayerAddress, by: station, on: link)
            }
        case .prefixRoute(let prefix, let homeAddress, let active, _):
            kernels[station.index].setPrefixRoute(prefix, homeAddress, active: active)
        case .ipv4HomeAddress(let address, let homeAddress, let active, _):
            kernels[station.index].setIPv4Home(address, homeAddress, active: active)
        case .defaultBinding(let homeAddress, let bid, _):
            kernels[station.index].setDefault(homeAddress, bid)
        case .interface(let interface, let shut, _):
            network.setShut(PortReference(station, interface: interface), shut)
        }
    }

    func homeLink(of station: StationReference) -> LinkReference? {
        network.ports(of: station).compactMap { network[$0].link }.first
    }

    private mutating func place(_ change: Action.HomeAddressChange, of station: StationReference) {
        kernels[station.index].homeAddress = change
        switch change {
        case .away(let address), .removed(let address): network.withdraw(address, from: station)
        case .tentative(let address, let interface):
            // no neighbour solicitation for it is answered.
            network.assign(
                address, to: PortReference(station, interface: interface), state: .tentative, answers: false)
        case .home(let address, let interface, let defended):
            network.assign(
                address, to: PortReference(station, interface: interface), answers: defended)
        }
    }

    /// A node's own packet leaves: past the traps, and through the station's routing.
    private mutating func send(
        _ datagram: Datagram, of station: StationReference, because rule: Nodes.Rule, cause: Int
    ) {
        let number = journal.append(
            .sent(octets: datagram.octets, datagram.interface, datagram.protection, rule), at: now,
            of: station, cause: cause)
        let flight = Flight(octets: datagram.octets, protection: datagram.protection, origin: number)
        guard !holds(flight, leaving: station, as: datagram) else { return }
        leave(flight, as: datagram, of: station)
    }

    /// A packet goes on its way, as it is by now.
    mutating func leave(
        _ flight: Flight, as datagram: Datagram, of station: StationReference, after wait: Interval = .zero
    ) {
        let (copies, late) = pass(flight, from: station)
        let delay = wait + late
        for _ in 0..<copies {
            if datagram.interface == nil, datagram.linkLayerDestination == nil, delay == .zero,
                isForHomeAddress(flight, at: station)
            {
                // A packet of the agent's own to a home address goes the way of all others to it.
                forward(flight, of: station, cause: flight.origin)
            } else {
                network.send(
                    flight, from: station, by: datagram.interface,
                    linkLayerDestination: datagram.linkLayerDestination, after: delay)
            }
        }
    }

    private func isForHomeAddress(_ flight: Flight, at station: StationReference) -> Bool {
        guard case .homeAgent = actors[station.index],
            let destination = PacketContents(flight.octets)?.destination
        else { return false }
        return kernels[station.index].homeAddress(for: destination) != nil
    }
}
