/// A place in a text that says why something is as it is: `RFC 5648 §6.2`, `draft-06 §5.6.3`, `R-054`, `policy A1`,
/// `review item 2`.
public struct Citation: Hashable, Sendable {
    /// The text.
    public let source: Source
    /// Where in it.
    public let place: Place

    /// What is cited.
    public enum Source: Hashable, Sendable {
        /// An RFC by its number.
        case rfc(UInt16)
        /// draft-ietf-monami6-multiplecoa-06.
        case draft
        /// The list of requirements that comments and tests of this program name.
        case requirements
        /// What this program decides where the texts are open.
        case policies
        /// The mailing-list review of the draft.
        case review
    }

    /// Where in a text.
    public enum Place: Hashable, Sendable {
        /// A section by its parts: 5.6.3 is `["5", "6", "3"]`; the first may be a letter, of an appendix.
        case section([String])
        /// A number in a list.
        case number(UInt8)
    }

    /// How a citation is written, as a problem says it.
    public static let forms =
        "a source like \"RFC 5648 §6.2\", \"draft-06 §5.6.3\", \"R-054\", \"policy A1\" or \"review item 2\""

    /// How many requirements there are.
    private static let requirementCount: UInt8 = 161
    /// How many policies there are.
    private static let policyCount: UInt8 = 19
    /// How many questions the authors of the draft answered.
    private static let reviewItemCount: UInt8 = 3

    /// Reads a citation; nil: it is none.
    public init?(_ text: String) {
        func rest(behind opening: String) -> Substring? {
            text.hasPrefix(opening) ? text.dropFirst(opening.count) : nil
        }
        if let words = rest(behind: "RFC ") {
            let parts = words.split(separator: " ", omittingEmptySubsequences: false)
            guard parts.count == 2, let number = Citation.number(parts[0], as: UInt16.self),
                let section = Citation.section(parts[1])
            else { return nil }
            source = .rfc(number)
            place = section
        } else if let words = rest(behind: "draft-06 ") {
            guard let section = Citation.section(words) else { return nil }
            source = .draft
            place = section
        } else if let words = rest(behind: "R-") {
            guard words.count == 3, words.allSatisfy({ ("0"..."9").contains($0) && $0.isASCII }),
                let number = UInt8(words), (1...Citation.requirementCount).contains(number)
            else { return nil }
            source = .requirements
            place = .number(number)
        } else if let words = rest(behind: "policy A") {
            guard let number = Citation.number(words, as: UInt8.self), number <= Citation.policyCount
            else { return nil }
            source = .policies
            place = .number(number)
        } else if let words = rest(behind: "review item ") {
            guard let number = Citation.number(words, as: UInt8.self), number <= Citation.reviewItemCount
            else { return nil }
            source = .review
            place = .number(number)
        } else {
            return nil
        }
    }

    /// `§5.6.3`.
    private static func section(_ text: Substring) -> Place? {
        guard text.first == "§" else { return nil }
        let parts = text.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            let isAppendix = index == 0 && part.count == 1 && ("A"..."Z").contains(part)
            guard isAppendix || number(part, as: UInt8.self) != nil else { return nil }
        }
        return .section(parts.map(String.init))
    }

    /// A number from 1, without sign and leading zeros.
    private static func number<Number: FixedWidthInteger>(_ text: Substring, as: Number.Type) -> Number? {
        guard let first = text.first, ("1"..."9").contains(first), first.isASCII else { return nil }
        return Number(text)
    }
}

extension Citation: CustomStringConvertible {
    /// As it is written.
    public var description: String {
        switch (source, place) {
        case (.rfc(let number), .section(let parts)): "RFC \(number) §" + parts.joined(separator: ".")
        case (_, .section(let parts)): "draft-06 §" + parts.joined(separator: ".")
        case (.requirements, .number(let number)):
            "R-" + String(repeating: "0", count: max(0, 3 - "\(number)".count)) + "\(number)"
        case (.policies, .number(let number)): "policy A\(number)"
        case (_, .number(let number)): "review item \(number)"
        }
    }
}
