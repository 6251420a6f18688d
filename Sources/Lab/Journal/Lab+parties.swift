import MobilityWire
import Nodes
import Runtime

// The stations of a lab as parties of a run: the same numbers, the same names.

extension StationReference {
    /// The station as a party.
    public var party: PartyIdentifier { PartyIdentifier(index) }

    /// The station of a party.
    public init(_ party: PartyIdentifier) { self.init(index: party.index) }
}

extension JournalEntry {
    /// To which station it happened; nil: to nobody in particular.
    public var station: StationReference? { party.map(StationReference.init) }
}

extension Journal {
    /// Appends an entry about a station; its number.
    @discardableResult
    mutating func append(
        _ event: JournalEntry.Event, at time: Instant, of station: StationReference?, cause: Int = 0
    ) -> Int {
        append(event, at: time, of: station?.party, cause: cause)
    }
}

extension Lab {
    /// Everyone who takes part, by station.
    public var parties: [Party] {
        network.stations.indices.map { index in
            let reference = StationReference(index: index)
            let station = network[reference]
            return Party(
                id: reference.party, name: station.name, kind: kind(of: actors[index]),
                address: address(of: reference),
                interfaces: network.ports(of: reference).map {
                    Party.Interface(id: $0.interface, name: network[$0].name)
                })
        }
    }

    private func kind(of actor: Actor) -> Party.Kind {
        switch actor {
        case .mobileNode: .mobileNode
        case .homeAgent: .homeAgent
        case .correspondent: .correspondent
        case .host: .other
        }
    }

    private func address(of station: StationReference) -> IPv6Address? {
        switch actors[station.index] {
        case .mobileNode(let index): mobileNodes[index].configuration.homeAddress
        case .homeAgent(let index): homeAgents[index].configuration.address
        default: network[station].ports.first?.addresses.first?.address
        }
    }
}

extension JournalJSON {
    /// Lines of the journal of a lab; messages are read in this format.
    public init(_ lab: Lab, format: WireFormat) {
        self.init(parties: lab.parties, format: format)
    }
}
