public import MobilityWire
public import Nodes

/// One thing that happened.
public struct JournalEntry: Sendable {
    /// Its number, from 1.
    public let number: Int
    /// When.
    public let time: Instant
    /// To whom; nil: to nobody in particular.
    public let party: PartyIdentifier?
    /// The entry that caused it; 0: none.
    public let cause: Int
    /// What.
    public let event: Event

    /// What can happen.
    public enum Event: Hashable, Sendable {
        /// A node sent a packet.
        case sent(octets: [UInt8], InterfaceIdentifier?, Protection, Rule)
        /// A packet came to its receiver; `cause` is its departure.
        case delivered(octets: [UInt8], InterfaceIdentifier)
        /// A packet did not arrive; `cause` is its departure. The name of the link, where one lost it.
        case lost(octets: [UInt8], Loss, link: String?)
        /// A link of this name made two of a packet.
        case duplicated(octets: [UInt8], link: String)
        /// A link of this name flipped a bit of a packet; these are the octets afterwards.
        case corrupted(octets: [UInt8], link: String)
        /// An interface changed.
        case interface(InterfaceIdentifier, InterfaceFact)
        /// A party's duplicate address detection is over.
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
        /// A test packet came to its end, or a kernel was asked what it can: the answer in words.
        case probe(String)
        /// Words that a person wants to find here again.
        case remark(String)
    }

    /// What kind of thing happened.
    public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        case sent, delivered, lost, duplicated, corrupted, interface
        case duplicateDetection = "duplicate-detection"
        case neighbourProbe = "neighbour-probe"
        case command, fault, timer, started, action, note, probe, remark
    }

    /// An entry.
    public init(number: Int, time: Instant, party: PartyIdentifier?, cause: Int, event: Event) {
        self.number = number
        self.time = time
        self.party = party
        self.cause = cause
        self.event = event
    }

    /// The kind; its raw value is the word for it.
    public var kind: Kind { event.kind }

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

extension JournalEntry.Event {
    /// The kind of it.
    public var kind: JournalEntry.Kind {
        switch self {
        case .sent: .sent
        case .delivered: .delivered
        case .lost: .lost
        case .duplicated: .duplicated
        case .corrupted: .corrupted
        case .interface: .interface
        case .duplicatesDetected: .duplicateDetection
        case .neighbourProbed: .neighbourProbe
        case .command: .command
        case .fault: .fault
        case .timer: .timer
        case .started: .started
        case .action: .action
        case .note: .note
        case .probe: .probe
        case .remark: .remark
        }
    }
}

/// Why a packet never arrived.
public enum Loss: String, CaseIterable, Hashable, Sendable, Codable {
    /// The link lost it, as its impairment says.
    case impairment
    /// A fault that someone asked for took it.
    case fault
    /// The interface is not plugged in, or shut.
    case noCarrier = "no-carrier"
    /// The receiver is no longer on the link.
    case receiverGone = "receiver-gone"
    /// No router knows the destination.
    case noRoute = "no-route"
    /// Nobody on the link answers for the destination.
    case noNeighbour = "no-neighbour"
    /// The link's router is silent.
    case silentRouter = "silent-router"
    /// The link is cut off from the world.
    case partition
    /// The NAT knows nothing of it, or does not pass its kind.
    case translator
    /// It is larger than the link's MTU.
    case tooLarge = "too-large"
    /// It went in circles.
    case hopLimit = "hop-limit"
    /// No IP header can be made out.
    case malformed
    /// The station that got it has no use for it.
    case notForMe = "not-for-me"
    /// The station has no binding or tunnel for it.
    case noBinding = "no-binding"
    /// It was changed by hand before it left; what left is a departure of its own, because of it.
    case changed
    /// The gate held it back before it left; when it left is a departure of its own, because of it.
    case late
}
