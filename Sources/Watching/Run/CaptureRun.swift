public import MobilityWire
public import Nodes
public import Runtime

internal import Capture

/// What others said to each other as a run: from a file, or from the wire as it passes. Nothing is sent, and nothing can
/// be: the tables are inferred from what was seen (`Observer`), and say what was not.
///
/// The run's time counts from the first frame that has to do with Mobile IPv6. A file is read in slices, so that the
/// screen can be used while it is.
public struct CaptureRun: Run {
    /// The file's name, or the interface's.
    public let title: String
    var source: any FrameSource
    private var reader: PassageReader
    var watch: Watch
    /// What passed, and what it did to bindings.
    public internal(set) var journal: Journal
    var people = ObservedParties()
    /// What went through tunnels, and when.
    var tunnelled = TunnelLog()
    private var updates = RecentUpdates()
    /// The entry behind the last change of each binding.
    var changes: [BindingOfPeer: Int] = [:]
    /// Nanoseconds since 1970 at which the run's time is zero; nil: nothing was seen yet.
    public private(set) var start: Int64?
    /// The time of the latest frame, or of the machine where it is followed live.
    public internal(set) var now = Instant.zero
    /// How the source stands.
    public internal(set) var state = FrameSourceState.more
    /// The node that is looked at; nil: the first that showed itself.
    private var chosen: IPv6Address?
    /// What the messages show.
    public private(set) var format = WireFormat.rfc5648
    private var isFormatKnown = false
    /// How many frames were captured in part only, and passed twice.
    private(set) var cutFrames = 0
    private(set) var repeatedFrames = 0
    private var lostFrames = 0
    /// How many frames were traffic: no rows, but something.
    private var trafficFrames = 0
    /// The lanes, made anew when somebody or something new shows itself.
    public private(set) var parties: [Party] = []
    private var lanesOf: (people: Int, accesses: Int, node: IPv6Address?) = (0, 0, nil)
    /// Grows with everything that a view could show.
    public private(set) var version: UInt64 = 0
    /// The recording that it is of; nil: it is none.
    private(set) var recorded: Recording?
    /// The interfaces of the node that was recorded.
    private(set) var recordedInterfaces: RecordedInterfaces?
    /// Whether something came that the version does not show yet, and when it last did.
    private var hasNews = false
    private var shownTime = Instant.zero
    /// The machine's time of the last look at the source.
    private var machineTime = Instant.zero
    /// From when on times are told.
    public private(set) var begin = Instant.zero
    /// When the wire is looked at again though nothing came: a binding ends.
    private let clock: (() -> Int64)?

    var clockless: Bool { clock == nil }

    /// A binding by what does not change.
    struct BindingOfPeer: Hashable, Sendable {
        var homeAddress: IPv6Address
        var peer: IPv6Address
        var bid: UInt16?
    }

    /// So many frames are read at once: a few milliseconds.
    private static let slice = 4096
    /// How many octets of journal are kept: a million messages, about.
    public static let capacity = 152 << 20

    /// A run over a source.
    ///
    /// - Parameters:
    ///   - format: the layout of Binding Identifiers; nil: found out from each message.
    ///   - clock: the time of day in nanoseconds since 1970, where the source is the wire; nil: time is that of frames.
    public init(
        _ source: any FrameSource, title: String, format: WireFormat? = nil,
        capacity: Int = CaptureRun.capacity, clock: (() -> Int64)? = nil
    ) {
        self.source = source
        self.title = title
        self.clock = clock
        // What one agent serves has to fit.
        var limits = Observer.Limits()
        limits.registrations = 1 << 14
        limits.parties = 1 << 16
        watch = Watch(limits: limits)
        reader = PassageReader(format: format)
        journal = Journal(capacity: capacity)
        if let format {
            self.format = format
            isFormatKnown = true
        }
        if let clock { start = clock() }
    }

    /// A run that was recorded: its journal and its parties are those of the recording, and what others hold is inferred
    /// from the messages in it.
    public init(_ recording: Recording) {
        self.init(NoSource(), title: recording.title, format: recording.format, capacity: 1024)
        start = recording.epoch
        // A machine counts from when it was started.
        begin = recording.journal.firstTime ?? .zero
        recorded = recording
        recordedInterfaces = RecordedInterfaces(recording)
        for entry in recording.journal.entries {
            now = max(now, entry.time)
            // What arrived is known to have; what was only seen is all there is.
            switch entry.event {
            case .delivered(let octets, _): observe(octets)
            case .sent(let octets, _, _, _)
            where recording.journal.isPassing(entry.number):
                observe(octets)
            default: break
            }
        }
        journal = recording.journal
        parties = recording.parties
        state = recording.breaksOff.map { .broken($0) } ?? .ended
        if let words = recording.breaksOff { remark(words) }
    }

    mutating func observe(_ octets: [UInt8]) {
        var report = ReadingReport()
        guard
            let packet = try? SignallingPacket(reading: octets.span.bytes, format: format, report: &report)
        else {
            _ = meet(unreadable: octets)
            return
        }
        _ = meet(packet, octets: octets.count)
        watch.observe(packet, at: now)
    }

    /// Whether it is of a capture at all; a file that breaks off before it shows that is none.
    public var isCapture: Bool { source.isCapture }

    /// The time of the first frame.
    public var epoch: Int64? { start }

    // MARK: Time

    /// Reads on, a slice at most.
    public mutating func advance(to instant: Instant) {
        machineTime = max(machineTime, instant)
        switch state {
        case .more: readOn()
        case .interrupted where descriptors.isEmpty: readOn()
        default: break
        }
        guard let clock, let start else { return }
        pass(to: Instant(nanoseconds: clock() &- start))
    }

    /// While there is more, at once; else when a binding ends, where time passes.
    public var nextTime: Instant? {
        switch state {
        case .more: return machineTime
        case .interrupted: return machineTime + .seconds(1)
        case .waiting, .ended, .broken:
            guard clock != nil, let end = watch.observer.nextEnd else { return nil }
            return machineTime + max(.milliseconds(10), end - now)
        }
    }

    /// Where frames come in.
    public var descriptors: [Int32] { source.descriptor.map { [$0] } ?? [] }

    /// Takes what came in.
    public mutating func receive() {
        if source.descriptor != nil { readOn() }
    }

    private mutating func pass(to instant: Instant) {
        guard instant > now else { return }
        // What ended since ended when its lifetime did, not when somebody looked.
        for change in watch.advance(to: instant) {
            now = max(now, change.time(at: instant))
            sayThatItEnded(change)
        }
        now = instant
    }

    private mutating func readOn() {
        let source = source
        let before = state
        state = source.read(CaptureRun.slice) { take($0) }
        followLanes()
        // While a file is being read a person sees five pictures a second: painting takes time from reading.
        if hasNews, state != .more || !clockless || machineTime >= shownTime + .milliseconds(200) {
            version &+= 1
            hasNews = false
            shownTime = machineTime
        }
        if source.lost > lostFrames {
            remark("\(source.lost - lostFrames) frames were lost: they came faster than they were taken")
            lostFrames = source.lost
        }
        guard state != before else { return }
        version &+= 1
        if case .interrupted = before { remark("\(title): the interface is back") }
        switch state {
        case .broken(let words): remark("here the capture breaks off: \(words)")
        case .interrupted(let words): remark(words)
        case .ended where clock == nil: sayWhatIsMissing()
        default: break
        }
    }

    /// Enters a sentence about the capture into the journal.
    public mutating func say(_ words: String) { remark(words) }

    /// Enters what is no message and of nobody in particular; its entry.
    mutating func enter(_ event: JournalEntry.Event) -> Int {
        version &+= 1
        return journal.append(event, at: now)
    }

    /// Something about the capture itself.
    mutating func remark(_ words: String) { _ = enter(.probe(words)) }

    private mutating func sayWhatIsMissing() {
        let unreadable = reader.unreadableFrames
        let isSilent = journal.nextNumber == 1
        if unreadable > 0 {
            let types = reader.unreadableLinkTypes.map { "\($0)" }.joined(separator: ", ")
            remark("\(CaptureRun.frames(unreadable)) of \(reader.frames) cannot be read: link type \(types)")
        }
        let readable = reader.frames - unreadable
        if isSilent, readable > 0 || unreadable == 0 {
            let number = (unreadable > 0 ? "the other " : "") + CaptureRun.frames(readable)
            remark(
                readable == 0
                    ? "the capture is empty"
                    : trafficFrames > 0
                        ? "no signalling among \(number), only traffic of mobile nodes"
                        : "no Mobile IPv6 among \(number)")
        }
        if journal.dropped > 0 {
            remark(
                "there was no room for all: the exchange begins with entry \(journal.dropped + 1), "
                    + "the tables know what came before")
        }
        if cutFrames > 0 {
            remark("\(cutFrames) \(cutFrames == 1 ? "message was" : "messages were") captured in part only")
        }
        if watch.observer.forgotten > 0 {
            remark("\(watch.observer.forgotten) nodes had to be forgotten: more than the tables hold")
        }
    }

    private static func frames(_ count: Int) -> String { count == 1 ? "1 frame" : "\(count) frames" }

    // MARK: Frames

    private mutating func take(_ frame: CapturedPacket) {
        guard let passage = reader.read(frame) else { return }
        let start = start ?? passage.nanoseconds
        if self.start == nil { self.start = start }
        let time = Instant(nanoseconds: passage.nanoseconds.subtractingReportingOverflow(start).partialValue)
        // Packets of several interfaces come a little out of order.
        pass(to: time)
        guard !passage.isRepeated else {
            repeatedFrames += 1
            return
        }
        if passage.tellsFormat, !isFormatKnown {
            format = passage.format
            isFormatKnown = true
        }
        var number = 0
        if passage.isTraffic {
            trafficFrames += 1
            if let packet = passage.packet { countTraffic(packet) }
        } else {
            number = enter(passage, at: time)
        }
        // What only goes on is told by its message.
        for change in watch.take(passage, at: now, tellsRefreshes: false) { note(change, cause: number) }
        hasNews = true
    }

    /// A message into the journal, beside whom it comes from; its number.
    private mutating func enter(_ passage: Passage, at time: Instant) -> Int {
        var party: PartyIdentifier?
        var interface: InterfaceIdentifier?
        var cause = 0
        if let packet = passage.packet {
            (party, interface) = meet(packet, octets: passage.octets.count)
            cause = updates.cause(of: packet, entry: journal.nextNumber)
        } else {
            (party, interface) = meet(unreadable: passage.octets)
        }
        let number = journal.appendPassing(passage.octets, interface, at: time, of: party, cause: cause)
        if passage.missing > 0 {
            cutFrames += 1
            let part = CapturedPart(
                captured: passage.octets.count, original: passage.octets.count + passage.missing)
            journal.append(.note(part.note), at: time, of: party, cause: number)
        } else if let failure = passage.failure {
            journal.append(
                .note(Note(.dropped, Rule(0, "RFC 6275 §9.2"), to: "\(failure)")), at: time, of: party,
                cause: number)
        }
        return number
    }

    /// A row of the exchange for what no message did.
    private mutating func sayThatItEnded(_ change: BindingChange) {
        let number = note(change, cause: 0)
        let name = change.binding.bid.map { "BID \($0)" } ?? "the binding"
        let place = change.binding.careOfAddress.map { "\($0) " } ?? ""
        let registration = watch.observer[change.homeAddress, change.peer]
        let gap =
            registration?.unanswered(about: change.binding).map {
                "Binding Update \($0.sequence) has no answer that was seen"
            } ?? "no refresh was seen"
        journal.append(
            .probe("\(name) ends: \(gap) (\(place)of \(change.homeAddress))"), at: now,
            of: people[change.peer]?.id, cause: number)
        // Of a file the version follows what is read.
        if !clockless { version &+= 1 }
    }

    @discardableResult
    private mutating func note(_ change: BindingChange, cause: Int) -> Int {
        let key = BindingOfPeer(
            homeAddress: change.homeAddress, peer: change.peer, bid: change.binding.bid)
        let number = journal.append(
            .note(
                Note(
                    .bindingCache, Rule(), homeAddress: change.homeAddress, peer: change.peer,
                    bid: change.binding.bid, careOfAddress: change.binding.careOfAddress,
                    to: change.kind.rawValue)),
            at: now, of: people[change.peer]?.id, cause: cause)
        if changes.count >= 1 << 16 { changes.removeAll(keepingCapacity: true) }
        changes[key] = number
        return number
    }

    // MARK: Lanes

    /// The node that is looked at.
    var node: IPv6Address? { chosen ?? recorded?.homeAddress ?? people.firstNode }

    private mutating func followLanes() {
        guard recorded == nil else { return }
        let state = (people.all.count, people.accesses, node)
        guard state != lanesOf else { return }
        lanesOf = state
        let peers = node.map { watch.observer.registrations(of: $0).map(\.peer) } ?? []
        parties = people.shown(first: node, with: peers)
    }

    /// Another node is looked at.
    mutating func choose(_ homeAddress: IPv6Address) {
        chosen = homeAddress
        followLanes()
        version &+= 1
    }
}
