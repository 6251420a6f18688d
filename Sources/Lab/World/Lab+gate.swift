import MobilityWire
import Nodes
public import Runtime

// The gate: messages that wait, between a node and the world, until somebody lets them go.

/// What the gate holds, and which messages it will hold.
struct Gate: Sendable {
    var filter = GateFilter.open
    /// In the order in which they came.
    var held: [Held] = []
    /// How many it has held: of one that waits where it arrives the journal says nothing yet.
    var count: UInt64 = 0

    mutating func hold(_ message: Held) {
        held.append(message)
        count &+= 1
    }

    /// A message that waits.
    struct Held: Sendable {
        var flight: Flight
        var way: Way
        /// What it was before each change, the latest last.
        var former: [[UInt8]] = []
    }

    /// Where a message waits.
    enum Way: Sendable {
        /// At the station that sends it.
        case outgoing(StationReference, Datagram)
        /// At the interface that it came to.
        case incoming(PortReference)
    }
}

extension Lab {
    /// The messages that the gate holds.
    public var heldMessages: [HeldMessage] {
        gate.held.map { held in
            let isIncoming = if case .incoming = held.way { true } else { false }
            return HeldMessage(
                number: held.flight.origin, isIncoming: isIncoming, party: held.station.party,
                octets: held.flight.octets, isEdited: !held.former.isEmpty)
        }
    }

    /// Whether something waits, so that time stands still.
    var isHeldByGate: Bool { !gate.held.isEmpty }

    /// Holds a message that leaves, if it is one of those that are to be held.
    mutating func holds(_ flight: Flight, leaving station: StationReference, as datagram: Datagram) -> Bool {
        guard gate.filter.holdsOutgoing, isHeld(flight.octets) else { return false }
        gate.hold(Gate.Held(flight: flight, way: .outgoing(station, datagram)))
        return true
    }

    /// Holds a message that arrives, if it is one of those that are to be held.
    mutating func holds(_ flight: Flight, at port: PortReference) -> Bool {
        guard gate.filter.holdsIncoming, !flight.isReleased, isHeld(flight.octets) else { return false }
        gate.hold(Gate.Held(flight: flight, way: .incoming(port)))
        return true
    }

    private func isHeld(_ octets: [UInt8]) -> Bool {
        if let type = mobilityType(of: octets) {
            let name = "\(MobilityHeaderType(rawValue: type).shortName)"
            return gate.filter.messages.isEmpty || gate.filter.messages.contains(name)
        }
        guard gate.filter.messages.isEmpty, case .discovery = PacketContents(octets)?.kind else {
            return false
        }
        return true
    }

    // MARK: What becomes of them

    /// Another gate; an open one lets everything go.
    mutating func setGate(_ filter: GateFilter) {
        gate.filter = filter
        guard filter.isOpen else { return }
        while !gate.held.isEmpty { letGo(gate.held.removeFirst()) }
    }

    /// Which of the held messages has a departure of this number; nil: the first. Nil where there is none.
    func heldIndex(_ number: Int?) -> Int? {
        guard let number else { return gate.held.isEmpty ? nil : 0 }
        return gate.held.firstIndex { $0.flight.origin == number }
    }

    mutating func release(heldAt index: Int) { letGo(gate.held.remove(at: index)) }

    mutating func drop(heldAt index: Int) { lose(gate.held.remove(at: index).flight, .fault) }

    mutating func duplicate(heldAt index: Int) {
        let held = gate.held.remove(at: index)
        note("goes on twice", held)
        letGo(held)
        letGo(held)
    }

    mutating func delay(heldAt index: Int, by delay: Interval) {
        let held = gate.held.remove(at: index)
        note("goes on after \(delay.nanoseconds / 1_000_000) ms", held)
        letGo(held, after: delay)
    }

    /// Changes a field of a held message.
    ///
    /// - Returns: what changed, in words.
    mutating func edit(
        heldAt index: Int, _ field: String, _ value: String, format: WireFormat
    ) throws(MessageEditor.Failure) -> String {
        let before = gate.held[index].flight.octets
        var editor = MessageEditor(before, format: format)
        let words = try editor.set(field, value)
        note("is changed by hand: \(words)", gate.held[index])
        gate.held[index].former.append(before)
        gate.held[index].flight.octets = editor.octets
        return words
    }

    /// Takes back the last change of a held message; whether there was one.
    mutating func undo(heldAt index: Int) -> Bool {
        guard let before = gate.held[index].former.popLast() else { return false }
        gate.held[index].flight.octets = before
        note("is as it was before the last change", gate.held[index])
        return true
    }

    private mutating func note(_ deed: String, _ held: Gate.Held) {
        let name =
            mobilityType(of: held.flight.octets)
            .map { "\(MobilityHeaderType(rawValue: $0).shortName)" } ?? "message"
        journal.append(
            .fault("the held \(name) \(deed)"), at: now, of: held.station, cause: held.flight.origin)
    }

    private mutating func letGo(_ held: Gate.Held, after delay: Interval = .zero) {
        switch held.way {
        case .outgoing(let station, let datagram): leave(held.flight, as: datagram, of: station, after: delay)
        case .incoming(let port):
            var flight = held.flight
            flight.isReleased = true
            guard delay == .zero else {
                return network.schedule(.say(.arrived(flight, port)), in: delay)
            }
            arrive(flight, at: port)
        }
    }
}

extension Gate.Held {
    var station: StationReference {
        switch way {
        case .outgoing(let station, _): station
        case .incoming(let port): port.station
        }
    }
}
