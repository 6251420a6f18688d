/// MH Type, octet 2 of a Mobility Header (RFC 6275 §6.1.1), and who it is.
public struct MobilityHeaderType: AssignedNumber {
    /// The octet as on the wire.
    public let rawValue: UInt8

    /// A type from its octet.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// 0: Binding Refresh Request.
    public static let bindingRefreshRequest = MobilityHeaderType(rawValue: 0)
    /// 1: Home Test Init.
    public static let homeTestInit = MobilityHeaderType(rawValue: 1)
    /// 2: Care-of Test Init.
    public static let careOfTestInit = MobilityHeaderType(rawValue: 2)
    /// 3: Home Test.
    public static let homeTest = MobilityHeaderType(rawValue: 3)
    /// 4: Care-of Test.
    public static let careOfTest = MobilityHeaderType(rawValue: 4)
    /// 5: Binding Update.
    public static let bindingUpdate = MobilityHeaderType(rawValue: 5)
    /// 6: Binding Acknowledgement.
    public static let bindingAcknowledgement = MobilityHeaderType(rawValue: 6)
    /// 7: Binding Error.
    public static let bindingError = MobilityHeaderType(rawValue: 7)
    /// 12: Home Agent Switch.
    public static let homeAgentSwitch = MobilityHeaderType(rawValue: 12)
    /// 16: Binding Revocation; `RevocationType` says which of the two messages it is.
    public static let bindingRevocation = MobilityHeaderType(rawValue: 16)

    /// `binding-update`: how files and programs name it; `unknown` where no text gives the number a meaning.
    public var identifier: StaticString { row.identifier }
    /// `BU`: how people write it in a ladder or a line.
    public var shortName: StaticString { row.shortName }
    /// Whether some text defines the type.
    public var isAssigned: Bool { row.isAssigned }

    /// A row of the table of message types.
    public struct Row: NumberRow {
        /// The numbers the row stands for.
        public let numbers: ClosedRange<UInt8>
        /// `BU`.
        public let shortName: StaticString
        /// `Binding Update`.
        public let name: StaticString
        /// `binding-update`.
        public let identifier: StaticString
        /// What it is for, in one sentence.
        public let meaning: StaticString
        /// Where that is written.
        public let section: StaticString
        /// Whether some text defines the type.
        public let isAssigned: Bool

        init(
            _ number: UInt8, _ shortName: StaticString, _ name: StaticString, _ identifier: StaticString,
            _ meaning: StaticString, _ section: StaticString
        ) {
            self.numbers = number...number
            self.shortName = shortName
            self.name = name
            self.identifier = identifier
            self.meaning = meaning
            self.section = section
            self.isAssigned = true
        }

        init(unassigned numbers: ClosedRange<UInt8>) {
            self.numbers = numbers
            self.shortName = "MH?"
            self.name = "unknown"
            self.identifier = "unknown"
            self.meaning = "A receiver discards it and answers with a Binding Error of status 2."
            self.section = "RFC 6275 §9.2"
            self.isAssigned = false
        }
    }

    /// All message types.
    public static let table = NumberTable<Row>([
        Row(
            0, "BRR", "Binding Refresh Request", "binding-refresh-request",
            "Asks the mobile node for a new Binding Update.", "RFC 6275 §6.1.2"),
        Row(
            1, "HoTI", "Home Test Init", "home-test-init",
            "Asks a correspondent, by way of the home agent, for a home keygen token.", "RFC 6275 §6.1.3"),
        Row(
            2, "CoTI", "Care-of Test Init", "care-of-test-init",
            "Asks a correspondent, directly, for a care-of keygen token.", "RFC 6275 §6.1.4"),
        Row(
            3, "HoT", "Home Test", "home-test",
            "Gives the home keygen token, by way of the home agent.", "RFC 6275 §6.1.5"),
        Row(
            4, "CoT", "Care-of Test", "care-of-test",
            "Gives the care-of keygen token, directly.", "RFC 6275 §6.1.6"),
        Row(
            5, "BU", "Binding Update", "binding-update",
            "Tells where the mobile node is now, or that it is no longer there.", "RFC 6275 §6.1.7"),
        Row(
            6, "BA", "Binding Acknowledgement", "binding-acknowledgement",
            "Answers a Binding Update: accepted and for how long, or refused and why.", "RFC 6275 §6.1.8"),
        Row(
            7, "BE", "Binding Error", "binding-error",
            "Says that there is no binding for a Home Address option, or that a message type is unknown.",
            "RFC 6275 §6.1.9"),
        Row(
            8, "FBU", "Fast Binding Update", "fast-binding-update",
            "Asks the previous access router to redirect traffic to the new one.", "RFC 5568 §6.2.1"),
        Row(
            9, "FBack", "Fast Binding Acknowledgment", "fast-binding-acknowledgment",
            "Answers a Fast Binding Update.", "RFC 5568 §6.2.2"),
        Row(
            10, "FNA", "Fast Neighbor Advertisement", "fast-neighbor-advertisement",
            "Announced a node at its new access router; deprecated.", "RFC 5568 §9"),
        Row(
            11, "Exp", "Experimental", "experimental",
            "A message of an experiment; only those who agreed on it can read it.", "RFC 5096 §3"),
        Row(
            12, "HAS", "Home Agent Switch", "home-agent-switch",
            "Asks the mobile node to use another home agent.", "RFC 5142 §4"),
        Row(
            13, "HB", "Heartbeat", "heartbeat",
            "Asks a proxy mobility peer whether it is alive, or answers that.", "RFC 5847 §3.3"),
        Row(
            14, "HI", "Handover Initiate", "handover-initiate",
            "Prepares the next access router for a handover.", "RFC 5568 §6.2.3"),
        Row(
            15, "HAck", "Handover Acknowledge", "handover-acknowledge",
            "Answers a Handover Initiate.", "RFC 5568 §6.2.4"),
        Row(
            16, "BR", "Binding Revocation", "binding-revocation",
            "Ends a binding before its time, or answers that; octet 6 says which.", "RFC 5846 §5"),
        Row(
            17, "LRI", "Localized Routing Initiation", "localized-routing-initiation",
            "Asks for a direct path between two mobile access gateways.", "RFC 6705 §9"),
        Row(
            18, "LRA", "Localized Routing Acknowledgment", "localized-routing-acknowledgment",
            "Answers a Localized Routing Initiation.", "RFC 6705 §9"),
        Row(
            19, "UPN", "Update Notification", "update-notification",
            "Tells a mobile access gateway that something about a session changed.", "RFC 7077 §4.1"),
        Row(
            20, "UPA", "Update Notification Acknowledgement", "update-notification-acknowledgement",
            "Answers an Update Notification.", "RFC 7077 §4.2"),
        Row(
            21, "FB", "Flow Binding", "flow-binding",
            "Moves flows of a proxy mobility session, or answers that.", "RFC 7109 §3"),
        Row(
            22, "SQ", "Subscription Query", "subscription-query",
            "Asks which multicast groups a node listens to.", "RFC 7161 §4"),
        Row(
            23, "SR", "Subscription Response", "subscription-response",
            "Answers a Subscription Query.", "RFC 7161 §4"),
        Row(unassigned: 24...255),
    ])
}
