import MobilityWire
import Nodes
import Runtime

// Test packets: data of a flow, sent to see which way it takes at this moment.

extension Lab {
    /// Sends a test packet from a station to an address; the number of its `probes` entry.
    ///
    /// - Parameters:
    ///   - transport: upper-layer protocol, 17 (UDP) with the ports, else they are not there.
    @discardableResult
    public mutating func probe(
        from station: StationReference, to destination: IPv6Address, transport: UInt8 = 17,
        sourcePort: UInt16 = 40000, destinationPort: UInt16 = 7
    ) -> Int {
        let number = probes.count
        let source = sourceAddress(of: station, towards: destination)
        let flow = FlowKey(
            source: source, destination: destination, transportProtocol: transport, sourcePort: sourcePort,
            destinationPort: destinationPort)
        probes.append(Probe(flow: flow, path: [.station(station)], outcome: .underway))
        var octets = Encapsulation.ipv6Header(
            from: source, to: destination, nextHeader: transport, payload: 16)
        octets.append(sourcePort)
        octets.append(destinationPort)
        octets.append(16 as UInt16)
        octets.append(0 as UInt16)
        octets.append(contentsOf: repeatElement(0, count: 8))
        let entry = journal.append(
            .command("send a test packet to \(destination)"), at: now, of: station)
        let flight = Flight(octets: octets, origin: entry, probe: number)
        switch actors[station.index] {
        case .mobileNode(let index) where source == mobileNodes[index].configuration.homeAddress:
            leave(flight, through: index, of: station, cause: entry)
        case .correspondent(let index):
            let path = correspondents[index].path(for: flow, at: now)
            if case .routeOptimised = path {
                send(flight, by: path, of: station, homeAddress: destination, cause: entry)
            } else {
                relay(flight, of: station, because: Rule(0, "RFC 6275 §9.3.2"), cause: entry)
            }
        case .homeAgent: forward(flight, of: station, cause: entry)
        default: relay(flight, of: station, because: Rule(0, "RFC 8200 §3"), cause: entry)
        }
        return number
    }

    private func sourceAddress(of station: StationReference, towards destination: IPv6Address) -> IPv6Address
    {
        if case .mobileNode(let index) = actors[station.index] {
            return mobileNodes[index].configuration.homeAddress
        }
        return network[station].ports.lazy.flatMap(\.addresses).first { $0.accepts }?.address ?? .unspecified
    }

    mutating func visit(_ probe: Int?, _ hop: Probe.Hop) {
        guard let probe, probes.indices.contains(probe), probes[probe].path.count < 64 else { return }
        if probes[probe].path.last != hop { probes[probe].path.append(hop) }
    }

    mutating func end(_ probe: Int?, _ outcome: Probe.Outcome) {
        guard let probe, probes.indices.contains(probe) else { return }
        // A duplicate that is lost takes nothing back.
        guard probes[probe].outcome == .underway else { return }
        probes[probe].outcome = outcome
        journal.append(.probe(text(of: probes[probe])), at: now)
    }
}
