/// What three texts say of one requirement, in our own words: the draft that was reviewed (draft-05, and what its sixth
/// edition made of it), the review on the mailing list with its answers, and RFC 5648.
public struct RequirementText: Hashable, Sendable, Codable {
    /// 1…161, as in `R-054`.
    public let number: UInt8
    /// The section of the draft.
    public let section: String
    /// Whom it binds, and how much, in the draft's own capitals: `mobile node MUST`.
    public let binds: String
    /// What the draft says.
    public let says: String
    /// What the review remarked and what it was answered; nil: nothing.
    public let review: String?
    /// What RFC 5648 decided.
    public let decision: String

    init(
        _ number: UInt8, _ section: String, _ binds: String, says: String, review: String? = nil,
        decision: String
    ) {
        self.number = number
        self.section = section
        self.binds = binds
        self.says = says
        self.review = review
        self.decision = decision
    }

    /// All of them, ascending.
    public static let all: [RequirementText] = overview + managing + home + answers + processing + families

    /// That of a number; nil: there is none.
    public static func numbered(_ number: UInt8) -> RequirementText? {
        number > 0 && Int(number) <= all.count ? all[Int(number) - 1] : nil
    }

    /// `R-054`.
    public var name: String {
        let digits = String(number)
        return "R-" + String(repeating: "0", count: 3 - digits.utf8.count) + digits
    }

    /// What each text says, a sentence each, with the name of the text before it.
    public var voices: [(text: String, words: String)] {
        [("draft \(section)", "\(binds): \(says)")] + (review.map { [("review", $0)] } ?? [])
            + [("RFC 5648", decision)]
    }
}
