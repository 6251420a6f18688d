public import Nodes

/// A node that can be had again: the same beginning, inputs, times and chance make the same node.
public protocol ReplayableNode: Sendable {
    /// What it can be told.
    associatedtype Input: Sendable
    /// It is told something.
    mutating func handle(
        _ input: Input, at now: Instant, random: inout some RandomNumberGenerator,
        into actions: inout [Action])
    /// Its deadline passed.
    mutating func deadlinePassed(
        at now: Instant, random: inout some RandomNumberGenerator, into actions: inout [Action])
    /// How many octets an input holds beside itself.
    static func size(of input: Input) -> Int
}

extension MobileNode: ReplayableNode {
    /// The octets of a packet.
    public static func size(of input: Input) -> Int {
        if case .datagram(let datagram) = input { datagram.octets.count } else { 0 }
    }
}

extension HomeAgent: ReplayableNode {
    /// The octets of a packet.
    public static func size(of input: Input) -> Int {
        if case .datagram(let datagram) = input { datagram.octets.count } else { 0 }
    }
}

extension CorrespondentNode: ReplayableNode {
    /// The octets of a packet.
    public static func size(of input: Input) -> Int {
        if case .datagram(let datagram) = input { datagram.octets.count } else { 0 }
    }
}

/// What a node was told, with the chance that it drew, and what it was from time to time: so that it can be had as it
/// was after any entry of the journal.
///
/// On a machine chance is the kernel's, so it is written down; a lab has its seed. Bounded in octets: what is older than
/// that cannot be gone to any more.
public struct NodePast<Node: ReplayableNode>: Sendable {
    /// What it may take, in octets, about.
    public let capacity: Int
    private var chapters: [Chapter] = []
    private var size = 0

    /// Inputs after one state.
    private struct Chapter: Sendable {
        /// The node before the first of them.
        var node: Node
        var steps: [Step] = []
        var size = 0
    }

    private struct Step: Sendable {
        /// The first entry of the journal that is of this step.
        var entry: Int
        var time: Instant
        /// Nil: its deadline passed.
        var input: Node.Input?
        var draws: [UInt64]
    }

    /// So many chapters there are at least when the past is full: each is a node of its own.
    private static var chapterCount: Int { 4 }

    /// A past of nothing.
    public init(capacity: Int = 8 << 20) { self.capacity = capacity }

    /// The first entry that can be gone to; nil: none can.
    public var firstEntry: Int? { chapters.first?.steps.first?.entry }

    /// Forgets everything.
    public mutating func removeAll() {
        chapters = []
        size = 0
    }

    // MARK: As it happens

    /// Tells the node something, and remembers it.
    ///
    /// - Parameter entry: the first entry of the journal that is of this step; never smaller than the one before.
    public mutating func handle(
        _ node: inout Node, _ input: Node.Input, entry: Int, at now: Instant,
        random: inout some RandomNumberGenerator, into actions: inout [Action]
    ) {
        beginChapter(with: node)
        var recorder = RecordingGenerator(base: random)
        node.handle(input, at: now, random: &recorder, into: &actions)
        random = recorder.base
        keep(Step(entry: entry, time: now, input: input, draws: recorder.draws))
    }

    /// Lets the node's deadline pass, and remembers it.
    public mutating func deadlinePassed(
        _ node: inout Node, entry: Int, at now: Instant, random: inout some RandomNumberGenerator,
        into actions: inout [Action]
    ) {
        beginChapter(with: node)
        var recorder = RecordingGenerator(base: random)
        node.deadlinePassed(at: now, random: &recorder, into: &actions)
        random = recorder.base
        keep(Step(entry: entry, time: now, input: nil, draws: recorder.draws))
    }

    /// Only now is there a second owner of what the node has: with one at every step every step would copy it.
    private mutating func beginChapter(with node: Node) {
        guard chapters.last.map({ $0.size >= capacity / Self.chapterCount }) ?? true else { return }
        chapters.append(Chapter(node: node))
    }

    private mutating func keep(_ step: Step) {
        let octets =
            MemoryLayout<Step>.stride + 64 + step.draws.count * 8 + (step.input.map(Node.size(of:)) ?? 0)
        var step = step
        // What has no entry of its own belongs to what came before it.
        if let last = chapters.last(where: { !$0.steps.isEmpty })?.steps.last {
            step.entry = max(step.entry, last.entry)
        }
        chapters[chapters.count - 1].steps.append(step)
        chapters[chapters.count - 1].size += octets
        size += octets
        while size > capacity, chapters.count > 1 { size -= chapters.removeFirst().size }
    }

    // MARK: As it was

    /// The node after the steps that have an entry, or one before it; nil: that is not kept.
    public func node(at entry: Int) -> Node? {
        guard let first = firstEntry else { return nil }
        // Before its first step the node was what it began as, if that is where the past begins.
        guard entry >= first - 1,
            let chapter = chapters.last(where: { ($0.steps.first?.entry ?? 0) <= entry })
                ?? chapters.first
        else { return nil }
        var node = chapter.node
        var actions: [Action] = []
        for step in chapter.steps {
            guard step.entry <= entry else { break }
            var generator = ReplayingGenerator(draws: step.draws)
            actions.removeAll(keepingCapacity: true)
            if let input = step.input {
                node.handle(input, at: step.time, random: &generator, into: &actions)
            } else {
                node.deadlinePassed(at: step.time, random: &generator, into: &actions)
            }
        }
        return node
    }

    /// The first entry of the first step behind an entry; nil: there is none.
    public func nextStep(after entry: Int) -> Int? {
        guard let chapter = chapters.first(where: { ($0.steps.last?.entry ?? 0) > entry }) else { return nil }
        return chapter.steps.first { $0.entry > entry }?.entry
    }
}

/// Chance that is written down.
private struct RecordingGenerator<Base: RandomNumberGenerator>: RandomNumberGenerator {
    var base: Base
    var draws: [UInt64] = []

    init(base: Base) { self.base = base }

    mutating func next() -> UInt64 {
        let number = base.next()
        draws.append(number)
        return number
    }
}

/// Chance as it was written down. There is always enough of it: the same node draws the same.
private struct ReplayingGenerator: RandomNumberGenerator {
    private var rest: [UInt64]

    init(draws: [UInt64]) { rest = draws.reversed() }

    mutating func next() -> UInt64 { rest.popLast() ?? 0 }
}
