/// The status of a Binding Error (RFC 6275 §6.1.9).
public struct BindingErrorStatus: AssignedNumber {
    /// The octet as on the wire.
    public let rawValue: UInt8

    /// A status from its octet.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// 1: no binding for the Home Address option.
    public static let unknownBinding = BindingErrorStatus(rawValue: 1)
    /// 2: no such message type.
    public static let unrecognizedType = BindingErrorStatus(rawValue: 2)

    /// All statuses.
    public static let table = NumberTable<NumberMeaning>([
        .unassigned(0...0, "RFC 6275 §6.1.9"),
        NumberMeaning(
            1, "Unknown binding for Home Address destination option",
            "The receiver has no binding for the home address, or not to that care-of address.",
            "RFC 6275 §9.3.3"),
        NumberMeaning(
            2, "Unrecognized MH Type value", "The receiver does not know that message type.", "RFC 6275 §9.2"),
        .unassigned(3...255, "RFC 6275 §6.1.9"),
    ])
}

/// The status of an IPv4 Address Acknowledgement option (RFC 5555 §3.2.1).
public struct IPv4AddressStatus: AssignedNumber {
    /// The octet as on the wire.
    public let rawValue: UInt8

    /// A status from its octet.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Below 128: the IPv4 home address is bound.
    public var isAccepted: Bool { rawValue < 128 }

    /// All statuses.
    public static let table = NumberTable<NumberMeaning>([
        NumberMeaning(0, "Success", "The IPv4 home address is bound.", "RFC 5555 §3.2.1"),
        .unassigned(1...127, "RFC 5555 §3.2.1"),
        NumberMeaning(
            128, "Failure, reason unspecified", "Refused, and no reason is given.", "RFC 5555 §3.2.1"),
        NumberMeaning(
            129, "Administratively prohibited", "The home agent's configuration forbids it.",
            "RFC 5555 §3.2.1"),
        NumberMeaning(
            130, "Incorrect IPv4 home address", "The address is not this node's.", "RFC 5555 §3.2.1"),
        NumberMeaning(
            131, "Invalid IPv4 address", "The address cannot be a home address.", "RFC 5555 §3.2.1"),
        NumberMeaning(
            132, "Dynamic IPv4 home address assignment not available",
            "The home agent gives out no addresses.",
            "RFC 5555 §3.2.1"),
        NumberMeaning(
            133, "Prefix allocation unauthorized", "The node may not have a prefix.", "RFC 5555 §3.2.1"),
        .unassigned(134...255, "RFC 5555 §3.2.1"),
    ])
}

/// The status of a Flow Identification option (RFC 6089 §4.2).
public struct FlowStatus: AssignedNumber {
    /// The octet as on the wire.
    public let rawValue: UInt8

    /// A status from its octet.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Below 128: the flow is bound.
    public var isAccepted: Bool { rawValue < 128 }

    /// All statuses.
    public static let table = NumberTable<NumberMeaning>([
        NumberMeaning(0, "Flow binding successful", "The flow is bound.", "RFC 6089 §4.2"),
        .unassigned(1...127, "RFC 6089 §4.2"),
        NumberMeaning(
            128, "Administratively prohibited", "The receiver's configuration forbids it.", "RFC 6089 §4.2"),
        NumberMeaning(
            129, "Flow binding rejected, reason unspecified", "Refused, and no reason is given.",
            "RFC 6089 §4.2"),
        NumberMeaning(
            130, "Flow identification mobility option malformed", "The option could not be read.",
            "RFC 6089 §4.2"),
        NumberMeaning(131, "BID not found", "The flow names a BID that is not bound.", "RFC 6089 §4.2"),
        NumberMeaning(132, "FID not found", "There is no such flow.", "RFC 6089 §4.2"),
        NumberMeaning(
            133, "Traffic selector format not supported", "The receiver cannot read that traffic selector.",
            "RFC 6089 §4.2"),
        .unassigned(134...250, "RFC 6089 §4.2"),
        NumberMeaning(
            251...255, "reserved for experimental use",
            "Its meaning is known to those in the experiment only.",
            "RFC 6089 §8", isAssigned: false),
    ])
}

/// The type of a sub-option of a Flow Identification (RFC 6089 §4.2.1).
public struct FlowSubOptionType: AssignedNumber {
    /// The octet as on the wire.
    public let rawValue: UInt8

    /// A type from its octet.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// All sub-options.
    public static let table = NumberTable<NumberMeaning>([
        NumberMeaning(0, "Pad1", "One octet of padding.", "RFC 6089 §4.2.1.1"),
        NumberMeaning(1, "PadN", "Two or more octets of padding.", "RFC 6089 §4.2.1.2"),
        NumberMeaning(
            2, "BID Reference", "The bindings the flow may use, preferred first.", "RFC 6089 §4.2.1.3"),
        NumberMeaning(
            3, "Traffic Selector", "Which packets belong to the flow.", "RFC 6089 §4.2.1.4"),
        NumberMeaning(4, "Flow Binding Action", "What to do with the flow.", "RFC 7109 §3"),
        NumberMeaning(5, "Target Care-of Address", "Where the flow is to go.", "RFC 7109 §3"),
        .unassigned(6...250, "RFC 6089 §8"),
        NumberMeaning(
            251...255, "reserved for experimental use",
            "Its meaning is known to those in the experiment only.",
            "RFC 6089 §8", isAssigned: false),
    ])
}
