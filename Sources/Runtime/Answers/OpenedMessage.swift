/// A message that somebody changes by hand, with all that can be said of it.
public struct OpenedMessage: Sendable {
    /// Which one it is.
    public var target: EditTarget
    /// Its fields and octets.
    public var editor: MessageEditor
    /// Who holds it, and whereto it goes: `held at mr1, leaving by eth0`.
    public var place: String
    /// The interface that it leaves by; empty: it is none of the node's.
    public var interface: String
    /// What is made right by itself and what is not, in the order of `MessageEditor.Correction`.
    private let corrections: [String?]
    /// What is wrong with it.
    public var problems: [MessageProblem]
    /// What would become of it if it went on now.
    public var answer: ForeseenAnswer
    /// Why the change that was tried cannot be made; empty: it can, or none was tried.
    public var refusal = ""

    /// A message.
    public init(
        _ target: EditTarget, _ editor: MessageEditor, _ context: EditingContext, place: String,
        interface: String = "", answer: ForeseenAnswer = ForeseenAnswer()
    ) {
        self.target = target
        self.editor = editor
        self.place = place
        self.interface = interface
        corrections = MessageEditor.Correction.allCases.map { editor.state(of: $0, context) }
        problems = editor.problems(context)
        self.answer = answer
    }

    /// What would become of it where that is what it is; nil: it is another message, or leaves elsewhere.
    public func answer(
        for target: EditTarget, _ octets: [UInt8], interface: String = ""
    ) -> ForeseenAnswer? {
        self.target == target && self.interface == interface && editor.octets == octets ? answer : nil
    }

    /// Whether something is made right after every change, in words; nil: there is nothing of it in the message.
    public func state(of correction: MessageEditor.Correction) -> String? {
        MessageEditor.Correction.allCases.firstIndex(of: correction).flatMap { corrections[$0] }
    }
}

/// What would become of a message: found out by letting it go on in a copy of the world.
public struct ForeseenAnswer: Hashable, Sendable, Codable {
    /// What can be told, in order.
    public var lines: [Line] = []

    /// A sentence of it.
    public struct Line: Hashable, Sendable, Codable {
        /// What it tells of.
        public var kind: Kind
        /// The sentence.
        public var text: String
        /// Whether it tells of a refusal or a loss.
        public var isBad: Bool

        /// A sentence.
        public init(_ kind: Kind, _ text: String, isBad: Bool = false) {
            self.kind = kind
            self.text = text
            self.isBad = isBad
        }
    }

    /// What a sentence tells of.
    public enum Kind: String, Hashable, Sendable, Codable {
        /// A message that would come back, or go on.
        case answer
        /// A status, of the whole or of a BID.
        case status
        /// What would become of a binding.
        case effect
        /// What else there is to say.
        case remark
    }

    /// Nothing can be told.
    public init() {}

    /// One sentence.
    public init(_ kind: Kind, _ text: String, isBad: Bool = false) {
        lines = [Line(kind, text, isBad: isBad)]
    }

    /// Adds a sentence.
    public mutating func add(_ kind: Kind, _ text: String, isBad: Bool = false) {
        lines.append(Line(kind, text, isBad: isBad))
    }
}
