import Console
import Grid
import Lab
import MobilityWire
import Nodes
import Runtime
import Testing

/// A run that looks like one on a machine: the lab's node with a kernel beside it.
private struct MachineRun: Run {
    var lab: LabRun
    var tables: [BindingBooks] = []
    var kind = Headline.Kind.node
    var told: [RunCommand] = []
    var held: [HeldMessage] = []
    /// How much later it is than the lab's time.
    var later = Interval.zero

    var now: Instant { lab.now + later }
    var version: UInt64 { lab.version }
    var headline: Headline {
        var headline = lab.headline
        headline.kind = kind
        headline.title = "\(kind.rawValue).toml"
        headline.tunnels = "kernel"
        if !held.isEmpty { headline.gate = "both, \(held.count) held" }
        return headline
    }
    var journal: Journal { lab.journal }
    var parties: [Party] { lab.parties }
    var format: WireFormat { lab.format }
    func interfaces() -> [InterfaceView] { lab.interfaces() }
    func bindings(_ window: Range<Int>) -> Window<MobileNode.BindingRow> {
        lab.bindings(kind == .agent ? 0..<0 : window)
    }
    func books() -> [BindingBooks] { tables }
    func peers() -> [MobileNode.PeerRow] { lab.peers() }
    func flows() -> [FlowView] { lab.flows() }
    func caches() -> [CacheHolder] { kind == .agent ? lab.caches().filter { $0.kind == .homeAgent } : [] }
    func cache(
        _ holder: PartyIdentifier, _ window: Range<Int>, order: HomeAgent.CacheOrder
    ) -> HomeAgent.CacheWindow { lab.cache(holder, window, order: order) }
    func why(_ subject: Subject) -> Explanation { lab.why(subject) }
    func preview(_ command: RunCommand) -> Preview { lab.preview(command) }
    func settings() -> [Setting] { lab.settings() }
    func vocabulary() -> Vocabulary { lab.vocabulary() }
    mutating func perform(_ command: RunCommand) -> Outcome {
        told.append(command)
        return .done(entry: 0, "")
    }
    mutating func advance(to instant: Instant) { lab.advance(to: instant) }
    var nextTime: Instant? { lab.nextTime }
}

/// Believed, in the kernel, confirmed by the agent: the three books of a machine.
@Suite struct MachineScreenTests {
    private static func run() throws -> MachineRun {
        var stage = try Stage()
        stage.press("b")
        stage.wait(3)
        let lab = stage.run.present
        let rows = lab.bindings(0..<3).rows
        func books(_ index: Int, kernel: CareOfAddress?, _ words: String, _ trip: Int64?) -> BindingBooks {
            BindingBooks(
                peer: rows[index].peer, bid: rows[index].bid, believed: rows[index].careOfAddress,
                kernel: kernel,
                kernelWords: words, confirmed: rows[index].confirmedCareOfAddress,
                roundTrip: trip.map { .milliseconds($0) }, isSilent: index == 1)
        }
        return MachineRun(
            lab: lab,
            tables: [
                books(0, kernel: rows[0].careOfAddress, "careof1, MTU 1460, default", 12),
                books(1, kernel: rows[1].careOfAddress, "careof2, MTU 1460", nil),
                // The tunnel went behind the node's back.
                books(2, kernel: nil, "careof3 is gone", 40),
            ])
    }

    @Test(arguments: Size.all)
    func theThreeBooksAreSeenAndTheirDifferencesMarked(_ size: Size) throws {
        var run = try Self.run()
        var console = Console()
        for _ in 0..<2 {
            _ = console.handle(.named(.down, []), run: &run, columns: size.columns, rows: size.rows)
        }
        let screen = console.draw(run, columns: size.columns, rows: size.rows)
        try Golden.expect(screen, "machine.\(size)", withRoles: true)
        if size.columns >= 200 {
            #expect(screen.plainText.contains("✗ careof3 is gone"))
            #expect(screen.plainText.contains("12 ms") && screen.plainText.contains("silent"))
        }
        // Where there is no room for columns, "why" has them.
        #expect(screen.plainText.contains("kernel  ✗ careof3 is gone"), "\(screen.plainText)")
    }

    /// On a machine time runs: ages grow, and what holding costs is counted down.
    @Test(arguments: Size.all)
    func theQueueOfAMachineCountsWhatHoldingCosts(_ size: Size) throws {
        var run = try Self.run()
        let sent = run.journal.entries.filter { $0.kind == .sent }
        let update = try #require(sent.first), answer = try #require(sent.last)
        run.held = [
            HeldMessage(
                number: update.number, isIncoming: false, party: update.party,
                octets: try #require(update.octets), since: run.now,
                costs: [
                    HoldingCost("the node resends", at: run.now + .milliseconds(1500)),
                    HoldingCost("the agent's entry of BID 2 expires", at: run.now + .seconds(12)),
                ]),
            HeldMessage(
                number: answer.number, isIncoming: true, party: answer.party,
                octets: try #require(answer.octets), isEdited: true, since: run.now + .milliseconds(200),
                goesAt: run.now + .seconds(2)),
        ]
        run.later = .milliseconds(700)
        var options = ConsoleOptions()
        options.isASCII = size.columns == 80
        let console = Console(options: options)
        let screen = console.draw(run, columns: size.columns, rows: size.rows)
        try Golden.expect(screen, "queue-machine.\(size)", withRoles: true)
        let text = screen.plainText
        #expect(text.contains("time runs") && text.contains("the node resends in 0.8 s"), "\(text)")
        #expect(
            text.contains("0.7 s  out") && text.contains("0.5 s  in") && text.contains("goes on in 1.3 s"))
        if size.columns >= 200 { #expect(text.contains("the agent's entry of BID 2 expires in 12 s")) }
        run.later = .seconds(75)
        #expect(console.draw(run, columns: size.columns, rows: size.rows).plainText.contains("1 min  out"))
        #expect(
            console.nextRedraw(run, columns: size.columns, rows: size.rows) ?? .seconds(9)
                <= .milliseconds(200))
    }

    @Test(arguments: Size.all)
    func onAnAgentTheCacheIsWhatTheScreenIsAbout(_ size: Size) throws {
        var run = try Self.run()
        run.kind = .agent
        var options = ConsoleOptions()
        options.beginsWith = .cache
        var console = Console(options: options)
        let screen = console.draw(run, columns: size.columns, rows: size.rows)
        try Golden.expect(screen, "agent.\(size)", withRoles: true)
        #expect(
            screen.plainText.contains("Binding cache ── ha1 3") && !screen.plainText.contains("Bindings ──"))
        _ = console.handle(.named(.down, []), run: &run, columns: size.columns, rows: size.rows)
        _ = console.handle(.named(.down, []), run: &run, columns: size.columns, rows: size.rows)
        _ = console.handle(.named(.enter, []), run: &run, columns: size.columns, rows: size.rows)
        #expect(run.told == [.chooseNode(IPv6Address(high: 0x2001_0db8_0001_0000, low: 0x100))])
    }
}
