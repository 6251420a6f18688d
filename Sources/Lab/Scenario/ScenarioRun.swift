import MobilityWire
import Nodes
import Runtime

/// A scenario that was played: the lab as it was at the end, with its journal, and what came of the expectations.
public struct ScenarioRun: Sendable {
    /// The scenario.
    public let scenario: Scenario
    /// The profile it was played in.
    public let profile: WireProfile
    /// The lab at the end.
    public private(set) var lab: Lab
    /// What came of the expectations that were reached, in the order of time.
    public private(set) var verdicts: [Verdict] = []
    /// What came of the steps of the lesson that were reached or can be no more, in their order.
    public private(set) var lesson: [LessonVerdict] = []

    private var stage: ScenarioStage
    private var probes: [(name: String, number: Int)] = []

    /// Whether every expectation that was reached holds, the lesson fits, and nothing went wrong that must not.
    public var holds: Bool {
        verdicts.allSatisfy(\.holds) && lesson.allSatisfy(\.holds) && lab.defects.isEmpty
    }

    /// The layout of messages in its journal.
    public var format: WireFormat { WireFormat(profile) }

    /// Plays a scenario.
    ///
    /// - Parameters:
    ///   - profile: one of those it names, or another one, in which it need not hold.
    ///   - seed: in place of its own.
    ///   - limit: when to stop, in place of its end; expectations behind it are not reached.
    /// - Throws: what a node has against its configuration.
    public init(
        _ scenario: Scenario, profile: WireProfile, seed: UInt64? = nil, until limit: Instant? = nil,
        cryptography: any MobilityCryptography
    ) throws {
        self.scenario = scenario
        self.profile = profile
        stage = try ScenarioStage(
            scenario.world, profile: profile, seed: seed ?? scenario.seed, cryptography: cryptography)
        lab = stage.lab
        let end = limit ?? scenario.lastInstant
        // Steps before expectations of the same instant, each in the order of the file.
        let steps = scenario.steps.enumerated().map { (time: $0.element.time, rank: 0, index: $0.offset) }
        let claims = scenario.expectations.enumerated().map {
            (time: $0.element.time, rank: 1, index: $0.offset)
        }
        for moment in (steps + claims).sorted(by: <) where moment.time <= end {
            stage.lab.run(until: moment.time)
            if moment.rank == 0 {
                perform(scenario.steps[moment.index].deed)
            } else {
                let expectation = scenario.expectations[moment.index]
                verdicts.append(stage.verdict(on: expectation, probes: probes))
            }
        }
        stage.lab.run(until: end)
        lab = stage.lab
        var progress = LessonProgress(scenario.lesson)
        progress.read(lab.journal, now: lab.now, parties: lab.parties, format: format)
        lesson = progress.verdicts(stoppedAt: end < scenario.lastInstant ? end : nil)
    }

    private mutating func perform(_ deed: ScenarioStep.Deed) {
        switch deed {
        case .probe(let name, let from, let to, let transport, let port):
            guard let station = stage.station(from) else { return }
            let number = stage.lab.probe(
                from: station, to: stage.address(of: to), transport: transport, destinationPort: port)
            probes.append((name, number))
        default: stage.perform(deed)
        }
    }
}

extension ScenarioStage {
    func address(of target: ScenarioStep.Target) -> IPv6Address {
        switch target {
        case .homeAddress: ScenarioWorld.homeAddress
        case .mobileNetwork: IPv6Address(high: ScenarioWorld.mobilePrefix.address.high, low: 0x10)
        case .station(let name): address(of: name)
        }
    }

    mutating func perform(_ deed: ScenarioStep.Deed) {
        switch deed {
        case .node(let command): lab.command(command, to: node)
        case .correspondent(let bid, let name, let registers):
            let peer = address(of: name)
            lab.command(
                registers
                    ? .registerAtCorrespondent(bid, peer: peer) : .deregisterAtCorrespondent(bid, peer: peer),
                to: node)
        case .agent(let command, let name):
            if let agent = station(name) { lab.command(command, to: agent) }
        case .administer(let change, let name):
            if let agent = station(name) { lab.administer(agent) { change.apply(to: &$0) } }
        case .onlyRouter(let value, let name):
            if let agent = station(name) { lab.setOnlyRouter(agent, value) }
        case .trap(let deed, let type, let sender, let count):
            lab.set(Trap(deed, type: type, sender: sender.flatMap(station), count: count))
        case .reboot(let name):
            if let machine = station(name) { lab.reboot(machine) }
        case .squat(let address):
            if let home = lab.network.link(named: "home") {
                _ = lab.addHost(named: "squatter", address, on: home)
            }
        case .replay(let type, let link): replay(type, from: link)
        case .forge(let link, let bid, let lifetime): forge(from: link, bid: bid, lifetime: lifetime)
        case .forgeBulk(let name): forgeBulk(at: name)
        case .probe: break
        default: performOnLinks(deed)
        }
    }

    private mutating func performOnLinks(_ deed: ScenarioStep.Deed) {
        switch deed {
        case .plug(let interface, let name):
            if let port = port(interface), let link = lab.network.link(named: name) {
                lab.plug(port, into: link)
            }
        case .unplug(let interface):
            if let port = port(interface) { lab.unplug(port) }
        case .deprecate(let interface):
            if let port = port(interface) { lab.deprecate(port) }
        case .silence(let name, let silent):
            if let link = lab.network.link(named: name) { lab.setSilent(link, silent) }
        case .partition(let name, let cut):
            if let link = lab.network.link(named: name) { lab.setPartitioned(link, cut) }
        case .impair(let name, let change, let up, let down):
            if let link = lab.network.link(named: name) {
                lab.impair(link, up: up, down: down) { change.apply(to: &$0) }
            }
        case .resetTranslator(let name):
            if let link = lab.network.link(named: name) { lab.resetTranslator(of: link) }
        default: break
        }
    }
}
