import MobilityWire
import Nodes
import Runtime

/// A world in memory with the nodes in it: a network, mobile nodes, home agents, correspondents and plain hosts, under
/// virtual time.
///
/// A value: a copy is a checkpoint with everything in flight, and what happens to one copy is unknown to the other.
/// Deterministic: the same seed, building and commands give the same journal, octet for octet. A second in which
/// nothing happens costs nothing.
public struct Lab: Sendable {
    /// Links, stations, and what is under way.
    public internal(set) var network: Network
    /// What happened.
    public internal(set) var journal = Journal()
    /// The mobile nodes, in the order in which they were added.
    public internal(set) var mobileNodes: [MobileNode] = []
    /// The home agents.
    public internal(set) var homeAgents: [HomeAgent] = []
    /// The correspondents.
    public internal(set) var correspondents: [CorrespondentNode] = []
    /// The test packets, in the order in which they were sent.
    public internal(set) var probes: [Probe] = []
    /// The message that somebody makes by hand; nil: nobody does.
    var composed: ComposedMessage?
    /// Messages that wait until somebody lets them go.
    var gate = Gate<Parcel>()
    /// Faults that wait for their packet.
    public internal(set) var traps: [Trap] = []
    /// What must never be, and was: a node that asks to be called again and again at one instant.
    public internal(set) var defects: [String] = []

    /// What each node was told in the beginning, which is all that a reboot leaves.
    var nodeConfigurations: [MobileNode.Configuration] = []
    var agentConfigurations: [HomeAgent.Configuration] = []
    var correspondentConfigurations: [CorrespondentNode.Configuration] = []

    let cryptography: any MobilityCryptography
    /// By station.
    var actors: [Actor] = []
    /// By station.
    var kernels: [Kernel] = []
    /// By station: the numbers of one node do not depend on what another one does.
    var randoms: [SeededRandom] = []
    private let seed: UInt64
    private var actions: [Action] = []
    /// How often a node was told that its deadline has passed.
    private var deadlines = 0

    /// What lives in a station.
    enum Actor: Hashable, Sendable {
        case mobileNode(Int)
        case homeAgent(Int)
        case correspondent(Int)
        case host
    }

    /// An empty world. All chance in it follows from the seed.
    public init(
        seed: UInt64, cryptography: any MobilityCryptography, journalCapacity: Int = Journal.defaultCapacity
    ) {
        self.seed = seed
        journal = Journal(capacity: journalCapacity)
        self.cryptography = cryptography
        network = Network(seed: seed)
    }

    /// The instant up to which everything has happened.
    public var now: Instant { network.now }

    mutating func add(_ station: Station, _ actor: Actor) -> StationReference {
        let reference = network.add(station)
        actors.append(actor)
        kernels.append(Kernel())
        randoms.append(Lab.generator(seed, of: reference))
        return reference
    }

    private static func generator(_ seed: UInt64, of station: StationReference) -> SeededRandom {
        SeededRandom(seed: seed &+ UInt64(station.index + 1) &* 0xd134_2543_de82_ef95)
    }

    // MARK: Time

    /// When the next thing happens; nil: nothing will.
    public var nextTime: Instant? {
        let deadline = nextDeadline?.time
        guard let event = network.nextTime else { return deadline }
        return deadline.map { max(now, min($0, event)) } ?? event
    }

    /// Lets time pass up to an instant.
    public mutating func run(until limit: Instant) {
        while step(until: limit) {}
    }

    /// How many things have happened, those without a trace in the journal among them: between two inputs of one instant
    /// it says what was there already.
    var turns: Int { network.turns + deadlines }

    /// Lets the next thing happen if it happens by `limit`; else the time is `limit` then, and the answer false.
    public mutating func step(until limit: Instant) -> Bool { step(until: limit, lastTurn: .max) }

    /// The same, but not beyond so many turns.
    mutating func step(until limit: Instant, lastTurn: Int) -> Bool {
        let deadline = nextDeadline
        // What happens at the instant of a deadline happens before it passes.
        let due = min(limit, deadline?.time ?? limit)
        if let occurrence = network.next(until: due, lastTurn: lastTurn - deadlines) {
            happen(occurrence)
            return true
        }
        guard turns < lastTurn, let deadline, deadline.time <= limit else { return false }
        deadlines += 1
        passDeadline(of: deadline.station)
        return true
    }

    private var nextDeadline: (time: Instant, station: StationReference)? {
        var earliest: (time: Instant, station: StationReference)?
        for index in actors.indices {
            guard let time = deadline(of: actors[index]), time < earliest?.time ?? .distantFuture else {
                continue
            }
            earliest = (time, StationReference(index: index))
        }
        return earliest
    }

    private func deadline(of actor: Actor) -> Instant? {
        switch actor {
        case .mobileNode(let index): mobileNodes[index].nextDeadline
        case .homeAgent(let index): homeAgents[index].nextDeadline
        case .correspondent(let index): correspondents[index].nextDeadline
        case .host: nil
        }
    }

    private mutating func passDeadline(of station: StationReference) {
        var calls = 0
        let actor = actors[station.index]
        while let time = deadline(of: actor), time <= now {
            calls += 1
            guard calls <= Lab.callsAtOneInstant else {
                defects.append("\(network[station].name) spins at \(now.nanoseconds) ns")
                return mute(station)
            }
            let number = journal.nextNumber
            let now = now
            actions.removeAll(keepingCapacity: true)
            switch actor {
            case .mobileNode(let index):
                mobileNodes[index].deadlinePassed(at: now, random: &randoms[station.index], into: &actions)
            case .homeAgent(let index):
                homeAgents[index].deadlinePassed(at: now, random: &randoms[station.index], into: &actions)
            case .correspondent(let index):
                correspondents[index].deadlinePassed(at: now, random: &randoms[station.index], into: &actions)
            case .host: return
            }
            // A deadline at which nothing was due leaves no trace.
            guard !actions.isEmpty else { continue }
            journal.append(.timer, at: now, of: station)
            carryOut(of: station, cause: number)
        }
    }

    /// An agent does what is due in pieces of 256 nodes; more calls than a lab can need are a storm.
    private static let callsAtOneInstant = 10_000

    /// Takes a station out of the run.
    private mutating func mute(_ station: StationReference) { actors[station.index] = .host }

    // MARK: What happens

    private mutating func happen(_ occurrence: Occurrence) {
        switch occurrence {
        case .arrived(let flight, let port): arrive(flight, at: port)
        case .lost(let flight, let loss, let link): lose(flight, loss, on: link)
        case .duplicated(let flight, let link):
            journal.append(
                .duplicated(octets: flight.octets, link: network[link].name), at: now, cause: flight.origin)
        case .corrupted(let flight, let link):
            journal.append(
                .corrupted(octets: flight.octets, link: network[link].name), at: now, cause: flight.origin)
        case .fact(let port, let fact): learn(fact, about: port)
        case .duplicatesDetected(let station, let address, let found):
            let number = journal.append(.duplicatesDetected(address, found: found), at: now, of: station)
            tell(station, .duplicateDetection(of: address, isDuplicate: found), cause: number)
        case .neighbourProbed(let station, let address, let answered):
            let number = journal.append(.neighbourProbed(address, answered: answered), at: now, of: station)
            tell(station, .neighbourProbe(address, isReachable: answered), cause: number)
        }
    }

    mutating func lose(_ flight: Flight, _ loss: Loss, on link: LinkReference? = nil) {
        journal.append(
            .lost(octets: flight.octets, loss, link: link.map { network[$0].name }), at: now,
            cause: flight.origin)
        end(flight.probe, .lost(loss))
    }

    private mutating func learn(_ fact: InterfaceFact, about port: PortReference) {
        // The network behind a mobile router is none of its node's links.
        guard case .mobileNode(let index) = actors[port.station.index], !isInside(port) else { return }
        let number = journal.append(.interface(port.interface, fact), at: now, of: port.station)
        tell(index, port.station, .interface(port.interface, fact), cause: number)
    }

    // MARK: Inputs

    mutating func tell(
        _ index: Int, _ station: StationReference, _ input: MobileNode.Input, cause: Int
    ) {
        actions.removeAll(keepingCapacity: true)
        mobileNodes[index].handle(input, at: now, random: &randoms[station.index], into: &actions)
        carryOut(of: station, cause: cause)
    }

    mutating func tell(_ station: StationReference, _ input: HomeAgent.Input, cause: Int) {
        guard case .homeAgent(let index) = actors[station.index] else { return }
        actions.removeAll(keepingCapacity: true)
        homeAgents[index].handle(input, at: now, random: &randoms[station.index], into: &actions)
        carryOut(of: station, cause: cause)
    }

    mutating func tell(_ station: StationReference, _ input: CorrespondentNode.Input, cause: Int) {
        guard case .correspondent(let index) = actors[station.index] else { return }
        actions.removeAll(keepingCapacity: true)
        correspondents[index].handle(input, at: now, random: &randoms[station.index], into: &actions)
        carryOut(of: station, cause: cause)
    }

    private mutating func carryOut(of station: StationReference, cause: Int) {
        // Taken out meanwhile, so that carrying out may change everything else.
        var pending: [Action] = []
        swap(&pending, &actions)
        for action in pending { carryOut(action, of: station, cause: cause) }
        swap(&pending, &actions)
    }
}
