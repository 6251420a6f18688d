internal import MobilityWire
internal import Nodes

/// The arguments of a line, read one by one.
struct CommandArguments {
    /// The words behind the command, each with its place in the line.
    let words: [Word]
    private let definition: [CommandDefinition.Parameter]

    /// A word of a line.
    struct Word: Hashable {
        var text: String
        var offset: Int
    }

    init(_ words: [Word], for definition: [CommandDefinition.Parameter]) {
        self.words = words
        self.definition = definition
    }

    /// The word of a parameter; nil: it was left out.
    func word(_ index: Int) -> Word? { words.indices.contains(index) ? words[index] : nil }

    /// The words from a parameter on, as one text.
    func rest(from index: Int) -> String { words.dropFirst(index).map(\.text).joined(separator: " ") }

    // MARK: Values

    func bids(from index: Int) throws(CommandError) -> [UInt16] {
        var bids: [UInt16] = []
        for word in words.dropFirst(index) {
            let parts = word.text.split(separator: ",", omittingEmptySubsequences: true)
            // Commas alone name nothing, and nothing named can mean everything.
            if parts.isEmpty { _ = try CommandArguments.bid(word.text, at: word) }
            for part in parts {
                let ends = part.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
                let first = try CommandArguments.bid(String(ends[0]), at: word)
                let last = ends.count == 2 ? try CommandArguments.bid(String(ends[1]), at: word) : first
                guard first <= last, last - first < 1024 else {
                    throw CommandError(
                        offset: word.offset, problem: "\"\(part)\" is no range of BIDs",
                        expects: "the lower one first, as in 1-3")
                }
                bids += Array(first...last)
            }
        }
        var seen = Set<UInt16>()
        return bids.filter { seen.insert($0).inserted }
    }

    func bid(_ index: Int) throws(CommandError) -> UInt16 {
        let word = try required(index)
        return try CommandArguments.bid(word.text, at: word)
    }

    private static func bid(_ text: String, at word: Word) throws(CommandError) -> UInt16 {
        guard let bid = UInt16(text), bid > 0 else {
            throw CommandError(
                offset: word.offset, problem: "\"\(text)\" is no BID", expects: "a number from 1 to 65535")
        }
        return bid
    }

    func number(_ index: Int, in range: ClosedRange<Int>) throws(CommandError) -> Int {
        let word = try required(index)
        let digits = word.text.hasSuffix("%") ? String(word.text.dropLast()) : word.text
        guard let number = Int(digits), range.contains(number) else {
            throw CommandError(
                offset: word.offset, problem: "\"\(word.text)\" does not fit",
                expects: "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func toggle(_ index: Int) throws(CommandError) -> Bool? {
        guard let word = word(index) else { return nil }
        switch word.text {
        case "on", "yes", "true": return true
        case "off", "no", "false": return false
        default:
            throw CommandError(
                offset: word.offset, problem: "\"\(word.text)\" is neither", expects: "on or off")
        }
    }

    /// Seconds: `2`, `0.25`, `2s`, `250ms`.
    func duration(_ index: Int) throws(CommandError) -> Interval {
        let word = try required(index)
        let (digits, scale): (Substring, Double) =
            word.text.hasSuffix("ms")
            ? (word.text.dropLast(2), 1_000_000)
            : (word.text.hasSuffix("s") ? word.text.dropLast(1) : word.text[...], 1_000_000_000)
        guard let value = Double(digits), value >= 0, value <= 86_400_000, value * scale <= 86_400e9 else {
            throw CommandError(
                offset: word.offset, problem: "\"\(word.text)\" is no time",
                expects: "seconds or milliseconds, as in 0.5 or 250ms")
        }
        return Interval(nanoseconds: Int64((value * scale).rounded()))
    }

    func factor(_ index: Int) throws(CommandError) -> Double {
        let word = try required(index)
        let digits = word.text.hasPrefix("x") ? String(word.text.dropFirst()) : word.text
        guard let value = Double(digits), value >= 0.01, value <= 1000 else {
            throw CommandError(
                offset: word.offset, problem: "\"\(word.text)\" is no speed",
                expects: "a factor from 0.01 to 1000, as in 10")
        }
        return value
    }

    /// A place in the journal: an entry, `120`, or a time with its unit, `12.5s`, `250ms`.
    func place(_ index: Int) throws(CommandError) -> PastCommand {
        let word = try required(index)
        if let entry = Int(word.text), entry > 0 { return .entry(entry) }
        guard word.text.hasSuffix("s"), let time = try? duration(index) else {
            throw CommandError(
                offset: word.offset, problem: "\"\(word.text)\" is no place in the journal",
                expects: "the number of an entry, as in 120, or a time, as in 12.5s")
        }
        return .time(.zero + time)
    }

    /// The entry of a held message; nil: the one that waits longest.
    func held(_ index: Int) throws(CommandError) -> Int? {
        word(index) == nil ? nil : try number(index, in: 1...Int(Int32.max))
    }

    func address(_ index: Int) throws(CommandError) -> IPv6Address {
        let word = try required(index)
        guard let address = IPv6Address(word.text) else {
            throw CommandError(
                offset: word.offset, problem: "\"\(word.text)\" is no IPv6 address",
                expects: "an address like 2001:db8:1::1")
        }
        return address
    }

    func prefix(_ index: Int) throws(CommandError) -> IPv6Prefix {
        let word = try required(index)
        let parts = word.text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPv6Address(String(parts[0])),
            let length = parts.count == 1 ? 128 : Int(parts[1]), (0...128).contains(length)
        else {
            throw CommandError(
                offset: word.offset, problem: "\"\(word.text)\" is no IPv6 prefix",
                expects: "an address or a prefix like 2001:db8:c0::/64")
        }
        return IPv6Prefix(address, length: length)
    }

    func word(_ index: Int, of words: [String]) throws(CommandError) -> String {
        let word = try required(index)
        guard words.contains(word.text) else {
            throw CommandError(
                offset: word.offset, problem: "\"\(word.text)\" is not known here",
                expects: words.alternatives)
        }
        return word.text
    }

    func text(_ index: Int) throws(CommandError) -> String { try required(index).text }

    private func required(_ index: Int) throws(CommandError) -> Word {
        if let word = word(index) { return word }
        let name = definition.indices.contains(index) ? definition[index].name : "argument"
        throw CommandError(offset: Int.max, problem: "\(name) is missing", expects: "")
    }
}

extension [String] {
    /// `a, b or c`.
    var alternatives: String {
        guard let last, count > 1 else { return first ?? "nothing" }
        return dropLast().joined(separator: ", ") + " or " + last
    }
}
