import MobilityWire
import Nodes
import Runtime

/// A lab as a run: what a console shows and changes. A value: a copy is a checkpoint with everything in flight, and what
/// happens to one copy is unknown to the other.
///
/// Either the default world, unregistered and manual until the first bulk registration, or a scenario whose steps happen
/// when their time comes.
public struct LabRun: Run, Sendable {
    /// The lab, and the names in it.
    var stage: ScenarioStage
    /// The relation between the lab's time and the machine's.
    var clock = VirtualClock()
    /// The machine's time of the last `advance`.
    var machineTime: Instant?
    /// What will happen by itself, in order.
    var steps: [ScenarioStep]
    var nextStep = 0
    /// The name of the scenario; `default` for the world without one.
    let title: String
    /// Whether the first bulk registration makes the node automatic.
    var awaitsFirstBulk: Bool
    /// The lesson of the scenario, and how far it has come; nil: it has none.
    public internal(set) var lesson: LessonProgress?
    /// Whether time stands still at the steps of the lesson that wait, until somebody lets it go on.
    public var waitsForLesson = false
    /// Whether time stands still for the lesson: nothing happens that is due at this very instant.
    var isHeldByLesson = false
    /// What it began from.
    public private(set) var origin: RunOrigin?
    /// What a person told it that changed what follows.
    public internal(set) var inputs: [RecordedInput] = []
    /// Counts what was done that the journal does not show.
    private var changes: UInt64 = 0

    /// The lab's own world: a node with three accesses, a home agent, a correspondent.
    ///
    /// - Throws: what a node has against its configuration.
    public init(
        profile: WireProfile = .rfc5648, seed: UInt64 = 1, cryptography: any MobilityCryptography
    ) throws {
        var world = ScenarioWorld()
        world.node.name = "mr1"
        world.interfaces = [
            ScenarioWorld.Interface(name: "eth0", link: "a", bid: 1, priority: 10),
            ScenarioWorld.Interface(name: "wlan0", link: "b", bid: 2, priority: 20),
            ScenarioWorld.Interface(name: "wwan0", link: "c", bid: 3, priority: 30),
        ]
        world.correspondents = [ScenarioWorld.Correspondent()]
        stage = try ScenarioStage(world, profile: profile, seed: seed, cryptography: cryptography)
        steps = []
        title = "default"
        awaitsFirstBulk = true
        origin = RunOrigin(profile: profile, seed: seed, name: title)
    }

    /// The world of a scenario, at its beginning.
    ///
    /// - Parameters:
    ///   - profile: in place of the first that it names.
    ///   - seed: in place of its own.
    /// - Throws: what a node has against its configuration.
    public init(
        _ scenario: Scenario, profile: WireProfile? = nil, seed: UInt64? = nil,
        cryptography: any MobilityCryptography
    ) throws {
        stage = try ScenarioStage(
            scenario.world, profile: profile ?? scenario.profiles.first ?? .rfc5648,
            seed: seed ?? scenario.seed, cryptography: cryptography)
        // Steps of one instant keep the order of the file.
        steps = scenario.steps.enumerated()
            .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
        title = scenario.name
        awaitsFirstBulk = false
        if !scenario.source.isEmpty {
            origin = RunOrigin(
                profile: profile ?? scenario.profiles.first ?? .rfc5648, seed: seed ?? scenario.seed,
                name: scenario.name, scenario: scenario.source)
        }
        if !scenario.lesson.isEmpty { lesson = LessonProgress(scenario.lesson) }
    }

    /// The lab.
    public var lab: Lab { stage.lab }
    /// The node whose console this is.
    var node: MobileNode? { lab.mobileNode(stage.node) }

    // MARK: Time

    /// The lab's time.
    public var now: Instant { lab.now }

    /// Grows with every entry of the journal, every message that is held, and every command.
    public var version: UInt64 { changes &+ lab.gate.version &+ UInt64(clamping: lab.journal.nextNumber) }

    /// Whether time stands still, for the lesson or for a message that the gate holds.
    private var isHeld: Bool { isHeldByLesson || lab.isHeldByGate }

    /// So many things happen at most in one `advance`; a lab that cannot keep up becomes slower than it was told.
    private static let stepsAtOnce = 5_000

    /// Lets time pass up to an instant of the machine's time; the first call says which one the lab began at.
    public mutating func advance(to instant: Instant) {
        guard let last = machineTime else {
            clock.anchor(machine: instant, run: now)
            machineTime = instant
            // What nodes sent when they were started is part of the lesson.
            followLesson()
            return
        }
        guard instant >= last else { return }
        machineTime = instant
        guard !staysHeldByLesson, !lab.isHeldByGate else {
            if lab.isHeldByGate { clock.anchor(machine: instant, run: now) }
            return
        }
        let target = clock.run(at: instant)
        let stop = lessonStop(notAfter: target)
        var budget = LabRun.stepsAtOnce
        pass(until: stop.map { $0 - Interval(nanoseconds: 1) } ?? target, &budget)
        if let stop, budget > 0, !isHeld {
            stage.lab.pass(before: stop)
            followLesson()
        }
        if budget == 0 || isHeld { clock.anchor(machine: instant, run: now) }
    }

    /// Lets everything happen up to an instant, the steps of the scenario among it.
    private mutating func pass(until limit: Instant, _ budget: inout Int) {
        while steps.indices.contains(nextStep), steps[nextStep].time <= limit {
            run(until: steps[nextStep].time, &budget)
            guard budget > 0, !isHeld else { return }
            perform(steps[nextStep].deed)
            nextStep += 1
            followLesson()
            guard !isHeld else { return }
        }
        run(until: limit, &budget)
    }

    /// How many things have happened, each thing of the lab and each deed of the scenario.
    var turns: Int { lab.turns + nextStep }

    /// Has everything happen that happened before a person told it something. Of what is due at the very instant of an
    /// input a part may have happened: an input says how many things had.
    ///
    /// - Parameters:
    ///   - budget: how many things may happen; a recording that somebody made up may ask for centuries.
    ///   - observe: called after each step.
    mutating func catchUp(
        with input: RecordedInput, _ budget: inout Int, observe: (LabRun) -> Void = { _ in }
    ) {
        happen(until: input.time, lastTurn: input.turn, &budget, observe: observe)
        if budget > 0 { stage.lab.pass(before: input.time) }
    }

    private mutating func run(until limit: Instant, _ budget: inout Int) {
        while budget > 0, !isHeld, stage.lab.step(until: limit) {
            budget -= 1
            followLesson()
        }
    }

    /// When the next thing happens, in the machine's time.
    public var nextTime: Instant? {
        guard !lab.isHeldByGate else { return nil }
        let step = steps.indices.contains(nextStep) ? steps[nextStep].time : nil
        let next = [lab.nextTime, step, lessonStop(notAfter: .distantFuture)].compactMap(\.self).min()
        return next.flatMap(clock.machine(at:))
    }

    /// Whether steps of the scenario are still to come.
    public var hasSteps: Bool { nextStep < steps.count }

    mutating func perform(_ deed: ScenarioStep.Deed) {
        if case .probe(_, let from, let to, let transport, let port) = deed {
            guard let station = stage.station(from) else { return }
            stage.lab.probe(
                from: station, to: stage.address(of: to), transport: transport, destinationPort: port)
        } else {
            stage.perform(deed)
        }
    }

    mutating func noteChange() { changes &+= 1 }

    /// Nothing is lost, late or doubled from now on: what a preview takes for granted.
    mutating func removeChance() {
        stage.lab.openGate()
        stage.lab.removeChance()
        steps = []
        lesson = nil
        isHeldByLesson = false
    }
}

extension Lab {
    fileprivate mutating func removeChance() {
        clearTraps()
        for link in network.links.indices.map(LinkReference.init) {
            for path in [\Link.up, \Link.down] {
                network[link][keyPath: path] = Impairment(latency: network[link][keyPath: path].latency)
            }
        }
    }
}
