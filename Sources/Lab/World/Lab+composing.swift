import MobilityWire
import Nodes
import Runtime

// A message that somebody makes by hand; while it is made, time stands still.

extension Lab {
    /// A composed message leaves, past the gate: it is in somebody's hand already.
    mutating func send(_ composed: ComposedMessage, of station: StationReference) {
        let datagram = composed.datagram
        let name = GateFilter.name(of: datagram.octets) ?? "message"
        let by = datagram.interface.map { " by \(network[PortReference(station, interface: $0)].name)" }
        let told = journal.append(.command("send a \(name) made by hand\(by ?? "")"), at: now, of: station)
        let number = journal.append(
            .sent(
                octets: datagram.octets, datagram.interface, datagram.protection, Rule(0, "made by hand")),
            at: now, of: station, cause: told)
        leave(
            Flight(octets: datagram.octets, protection: datagram.protection, origin: number), as: datagram,
            of: station)
        guard case .mobileNode(let index) = actors[station.index],
            let sequence = composed.sequence(of: mobileNodes[index])
        else { return }
        tell(index, station, .command(.useSequence(sequence)), cause: number)
    }
}
