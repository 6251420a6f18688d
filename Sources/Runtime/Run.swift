public import MobilityWire
public import Nodes

/// One run: nodes in a world, the journal of what happened, and what a person can ask and do.
///
/// Views ask windowed questions and get values; commands are values too. Nothing here knows which world it is, so the
/// lab, this machine and a capture are shown by the same screen.
///
/// Two times: *the machine's time*, in which a person waits and `advance` is called, and the run's time `now`, which is
/// the same on a machine, and virtual in a lab that may be paused or run faster.
public protocol Run {
    /// The run's time.
    var now: Instant { get }
    /// From when on times are told.
    var begin: Instant { get }
    /// Grows whenever anything that a view could show has changed, other than by time alone.
    var version: UInt64 { get }
    /// What stands in the top line.
    var headline: Headline { get }
    /// What happened.
    var journal: Journal { get }
    /// Who takes part, in the order of their lanes: mobile nodes, home agents, correspondents, others.
    var parties: [Party] { get }
    /// The layout of messages at this moment.
    var format: WireFormat { get }
    /// The lesson that goes with it, and how far it has come; nil: there is none.
    var lesson: LessonProgress? { get }

    /// What it began from, where all that follows can be had again by `inputs`; nil: it cannot.
    var origin: RunOrigin? { get }
    /// What a person told it that changed what follows, in order.
    var inputs: [RecordedInput] { get }
    /// Nanoseconds since 1970 at which its time is zero; nil: its time is its own.
    var epoch: Int64? { get }

    /// Where in the past it is looked at; nil: at its present, or it has no past that could be shown.
    var past: PastView? { get }
    /// What a recording of it goes on with: what is new in the run as it is by now, though its past is looked at.
    ///
    /// - Parameter isLast: nothing will follow.
    func recorded(by encoder: inout RecordingEncoder, isLast: Bool) -> [UInt8]
    /// The ways that it took, where somebody went back and continued from there; else at most one.
    var branchViews: [BranchView] { get }

    /// The messages that the gate holds, the one that waits longest first.
    var held: [HeldMessage] { get }

    /// A message that somebody changes or makes by hand, with what would become of it; nil: there is none.
    ///
    /// - Parameters:
    ///   - edit: a change to try on it first; it is only shown.
    ///   - known: one that was opened when the run was what it is now. To the same octets the answer is the same, and is
    ///     not looked for again.
    func opened(_ target: EditTarget, trying edit: MessageEdit?, known: OpenedMessage?) -> OpenedMessage?

    /// What is shown beside another way that it took, or would have taken.
    func comparison(with other: Comparison.Other) -> Comparison

    /// The interfaces of the node whose console this is.
    func interfaces() -> [InterfaceView]
    /// The bindings of the node, peer by peer, the home agent first; only the rows asked for.
    func bindings(_ window: Range<Int>) -> Window<MobileNode.BindingRow>
    /// The bindings at the home agent in three books: believed, in the kernel, confirmed; none where there is no kernel.
    func books() -> [BindingBooks]
    /// The peers of the node, the home agent first.
    func peers() -> [MobileNode.PeerRow]
    /// How data goes to a correspondent, in words; empty where nobody asks.
    func dataWay(to peer: IPv6Address) -> String
    /// The flow rules of the node, the first match first.
    func flows() -> [FlowView]
    /// Whose binding caches can be seen.
    func caches() -> [CacheHolder]
    /// Rows of a binding cache; a correspondent's look like an agent's.
    func cache(_ holder: PartyIdentifier, _ window: Range<Int>, order: HomeAgent.CacheOrder)
        -> HomeAgent.CacheWindow

    /// What the holder of a cache has of a node beside its bindings.
    func cacheDetails(_ holder: PartyIdentifier, of homeAddress: IPv6Address) -> CacheDetails

    /// Why something is as it is, and what happens next.
    func why(_ subject: Subject) -> Explanation
    /// What a command would do, without doing it.
    func preview(_ command: RunCommand) -> Preview
    /// What can be set, with the values of this moment.
    func settings() -> [Setting]
    /// The names that arguments of commands can have at this moment, for completion and for errors.
    func vocabulary() -> Vocabulary

    /// Does what a person wants, or says why not.
    @discardableResult
    mutating func perform(_ command: RunCommand) -> Outcome
    /// Lets time pass up to an instant of the machine's time. A run never goes back.
    mutating func advance(to instant: Instant)
    /// When `advance` has to be called at the latest, in the machine's time; nil: not until something happens.
    var nextTime: Instant? { get }

    /// Descriptors at which something may come in, to be waited for while nothing has to happen; a world in memory has
    /// none.
    var descriptors: [Int32] { get }
    /// Takes what came in at the descriptors; never waits.
    mutating func receive()
}

extension Run {
    /// From zero on.
    public var begin: Instant { .zero }
    /// Nobody asks.
    public func dataWay(to peer: IPv6Address) -> String { "" }
    /// Nothing beside its bindings.
    public func cacheDetails(_ holder: PartyIdentifier, of homeAddress: IPv6Address) -> CacheDetails {
        CacheDetails()
    }
    /// None: no kernel has a book.
    public func books() -> [BindingBooks] { [] }
    /// None.
    public var lesson: LessonProgress? { nil }
    /// None.
    public var descriptors: [Int32] { [] }
    /// Nobody can have it again.
    public var origin: RunOrigin? { nil }
    /// None that could be given again.
    public var inputs: [RecordedInput] { [] }
    /// Its own time.
    public var epoch: Int64? { nil }
    /// Nobody looks at the past.
    public var past: PastView? { nil }
    /// It is looked at as it is.
    public func recorded(by encoder: inout RecordingEncoder, isLast: Bool) -> [UInt8] {
        encoder.octets(of: self, isLast: isLast)
    }
    /// None is held.
    public var held: [HeldMessage] { [] }
    /// One way only.
    public var branchViews: [BranchView] { [] }
    /// None can be changed.
    public func opened(_ target: EditTarget, trying edit: MessageEdit?, known: OpenedMessage?)
        -> OpenedMessage?
    { nil }
    /// A message that somebody changes or makes by hand, of which nothing is known yet.
    public func opened(_ target: EditTarget, trying edit: MessageEdit?) -> OpenedMessage? {
        opened(target, trying: edit, known: nil)
    }
    /// There is nothing to compare with.
    public func comparison(with other: Comparison.Other) -> Comparison {
        Comparison(refusal: "Not available here: only a lab can be run another way.")
    }
    /// Nothing comes in.
    public mutating func receive() {}
}
