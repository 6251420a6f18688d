internal import CNcurses
import Grid

/// The colour pairs given to ncurses so far. Pairs are numbers that stand for a foreground and a background; they are
/// made when first wanted.
struct ColourPairs {
    private var numbers: [Wanted: Int32] = [:]

    private struct Wanted: Hashable {
        var foreground: Int32
        var background: Int32
    }

    /// The pair for a style's colours; 0, the terminal's own colours, when there are no more pairs.
    mutating func pair(_ style: Style, depth: ColourDepth) -> Int32 {
        let wanted = Wanted(
            foreground: ColourLadder.number(of: style.foreground, depth: depth),
            background: ColourLadder.number(of: style.background, depth: depth))
        if wanted.foreground == -1, wanted.background == -1 { return 0 }
        if let number = numbers[wanted] { return number }
        let number = Int32(numbers.count + 1)
        guard number < cn_pairs(), init_extended_pair(number, wanted.foreground, wanted.background) == OK
        else { return 0 }
        numbers[wanted] = number
        return number
    }
}
