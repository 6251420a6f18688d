import MobilityWire
import Nodes
import Runtime

// What a person does to the world.

extension LabRun {
    /// Does it; what there is to say of it.
    mutating func carryOutFault(_ command: RunCommand) throws(Refusal) -> String {
        switch command {
        case .plug(let interface, let name):
            stage.lab.plug(try port(interface), into: try link(name))
        case .unplug(let interface): stage.lab.unplug(try port(interface))
        case .loss(let name, let percent):
            stage.lab.impair(try link(name)) { $0.loss = .percent(percent) }
        case .delay(let name, let latency):
            stage.lab.impair(try link(name)) { $0.latency = latency }
        case .silence(let name, let silent): stage.lab.setSilent(try link(name), silent)
        case .partition(let name, let cut): stage.lab.setPartitioned(try link(name), cut)
        case .reject(let status): stage.lab.administer(try agent) { $0.refuseWith = status }
        case .mute(let isSilent): stage.lab.administer(try agent) { $0.isSilent = isSilent }
        case .trap(let deed, let message): try setTrap(deed, message)
        case .reboot(let name): stage.lab.reboot(try machine(name))
        case .forgetTranslations(let name):
            let link = try link(name)
            guard lab.network[link].translator != nil else {
                throw Refusal(words: "There is no NAT on link \(name).")
            }
            stage.lab.resetTranslator(of: link)
        case .probe(let name, let port): try sendProbe(from: name, port)
        default: throw Refusal(words: "Not available in the lab.")
        }
        return ""
    }

    private mutating func setTrap(_ deed: RunCommand.Trap, _ message: String) throws(Refusal) {
        let types = (0...UInt8.max).map { MobilityHeaderType(rawValue: $0) }
        let type = types.first { "\($0.shortName)" == message }
        guard type != nil || message == "any" else {
            throw Refusal(words: "There is no message \"\(message)\".")
        }
        let trap: Trap.Deed =
            switch deed {
            case .drop: .drop
            case .duplicate: .duplicate
            case .delay(let delay): .delay(delay)
            }
        stage.lab.set(Trap(trap, type: type))
    }

    /// From the node to the first correspondent; from anybody else to the home address.
    private mutating func sendProbe(from name: String, _ port: UInt16) throws(Refusal) {
        let station = try machine(name)
        if station == stage.node {
            guard let peer = stage.correspondents.first else {
                throw Refusal(words: "There is no correspondent to send to.")
            }
            stage.lab.probe(
                from: station, to: stage.address(of: lab.network[peer].name), destinationPort: port)
        } else {
            stage.lab.probe(from: station, to: ScenarioWorld.homeAddress, destinationPort: port)
        }
    }

    private func port(_ name: String) throws(Refusal) -> PortReference {
        if let port = stage.port(name) { return port }
        let known = interfaces().map(\.name).joined(separator: ", ")
        throw Refusal(words: "There is no interface \"\(name)\"; there are \(known).")
    }

    private func link(_ name: String) throws(Refusal) -> LinkReference {
        if let link = lab.network.link(named: name) { return link }
        let known = lab.network.links.filter(\.isRouted).map(\.name).joined(separator: ", ")
        throw Refusal(words: "There is no link \"\(name)\"; there are \(known).")
    }

    private func machine(_ name: String) throws(Refusal) -> StationReference {
        if let machine = stage.station(name) { return machine }
        throw Refusal(
            words:
                "There is no machine \"\(name)\"; there are \(parties.map(\.name).joined(separator: ", ")).")
    }
}
