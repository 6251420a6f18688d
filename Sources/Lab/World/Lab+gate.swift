import MobilityWire
import Nodes
import Runtime

// The gate between nodes and network; while it holds a message, time stands still.

extension Lab {
    /// What it takes to let a message go.
    struct Parcel: Sendable {
        var flight: Flight
        var way: Way
    }

    /// Where a message waits.
    enum Way: Sendable {
        /// At the station that sends it.
        case outgoing(StationReference, Datagram)
        /// At the interface that it came to.
        case incoming(PortReference)
    }

    /// Whether something waits, or is being composed, so that time stands still.
    var isHeldByGate: Bool { !gate.held.isEmpty || composed != nil }

    /// Holds a message that leaves, if it is one of those that are to be held.
    mutating func holds(_ flight: Flight, leaving station: StationReference, as datagram: Datagram) -> Bool {
        hold(flight, .outgoing(station, datagram), isIncoming: false)
    }

    /// Holds a message that arrives, if it is one of those that are to be held.
    mutating func holds(_ flight: Flight, at port: PortReference) -> Bool {
        !flight.isReleased && hold(flight, .incoming(port), isIncoming: true)
    }

    private mutating func hold(_ flight: Flight, _ way: Way, isIncoming: Bool) -> Bool {
        guard !gate.filter.isOpen, gate.wants(flight.octets, incoming: isIncoming) else { return false }
        let parcel = Parcel(flight: flight, way: way)
        gate.hold(
            Gate.Held(
                number: flight.origin, isIncoming: isIncoming, party: parcel.station.party,
                octets: flight.octets, since: now, parcel: parcel))
        return true
    }

    // MARK: What becomes of them

    /// Does what a person wants of the gate; what there is to say of it.
    mutating func carryOut(_ command: GateCommand) throws(Refusal) -> String {
        carryOut(try gate.perform(command))
    }

    /// Does what the gate says; what there is to say of it.
    mutating func carryOut(_ deed: Gate<Parcel>.Deed) -> String {
        if let held = deed.message, let words = deed.words {
            journal.append(.fault(words), at: now, of: held.parcel.station, cause: held.number)
        }
        switch deed {
        case .isSet(let gone, let words):
            for held in gone { letGo(held) }
            return words
        case .goesOn(let held, let copies): for _ in 0..<copies { letGo(held) }
        case .goesLater(let held, let delay): letGo(held, after: delay)
        case .isLost(let held): lose(held.flight, .fault)
        case .isChanged(_, let words): return words
        case .isRestored: break
        }
        return ""
    }

    /// Lets everything go that waits.
    mutating func openGate() {
        for held in gate.set(.open) { letGo(held) }
    }

    mutating func letGo(_ held: Gate<Parcel>.Held, after delay: Interval = .zero) {
        var flight = held.flight
        switch held.parcel.way {
        case .outgoing(let station, let datagram): leave(flight, as: datagram, of: station, after: delay)
        case .incoming(let port):
            flight.isReleased = true
            guard delay == .zero else {
                return network.schedule(.say(.arrived(flight, port)), in: delay)
            }
            arrive(flight, at: port)
        }
    }
}

extension Lab.Parcel {
    var station: StationReference {
        switch way {
        case .outgoing(let station, _): station
        case .incoming(let port): port.station
        }
    }
}

extension Gate<Lab.Parcel>.Held {
    /// It under way, as it is by now.
    fileprivate var flight: Flight {
        var flight = parcel.flight
        flight.octets = octets
        return flight
    }
}
