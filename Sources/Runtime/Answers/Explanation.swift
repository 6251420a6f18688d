public import MobilityWire
public import Nodes

/// What a person asks about.
public enum Subject: Hashable, Sendable, Codable {
    /// A binding; BID nil: the ordinary one.
    case binding(peer: IPv6Address, bid: UInt16?)
    /// An entry of the journal, a message above all.
    case entry(Int)
    /// An interface of the node.
    case interface(InterfaceIdentifier)
}

/// Why something is as it is, in plain words: since when, because of what, what happens next and when.
public struct Explanation: Hashable, Sendable, Codable {
    /// What it is about: `BID 3 at the home agent`.
    public var title: String
    /// How it stands, in one or two sentences.
    public var state: String
    /// Since when.
    public var since: Instant?
    /// Because of what: the nearest cause first, each caused by the next.
    public var because: [Cause]
    /// What happens next; nil: nothing by itself.
    public var next: String?
    /// When.
    public var nextTime: Instant?
    /// What becomes of it if nothing more comes.
    public var ifNothing: String?
    /// The rules behind it.
    public var rules: [Rule]
    /// From the octets of the message that decided to what came of it.
    public var chain: [Step] = []

    /// A link of the chain from octets to what came of them.
    public struct Step: Hashable, Sendable, Codable {
        /// What kind of link it is.
        public var kind: Kind
        /// It in words.
        public var text: String
        /// Where its octets begin in the packet; nil: it is about none.
        public var offset: Int?
        /// Those octets, where they are few: `00 a7`.
        public var octets = ""
        /// The rules that it follows.
        public var rules: [Rule] = []

        /// A link.
        public init(kind: Kind, text: String, offset: Int? = nil, rules: [Rule] = []) {
            self.kind = kind
            self.text = text
            self.offset = offset
            self.rules = rules
        }

        /// The kinds, in the order in which they follow each other.
        public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
            /// A field of the message.
            case field
            /// The row of a decision table that the field leads to.
            case row
            /// What came of it.
            case outcome
        }
    }

    /// What the texts say of each requirement that the rules and the chain name, each once, in their order.
    public var texts: [RequirementText] {
        (rules + chain.flatMap(\.rules)).map(\.requirement).reduce(into: [RequirementText]()) {
            texts, number in
            if let text = RequirementText.numbered(number), !texts.contains(text) { texts.append(text) }
        }
    }

    /// One cause in the chain.
    public struct Cause: Hashable, Sendable, Codable {
        /// The entry of the journal; 0: none, or it went.
        public var number: Int
        /// When.
        public var time: Instant
        /// What happened, in words.
        public var text: String
        /// The rule that made it happen.
        public var rule: Rule?

        /// A cause.
        public init(number: Int, time: Instant, text: String, rule: Rule? = nil) {
            self.number = number
            self.time = time
            self.text = text
            self.rule = rule
        }
    }

    /// An explanation.
    public init(
        title: String, state: String, since: Instant? = nil, because: [Cause] = [], next: String? = nil,
        nextTime: Instant? = nil, ifNothing: String? = nil, rules: [Rule] = []
    ) {
        self.title = title
        self.state = state
        self.since = since
        self.because = because
        self.next = next
        self.nextTime = nextTime
        self.ifNothing = ifNothing
        self.rules = rules
    }
}
