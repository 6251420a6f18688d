/// The options whose layout is read, without padding. The raw value is the number that IANA assigned.
@frozen
public enum OptionKind: UInt8, CaseIterable, Hashable, Sendable {
    /// RFC 6275 §6.2.4.
    case bindingRefreshAdvice = 2
    /// RFC 6275 §6.2.5.
    case alternateCareOfAddress = 3
    /// RFC 6275 §6.2.6.
    case nonceIndices = 4
    /// RFC 6275 §6.2.7.
    case bindingAuthorizationData = 5
    /// RFC 3963 §4.3.
    case mobileNetworkPrefix = 6
    /// RFC 5568 §6.4.3.
    case linkLayerAddress = 7
    /// RFC 4283 §3.
    case mobileNodeIdentifier = 8
    /// RFC 4285 §5.
    case messageAuthentication = 9
    /// RFC 4285 §6.
    case messageIdentification = 10
    /// RFC 5555 §3.1.1.
    case ipv4HomeAddress = 29
    /// RFC 5555 §3.2.1.
    case ipv4AddressAcknowledgement = 30
    /// RFC 5555 §3.2.2.
    case natDetection = 31
    /// RFC 5555 §3.1.2.
    case ipv4CareOfAddress = 32
    /// RFC 5648 §4.2.
    case bindingIdentifier = 35
    /// RFC 6089 §4.3.
    case flowSummary = 44
    /// RFC 6089 §4.2.
    case flowIdentification = 45

    /// The kind with this IANA number.
    @inlinable
    public init?(number: UInt8) {
        switch number {
        case 2: self = .bindingRefreshAdvice
        case 3: self = .alternateCareOfAddress
        case 4: self = .nonceIndices
        case 5: self = .bindingAuthorizationData
        case 6: self = .mobileNetworkPrefix
        case 7: self = .linkLayerAddress
        case 8: self = .mobileNodeIdentifier
        case 9: self = .messageAuthentication
        case 10: self = .messageIdentification
        case 29: self = .ipv4HomeAddress
        case 30: self = .ipv4AddressAcknowledgement
        case 31: self = .natDetection
        case 32: self = .ipv4CareOfAddress
        case 35: self = .bindingIdentifier
        case 44: self = .flowSummary
        case 45: self = .flowIdentification
        default: return nil
        }
    }
}

extension WireFormat {
    /// What an option of this type number and Length is read as; nil where only its octets are kept.
    @inlinable
    public func kind(ofType type: UInt8, length: Int) -> OptionKind? {
        if profile == .shisa {
            // SHISA's private form shares its number with the Mobility Header Link-Layer Address option; the Length
            // tells them apart. 35 was not assigned then.
            if type == OptionKind.linkLayerAddress.rawValue, length == 4 { return .bindingIdentifier }
            return type == OptionKind.bindingIdentifier.rawValue ? nil : OptionKind(number: type)
        }
        if type == bindingIdentifierType { return .bindingIdentifier }
        // Where the number is configured otherwise (policy A17), 35 means nothing.
        return type == OptionKind.bindingIdentifier.rawValue ? nil : OptionKind(number: type)
    }
}
