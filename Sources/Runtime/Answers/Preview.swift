public import Nodes

/// What a command would do if it were given now.
public struct Preview: Hashable, Sendable, Codable {
    /// Why it would be refused, in words; nil: it would be done.
    public var refusal: String?
    /// The messages that would leave at once, in order.
    public var messages: [Message]
    /// What would become of the bindings, each in a sentence.
    public var effects: [String]
    /// Whether something would be taken away, so that a person should be asked first.
    public var takesAway: Bool

    /// A message that would leave.
    public struct Message: Hashable, Sendable, Codable {
        /// In one line: `BU 4 A H 0 s, BID 2`.
        public var text: String
        /// Who would send it.
        public var sender: PartyIdentifier
        /// The interface it would leave by; nil: the world's routing chooses.
        public var interface: InterfaceIdentifier?
        /// The name of the interface; empty where there is none.
        public var interfaceName: String
        /// From the outermost IP header on.
        public var octets: [UInt8]

        /// A message.
        public init(
            text: String, sender: PartyIdentifier, interface: InterfaceIdentifier?, interfaceName: String,
            octets: [UInt8]
        ) {
            self.text = text
            self.sender = sender
            self.interface = interface
            self.interfaceName = interfaceName
            self.octets = octets
        }
    }

    /// What would be done.
    public init(
        refusal: String? = nil, messages: [Message] = [], effects: [String] = [], takesAway: Bool = false
    ) {
        self.refusal = refusal
        self.messages = messages
        self.effects = effects
        self.takesAway = takesAway
    }
}

/// What came of a command.
public enum Outcome: Hashable, Sendable, Codable {
    /// It was done; the entry of the journal that it made (0: none), and what to say of it (empty: nothing).
    case done(entry: Int, String)
    /// It was not, and why.
    case refused(String)
}
