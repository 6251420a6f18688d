import MobilityWire
import Nodes
import Runtime

/// A fault that waits for packets of a kind and does something to the next ones.
public struct Trap: Hashable, Sendable {
    /// The type of the Mobility Headers it waits for; nil: any.
    public var type: MobilityHeaderType?
    /// The station that sends them; nil: any.
    public var sender: StationReference?
    /// How many it still takes.
    public var remaining: Int
    /// What it does to them.
    public var deed: Deed

    /// What can be done to a packet that was caught.
    public enum Deed: Hashable, Sendable {
        /// It is lost.
        case drop
        /// It leaves later.
        case delay(Interval)
        /// It leaves twice.
        case duplicate
    }

    /// A trap for the next `count` messages.
    public init(_ deed: Deed, type: MobilityHeaderType?, sender: StationReference? = nil, count: Int = 1) {
        self.deed = deed
        self.type = type
        self.sender = sender
        remaining = count
    }
}

extension Lab {
    /// Sets a trap.
    public mutating func set(_ trap: Trap) {
        traps.append(trap)
        let name = trap.type.map { "\($0.shortName)" } ?? "packet"
        let deed =
            switch trap.deed {
            case .drop: "drop"
            case .delay(let delay): "delay by \(delay.nanoseconds / 1_000_000) ms"
            case .duplicate: "duplicate"
            }
        journal.append(.fault("\(deed) the next \(trap.remaining) \(name)"), at: now, of: trap.sender)
    }

    /// Takes all traps away.
    public mutating func clearTraps() { traps = [] }

    /// What becomes of a packet that a station sends: none, one or two of it, and after which delay.
    mutating func pass(_ flight: Flight, from station: StationReference) -> (copies: Int, delay: Interval) {
        guard !traps.isEmpty, let type = mobilityType(of: flight.octets) else { return (1, .zero) }
        guard
            let index = traps.firstIndex(where: { trap in
                (trap.sender ?? station) == station && (trap.type?.rawValue ?? type) == type
            })
        else { return (1, .zero) }
        let deed = traps[index].deed
        traps[index].remaining -= 1
        if traps[index].remaining <= 0 { traps.remove(at: index) }
        switch deed {
        case .drop:
            lose(flight, .fault)
            return (0, .zero)
        case .delay(let delay): return (1, delay)
        case .duplicate: return (2, .zero)
        }
    }

    /// The Mobility Header type of a packet, however it is encapsulated.
    func mobilityType(of octets: [UInt8]) -> UInt8? {
        switch PacketContents(octets)?.kind {
        case .mobility(let type): return type
        case .tunnel(let inner):
            if case .mobility(let type) = PacketContents(Array(octets[inner...]))?.kind { return type }
            return nil
        default: return nil
        }
    }
}
