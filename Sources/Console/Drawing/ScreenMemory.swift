import Grid
import Nodes
import Runtime

/// What the panes of a screen looked like when they were painted last, and from what: a pane whose causes are the same
/// is copied, not painted. It belongs to one run and one console; a new one makes the same screen, only slower.
public struct ScreenMemory: Sendable {
    /// Two for each pane, as one of many and as the only one: going to and fro is what the zoom key is for.
    private var panes = [Painted?](repeating: nil, count: 2 * Pane.allCases.count)
    /// The message that was opened last.
    private var opened: Opened?

    /// Nothing is remembered.
    public init() {}

    /// A pane as it was painted.
    private struct Painted: Sendable {
        var causes: PaneCauses
        var cells: [Cell]
    }

    private struct Opened: Sendable {
        var number: Int
        var version: UInt64
        var entry: JournalEntry
        var contents: MessageContents
    }

    /// The cells of a pane that was painted from the same causes; nil: it has to be painted.
    func cells(_ causes: PaneCauses) -> [Cell]? {
        guard let painted = panes[causes.index], painted.causes == causes else { return nil }
        return painted.cells
    }

    /// Keeps what a pane looks like.
    mutating func keep(_ cells: [Cell], _ causes: PaneCauses) {
        panes[causes.index] = Painted(causes: causes, cells: cells)
    }

    /// The message that the console shows, opened once for all frames that show it.
    mutating func contents(_ console: Console, _ run: some Run) -> (JournalEntry, MessageContents)? {
        guard let number = console.shownMessage(run) else { return nil }
        if let opened, opened.number == number, opened.version == run.version {
            return (opened.entry, opened.contents)
        }
        guard let (entry, contents) = console.contents(run) else { return nil }
        opened = Opened(number: number, version: run.version, entry: entry, contents: contents)
        return (entry, contents)
    }
}

/// Everything that the look of a pane depends on, but the roles' colours.
struct PaneCauses: Hashable, Sendable {
    var version: UInt64
    var place: Layout.Place
    var columns: Int
    var focus: Pane
    var isCovered: Bool
    var isZoomed: Bool
    var isASCII: Bool
    var isPrivate: Bool
    /// What is selected in the pane, how far it is scrolled.
    var selection: [Int?]
    /// What the pane speaks of.
    var subject: Subject?
    /// The times that it shows.
    var times: [String]

    /// Where the memory of the pane is.
    var index: Int { 2 * (Pane.allCases.firstIndex(of: place.pane) ?? 0) + (isZoomed ? 1 : 0) }
}

extension Painter {
    /// What the look of a pane depends on; nil: time, above all, so that remembering is no use.
    func causes(_ place: Layout.Place) -> PaneCauses? {
        var selection: [Int?] = []
        var subject: Subject?
        var times: [String] = []
        switch place.pane {
        case .message: selection = [console.shownMessage(run), console.fieldRow]
        case .exchange:
            // Where words are looked for, more of them may have been found since.
            guard console.filter.isEmpty else { return nil }
            selection = [console.message]
        case .log:
            guard console.filter.isEmpty else { return nil }
            selection = [console.logEntry]
        case .lesson:
            let shown = console.revealed
            let isPaused = headline.isPaused ? 1 : 0
            selection = [console.lessonStep, console.lessonRow, shown.step, shown.parts, isPaused]
        case .why:
            // What is left of a binding in a cache is told anew all the time.
            guard !console.whySpeaksOfCache(headline) else { return nil }
            selection = [console.whyRow]
            subject = console.subject(run, bindings)
            switch subject {
            case .binding: times = timesOfWhy
            case .entry(let number):
                // How long the gate holds it.
                if let held = held.first(where: { $0.number == number }) {
                    times = [String((run.now - held.since).wholeSeconds)]
                }
            default: break
            }
        case .flows: selection = [console.flowRow]
        case .interfaces:
            selection = [console.interfaceRow]
            times = interfaces.flatMap { interface in
                [trafficWords(interface)] + interface.addresses.compactMap { $0.facts.map(lifetimes) }
            }
        case .bindings, .cache, .held: return nil
        }
        return PaneCauses(
            version: run.version, place: place, columns: grid.columns, focus: console.focus,
            isCovered: console.overlay != nil, isZoomed: console.isZoomed, isASCII: console.options.isASCII,
            isPrivate: console.options.isPrivate, selection: selection, subject: subject, times: times)
    }

    /// What "why" says of time: what is left of the selected binding, and when it is sent or refreshed. Its sentences
    /// count whole seconds.
    private var timesOfWhy: [String] {
        guard case .binding(let row) = console.selectedBinding(bindings) else { return [] }
        var times: [String] = []
        if let remaining = row.remaining { times.append(String(remaining.wholeSeconds)) }
        for next in [row.nextRefresh, row.nextTransmission] {
            times.append(next.map { Wording.left($0) } ?? "")
        }
        return times
    }

    /// Paints a pane, or copies what it looked like.
    mutating func paintOrCopy(_ place: Layout.Place) {
        guard let causes = causes(place) else { return paint(place) }
        if let cells = memory.cells(causes) { return grid.paste(cells, place.rectangle) }
        paint(place)
        memory.keep(grid.copy(place.rectangle), causes)
    }
}
