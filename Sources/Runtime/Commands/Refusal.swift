/// Why something that a person wanted was not done.
public struct Refusal: Error, Hashable, Sendable {
    /// A sentence: what is wrong, and what would be accepted.
    public var words: String

    /// A refusal in these words.
    public init(words: String) { self.words = words }
}
