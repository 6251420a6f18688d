import Grid

/// How well a colour is seen on another: the contrast ratio of WCAG 2.1, from 1 (none) to 21 (black on white).
enum Contrast {
    /// What small text needs to be read by most people (WCAG 2.1 success criterion 1.4.3).
    static let least = 4.5

    /// The ratio between two colours; nil where the terminal decides how one of them looks.
    static func ratio(_ first: Colour, _ second: Colour) -> Double? {
        guard case .rgb(let first) = first, case .rgb(let second) = second else { return nil }
        let luminances = [luminance(first), luminance(second)].sorted()
        return (luminances[1] + 0.05) / (luminances[0] + 0.05)
    }

    /// Whether one colour is lighter than another; nil where the terminal decides how one of them looks.
    static func isLighter(_ first: Colour, than second: Colour) -> Bool? {
        guard case .rgb(let first) = first, case .rgb(let second) = second else { return nil }
        return luminance(first) > luminance(second)
    }

    /// Relative luminance of an sRGB colour, 0…1.
    private static func luminance(_ value: UInt32) -> Double {
        0.2126 * linear[Int(value >> 16 & 0xff)] + 0.7152 * linear[Int(value >> 8 & 0xff)]
            + 0.0722 * linear[Int(value & 0xff)]
    }

    /// The light of each of the 256 steps of an sRGB channel, 0…1.
    private static let linear: [Double] = (0..<256).map { step in
        let value = Double(step) / 255
        return value <= 0.03928 ? value / 12.92 : power((value + 0.055) / 1.055)
    }

    /// `base` to the power of 2.4 for 0 < base ≤ 1: its square and the fifth root of its square.
    private static func power(_ base: Double) -> Double {
        let square = base * base
        // Newton's method for root⁵ = square; it comes down from 1 and halts where it stops to.
        var root = 1.0
        while true {
            let fourth = root * root * root * root
            let next = (4 * root + square / fourth) / 5
            if next >= root { return square * root }
            root = next
        }
    }
}
