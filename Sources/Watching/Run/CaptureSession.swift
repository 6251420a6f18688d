public import MobilityWire
public import Nodes
public import Runtime

/// A capture with its past: what a console shows. It can be looked at as it was after any entry, while more comes in;
/// nobody can change what others said to each other.
public struct CaptureSession: Run {
    /// All that was seen.
    public private(set) var present: CaptureRun
    private var glimpse = Glimpse<Glance>()
    private var glance: Glance? { glimpse.moment }
    /// What was inferred at some entries, so that each is near to one; ascending.
    private var marks: [CaptureRun.Inferred] = []

    private struct Glance {
        var entry: Int
        var run: CaptureRun
    }

    /// So many entries lie between two marks at least, and so many marks there are at most.
    private static let spacing = 8192
    private static let markLimit = 8

    /// The session of a capture.
    public init(_ run: CaptureRun) { present = run }

    private var shown: CaptureRun { glance?.run ?? present }

    // MARK: The past

    /// Where in the past it is looked at; nil: all that was seen.
    public var past: PastView? {
        guard let glance, let entry = present.journal[glance.entry],
            let first = present.journal.numbers.first, let last = present.journal.numbers.last
        else { return nil }
        let begin = present.journal.firstTime ?? .zero
        return PastView(
            entry: glance.entry, time: max(entry.time, glance.run.now), entries: first...last,
            times: begin...max(begin, present.now))
    }

    /// The present is recorded.
    public func recorded(by encoder: inout RecordingEncoder, isLast: Bool) -> [UInt8] {
        encoder.octets(of: present, isLast: isLast)
    }

    /// Goes to another time, looks at another node, or notes something; nothing else can be done.
    @discardableResult
    public mutating func perform(_ command: RunCommand) -> Outcome {
        switch command {
        case .rewind(let entries):
            return move(JournalMove(by: entries, from: glance?.entry, in: present.journal))
        case .past(let command):
            return move(
                JournalMove(
                    command, from: glance?.entry, in: present.journal, begin: begin,
                    noBranches:
                        "Only a lab can go on another way; this is what others said to each other."))
        case .note: return present.perform(command)
        default:
            let outcome = present.perform(command)
            if case .done = outcome { glimpse.change { _ = $0.run.perform(command) } }
            return outcome
        }
    }

    private mutating func move(_ move: JournalMove) -> Outcome {
        let found = move.entry.map { entry in
            moment(at: entry).map { glance in
                var glance = glance
                let now = glance.run.now
                glance.run.now = move.time(after: now, notAfter: present.now) ?? now
                return glance
            }
        }
        return glimpse.go(move, to: found)
    }

    private mutating func moment(at entry: Int) -> Result<Glance, Refusal> {
        // What went was seen, and cannot be inferred from any more.
        guard present.journal.dropped == 0 else {
            return .failure(
                Refusal(
                    words:
                        "The first \(present.journal.dropped) entries are not kept: what they did to the tables cannot be taken back."
                ))
        }
        return .success(Glance(entry: entry, run: run(at: entry)))
    }

    private mutating func run(at entry: Int) -> CaptureRun {
        let spacing = max(
            CaptureSession.spacing, present.journal.nextNumber / CaptureSession.markLimit)
        var inferred =
            marks.last { $0.entry <= entry } ?? CaptureRun.Inferred(limits: present.watch.observer.limits)
        while entry - inferred.entry > spacing {
            _ = present.past(at: inferred.entry + spacing, from: &inferred)
            if marks.last.map({ $0.entry < inferred.entry }) ?? true { marks.append(inferred) }
        }
        return present.past(at: entry, from: &inferred)
    }

    // MARK: Time

    /// The time of what is shown.
    public var now: Instant { shown.now }
    /// Grows with whatever comes, and with every move.
    public var version: UInt64 { (glimpse.moves &<< 40) &+ present.version }
    /// Reads on, whatever is looked at.
    public mutating func advance(to instant: Instant) { present.advance(to: instant) }
    /// As that of the capture.
    public var nextTime: Instant? { present.nextTime }
    /// Where frames come in.
    public var descriptors: [Int32] { present.descriptors }
    /// Takes what came in.
    public mutating func receive() { present.receive() }
    /// The time of the first frame.
    public var epoch: Int64? { present.epoch }
    /// From when on times are told.
    public var begin: Instant { present.begin }
}

// What is asked goes to what is shown.
extension CaptureSession {
    /// That of what is shown.
    public var headline: Headline { shown.headline }
    /// What had passed.
    public var journal: Journal { shown.journal }
    /// The lanes.
    public var parties: [Party] { shown.parties }
    /// What the messages show.
    public var format: WireFormat { shown.format }
    /// The care-of addresses of the node that is looked at.
    public func interfaces() -> [InterfaceView] { shown.interfaces() }
    /// The bindings of the node that is looked at.
    public func bindings(_ window: Range<Int>) -> Window<MobileNode.BindingRow> { shown.bindings(window) }
    /// Its peers.
    public func peers() -> [MobileNode.PeerRow] { shown.peers() }
    /// None can be seen.
    public func flows() -> [FlowView] { shown.flows() }
    /// Everybody who held bindings.
    public func caches() -> [CacheHolder] { shown.caches() }
    /// Rows of what a peer held.
    public func cache(
        _ holder: PartyIdentifier, _ window: Range<Int>, order: HomeAgent.CacheOrder
    ) -> HomeAgent.CacheWindow { shown.cache(holder, window, order: order) }
    /// Why something was as it was.
    public func why(_ subject: Subject) -> Explanation { shown.why(subject) }
    /// Nothing is ever sent.
    public func preview(_ command: RunCommand) -> Preview { present.preview(command) }
    /// None.
    public func settings() -> [Setting] { shown.settings() }
    /// The names that there are.
    public func vocabulary() -> Vocabulary { present.vocabulary() }
}
