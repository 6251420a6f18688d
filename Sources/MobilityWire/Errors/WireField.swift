/// The fields that errors and problems name.
public enum WireField: UInt8, CaseIterable, Hashable, Sendable {
    // Packets around a message.
    /// An IPv4 or IPv6 header as a whole.
    case internetHeader
    /// The length of an IPv4 header.
    case internetHeaderLength
    /// Payload length of IPv6, total length of IPv4.
    case payloadLength
    /// Hop limit of IPv6, time to live of IPv4.
    case hopLimit
    /// Checksum of an IPv4 header.
    case headerChecksum
    /// An extension header as a whole.
    case extensionHeader
    /// An option of Destination or Hop-by-Hop Options.
    case destinationOption
    /// Home Address option (RFC 6275 §6.3).
    case homeAddressOption
    /// A routing header.
    case routingHeader
    /// Routing Type.
    case routingType
    /// Segments Left.
    case segmentsLeft
    /// A fragment header, or the fields of IPv4 that stand for it.
    case fragmentHeader
    /// An authentication header (RFC 4302).
    case authenticationHeader
    /// ESP (RFC 4303).
    case esp
    /// A UDP header.
    case udpHeader
    /// Length of UDP.
    case udpLength
    /// Checksum of UDP.
    case udpChecksum
    /// An ICMPv6 header.
    case icmpHeader
    /// Code of ICMPv6.
    case icmpCode
    /// An option of ICMPv6 discovery (RFC 4861 §4.6).
    case icmpOption
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
        case .internetHeaderLength: "IHL"
        case .payloadLength: "Payload Length"
        case .hopLimit: "Hop Limit"
        case .headerChecksum: "Header Checksum"
        case .extensionHeader: "Extension header"
        case .destinationOption: "Option of an extension header"
        case .homeAddressOption: "Home Address option"
        case .routingHeader: "Routing header"
        case .routingType: "Routing Type"
        case .segmentsLeft: "Segments Left"
        case .fragmentHeader: "Fragment header"
        case .authenticationHeader: "Authentication header"
        case .esp: "ESP"
        case .udpHeader: "UDP header"
        case .udpLength: "UDP Length"
        case .udpChecksum: "UDP Checksum"
        case .icmpHeader: "ICMPv6 header"
        case .icmpCode: "Code"
        case .icmpOption: "ICMPv6 option"
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
