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
    var begin = Instant.zero

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
    /// An agent does not know its nodes beforehand: one party stands for all of them.
    var parties: [Party] {
        guard kind == .agent else { return lab.parties }
        return lab.parties.filter { $0.kind == .homeAgent }
            + lab.parties.filter { $0.kind == .mobileNode }.prefix(1).map {
                Party(id: $0.id, name: "MN", kind: .mobileNode)
            }
    }
    var format: WireFormat { lab.format }
    func interfaces() -> [InterfaceView] {
        lab.interfaces().map { interface in
            var interface = interface
            if kind == .agent { interface.bid = nil }
            return interface
        }
    }
    func bindings(_ window: Range<Int>) -> Window<MobileNode.BindingRow> {
        lab.bindings(kind == .agent ? 0..<0 : window)
    }
    func books() -> [BindingBooks] { tables }
    func peers() -> [MobileNode.PeerRow] { kind == .agent ? [] : lab.peers() }
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

    private static var consoleOfAnAgent: Console {
        var options = ConsoleOptions()
        options.beginsWith = .cache
        return Console(options: options)
    }

    /// What people at an agent see of its nodes: arrows with their names, and why a binding stands there.
    @Test func anAgentShowsWhoSaysWhatAndWhyABindingStands() throws {
        var run = try Self.run()
        run.kind = .agent
        var console = Self.consoleOfAnAgent
        _ = console.handle(.named(.down, []), run: &run, columns: 120, rows: 40)
        _ = console.handle(.named(.down, []), run: &run, columns: 120, rows: 40)
        let text = console.draw(run, columns: 120, rows: 40).plainText
        #expect(text.contains("├─ ::100: BU 40518  A H O  bulk: 1 2 3  60 s ─"), "\(text)")
        #expect(text.contains("::100: BA 40518  accepted  1 ✓ 2 ✓ 3 ✓  60 s ─┤"), "\(text)")
        #expect(text.contains("Why ── BID 2 of 2001:db8:1::100"), "\(text)")
        #expect(text.contains("BID 2 is bound to") && !text.contains("b registers"), "\(text)")
        // It sends no Binding Updates, and is nowhere but at home.
        #expect(!text.contains("O off") && !text.contains("home –"), "\(text)")
    }

    @Test func anAgentWithoutBindingsWaitsForSome() throws {
        var run = MachineRun(lab: try Stage().run.present)
        run.kind = .agent
        let console = Self.consoleOfAnAgent
        let text = console.draw(run, columns: 80, rows: 24).plainText
        #expect(text.contains("Nobody is bound here yet."), "\(text)")
    }

    /// A router runs for weeks: times count from when the program began, and the columns stay where they are.
    @Test func timesOfAMachineCountFromTheBeginning() throws {
        var run = try Self.run()
        run.begin = Instant(nanoseconds: 1_500_000_000)
        let text = Console().draw(run, columns: 120, rows: 40).plainText
        #expect(text.contains("│    0.500   +2.000     ● you: register all in bulk"), "\(text)")
        #expect(text.contains("since   1.540 s"), "\(text)")
        run.begin = Instant(nanoseconds: -1_234_567_000_000_000)
        let late = Console().draw(run, columns: 120, rows: 40).plainText
        #expect(late.contains("│ 1234569.0  +2.000     ● you: register all in bulk"), "\(late)")
    }

    /// Addresses that are configured by routers are long; the three books stand beside each other all the same.
    @Test(arguments: [Size.all[0], Size.all[2]]) func longAddressesLeaveTheBooksTheirPlace(_ size: Size)
        throws
    {
        let run = try Self.run()
        let text = Console().draw(run, columns: size.columns, rows: size.rows).plainText
        let heading = text.split(separator: "\n").first { $0.contains("care-of address") } ?? ""
        #expect(heading.contains("kernel") && heading.contains("agent"), "\(text)")
        #expect(text.contains("life") && text.contains("next"))
    }

    /// A node on a machine never sees its agent's cache: no pane says so for ever.
    @Test func aNodeOfAMachineHasNoPaneForTheCache() throws {
        var run = try Self.run()
        var console = Console()
        #expect(!console.draw(run, columns: 200, rows: 60).plainText.contains("Binding cache"))
        for key in ":pane cache" {
            _ = console.handle(
                .character(try #require(key.unicodeScalars.first), alt: false), run: &run, columns: 120,
                rows: 40)
        }
        _ = console.handle(.named(.enter, []), run: &run, columns: 120, rows: 40)
        #expect(console.draw(run, columns: 120, rows: 40).plainText.contains("the home agent keeps it"))
    }
}
