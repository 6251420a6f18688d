/// The type of a mobility option (RFC 6275 §6.2.1), and what it is.
public struct MobilityOptionType: AssignedNumber {
    /// The octet as on the wire.
    public let rawValue: UInt8

    /// A type from its octet.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// 0: one octet of padding, without a Length.
    public static let pad1 = MobilityOptionType(rawValue: 0)
    /// 1: two or more octets of padding.
    public static let padN = MobilityOptionType(rawValue: 1)
    /// 2: Binding Refresh Advice.
    public static let bindingRefreshAdvice = MobilityOptionType(rawValue: 2)
    /// 3: Alternate Care-of Address.
    public static let alternateCareOfAddress = MobilityOptionType(rawValue: 3)
    /// 4: Nonce Indices.
    public static let nonceIndices = MobilityOptionType(rawValue: 4)
    /// 5: Binding Authorization Data.
    public static let bindingAuthorizationData = MobilityOptionType(rawValue: 5)
    /// 6: Mobile Network Prefix.
    public static let mobileNetworkPrefix = MobilityOptionType(rawValue: 6)
    /// 7: Mobility Header Link-Layer Address.
    public static let linkLayerAddress = MobilityOptionType(rawValue: 7)
    /// 8: Mobile Node Identifier.
    public static let mobileNodeIdentifier = MobilityOptionType(rawValue: 8)
    /// 9: Mobility Message Authentication.
    public static let messageAuthentication = MobilityOptionType(rawValue: 9)
    /// 10: Mobility Message Replay Protection.
    public static let messageIdentification = MobilityOptionType(rawValue: 10)
    /// 29: IPv4 Home Address.
    public static let ipv4HomeAddress = MobilityOptionType(rawValue: 29)
    /// 30: IPv4 Address Acknowledgement.
    public static let ipv4AddressAcknowledgement = MobilityOptionType(rawValue: 30)
    /// 31: NAT Detection.
    public static let natDetection = MobilityOptionType(rawValue: 31)
    /// 32: IPv4 Care-of Address.
    public static let ipv4CareOfAddress = MobilityOptionType(rawValue: 32)
    /// 35: Binding Identifier.
    public static let bindingIdentifier = MobilityOptionType(rawValue: 35)
    /// 44: Flow Summary.
    public static let flowSummary = MobilityOptionType(rawValue: 44)
    /// 45: Flow Identification.
    public static let flowIdentification = MobilityOptionType(rawValue: 45)

    /// `binding-identifier`: how files and programs name it.
    public var identifier: StaticString { row.identifier }
    /// The messages it may stand in; nil where no rule is kept, because only its name is known here.
    public var messages: MessageSet? { row.messages }
    /// Whether some text defines the type.
    public var isAssigned: Bool { row.isAssigned }

    /// A row of the table of mobility options.
    public struct Row: NumberRow {
        /// The numbers the row stands for.
        public let numbers: ClosedRange<UInt8>
        /// `Binding Identifier`.
        public let name: StaticString
        /// `binding-identifier`.
        public let identifier: StaticString
        /// What it tells, in one sentence.
        public let meaning: StaticString
        /// Where that is written.
        public let section: StaticString
        /// The messages it may stand in; nil where no rule is kept.
        public let messages: MessageSet?
        /// Whether some text defines the type.
        public let isAssigned: Bool

        init(
            _ number: UInt8, _ name: StaticString, _ identifier: StaticString, _ meaning: StaticString,
            _ section: StaticString, in messages: MessageSet? = nil
        ) {
            self.numbers = number...number
            self.name = name
            self.identifier = identifier
            self.meaning = meaning
            self.section = section
            self.messages = messages
            self.isAssigned = true
        }

        init(unassigned numbers: ClosedRange<UInt8>) {
            self.numbers = numbers
            self.name = "unknown"
            self.identifier = "unknown"
            self.meaning = "A receiver skips it by its Length."
            self.section = "RFC 6275 §6.2.1"
            self.messages = nil
            self.isAssigned = false
        }
    }

    /// All mobility options.
    public static let table = NumberTable<Row>(rowsOfBasicOptions + rowsOfLaterOptions)
}

/// Messages of the Mobility Header as a set, for "may this option stand here?".
public struct MessageSet: OptionSet, Hashable, Sendable {
    /// Bit n is MH Type n; the two revocation messages share bit 16.
    public let rawValue: UInt32

    /// A set from its bits.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// The message of one type; empty above 31.
    public init(_ type: MobilityHeaderType) {
        self.init(rawValue: type.rawValue < 32 ? 1 << UInt32(type.rawValue) : 0)
    }

    /// Binding Refresh Request.
    public static let bindingRefreshRequest = MessageSet(.bindingRefreshRequest)
    /// Care-of Test Init.
    public static let careOfTestInit = MessageSet(.careOfTestInit)
    /// Care-of Test.
    public static let careOfTest = MessageSet(.careOfTest)
    /// Binding Update.
    public static let bindingUpdate = MessageSet(.bindingUpdate)
    /// Binding Acknowledgement.
    public static let bindingAcknowledgement = MessageSet(.bindingAcknowledgement)
    /// Home Agent Switch.
    public static let homeAgentSwitch = MessageSet(.homeAgentSwitch)
    /// Binding Revocation Indication and Acknowledgement.
    public static let bindingRevocation = MessageSet(.bindingRevocation)
    /// The messages of fast handovers (RFC 5568): types 8, 9, 10, 14 and 15.
    public static let fastHandover = MessageSet(rawValue: 1 << 8 | 1 << 9 | 1 << 10 | 1 << 14 | 1 << 15)
    /// Flow Binding (RFC 7109): type 21.
    public static let flowBinding = MessageSet(rawValue: 1 << 21)
}
