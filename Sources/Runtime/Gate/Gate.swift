public import Nodes

/// The gate between nodes and their world: which messages it holds, and those that wait until somebody lets them go.
///
/// A value, the same for every world: it decides what becomes of a message, the world carries it out. In a world with
/// a time of its own that time stands while something is held; elsewhere it runs, and `HeldMessage` says what that
/// costs.
///
/// `Parcel` is what the world needs to let a message go.
public struct Gate<Parcel: Sendable>: Sendable {
    /// Which messages are held.
    public private(set) var filter = GateFilter.open
    /// Those that wait, in the order in which they came.
    public private(set) var held: [Held] = []
    /// Grows with whatever changes here.
    public private(set) var version: UInt64 = 0
    /// How many went on at once, because as many waited as there is room for.
    public private(set) var passedBy = 0

    /// So many wait at most. A gate that lost what it has no room for would be a fault that nobody asked for: the rest
    /// goes on.
    public static var limit: Int { 256 }

    /// A message that waits.
    public struct Held: Sendable {
        /// The entry of its departure.
        public var number: Int
        /// Whether it waits before the node that it is for; else it waits to leave.
        public var isIncoming: Bool
        /// Who sent it, or whom it waits for.
        public var party: PartyIdentifier?
        /// The message from the outermost IP header on, as it would go on.
        public var octets: [UInt8]
        /// Since when.
        public var since: Instant
        /// When it goes on by itself; nil: not before somebody says so.
        public var goesAt: Instant?
        /// What the world needs to let it go.
        public var parcel: Parcel
        /// The changes that were made in it by hand; nil: none.
        public var editor: MessageEditor?

        /// A message that waits from now on.
        public init(
            number: Int, isIncoming: Bool, party: PartyIdentifier?, octets: [UInt8], since: Instant,
            parcel: Parcel
        ) {
            self.number = number
            self.isIncoming = isIncoming
            self.party = party
            self.octets = octets
            self.since = since
            self.parcel = parcel
        }

        /// What it is, in a word or two: `BU 7`, or `message`.
        public var name: String { GateFilter.title(of: octets) ?? "message" }

        /// Whether somebody changed it.
        public var isEdited: Bool { editor?.isChanged == true }

        /// It as views show it.
        public func view(costs: [HoldingCost] = []) -> HeldMessage {
            HeldMessage(
                number: number, isIncoming: isIncoming, party: party, octets: octets, isEdited: isEdited,
                since: since, goesAt: goesAt, costs: costs)
        }
    }

    /// What the world has to do.
    public enum Deed: Sendable {
        /// There is another gate; what it held goes on, in this order. The gate in words.
        case isSet([Held], String)
        /// It goes on, so many times.
        case goesOn(Held, copies: Int)
        /// It waits no longer here, and goes on after so long.
        case goesLater(Held, Interval)
        /// It is lost.
        case isLost(Held)
        /// It is another message now, and waits on; what changed, in words.
        case isChanged(Held, String)
        /// It is as it was before the last change, and waits on.
        case isRestored(Held)

        /// The message that it is about; nil: several, or none.
        public var message: Held? {
            switch self {
            case .isSet: nil
            case .goesOn(let held, _), .goesLater(let held, _), .isLost(let held), .isChanged(let held, _),
                .isRestored(let held):
                held
            }
        }

        /// What was done to it, for the journal; nil: it says itself what happened.
        public var words: String? {
            switch self {
            case .isSet, .goesOn(_, 1): nil
            case .isLost(let held): "the held \(held.name) is thrown away"
            case .goesOn(let held, _): "the held \(held.name) goes on twice"
            case .goesLater(let held, let delay):
                "the held \(held.name) goes on after \(delay.nanoseconds / 1_000_000) ms"
            case .isChanged(let held, let words): "the held \(held.name) is changed by hand: \(words)"
            case .isRestored(let held): "the held \(held.name) is as it was before the last change"
            }
        }
    }

    /// A gate that is open.
    public init() {}

    /// The gate in a word or two, for the top line.
    public var words: String {
        guard !filter.isOpen || !held.isEmpty else { return "open" }
        let kinds = filter.messages.isEmpty ? "" : " " + filter.messages.joined(separator: " ")
        return filter.direction + kinds + (held.isEmpty ? "" : ", \(held.count) held")
    }

    // MARK: What comes

    /// Whether a message has to be held: it is one of those, and there is room.
    public mutating func wants(_ octets: [UInt8], incoming: Bool) -> Bool {
        guard incoming ? filter.holdsIncoming : filter.holdsOutgoing, filter.holds(octets) else {
            return false
        }
        guard held.count < Self.limit else {
            passedBy += 1
            version &+= 1
            return false
        }
        return true
    }

    /// Holds a message.
    public mutating func hold(_ message: Held) {
        held.append(message)
        version &+= 1
    }

    /// How many went by since this was last asked.
    public mutating func takePassedBy() -> Int {
        defer { passedBy = 0 }
        return passedBy
    }

    // MARK: What becomes of it

    /// What a command makes of the gate, for the world to carry out.
    ///
    /// - Throws: why it cannot be done; nothing has changed then.
    public mutating func perform(_ command: GateCommand) throws(Refusal) -> Deed {
        version &+= 1
        switch command {
        case .hold(let wanted):
            let everything = GateFilter(outgoing: true, incoming: true)
            let filter = wanted ?? (self.filter.isOpen ? everything : .open)
            return .isSet(
                set(filter), filter.isOpen ? "the gate is open" : "messages are held until they are released")
        case .release(let number): return .goesOn(held.remove(at: try index(number)), copies: 1)
        case .drop(let number): return .isLost(held.remove(at: try index(number)))
        case .duplicate(let number): return .goesOn(held.remove(at: try index(number)), copies: 2)
        case .delay(let number, let delay): return .goesLater(held.remove(at: try index(number)), delay)
        }
    }

    /// Changes a message that waits; nil: the one that waits longest.
    ///
    /// - Throws: why it cannot be changed; it is as before then.
    public mutating func change(
        _ number: Int?, _ edit: MessageEdit, _ context: EditingContext
    ) throws(Refusal) -> Deed {
        let index = try index(number)
        var editor = held[index].editor ?? MessageEditor(held[index].octets, format: context.format)
        let words = try editor.perform(edit, context)
        version &+= 1
        held[index].editor = editor
        held[index].octets = editor.octets
        return edit == .undo ? .isRestored(held[index]) : .isChanged(held[index], words)
    }

    /// Another filter; an open one lets go what waits, except for what goes on by itself later.
    ///
    /// - Returns: what goes on, in order.
    public mutating func set(_ filter: GateFilter) -> [Held] {
        self.filter = filter
        version &+= 1
        guard filter.isOpen else { return [] }
        let gone = held.filter { $0.goesAt == nil }
        held.removeAll { $0.goesAt == nil }
        return gone
    }

    /// Everything that waits, in order; the gate is open and empty then.
    public mutating func empty() -> [Held] {
        let gone = held
        held = []
        filter = .open
        version &+= 1
        return gone
    }

    /// The message of a departure that waits; nil: the one that waits longest.
    public func first(_ number: Int?) -> Held? { (try? index(number)).map { held[$0] } }

    /// Which of the messages that wait has a departure of this number; nil: the one that waits longest and does not go
    /// by itself.
    private func index(_ number: Int?) throws(Refusal) -> Int {
        guard !held.isEmpty else {
            throw Refusal(
                words: filter.isOpen
                    ? "No message is held: s holds them from now on." : "No message is held yet.")
        }
        guard let number else { return held.firstIndex { $0.goesAt == nil } ?? 0 }
        if let index = held.firstIndex(where: { $0.number == number }) { return index }
        let numbers = held.map { "\($0.number)" }.joined(separator: ", ")
        throw Refusal(words: "No message with departure \(number) is held: expected \(numbers).")
    }

    // MARK: Later

    /// Holds a message until an instant, whatever the filter says.
    public mutating func hold(_ message: Held, until instant: Instant) {
        var message = message
        message.goesAt = instant
        hold(message)
    }

    /// When the next message goes on by itself; nil: none does.
    public var nextDeadline: Instant? { held.compactMap(\.goesAt).min() }

    /// The message that went on by itself first by `now`; nil: none is due.
    public mutating func takeDue(at now: Instant) -> Held? {
        guard let deadline = nextDeadline, deadline <= now,
            let index = held.firstIndex(where: { $0.goesAt == deadline })
        else { return nil }
        version &+= 1
        return held.remove(at: index)
    }
}
