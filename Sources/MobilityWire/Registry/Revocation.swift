/// B.R. Type, octet 6 of a Binding Revocation: which of its two messages it is (RFC 5846 §5).
public struct RevocationType: AssignedNumber {
    /// The octet as on the wire.
    public let rawValue: UInt8

    /// A type from its octet.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// 1: Binding Revocation Indication.
    public static let indication = RevocationType(rawValue: 1)
    /// 2: Binding Revocation Acknowledgement.
    public static let acknowledgement = RevocationType(rawValue: 2)

    /// `binding-revocation-indication`: how files and programs name the message.
    public var identifier: StaticString {
        switch self {
        case .indication: "binding-revocation-indication"
        case .acknowledgement: "binding-revocation-acknowledgement"
        default: MobilityHeaderType.bindingRevocation.identifier
        }
    }

    /// `BRI` or `BRA`.
    public var shortName: StaticString {
        switch self {
        case .indication: "BRI"
        case .acknowledgement: "BRA"
        default: MobilityHeaderType.bindingRevocation.shortName
        }
    }

    /// All types.
    public static let table = NumberTable<NumberMeaning>([
        .unassigned(0...0, "RFC 5846 §5"),
        NumberMeaning(
            1, "Binding Revocation Indication", "Ends bindings before their time.", "RFC 5846 §5.1"),
        NumberMeaning(
            2, "Binding Revocation Acknowledgement", "Says whether the bindings are gone.", "RFC 5846 §5.2"),
        .unassigned(3...255, "RFC 5846 §5"),
    ])
}

/// Why a binding is revoked, octet 7 of an indication (RFC 5846 §5.1).
public struct RevocationTrigger: AssignedNumber {
    /// The octet as on the wire.
    public let rawValue: UInt8

    /// A trigger from its octet.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// 0: no reason given.
    public static let unspecified = RevocationTrigger(rawValue: 0)
    /// 1: somebody decided so.
    public static let administrativeReason = RevocationTrigger(rawValue: 1)

    /// All triggers.
    public static let table = NumberTable<NumberMeaning>([
        NumberMeaning(0, "Unspecified", "No reason is given.", "RFC 5846 §5.1"),
        NumberMeaning(1, "Administrative Reason", "An administrator decided so.", "RFC 5846 §5.1"),
        NumberMeaning(
            2, "Inter-MAG Handover - same Access Type",
            "The node moved to another gateway with the same kind of link.", "RFC 5846 §5.1"),
        NumberMeaning(
            3, "Inter-MAG Handover - different Access Type",
            "The node moved to another gateway with another kind of link.", "RFC 5846 §5.1"),
        NumberMeaning(
            4, "Inter-MAG Handover - Unknown", "The node moved to another gateway.", "RFC 5846 §5.1"),
        NumberMeaning(
            5, "User Initiated Session(s) Termination", "The user ended the session.", "RFC 5846 §5.1"),
        NumberMeaning(
            6, "Access Network Session(s) Termination", "The access network ended the session.",
            "RFC 5846 §5.1"),
        NumberMeaning(
            7, "Possible Out-of Sync BCE State", "The two binding caches may differ.", "RFC 5846 §5.1"),
        .unassigned(8...127, "RFC 5846 §5.1"),
        NumberMeaning(128, "Per-Peer Policy", "All bindings of that peer end.", "RFC 5846 §5.1"),
        NumberMeaning(
            129, "Revoking Mobility Node Local Policy", "The sender's own policy says so.", "RFC 5846 §5.1"),
        .unassigned(130...249, "RFC 5846 §5.1"),
        NumberMeaning(
            250...255, "Reserved for Testing Purposes Only", "Its meaning is known to the testers only.",
            "RFC 5846 §5.1", isAssigned: false),
    ])
}

/// The status of a Binding Revocation Acknowledgement (RFC 5846 §5.2).
public struct RevocationStatus: AssignedNumber {
    /// The octet as on the wire.
    public let rawValue: UInt8

    /// A status from its octet.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// 0: revoked.
    public static let success = RevocationStatus(rawValue: 0)
    /// 1: some of the bindings are gone.
    public static let partialSuccess = RevocationStatus(rawValue: 1)
    /// 128: nothing to revoke.
    public static let bindingDoesNotExist = RevocationStatus(rawValue: 128)
    /// 129: V was set without an IPv4 Home Address option.
    public static let ipv4HomeAddressOptionRequired = RevocationStatus(rawValue: 129)
    /// 133: the trigger is not understood.
    public static let triggerNotSupported = RevocationStatus(rawValue: 133)
    /// 135: a mobile node was asked to revoke a proxy binding.
    public static let proxyRevocationNotSupported = RevocationStatus(rawValue: 135)

    /// Below 128: revoked.
    public var isAccepted: Bool { rawValue < 128 }

    /// All statuses.
    public static let table = NumberTable<NumberMeaning>([
        NumberMeaning(0, "success", "The bindings are gone.", "RFC 5846 §5.2"),
        NumberMeaning(1, "partial success", "Some of the bindings are gone.", "RFC 5846 §5.2"),
        .unassigned(2...127, "RFC 5846 §5.2"),
        NumberMeaning(128, "Binding Does NOT Exist", "There is no such binding.", "RFC 5846 §5.2"),
        NumberMeaning(
            129, "IPv4 Home Address Option Required", "V is set, but no IPv4 home address is named.",
            "RFC 5846 §5.2"),
        NumberMeaning(
            130, "Global Revocation NOT Authorized", "The sender may not revoke all bindings at once.",
            "RFC 5846 §5.2"),
        NumberMeaning(
            131, "Revoked Mobile Nodes Identity Required", "The message does not say whose bindings end.",
            "RFC 5846 §5.2"),
        NumberMeaning(
            132, "Revocation Failed - MN is Attached", "The node is still attached here.", "RFC 5846 §5.2"),
        NumberMeaning(
            133, "Revocation Trigger NOT Supported", "The receiver does not know that reason.",
            "RFC 5846 §5.2"),
        NumberMeaning(
            134, "Revocation Function NOT Supported", "The receiver does not do revocation.",
            "RFC 5846 §5.2"),
        NumberMeaning(
            135, "Proxy Binding Revocation NOT Supported", "The receiver has no proxy bindings.",
            "RFC 5846 §5.2"),
        .unassigned(136...255, "RFC 5846 §5.2"),
    ])
}
