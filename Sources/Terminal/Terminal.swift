internal import CLinux
internal import CNcurses
import Grid

#if canImport(Glibc)
    internal import Glibc
#endif

/// The terminal of the process, through ncurses: shows grids, returns keys. The only ncurses code of the project.
///
/// There is one terminal, and one thread that uses it. From `init` to `close`, and whatever ends the process in
/// between, the settings and the screen that were there before come back.
public final class Terminal {
    /// How the terminal is used.
    public struct Options: Sendable {
        /// The most colours to use; nil: what the terminal has.
        public var depth: ColourDepth?
        /// Whether clicks and the wheel come as keys. Without, the terminal can select text.
        public var mouse: Bool

        /// Options; by default all colours, and the mouse.
        public init(depth: ColourDepth? = nil, mouse: Bool = true) {
            self.depth = depth
            self.mouse = mouse
        }
    }

    /// How many colours are in use.
    public let depth: ColourDepth
    /// Whether the locale writes UTF-8: where not, draw with ASCII.
    public let isUTF8: Bool

    private let screen: OpaquePointer
    private let keys: UnsafeMutablePointer<WINDOW>
    private let options: Options
    private var shown: Grid
    private var palette: [Style] = []
    /// The palette as ncurses wants it, worked out once.
    private var looks: [Look] = []
    private var pairs = ColourPairs()
    private var decoder = KeyDecoder()
    private var isOpen = true

    /// Takes over the terminal.
    ///
    /// - Throws: `TerminalError` where there is none that a screen can be drawn on; nothing is changed then.
    public init(_ options: Options = Options()) throws(TerminalError) {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
        let name = getenv("TERM").map { String(cString: $0) } ?? ""
        guard !name.isEmpty, name != "dumb" else { throw .cannotAddress(name.isEmpty ? "(none)" : name) }
        let armed = Terminal.leaveText.withUTF8Pointer { careof_guard_arm(STDOUT_FILENO, $0, $1) }
        guard armed == 0 else { throw .settings(armed) }
        cn_locale_from_environment()
        isUTF8 = cn_locale_is_utf8() != 0
        set_escdelay(25)
        guard let screen = cn_newterm() else {
            careof_guard_disarm()
            throw .unknownTerminal(name)
        }
        guard let keys = newpad(1, 1) else {
            endwin()
            careof_guard_disarm()
            throw .cannotAddress(name)
        }
        self.screen = screen
        self.keys = keys
        self.options = options
        shown = Grid(columns: 0, rows: 0)
        // The number of colours is known only when colours were started.
        let available = has_colors() && start_color() == OK ? ColourDepth(colours: Int(cn_colours())) : .none
        depth = min(options.depth ?? available, available)
        enterModes()
    }

    /// What puts a terminal back that ncurses had: leave the alternate screen, show the cursor, no attributes, no
    /// mouse, no bracketed paste.
    private static let leaveText: StaticString =
        "\u{1b}[?1049l\u{1b}[?25h\u{1b}[0m\u{1b}[?1000l\u{1b}[?1002l\u{1b}[?1006l\u{1b}[?2004l\r\n"

    private func enterModes() {
        // Otherwise ncurses takes "no colours" for white on black, and says so to the terminal.
        use_default_colors()
        raw()
        noecho()
        nonl()
        keypad(keys, true)
        nodelay(keys, true)
        curs_set(0)
        if options.mouse { mousemask(cn_mouse_mask(), nil) }
        mouseinterval(0)
        KeyDecoder.defineKeys()
        write("\u{1b}[?2004h")
    }

    /// The size now.
    public var size: (columns: Int, rows: Int) { (Int(getmaxx(cn_stdscr())), Int(getmaxy(cn_stdscr()))) }

    /// Takes over a new size of the terminal (after SIGWINCH). The next grid is painted whole.
    public func resize() {
        var window = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_row > 0, window.ws_col > 0
        else { return }
        resize_term(Int32(window.ws_row), Int32(window.ws_col))
        forget()
    }

    /// Paints everything again with the next grid: something else may have written on the terminal.
    public func forget() {
        clearok(cn_curscr(), true)
        shown = Grid(columns: 0, rows: 0)
    }

    /// Shows a grid with a style for each role; only cells that changed are given to ncurses.
    public func show(_ grid: Grid, palette: [Style]) {
        // Empty places are painted as well then: a theme has a ground of its own.
        let isNew = grid.columns != shown.columns || grid.rows != shown.rows || palette != self.palette
        if isNew {
            self.palette = palette
            looks = palette.map { look(of: $0) }
            werase(cn_stdscr())
        }
        if isNew { shown = Grid(columns: 0, rows: 0) }
        for row in 0..<grid.rows { put(grid, row) }
        if let cursor = grid.cursor {
            curs_set(1)
            wmove(cn_stdscr(), Int32(cursor.row), Int32(cursor.column))
        } else {
            curs_set(0)
        }
        shown = grid
        wrefresh(cn_stdscr())
    }

    /// Gives ncurses what changed in a row. Of a blank only the ground is seen: with the colour of what is at its left
    /// the terminal is told less, and where no more than that colour would change it is told nothing.
    private func put(_ grid: Grid, _ row: Int) {
        let isNew = shown.columns != grid.columns || shown.rows != grid.rows
        // The look of the cell before, where that was given to ncurses; how many blanks after it were given unasked.
        var former: Look?
        var extra = 0
        for index in row * grid.columns..<(row + 1) * grid.columns {
            let cell = grid.cells[index]
            let isSame = !isNew && cell == shown.cells[index]
            if isSame, former == nil || !cell.isBlank || extra == Terminal.gap {
                former = nil
                continue
            }
            guard !cell.isContinuation else { continue }
            var look = look(of: cell)
            let isLikeFormer = cell.isBlank && former.map(look.hasGround(of:)) ?? false
            if isLikeFormer, let former {
                look = former
            } else if isSame || !isNew && former == nil && isSeenAlike(cell, look, shown.cells[index]) {
                former = nil
                continue
            }
            extra = isSame ? extra + 1 : 0
            put(cell, look, column: index - row * grid.columns, row: row)
            former = look
        }
    }

    /// So many blanks are cheaper than the cursor's way past them.
    private static let gap = 4

    /// Whether a cell and what was there before are blanks on the same ground.
    private func isSeenAlike(_ cell: Cell, _ look: Look, _ before: Cell) -> Bool {
        cell.isBlank && before.isBlank && look.hasGround(of: self.look(of: before))
    }

    private func put(_ cell: Cell, _ look: Look, column: Int, row: Int) {
        // A locale without UTF-8 has no octets for what is outside ASCII; a question mark says that something was there.
        let base = isUTF8 || cell.base < 0x7f ? cell.base : UInt32(UInt8(ascii: "?"))
        _ = cn_put(
            cn_stdscr(), Int32(row), Int32(column), base, UInt32(cell.firstMark), UInt32(cell.secondMark),
            look.attributes, look.pair)
    }

    private func look(of cell: Cell) -> Look {
        let index = Int(cell.role.rawValue)
        var look = index < looks.count ? looks[index] : Look()
        if cell.emphasis.contains(.selected) { look.attributes ^= cn_reverse() }
        if cell.emphasis.contains(.disabled) { look.attributes |= cn_dim() }
        return look
    }

    /// Attributes and colour pair of a role, and what colour its ground is.
    private struct Look {
        var attributes: attr_t = 0
        var pair: Int32 = 0
        var ground = Colour.standard

        /// Whether a blank is seen alike with both.
        func hasGround(of other: Look) -> Bool {
            ground == other.ground && (attributes | other.attributes) & (cn_reverse() | cn_underline()) == 0
        }
    }

    private func look(of style: Style) -> Look {
        let attributes = Terminal.bits(depth == .none ? style.mono : style.attributes)
        guard depth != .none else { return Look(attributes: attributes) }
        return Look(
            attributes: attributes, pair: pairs.pair(style, depth: depth), ground: style.background)
    }

    private static func bits(_ attributes: TextAttributes) -> attr_t {
        var bits: attr_t = 0
        if attributes.contains(.bold) { bits |= cn_bold() }
        if attributes.contains(.dim) { bits |= cn_dim() }
        if attributes.contains(.underline) { bits |= cn_underline() }
        if attributes.contains(.reverse) { bits |= cn_reverse() }
        if attributes.contains(.italic) { bits |= cn_italic() }
        return bits
    }

    /// The next key, if one is there; never waits.
    public func nextKey() -> Key? {
        decoder.next { code in
            wget_wch(self.keys, &code)
        }
    }

    /// Gives the terminal back for a while (Ctrl-Z); `resume` takes it over again.
    public func suspend() {
        write("\u{1b}[?2004l")
        endwin()
    }

    /// Takes the terminal over again after `suspend`.
    public func resume() {
        reset_prog_mode()
        enterModes()
        resize()
    }

    /// Puts text into the clipboard of whoever sits at the terminal (OSC 52).
    public func copy(_ text: String) {
        write("\u{1b}]52;c;\(Base64.encoded(text.utf8))\u{7}")
    }

    /// Makes the terminal say that something could not be done.
    public func bell() { beep() }

    private func write(_ text: String) {
        var text = text
        text.withUTF8 { octets in
            var rest = octets[...]
            while !rest.isEmpty {
                let count = Glibc.write(
                    STDOUT_FILENO, UnsafeBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0 {
                    guard errno == EINTR else { return }
                } else {
                    rest = rest.dropFirst(count)
                }
            }
        }
    }

    /// Gives the terminal back as it was found. Calling it twice does nothing.
    public func close() {
        guard isOpen else { return }
        isOpen = false
        write("\u{1b}[?2004l")
        delwin(keys)
        endwin()
        delscreen(screen)
        careof_guard_disarm()
    }

    deinit {
        close()
    }
}

extension StaticString {
    fileprivate func withUTF8Pointer<Result>(_ body: (UnsafePointer<CChar>, Int) -> Result) -> Result {
        withUTF8Buffer { octets in
            octets.withMemoryRebound(to: CChar.self) { characters in
                characters.baseAddress.map { body($0, characters.count) } ?? body("", 0)
            }
        }
    }
}
