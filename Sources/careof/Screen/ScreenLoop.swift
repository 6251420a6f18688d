internal import CLinux
import Console
import Grid
import Nodes
import Runtime
import Terminal
import Themes

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The program while it has a screen: one thread, one wait over keys, signals, the run's descriptors and the nearest
/// deadline; then time passes, keys act, and what changed is drawn.
struct ScreenLoop<R: Run> {
    /// The run.
    private(set) var run: R
    private var console: Console
    private let terminal: Terminal
    private let library: ThemeLibrary
    private let signals: Int32
    /// The styles of the theme in use.
    private var styles: [Style]
    /// What the screen shows: the version of the run, and when it was drawn.
    private var shownVersion: UInt64?
    private var shownAt = Instant.zero
    /// When a bar or a time that is seen changes.
    private var redrawAt: Instant?
    private var isStale = true
    /// Whether there are entries that the filter was not held against.
    private var isSearching = false
    /// What panes looked like.
    private var memory = ScreenMemory()
    /// The recording that goes on.
    private var recorder: RunRecorder?
    private var recordedVersion: UInt64?

    /// How the loop ended.
    enum Ending {
        /// A person left.
        case quit
        /// A signal of this number asked for it.
        case signal(Int32)
        /// Nobody sits at the terminal any more.
        case hangUp
    }

    /// A run that changes without pause is drawn this often: more than a person can see is lost work, above all on a
    /// serial line.
    private static var frame: Interval { .milliseconds(33) }

    /// Bars that drain are drawn this often: an eighth of a column at a time looks smooth already, and nobody pays for
    /// a screen on which nothing happens.
    private static var draining: Interval { .milliseconds(200) }

    /// Takes over the terminal.
    ///
    /// - Throws: where there is no screen.
    init(_ run: R, look: ScreenLook) throws(TerminalError) {
        self.run = run
        library = look.library
        // Before the terminal is taken: ncurses installs handlers for signals that nobody reads yet.
        signals = careof_screen_signals_open()
        terminal = try Terminal(Terminal.Options(depth: look.depth, mouse: look.usesMouse))
        var options = look.console
        options.isASCII = look.isASCII ?? !terminal.isUTF8
        options.theme = look.theme.name
        console = Console(options: options)
        if !look.greeting.isEmpty { console.say(look.greeting, isError: true) }
        styles = look.theme.styles
    }

    /// Runs until it ends; the terminal is as it was then.
    mutating func loop() -> Ending {
        defer {
            keepRecording(isLast: true)
            terminal.close()
        }
        run.advance(to: ScreenLoop.now)
        while true {
            searchOn()
            drawWhatChanged()
            let hungUp = wait()
            if let ending = takeSignals() { return ending }
            run.receive()
            run.advance(to: ScreenLoop.now)
            keepRecording()
            while let key = terminal.nextKey() {
                let size = terminal.size
                let branch = shownBranch
                let effects = console.handle(key, run: &run, columns: size.columns, rows: size.rows)
                if branch != shownBranch { endRecording() }
                for effect in effects where carryOut(effect) { return .quit }
                isStale = true
            }
            if hungUp { return .hangUp }
        }
    }

    // MARK: Waiting

    /// The machine's time: since boot, sleep included. A router that slept wakes to expired lifetimes.
    private static var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    /// Looks for the words of the filter, a little at a time, while there are entries that were not looked at.
    private mutating func searchOn() {
        let wasSearching = isSearching
        isSearching = !console.search(run)
        if isSearching || wasSearching { redrawAt = shownAt + ScreenLoop.frame }
    }

    /// Waits for whatever comes first; whether the terminal is gone.
    private func wait() -> Bool {
        var polled = [pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)]
        polled.append(pollfd(fd: signals, events: Int16(POLLIN), revents: 0))
        polled += run.descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        var deadline = run.nextTime ?? .distantFuture
        if isStale || shownVersion != run.version { deadline = min(deadline, shownAt + ScreenLoop.frame) }
        if let redrawAt { deadline = min(deadline, redrawAt) }
        if isSearching { deadline = .zero }
        let rest = max(.zero, min(deadline - ScreenLoop.now, .seconds(3600)))
        // Rounded up: waking before the deadline would be waking twice.
        poll(&polled, nfds_t(polled.count), Int32((rest.nanoseconds + 999_999) / 1_000_000))
        let ends = Int16(POLLHUP) | Int16(POLLERR) | Int16(POLLNVAL)
        return polled[0].revents & ends != 0
    }

    private mutating func takeSignals() -> Ending? {
        while case let number = careof_screen_signals_next(signals), number != 0 {
            switch number {
            case SIGWINCH: terminal.resize()
            case SIGTSTP: suspend()
            case SIGCONT: terminal.resume()
            default: return .signal(number)
            }
            isStale = true
        }
        return nil
    }

    // MARK: Drawing

    private mutating func drawWhatChanged() {
        let now = ScreenLoop.now
        let isDue = redrawAt.map { $0 <= now } ?? false
        guard isStale || isDue || shownVersion != run.version else { return }
        // A key is answered at once; what happens by itself waits for its frame.
        guard isStale || now - shownAt >= ScreenLoop.frame else { return }
        let size = terminal.size
        let frame = console.frame(run, columns: size.columns, rows: size.rows, memory: &memory)
        terminal.show(frame.grid, palette: styles)
        shownVersion = run.version
        shownAt = now
        isStale = false
        redrawAt = frame.nextRedraw.map { now + max($0, ScreenLoop.draining) }
    }

    /// Does what the console asks for; whether the program ends.
    private mutating func carryOut(_ effect: ConsoleEffect) -> Bool {
        switch effect {
        case .quit: return true
        case .suspend: suspend()
        case .redraw: terminal.forget()
        case .copy(let text): terminal.copy(text)
        case .bell: terminal.bell()
        case .write(let kind, let file): write(kind, file)
        case .record(let file): record(file)
        case .theme(let name):
            guard let theme = try? library.theme(name) else {
                terminal.bell()
                break
            }
            console.options.theme = theme.name
            styles = theme.styles
        }
        return false
    }

    // MARK: Files

    private mutating func write(_ kind: FileKind, _ file: String) {
        do throws(RunFileError) {
            let size = try RunFile.write(kind, of: run, to: file)
            console.say("\(file): \(size) octets")
        } catch {
            console.say("\(file): \(error)", isError: true)
            terminal.bell()
        }
    }

    private mutating func record(_ file: String?) {
        do throws(RunFileError) {
            let earlier = recorder
            recorder = nil
            try earlier?.add(run, isLast: true)
            if let file {
                recorder = try RunRecorder(file)
                try recorder?.add(run)
                console.say("\(file): recording; :record off ends it")
            } else {
                console.say(
                    earlier.map { "\($0.file): \($0.size) octets" } ?? "nothing is being recorded",
                    isError: earlier == nil)
            }
        } catch {
            console.say("\(file ?? ""): \(error)", isError: true)
            terminal.bell()
        }
    }

    /// Which branch of the run is shown, where it has any.
    private var shownBranch: Int? { run.branchViews.first(where: \.isShown)?.number }

    /// Another branch is another run: what was recorded of the one before is complete.
    private mutating func endRecording() {
        guard let earlier = recorder else { return }
        recorder = nil
        do throws(RunFileError) {
            try earlier.end()
            console.say("\(earlier.file): \(earlier.size) octets; the branch is not in it")
        } catch {
            console.say("\(earlier.file): \(error)", isError: true)
        }
    }

    /// Adds to the recording what is new.
    private mutating func keepRecording(isLast: Bool = false) {
        guard let recorder, isLast || recordedVersion != run.version else { return }
        recordedVersion = run.version
        do throws(RunFileError) {
            try recorder.add(run, isLast: isLast)
        } catch {
            self.recorder = nil
            console.say("\(recorder.file): \(error); nothing more is recorded", isError: true)
            isStale = true
        }
    }

    private mutating func suspend() {
        terminal.suspend()
        careof_screen_stop()
        terminal.resume()
    }
}
