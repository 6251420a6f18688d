/// The message types whose fixed part is read (RFC 6275 §6.1, RFC 5142 §4, RFC 5846 §5). The raw value is MH Type.
@frozen
public enum MessageKind: UInt8, CaseIterable, Hashable, Sendable {
    /// Binding Refresh Request.
    case bindingRefreshRequest = 0
    /// Home Test Init.
    case homeTestInit = 1
    /// Care-of Test Init.
    case careOfTestInit = 2
    /// Home Test.
    case homeTest = 3
    /// Care-of Test.
    case careOfTest = 4
    /// Binding Update.
    case bindingUpdate = 5
    /// Binding Acknowledgement.
    case bindingAcknowledgement = 6
    /// Binding Error.
    case bindingError = 7
    /// Home Agent Switch.
    case homeAgentSwitch = 12
    /// Binding Revocation Indication or Acknowledgement, told apart by B.R. Type.
    case bindingRevocation = 16

    /// The kind of MH Type `type`; nil where only the name is known, or not even that.
    @inlinable
    public init?(type: UInt8) {
        switch type {
        case 0: self = .bindingRefreshRequest
        case 1: self = .homeTestInit
        case 2: self = .careOfTestInit
        case 3: self = .homeTest
        case 4: self = .careOfTest
        case 5: self = .bindingUpdate
        case 6: self = .bindingAcknowledgement
        case 7: self = .bindingError
        case 12: self = .homeAgentSwitch
        case 16: self = .bindingRevocation
        default: return nil
        }
    }
}

/// The fixed parts of messages: everything from the first octet of the Mobility Header to the options.
enum FixedPart {
    /// Size in octets of the fixed part of MH Type `type`, as far as the type alone says it; nil where the layout is
    /// not known and everything behind the checksum is kept as it is.
    @usableFromInline
    static func length(type: UInt8) -> Int? {
        switch type {
        case 0: 8  // RFC 6275 §6.1.2
        case 1, 2: 16  // RFC 6275 §6.1.3, §6.1.4
        case 3, 4: 24  // RFC 6275 §6.1.5, §6.1.6
        case 5, 6: 12  // RFC 6275 §6.1.7, §6.1.8
        case 7: 24  // RFC 6275 §6.1.9
        case 8, 9: 12  // RFC 5568 §6.2.2, §6.2.3
        case 10: 8  // RFC 4068 §6.3.4 (deprecated)
        case 12: 8  // RFC 5142 §4, and 16 octets an address
        case 13: 12  // RFC 5847 §3.3
        case 14, 15: 10  // RFC 5568 §6.2.1
        case 16: 12  // RFC 5846 §5
        case 17, 18: 12  // RFC 6705 §9.1, §9.2
        case 19, 20: 12  // RFC 7077 §4
        default: nil  // Experimental (11), Flow Binding (21), Subscription (22, 23) and what is unknown
        }
    }
}
