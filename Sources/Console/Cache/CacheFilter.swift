import MobilityWire
import Nodes

/// What a person looks for in a binding cache: words that a binding must all fit.
///
/// ```
/// 3                       the BID
/// 2001:db8:a::7           an address, or a piece of one; the home address or the care-of address
/// 2001:db8:a::/48         a prefix that one of them is in
/// life<30s  life>1h       what is left of its lifetime
/// changed<10s             when the node last named it
/// home nat default bulk ordinary endless expiring asked revoking unsure
/// ```
struct CacheFilter: Hashable, Sendable {
    /// The words as they were typed.
    private(set) var text = ""
    private var terms: [Term] = []

    private enum Term: Hashable, Sendable {
        case bid(UInt16)
        case piece(String)
        case prefix(IPv6Prefix)
        case left(isLess: Bool, Interval)
        case changed(isLess: Bool, Interval)
        case word(Word)
    }

    /// Words for what a binding is.
    private enum Word: String, CaseIterable, Hashable, Sendable {
        case home, nat, `default`, bulk, ordinary, endless, expiring, asked, revoking, unsure
    }

    /// What is wrong with a word that somebody typed.
    struct Problem: Error, Hashable {
        var text: String
    }

    /// What can be typed.
    static let hint =
        "bindings that fit every word: a BID, an address or a piece of one with its colon, 2001:db8:a::/48, "
        + "life<30s, changed>5m, \(Word.allCases.map(\.rawValue).joined(separator: ", ")); nothing shows all"

    /// Everything.
    init() {}

    /// Words; each must be one that is understood.
    init(_ text: String) throws(Problem) {
        let words = text.split(separator: " ")
        self.text = words.joined(separator: " ")
        for word in words { terms.append(try CacheFilter.term(String(word).lowercased())) }
    }

    /// Whether nothing is looked for.
    var isEmpty: Bool { terms.isEmpty }

    private static func term(_ word: String) throws(Problem) -> Term {
        if let word = Word(rawValue: word) { return .word(word) }
        if let bid = UInt16(word) { return .bid(bid) }
        for name in ["life", "changed"] where word.hasPrefix(name) {
            let rest = word.dropFirst(name.count)
            guard let sign = rest.first, sign == "<" || sign == ">", let time = time(rest.dropFirst()) else {
                throw Problem(text: "\"\(word)\": \(name)<30s and \(name)>5m are understood")
            }
            return name == "life" ? .left(isLess: sign == "<", time) : .changed(isLess: sign == "<", time)
        }
        if word.contains("/") {
            let parts = word.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, let address = IPv6Address(String(parts[0])), let length = Int(parts[1]),
                (0...128).contains(length)
            else { throw Problem(text: "\"\(word)\" is no prefix: 2001:db8:a::/48 is one") }
            return .prefix(IPv6Prefix(address, length: length))
        }
        let isAddress = word.utf8.allSatisfy { octet in
            switch octet {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
                UInt8(ascii: ":"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        if isAddress, word.contains(":") || word.contains(".") {
            return .piece(IPv6Address(word)?.description ?? word)
        }
        let all = Word.allCases.map(\.rawValue).joined(separator: ", ")
        throw Problem(
            text:
                "\"\(word)\" is no BID, no address or piece of one with its colon, no prefix, no life<30s, "
                + "and none of \(all)")
    }

    /// `30s`, `5m`, `2h`, `1d`; a number alone is seconds.
    private static func time(_ text: Substring) -> Interval? {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
        var digits = text
        var unit: Int64 = 1
        if let last = text.last, let size = units[last] {
            digits = text.dropLast()
            unit = size
        }
        guard let number = Int64(digits), (0...1_000_000_000).contains(number) else { return nil }
        return .seconds(number * unit)
    }

    /// Whether a binding has all that is looked for.
    func fits(_ row: HomeAgent.CacheRow, at now: Instant) -> Bool {
        terms.allSatisfy { CacheFilter.fits($0, row, now) }
    }

    private static func fits(_ term: Term, _ row: HomeAgent.CacheRow, _ now: Instant) -> Bool {
        switch term {
        case .bid(let bid): return row.bid == bid
        case .piece(let piece):
            return row.homeAddress.description.contains(piece)
                || row.careOfAddress?.description.contains(piece) == true
        case .prefix(let prefix):
            if prefix.contains(row.homeAddress) { return true }
            if case .ipv6(let address)? = row.careOfAddress { return prefix.contains(address) }
            return false
        case .left(let isLess, let time):
            guard let remaining = row.remaining else { return !isLess }
            return isLess ? remaining < time : remaining > time
        case .changed(let isLess, let time):
            let age = now - row.verified
            return isLess ? age < time : age > time
        case .word(let word): return fits(word, row)
        }
    }

    private static func fits(_ word: Word, _ row: HomeAgent.CacheRow) -> Bool {
        switch word {
        case .home: return row.home
        case .nat: return row.behindNAT
        case .default: return row.preferred
        case .bulk: return row.bulk
        case .ordinary: return row.bid == nil
        case .endless: return row.remaining == nil
        case .expiring:
            guard let remaining = row.remaining, let granted = row.grantedLifetime else { return false }
            return remaining.nanoseconds <= max(Int64(granted) * 100_000_000, 5_000_000_000)
        case .asked: return row.refreshRequested
        case .revoking: return row.revoking
        case .unsure: return !row.gaps.isEmpty
        }
    }
}
