import Grid

/// How many colours there are to draw with, from best to none. A theme's colours are always approximated, never
/// refused.
public enum ColourDepth: Int, Comparable, Sendable {
    /// No colour: the mono attributes of a theme carry the meaning.
    case none = 0
    /// The eight of ISO 6429.
    case eight = 8
    /// Eight, and eight bright ones.
    case sixteen = 16
    /// The palette of 256 that xterm brought.
    case palette = 256
    /// 24 bits.
    case direct = 16_777_216

    /// Fewer colours are less.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// The depth of a terminal that says it has this many colours.
    public init(colours: Int) {
        switch colours {
        case ..<8: self = .none
        case ..<16: self = .eight
        case ..<256: self = .sixteen
        case ..<(1 << 24): self = .palette
        default: self = .direct
        }
    }
}

/// Finds the colour number of a terminal that comes nearest to a colour.
public enum ColourLadder {
    /// The number to give the terminal; -1 is its own default.
    public static func number(of colour: Colour, depth: ColourDepth) -> Int32 {
        switch (colour, depth) {
        case (.standard, _), (_, .none): -1
        case (.terminal(let index), .eight): Int32(index & 7)
        case (.terminal(let index), .direct): Int32(bitPattern: sixteen[Int(index & 15)])
        case (.terminal(let index), _): Int32(index & 15)
        case (.rgb(let value), .direct): Int32(value & 0xff_ffff)
        case (.rgb(let value), .palette): nearestOfPalette(value)
        case (.rgb(let value), .sixteen): nearest(value, of: 16)
        case (.rgb(let value), .eight): nearest(value, of: 8)
        }
    }

    /// What the sixteen colours look like where nobody changed them (xterm's defaults).
    private static let sixteen: [UInt32] = [
        0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000,
        0x00ff00,
        0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
    ]
    private static let cubeLevels: [UInt32] = [0, 95, 135, 175, 215, 255]

    private static func nearest(_ value: UInt32, of count: Int) -> Int32 {
        var best = (index: 0, distance: UInt32.max)
        for index in 0..<count {
            let distance = distance(value, sixteen[index])
            if distance < best.distance { best = (index, distance) }
        }
        return Int32(best.index)
    }

    /// Of the 6×6×6 cube and the 24 greys; the first sixteen are the user's and not counted on.
    private static func nearestOfPalette(_ value: UInt32) -> Int32 {
        func level(_ part: UInt32) -> Int {
            var best = (index: 0, distance: Int.max)
            for (index, candidate) in cubeLevels.enumerated() {
                let distance = abs(Int(candidate) - Int(part))
                if distance < best.distance { best = (index, distance) }
            }
            return best.index
        }
        let red = level(value >> 16 & 0xff)
        let green = level(value >> 8 & 0xff)
        let blue = level(value & 0xff)
        let cube = cubeLevels[red] << 16 | cubeLevels[green] << 8 | cubeLevels[blue]
        let mean = ((value >> 16 & 0xff) + (value >> 8 & 0xff) + (value & 0xff)) / 3
        let step = mean < 8 ? 0 : min(23, (mean - 3) / 10)
        let grey = 8 + 10 * step
        if distance(value, grey << 16 | grey << 8 | grey) < distance(value, cube) {
            return Int32(232 + step)
        }
        return Int32(16 + 36 * red + 6 * green + blue)
    }

    /// Squared distance with weights for how eyes see red, green and blue.
    private static func distance(_ left: UInt32, _ right: UInt32) -> UInt32 {
        func squared(_ shift: UInt32) -> UInt32 {
            let difference = Int32(left >> shift & 0xff) - Int32(right >> shift & 0xff)
            return UInt32(difference * difference)
        }
        return 3 * squared(16) + 6 * squared(8) + squared(0)
    }
}
