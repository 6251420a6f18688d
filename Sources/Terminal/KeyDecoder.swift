internal import CNcurses
import Grid

/// Turns what ncurses reads into keys.
struct KeyDecoder {
    /// A key read ahead after Escape that did not belong to it.
    private var pending: Key?

    /// Codes for sequences that ncurses does not know, above its own.
    private static let firstOwnCode: Int32 = 2000
    private static let pasteBegin: Int32 = 2900
    private static let pasteEnd: Int32 = 2901
    private static let modified: [(final: String, name: Key.Name)] = [
        ("A", .up), ("B", .down), ("C", .right), ("D", .left), ("H", .home), ("F", .end),
    ]
    /// The longest paste that is kept, in characters: what is above is a mistake.
    private static let longestPaste = 65536

    /// Tells ncurses the sequences of xterm for arrows with modifiers, and of bracketed paste.
    static func defineKeys() {
        for (index, key) in modified.enumerated() {
            for modifier in 2...8 {
                define_key("\u{1b}[1;\(modifier)\(key.final)", firstOwnCode + Int32(index * 10 + modifier))
            }
        }
        define_key("\u{1b}[200~", pasteBegin)
        define_key("\u{1b}[201~", pasteEnd)
    }

    /// The next key; `read` is `wget_wch` without waiting.
    mutating func next(_ read: (inout wint_t) -> Int32) -> Key? {
        if let key = pending {
            pending = nil
            return key
        }
        var code = wint_t()
        while true {
            switch read(&code) {
            case OK:
                if code == 27 { return afterEscape(read) }
                return character(code, alt: false)
            case Int32(KEY_CODE_YES):
                if let key = special(Int32(bitPattern: code), read) { return key }
            default: return nil
            }
        }
    }

    /// Escape alone, or a character with Alt: terminals send Escape before it.
    private mutating func afterEscape(_ read: (inout wint_t) -> Int32) -> Key? {
        var code = wint_t()
        switch read(&code) {
        case OK where code == 27: return .named(.escape, [])
        case OK: return character(code, alt: true)
        case Int32(KEY_CODE_YES):
            pending = special(Int32(bitPattern: code), read)
            return .named(.escape, [])
        default: return .named(.escape, [])
        }
    }

    private func character(_ code: wint_t, alt: Bool) -> Key? {
        let modifiers: Key.Modifiers = alt ? .alt : []
        switch code {
        case 9: return .named(.tab, modifiers)
        case 10, 13: return .named(.enter, modifiers)
        case 8, 127: return .named(.backspace, modifiers)
        case 0: return .control(" ")
        case 1...26: return Unicode.Scalar(UInt32(code) + 64).map { .control($0) }
        case 28...31: return Unicode.Scalar(UInt32(code) + 64).map { .control($0) }
        default: return Unicode.Scalar(UInt32(code)).map { .character($0, alt: alt) }
        }
    }

    private func special(_ code: Int32, _ read: (inout wint_t) -> Int32) -> Key? {
        switch code {
        case KEY_UP: return .named(.up, [])
        case KEY_DOWN: return .named(.down, [])
        case KEY_LEFT: return .named(.left, [])
        case KEY_RIGHT: return .named(.right, [])
        case KEY_SLEFT: return .named(.left, .shift)
        case KEY_SRIGHT: return .named(.right, .shift)
        case KEY_SR: return .named(.up, .shift)
        case KEY_SF: return .named(.down, .shift)
        case KEY_HOME: return .named(.home, [])
        case KEY_END: return .named(.end, [])
        case KEY_NPAGE: return .named(.pageDown, [])
        case KEY_PPAGE: return .named(.pageUp, [])
        case KEY_BTAB: return .named(.backTab, [])
        case KEY_BACKSPACE: return .named(.backspace, [])
        case KEY_DC: return .named(.delete, [])
        case KEY_IC: return .named(.insert, [])
        case KEY_ENTER: return .named(.enter, [])
        case KEY_MOUSE: return mouse()
        case KeyDecoder.pasteBegin: return paste(read)
        default: break
        }
        let function = code - cn_function_key(0)
        if (1...63).contains(function) { return .function(Int(function)) }
        let own = Int(code - KeyDecoder.firstOwnCode)
        if own >= 0, own / 10 < KeyDecoder.modified.count {
            // xterm sends 1 plus the sum of Shift 1, Alt 2, Ctrl 4.
            return .named(
                KeyDecoder.modified[own / 10].name, Key.Modifiers(rawValue: UInt8(own % 10 - 1) & 7))
        }
        return nil
    }

    private func mouse() -> Key? {
        var event = MEVENT()
        guard getmouse(&event) == OK else { return nil }
        let place = Grid.Position(column: Int(event.x), row: Int(event.y))
        if cn_is_wheel_up(event.bstate) != 0 { return .wheel(-1, place) }
        if cn_is_wheel_down(event.bstate) != 0 { return .wheel(1, place) }
        return cn_is_click(event.bstate) != 0 ? .click(place) : nil
    }

    /// Everything up to the end of the paste. A terminal that stops in the middle does not hold the program up: what
    /// is there counts.
    private func paste(_ read: (inout wint_t) -> Int32) -> Key {
        var text = String.UnicodeScalarView()
        var code = wint_t()
        while true {
            switch read(&code) {
            case OK:
                guard text.count < KeyDecoder.longestPaste, let scalar = Unicode.Scalar(UInt32(code)) else {
                    continue
                }
                text.append(scalar)
            case Int32(KEY_CODE_YES) where Int32(bitPattern: code) != KeyDecoder.pasteEnd: continue
            default: return .paste(String(text))
            }
        }
    }
}
