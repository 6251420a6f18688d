/// The fields that errors and problems name.
public enum WireField: UInt8, CaseIterable, Hashable, Sendable {
    // Packets around a message.
    /// An IPv4 or IPv6 header as a whole.
    case internetHeader
    // The Mobility Header (RFC 6275 §6.1.1).
    /// Payload Proto.
    case payloadProto
    /// Header Len.
    case headerLength
    /// MH Type.
    case messageType
    /// A field or bits that are reserved.
    case reserved
    /// Checksum.
    case checksum
    /// Octets that belong to no field.
    case trailingOctets
    // Fixed parts of messages.
    /// The flags of a message.
    case flags
    /// Sequence number.
    case sequence
    /// Lifetime.
    case lifetime
    /// Status.
    case status
    /// Home address.
    case homeAddress
    /// Number of addresses of a Home Agent Switch (RFC 5142 §4).
    case numberOfAddresses
    /// B.R. Type of a binding revocation message (RFC 5846 §5).
    case revocationType
    /// Revocation Trigger (RFC 5846 §5.1).
    case revocationTrigger
    // Options.
    /// An option as a whole.
    case option
    /// An option's Length.
    case optionLength
    /// Pad1 or PadN.
    case padding
    /// Binding Refresh Advice's interval.
    case refreshInterval
    /// Alternate Care-of Address.
    case alternateCareOfAddress
    /// Nonce Indices.
    case nonceIndices
    /// Binding Authorization Data.
    case bindingAuthorizationData
    /// The authenticator in Binding Authorization Data.
    case authenticator
    /// A prefix length.
    case prefixLength
    /// A prefix.
    case prefix
    /// Mobile Node Identifier.
    case mobileNodeIdentifier
    /// A subtype.
    case subtype
    /// Security parameter index.
    case spi
    /// Mobility Message Authentication.
    case messageAuthentication
    /// An IPv4 address.
    case ipv4Address
    /// IPv4 Address Acknowledgement.
    case ipv4AddressAcknowledgement
    /// IPv4 Care-of Address.
    case ipv4CareOfAddress
    /// Binding Identifier option.
    case bindingIdentifier
    /// BID.
    case bid
    /// Flags of a Binding Identifier option.
    case bindingIdentifierFlags
    /// Care-of address.
    case careOfAddress
    /// FID.
    case flowIdentifier
    /// FID-PRI.
    case flowPriority
    /// A sub-option of Flow Identification.
    case flowSubOption

    /// The field's name as the standards write it.
    public var name: String {
        switch self {
        case .internetHeader: "IP header"
        case .payloadProto: "Payload Proto"
        case .headerLength: "Header Len"
        case .messageType: "MH Type"
        case .reserved: "Reserved"
        case .checksum: "Checksum"
        case .trailingOctets: "Trailing octets"
        case .flags: "Flags"
        case .sequence: "Sequence #"
        case .lifetime: "Lifetime"
        case .status: "Status"
        case .homeAddress: "Home Address"
        case .numberOfAddresses: "Number of Addresses"
        case .revocationType: "B.R. Type"
        case .revocationTrigger: "Revocation Trigger"
        case .option: "Option"
        case .optionLength: "Option Length"
        case .padding: "Padding"
        case .refreshInterval: "Refresh Interval"
        case .alternateCareOfAddress: "Alternate Care-of Address"
        case .nonceIndices: "Nonce Indices"
        case .bindingAuthorizationData: "Binding Authorization Data"
        case .authenticator: "Authenticator"
        case .prefixLength: "Prefix Length"
        case .prefix: "Prefix"
        case .mobileNodeIdentifier: "Mobile Node Identifier"
        case .subtype: "Subtype"
        case .spi: "SPI"
        case .messageAuthentication: "Mobility Message Authentication"
        case .ipv4Address: "IPv4 Address"
        case .ipv4AddressAcknowledgement: "IPv4 Address Acknowledgement"
        case .ipv4CareOfAddress: "IPv4 Care-of Address"
        case .bindingIdentifier: "Binding Identifier"
        case .bid: "BID"
        case .bindingIdentifierFlags: "Binding Identifier Flags"
        case .careOfAddress: "Care-of Address"
        case .flowIdentifier: "FID"
        case .flowPriority: "FID-PRI"
        case .flowSubOption: "Flow Identification Sub-Option"
        }
    }
}
