import MobilityWire
import Nodes
public import Runtime

// Back in time on a machine: only to look. The node goes on underneath, and nothing is sent from the past.

/// What was kept of a machine, so that it can be looked at as it was.
public struct MachinePast: Sendable {
    var mobileNode = NodePast<MobileNode>()
    var homeAgent = NodePast<HomeAgent>()
    var correspondent = NodePast<CorrespondentNode>()
    /// The kernel's books, and the links that the node had shut.
    var kernels = FormerStates<(books: KernelState, shut: Set<String>)>()
    var gates = FormerStates<Gate<HostParcel>>()

    /// An agent with more bindings keeps none: what changes of them would be there several times over.
    static let bindingLimit = 20_000

    mutating func keep(_ books: KernelState, _ ledger: Ledger, entry: Int) {
        let shut = books.links.lazy.map(\.name).filter { ledger.contains(.down(device: $0)) }
        kernels.keep((books, Set(shut)), from: entry)
    }
}

/// A state as it was from an entry on, each time that it changed; the last 256 of them.
struct FormerStates<State: Sendable>: Sendable {
    private var states: [(entry: Int, state: State)] = []
    private static var limit: Int { 256 }

    /// Keeps it as it is from an entry on.
    mutating func keep(_ state: State, from entry: Int) {
        if states.last?.entry == entry { states.removeLast() }
        states.append((entry, state))
        if states.count > Self.limit { states.removeFirst() }
    }

    /// What it was after an entry; nil: that is not kept.
    subscript(entry: Int) -> State? { states.last { $0.entry <= entry }?.state }
}

extension HostRun {
    /// The machine as it was.
    struct Glance {
        /// The entry that was asked for, and when it happened.
        var entry: Int
        var time: Instant
        /// What had happened by then.
        var journal: Journal
        var mobileNode: MobileNode?
        var homeAgent: HomeAgent?
        var correspondent: CorrespondentNode?
        /// Nil: not kept.
        var kernel: KernelState?
        /// The links that the node had shut.
        var shut: Set<String> = []
        var gate = Gate<HostParcel>()
    }

    /// Where in the past it is looked at; nil: at its present.
    public var past: PastView? {
        guard let glance, let first = host.machine.journal.numbers.first,
            let last = host.machine.journal.numbers.last
        else { return nil }
        let begin = host.machine.journal.firstTime ?? .zero
        return PastView(
            entry: glance.entry, time: glance.time, entries: first...last,
            times: begin...max(begin, host.machine.now))
    }

    /// What runs is recorded.
    public func recorded(by encoder: inout RecordingEncoder, isLast: Bool) -> [UInt8] {
        var run = self
        run.glimpse = Glimpse()
        return encoder.octets(of: run, isLast: isLast)
    }

    /// Why nothing can be done now; nil: it can.
    var pastRefusal: String? {
        glance.map {
            "This is the past, entry \($0.entry): it is only looked at. \(RunCommand.toPresent) goes back to what runs."
        }
    }

    mutating func move(_ command: PastCommand) -> Outcome {
        move(
            JournalMove(
                command, from: glance?.entry, in: host.machine.journal, begin: begin,
                noBranches: "Only a lab can go on another way: here others go on meanwhile."))
    }

    mutating func rewind(by entries: Int) -> Outcome {
        move(JournalMove(by: entries, from: glance?.entry, in: host.machine.journal))
    }

    private mutating func move(_ move: JournalMove) -> Outcome {
        glimpse.go(move, to: move.entry.map { moment(at: $0, move) })
    }

    private func moment(at entry: Int, _ move: JournalMove) -> Result<Glance, Refusal> {
        if var seen = host.glance(at: entry) {
            seen.time = move.time(after: seen.time, notAfter: host.machine.now) ?? seen.time
            return .success(seen)
        }
        let first = host.firstKeptEntry
        return .failure(
            Refusal(
                words:
                    first.map { "What was before entry \($0) is not kept: expected \($0) or later." }
                    ?? "Nothing is kept of an agent with so many bindings."))
    }
}

extension RunCommand {
    /// How a person goes back to the present.
    fileprivate static let toPresent = ":present"
}

extension MachineNode {
    /// The first entry that can be gone to; nil: none.
    var firstKeptEntry: Int? {
        let past = machine.past
        return past.mobileNode.firstEntry ?? past.homeAgent.firstEntry ?? past.correspondent.firstEntry
    }

    /// The machine as it was after an entry; nil: that is not kept.
    func glance(at entry: Int) -> HostRun.Glance? {
        let past = machine.past
        guard let time = machine.journal[entry]?.time else { return nil }
        let next =
            past.mobileNode.nextStep(after: entry) ?? past.homeAgent.nextStep(after: entry)
            ?? past.correspondent.nextStep(after: entry) ?? machine.journal.nextNumber
        // What an input brings about at one instant belongs together.
        var last = entry
        while last + 1 < next, machine.journal[last + 1]?.time == time { last += 1 }
        var glance = HostRun.Glance(
            entry: entry, time: time, journal: machine.journal.prefix(through: last))
        glance.mobileNode = past.mobileNode.node(at: last)
        glance.homeAgent = past.homeAgent.node(at: last)
        glance.correspondent = past.correspondent.node(at: last)
        guard glance.mobileNode != nil || glance.homeAgent != nil || glance.correspondent != nil else {
            return nil
        }
        // A gate that nobody shut was open.
        glance.gate = past.gates[last] ?? Gate()
        if let kept = past.kernels[last] { (glance.kernel, glance.shut) = kept }
        return glance
    }
}
