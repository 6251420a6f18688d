import Nodes

/// What a direction of a link does to the packets in it.
public struct Impairment: Hashable, Sendable {
    /// How long a packet takes at least.
    public var latency: Interval
    /// How much longer it may take; drawn evenly for each packet, so that packets may overtake each other.
    public var jitter: Interval
    /// How likely it is that a packet is lost.
    public var loss: Chance
    /// How likely it is that it comes twice.
    public var duplication: Chance
    /// How likely it is that it waits `reorderingDelay` more, so that later ones come first.
    public var reordering: Chance
    /// How much longer a reordered packet takes.
    public var reorderingDelay: Interval
    /// How likely it is that one of its bits is flipped, behind the outermost IP header.
    public var corruption: Chance

    /// A direction that only takes time.
    public init(
        latency: Interval = .milliseconds(5), jitter: Interval = .zero, loss: Chance = .never,
        duplication: Chance = .never, reordering: Chance = .never,
        reorderingDelay: Interval = .milliseconds(200), corruption: Chance = .never
    ) {
        self.latency = latency
        self.jitter = jitter
        self.loss = loss
        self.duplication = duplication
        self.reordering = reordering
        self.reorderingDelay = reorderingDelay
        self.corruption = corruption
    }
}

/// How likely something is, in parts per million.
public struct Chance: Hashable, Sendable {
    /// 0…1,000,000.
    public let perMillion: UInt32

    /// A chance in parts per million; more than all of them is all of them.
    public init(perMillion: UInt32) {
        self.perMillion = min(perMillion, 1_000_000)
    }

    /// Not at all.
    public static let never = Chance(perMillion: 0)
    /// Each time.
    public static let always = Chance(perMillion: 1_000_000)
    /// A chance in percent.
    public static func percent(_ count: UInt32) -> Chance { Chance(perMillion: min(count, 100) * 10_000) }

    /// Draws. What is certain either way takes no random number.
    func happens(_ random: inout SeededRandom) -> Bool {
        switch perMillion {
        case 0: false
        case 1_000_000: true
        default: random.next() % 1_000_000 < UInt64(perMillion)
        }
    }
}
