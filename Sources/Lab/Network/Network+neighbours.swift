import MobilityWire
import Nodes

/// Neighbour discovery (RFC 4861) without its messages: the lab asks who would answer.
extension Network {
    /// Gives an interface an address that is not configured by a router: that of an agent, a correspondent, or a home
    /// address. `answers`: neighbour solicitations for it are answered.
    public mutating func assign(
        _ address: IPv6Address, to port: PortReference, state: AddressState = .preferred, answers: Bool = true
    ) {
        withdraw(address, from: port.station)
        self[port].addresses.append(
            PortAddress(address: address, state: state, answers: answers, accepts: true))
    }

    /// Takes an address from all interfaces of a station.
    public mutating func withdraw(_ address: IPv6Address, from station: StationReference) {
        for port in ports(of: station) { self[port].addresses.removeAll { $0.address == address } }
    }

    /// Gives an interface an IPv4 address.
    public mutating func assign(_ address: IPv4Address, to port: PortReference) {
        self[port].ipv4 = address
    }

    /// A station answers neighbour solicitations for an address in place of its owner, or stops.
    public mutating func setProxy(_ address: IPv6Address, by station: StationReference, active: Bool) {
        self[station].proxied.removeAll { $0 == address }
        if active { self[station].proxied.append(address) }
    }

    /// Puts a neighbour entry into a station, or takes it out.
    public mutating func setNeighbour(
        _ address: IPv6Address, _ linkLayerAddress: LinkLayerAddress?, of station: StationReference
    ) {
        self[station].neighbours.removeAll { $0.address == address }
        if let linkLayerAddress {
            self[station].neighbours.append(
                NeighbourEntry(address: address, linkLayerAddress: linkLayerAddress))
        }
    }

    /// A station forgets its neighbours, and stops answering for others.
    public mutating func forgetNeighbours(of station: StationReference) {
        self[station].neighbours = []
        self[station].proxied = []
    }

    /// The interfaces on a link that would answer a neighbour solicitation for the address: its owners first, then
    /// those that do it for others.
    public func answerers(for address: IPv6Address, on link: LinkReference) -> [PortReference] {
        let owners = self[link].members.filter { port in
            self[port].isUp && self[port].addresses.contains { $0.address == address && $0.answers }
        }
        let proxies = self[link].members.filter { port in
            self[port].isUp && self[port.station].proxied.contains(address) && !owners.contains(port)
        }
        return owners + proxies
    }

    /// To which interface a frame for the address goes; nil: nobody knows.
    func resolve(_ address: IPv6Address, on link: LinkReference, asking port: PortReference?)
        -> PortReference?
    {
        if let port, let entry = self[port.station].neighbours.first(where: { $0.address == address }) {
            return self[link].members.first { self[$0].linkLayerAddress == entry.linkLayerAddress }
        }
        return answerers(for: address, on: link).first { $0.station != port?.station }
    }

    /// Starts duplicate address detection on a link; the outcome comes out of `next` when it is over.
    public mutating func detectDuplicates(
        of address: IPv6Address, by station: StationReference, on link: LinkReference
    ) {
        schedule(.concludeDetection(station, address, link), in: duplicateDetectionTime)
    }

    mutating func concludeDetection(
        by station: StationReference, of address: IPv6Address, on link: LinkReference
    ) {
        let found = answerers(for: address, on: link).contains { $0.station != station }
        say(.duplicatesDetected(station, address, found: found))
    }

    /// Asks whether a neighbour is there: soon where it is, after three attempts of one second where it is not (RFC
    /// 4861 §7.3.3).
    public mutating func probe(
        _ address: IPv6Address, linkLayerAddress: LinkLayerAddress?, by station: StationReference,
        on link: LinkReference
    ) {
        let answers = self[link].members.contains { port in
            self[port].isUp && port.station != station
                && (linkLayerAddress.map { $0 == self[port].linkLayerAddress } ?? true)
                && self[port].addresses.contains { $0.address == address && $0.accepts }
        }
        schedule(
            .say(.neighbourProbed(station, address, answered: answers)),
            in: answers ? self[link].up.latency + self[link].down.latency : .seconds(3))
    }
}
