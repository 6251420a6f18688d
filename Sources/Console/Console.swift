public import Grid
import MobilityWire
public import Nodes
public import Runtime

/// What a person sees of a run, and what their keys do: a value without I/O. `draw` makes a screen of a size out of a
/// run's answers; `handle` takes a key, changes what is seen or has the run do something, and says what the program
/// around it has to do.
///
/// ```
/// ┌ top line: node, home address, agent, profile, gate, speed, O, home ─┐
/// │ panes: bindings, exchange, message, why, interfaces, cache, log     │
/// └ bottom line: the keys that act now, or the `:` line ────────────────┘
/// ```
public struct Console: Sendable {
    /// How it looks and what it may do.
    public var options: ConsoleOptions

    // MARK: What is seen

    var focus: Pane = .bindings
    var isZoomed = false
    var hidden: Set<Pane> = []
    /// Panes in the order in which they were focused, the latest last.
    var recent: [Pane] = []
    /// The pane whose selection "why" and "message" speak of.
    var subjectPane: Pane = .bindings

    // MARK: What is chosen

    /// The selected binding; nil: the first.
    var binding: BindingKey?
    /// Marked bindings, ascending.
    var marks: [UInt16] = []
    /// The selected entry of the exchange; nil: the latest, whatever comes.
    var message: Int?
    /// The selected entry of the log; nil: the latest.
    var logEntry: Int?
    /// The selected row of the message's fields; nil: none yet.
    var fieldRow: Int?
    /// What is seen of the caches.
    var cache = CacheView()
    /// The selected row of the caches, interfaces, flows.
    var cacheRow = 0
    var interfaceRow = 0
    var flowRow = 0
    /// How far the text of "why" is scrolled.
    var whyRow = 0
    /// The step of the lesson that is read; nil: the one that the run is at.
    var lessonStep: Int?
    /// How far the text of the lesson is scrolled.
    var lessonRow = 0
    /// For which step hint or answer are shown.
    var revealed: (step: Int, parts: Int) = (-1, 0)
    /// Whether what was just shown of it has to come into view.
    var turnsToRevealed = false
    /// Words that entries must have to be shown.
    var filter = ""
    /// The entries that have them.
    var found = FilterIndex()

    // MARK: What stands above

    /// A dialog, a menu, help, a line that is typed.
    var overlay: Overlay?
    /// The editor that a line or the keys are shown before; it comes back when they go.
    var editorBehind: EditorState?
    /// The message in the editor, as it is by now.
    var opened: OpenedMessage?
    /// For what it was opened.
    var openedFor: OpenedFor?
    /// The setting whose value is typed.
    var settingsRow = 0
    /// What came of the last command.
    var notice: Notice?
    /// Lines that were typed, the latest last.
    var history: [String] = []

    /// A binding by what does not change: its peer and its BID.
    struct BindingKey: Hashable, Sendable {
        var peer: IPv6Address?
        var bid: UInt16?
    }

    /// What the message in the editor depends on: as long as it is the same nothing is asked again.
    struct OpenedFor: Hashable, Sendable {
        var target: EditTarget
        var edit: MessageEdit?
        var version: UInt64
    }

    /// A sentence on what came of a command.
    struct Notice: Hashable, Sendable {
        var text: String
        var isError: Bool
    }

    /// A console that shows the bindings, or the lesson where there is one.
    public init(options: ConsoleOptions = ConsoleOptions()) {
        self.options = options
        focus = options.showsLesson ? .lesson : options.beginsWith
    }

    /// The screen.
    public func draw(_ run: some Run, columns: Int, rows: Int) -> Grid {
        var memory = ScreenMemory()
        return frame(run, columns: columns, rows: rows, memory: &memory).grid
    }

    /// The screen, and how long, in the machine's time, nothing on it changes by time alone; nil: for ever. Bars drain
    /// by parts of a cell and times by seconds; where none is seen, nothing has to be drawn.
    ///
    /// - Parameter memory: what the frames before looked like, of this console and this run.
    public func frame(
        _ run: some Run, columns: Int, rows: Int, memory: inout ScreenMemory
    ) -> (grid: Grid, nextRedraw: Interval?) {
        var painter = Painter(self, run, columns: columns, rows: rows, memory: memory)
        // It is the painter's now: two owners would copy all of it.
        memory = ScreenMemory()
        painter.paintAll()
        memory = painter.memory
        return (painter.grid, painter.nextRedraw)
    }

    /// How long nothing on the screen changes by time alone; see `frame`.
    public func nextRedraw(_ run: some Run, columns: Int, rows: Int) -> Interval? {
        var memory = ScreenMemory()
        return frame(run, columns: columns, rows: rows, memory: &memory).nextRedraw
    }
}
