/// A mobility option as a value (RFC 6275 §6.2.1). Padding is not a value: writing puts it where the alignment of the
/// next option asks for it, reading reports it when it is odd.
public enum MobilityOption: Hashable, Sendable {
    /// 2: when the home agent would like the next Binding Update (RFC 6275 §6.2.4), in units of 4 seconds.
    case bindingRefreshAdvice(interval: UInt16)
    /// 3: the care-of address to bind instead of the source (RFC 6275 §6.2.5).
    case alternateCareOfAddress(IPv6Address)
    /// 4: which nonces the correspondent is to use (RFC 6275 §6.2.6).
    case nonceIndices(home: UInt16, careOf: UInt16)
    /// 5: the authenticator of a Binding Update or Acknowledgement with a correspondent, 12 octets; last (RFC 6275
    /// §6.2.7).
    case bindingAuthorizationData(authenticator: [UInt8])
    /// 6: a prefix behind a mobile router (RFC 3963 §4.3).
    case mobileNetworkPrefix(IPv6Prefix)
    /// 7: a link-layer address; code 2 is that of the mobile node (RFC 5568 §6.4.3).
    case linkLayerAddress(code: UInt8, address: [UInt8])
    /// 8: who the mobile node is; subtype 1 is a network access identifier (RFC 4283 §3).
    case mobileNodeIdentifier(subtype: UInt8, identifier: [UInt8])
    /// 9: mobility message authentication (RFC 4285 §5); subtype 1 MN–HA, 2 MN–AAA.
    case messageAuthentication(subtype: UInt8, spi: UInt32, data: [UInt8])
    /// 10: replay protection, an NTP timestamp of 64 bits (RFC 4285 §6).
    case messageIdentification(timestamp: UInt64)
    /// 29: the IPv4 home address (RFC 5555 §3.1.1). `prefixLength` 0…63 as on the wire, `requestsPrefix` is the P bit.
    case ipv4HomeAddress(IPv4Address, prefixLength: UInt8, requestsPrefix: Bool)
    /// 30: the answer to 29 (RFC 5555 §3.2.1).
    case ipv4AddressAcknowledgement(status: UInt8, prefixLength: UInt8, IPv4Address)
    /// 31: a NAT was found (RFC 5555 §3.2.2). `refreshTime` in seconds; 0: ignore, all ones: no keep-alives needed.
    case natDetection(forceEncapsulation: Bool, refreshTime: UInt32)
    /// 32: an IPv4 care-of address; never beside a Binding Identifier (RFC 5555 §3.1.2, R-143).
    case ipv4CareOfAddress(IPv4Address)
    /// 35: a binding identifier (RFC 5648 §4.2, draft-06 §4.2), also SHISA's form under type 7.
    case bindingIdentifier(BindingIdentifier)
    /// 44: which flows remain (RFC 6089 §4.3).
    case flowSummary(flowIdentifiers: [UInt16])
    /// 45: a flow and the bindings it may use (RFC 6089 §4.2).
    case flowIdentification(FlowIdentification)
    /// Any other type: known by name only, or unknown. Its octets are kept.
    case other(type: UInt8, data: [UInt8])
    /// A known type whose Length does not fit its layout. Its octets are kept; an agent may still read a BID from it
    /// (policy A10).
    case malformed(type: UInt8, data: [UInt8])
}
