public import MobilityWire
public import Nodes
public import Runtime

/// A lab with its past and its branches: what a console shows.
///
/// It answers as its present does; while somebody looks at the past it answers as the run did then, time stands, and
/// nothing can be done but to look, to go on elsewhere in the past, or to continue from there on a branch.
public struct LabSession: Run, Sendable {
    /// The ways that the run took; never empty.
    var branches: [Branch]
    /// The one that is shown.
    var shownBranch = 0
    /// The past that is looked at; nil: the present.
    var glance: Glance?
    /// The machine's time of the last `advance`.
    var machineTime: Instant?
    /// How often somebody went to another time or branch.
    var moves: UInt64 = 0
    /// Why the recording that it was had from ends where it ends; nil: the run ended there, or there is none.
    public private(set) var breaksOff: String?

    /// A way that the run took.
    struct Branch: Sendable {
        /// The index of the one that it left; nil: it is the first.
        var parent: Int?
        /// The last entry that both have.
        var lastShared: Int
        /// How many inputs both have.
        var sharedInputs: Int
        /// Its present.
        var run: LabRun
        var checkpoints: Checkpoints
    }

    /// A run as it was.
    struct Glance: Sendable {
        /// The entry that was asked for.
        var entry: Int
        /// The run after the step that made it.
        var run: LabRun
    }

    /// The session of a run, whose past begins now.
    public init(_ run: LabRun) {
        self.init(run, Checkpoints(run))
    }

    /// The session of a recording, run again from its beginning to its end, where time stands still.
    ///
    /// - Returns: nil where the recording says nothing of its beginning, or its scenario cannot be read any more.
    /// - Throws: what a node has against its configuration.
    public init?(replaying recording: Recording, cryptography: any MobilityCryptography) throws {
        var checkpoints: Checkpoints?
        let replayed = try LabRun(replaying: recording, cryptography: cryptography) { run in
            if checkpoints == nil { checkpoints = Checkpoints(run) } else { checkpoints?.keep(run) }
        }
        guard let run = replayed else { return nil }
        self.init(run, checkpoints ?? Checkpoints(run))
        breaksOff = recording.breaksOff
    }

    private init(_ run: LabRun, _ checkpoints: Checkpoints) {
        branches = [
            Branch(parent: nil, lastShared: 0, sharedInputs: 0, run: run, checkpoints: checkpoints)
        ]
    }

    /// The run at its present.
    public internal(set) var present: LabRun {
        get { branches[shownBranch].run }
        _modify { yield &branches[shownBranch].run }
    }

    /// The run that is shown: at present, or as it was.
    public var shown: LabRun { glance?.run ?? present }

    /// Whether time stands still at the steps of the lesson that wait.
    public var waitsForLesson: Bool {
        get { present.waitsForLesson }
        set { present.waitsForLesson = newValue }
    }

    // MARK: Time

    /// The time of what is shown.
    public var now: Instant { shown.now }
    /// Grows with whatever changes, a move through time among it.
    public var version: UInt64 { (moves &<< 40) &+ present.version }
    /// None while the past is shown.
    public var nextTime: Instant? { glance == nil ? present.nextTime : nil }

    /// Lets time pass, unless the past is shown.
    public mutating func advance(to instant: Instant) {
        if let machineTime, instant < machineTime { return }
        machineTime = instant
        guard glance == nil else { return }
        present.advance(to: instant)
        branches[shownBranch].checkpoints.keep(branches[shownBranch].run)
    }

    // MARK: What is done

    /// Does what a person wants, or says why not.
    @discardableResult
    public mutating func perform(_ command: RunCommand) -> Outcome {
        switch command {
        case .rewind(let entries): return rewind(by: entries)
        case .past(let command): return perform(command)
        default:
            if let words = refusal { return .refused(words) }
            let outcome = present.perform(command)
            branches[shownBranch].checkpoints.keep(branches[shownBranch].run)
            return outcome
        }
    }

    /// What a command would do, without doing it; in the past nothing can be done.
    public func preview(_ command: RunCommand) -> Preview {
        if let words = refusal { return Preview(refusal: words) }
        return present.preview(command)
    }

    /// Why nothing can be done now; nil: it can.
    private var refusal: String? {
        glance.map {
            "This is the past, entry \($0.entry): :branch continues from here, :present goes back."
        }
    }
}

// What is asked goes to what is shown.
extension LabSession {
    /// That of what is shown; the past stands still.
    public var headline: Headline {
        var headline = shown.headline
        headline.isPaused = headline.isPaused || glance != nil
        headline.isCutOff = breaksOff != nil
        return headline
    }
    /// What had happened.
    public var journal: Journal { shown.journal }
    /// Who takes part.
    public var parties: [Party] { shown.parties }
    /// The layout of messages.
    public var format: WireFormat { shown.format }
    /// The lesson, as far as it had come.
    public var lesson: LessonProgress? { shown.lesson }
    /// What it began from.
    public var origin: RunOrigin? { shown.origin }
    /// What a person had told it.
    public var inputs: [RecordedInput] { shown.inputs }
    /// A message that somebody changes by hand; in the past nobody does.
    public func opened(_ target: EditTarget, trying edit: MessageEdit?, known: OpenedMessage?)
        -> OpenedMessage?
    {
        glance == nil ? present.opened(target, trying: edit, known: known) : nil
    }
    /// What the gate held.
    public var held: [HeldMessage] { shown.held }
    /// The node's interfaces.
    public func interfaces() -> [InterfaceView] { shown.interfaces() }
    /// The node's bindings, and what could be one.
    public func bindings(_ window: Range<Int>) -> Window<MobileNode.BindingRow> { shown.bindings(window) }
    /// The node's peers.
    public func peers() -> [MobileNode.PeerRow] { shown.peers() }
    /// The node's flow rules.
    public func flows() -> [FlowView] { shown.flows() }
    /// The agents' caches and the correspondents'.
    public func caches() -> [CacheHolder] { shown.caches() }
    /// Rows of one of them.
    public func cache(
        _ holder: PartyIdentifier, _ window: Range<Int>, order: HomeAgent.CacheOrder
    ) -> HomeAgent.CacheWindow { shown.cache(holder, window, order: order) }
    /// What an agent had of a node beside its bindings.
    public func cacheDetails(_ holder: PartyIdentifier, of homeAddress: IPv6Address) -> CacheDetails {
        shown.cacheDetails(holder, of: homeAddress)
    }
    /// Why something was as it was.
    public func why(_ subject: Subject) -> Explanation { shown.why(subject) }
    /// What could be set.
    public func settings() -> [Setting] { shown.settings() }
    /// The names of the lab.
    public func vocabulary() -> Vocabulary { shown.vocabulary() }
}
