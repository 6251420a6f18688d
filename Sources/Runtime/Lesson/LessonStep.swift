public import Nodes

/// A step of the lesson that a scenario carries: what there is to see at one place of the exchange, and what to ask.
///
/// The steps of a lesson stand in the order in which the exchange reaches them. A class sees title, text and question;
/// hint and answer when the teacher asks for them.
public struct LessonStep: Hashable, Sendable {
    /// The place of the exchange that it is about.
    public var place: Place
    /// The line of the file it stands in.
    public var line: Int
    /// Whether the exchange waits there until somebody goes on: at an instant before anything happens, at a message while
    /// it is in the air, before it is delivered.
    public var waits: Bool
    /// What it is about, in a few words.
    public var title: String
    /// What happens, or will.
    public var text: String
    /// What the class is asked, which the screen can answer; nil: nothing.
    public var question: String?
    /// What helps; nil: nothing.
    public var hint: String?
    /// The answer; there is one where there is a question.
    public var answer: String?
    /// Where the texts say so; at least one.
    public var sections: [Citation]

    /// A step.
    public init(
        place: Place, line: Int = 0, waits: Bool = true, title: String, text: String, question: String? = nil,
        hint: String? = nil, answer: String? = nil, sections: [Citation]
    ) {
        self.place = place
        self.line = line
        self.waits = waits
        self.title = title
        self.text = text
        self.question = question
        self.hint = hint
        self.answer = answer
        self.sections = sections
    }

    /// A place of an exchange.
    public enum Place: Hashable, Sendable {
        /// An instant, before anything happens in it.
        case instant(Instant)
        /// A message that somebody sent.
        case message(Message)
    }

    /// A message by its name, and which of those it is.
    public struct Message: Hashable, Sendable {
        /// Its name as in ladders: `BU`.
        public var name: String
        /// By whom; nil: by anybody.
        public var sender: String?
        /// Since when they count.
        public var since: Instant
        /// The how many-th, from 1.
        public var number: Int

        /// A message.
        public init(_ name: String, sender: String? = nil, since: Instant = .zero, number: Int = 1) {
            self.name = name
            self.sender = sender
            self.since = since
            self.number = number
        }
    }
}
