import MobilityWire
import Nodes

/// What happened in a run, in order: the one truth of which ladder, log and JSON are views.
///
/// Entries are numbered from 1 and name the entry that caused them. Bounded: where there are more than `limit`, the
/// oldest go, and `dropped` says how many.
public struct Journal: Sendable {
    /// The entries that are kept, oldest first.
    public private(set) var entries: [JournalEntry] = []
    /// How many went.
    public private(set) var dropped = 0
    /// How many are kept at least; up to twice as many stand there before old ones go.
    public var limit: Int

    /// An empty journal.
    public init(limit: Int = 100_000) {
        self.limit = max(1, limit)
    }

    /// The number that the next entry gets.
    public var nextNumber: Int { dropped + entries.count + 1 }

    /// Appends an entry; its number.
    @discardableResult
    mutating func append(
        _ event: JournalEntry.Event, at time: Instant, of station: StationReference? = nil, cause: Int = 0
    ) -> Int {
        if entries.count >= 2 * limit {
            dropped += entries.count - limit
            entries.removeFirst(entries.count - limit)
        }
        let number = nextNumber
        entries.append(
            JournalEntry(number: number, time: time, station: station, cause: cause, event: event))
        return number
    }

    /// The entry of a number; nil: there is none, or it went.
    public subscript(number: Int) -> JournalEntry? {
        let index = number - dropped - 1
        return entries.indices.contains(index) ? entries[index] : nil
    }
}

/// One thing that happened.
public struct JournalEntry: Sendable {
    /// Its number, from 1.
    public let number: Int
    /// When.
    public let time: Instant
    /// To whom; nil: to nobody in particular.
    public let station: StationReference?
    /// The entry that caused it; 0: none.
    public let cause: Int
    /// What.
    public let event: Event

    /// What can happen.
    public enum Event: Sendable {
        /// A node sent a packet.
        case sent(octets: [UInt8], InterfaceIdentifier?, Protection, Rule)
        /// A packet came to its receiver; `cause` is its departure.
        case delivered(octets: [UInt8], InterfaceIdentifier)
        /// A packet did not arrive; `cause` is its departure.
        case lost(octets: [UInt8], Loss, LinkReference?)
        /// A link made two of a packet.
        case duplicated(octets: [UInt8], LinkReference)
        /// A link flipped a bit of a packet; these are the octets afterwards.
        case corrupted(octets: [UInt8], LinkReference)
        /// An interface changed.
        case interface(InterfaceIdentifier, InterfaceFact)
        /// A station's duplicate address detection is over.
        case duplicatesDetected(IPv6Address, found: Bool)
        /// A neighbour answered, or did not.
        case neighbourProbed(IPv6Address, answered: Bool)
        /// A person, or a scenario, asked a node for something.
        case command(String)
        /// Someone did something to the world.
        case fault(String)
        /// A node's deadline passed, and it had something to do.
        case timer
        /// A node began, or began anew.
        case started
        /// A node had its world do something other than sending.
        case action(Action)
        /// A node noted something.
        case note(Note)
        /// A test packet came to its end.
        case probe(Probe)
    }

    /// The kind as one word.
    public var kind: String {
        switch event {
        case .sent: "sent"
        case .delivered: "delivered"
        case .lost: "lost"
        case .duplicated: "duplicated"
        case .corrupted: "corrupted"
        case .interface: "interface"
        case .duplicatesDetected: "duplicate-detection"
        case .neighbourProbed: "neighbour-probe"
        case .command: "command"
        case .fault: "fault"
        case .timer: "timer"
        case .started: "started"
        case .action: "action"
        case .note: "note"
        case .probe: "probe"
        }
    }

    /// The rule that made it happen, where a node said one.
    public var rule: Rule? {
        switch event {
        case .sent(_, _, _, let rule): rule
        case .action(let action): action.rule
        case .note(let note): note.rule
        default: nil
        }
    }

    /// The packet that it is about.
    public var octets: [UInt8]? {
        switch event {
        case .sent(let octets, _, _, _), .delivered(let octets, _), .lost(let octets, _, _),
            .duplicated(let octets, _), .corrupted(let octets, _):
            octets
        default: nil
        }
    }
}
