import Console
import Grid
import MobilityWire
import Nodes
import Runtime

/// What a frame of the Binding cache costs at 10,000 and at 100,000 bindings of a real agent: in the cache's own order, at
/// its end, sorted by lifetime, filtered, one node alone. Says whether the larger one costs about the same.
func measureCacheView() throws -> Bool {
    var report = Report()
    var small = try CacheScreens(nodes: 2_500)
    var large = try CacheScreens(nodes: 25_000)
    let few = small.measure()
    let many = large.measure()
    for (few, many) in zip(few, many) {
        report.fact("\(few.name), 10,000 bindings", "\(few.milliseconds)", "ms a frame")
        report.fact("\(many.name), 100,000 bindings", "\(many.milliseconds)", "ms a frame")
        report.judge(
            "\(many.name), 100,000 to 10,000", many.milliseconds / few.milliseconds, atMost: 2, "times")
    }
    return report.holds
}

/// A console over an agent, 120 by 40.
private struct CacheScreens {
    private var run: Board
    private var console: Console
    private let nodes: Int

    init(nodes: Int) throws {
        self.nodes = nodes
        run = Board(population: try Population(nodes: nodes))
        var options = ConsoleOptions()
        options.beginsWith = .cache
        console = Console(options: options)
    }

    mutating func measure() -> [(name: String, milliseconds: Double)] {
        var figures = [("first page", frames())]
        press([.named(.end, []), .named(.pageUp, [])])
        figures.append(("last page", frames()))
        press([.character("S", alt: false)])
        figures.append(("a slice of the search", slices()))
        press([.named(.pageDown, []), .named(.pageDown, [])])
        figures.append(("by lifetime", frames()))
        press([.character("/", alt: false)] + "3 life>1s".unicodeScalars.map { .character($0, alt: false) })
        press([.named(.enter, [])])
        _ = slices()
        figures.append(("filtered", frames()))
        press([.named(.enter, [])])
        figures.append(("one node", frames()))
        return figures
    }

    private mutating func press(_ keys: [Key]) {
        for key in keys { _ = console.handle(key, run: &run, columns: 120, rows: 40) }
    }

    /// Milliseconds of the quickest of many frames.
    private func frames() -> Double {
        var quickest = Int64.max
        for _ in 0..<40 {
            var memory = ScreenMemory()
            let start = nanoseconds()
            _ = console.frame(run, columns: 120, rows: 40, memory: &memory)
            quickest = min(quickest, nanoseconds() - start)
        }
        return Double(quickest) / 1e6
    }

    /// Looks at all; milliseconds of a slice in the middle.
    private mutating func slices() -> Double {
        var times: [Int64] = []
        var isComplete = false
        while !isComplete {
            let start = nanoseconds()
            isComplete = console.search(run)
            times.append(nanoseconds() - start)
        }
        times.sort()
        return Double(times[times.count / 2]) / 1e6
    }
}

/// The agent as a run that stands still.
private struct Board: Run {
    let population: Population
    let journal = Journal(capacity: 1 << 16)

    private var agent: HomeAgent { population.agent }
    var now: Instant { population.now }
    var version: UInt64 { 1 }
    var headline: Headline { Headline(kind: .agent, title: "agent.toml", node: "HA") }
    var parties: [Party] { [] }
    var format: WireFormat { .rfc5648 }
    func interfaces() -> [InterfaceView] { [] }
    func bindings(_ window: Range<Int>) -> Window<MobileNode.BindingRow> {
        Window(total: 0, first: 0, rows: [])
    }
    func peers() -> [MobileNode.PeerRow] { [] }
    func flows() -> [FlowView] { [] }
    func caches() -> [CacheHolder] {
        let bindings = agent.overview.bindings
        return [CacheHolder(party: PartyIdentifier(0), name: "HA", kind: .homeAgent, bindings: bindings)]
    }
    func cache(
        _ holder: PartyIdentifier, _ window: Range<Int>, order: HomeAgent.CacheOrder
    ) -> HomeAgent.CacheWindow { agent.cacheWindow(window, order: order, at: now) }
    func cacheDetails(_ holder: PartyIdentifier, of homeAddress: IPv6Address) -> CacheDetails {
        agent.details(of: homeAddress, at: now)
    }
    func why(_ subject: Subject) -> Explanation { Explanation(title: "", state: "") }
    func preview(_ command: RunCommand) -> Preview { Preview() }
    func settings() -> [Setting] { [] }
    func vocabulary() -> Vocabulary { Vocabulary() }
    mutating func perform(_ command: RunCommand) -> Outcome { .done(entry: 0, "") }
    mutating func advance(to instant: Instant) {}
    var nextTime: Instant? { nil }
}
